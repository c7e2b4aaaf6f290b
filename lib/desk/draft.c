#include "desk/draft.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/advice.h"
#include "desk/advice_holds.h"
#include "desk/answering.h"
#include "desk/drafttext.h"
#include "desk/mailbox.h"
#include "desk/pledge.h"
#include "judge/greeting.h"
#include "policy/answers.h"
#include "store/db_history.h"

enum { REFERENCES_MAX = 12, WORDS_COLUMNS = 160, HOLDS_MAX = SIGNALS + TRAITS + 10 };

struct writing {
    struct desk *desk;
    const struct draft_ask *ask;
    struct arena *a;
    struct answering known;
    struct advice advice;
    enum answer as;
    struct str in_reply_to, references; /* with <> */
};

/* --- headers ------------------------------------------------------------------------------------------------------ */

static bool put_to(const struct writing *w, struct buf *out)
{
    const struct person *p = &w->known.show.person;

    for (size_t i = 0; i < p->naddresses; i++) {
        if (p->addresses[i].kind != ADDRESS_EMAIL)
            continue;
        buf_adds(out, "To: ");
        mailbox_write(mailbox_line(w->a, w->known.show.line.customer),
                      mailbox_line(w->a, p->addresses[i].text), out);
        buf_addc(out, '\n');
        return true;
    }
    return false;
}

static void put_subject(const struct writing *w, struct buf *out)
{
    struct str title = mailbox_line(w->a, w->known.show.line.subject);
    char token[40];

    (void)snprintf(token, sizeof token, "[cust #%lld]", (long long)w->known.show.line.c.id);
    bool again = title.n > 3 && (title.p[0] | 32) == 'r' && (title.p[1] | 32) == 'e' && title.p[2] == ':';
    buf_printf(out, "Subject: %s%.*s", again ? "" : "Re: ", (int)title.n, title.p);
    if (title.n < strlen(token) || strstr(title.p, token) == NULL)
        buf_printf(out, " %s", token);
    buf_addc(out, '\n');
}

/* Message-IDs of what was written in this matter, the newest last; theirs is what we answer. */
static struct err *look_at_mail(struct writing *w)
{
    const struct show *s = &w->known.show;
    struct buf refs = {0};
    size_t n = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < s->nevents && e == NULL && n < REFERENCES_MAX; i++) {
        const struct event *ev = &s->events[i].ev;
        struct db_mail m;
        struct str raw;
        if (ev->kind != EVENT_HEARD && ev->kind != EVENT_SAID && ev->kind != EVENT_HANDED)
            continue;
        if ((e = db_history_mail(w->desk->db, ev->of, ev->no, w->a, &m, &raw)) != NULL || m.id == 0)
            continue;
        struct str id = mailbox_line(w->a, m.message_id);
        if (id.n == 0 || memchr(id.p, ' ', id.n) != NULL)
            continue;
        buf_printf(&refs, "%s<%.*s>", n++ > 0 ? " " : "", (int)id.n, id.p);
        if (ev->kind == EVENT_HEARD)
            w->in_reply_to = str_of(arena_printf(w->a, "<%.*s>", (int)id.n, id.p));
    }
    w->references = arena_str(w->a, refs.p != NULL ? buf_str(&refs) : str_of(""));
    buf_free(&refs);
    return e;
}

static void put_heads(const struct writing *w, unsigned long long mark, struct buf *out)
{
    const struct complaint *c = &w->known.show.line.c;

    put_subject(w, out);
    if (w->in_reply_to.n > 0)
        buf_printf(out, "In-Reply-To: %.*s\n", (int)w->in_reply_to.n, w->in_reply_to.p);
    if (w->references.n > 0)
        buf_printf(out, "References: %.*s\n", (int)w->references.n, w->references.p);
    buf_printf(out, "X-Cust-Seen: %lld@%u\nX-Cust-As: %s\nX-Cust-Draft: %016llx\n\n", (long long)c->id,
               c->events, word_name(WORD_ANSWER, (int)w->as), mark);
}

/* --- the letter --------------------------------------------------------------------------------------------------- */

