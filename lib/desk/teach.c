#include "desk/teach.h"

#include <string.h>

#include "desk/fields.h"
#include "desk/learned.h"
#include "desk/reading_tools.h"
#include "judge/verdict.h"
#include "rule/correction.h"
#include "store/db_event.h"
#include "store/db_learn.h"
#include "store/db_triage.h"
#include "store/db_words.h"

#define BIT(output) (1u << (unsigned)(output))

/* --- what was typed ----------------------------------------------------------------------------------------------- */

struct err *teach_parse(struct str text, struct teach_say *out)
{
    struct str rest = text, name;
    int o;

    str_cut(&rest, '=', &name);
    if (rest.p == NULL)
        return err_new(ERR_USAGE, NULL, "'%.*s' corrects nothing; write it as anger=no or category=billing",
                       (int)text.n, text.p);
    if ((o = word_find(WORD_OUTPUT, name)) < 0)
        return err_near(ERR_USAGE, NULL, word_near(WORD_OUTPUT, name),
                        "the eight signals, complaint and category can be corrected",
                        "triage says nothing of '%.*s'", (int)name.n, name.p);
    *out = (struct teach_say){.output = (enum output)o, .category = str_trim(rest)};
    if (o == OUTPUT_CATEGORY && out->category.n == 0)
        return err_new(ERR_USAGE, NULL, "name the category: category=billing");
    if (o == OUTPUT_CATEGORY)
        return NULL;
    out->yes = str_is(out->category, "yes");
    if (!out->yes && !str_is(out->category, "no"))
        return err_new(ERR_USAGE, NULL, "%s is yes or no, not '%.*s'", word_name(WORD_OUTPUT, o), (int)rest.n,
                       rest.p);
    return NULL;
}

/* --- which text --------------------------------------------------------------------------------------------------- */

/* The complaint in hand, as it stands before it is corrected. */
struct lesson {
    struct event *ev;
    size_t n;
    bool *struck, *stands;
};

static bool is_theirs(const struct lesson *l, uint32_t no)
{
    return no > 0 && no <= l->n && l->ev[no - 1].kind == EVENT_HEARD && !l->struck[no - 1] &&
           l->ev[no - 1].words != 0;
}

/* Where the last reading found the signal; 0: nowhere. */
static struct err *found_in(struct change *ch, enum output output, uint32_t *no)
{
    const struct triage_term *terms;
    struct str strengths, line;
    uint32_t event;
    size_t n;
    struct err *e = db_triage_get(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &event, &strengths, &line);

    *no = 0;
    if (e != NULL || event == 0 || (e = triage_terms_decode(line, ch->arena, &terms, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n && *no == 0; i++)
        if (strcmp(terms[i].source, word_name(WORD_OUTPUT, (int)output)) == 0)
            *no = terms[i].event;
    return NULL;
}

static struct err *choose_text(struct change *ch, const struct lesson *l, enum output output, uint32_t *no)
{
    struct err *e = NULL;

    if (*no != 0)
        return is_theirs(l, *no)
                   ? NULL
                   : err_new(
                         ERR_DATA, NULL,
                         "%lld@%u is nothing that the customer said; cust-report show %lld lists what was",
                         (long long)ch->m.c.id, *no, (long long)ch->m.c.id);
    if (output < OUTPUT_COMPLAINT && (e = found_in(ch, output, no)) != NULL)
        return e;
    if (output >= OUTPUT_COMPLAINT)
        for (uint32_t i = 1; *no == 0 && i <= l->n; i++)
            *no = is_theirs(l, i) ? i : 0;
    for (uint32_t i = (uint32_t)l->n; !is_theirs(l, *no) && i > 0; i--)
        *no = is_theirs(l, i) ? i : 0;
    if (*no == 0)
        return err_new(ERR_DATA, NULL, "%lld has no words of the customer's to learn from",
                       (long long)ch->m.c.id);
    return NULL;
}

/* --- the log ------------------------------------------------------------------------------------------------------ */

/* The value of a corrected event, as a name. */
static struct err *value_of(struct db *db, const struct event *ev, int64_t *name)
{
    *name = ev->who;
    return ev->code == OUTPUT_CATEGORY ? NULL : db_name(db, str_of(ev->num != 0 ? "yes" : "no"), name);
}

static struct err *add_row(struct change *ch, const struct event *ev, int64_t words, int64_t *id)
{
    struct db *db = ch->desk->db;
    struct db_correction c = {.of = ev->of, .no = ev->no, .words = words};
    struct err *e = db_name(db, str_of(word_name(WORD_OUTPUT, ev->code)), &c.output);

    if (e == NULL && (e = value_of(db, ev, &c.value)) == NULL)
        e = db_learn_add(db, &c, id);
    return e;
}

struct err *teach_sync(struct change *ch)
{
    struct db *db = ch->desk->db;
    struct db_correction *rows;
    struct event *ev;
    size_t n, nrows, at = 0;
    int64_t id;
    struct err *e = change_history(ch, &ev, &n);

    if (e != NULL || (e = db_learn_of(db, ch->m.c.id, ch->arena, &rows, &nrows)) != NULL)
        return e;
    bool *stands = arena_alloc(ch->arena, n + 1);
    correction_standing(ev, n, stands);
    for (size_t i = 0; i < n && e == NULL; i++) {
        bool row = at < nrows && rows[at].no == ev[i].no;
        at += row;
        if (row == stands[i] || ev[i].ref == 0 || ev[i].ref > n)
            continue;
        ch->unlearned |= BIT(ev[i].code);
        e = row ? db_learn_drop(db, ch->m.c.id, ev[i].no) : add_row(ch, &ev[i], ev[ev[i].ref - 1].words, &id);
    }
    ch->corrected = false;
    return e;
}

struct err *teach_mark(struct change *ch, int64_t id)
{
    struct db_correction *rows;
    struct event ev;
    size_t n = 0;
    struct err *e = db_learn_of(ch->desk->db, id, ch->arena, &rows, &n);

    for (size_t i = 0; i < n && e == NULL; i++)
        if ((e = db_event_get(ch->desk->db, id, rows[i].no, &ev)) == NULL)
            ch->unlearned |= BIT(ev.code);
    return e;
}

struct err *teach_refit(struct change *ch)
{
    struct err *e = NULL;

    if (ch->unlearned == 0)
        return NULL;
    for (int o = 0; o < OUTPUTS && e == NULL; o++)
        if (ch->unlearned & BIT(o))
            e = learned_refit(ch->desk->db, (enum output)o);
    ch->unlearned = 0;
    reading_tools_free(ch->tools); /* they hold what was known before */
    ch->tools = NULL;
    return e;
}

/* --- one correction ----------------------------------------------------------------------------------------------- */

/* What the same text and output are corrected to already; NULL: nothing. */
static const struct event *standing(const struct lesson *l, enum output output, uint32_t no)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->stands[i] && l->ev[i].code == (int32_t)output && l->ev[i].ref == no)
            return &l->ev[i];
    return NULL;
}

