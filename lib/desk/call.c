#include "desk/call.h"

#include <string.h>

#include "base/text.h"
#include "desk/answering.h"
#include "desk/pledge.h"
#include "desk/reply.h"
#include "desk/speak.h"
#include "store/db_complaint.h"
#include "store/db_merged.h"

/* What stands for their words when the first line is not theirs: a history begins with the customer. */
static const char rang[] = "(on the phone)";

/* --- whom it may be ---------------------------------------------------------------------------------------------- */

static struct err *choice(struct desk *d, int64_t id, struct arena *a, struct call_choice *out)
{
    struct db_address *known;
    int64_t *open;
    size_t n, nopen;
    struct err *e;

    *out = (struct call_choice){.id = id};
    if ((e = db_customer_addresses(d->db, id, a, &known, &n)) != NULL ||
        (e = db_complaint_of_customer(d->db, id, true, a, &open, &nopen)) != NULL)
        return e;
    out->open = (int64_t)nopen;
    for (size_t i = 0; i < n; i++) {
        struct str *to = known[i].kind < 0 ? &out->name : &out->address;
        if (to->n == 0)
            *to = known[i].text;
    }
    return NULL;
}

static struct err *exact(struct desk *d, const struct who *who, int64_t *ids, size_t *n)
{
    struct db_customer row;
    struct err *e;

    *n = 0;
    if (who->id != 0) {
        subject root;
        if ((e = db_customer_get(d->db, who->id, &row)) != NULL ||
            (e = db_merged_root(d->db, -who->id, DB_NOW, &root)) != NULL)
            return e;
        ids[0] = -root;
        *n = 1;
        return NULL;
    }
    if (who->address.n > 0)
        return db_customer_find(d->db, (int)who->kind, who->address, ids, CALL_CHOICES, n);
    return db_customer_find(d->db, -1, who->name, ids, CALL_CHOICES, n);
}

struct err *call_find(struct desk *d, struct str text, struct arena *a, struct call_found *out)
{
    int64_t ids[CALL_CHOICES] = {0};
    struct err *e;

    *out = (struct call_found){0};
    if ((e = who_parse(text, &out->who)) != NULL || (e = exact(d, &out->who, ids, &out->total)) != NULL)
        return e;
    out->outright = out->total == 1;
    if (out->total == 0 && (e = db_customer_search(d->db, text, ids, CALL_CHOICES, &out->total)) != NULL)
        return e;
    if (out->total == 0) {
        if ((e = who_alike(d->db, &out->who, ids, CALL_CHOICES, &out->total)) != NULL)
            return e;
        out->alike = out->total > 0;
    }
    out->n = out->total < CALL_CHOICES ? out->total : CALL_CHOICES;
    for (size_t i = 0; i < out->n && e == NULL; i++)
        e = choice(d, ids[i], a, &out->choice[i]);
    return e;
}

/* --- what to know ------------------------------------------------------------------------------------------------ */

static bool unkept(const struct followup *f, instant now)
{
    if (event_kind_is_deadline(f->kind) || f->kind == KIND_EXPECTED || f->kind == KIND_CHECK)
        return false;
    return f->state == STATE_BROKEN || f->state == STATE_LATE || (f->state == STATE_OPEN && f->due < now);
}

static struct err *unkept_of(struct desk *d, subject of, instant now, struct arena *a, struct call_brief *out)
{
    struct followup *f;
    size_t n;
    struct err *e = db_complaint_followup_list(d->db, of, false, DB_NOW, a, &f, &n);

    for (size_t i = n; i-- > 0 && e == NULL;) {
        if (!unkept(&f[i], now))
            continue;
        if (out->nunkept < CALL_SHOWN)
            e = db_list_one_due(d->db, of, f[i].no, DB_NOW, a, &out->unkept[out->nunkept]);
        out->nunkept++;
    }
    return e;
}

static struct err *worked(struct desk *d, int64_t id, struct arena *a, struct call_brief *out)
{
    struct db_complaint_field *f;
    size_t n;
    struct err *e = db_complaint_fields(d->db, id, a, &f, &n);

    for (size_t i = 0; i < n && e == NULL; i++)
        if (f[i].field == FIELD_REMEDY && f[i].who != 0) {
            out->worked_in = id;
            e = db_name_text(d->db, f[i].who, a, &out->worked);
        }
    return e;
}

struct err *call_brief(struct desk *d, int64_t customer, instant now, struct arena *a, struct call_brief *out)
{
    size_t all = 0, none = 0, nwho = 0;
    subject *who;
    struct err *e;
    int64_t *ids;

