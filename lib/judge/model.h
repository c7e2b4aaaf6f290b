/* model: a learned model as bytes, and what it says of a text.
 *
 * A model has one or more outputs: signals that stand alone (yes or no), and classes of which one is right (a group).
 * Its bytes are read where they lie, so a model in the program's constant data costs nothing to have.
 *
 *   bytes 0..7    "cust-mdl"
 *   8, 12         version (3); number of outputs, 1 to MODEL_OUTPUTS_MAX
 *   16            weights from one bucket to the next: the number of outputs, or more to line them up; the rest is 0
 *   20            0
 *   24..31        checksum of all other bytes
 *   then each output, 248 bytes: name (32, NUL behind it); 0 or the number of its group (8); scale of its weights,
 *                 bias, slope, offset (8 each); FEATURE_INPUTS weights of the other inputs (8 each); the
 *                 CURVE_KNOTS bends of its curve (8 each; curve.h)
 *   then the weights: FEATURE_BUCKETS rows of signed bytes
 *
 * Numbers are little-endian, of four or eight bytes; those with fractions are IEEE 754 binary64.  margin = scale x sum of
 * weights / sqrt(number of features) + bias + other inputs; an output alone has the probability sigmoid(curve(slope x
 * margin + offset)), those of a group softmax(slope x margin).  Slope, offset (Platt 1999) and curve come from texts that
 * were held out, so a probability of 0.8 is right about 8 times in 10 with texts like those that it learned from.
 */
#ifndef JUDGE_MODEL_H
#define JUDGE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "judge/curve.h"
#include "judge/feature.h"
#include "judge/learn.h"

enum { MODEL_OUTPUTS_MAX = LEARN_OUTPUTS_MAX, MODEL_NAME_SIZE = 32 };

struct model_output {
    char name[MODEL_NAME_SIZE];
    uint32_t group; /* 0: stands alone */
    double scale, bias, slope, offset, input[FEATURE_INPUTS], bend[CURVE_KNOTS];
};

struct model {
    size_t n, stride;
    const int8_t *weights;
    struct model_output output[MODEL_OUTPUTS_MAX];
};

/* Reads a model where it lies; the bytes must outlive it.  ERR_DATA for what is no model, of another version, damaged or
 * cut.  `checked` leaves the checksum out: for bytes that came with the program. */
struct err *model_open(struct str bytes, bool checked, struct model *out) ERR_CHECK;

/* The place of an output by name, alone or in a group; -1 when there is none. */
int model_find(const struct model *m, const char *name);

/* Probabilities of all outputs, m->n of them. */
void model_judge(const struct model *m, const struct features *f, double *p);

/* The stretch of at most four words that spoke most for an output; false when nothing did. */
struct model_reason {
    uint32_t off, len; /* bytes of the text */
};
bool model_reason(const struct model *m, size_t output, const struct features *f, struct model_reason *out);

/* Appends what was learned as a model's bytes.  `outputs` gives names, groups, slopes, offsets and
 * curves. */
void model_write(const struct learn *l, const struct model_output *outputs, struct buf *out);

/* Appends one model that has the outputs of several, in order, for the price of one pass.  Group numbers are made to
 * differ.  ERR_DATA when they are too many. */
struct err *model_join(const struct model *const *models, size_t n, struct buf *out) ERR_CHECK;

#endif
