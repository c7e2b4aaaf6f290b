/* bench_model: how well the linear model learns and what the shipped models know, beside the figures of
 * ../shared/data/README.md.  Prints tables; it judges nothing.
 *
 *   bench_model        from the checkout's top; the data lies in ../shared/data/triage
 *
 * Everything is learned from the fold `train` and measured on the fold `test`; legal windows, which have no folds, by
 * leaving out a fifth at a time.  A model is measured as train writes it: with weights of 8 bits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "judge/learn.h"
#include "judge/measure.h"
#include "judge/model.h"
#include "judge/number.h"
#include "judge/shipped_model.h"
#include "judge/taught.h"
#include "judge/train.h"
#include "judge/verdict.h"
#include "policy/policy.h"
#include "rule/word.h"

#define DATA "../shared/data/triage/"

enum {
    COLUMNS = 16,
    FILE_MAX_BYTES = 64 << 20,
    CORRECTIONS = 500,
    FIFTHS = 5,
    BINS = 10,
    SEEN = 10,
    ALL = -1
};

/* A set of texts with what it is measured by. */
struct task {
    const char *name, *file;
    int column;
    const char *yes; /* ",negative," the labels that are yes; "!": those that are not; NULL: classes */
    const char *vader, *tfidf, *best; /* of the README; "-" when it has none */
    const char *floor, *aim;
};

static const struct task learned[] = {
    {"airline negative", "airline", 2, ",negative,", ".775", ".918", ".925", ".91", ".925"},
    {"complaint or not", "complaint_tweets", 2, ",complaint,", ".644", ".886", ".898", ".875", ".90"},
    {"alexa, 2 stars or less", "alexa_reviews", 2, ",1,2,", ".850", ".914", ".919", ".905", ".92"},
    {"davidson", "davidson", 2, "!,neither,", ".740", ".979", ".983", ".978", ".985"},
    {"olid", "olid", 2, ",OFF,", ".681", ".785", ".814", ".80", ".82"},
    {"goemotions upset", "goemotions", 2, ",1,", ".746", ".810", ".829", ".82", ".83"},
    {"nhtsa incident", "nhtsa_safety", 2, ",1,", ".434", ".857", ".869", ".85", ".88"},
    {"cfpb product (accuracy)", "cfpb_product", 2, NULL, "-", ".803", ".807", ".78", ".82"},
};

/* What the shipped models say, nothing learned here. */
static const struct {
    struct task task;
    int signal; /* SIGNALS: complaint */
} shipped[] = {
    {{"alexa in complaint", "alexa_reviews", 2, ",1,2,", "-", "-", ".870", ".86", ".88"}, SIGNALS},
    {{"complaint in complaint", "complaint_tweets", 2, ",complaint,", "-", "-", ".816", ".80", ".83"},
     SIGNALS},
    {{"airline in complaint", "airline", 2, ",negative,", "-", "-", ".855", ".84", ".87"}, SIGNALS},
    {{"davidson in hostility", "davidson", 2, "!,neither,", "-", "-", "-", ".90", ".96"}, SIGNAL_HOSTILITY},
    {{"nhtsa in safety", "nhtsa_safety", 2, ",1,", "-", "-", "-", ".85", ".88"}, SIGNAL_SAFETY},
    {{"upset in anger", "goemotions", 2, ",1,", "-", "-", "-", ".80", ".83"}, SIGNAL_ANGER},
};

/* A text as the model sees it. */
struct example {
    uint32_t *bucket;
    size_t n, label;
    int input[FEATURE_INPUTS];
    bool test;
    struct str cell, text; /* in the file's memory; the text still has its escapes */
};

struct set {
    struct buf file;
    struct example *e;
    size_t n, cap, classes;
    char *class[LEARN_OUTPUTS_MAX];
    /* Which of them the source gives. */
    size_t at, most;
    int fifth; /* left out; ALL: the train fold */
    struct features f;
};

struct bench {
    struct policy *policy;
    const char *names[TRIAGE_SIGNALS];
    struct model model;
    struct verdict_reader reader;
    struct buf plain;
};

static void stop(struct err *e)
{
    if (e == NULL)
        return;
    fprintf(stderr, "bench_model: %s\n", e->text);
    exit(1);
}

static struct str plain_of(struct bench *b, struct str text)
{
    buf_reset(&b->plain);
    stop(text_unescape(text, &b->plain));
    return buf_str(&b->plain);
}

