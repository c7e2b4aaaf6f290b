#include "desk/reply.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "desk/change.h"
#include "desk/helper.h"
#include "desk/pledge.h"
#include "desk/review.h"
#include "form/form_json.h"
#include "form/mailjson.h"
#include "judge/letter.h"
#include "policy/answers.h"
#include "store/db_event.h"
#include "store/db_mail.h"
#include "store/db_merged.h"

enum { MESSAGE_MAX = 64 * 1024 * 1024, PATIENCE_MS = 30000, NEWS_MAX = 6 };

/* --- what may leave ----------------------------------------------------------------------------------------------- */

struct err *reply_check(int64_t id, const struct drafttext *draft)
{
    size_t off, len;

    if (draft->seen.id != id)
        return err_new(ERR_DATA, "draft", "is a draft for %lld, not for %lld", (long long)draft->seen.id,
                       (long long)id);
    if (str_trim(draft->body).n == 0)
        return err_new(ERR_DATA, "draft", "has no words");
    if (letter_gap(draft->body, &off, &len))
        return err_new(ERR_DATA, "draft", "still has a gap: %.*s; fill it", (int)len, draft->body.p + off);
    if (draft->mark != 0 && draft->mark == letter_mark(draft->body))
        return err_new(ERR_DATA, "draft", "is as it was drafted; make it yours before it leaves");
    return NULL;
}

/* --- promises ----------------------------------------------------------------------------------------------------- */

bool reply_same_day(const struct desk *d, instant a, instant b)
{
    return zone_day(d->policy->zone, a) == zone_day(d->policy->zone, b);
}

static bool in_mind(const struct desk *d, const struct answering *known, const struct promised *p)
{
    for (size_t i = 0; known != NULL && i < known->show.nfollowups; i++) {
        const struct followup *f = &known->show.followups[i].f;
        if (f->state == STATE_OPEN && matter_is_step(f) && f->kind != KIND_EXPECTED &&
            f->kind != KIND_CHECK && (p->another ? f->due == p->due : reply_same_day(d, f->due, p->due)))
            return true;
    }
    return false;
}

struct err *reply_promises(struct desk *d, const struct answering *known, struct str body, struct arena *a,
                           struct promised **out, size_t *n)
{
    struct when cx = desk_when(d, WHEN_DUE);
    struct promised *found;
    struct tone *tone;
    size_t nfound;
    struct err *e = answers_tone(d->policy, a, &tone);

    *n = 0;
    *out = NULL;
    if (e != NULL)
        return e;
    promised_find(tone, body, &cx, a, &found, &nfound);
    tone_free(tone);
    for (size_t i = 0; i < nfound; i++) {
        bool again = in_mind(d, known, &found[i]);
        for (size_t k = 0; k < *n && !again; k++)
            again = found[k].kind == found[i].kind &&
                    (found[i].another ? found[k].due == found[i].due
                                      : reply_same_day(d, found[k].due, found[i].due));
        if (!again)
            found[(*n)++] = found[i];
    }
    *out = found;
    return NULL;
}

struct err *reply_unread(struct desk *d, struct str body, struct arena *a, struct promised **out, size_t *n)
{
    struct when cx = desk_when(d, WHEN_DUE);
    struct tone *tone;
    struct err *e = answers_tone(d->policy, a, &tone);

    *n = 0;
    *out = NULL;
    if (e != NULL)
        return e;
    promised_unread(tone, body, &cx, a, out, n);
    tone_free(tone);
    return NULL;
}

/* --- the message --------------------------------------------------------------------------------------------------- */

/* Made once and kept: of the same draft at another second another one. */
static struct err *message_id(struct desk *d, const struct drafttext *t, struct arena *a, struct str *out)
{
    const char *at = strrchr(d->policy->address, '@');
    struct str identity;
    struct err *e = db_identity(d->db, a, &identity);

    if (e != NULL)
        return e;
    *out = str_of(arena_printf(a, "cust.%lld.%u.%lld.%llx.%.*s@%s", (long long)t->seen.id, t->seen.no,
                               (long long)d->place->now, letter_mark(t->body), (int)identity.n, identity.p,
                               at != NULL ? at + 1 : "cust.invalid"));
    return NULL;
}