/* One more lesson for what is known: the latest of all, so nothing else need be learned again. */
static struct err *learn_one(struct change *ch, const struct event *ev, const struct event *text,
                             int64_t upto)
{
    struct db *db = ch->desk->db;
    struct features *f = arena_alloc(ch->arena, sizeof *f);
    struct learned *known;
    struct str words, value = str_of(ev->num != 0 ? "yes" : "no");
    bool gone = false;
    struct err *e = db_words_get(db, text->words, ch->arena, &words, &gone);

    if (e == NULL && gone)
        e = err_new(ERR_DATA, NULL, "the words of %lld@%u are erased", (long long)ev->of, text->no);
    if (e == NULL && ev->code == OUTPUT_CATEGORY)
        e = db_name_text(db, ev->who, ch->arena, &value);
    if (e != NULL || (e = learned_load(db, &known)) != NULL) {
        if (e->code != ERR_DATA || gone)
            return e;
        err_free(e); /* of another version: all of it is learned anew */
        ch->unlearned |= BIT(OUTPUTS) - 1;
        return NULL;
    }
    if (known == NULL)
        known = learned_new();
    verdict_features(ch->arena, learned_own(ch->arena, words, text->code), f);
    learned_one(known, (enum output)ev->code, value, f);
    e = learned_write(known, db, (enum output)ev->code, upto);
    feature_free(f);
    learned_free(known);
    return e;
}

static struct err *say(struct change *ch, const struct lesson *l, const struct teach_say *s, uint32_t no)
{
    struct event ev = {
        .kind = EVENT_CORRECTED, .code = (int32_t)s->output, .num = s->yes, .happened = INSTANT_NONE};
    int64_t id;
    struct err *e = choose_text(ch, l, s->output, &no);

    ev.ref = no;
    if (e == NULL && s->output == OUTPUT_CATEGORY)
        e = db_name(ch->desk->db, s->category, &ev.who);
    if (e != NULL)
        return e;
    const struct event *before = standing(l, s->output, no);
    if (before == NULL || before->num != ev.num || before->who != ev.who) {
        if ((e = change_event(ch, &ev)) != NULL)
            return e;
        if (before == NULL && (e = add_row(ch, &ev, l->ev[no - 1].words, &id)) == NULL)
            e = learn_one(ch, &ev, &l->ev[no - 1], id);
    }
    if (e == NULL && s->output == OUTPUT_CATEGORY && ch->m.c.category != ev.who)
        e = fields_put(ch, FIELD_CATEGORY, 0, ev.who);
    return e;
}

static struct err *correct(struct change *ch, uint32_t no, const struct teach_say *says, size_t n)
{
    struct lesson l;
    struct err *e = change_history(ch, &l.ev, &l.n);

    if (e != NULL)
        return e;
    l.struck = arena_alloc(ch->arena, l.n + 1);
    l.stands = arena_alloc(ch->arena, l.n + 1);
    matter_struck(l.ev, l.n, l.struck);
    correction_standing(l.ev, l.n, l.stands);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = say(ch, &l, &says[i], no);
    return e;
}

struct err *teach_correct(struct desk *d, int64_t id, uint32_t no, const struct teach_say *says, size_t n)
{
    struct change ch;
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (says[i].output == OUTPUT_CATEGORY)
            e = desk_category(d, says[i].category);
    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = correct(&ch, no, says, n)) == NULL)
        e = change_settle(&ch);
    if (e == NULL && ch.m.c.seq != ch.seq) { /* it stood already: nothing happened */
        change_abort(&ch);
        return NULL;
    }
    return change_end(&ch, e);
}

struct err *teach_renew(struct desk *d)
{
    struct arena *a = arena_new();
    const char *what = NULL;
    struct change ch;
    struct err *e = learned_check(d->db, a, &what);

    if (e == NULL && what != NULL && (e = change_begin(d, &ch)) == NULL) {
        ch.unlearned = BIT(OUTPUTS) - 1;
        e = change_end(&ch, NULL);
    }
    arena_free(a);
    return e;
}