    *out = (struct call_brief){0};
    out->open = arena_alloc(a, CALL_SHOWN * sizeof *out->open);
    out->unkept = arena_alloc(a, CALL_SHOWN * sizeof *out->unkept);
    if ((e = db_customer_addresses(d->db, customer, a, &out->addresses, &out->naddresses)) != NULL ||
        (e = db_complaint_of_customer(d->db, customer, false, a, &ids, &all)) != NULL ||
        (e = db_merged_same(d->db, -customer, DB_NOW, a, &who, &nwho)) != NULL)
        return e;
    for (size_t i = 0; i < nwho && e == NULL; i++)
        e = unkept_of(d, who[i], now, a, out);
    for (size_t i = all; i-- > 0 && e == NULL;) {
        struct complaint c;
        if ((e = db_complaint_get(d->db, ids[i], DB_NOW, &c)) != NULL)
            break;
        none += c.voided;
        if (c.status < STATUS_CLOSED) {
            if (out->nopen < CALL_SHOWN)
                e = db_list_line(d->db, ids[i], DB_NOW, a, &out->open[out->nopen]);
            out->nopen++;
        } else if (c.satisfied && out->worked_in == 0) {
            e = worked(d, ids[i], a, out);
        }
        if (e == NULL)
            e = unkept_of(d, ids[i], now, a, out);
    }
    out->matters = all - none;
    return e != NULL ? e : traits_get(d, customer, DB_NOW, a, &out->traits);
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

struct line {
    enum call_did did;
    struct str words;
    instant due;
    struct promised *promises; /* that stand in what we said */
    size_t npromises;
    struct call_kept *kept;
};

/* What our own words promise and the desk has not in mind yet. */
static struct err *find_promises(const struct call *c, struct arena *a, struct line *l)
{
    struct answering known;
    struct err *e = reply_promises(c->desk, NULL, l->words, a, &l->promises, &l->npromises);

    if (e == NULL && l->npromises > 0 && c->complaint != 0 &&
        (e = answering_get(c->desk, c->complaint, a, &known)) == NULL)
        e = reply_promises(c->desk, &known, l->words, a, &l->promises, &l->npromises);
    if (l->npromises > CALL_PROMISES)
        l->npromises = CALL_PROMISES;
    struct promised *unread = NULL;
    size_t n = 0;
    if (e == NULL && (e = reply_unread(c->desk, l->words, a, &unread, &n)) == NULL && n > 0)
        l->kept->unread = unread[0].due;
    return e;
}

static struct err *say(struct change *ch, const struct speak *s, const struct line *l)
{
    struct err *e = speak_say(ch, s);

    for (size_t i = 0; i < l->npromises && e == NULL; i++) {
        const struct promised *p = &l->promises[i];
        struct call_promise *made = &l->kept->promises[i];
        *made = (struct call_promise){.kind = p->kind, .due = p->due};
        e = pledge_add(ch, p->kind, p->due, p->words, &made->no);
        l->kept->npromises = i + 1;
    }
    return e;
}

static struct err *customer_of(struct change *ch, struct call *c)
{
    return c->customer != 0 ? NULL : who_make(ch, &c->who, true, &c->customer);
}

static struct err *begin(struct change *ch, struct call *c, const struct line *l)
{
    bool theirs = l->did == CALL_THEIRS;
    struct speak_new n = {.first = {.words = theirs ? l->words : str_of(rang),
                                    .channel = (int)c->channel,
                                    .when = INSTANT_NONE},
                          .subject = c->subject};
    struct err *e = customer_of(ch, c);

    if (e == NULL)
        e = speak_open(ch, &n, c->customer, &c->complaint);
    c->bare = !theirs;
    return e;
}

static struct err *hear(struct change *ch, struct call *c, const struct speak *s, struct call_kept *kept)
{
    struct err *e = speak_hear(ch, s);

    if (ch->m.c.status >= STATUS_RESOLVED)
        kept->thanks = ch->m.c.status;
    if (e != NULL || !c->bare)
        return e;
    c->bare = false;
    return c->subject.n > 0 ? NULL : speak_subject(ch, (struct str){0}, s->words);
}

static struct err *act(struct change *ch, struct call *c, const struct line *l)
{
    struct speak s = {.words = l->words, .channel = (int)c->channel, .when = INSTANT_NONE};
    uint32_t no;

    switch (l->did) {
    case CALL_THEIRS:
        return hear(ch, c, &s, l->kept);
    case CALL_OURS:
        return say(ch, &s, l);
    case CALL_PROMISED:
        return pledge_add(ch, KIND_PROMISE, l->due, l->words, &no);
    default:
        return speak_add_note(ch, &s);
    }
}

static struct err *keep(struct call *c, const struct line *l, bool *fresh)
{
    struct call was = *c;
    struct change ch;
    struct err *e = change_begin(c->desk, &ch);

