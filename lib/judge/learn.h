/* learn: a linear model that learns from labelled texts that are all at hand.
 *
 * Logistic regression: one output for a yes or no, or softmax over several classes.  Every feature of a text has the
 * value 1/sqrt(their number), so that long texts do not outweigh short ones; a rule's strength and the length have their
 * own, 0 to 1.  Each example moves the weights once a pass, by AdaGrad (Duchi, Hazan, Singer 2011): the step of a weight
 * shrinks as its gradients add up, so that rare features still learn when common ones have settled.  How far a step goes
 * at most is a feature's pace: how differently it stands in texts with the label and without, as the logarithm of the
 * ratio (Wang, Manning 2012), whose sign and size a weight also starts with in small.  A word as common in both hardly
 * learns.
 *
 * In this order: learn_count() for each text, learn_start(), then LEARN_EPOCHS times learn_update() for each text and
 * learn_pass().  One correction at a time is taught.h.
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
enum { LEARN_EPOCHS = 6 };

struct learn {
    size_t outputs; /* 1: yes or no */
    double bias[LEARN_OUTPUTS_MAX];
    double input[LEARN_OUTPUTS_MAX][FEATURE_INPUTS];
    float *weight; /* [bucket x outputs + output] */

    /* The learner's own. */
    float *square;                           /* sums of squared gradients */
    float *pace;                             /* from the counts */
    double rate;                             /* of a step with pace 1; falls from pass to pass */
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
void learn_start(struct learn *l); /* after the counting */
void learn_update(struct learn *l, const struct features *f, size_t label);
void learn_pass(struct learn *l); /* after each pass */

/* The margin of each output: above 0 speaks for it. */
void learn_margins(const struct learn *l, const struct features *f, double *margins);

#endif