static size_t label_of(struct set *s, const struct task *t, struct str cell)
{
    char want[80];

    if (t->yes != NULL) {
        (void)snprintf(want, sizeof want, ",%.*s,", (int)cell.n, cell.p);
        return (strstr(t->yes, want) != NULL) != (*t->yes == '!');
    }
    for (size_t i = 0; i < s->classes; i++)
        if (str_is(cell, s->class[i]))
            return i;
    s->class[s->classes] = mem_dup(cell.p, cell.n);
    return s->classes++;
}

static void add_row(struct bench *b, struct set *s, const struct task *t, struct str line)
{
    struct str cell[COLUMNS] = {{0}};
    size_t n = 0;

    while (n < COLUMNS && str_cut(&line, '\t', &cell[n]))
        n++;
    if (n <= (size_t)t->column || str_is(cell[t->column], "?"))
        return;
    s->e = mem_grow(s->e, &s->cap, s->n + 1, sizeof *s->e);
    struct example *e = &s->e[s->n++];
    verdict_look(&b->reader, plain_of(b, cell[n - 1]), NULL);
    const struct features *f = &b->reader.features;
    *e = (struct example){mem_dup(f->bucket, f->n * sizeof *f->bucket),
                          f->n,
                          label_of(s, t, cell[t->column]),
                          {0},
                          str_is(cell[1], "test"),
                          cell[t->column],
                          cell[n - 1]};
    memcpy(e->input, f->input, sizeof e->input);
}

/* False, and said: the set is not here. */
static bool open_set(struct bench *b, struct set *s, const struct task *t)
{
    char path[200];
    struct str rest, line;

    *s = (struct set){.most = SIZE_MAX, .fifth = ALL};
    (void)snprintf(path, sizeof path, DATA "%s.tsv", t->file);
    struct err *e = buf_read_file(&s->file, path, FILE_MAX_BYTES);
    if (e != NULL) {
        printf("%s: not here\n", path);
        err_free(e);
        return false;
    }
    rest = buf_str(&s->file);
    str_cut(&rest, '\n', &line);
    while (str_cut(&rest, '\n', &line))
        if (line.n > 0)
            add_row(b, s, t, line);
    return true;
}

static void close_set(struct set *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->e[i].bucket);
    for (size_t i = 0; i < s->classes; i++)
        free(s->class[i]);
    free(s->e);
    buf_free(&s->file);
}

static bool is_test(const struct set *s, size_t i)
{
    return s->fifth == ALL ? s->e[i].test : (int)(i % FIFTHS) == s->fifth;
}

static struct features *features_of(struct set *s, size_t i)
{
    s->f.bucket = s->e[i].bucket;
    s->f.n = s->e[i].n;
    memcpy(s->f.input, s->e[i].input, sizeof s->f.input);
    return &s->f;
}

static bool next(void *context, struct features **f, size_t *label)
{
    struct set *s = context;

    while (s->at < s->n && is_test(s, s->at))
        s->at++;
    if (s->at == s->n)
        return false;
    *f = features_of(s, s->at);
    *label = s->e[s->at++].label;
    return true;
}

static void go_back(void *context)
{
    ((struct set *)context)->at = 0;
}

/* Learns from what is no test. */
static void learn_set(struct set *s, struct buf *bytes, struct model *m)
{
    static const char *const one = "it";
    const struct train_source source = {next, go_back, s};
    struct train_report report;

    stop(train_model(&source, s->classes > 0 ? (const char *const *)s->class : &one,
                     s->classes > 0 ? s->classes : 1, bytes, &report));
    stop(model_open(buf_str(bytes), false, m));
}

/* Adds what the model says of the test texts; returns how many were named right, of classes. */
static size_t judge_set(struct set *s, const struct model *m, struct measure_item *items, size_t *n)
{
    double p[MODEL_OUTPUTS_MAX];
    size_t right = 0;

    for (size_t i = 0; i < s->n; i++) {
        size_t best = 0;
        if (!is_test(s, i))
            continue;
        model_judge(m, features_of(s, i), p);
        for (size_t o = 1; o < m->n; o++)
            best = p[o] > p[best] ? o : best;
        right += best == s->e[i].label;
        items[(*n)++] = (struct measure_item){p[0], s->e[i].label != 0};
    }
    return right;
}

