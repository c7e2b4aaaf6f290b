/* curve: makes log odds hold what they promise.
 *
 * A straight line from margins to log odds (measure_fit) suits neither end of what a model says: labels are people's and
 * not always right, so that the surest texts are right less often than the line says, and what is lost there it makes up
 * in the middle.  A curve moves log odds by an amount of its own at each of CURVE_KNOTS places and between them in
 * proportion; before the first and behind the last by as much as there.  It rises everywhere, so the order of texts stays.
 */
#ifndef JUDGE_CURVE_H
#define JUDGE_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/measure.h"

enum { CURVE_KNOTS = 13 }; /* at log odds of -6, -5, ... 6 */

/* `bend` is how much log odds are moved at each knot. */
double curve_at(const double bend[CURVE_KNOTS], double odds);

/* Whether a higher number always becomes a higher one. */
bool curve_rises(const double bend[CURVE_KNOTS]);

/* The likeliest curve given labels; the items' scores are log odds.  It is taken to be straight as far as the labels do
 * not say otherwise: where there are few of them, or where the odds are right as they are, it moves little; with fewer
 * than fifty of either label it stays straight. */
void curve_fit(const struct measure_item *items, size_t n, double bend[CURVE_KNOTS]);

#endif
