/* bench_judge: how well and how fast the default phrases read.  Prints a table; it judges nothing.
 *
 *   bench_judge [train|test]      from the checkout's top; the data lies in ../shared/data/triage
 *
 * AUC: a strength ranks the texts with the label above those without; .5 is chance, ties count half.  NDCG@20: the
 * order by points against the gains of e2e/labels.tsv. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "judge/triage.h"
#include "policy/policy.h"
#include "rule/word.h"

#define DATA "../shared/data/triage/"

enum { COLUMNS = 16, POINTS = -1, FILE_MAX_BYTES = 64 << 20, TOP = 20 };

struct row {
    struct str cell[COLUMNS];
    size_t n;
};

struct table {
    struct buf bytes;
    struct str rest;
    struct row head;
};

static void cut_row(struct str line, struct row *r)
{
    r->n = 0;
    while (r->n < COLUMNS && str_cut(&line, '\t', &r->cell[r->n]))
        r->n++;
}

static bool open_table(struct table *t, const char *name)
{
    char path[200];
    struct str line;

    *t = (struct table){0};
    (void)snprintf(path, sizeof path, DATA "%s", name);
    struct err *e = buf_read_file(&t->bytes, path, FILE_MAX_BYTES);
    if (e != NULL) {
        err_free(e);
        return false;
    }
    t->rest = buf_str(&t->bytes);
    if (!str_cut(&t->rest, '\n', &line))
        return false;
    cut_row(line, &t->head);
    return true;
}

static bool next_row(struct table *t, struct row *r)
{
    struct str line;

    if (!str_cut(&t->rest, '\n', &line) || line.n == 0)
        return false;
    cut_row(line, r);
    return r->n == t->head.n;
}

static struct str cell(const struct table *t, const struct row *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_is(t->head.cell[i], name))
            return r->cell[i];
    return (struct str){"", 0};
}

/* The text of a cell, in the arena. */
static struct str unescape(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1), *to = p;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n) {
            i++;
            *to++ = s.p[i];
            if (s.p[i] == 'n' || s.p[i] == 't')
                to[-1] = s.p[i] == 'n' ? '\n' : '\t';
        } else {
            *to++ = s.p[i];
        }
    }
    return (struct str){p, (size_t)(to - p)};
}

struct scored {
    int score;
    double label; /* 0 or 1; a gain when ranking */
};

struct scores {
    struct scored *v;
    size_t n, cap;
};

static int by_score(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;

    return x->score > y->score ? -1 : x->score < y->score;
}

static void add_score(struct scores *s, int score, double label)
{
    s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
    s->v[s->n++] = (struct scored){score, label};
}

static double auc(struct scores *s)
{
    double pairs = 0, positive = 0, negative = 0;

    if (s->n == 0)
        return 0;
    qsort(s->v, s->n, sizeof *s->v, by_score);
    for (size_t i = 0, j; i < s->n; i = j) {
        double p = 0, n = 0;
        for (j = i; j < s->n && s->v[j].score == s->v[i].score; j++) {
            p += s->v[j].label;
            n += 1 - s->v[j].label;
        }
        pairs += n * positive + n * p / 2;
        positive += p;
        negative += n;
    }
    return positive > 0 && negative > 0 ? pairs / (positive * negative) : 0;
}

/* The mean over equal scores in any order would be fairer; stable order is what a queue has. */
static double ndcg(struct scores *s)
{
    double got = 0, best = 0;
    size_t n = 0;

    if (s->n == 0)
        return 0;
    qsort(s->v, s->n, sizeof *s->v, by_score);
    for (size_t i = 0; i < s->n && i < TOP; i++)
        got += (exp2(s->v[i].label) - 1) / log2((double)i + 2);
    for (int gain = 3; gain > 0; gain--)
        for (size_t i = 0; i < s->n; i++)
            if ((int)s->v[i].label == gain && n < TOP)
                best += (exp2(gain) - 1) / log2((double)n++ + 2);
    return best > 0 ? got / best : 0;
}

/* What reads. */
struct mind {
    const struct triage_settings *triage;
    const struct phrases *phrases;
};

static const char *signal_names[TRIAGE_SIGNALS];

static void judge(const struct mind *p, struct str escaped, struct arena *a, struct triage_result *res)
{
    arena_reset(a);
    struct triage_text t = {.text = unescape(escaped, a), .event = 1};

    triage_judge(p->triage, p->phrases, signal_names, &t, 1, NULL, 0, a, res);
}

/* --- the tasks --------------------------------------------------------------------------------------------------- */

static int is_one(struct str s)
{
    return str_is(s, "1");
}

static int is_negative(struct str s)
{
    return str_is(s, "negative");
}

static int is_complaint(struct str s)
{
    return str_is(s, "complaint");
}

