#include "desk/learned.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/own.h"
#include "judge/verdict.h"
#include "store/db_learn.h"
#include "store/db_words.h"

#define CATEGORY "category="

/* Log odds of a category before anything was learned of it: so that one text like this is a thought, and a second one a
 * habit. */
#define UNHEARD (-1.5)

struct learner {
    char *name; /* of the weight */
    struct taught *t;
};

struct learned {
    struct learner *l; /* by name */
    size_t n, cap;
};

struct learned *learned_new(void)
{
    return mem_zero(sizeof(struct learned));
}

void learned_free(struct learned *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->n; i++) {
        free(l->l[i].name);
        taught_free(l->l[i].t);
    }
    free(l->l);
    free(l);
}

static int by_name(const char *a, struct str b)
{
    int order = strncmp(a, b.p, b.n);

    return order != 0 ? order : a[b.n] != '\0';
}

/* The learner of a name, made when there is none; `t` (may be NULL) becomes a new one's. */
static struct taught *learner_of(struct learned *l, struct str name, struct taught *t)
{
    size_t i = 0;

    while (i < l->n && by_name(l->l[i].name, name) < 0)
        i++;
    if (i < l->n && str_is(name, l->l[i].name))
        return l->l[i].t;
    l->l = mem_grow(l->l, &l->cap, l->n + 1, sizeof *l->l);
    memmove(l->l + i + 1, l->l + i, (l->n - i) * sizeof *l->l);
    l->l[i] = (struct learner){mem_dup(name.p, name.n), t != NULL ? t : taught_new()};
    l->n++;
    return l->l[i].t;
}

static bool is_category(const char *name)
{
    return strncmp(name, CATEGORY, strlen(CATEGORY)) == 0;
}

static bool is_of(const char *name, enum output output)
{
    return output == OUTPUT_CATEGORY ? is_category(name)
                                     : strcmp(name, word_name(WORD_OUTPUT, (int)output)) == 0;
}

/* --- the store ---------------------------------------------------------------------------------------------------- */

struct err *learned_load(struct db *db, struct learned **out)
{
    struct arena *a = arena_new();
    struct db_weight *w;
    size_t n = 0;
    struct err *e = db_learn_weights(db, a, &w, &n);

    *out = e == NULL && n > 0 ? learned_new() : NULL;
    for (size_t i = 0; i < n && e == NULL; i++) {
        struct taught *t;
        if ((e = taught_read(w[i].body, &t)) == NULL)
            (void)learner_of(*out, w[i].output, t);
    }
    arena_free(a);
    if (e != NULL) {
        learned_free(*out);
        *out = NULL;
    }
    return e;
}

struct err *learned_write(const struct learned *l, struct db *db, enum output output, int64_t upto)
{
    struct arena *a = arena_new();
    struct db_weight *old;
    size_t n = 0;
    struct err *e = db_learn_weights(db, a, &old, &n);

    for (size_t i = 0; i < n && e == NULL; i++)
        if (is_of(old[i].output.p, output))
            e = db_learn_forget(db, old[i].output);
    for (size_t i = 0; i < l->n && e == NULL; i++) {
        struct buf b = {0};
        if (!is_of(l->l[i].name, output))
            continue;
        taught_write(l->l[i].t, &b);
        e = db_learn_put(db, &(struct db_weight){str_of(l->l[i].name), upto, buf_str(&b)});
        buf_free(&b);
    }
    arena_free(a);
    return e;
}

/* --- learning ----------------------------------------------------------------------------------------------------- */

void learned_one(struct learned *l, enum output output, struct str value, const struct features *f)
{
    struct buf name = {0};

    if (output != OUTPUT_CATEGORY) {
        struct taught *t = learner_of(l, str_of(word_name(WORD_OUTPUT, (int)output)), NULL);
        taught_learn(t, f, str_is(value, "yes"));
        return;
    }
    buf_adds(&name, CATEGORY);
    buf_addstr(&name, value);
    (void)learner_of(l, buf_str(&name), NULL);
    for (size_t i = 0; i < l->n; i++)
        if (is_category(l->l[i].name))
            taught_learn(l->l[i].t, f, str_is(buf_str(&name), l->l[i].name));
    buf_free(&name);
}

