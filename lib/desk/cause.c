#include "desk/cause.h"

#include "desk/fields.h"
#include "store/db_cause.h"
#include "store/db_complaint.h"

enum { NAMES_MAX = 1000 };

static struct err *check_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ' || name.p[i] == '\t' || name.p[i] == '\n')
            return err_new(ERR_USAGE, NULL,
                           "'%.*s' is no name of a cause; write it in one word: transit-damage", (int)name.n,
                           name.p);
    return name.n > 0 ? NULL : err_new(ERR_USAGE, NULL, "name the cause, in one word: transit-damage");
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

struct err *cause_fix(struct desk *d, struct str name, instant since, struct str words, uint32_t *no)
{
    int64_t cause, text;
    struct change ch;
    bool known;
    struct err *e;

    if (words.n == 0)
        return err_new(ERR_USAGE, NULL, "say what was changed, in words behind the cause");
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = db_name_find(d->db, name, &cause)) == NULL &&
        (e = db_cause_known(d->db, cause, &known)) == NULL) {
        if (!known)
            e = unknown(d, name, ch.arena);
        else if ((e = db_words_add(d->db, 0, WORDS_LESSON, words, &text)) == NULL)
            e = db_cause_fix(d->db, cause, since, text, no);
    }
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
