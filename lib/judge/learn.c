#include "judge/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/number.h"

/* Found by cross-validation within the training folds of eight sets of texts. */
#define RATE 0.8         /* of a step with pace 1 in the first pass */
#define RATE_KEEP 0.7    /* what each pass leaves of it */
#define LEAST_SQUARE 0.2 /* under the root of AdaGrad's step: keeps the first ones small */
#define DOUBT 3.0        /* texts that every feature is taken to have stood in, with the label and without */
#define START 0.05       /* of the ratio's logarithm: where a weight starts */
#define PACE_LEAST 0.02
#define PACE_MOST 8.0
#define BIAS_SHARE 0.3  /* what the bias learns of an error */
#define INPUT_SHARE 0.5 /* and what the inputs that are no words do */

struct learn *learn_new(size_t outputs)
{
    struct learn *l = mem_zero(sizeof *l);
    size_t n = FEATURE_BUCKETS * outputs;

    l->outputs = outputs;
    l->rate = RATE;
    l->weight = mem_zero(n * sizeof *l->weight);
    l->square = mem_zero(n * sizeof *l->square);
    l->pace = mem_zero(n * sizeof *l->pace);
    l->with = mem_zero(n * sizeof *l->with);
    l->count = mem_zero(FEATURE_BUCKETS * sizeof *l->count);
    return l;
}

void learn_free(struct learn *l)
{
    if (l == NULL)
        return;
    free(l->weight);
    free(l->square);
    free(l->pace);
    free(l->with);
    free(l->count);
    free(l);
}

/* What a feature of the text is worth. */
static double value_of(const struct features *f)
{
    return f->n > 0 ? 1 / sqrt((double)f->n) : 0;
}

void learn_count(struct learn *l, const struct features *f, size_t label)
{
    size_t k = l->outputs, o = k == 1 ? 0 : label;
    uint32_t one = k == 1 ? (uint32_t)label : 1;

    for (size_t i = 0; i < f->n; i++) {
        l->count[f->bucket[i]]++;
        l->with[f->bucket[i] * k + o] += one;
    }
    l->all += (double)f->n;
    l->labelled[o] += (double)f->n * one;
}

/* How differently a feature stands in texts with the label and without. */
static double ratio_of(const struct learn *l, size_t bucket, size_t o)
{
    double with = l->with[bucket * l->outputs + o], without = l->count[bucket] - with;
    double yes = (with + DOUBT) / (l->labelled[o] + DOUBT);
    double no = (without + DOUBT) / (l->all - l->labelled[o] + DOUBT);

    return number_log(yes / no);
}

/* Clear differences count more than in proportion. */
static float pace_of(double ratio)
{
    double pace = ratio < 0 ? -ratio : ratio;

    pace *= sqrt(pace);
    return (float)((pace > PACE_MOST ? PACE_MOST : pace) + PACE_LEAST);
}

void learn_start(struct learn *l)
{
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        for (size_t o = 0; o < l->outputs && l->count[b] > 0; o++) {
            double ratio = ratio_of(l, b, o);
            l->pace[b * l->outputs + o] = pace_of(ratio);
            l->weight[b * l->outputs + o] = (float)(START * ratio);
        }
}

void learn_pass(struct learn *l)
{
    l->rate *= RATE_KEEP;
}

void learn_margins(const struct learn *l, const struct features *f, double *margins)
{
    size_t k = l->outputs;
    double value = value_of(f);

    for (size_t o = 0; o < k; o++)
        margins[o] = 0;
    for (size_t i = 0; i < f->n; i++) {
        const float *w = l->weight + f->bucket[i] * k;
        for (size_t o = 0; o < k; o++)
            margins[o] += (double)w[o];
    }
    for (size_t o = 0; o < k; o++) {
        margins[o] = margins[o] * value + l->bias[o];
        for (int r = 0; r < FEATURE_INPUTS; r++)
            margins[o] += l->input[o][r] * f->input[r] / 1000;
    }
}

/* AdaGrad's step of a weight that is no word's. */
static void step(double rate, double *weight, double *square, double gradient)
{
    *square += gradient * gradient;
    *weight -= rate * gradient / sqrt(*square + LEAST_SQUARE);
}

static void step_few(struct learn *l, const struct features *f, size_t o, double error)
{
    step(l->rate, &l->bias[o], &l->bias_square[o], error * BIAS_SHARE);
    for (int r = 0; r < FEATURE_INPUTS; r++)
        if (f->input[r] != 0)
            step(l->rate, &l->input[o][r], &l->input_square[o][r], error * INPUT_SHARE * f->input[r] / 1000);
}

static void step_words(struct learn *l, const struct features *f, const double *error)
{
    size_t k = l->outputs;
    float gradient[LEARN_OUTPUTS_MAX];
    double value = value_of(f);

    for (size_t o = 0; o < k; o++)
        gradient[o] = (float)(error[o] * value);
    for (size_t i = 0; i < f->n; i++) {
        size_t at = f->bucket[i] * k;
        for (size_t o = 0; o < k; o++) {
            float *square = &l->square[at + o];
            *square += gradient[o] * gradient[o];
            l->weight[at + o] -=
                (float)l->rate * l->pace[at + o] * gradient[o] / sqrtf(*square + (float)LEAST_SQUARE);
        }
    }
}

void learn_update(struct learn *l, const struct features *f, size_t label)
{
    double error[LEARN_OUTPUTS_MAX] = {0}, margins[LEARN_OUTPUTS_MAX];

    learn_margins(l, f, margins);
    if (l->outputs == 1) {
        error[0] = number_sigmoid(margins[0]) - (double)label;
    } else {
        number_softmax(margins, l->outputs, error);
        error[label] -= 1;
    }
    for (size_t o = 0; o < l->outputs; o++)
        step_few(l, f, o, error[o]);
    step_words(l, f, error);
}