static void add(const char *key, struct str value, struct buf *json)
{
    if (value.n == 0)
        return;
    if (json->len > 1)
        buf_addc(json, ',');
    form_json_string(str_of(key), json);
    buf_addc(json, ':');
    form_json_string(value, json);
}

static struct str from_of(const struct desk *d, struct arena *a)
{
    const char *address = d->policy->address;

    if (*address == '\0' || strchr(address, '<') != NULL)
        return str_of(address);
    struct buf quoted = {0};
    for (const char *p = d->policy->desk; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            buf_addc(&quoted, '\\');
        buf_addc(&quoted, *p);
    }
    struct str out = str_of(arena_printf(a, "\"%s\" <%s>", quoted.p != NULL ? quoted.p : "", address));
    buf_free(&quoted);
    return out;
}

static void as_json(const struct desk *d, const struct drafttext *t, struct str id, bool automatic,
                    struct arena *a, struct buf *json)
{
    struct buf body = {0};

    for (size_t i = 0; i < t->body.n; i++) /* an editor may have written CR LF */
        if (t->body.p[i] != '\r')
            buf_addc(&body, t->body.p[i]);
    buf_addc(json, '{');
    add("from", from_of(d, a), json);
    add("to", t->to, json);
    add("cc", t->cc, json);
    add("subject", t->subject, json);
    add("message_id", id, json);
    add("in_reply_to", t->in_reply_to, json);
    add("references", t->references, json);
    if (automatic)
        add("auto_submitted", str_of("auto-generated"), json);
    add("body", buf_str(&body), json);
    buf_printf(json, ",\"date\":%lld}", (long long)d->place->now);
    buf_free(&body);
}

/* Made by cust-mime, and read back by it: what it cannot read, no customer's program can. */
struct err *reply_compose(struct desk *d, const struct drafttext *t, struct str id, bool automatic,
                          struct arena *a, struct str *message, struct db_mail *m)
{
    static const char *const args[] = {"--compose", NULL};
    struct buf json = {0}, out = {0}, read = {0};
    struct mail_in in;
    char *path;
    struct err *e = helper_find(d->place->exe_dir, "cust-mime", &path);

    if (e != NULL)
        return e;
    as_json(d, t, id, automatic, a, &json);
    if ((e = helper_ask(path, args, buf_str(&json), &out, MESSAGE_MAX, PATIENCE_MS)) == NULL &&
        (e = helper_run(path, buf_str(&out), &read, MESSAGE_MAX, PATIENCE_MS)) == NULL &&
        (e = mailjson_read(buf_str(&read), a, &in)) == NULL) {
        *message = arena_str(a, buf_str(&out));
        m->message_id = arena_str(a, in.message_id);
        memcpy(m->digest, in.digest, DB_DIGEST);
    }
    free(path);
    buf_free(&json);
    buf_free(&out);
    buf_free(&read);
    return e;
}

/* --- recording ----------------------------------------------------------------------------------------------------- */

/* What an author has to know before writing on: people's words and acts, not what the desk does by itself. */
static bool is_news(const struct change *ch, const struct event *ev, int64_t me)
{
    (void)ch;
    return (ev->flags & (EVENT_AUTO | EVENT_IMPLIED)) == 0 && ev->kind != EVENT_TRIAGED &&
           (ev->kind == EVENT_HEARD || ev->actor != me);
}

static struct err *refuse_news(struct change *ch, uint32_t seen)
{
    struct buf news = {0};
    size_t n = 0;
    int64_t me = 0;
    struct event *ev;
    size_t nev;
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &nev);

    if (e == NULL)
        e = db_name_find(ch->desk->db, ch->desk->place->login, &me);
    for (size_t i = 0; e == NULL && i < nev; i++)
        if (ev[i].no > seen && is_news(ch, &ev[i], me) && n++ < NEWS_MAX)
            buf_printf(&news, "%s%lld@%u %s", news.len > 0 ? ", " : "", (long long)ch->m.c.id, ev[i].no,
                       word_name(WORD_EVENT, (int)ev[i].kind));
    if (e == NULL && n > 0)
        e = err_new(
            ERR_DATA, NULL,
            "%lld went on since this was drafted: %s; read them, or send it all the same with --anyway",
            (long long)ch->m.c.id, news.p);
    buf_free(&news);
    return e;
}

