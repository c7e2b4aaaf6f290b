#include "judge/curve.h"

#include <string.h>

#include "judge/number.h"

/* Found by cross-validation within the training folds of three sets of texts; half or three times as much of either
 * gives nearly the same. */
#define STRAIGHT 0.5   /* how much a knot is held where it is: 0.25 is as much as one text at even odds */
#define SMOOTH 2.0     /* and by its neighbours */
#define LEAST_RISE 0.1 /* from one knot to the next */

enum { MIDDLE = CURVE_KNOTS / 2, ROUNDS = 60, LEAST = 50 };

/* The knot below, and how far the way to the next one is gone. */
static double place_of(double odds, int *knot)
{
    double at = odds + MIDDLE;

    if (!(at > 0)) {
        *knot = 0;
        return 0;
    }
    if (at >= CURVE_KNOTS - 1) {
        *knot = CURVE_KNOTS - 2;
        return 1;
    }
    *knot = (int)at;
    return at - *knot;
}

double curve_at(const double bend[CURVE_KNOTS], double odds)
{
    int knot;
    double share = place_of(odds, &knot);

    return odds + bend[knot] * (1 - share) + bend[knot + 1] * share;
}

bool curve_rises(const double bend[CURVE_KNOTS])
{
    for (int k = 1; k < CURVE_KNOTS; k++)
        if (!(bend[k] - bend[k - 1] > -1))
            return false;
    return true;
}

/* How far each knot is from where its texts want it, and how firmly they do. */
struct pull {
    double away[CURVE_KNOTS], weight[CURVE_KNOTS];
};

static void pull_texts(const struct measure_item *items, size_t n, const double *bend, struct pull *p)
{
    for (size_t i = 0; i < n; i++) {
        int knot;
        double share = place_of(items[i].score, &knot);
        double said = number_sigmoid(curve_at(bend, items[i].score)), error = items[i].yes - said;
        double v = said * (1 - said);
        p->away[knot] += error * (1 - share);
        p->away[knot + 1] += error * share;
        p->weight[knot] += v * (1 - share);
        p->weight[knot + 1] += v * share;
    }
}

static void pull_straight(const double *bend, struct pull *p)
{
    for (int k = 0; k < CURVE_KNOTS; k++) {
        p->away[k] -= STRAIGHT * bend[k];
        p->weight[k] += STRAIGHT;
        for (int near = k - 1; near <= k + 1; near += 2)
            if (near >= 0 && near < CURVE_KNOTS) {
                p->away[k] -= SMOOTH * (bend[k] - bend[near]);
                p->weight[k] += 2 * SMOOTH;
            }
    }
}

/* The nearest curve that rises: knots that do not are brought to their mean (pool adjacent violators).  What is pooled
 * is the curve less its least rise. */
static void make_rise(double *bend, const double *weight)
{
    double mean[CURVE_KNOTS], sum[CURVE_KNOTS];
    int last[CURVE_KNOTS], n = 0, k = 0;

    for (int i = 0; i < CURVE_KNOTS; i++, n++) {
        mean[n] = bend[i] + (1 - LEAST_RISE) * (i - MIDDLE);
        sum[n] = weight[i];
        last[n] = i;
        for (; n > 0 && mean[n - 1] > mean[n]; n--) {
            mean[n - 1] = (mean[n - 1] * sum[n - 1] + mean[n] * sum[n]) / (sum[n - 1] + sum[n]);
            sum[n - 1] += sum[n];
            last[n - 1] = last[n];
        }
    }
    for (int i = 0; i < n; i++)
        for (; k <= last[i]; k++)
            bend[k] = mean[i] - (1 - LEAST_RISE) * (k - MIDDLE);
}

/* Each round goes no further than is sure to be better: a knot's weight counts what its neighbours share with it as its
 * own, which is the most that the curvature can be. */
void curve_fit(const struct measure_item *items, size_t n, double bend[CURVE_KNOTS])
{
    size_t yes = 0;

    memset(bend, 0, CURVE_KNOTS * sizeof *bend);
    for (size_t i = 0; i < n; i++)
        yes += items[i].yes;
    if (yes < LEAST || n - yes < LEAST)
        return;
    for (int round = 0; round < ROUNDS; round++) {
        struct pull p = {{0}, {0}};
        pull_texts(items, n, bend, &p);
        pull_straight(bend, &p);
        for (int k = 0; k < CURVE_KNOTS; k++)
            bend[k] += p.away[k] / p.weight[k];
        make_rise(bend, p.weight);
    }
}
