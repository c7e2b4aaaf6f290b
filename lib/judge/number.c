#include "judge/number.h"

#include <stdint.h>
#include <string.h>

#define LN2 0.69314718055994530942

enum { EXP_MOST = 700, EXP_TERMS = 13, LOG_TERMS = 20 };

/* 2^n, for the n of a normal number. */
static double power_of_two(int n)
{
    uint64_t bits = (uint64_t)(n + 1023) << 52;
    double d;

    memcpy(&d, &bits, sizeof d);
    return d;
}

double number_exp(double x)
{
    double sum = 1, term = 1;

    if (!(x < EXP_MOST))
        x = EXP_MOST;
    if (x < -EXP_MOST)
        x = -EXP_MOST;
    int n = (int)(x / LN2 + (x < 0 ? -0.5 : 0.5));
    double rest = x - n * LN2;
    for (int i = 1; i <= EXP_TERMS; i++) {
        term = term * rest / i;
        sum += term;
    }
    return sum * power_of_two(n);
}

double number_log(double x)
{
    int n = 0;

    if (!(x > 1e-300))
        x = 1e-300;
    while (x >= 1.5) {
        x /= 2;
        n++;
    }
    while (x < 0.75) {
        x *= 2;
        n--;
    }
    double z = (x - 1) / (x + 1), square = z * z, term = z, sum = 0;
    for (int i = 0; i < LOG_TERMS; i++) {
        sum += term / (2 * i + 1);
        term *= square;
    }
    return n * LN2 + 2 * sum;
}

double number_sigmoid(double x)
{
    return 1 / (1 + number_exp(-x));
}

void number_softmax(const double *margins, size_t n, double *p)
{
    double most = margins[0], sum = 0;

    for (size_t i = 1; i < n; i++)
        most = margins[i] > most ? margins[i] : most;
    for (size_t i = 0; i < n; i++) {
        p[i] = number_exp(margins[i] - most);
        sum += p[i];
    }
    for (size_t i = 0; i < n; i++)
        p[i] /= sum;
}