static void print_row(const struct task *t, double figure, double average)
{
    printf("%-26s %6.3f %6.3f  %5s %5s %5s  %5s %5s\n", t->name, figure, average, t->vader, t->tfidf, t->best,
           t->floor, t->aim);
}

/* How often it was right, by what it said, of how many; and how far what it said is off, over all. */
static void print_reliability(const char *name, const struct measure_item *items, size_t n)
{
    size_t texts[BINS] = {0}, right[BINS] = {0};
    double said[BINS] = {0}, off = 0;

    for (size_t i = 0; i < n; i++) {
        int bin = (int)(items[i].score * BINS);
        bin = bin < BINS ? bin : BINS - 1;
        texts[bin]++;
        right[bin] += items[i].yes;
        said[bin] += items[i].score;
    }
    printf("%-26s", name);
    for (int b = 0; b < BINS; b++) {
        off += said[b] > (double)right[b] ? said[b] - (double)right[b] : (double)right[b] - said[b];
        if (texts[b] >= SEEN)
            printf(" %5.2f", (double)right[b] / (double)texts[b]);
        else
            printf("     -");
    }
    printf("  %.3f\n%-26s", n > 0 ? off / (double)n : 0, "");
    for (int b = 0; b < BINS; b++)
        printf(" %5zu", texts[b]);
    printf("\n");
}

static void learned_table(struct bench *b, bool reliability)
{
    for (size_t i = 0; i < sizeof learned / sizeof learned[0]; i++) {
        struct set s;
        struct buf bytes = {0};
        struct model m;
        size_t n = 0;
        if (!open_set(b, &s, &learned[i]))
            continue;
        learn_set(&s, &bytes, &m);
        struct measure_item *items = mem_array(NULL, s.n, sizeof *items);
        size_t right = judge_set(&s, &m, items, &n);
        if (reliability && s.classes == 0)
            print_reliability(learned[i].name, items, n);
        else if (!reliability && s.classes > 0)
            print_row(&learned[i], (double)right / (double)n, 0);
        else if (!reliability) {
            struct measure r = measure_of(items, n, 0.5);
            print_row(&learned[i], r.auc, r.average);
        }
        free(items);
        buf_free(&bytes);
        close_set(&s);
    }
}

static void shipped_table(struct bench *b, bool reliability)
{
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        struct set s;
        size_t n = 0;
        if (!open_set(b, &s, &shipped[i].task))
            continue;
        struct measure_item *items = mem_array(NULL, s.n, sizeof *items);
        for (size_t e = 0; e < s.n; e++) {
            struct verdict v;
            if (!s.e[e].test)
                continue;
            verdict_read(&b->reader, plain_of(b, s.e[e].text), &v);
            double said = shipped[i].signal == SIGNALS ? v.complaint : v.strength[shipped[i].signal];
            items[n++] = (struct measure_item){said, s.e[e].label != 0};
        }
        struct measure m = measure_of(items, n, 0.5);
        if (reliability)
            print_reliability(shipped[i].task.name, items, n);
        else
            print_row(&shipped[i].task, m.auc, m.average);
        free(items);
        close_set(&s);
    }
}

/* How often texts of each kind are shown as hostile. */
static void false_alarms(struct bench *b)
{
    static const struct task kinds = {.name = "davidson", .file = "davidson", .column = 2};
    size_t n[LEARN_OUTPUTS_MAX] = {0}, shown[LEARN_OUTPUTS_MAX] = {0};
    struct set s;

    if (!open_set(b, &s, &kinds))
        return;
    for (size_t e = 0; e < s.n; e++) {
        struct verdict v;
        if (!s.e[e].test)
            continue;
        verdict_read(&b->reader, plain_of(b, s.e[e].text), &v);
        n[s.e[e].label]++;
        shown[s.e[e].label] += v.strength[SIGNAL_HOSTILITY] * TRIAGE_STRENGTH >= b->policy->triage.shown;
    }
    printf("\nshown as hostility:");
    for (size_t c = 0; c < s.classes; c++)
        printf("  %s %.1f %%", s.class[c], 100 * (double)shown[c] / (double)n[c]);
    printf("\n");
    close_set(&s);
}