static size_t what_holds(const struct writing *w, const char *out[HOLDS_MAX])
{
    const struct complaint *c = &w->known.show.line.c;
    size_t n = 0;

    if (w->known.late != NULL)
        out[n++] = "late";
    out[n++] = word_name(WORD_ANSWER, (int)w->as);
    if (w->as == ANSWER_SUMMARY && c->status == STATUS_CLOSED && c->satisfied)
        out[n++] = "settled";
    if ((w->as == ANSWER_SUMMARY || w->as == ANSWER_FINAL) && !w->known.signpost)
        out[n++] = "no-signpost";
    if (c->reopened > 0)
        out[n++] = "reopened";
    for (int i = 0; i < SIGNALS; i++)
        if ((c->signals >> i & 1) != 0)
            out[n++] = word_name(WORD_SIGNAL, i);
    for (size_t i = 0; i < w->advice.traits.n; i++)
        out[n++] = word_name(WORD_TRAIT, (int)w->advice.traits.all[i].trait);
    if (advice_holds_step(c) >= 0)
        out[n++] = word_name(WORD_STEP, advice_holds_step(c));
    if (w->known.show.line.category.n > 0)
        out[n++] = arena_dup(w->a, w->known.show.line.category.p, w->known.show.line.category.n);
    return n;
}

/* "Friday, 20 November 2026, 17:00": as people write it to people, on the desk's wall clock. */
static struct str in_words(const struct writing *w, instant t)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct zone_time z;

    zone_local(w->desk->policy->zone, t, &z);
    enum weekday day = civil_weekday(civil_days(z.c.y, z.c.mo, z.c.d));
    return str_of(arena_printf(w->a, "%s, %d %s %d, %02d:%02d", days[day], z.c.d, months[z.c.mo - 1], z.c.y,
                               z.c.h, z.c.mi));
}

/* What a letter may name as its next date: what they were told, and the desk's own word in between or resolution.  A
 * standard's date is the last that the law allows and no plan; a ladder's step and work among us are not theirs. */
static bool is_theirs(const struct show *s, const struct db_due *f)
{
    bool own = (f->f.kind == KIND_UPDATE || f->f.kind == KIND_RESOLUTION) && f->f.words == 0;

    return own || pledge_is_told(s, f);
}

/* The next of these; empty, which leaves a gap, when all that is known is late. */
static struct str next_date(const struct writing *w)
{
    const struct show *s = &w->known.show;
    instant next = INSTANT_NONE;

    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct followup *f = &s->followups[i].f;
        if (f->state != STATE_OPEN || f->due <= w->desk->place->now || !is_theirs(s, &s->followups[i]))
            continue;
        if (next == INSTANT_NONE || f->due < next)
            next = f->due;
    }
    return next != INSTANT_NONE ? in_words(w, next) : str_of("");
}

/* Their own words behind the greeting, short enough to stand in a sentence; their quotation marks would end ours. */
static struct str their_words(const struct writing *w)
{
    struct buf b = {0};

    text_head(greeting_skip(w->known.newest), WORDS_COLUMNS, &b);
    for (size_t i = 0; i < b.len; i++)
        if (b.p[i] == '"')
            b.p[i] = '\'';
    struct str out = arena_str(w->a, b.p != NULL ? str_trim(buf_str(&b)) : str_of(""));
    buf_free(&b);
    return out;
}

static struct err *put_letter(const struct writing *w, struct buf *out)
{
    const char *holds[HOLDS_MAX];
    const struct letter_value values[] = {
        {"name", mailbox_called(w->a, w->known.show.line.customer)},
        {"words", their_words(w)},
        {"date", next_date(w)},
        {"late", mailbox_line(w->a, str_of(w->known.late))},
        {"desk", str_of(w->desk->policy->desk)},
        {"author", w->ask->author},
    };
    struct letter l = {.holds = holds,
                       .values = values,
                       .nvalues = sizeof values / sizeof values[0],
                       .number = w->ask->wording >= 0 ? (size_t)w->ask->wording : w->known.letters};
    struct err *e = answers_wordings(w->desk->policy, w->a, &l.wordings, &l.nwordings);