static int is_low(struct str s)
{
    return str_is(s, "1") || str_is(s, "2");
}

static int is_no_neither(struct str s)
{
    return !str_is(s, "neither");
}

static int is_off(struct str s)
{
    return str_is(s, "OFF");
}

static int is_rude(struct str s)
{
    return str_is(s, "mid") ? -1 : str_is(s, "rude");
}

static int is_threat(struct str s)
{
    return str_is(s, "?") ? -1 : str_is(s, "1");
}

static const struct task {
    const char *name, *file, *column;
    int (*label)(struct str); /* -1: leave the row out */
    int signal;
} tasks[] = {
    {"goemotions upset", "goemotions.tsv", "upset", is_one, SIGNAL_ANGER},
    {"goemotions angry", "goemotions.tsv", "angry", is_one, SIGNAL_ANGER},
    {"airline negative", "airline.tsv", "sentiment", is_negative, SIGNAL_ANGER},
    {"airline negative", "airline.tsv", "sentiment", is_negative, POINTS},
    {"complaint or other", "complaint_tweets.tsv", "label", is_complaint, POINTS},
    {"alexa, 2 stars or less", "alexa_reviews.tsv", "rating", is_low, POINTS},
    {"davidson no neither", "davidson.tsv", "label", is_no_neither, SIGNAL_HOSTILITY},
    {"olid offensive", "olid.tsv", "offensive", is_off, SIGNAL_HOSTILITY},
    {"politeness rude", "politeness.tsv", "label", is_rude, SIGNAL_ANGER},
    {"nhtsa incident", "nhtsa_safety.tsv", "incident", is_one, SIGNAL_SAFETY},
    {"legal threat", "legal_windows.tsv", "legal_threat", is_threat, SIGNAL_LEGAL},
    {"churn", "churn_en.tsv", "churn", is_one, SIGNAL_CHURN},
};