    if (e != NULL)
        return e;
    *fresh = c->complaint == 0;
    if (*fresh)
        e = begin(&ch, c, l);
    else if ((e = db_merged_root(c->desk->db, c->complaint, DB_NOW, &c->complaint)) ==
             NULL) /* merged meanwhile */
        e = change_take(&ch, c->complaint);
    if (e == NULL && (!*fresh || l->did != CALL_THEIRS))
        e = act(&ch, c, l);
    if (e == NULL && (e = change_settle(&ch)) == NULL) {
        c->priority = ch.m.c.priority;
        c->signals = ch.m.c.signals;
    }
    if ((e = change_end(&ch, e)) != NULL)
        *c = was;
    return e;
}

/* "@" with one word or none; "@shop it broke" is what somebody said. */
static bool is_turn(struct str line)
{
    struct str what = str_trim((struct str){line.p + 1, line.n - 1});

    for (size_t i = 0; i < what.n; i++)
        if (what.p[i] == ' ' || what.p[i] == '\t')
            return false;
    return line.p[0] == '@';
}

/* "@42", or "@new", which is 0. */
static struct err *read_turn(struct str line, int64_t *to)
{
    struct str what = str_trim((struct str){line.p + 1, line.n - 1});
    char quote[TEXT_QUOTE];
    long long no = 0;

    if (!str_is(what, "new") && (!str_number(what, INT64_MAX, &no) || no == 0))
        return err_new(ERR_DATA, NULL,
                       "%s is no complaint such as @42, nor @new; what follows stays where it was",
                       text_quote(str_trim(line), quote));
    *to = no;
    return NULL;
}

static struct err *turn(struct call *c, int64_t to)
{
    struct complaint row = {0};
    subject whose = -c->customer;
    struct err *e = NULL;

    if (to != 0 && ((e = db_complaint_get(c->desk->db, to, DB_NOW, &row)) != NULL ||
                    (e = db_merged_root(c->desk->db, -row.customer, DB_NOW, &whose)) != NULL ||
                    (e = db_merged_root(c->desk->db, to, DB_NOW, &to)) != NULL ||
                    (e = db_complaint_get(c->desk->db, to, DB_NOW, &row)) != NULL))
        return e;
    if (whose != -c->customer)
        return err_new(ERR_DATA, NULL,
                       "%lld is another customer's complaint; what follows stays where it was",
                       (long long)to);
    c->complaint = to;
    c->bare = false;
    c->priority = row.priority;
    c->signals = row.signals;
    return NULL;
}

struct err *call_go_on(struct call *c, const struct call_brief *brief)
{
    if (c->complaint != 0 || c->subject.n > 0 || brief->nopen != 1 ||
        brief->open[0].c.status >= STATUS_RESOLVED)
        return NULL;
    return turn(c, brief->open[0].c.id);
}

/* What the line is, by its first character.  A promise that cannot be read is a note, and *why says what is wrong. */
static void read_line(const struct call *c, struct str line, struct line *l, struct err **why)
{
    static const struct {
        char mark;
        enum call_did did;
    } marks[] = {{'>', CALL_OURS}, {'!', CALL_PROMISED}, {'#', CALL_NOTED}};

    *l = (struct line){.did = CALL_THEIRS, .words = str_trim(line)};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (line.p[0] == marks[i].mark)
            *l = (struct line){.did = marks[i].did, .words = str_trim((struct str){line.p + 1, line.n - 1})};
    if (l->did == CALL_PROMISED) {
        struct str what;
        if ((*why = speak_promise(c->desk, l->words, &l->due, &what)) == NULL)
            l->words = what;
        else
            *l = (struct line){.did = CALL_MISREAD, .words = str_trim(line)};
    }
}

struct err *call_line(struct call *c, struct str line, struct call_kept *out)
{
    struct line l;
    int64_t to = 0;

    *out = (struct call_kept){.due = INSTANT_NONE, .thanks = STATUS_RECEIVED, .unread = INSTANT_NONE};
    if (str_trim(line).n == 0)
        return NULL;
    if (is_turn(line)) {
        out->did = CALL_TURNED;
        struct err *e = read_turn(line, &to);
        return e != NULL ? e : turn(c, to);
    }
    read_line(c, line, &l, &out->why);
    if (l.words.n == 0)
        return NULL;
    out->did = l.did;
    out->due = l.due;
    l.kept = out;
    struct arena *a = arena_new();
    if (l.did == CALL_OURS && (out->why = find_promises(c, a, &l)) != NULL)
        l.npromises = 0; /* the words are kept all the same */
    struct err *e = keep(c, &l, &out->fresh);
    arena_free(a);
    if (e != NULL) {
        err_free(out->why);
        out->why = NULL;
    }
    return e;
}