    if (e != NULL)
        return e;
    l.nholds = what_holds(w, holds);
    letter_write(&l, out);
    if (w->ask->author.n > 0)
        buf_printf(out, "%.*s\n", (int)w->ask->author.n, w->ask->author.p);
    buf_printf(out, "%s\n", w->desk->policy->desk);
    return NULL;
}

/* --- what the author should know ----------------------------------------------------------------------------------- */

/* What the playbook advises; what to say is in the letter above. */
static void put_playbook(const struct advice *v, struct buf *out)
{
    struct buf b = {0};

    static const struct {
        enum advice_part part;
        const char *label;
    } parts[] = {{ADVICE_FIRST, "First"},
                 {ADVICE_NOT, "Not"},
                 {ADVICE_ASK, "Ask"},
                 {ADVICE_OFFER, "May offer"},
                 {ADVICE_WORKED, "Worked before"},
                 {ADVICE_CALMER, "Not calmer"}};

    for (size_t i = 0; i < v->traits.n; i++)
        buf_printf(&b, "They are %s: %s\n", word_name(WORD_TRAIT, (int)v->traits.all[i].trait),
                   v->traits.all[i].why);
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
        for (size_t i = 0; i < v->n; i++)
            if (v->lines[i].part == parts[k].part)
                buf_printf(&b, "%s: %s\n", parts[k].label, v->lines[i].text);
    text_show(b.p != NULL ? buf_str(&b) : str_of(""), out); /* names and words of people are in it */
    buf_free(&b);
}

static void put_advice(const struct writing *w, struct buf *out)
{
    const struct show *s = &w->known.show;
    char when[ZONE_SHOW];

    buf_printf(out, "\n%s\n\n", DRAFTTEXT_CUT);
    buf_printf(out, "%lld is %s, %s.  A [[gap]] must be filled; an unchanged draft is refused.\n",
               (long long)s->line.c.id, word_name(WORD_STATUS, (int)s->line.c.status),
               word_name(WORD_PRIORITY, (int)s->line.c.priority));
    put_playbook(&w->advice, out);
    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct db_due *f = &s->followups[i];
        if (f->f.state == STATE_OPEN) {
            buf_printf(out, "%s %s%s: ", f->f.due < w->desk->place->now ? "Late" : "Due",
                       zone_show(w->desk->policy->zone, f->f.due, when),
                       event_kind_is_deadline(f->f.kind) ? ", deadline"
                       : pledge_is_told(s, f)            ? ", promised"
                                                         : "");
            text_show(f->text.n > 0 ? f->text : str_of(word_name(WORD_KIND, (int)f->f.kind)), out);
            buf_addc(out, '\n');
        }
    }
    buf_adds(out, "\nThey wrote last:\n\n");
    text_show(w->known.newest, out);
    buf_addc(out, '\n');
}

static enum answer default_answer(const struct answering *k)
{
    if (k->show.line.c.status == STATUS_RESOLVED)
        return ANSWER_SUMMARY;
    return k->letters == 0 ? ANSWER_ACK : ANSWER_PLAIN;
}

struct err *draft_write(struct desk *d, int64_t id, const struct draft_ask *ask, struct buf *out)
{
    struct writing w = {.desk = d, .ask = ask, .a = arena_new()};
    struct buf letter = {0};
    struct err *e = answering_get(d, id, w.a, &w.known);

    if (e == NULL)
        e = advice_get(d, id, w.a, &w.advice);
    if (e == NULL) {
        w.as = ask->as >= 0 ? (enum answer)ask->as : default_answer(&w.known);
        if ((e = look_at_mail(&w)) == NULL && (e = put_letter(&w, &letter)) == NULL && !put_to(&w, out))
            e = err_new(ERR_DATA, NULL,
                        "%s is known by no mail address; answer another way and record it with said",
                        "the customer");
    }
    if (e == NULL) {
        put_heads(&w, letter_mark(buf_str(&letter)), out);
        buf_addstr(out, buf_str(&letter));
        put_advice(&w, out);
    }
    buf_free(&letter);
    arena_free(w.a);
    return e;
}
