/* measure: how well scores agree with labels. */
#ifndef JUDGE_MEASURE_H
#define JUDGE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct measure_item {
    double score;
    bool yes;
};

struct measure {
    size_t n, positives;
    /* A text with the label stands above one without: .5 is chance, ties count half; .5 when either is missing. */
    double auc;
    double average; /* average precision: over the recall of each threshold; 0 without positives */
    double f1;      /* at a score of `threshold`; 0 without hits */
    double precision, recall;
};

/* Sorts the items. */
struct measure measure_of(struct measure_item *items, size_t n, double threshold);

/* Of classes: how often the right one was named, and the mean of each class's F1 (classes that neither stand among the
 * labels nor were named are left out). */
struct measure_classes {
    size_t n;
    double accuracy, macro_f1;
};

/* `table` holds, for each of k labels, how often each of k classes was named: [label x k + named]. */
struct measure_classes measure_classes(const size_t *table, size_t k);

/* Slope and offset that make sigmoid(slope x score + offset) a probability: most likely given the labels, which are
 * taken as a little less than certain (Platt 1999; Newton's method as Lin, Lin, Weng 2007).  1 and 0 when a label is
 * missing. */
void measure_fit(const struct measure_item *items, size_t n, double *slope, double *offset);

/* The slope that makes softmax(slope x margins) probabilities; `margins` are n rows of k. */
double measure_fit_classes(const float *margins, const uint8_t *labels, size_t n, size_t k);

#endif