static struct err *fold_one(struct learned *l, struct db *db, enum output output,
                            const struct db_correction *c, struct arena *a, struct features *f)
{
    struct str words, value;
    bool gone = false;
    struct err *e;

    if ((e = db_words_get(db, c->words, a, &words, &gone)) != NULL || gone ||
        (e = db_name_text(db, c->value, a, &value)) != NULL)
        return e;
    verdict_features(a, learned_own(a, words, c->channel), f);
    learned_one(l, output, value, f);
    return NULL;
}

/* *upto: the last correction in it. */
static struct err *fold(struct learned *l, struct db *db, enum output output, int64_t *upto)
{
    struct arena *a = arena_new(), *scratch = arena_new();
    struct features *f = mem_zero(sizeof *f);
    struct db_correction *c;
    int64_t name;
    size_t n = 0;
    struct err *e = db_name_find(db, str_of(word_name(WORD_OUTPUT, (int)output)), &name);

    *upto = 0;
    if (e == NULL && name != 0)
        e = db_learn_output(db, name, a, &c, &n);
    for (size_t i = 0; i < n && e == NULL; i++) {
        arena_reset(scratch);
        e = fold_one(l, db, output, &c[i], scratch, f);
        *upto = c[i].id;
    }
    feature_free(f);
    free(f);
    arena_free(scratch);
    arena_free(a);
    return e;
}

struct err *learned_refit(struct db *db, enum output output)
{
    struct learned *l = learned_new();
    int64_t upto;
    struct err *e = fold(l, db, output, &upto);

    if (e == NULL)
        e = learned_write(l, db, output, upto);
    learned_free(l);
    return e;
}

/* --- what differs --------------------------------------------------------------------------------------------------- */

static bool same_bytes(const struct taught *t, struct str body)
{
    struct buf b = {0};

    taught_write(t, &b);
    bool same = str_eq(buf_str(&b), body);
    buf_free(&b);
    return same;
}

struct err *learned_check(struct db *db, struct arena *a, const char **what)
{
    struct learned *l = learned_new();
    struct db_weight *w;
    size_t n = 0, at = 0;
    int64_t upto;
    struct err *e = NULL;

    *what = NULL;
    for (int o = 0; o < OUTPUTS && e == NULL; o++)
        e = fold(l, db, (enum output)o, &upto);
    if (e == NULL)
        e = db_learn_weights(db, a, &w, &n);
    for (; e == NULL && *what == NULL && (at < n || at < l->n); at++) {
        const char *stands = at < n ? w[at].output.p : NULL;
        const char *wanted = at < l->n ? l->l[at].name : NULL;
        bool same = stands != NULL && wanted != NULL && strcmp(stands, wanted) == 0;
        if (!same || !same_bytes(l->l[at].t, w[at].body))
            *what = arena_printf(
                a, "what was learned of %s is not what corrections teach; cust-triage run learns it again",
                wanted != NULL ? wanted : stands);
    }
    learned_free(l);
    return e;
}

/* --- use ---------------------------------------------------------------------------------------------------------- */

const struct taught *learned_of(const struct learned *l, enum output output)
{
    for (size_t i = 0; l != NULL && i < l->n; i++)
        if (output != OUTPUT_CATEGORY && is_of(l->l[i].name, output))
            return l->l[i].t;
    return NULL;
}

const char *learned_category(const struct learned *l, const struct features *f)
{
    double most = 0;
    const char *best = NULL;

    for (size_t i = 0; l != NULL && i < l->n; i++) {
        if (!is_category(l->l[i].name))
            continue;
        double odds = UNHEARD + taught_margin(l->l[i].t, f);
        if (odds > most) {
            most = odds;
            best = l->l[i].name + strlen(CATEGORY);
        }
    }
    return best;
}

struct str learned_own(struct arena *a, struct str text, int32_t channel)
{
    size_t n;

    if (channel != CHANNEL_MAIL)
        return text;
    const struct own_span *spans = own_split(a, text, &n);
    char *copy = arena_dup(a, text.p, text.n);
    for (size_t i = 0; i < n; i++) {
        if (spans[i].kind == OWN_WORDS)
            continue;
        for (size_t j = spans[i].from; j < spans[i].to; j++)
            if (copy[j] != '\n')
                copy[j] = ' ';
    }
    return (struct str){copy, text.n};
}
