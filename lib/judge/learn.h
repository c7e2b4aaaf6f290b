/* learn: a linear model that learns from one labelled text after the other.
 *
 * Logistic regression: one output for a yes or no, or softmax over several classes.  Every feature of a text has the
 * value 1/sqrt(their number), so that long texts do not outweigh short ones; a rule's strength and the length have their own, 0 to 1.
 * Each example moves the weights once, by AdaGrad (Duchi, Hazan, Singer 2011): the step of a weight shrinks as its
 * gradients add up, so that rare features still learn when common ones have settled.  How far a step goes at most is a
 * feature's pace: how differently it stands in texts with the label and without, as the logarithm of the ratio (Wang,
 * Manning 2012).  A word as common in both hardly learns.
 *
 * Two ways to use it.  Many examples at hand: learn_count() for each, then learn_update() for each, a few times over.
 * One correction at a time: learn_count() and learn_update() together.
 *
 * Equal examples in equal order give equal bytes, with every compiler and machine that has IEEE 754 arithmetic and
 * fuses no operations (-ffp-contract=off): nothing here calls a function whose last bit may differ, and all sums have
 * one order.
 */
#ifndef JUDGE_LEARN_H
#define JUDGE_LEARN_H

#include <stddef.h>
#include <stdint.h>

#include "judge/feature.h"

enum { LEARN_OUTPUTS_MAX = 64 };

/* How often all examples are gone through when they are all at hand. */
enum { LEARN_EPOCHS = 4 };

struct learn {
    size_t outputs; /* 1: yes or no */
    double bias[LEARN_OUTPUTS_MAX];
    double input[LEARN_OUTPUTS_MAX][FEATURE_INPUTS];
    float *weight; /* [bucket x outputs + output] */

    /* The learner's own. */
    float *square;                           /* sums of squared gradients */
    float *pace;                             /* 0: to be worked out from the counts */
    uint32_t *count;                         /* in how many texts a bucket stands */
    uint32_t *with;                          /* in how many of them with the label */
    double all, labelled[LEARN_OUTPUTS_MAX]; /* their sums */
    double bias_square[LEARN_OUTPUTS_MAX], input_square[LEARN_OUTPUTS_MAX][FEATURE_INPUTS];
};

/* `outputs` is 1, or the number of classes, 2 to LEARN_OUTPUTS_MAX. */
struct learn *learn_new(size_t outputs);
void learn_free(struct learn *l);

/* `label` is 0 or 1; with classes, which one. */
void learn_count(struct learn *l, const struct features *f, size_t label);
void learn_update(struct learn *l, const struct features *f, size_t label);

/* The margin of each output: above 0 speaks for it. */
void learn_margins(const struct learn *l, const struct features *f, double *margins);

#endif