static void run_task(const struct mind *p, const struct task *task, const char *fold, struct arena *a)
{
    struct table t;
    struct row r;
    struct scores s = {0};
    struct triage_result res;
    double shown = 0, right = 0, positive = 0;

    if (!open_table(&t, task->file)) {
        printf("%-24s skipped: no %s\n", task->name, task->file);
        return;
    }
    while (next_row(&t, &r)) {
        struct str in = cell(&t, &r, "fold");
        int label = task->label(cell(&t, &r, task->column));
        if (label < 0 || (in.n != 0 && !str_is(in, fold)))
            continue;
        judge(p, cell(&t, &r, "text"), a, &res);
        int score = task->signal == POINTS ? res.points : res.strength[task->signal];
        bool on = task->signal == POINTS ? res.points >= p->triage->points[1] : score >= p->triage->shown;
        add_score(&s, score, label);
        positive += label;
        shown += on;
        right += on && label;
    }
    double precision = shown > 0 ? right / shown : 0, recall = positive > 0 ? right / positive : 0;
    printf("%-24s %-10s %6zu %6.0f  %.3f  %.3f %.3f  %.3f\n", task->name,
           task->signal == POINTS ? "points" : signal_names[task->signal], s.n, positive, auc(&s), precision,
           recall, precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
    free(s.v);
    buf_free(&t.bytes);
}

/* The share of a file's texts of one label that a signal is shown for. */
static void false_alarms(const struct mind *p, const char *label, struct arena *a)
{
    struct table t;
    struct row r;
    struct triage_result res;
    size_t n = 0, on = 0;

    if (!open_table(&t, "davidson.tsv"))
        return;
    while (next_row(&t, &r)) {
        if (!str_is(cell(&t, &r, "label"), label))
            continue;
        judge(p, cell(&t, &r, "text"), a, &res);
        n++;
        on += res.signals >> SIGNAL_HOSTILITY & 1;
    }
    printf("hostility shown on davidson %-10s %5.1f %% of %zu\n", label,
           n != 0 ? 100.0 * (double)on / (double)n : 0, n);
    buf_free(&t.bytes);
}

/* --- ranking the mails ------------------------------------------------------------------------------------------- */

/* The text of a mail is in the file that it was made from. */
static struct str find_text(struct table sources[], const char *const names[], size_t n, struct str source,
                            struct str id)
{
    for (size_t i = 0; i < n; i++) {
        struct table t = sources[i];
        struct row r;
        if (str_is(source, names[i]))
            while (next_row(&t, &r))
                if (str_eq(r.cell[0], id))
                    return cell(&t, &r, "text");
    }
    return (struct str){NULL, 0};
}

static void rank_mails(const struct mind *p, struct arena *a)
{
    static const char *const names[] = {"cfpb_product",  "nhtsa_safety", "airline",       "complaint_tweets",
                                        "goemotions",    "davidson",     "alexa_reviews", "legal_windows",
                                        "politeness",    "olid",         "twcs_topics",   "churn_en",
                                        "endava_tickets"};
    enum { SOURCES = sizeof names / sizeof names[0] };
    struct table sources[SOURCES], labels;
    struct row r;
    struct scores s = {0};
    struct triage_result res;
    size_t missing = 0;

    if (!open_table(&labels, "e2e/labels.tsv"))
        return;
    for (size_t i = 0; i < SOURCES; i++) {
        char file[64];
        (void)snprintf(file, sizeof file, "%s.tsv", names[i]);
        (void)open_table(&sources[i], file);
    }
    while (next_row(&labels, &r)) {
        struct str gain = cell(&labels, &r, "gain");
        struct str text =
            find_text(sources, names, SOURCES, cell(&labels, &r, "source"), cell(&labels, &r, "source_id"));
        if (text.p == NULL) {
            missing++;
            continue;
        }
        judge(p, text, a, &res);
        add_score(&s, res.points, gain.n != 0 ? gain.p[0] - '0' : 0);
    }
    printf("e2e, order by points     NDCG@%d %.3f (%zu texts, %zu not found)\n", TOP, ndcg(&s), s.n, missing);
    free(s.v);
    for (size_t i = 0; i < SOURCES; i++)
        buf_free(&sources[i].bytes);
    buf_free(&labels.bytes);
}

/* --- speed ------------------------------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void count(void *ctx, const struct phrase_hit *hit)
{
    (void)hit;
    ++*(size_t *)ctx;
}

static void speed(const struct mind *p)
{
    enum { ROUNDS = 5, COMPILES = 50, TOKENS = 256 };
    struct token_reader tr;
    struct token tokens[TOKENS];
    struct table t;
    double words = 1e9, phrases = 1e9, compile = 1e9, unpack = 1e9;
    size_t hits = 0, bytes = 0, n = phrase_count(p->phrases);

    for (int i = 0; i < COMPILES; i++) {
        struct phrases *again;
        double start = now();
        err_free(phrase_compile(phrase_rule(p->phrases, 0), n, &again));
        compile = fmin(compile, now() - start);
        struct buf packed = {0};
        phrase_pack(again, &packed);
        phrase_free(again);
        start = now();
        again = phrase_unpack(buf_str(&packed), phrase_rule(p->phrases, 0), n);
        unpack = fmin(unpack, now() - start);
        bytes = packed.len;
        phrase_free(again);
        buf_free(&packed);
    }
    printf("phrases compiled in %.0f us, unpacked in %.0f us (%zu rules, %zu bytes)\n", compile * 1e6,
           unpack * 1e6, n, bytes);
    if (!open_table(&t, "cfpb_product.tsv"))
        return;
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        token_start(&tr, buf_str(&t.bytes));
        while (token_read(&tr, tokens, TOKENS) != 0)
            continue;
        words = fmin(words, now() - start);
        start = now();
        hits = 0;
        phrase_match(p->phrases, buf_str(&t.bytes), count, &hits);
        phrases = fmin(phrases, now() - start);
    }
    double mb = (double)t.bytes.len / 1e6;
    printf("%.1f MB of cfpb: tokens %.0f MB/s, tokens and phrases %.0f MB/s, %zu hits\n", mb, mb / words,
           mb / phrases, hits);
    buf_free(&t.bytes);
}

int main(int argc, char **argv)
{
    const char *fold = argc > 1 ? argv[1] : "test";
    struct policy_place here = {NULL, NULL};
    struct policy *p;
    struct mind mind;
    struct table t;

    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        signal_names[i] = word_name(WORD_SIGNAL, i);
    struct err *e = policy_default(&here, &p);
    if (e == NULL)
        e = policy_phrases(p, &mind.phrases);
    if (e != NULL) {
        fprintf(stderr, "bench_judge: %s\n", e->text);
        err_free(e);
        return 70;
    }
    mind.triage = &p->triage;
    if (!open_table(&t, "e2e/labels.tsv")) {
        puts("skipped: ../shared/data/triage is not there");
        policy_free(p);
        return 0;
    }
    buf_free(&t.bytes);
    struct arena *a = arena_new();
    printf("%-24s %-10s %6s %6s  %5s  %5s %5s  %5s   fold %s\n", "task", "by", "texts", "yes", "AUC", "prec",
           "recall", "F1", fold);
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        run_task(&mind, &tasks[i], fold, a);
    false_alarms(&mind, "neither", a);
    false_alarms(&mind, "offensive", a);
    false_alarms(&mind, "hate", a);
    rank_mails(&mind, a);
    speed(&mind);
    arena_free(a);
    policy_free(p);
    return 0;
}
