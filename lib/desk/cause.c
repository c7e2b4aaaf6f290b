#include "desk/cause.h"

#include "desk/fields.h"
#include "store/db_cause.h"
#include "store/db_complaint.h"
#include "store/db_list.h"

enum {
    NAMES_MAX = 1000,
    AGAIN_MAX = 500 /* complaints that a fix reads again at most, if the store may be held for so long */
};

static struct err *check_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ' || name.p[i] == '\t' || name.p[i] == '\n')
            return err_new(ERR_USAGE, NULL,
                           "'%.*s' is no name of a cause; write it in one word: transit-damage", (int)name.n,
                           name.p);
    if (name.n == 0)
        return err_new(ERR_USAGE, NULL, "name the cause, in one word: transit-damage");
    return fields_label(FIELD_CAUSE, name);
}

struct err *cause_near(struct desk *d, struct str name, struct arena *a, const char **near)
{
    const char **names = arena_alloc(a, NAMES_MAX * sizeof *names);
    size_t n;
    struct err *e = db_cause_names(d->db, a, names, NAMES_MAX, &n);

    *near = NULL;
    if (e != NULL)
        return e;
    for (size_t i = 0; i < n; i++)
        if (str_is(name, names[i]))
            return NULL;
    *near = str_near(name, names, n);
    return NULL;
}

/* --- cause and lesson -------------------------------------------------------------------------------------------- */

struct err *cause_known(struct change *ch, int64_t name)
{
    return name == 0 ? NULL : db_cause_put(ch->desk->db, name);
}

static struct err *learn(struct change *ch, const struct cause_say *c)
{
    int64_t name, lesson;
    struct err *e = db_name(ch->desk->db, c->name, &name);

    if (e != NULL || (e = db_cause_put(ch->desk->db, name)) != NULL || c->lesson.n == 0)
        return e;
    e = db_words_add(ch->desk->db, 0, WORDS_LESSON, c->lesson, &lesson);
    return e != NULL ? e : db_cause_learn(ch->desk->db, name, lesson);
}

struct err *cause_say(struct desk *d, int64_t id, const struct cause_say *c)
{
    struct change ch;
    struct err *e = check_name(c->name);

    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = learn(&ch, c)) == NULL &&
        (e = fields_set(&ch, FIELD_CAUSE, c->name)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

struct err *cause_learn(struct desk *d, const struct cause_say *c)
{
    struct change ch;
    struct err *e = check_name(c->name);

    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    return change_end(&ch, learn(&ch, c));
}

/* --- fix --------------------------------------------------------------------------------------------------------- */

static struct err *unknown(struct desk *d, struct str name, struct arena *a)
{
    const char *near;
    struct err *e = cause_near(d, name, a, &near);

    if (e != NULL)
        return e;
    return err_near(ERR_NOINPUT, NULL, near, "cust-log cause says first which complaint had it",
                    "no complaint has the cause '%.*s'", (int)name.n, name.p);
}

/* The open complaints of a cause that came at `since` or later. */
struct later {
    int64_t ids[AGAIN_MAX];
    size_t n;
    bool more;
};

/* Before the transaction: the store is not held while they are looked for. */
static struct err *find_later(struct desk *d, struct str name, instant since, struct later *out)
{
    const struct query query = {.op = QUERY_TEST, .key = QUERY_CAUSE, .text = name};
    const struct db_line *rows;
    struct db_list *list;
    size_t n;
    struct err *e = db_list_open(d->db, &query, DB_BY_QUEUE, DB_NOW, &list);

    *out = (struct later){.n = 0};
    if (e != NULL)
        return e;
    while (!out->more && (e = db_list_lines(list, &rows, &n)) == NULL && n > 0)
        for (size_t i = 0; i < n && !out->more; i++) {
            if (rows[i].c.received < since)
                continue;
            if (out->n < AGAIN_MAX)
                out->ids[out->n++] = rows[i].c.id;
            else
                out->more = true;
        }
    db_list_close(list);
    return e;
}

/* They recur now. */
static struct err *read_later(struct change *ch, const struct later *later, struct cause_fixed *out)
{
    struct err *e = NULL;

    out->more = later->more;
    for (size_t i = 0; i < later->n && e == NULL; i++) {
        if (i > 0 && db_held(ch->desk->db) >= DB_HOLD_MS) {
            out->more = true;
            break;
        }
        if ((e = change_take(ch, later->ids[i])) != NULL || ch->m.c.status >= STATUS_CLOSED)
            continue;
        uint32_t events = ch->m.c.events;
        ch->spoken = true;
        if ((e = change_settle(ch)) == NULL)
            out->raised += ch->m.c.events != events;
        arena_reset(ch->arena);
    }
    return e;
}

static struct err *fix(struct change *ch, struct str name, instant since, struct str words,
                       struct cause_fixed *out)
{
    struct db *db = ch->desk->db;
    int64_t cause, text;
    bool known;
    struct err *e = db_name_find(db, name, &cause);

    if (e == NULL)
        e = db_cause_known(db, cause, &known);
    if (e != NULL || !known)
        return e != NULL ? e : unknown(ch->desk, name, ch->arena);
    if ((e = db_words_add(db, 0, WORDS_LESSON, words, &text)) != NULL)
        return e;
    return db_cause_fix(db, cause, since, text, &out->no);
}

struct err *cause_fix(struct desk *d, struct str name, instant since, struct str words,
                      struct cause_fixed *out)
{
    struct later later;
    struct change ch;
    struct err *e;

    *out = (struct cause_fixed){.no = 0};
    if (words.n == 0)
        return err_new(ERR_USAGE, NULL, "say what was changed, in words behind the cause");
    if ((e = find_later(d, name, since, &later)) != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = fix(&ch, name, since, words, out)) == NULL)
        e = read_later(&ch, &later, out);
    return change_end(&ch, e);
}

