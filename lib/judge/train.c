#include "judge/train.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/learn.h"
#include "judge/model.h"

enum { NO_FOLD = -1, LEAST = 2 };

/* What the held-out parts got. */
struct held_out {
    size_t n, k;
    struct measure_item *items; /* k == 1 */
    float *margins;             /* k > 1: n rows of k */
    uint8_t *labels;
    size_t *table;
};

static bool is_held_out(size_t i, int fold)
{
    return (int)(i % TRAIN_FOLDS) == fold;
}

/* Learns from all examples but those of the fold. */
static struct learn *learn_all(const struct train_source *s, size_t k, int fold)
{
    struct learn *l = learn_new(k);
    struct features *f;
    size_t label;

    for (int epoch = 0; epoch <= LEARN_EPOCHS; epoch++) {
        s->rewind(s->context);
        for (size_t i = 0; s->next(s->context, &f, &label); i++) {
            if (is_held_out(i, fold))
                continue;
            if (epoch == 0)
                learn_count(l, f, label);
            else
                learn_update(l, f, label);
        }
        if (epoch == 0)
            learn_start(l);
        else
            learn_pass(l);
    }
    return l;
}

static void keep(struct held_out *h, const double *margins, size_t label)
{
    size_t best = 0, k = h->k;

    if (k == 1) {
        h->items[h->n++] = (struct measure_item){margins[0], label != 0};
        return;
    }
    for (size_t o = 0; o < k; o++) {
        h->margins[h->n * k + o] = (float)margins[o];
        best = margins[o] > margins[best] ? o : best;
    }
    h->table[label * k + best]++;
    h->labels[h->n++] = (uint8_t)label;
}

static void hold_out(const struct train_source *s, int fold, struct held_out *h)
{
    struct learn *l = learn_all(s, h->k, fold);
    double margins[LEARN_OUTPUTS_MAX];
    struct features *f;
    size_t label;

    s->rewind(s->context);
    for (size_t i = 0; i < TRAIN_HELD_OUT_MAX && s->next(s->context, &f, &label); i++)
        if (is_held_out(i, fold)) {
            learn_margins(l, f, margins);
            keep(h, margins, label);
        }
    learn_free(l);
}

static struct err *count(const struct train_source *s, const char *const *names, size_t k, size_t *n)
{
    size_t seen[LEARN_OUTPUTS_MAX + 1] = {0}, label, labels = k == 1 ? 2 : k;
    struct features *f;

    s->rewind(s->context);
    for (*n = 0; s->next(s->context, &f, &label); (*n)++)
        seen[label]++;
    for (size_t i = 0; i < labels; i++)
        if (seen[i] < LEAST)
            return err_new(ERR_DATA, NULL, "%zu texts are labelled %s; give at least %d of each", seen[i],
                           k > 1    ? names[i]
                           : i == 0 ? "no"
                                    : "yes",
                           LEAST);
    return NULL;
}

/* From margins to probabilities, as far as it is the same for all outputs; and the report. */
static void calibrate(struct held_out *h, struct train_report *r, struct model_output *common)
{
    if (h->k > 1) {
        common->slope = measure_fit_classes(h->margins, h->labels, h->n, h->k);
        r->held_out_classes = measure_classes(h->table, h->k);
        return;
    }
    measure_fit(h->items, h->n, &common->slope, &common->offset);
    for (size_t i = 0; i < h->n; i++)
        h->items[i].score = common->slope * h->items[i].score + common->offset;
    curve_fit(h->items, h->n, common->bend);
    for (size_t i = 0; i < h->n; i++)
        h->items[i].score = curve_at(common->bend, h->items[i].score);
    r->held_out = measure_of(h->items, h->n, 0); /* even odds */
}

static void finish(const struct train_source *s, const char *const *names, size_t k,
                   const struct model_output *common, struct buf *model)
{
    struct model_output outputs[MODEL_OUTPUTS_MAX] = {0};
    struct learn *l = learn_all(s, k, NO_FOLD);

    for (size_t o = 0; o < k; o++) {
        size_t n = strlen(names[o]);
        outputs[o] = *common;
        outputs[o].group = k > 1;
        memcpy(outputs[o].name, names[o], n < MODEL_NAME_SIZE ? n : MODEL_NAME_SIZE - 1);
    }
    model_write(l, outputs, model);
    learn_free(l);
}

struct err *train_model(const struct train_source *source, const char *const *names, size_t n,
                        struct buf *model, struct train_report *report)
{
    struct held_out h = {.k = n};
    struct model_output common = {.slope = 1};
    struct err *e;

    *report = (struct train_report){0};
    if (n < 1 || n > LEARN_OUTPUTS_MAX)
        return err_new(ERR_DATA, NULL, "there are %zu categories; at most %d can be learned", n,
                       LEARN_OUTPUTS_MAX);
    if ((e = count(source, names, n, &report->n)) != NULL)
        return e;
    size_t rows = report->n < TRAIN_HELD_OUT_MAX ? report->n : TRAIN_HELD_OUT_MAX;
    h.items = mem_array(NULL, n == 1 ? rows : 1, sizeof *h.items);
    h.margins = mem_array(NULL, n > 1 ? rows * n : 1, sizeof *h.margins);
    h.labels = mem_array(NULL, rows, sizeof *h.labels);
    h.table = mem_zero(n * n * sizeof *h.table);
    for (int fold = 0; fold < TRAIN_FOLDS; fold++)
        hold_out(source, fold, &h);
    calibrate(&h, report, &common);
    finish(source, names, n, &common, model);
    free(h.items);
    free(h.margins);
    free(h.labels);
    free(h.table);
    return NULL;
}