/* --- the same letter once more --- */

/* A message without what differs from try to try. */
static void lasting(struct str message, struct buf *out)
{
    static const char *const passing[] = {"Date:", "Message-Id:"};
    struct str rest = message, line;
    bool head = true, drop = false;

    while (str_cut(&rest, '\n', &line)) {
        head = head && line.n > 0;
        if (line.n == 0 || (line.p[0] != ' ' && line.p[0] != '\t')) /* else it goes on */
            drop = false;
        for (size_t i = 0; head && i < sizeof passing / sizeof passing[0]; i++) {
            size_t n = strlen(passing[i]);
            drop = drop || (line.n >= n && strncasecmp(line.p, passing[i], n) == 0);
        }
        if (!head || !drop) {
            buf_addstr(out, line);
            buf_addc(out, '\n');
        }
    }
}

static bool same_letter(struct str a, struct str b)
{
    struct buf x = {0}, y = {0};

    lasting(a, &x);
    lasting(b, &y);
    bool same = str_eq(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return same;
}

/* The message behind an event; empty when none is kept. */
static struct err *message_of(struct desk *d, int64_t id, uint32_t no, struct arena *a, struct str *raw)
{
    struct err *e = db_mail_raw(d->db, id, no, a, raw);

    if (e != NULL && e->code == ERR_NOINPUT) {
        err_free(e);
        *raw = str_of("");
        e = NULL;
    }
    return e;
}

/* That letter among what was handed out since the draft; again->no is 0 when there is none. */
static struct err *find_again(struct change *ch, const struct reply_ask *ask, struct str message,
                              struct event *again, bool *said, struct str *kept)
{
    struct event *ev;
    size_t n;
    struct err *e = change_standing(ch, &ev, &n);

    *again = (struct event){0};
    *said = false;
    for (size_t i = 0; e == NULL && i < n; i++) {
        struct str raw;
        if (ev[i].no <= ask->draft->seen.no)
            continue;
        if (ev[i].kind == EVENT_SAID && again->no != 0 && ev[i].num == again->no)
            *said = true;
        else if (ev[i].kind == EVENT_HANDED && ev[i].ref == (uint32_t)ask->draft->as &&
                 (e = message_of(ch->desk, ch->m.c.id, ev[i].no, ch->arena, &raw)) == NULL &&
                 same_letter(raw, message)) {
            *again = ev[i];
            *said = false;
            *kept = raw;
        }
    }
    return e;
}

static struct err *hand_new(struct change *ch, const struct reply_ask *ask, const struct db_mail *mail,
                            struct reply_done *out)
{
    struct event ev = {.kind = EVENT_HANDED,
                       .code = CHANNEL_MAIL,
                       .ref = (uint32_t)ask->draft->as,
                       .happened = INSTANT_NONE};
    struct db_mail m = *mail;
    struct err *e = change_words(ch, &ev, WORDS_TEXT, ask->draft->body);

    if (e != NULL)
        return e;
    out->event = m.no = ev.no;
    m.of = ask->id;
    return db_mail_add(ch->desk->db, &m, ch->seq, out->message);
}

static struct err *record(struct change *ch, const struct reply_ask *ask, const struct db_mail *mail,
                          struct arena *a, struct reply_done *out)
{
    struct event again;
    struct str kept;
    bool said;
    struct err *e;
    uint32_t ignored;

    if ((e = change_take(ch, ask->id)) != NULL || (e = review_check_answer(ch, ask->draft->as)) != NULL ||
        (!ask->anyway && (e = refuse_news(ch, ask->draft->seen.no)) != NULL) ||
        (e = find_again(ch, ask, out->message, &again, &said, &kept)) != NULL)
        return e;
    if (again.no != 0 && said && !ask->anyway)
        return err_new(ERR_DATA, NULL, "this very letter was sent as %lld@%u; --anyway sends it once more",
                       (long long)ask->id, again.no);
    out->again = again.no != 0 && !said;
    if (out->again) {
        out->event = again.no;
        out->message = arena_str(a, kept);
    } else if ((e = hand_new(ch, ask, mail, out)) != NULL) {
        return e;
    }
    for (size_t i = 0; i < ask->npromised && e == NULL; i++)
        e = pledge_add(ch, ask->promised[i].kind, ask->promised[i].due, ask->promised[i].words, &ignored);
    if (e == NULL && (!out->again || ask->npromised > 0))
        e = change_settle(ch);
    return e != NULL || ask->ready == NULL ? e : ask->ready(ask->context, ask->id, out->event, out->message);
}

struct err *reply_hand_out(struct desk *d, const struct reply_ask *ask, struct arena *a,
                           struct reply_done *out)
{
    struct db_mail m = {0};
    struct change ch;
    struct str id;
    struct err *e;

    *out = (struct reply_done){0};
    if ((e = reply_check(ask->id, ask->draft)) != NULL || (e = message_id(d, ask->draft, a, &id)) != NULL ||
        (e = reply_compose(d, ask->draft, id, false, a, &out->message, &m)) != NULL ||
        (e = change_begin(d, &ch)) != NULL)
        return e;
    return change_end(&ch, record(&ch, ask, &m, a, out));
}

/* The letter that waits to be said: *letter->no is 0 when it was said already. */
static struct err *find_letter(struct change *ch, uint32_t no, struct event *letter)
{
    struct event *ev;
    size_t n;
    struct err *e = change_standing(ch, &ev, &n);

    *letter = (struct event){0};
    if (e != NULL)
        return e;
    for (size_t i = 0; i < n; i++) {
        if (ev[i].kind == EVENT_HANDED && (no == 0 || ev[i].no == no))
            *letter = ev[i];
        else if (ev[i].kind == EVENT_SAID && ev[i].num != 0 && ev[i].num == letter->no)
            *letter = (struct event){0};
    }
    if (letter->no == 0 && no == 0)
        return err_new(ERR_DATA, NULL, "%lld has no letter that waits to be sent", (long long)ch->m.c.id);
    return NULL;
}

/* A letter that left before its matter was merged is an answer where that goes on. */
static struct err *say_there(struct change *ch, const struct event *letter)
{
    struct event ev = {.kind = EVENT_SAID,
                       .flags = EVENT_IMPLIED,
                       .code = letter->code,
                       .ref = letter->ref,
                       .happened = INSTANT_NONE};
    struct str words;
    subject root;
    struct err *e = db_merged_root(ch->desk->db, ch->m.c.id, DB_NOW, &root);

    if (e != NULL || root == ch->m.c.id)
        return e;
    if ((e = db_words_get(ch->desk->db, letter->words, ch->arena, &words, NULL)) != NULL ||
        (e = change_take(ch, root)) != NULL || (e = change_words(ch, &ev, WORDS_TEXT, words)) != NULL)
        return e;
    return change_settle(ch);
}

struct err *reply_record_sent(struct desk *d, int64_t id, uint32_t no)
{
    struct event letter;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = find_letter(&ch, no, &letter)) == NULL && letter.no != 0) {
        struct event ev = {.kind = EVENT_SAID,
                           .flags = letter.flags & EVENT_AUTO,
                           .code = letter.code,
                           .ref = letter.ref,
                           .num = letter.no,
                           .words = letter.words,
                           .happened = INSTANT_NONE};
        if ((e = change_event(&ch, &ev)) == NULL && (e = change_settle(&ch)) == NULL)
            e = say_there(&ch, &letter);
    }
    return change_end(&ch, e);
}

struct err *reply_waits(struct desk *d, int64_t id, uint32_t no, struct str message, bool *waits, bool *known)
{
    struct arena *a = arena_new();
    struct str raw;
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, id, DB_NOW, a, &ev, &n);

    *waits = *known = false;
    if (e == NULL) {
        bool *struck = arena_alloc(a, n + 1);
        matter_struck(ev, n, struck);
        for (size_t i = 0; i < n; i++) {
            if (ev[i].no == no) {
                *known = true;
                *waits = ev[i].kind == EVENT_HANDED && !struck[i];
            } else if (ev[i].kind == EVENT_SAID && !struck[i] && ev[i].num == no) {
                *waits = false;
            }
        }
    }
    if (*waits && (e = message_of(d, id, no, a, &raw)) == NULL)
        *waits = str_eq(raw, message);
    arena_free(a);
    return e;
}
