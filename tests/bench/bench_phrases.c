/* bench_phrases: how fast phrases are read on one core, beside Hyperscan looking for literals of the same list.
 *
 *   bench_phrases      from the checkout's top; the texts lie in ../shared/data/triage
 *
 * The literals are what the default patterns say in full: every alternative of every group and class written out, cut
 * where a gap stands, at most LITERALS_MAX of one pattern, each once; capitals do not count.  Hyperscan finds those
 * bytes anywhere; it knows no words, gaps, negations or doers, and reports "no" in "notice" too.  A second row leaves
 * out literals of less than four bytes, which it would find in every line.  Best of several rounds, in turn.
 * Without libhyperscan-dev only our own figure is printed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "judge/pattern.h"
#include "policy/policy.h"

#if defined __has_include
#if __has_include(<hs/hs.h>)
#include <hs/hs.h>
#define HYPERSCAN
#endif
#endif

#define DATA "../shared/data/triage/"

enum { ROUNDS = 7, FILE_MAX_BYTES = 64 << 20 };

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void count(void *context, const struct phrase_hit *hit)
{
    (void)hit;
    ++*(size_t *)context;
}

static double ours(const struct phrases *p, struct str text, size_t *hits)
{
    double start = now();

    *hits = 0;
    phrase_match(p, text, count, hits);
    return (double)text.n / 1e6 / (now() - start);
}

#ifdef HYPERSCAN

/* --- the literals ------------------------------------------------------------------------------------------------ */

enum { LITERALS_MAX = 4000 };

struct list {
    char **v;
    size_t n, cap;
};

struct maker {
    struct arena *arena;
    struct list all;
};

static void add(struct list *l, char *text)
{
    l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
    l->v[l->n++] = text;
}

static void start_again(struct maker *m, struct list *l)
{
    l->n = 0;
    add(l, arena_strdup(m->arena, ""));
}

/* What has been written so far is whole: a gap, or the open end of a word, comes now. */
static void cut(struct maker *m, struct list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i][0] != '\0')
            add(&m->all, l->v[i]);
    start_again(m, l);
}

/* Everything so far, with each of `more` behind it, and without if that may be missing. */
static void join(struct maker *m, struct list *l, struct list *more, bool optional)
{
    struct list both = {0};

    for (size_t i = 0; i < l->n; i++) {
        if (optional)
            add(&both, l->v[i]);
        for (size_t k = 0; k < more->n && both.n < LITERALS_MAX; k++) {
            bool blank = l->v[i][0] != '\0' && more->v[k][0] != '\0';
            add(&both, arena_printf(m->arena, "%s%s%s", l->v[i], blank ? " " : "", more->v[k]));
        }
    }
    free(l->v);
    free(more->v);
    *more = (struct list){0};
    *l = both;
}

static const struct pattern_item *behind(const struct pattern_item *it)
{
    return it->kind == PATTERN_OPEN ? it + it->arg + 1 : it + 1;
}

static void write_items(struct maker *m, const struct pattern_item *it, const struct pattern_item *end,
                        struct list *l);

static void write_group(struct maker *m, const struct pattern_item *open, const struct pattern_item *end,
                        struct list *out)
{
    const struct pattern_item *start = open + 1;

    for (const struct pattern_item *it = start;;) {
        if (it != end && it->kind != PATTERN_BAR) {
            it = behind(it);
            continue;
        }
        struct list one = {0};
        start_again(m, &one);
        write_items(m, start, it, &one);
        for (size_t i = 0; i < one.n && out->n < LITERALS_MAX; i++)
            add(out, one.v[i]);
        free(one.v);
        if (it == end)
            return;
        start = ++it;
    }
}

static void write_class(struct maker *m, int number, struct list *out)
{
    const struct pattern_class *c = pattern_class(number);
    struct str rest = str_of(c->words != NULL ? c->words : ""), word;
    struct pattern *p = arena_alloc(m->arena, sizeof *p);
    size_t off;

    while (c->words != NULL && str_cut(&rest, ' ', &word))
        add(out, arena_dup(m->arena, word.p, word.n - (word.p[word.n - 1] == '*')));
    if (c->pattern == NULL)
        return;
    err_free(pattern_parse(str_of(c->pattern), p, &off));
    write_group(m, p->item, p->item + p->n - 1, out);
}