static void legal(struct bench *b, bool reliability)
{
    static const struct task windows = {.name = "legal", .file = "legal_windows", .column = 1, .yes = ",1,"};
    struct set s;
    size_t n = 0;

    if (!open_set(b, &s, &windows))
        return;
    struct measure_item *items = mem_array(NULL, s.n, sizeof *items);
    for (s.fifth = 0; s.fifth < FIFTHS; s.fifth++) {
        struct buf bytes = {0};
        struct model m;
        learn_set(&s, &bytes, &m);
        judge_set(&s, &m, items, &n);
        buf_free(&bytes);
    }
    struct measure r = measure_of(items, n, 0.5);
    if (reliability)
        print_reliability("legal, cross-validated", items, n);
    else
        printf("legal windows, cross-validated: F1 %.3f (floor .80, aim .90; keywords and learned context "
               "had .87), "
               "precision %.3f, recall %.3f, AUC %.3f\n",
               r.f1, r.precision, r.recall, r.auc);
    free(items);
    close_set(&s);
}

/* What the shipped models say of a test text as log odds of a complaint, with what was taught. */
static double odds_of(struct bench *b, const struct set *s, size_t i, const struct taught *t)
{
    struct verdict v;

    verdict_read(&b->reader, plain_of(b, s->e[i].text), &v);
    double p = v.complaint;
    return number_log(p / (1 - p + 1e-9) + 1e-9) + (t != NULL ? taught_margin(t, &b->reader.features) : 0);
}

/* Corrections one after the other, each seen once, as `cust-triage correct` learns: the first of the training fold. */
static void corrections(struct bench *b)
{
    static const struct {
        size_t n;
        const char *figures;
    } steps[] = {{100, "tuned bogofilter .746, best .771"},
                 {CORRECTIONS, "floor .83, aim .86; tuned bogofilter .807, best .842"},
                 {1000, "tuned bogofilter .832, best .867"},
                 {5000, "tuned bogofilter .885, best .906"}};
    struct set s;
    size_t taught = 0, at = 0;

    if (!open_set(b, &s, &learned[0]))
        return;
    struct taught *t = taught_new();
    struct measure_item *alone = mem_array(NULL, s.n, sizeof *alone);
    struct measure_item *both = mem_array(NULL, s.n, sizeof *both);
    printf("corrections, airline       from nothing  beside the shipped models\n");
    for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
        size_t n = 0;
        for (; at < s.n && taught < steps[k].n; at++)
            if (!s.e[at].test) {
                taught_learn(t, features_of(&s, at), s.e[at].label != 0);
                taught++;
            }
        for (size_t i = 0; i < s.n; i++)
            if (s.e[i].test) {
                bool yes = s.e[i].label != 0;
                alone[n] = (struct measure_item){taught_margin(t, features_of(&s, i)), yes};
                both[n++] = (struct measure_item){odds_of(b, &s, i, t), yes};
            }
        printf("%-26zu %12.3f %12.3f  (%s)\n", steps[k].n, measure_of(alone, n, 0).auc,
               measure_of(both, n, 0).auc, steps[k].figures);
    }
    free(alone);
    free(both);
    taught_free(t);
    close_set(&s);
}

static void open_bench(struct bench *b)
{
    const struct policy_place here = {NULL, NULL};

    *b = (struct bench){0};
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        b->names[i] = word_name(WORD_SIGNAL, i);
    stop(policy_default(&here, &b->policy));
    stop(policy_phrases(b->policy, &b->reader.phrases));
    stop(model_open((struct str){(const char *)shipped_model_bytes, shipped_model_size}, true, &b->model));
    b->reader.settings = &b->policy->triage;
    b->reader.names = b->names;
    b->reader.model = &b->model;
    b->reader.arena = arena_new();
}

int main(void)
{
    static struct bench b;

    open_bench(&b);
    printf("AUC, trained on the set       ours  av.pr  VADER tfidf  best  floor   aim\n");
    learned_table(&b, false);
    printf("\nAUC, shipped models           ours  av.pr                best  floor   aim\n");
    shipped_table(&b, false);
    printf("\n");
    legal(&b, false);
    corrections(&b);
    false_alarms(&b);
    printf(
        "\nright, of what was said as   0-.1 .1-.2 .2-.3 .3-.4 .4-.5 .5-.6 .6-.7 .7-.8 .8-.9  .9-1    off\n");
    learned_table(&b, true);
    legal(&b, true);
    printf("of the shipped models\n");
    shipped_table(&b, true);
    feature_free(&b.reader.features);
    arena_free(b.reader.arena);
    policy_free(b.policy);
    buf_free(&b.plain);
    return 0;
}
