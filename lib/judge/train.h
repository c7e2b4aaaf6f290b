/* train: from labelled texts to a model: what `cust-triage train` does, without files.
 *
 * The examples are gone through several times: once to count, LEARN_EPOCHS times to learn; and the same for each of
 * TRAIN_FOLDS parts that is held out while the others teach.  What the held-out parts get gives the model its
 * probabilities and the report its figures, so these are of texts that had not been seen.
 */
#ifndef JUDGE_TRAIN_H
#define JUDGE_TRAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "judge/feature.h"
#include "judge/measure.h"

enum {
    TRAIN_FOLDS = 4,
    TRAIN_HELD_OUT_MAX = 65536 /* texts that probabilities are taken from: the first */
};

/* Gives the examples, again and again in the same order.  `next` gives false at the end and after an error, which
 * `rewind` and the caller find where they kept it. */
struct train_source {
    bool (*next)(void *context, struct features **f, size_t *label);
    void (*rewind)(void *context);
    void *context;
};

struct train_report {
    size_t n;
    struct measure held_out;                 /* yes or no */
    struct measure_classes held_out_classes; /* classes */
};

/* Appends the model's bytes.  One name: yes or no.  Several: classes, which label is their place.  ERR_DATA when there
 * are too few examples: two of each label are needed. */
struct err *train_model(const struct train_source *source, const char *const *names, size_t n,
                        struct buf *model, struct train_report *report) ERR_CHECK;

#endif
