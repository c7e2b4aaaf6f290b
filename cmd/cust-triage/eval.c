/* eval: how well a model, or all that comes with the program, agrees with labelled texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cust-triage/texts.h"
#include "cmd/cust-triage/verbs.h"
#include "judge/measure.h"

const struct opt verbs_eval_opts[] = {
    {"model", 0, OPT_VALUE, "FILE", "a model that train made; without it, what score says"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { LABELS_MAX = 256, MODEL_BYTES_MAX = 32 << 20 };

static const struct form_column yes_columns[] = {
    {"N", FORM_NUMBER, FORM_PLAIN, 0, false},   {"POSITIVES", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"AUC", FORM_NUMBER, FORM_PLAIN, 0, false}, {"AVERAGE_PRECISION", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"F1", FORM_NUMBER, FORM_PLAIN, 0, false},
};
static const struct form_column class_columns[] = {
    {"N", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"ACCURACY", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"MACRO_F1", FORM_NUMBER, FORM_PLAIN, 0, false},
};

/* A model of one's own, or the verdict of all. */
struct judge {
    struct texts t;
    struct buf bytes;
    struct model own;
    bool has_own;
    const char *what;
};

static struct err *open_judge(struct judge *j, struct session *s, const struct opt_args *args)
{
    const char *file = opt_text(args, "model");
    bool classes;
    struct err *e = texts_subject(j->what, &classes);

    if (e != NULL || (e = texts_open(s, &j->t)) != NULL || file == NULL)
        return e;
    if ((e = buf_read_file(&j->bytes, file, MODEL_BYTES_MAX)) != NULL ||
        (e = model_open(buf_str(&j->bytes), false, &j->own)) != NULL)
        return err_at(e, file);
    if (classes != (j->own.output[0].group != 0) || (!classes && strcmp(j->own.output[0].name, j->what) != 0))
        return err_new(ERR_DATA, file, "the model tells %s, not %s; name the same",
                       j->own.output[0].group != 0 ? "category" : j->own.output[0].name, j->what);
    j->has_own = true;
    return NULL;
}

static double strength_of(const struct verdict *v, const struct texts *t, const char *what)
{
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        if (strcmp(t->names[s], what) == 0)
            return v->strength[s];
    return v->complaint;
}

static double judge_one(struct judge *j, struct str text)
{
    double p[MODEL_OUTPUTS_MAX];
    struct verdict v;

    if (j->has_own) {
        verdict_look(&j->t.reader, text, NULL);
        model_judge(&j->own, &j->t.reader.features, p);
        return p[0];
    }
    verdict_read(&j->t.reader, text, &v);
    return strength_of(&v, &j->t, j->what);
}

/* "0.912" */
static struct form_value share(double v, char out[16])
{
    (void)snprintf(out, 16, "%.4f", v);
    return form_decimal(str_of(out));
}

static struct err *eval_yes(struct judge *j, struct form *f)
{
    struct measure_item *items = NULL;
    size_t n = 0, cap = 0;
    struct str label, text;
    char digits[3][16];
    bool end = false, yes;
    struct err *e = NULL;

    while ((e = texts_next_labelled(&j->t, &label, &text, &end)) == NULL && !end) {
        if (!texts_yes(&j->t, label, &yes))
            continue;
        items = mem_grow(items, &cap, n + 1, sizeof *items);
        items[n].yes = yes;
        items[n++].score = judge_one(j, text);
    }
    double shown = j->has_own ? 0.5 : (double)j->t.policy->triage.shown / TRIAGE_STRENGTH;
    struct measure m = n > 0 ? measure_of(items, n, shown) : (struct measure){.auc = 0.5};
    free(items);
    struct form_value row[] = {form_number((int64_t)m.n), form_number((int64_t)m.positives),
                               share(m.auc, digits[0]), share(m.average, digits[1]), share(m.f1, digits[2])};
    return e != NULL ? e : form_row(f, row);
}

/* All names that were a label or an answer. */
struct labels {
    char *name[LABELS_MAX];
    size_t n, *table; /* [label x LABELS_MAX + named] */
};

static struct err *label_find(struct labels *l, struct str name, size_t *out)
{
    for (*out = 0; *out < l->n; (*out)++)
        if (str_is(name, l->name[*out]))
            return NULL;
    if (l->n == LABELS_MAX)
        return err_new(ERR_DATA, NULL, "there are more than %d categories; join some", LABELS_MAX);
    l->name[l->n++] = mem_dup(name.p, name.n);
    return NULL;
}

static struct str named(struct judge *j, struct str text)
{
    double p[MODEL_OUTPUTS_MAX];
    struct verdict v;
    size_t best = 0;

    if (!j->has_own) {
        verdict_read(&j->t.reader, text, &v);
        return str_of(v.likeliest != NULL ? v.likeliest : "none");
    }
    verdict_look(&j->t.reader, text, NULL);
    model_judge(&j->own, &j->t.reader.features, p);
    for (size_t i = 1; i < j->own.n; i++)
        best = p[i] > p[best] ? i : best;
    return str_of(j->own.output[best].name);
}

static struct err *count_classes(struct judge *j, struct labels *l)
{
    struct str label, text;
    bool end = false;
    size_t is, said;
    struct err *e;

    while ((e = texts_next_labelled(&j->t, &label, &text, &end)) == NULL && !end) {
        if ((e = label_find(l, label, &is)) != NULL || (e = label_find(l, named(j, text), &said)) != NULL)
            return e;
        l->table[is * LABELS_MAX + said]++;
    }
    return e;
}

static struct err *eval_classes(struct judge *j, struct form *f)
{
    struct labels l = {.table = mem_zero((size_t)LABELS_MAX * LABELS_MAX * sizeof *l.table)};
    char digits[2][16];
    struct err *e = count_classes(j, &l);

    if (e == NULL) {
        struct measure_classes m = measure_classes(l.table, LABELS_MAX);
        struct form_value row[] = {form_number((int64_t)m.n), share(m.accuracy, digits[0]),
                                   share(m.macro_f1, digits[1])};
        e = form_row(f, row);
    }
    for (size_t i = 0; i < l.n; i++)
        free(l.name[i]);
    free(l.table);
    return e;
}

struct err *verbs_eval(struct session *s, const struct opt_args *args)
{
    struct judge j = {.what = args->operands[0]};
    bool classes = strcmp(j.what, "category") == 0;
    struct form *f = NULL;
    struct err *e = open_judge(&j, s, args);

    if (e == NULL)
        e = classes ? session_listing(s, "cust.eval/1", class_columns, 3, NULL, false, &f)
                    : session_listing(s, "cust.eval/1", yes_columns, 5, NULL, false, &f);
    if (e == NULL)
        e = classes ? eval_classes(&j, f) : eval_yes(&j, f);
    e = form_end(f, e, NULL);
    texts_close(&j.t);
    buf_free(&j.bytes);
    return e;
}