static void write_items(struct maker *m, const struct pattern_item *it, const struct pattern_item *end,
                        struct list *l)
{
    for (; it < end; it = behind(it)) {
        struct list more = {0};
        if (it->kind == PATTERN_WORD || it->kind == PATTERN_PREFIX)
            add(&more, arena_dup(m->arena, it->text.p, it->text.n));
        else if (it->kind == PATTERN_CLASS)
            write_class(m, it->arg, &more);
        else if (it->kind == PATTERN_OPEN)
            write_group(m, it, it + it->arg, &more);
        if (more.n > 0)
            join(m, l, &more, it->optional);
        if (more.n == 0 && (it->kind == PATTERN_PREFIX || it->kind == PATTERN_GAP))
            cut(m, l);
        free(more.v);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void write_literals(struct maker *m, const struct phrases *phrases)
{
    struct pattern *p = arena_alloc(m->arena, sizeof *p);
    size_t off, kept = 0;

    for (size_t r = 0; r < phrase_count(phrases); r++)
        for (size_t k = 0; k < phrase_rule(phrases, r)->npatterns; k++) {
            struct list l = {0};
            err_free(pattern_parse(str_of(phrase_rule(phrases, r)->patterns[k]), p, &off));
            start_again(m, &l);
            write_items(m, p->item, p->item + p->n, &l);
            cut(m, &l);
            free(l.v);
        }
    qsort(m->all.v, m->all.n, sizeof *m->all.v, by_text);
    for (size_t i = 0; i < m->all.n; i++)
        if (kept == 0 || strcmp(m->all.v[kept - 1], m->all.v[i]) != 0)
            m->all.v[kept++] = m->all.v[i];
    m->all.n = kept;
}

/* --- Hyperscan --------------------------------------------------------------------------------------------------- */

struct scanner {
    hs_database_t *db;
    hs_scratch_t *scratch;
    size_t n;
};

static bool compile(struct scanner *s, const struct list *l, size_t least)
{
    const char **text = mem_array(NULL, l->n + 1, sizeof *text);
    size_t *length = mem_array(NULL, l->n + 1, sizeof *length);
    unsigned *flags = mem_array(NULL, l->n + 1, sizeof *flags), *ids = mem_array(NULL, l->n + 1, sizeof *ids);
    hs_compile_error_t *wrong = NULL;

    *s = (struct scanner){0};
    for (size_t i = 0; i < l->n; i++)
        if (strlen(l->v[i]) >= least) {
            text[s->n] = l->v[i];
            length[s->n] = strlen(l->v[i]);
            flags[s->n] = HS_FLAG_CASELESS;
            ids[s->n] = (unsigned)s->n;
            s->n++;
        }
    bool good = hs_compile_lit_multi(text, flags, ids, length, (unsigned)s->n, HS_MODE_BLOCK, NULL, &s->db,
                                     &wrong) == HS_SUCCESS &&
                hs_alloc_scratch(s->db, &s->scratch) == HS_SUCCESS;
    hs_free_compile_error(wrong);
    free(text);
    free(length);
    free(flags);
    free(ids);
    return good;
}

static int found(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    (void)id;
    (void)from;
    (void)to;
    (void)flags;
    ++*(size_t *)context;
    return 0;
}

static double theirs(const struct scanner *s, struct str text, size_t *hits)
{
    double start = now();

    *hits = 0;
    if (hs_scan(s->db, text.p, (unsigned)text.n, 0, s->scratch, found, hits) != HS_SUCCESS)
        return 0;
    return (double)text.n / 1e6 / (now() - start);
}

static void compare(const struct phrases *p, const struct scanner *s, const char *name, struct str text)
{
    double a = 0, b = 0;
    size_t hits = 0, literals = 0;

    for (int i = 0; i < ROUNDS; i++) {
        a = fmax(a, ours(p, text, &hits));
        b = fmax(b, theirs(s, text, &literals));
    }
    printf("phrases, %s: %.0f MB/s, %zu hits; Hyperscan, %zu literals: %.0f MB/s, %zu hits; ratio %.2f\n",
           name, a, hits, s->n, b, literals, b > 0 ? a / b : 0);
}

static void beside_hyperscan(const struct phrases *p, const char *const *names, struct buf *texts, size_t n)
{
    struct maker m = {.arena = arena_new()};

    write_literals(&m, p);
    for (size_t least = 1; least <= 4; least += 3) {
        struct scanner s;
        bool good = compile(&s, &m.all, least);
        for (size_t i = 0; i < n && good; i++)
            compare(p, &s, names[i], buf_str(&texts[i]));
        hs_free_scratch(s.scratch);
        hs_free_database(s.db);
    }
    free(m.all.v);
    arena_free(m.arena);
}

#else

static void beside_hyperscan(const struct phrases *p, const char *const *names, struct buf *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double best = 0;
        size_t hits = 0;
        for (int k = 0; k < ROUNDS; k++)
            best = fmax(best, ours(p, buf_str(&texts[i]), &hits));
        printf("phrases, %s: %.0f MB/s, %zu hits (libhyperscan-dev is not here to compare with)\n", names[i],
               best, hits);
    }
}

#endif

int main(void)
{
    static const char *const names[] = {"cfpb_product", "airline"};
    enum { N = sizeof names / sizeof names[0] };
    struct policy_place here = {NULL, NULL};
    const struct phrases *phrases = NULL;
    struct policy *policy = NULL;
    struct buf texts[N] = {{0}};
    char path[200];
    struct err *e = policy_default(&here, &policy);

    if (e == NULL)
        e = policy_phrases(policy, &phrases);
    for (size_t i = 0; i < N && e == NULL; i++) {
        (void)snprintf(path, sizeof path, DATA "%s.tsv", names[i]);
        e = buf_read_file(&texts[i], path, FILE_MAX_BYTES);
    }
    if (e == NULL)
        beside_hyperscan(phrases, names, texts, N);
    else
        printf("phrases: skipped: %s\n", e->text);
    err_free(e);
    for (size_t i = 0; i < N; i++)
        buf_free(&texts[i]);
    policy_free(policy);
    return 0;
}
