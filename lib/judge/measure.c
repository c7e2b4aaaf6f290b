#include "judge/measure.h"

#include <stdlib.h>

#include "judge/number.h"

enum { FIT_STEPS = 60, HALVINGS = 20, SLOPE_STEPS = 40, CLASSES_MAX = 256 };

static int by_score(const void *a, const void *b)
{
    const struct measure_item *x = a, *y = b;

    return x->score > y->score ? -1 : x->score < y->score;
}

/* Items of equal score stand together: the order among them counts for nothing. */
struct measure measure_of(struct measure_item *items, size_t n, double threshold)
{
    struct measure m = {.n = n, .auc = 0.5};
    double yes = 0, no = 0, above = 0, area = 0, named = 0, right = 0;
    size_t next;

    qsort(items, n, sizeof *items, by_score);
    for (size_t i = 0; i < n; i++)
        m.positives += items[i].yes;
    for (size_t i = 0; i < n; i = next) {
        double here = 0;
        for (next = i; next < n && items[next].score == items[i].score; next++)
            here += items[next].yes;
        double others = (double)(next - i) - here;
        above += others * (yes + here / 2);
        yes += here;
        no += others;
        area += here * yes / (yes + no);
        if (items[i].score >= threshold) {
            named = yes + no;
            right = yes;
        }
    }
    if (yes > 0 && no > 0)
        m.auc = above / (yes * no);
    if (yes > 0) {
        m.average = area / yes;
        m.recall = right / yes;
    }
    if (named > 0)
        m.precision = right / named;
    if (right > 0)
        m.f1 = 2 * right / (named + yes);
    return m;
}

struct measure_classes measure_classes(const size_t *table, size_t k)
{
    struct measure_classes m = {0};
    size_t right = 0, there = 0;
    double f1 = 0;

    for (size_t c = 0; c < k; c++) {
        size_t labelled = 0, named = 0;
        for (size_t o = 0; o < k; o++) {
            labelled += table[c * k + o];
            named += table[o * k + c];
        }
        m.n += labelled;
        right += table[c * k + c];
        if (labelled + named == 0)
            continue;
        there++;
        f1 += 2 * (double)table[c * k + c] / (double)(labelled + named);
    }
    if (m.n > 0)
        m.accuracy = (double)right / (double)m.n;
    if (there > 0)
        m.macro_f1 = f1 / (double)there;
    return m;
}

/* Gradient and curvature of the labels' likelihood. */
struct slopes {
    double ga, gb, haa, hab, hbb;
};

static struct slopes slopes_at(const struct measure_item *items, size_t n, double a, double b, double hi,
                               double lo)
{
    struct slopes s = {.haa = 1e-9, .hbb = 1e-9};

    for (size_t i = 0; i < n; i++) {
        double x = items[i].score, p = number_sigmoid(a * x + b), d = p - (items[i].yes ? hi : lo);
        double v = p * (1 - p);
        s.ga += d * x;
        s.gb += d;
        s.haa += v * x * x;
        s.hab += v * x;
        s.hbb += v;
    }
    return s;
}

static double loss_at(const struct measure_item *items, size_t n, double a, double b, double hi, double lo)
{
    double loss = 0;

    for (size_t i = 0; i < n; i++) {
        double p = number_sigmoid(a * items[i].score + b), t = items[i].yes ? hi : lo;
        loss -= t * number_log(p) + (1 - t) * number_log(1 - p);
    }
    return loss;
}

void measure_fit(const struct measure_item *items, size_t n, double *slope, double *offset)
{
    double yes = 0, a = 1, b = 0;

    for (size_t i = 0; i < n; i++)
        yes += items[i].yes;
    double no = (double)n - yes, hi = (yes + 1) / (yes + 2), lo = 1 / (no + 2);
    bool both = yes > 0 && no > 0;
    double loss = both ? loss_at(items, n, a, b, hi, lo) : 0;
    for (int i = 0; both && i < FIT_STEPS; i++) {
        struct slopes s = slopes_at(items, n, a, b, hi, lo);
        double det = s.haa * s.hbb - s.hab * s.hab, step = 1, next = loss;
        double da = (s.hbb * s.ga - s.hab * s.gb) / det, db = (s.haa * s.gb - s.hab * s.ga) / det;
        for (int halved = 0; halved < HALVINGS; halved++) {
            if ((next = loss_at(items, n, a - step * da, b - step * db, hi, lo)) < loss)
                break;
            step /= 2;
        }
        if (!(next < loss - 1e-9))
            break;
        a -= step * da;
        b -= step * db;
        loss = next;
    }
    *slope = a;
    *offset = b;
}

static double classes_loss(const float *margins, const uint8_t *labels, size_t n, size_t k, double slope)
{
    double p[CLASSES_MAX], loss = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < k; o++)
            p[o] = slope * (double)margins[i * k + o];
        number_softmax(p, k, p);
        loss -= number_log(p[labels[i]]);
    }
    return loss;
}

/* The loss has one valley: a search by thirds. */
double measure_fit_classes(const float *margins, const uint8_t *labels, size_t n, size_t k)
{
    double lo = 0.05, hi = 5;

    for (int i = 0; n > 0 && k <= CLASSES_MAX && i < SLOPE_STEPS; i++) {
        double a = lo + (hi - lo) / 3, b = hi - (hi - lo) / 3;
        if (classes_loss(margins, labels, n, k, a) < classes_loss(margins, labels, n, k, b))
            hi = b;
        else
            lo = a;
    }
    return n > 0 && k <= CLASSES_MAX ? (lo + hi) / 2 : 1;
}