/* --- recurrence -------------------------------------------------------------------------------------------------- */

struct err *cause_recurs(struct desk *d, int64_t id, struct arena *a, struct cause_recurs *out)
{
    struct complaint c;
    struct db_fix fix;
    struct err *e;

    *out = (struct cause_recurs){.since = INSTANT_NONE};
    if ((e = db_complaint_get(d->db, id, DB_NOW, &c)) != NULL || c.cause == 0 || c.voided ||
        (e = db_cause_fixed(d->db, c.cause, c.received, &fix)) != NULL || fix.no == 0)
        return e;
    out->since = fix.since;
    if ((e = db_words_get(d->db, fix.words, a, &out->fix, NULL)) != NULL)
        return e;
    return db_name_text(d->db, c.cause, a, &out->name);
}

struct err *cause_term(struct change *ch, struct triage_term *term, size_t *n)
{
    struct db_fix fix;
    struct str name;
    int weight = ch->desk->policy->triage.history[TRIAGE_RECURRENCE];
    struct err *e;

    *n = 0;
    if (weight == 0 || ch->m.c.cause == 0)
        return NULL;
    if ((e = db_cause_fixed(ch->desk->db, ch->m.c.cause, ch->m.c.received, &fix)) != NULL || fix.no == 0)
        return e;
    if ((e = db_name_text(ch->desk->db, ch->m.c.cause, ch->arena, &name)) != NULL)
        return e;
    *term = (struct triage_term){.source = triage_history_name(TRIAGE_RECURRENCE),
                                 .rule = arena_dup(ch->arena, name.p, name.n),
                                 .strength = TRIAGE_STRENGTH,
                                 .weight = weight};
    *n = 1;
    return NULL;
}

/* --- the whole story --------------------------------------------------------------------------------------------- */

struct err *cause_story(struct desk *d, int64_t cause, int64_t as_of, struct arena *a,
                        struct cause_story *out)
{
    struct db_cause_entry *fixes;
    int64_t lesson;
    size_t n;
    struct err *e;

    *out = (struct cause_story){.since = INSTANT_NONE};
    if (cause == 0)
        return NULL;
    if ((e = db_name_text(d->db, cause, a, &out->name)) != NULL ||
        (e = db_cause_lesson(d->db, cause, as_of, &lesson)) != NULL ||
        (e = db_words_get(d->db, lesson, a, &out->lesson, NULL)) != NULL ||
        (e = db_cause_fix_list(d->db, cause, as_of, a, &fixes, &n)) != NULL || n == 0)
        return e;
    out->since = fixes[n - 1].since;
    return db_words_get(d->db, fixes[n - 1].words, a, &out->fix, NULL);
}
