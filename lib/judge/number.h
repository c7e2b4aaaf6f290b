/* number: the few mathematical functions that the model needs, with the same bits on every machine and in every C
 * library.  Good to about 1e-14, relatively. */
#ifndef JUDGE_NUMBER_H
#define JUDGE_NUMBER_H

#include <stddef.h>

double number_exp(double x);     /* x outside -700..700 is taken as the nearest */
double number_log(double x);     /* x of 1e-300 and less is taken as 1e-300 */
double number_sigmoid(double x); /* 1 / (1 + e^-x) */

/* e^margin, divided by their sum; n of 1 or more.  p may be margins. */
void number_softmax(const double *margins, size_t n, double *p);

#endif
