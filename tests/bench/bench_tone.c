/* bench_tone: how well the tone check tells rude from polite, and how fast it reads.  Prints; it judges nothing.
 *
 *   bench_tone [train|test]      from the checkout's top; the data lies in ../shared/data/triage/politeness.tsv
 *
 * AUC: the chance that a rude text scores above a polite one; .5 is chance, ties count half. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "policy/answers.h"

#define DATA "../shared/data/triage/politeness.tsv"

enum { COLUMNS = 6, FOLD = 1, LABEL = 2, TEXT = 5, FILE_MAX_BYTES = 64 << 20 };

struct scored {
    int score;
    bool rude;
};

static int by_score(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;

    return (x->score > y->score) - (x->score < y->score);
}

static double auc(struct scored *s, size_t n)
{
    double rude = 0, polite = 0, rank = 0;

    qsort(s, n, sizeof *s, by_score);
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && s[j].score == s[i].score)
            j++;
        for (size_t k = i; k < j; k++) {
            if (s[k].rude) {
                rank += ((double)i + (double)j + 1) / 2;
                rude++;
            } else
                polite++;
        }
        i = j;
    }
    return rude > 0 && polite > 0 ? (rank - rude * (rude + 1) / 2) / (rude * polite) : 0;
}

static size_t read_all(struct str file, const struct tone *t, const char *fold, struct scored **out,
                       size_t *bytes)
{
    struct str line;
    size_t n = 0, cap = 0;

    *out = NULL;
    while (str_cut(&file, '\n', &line)) {
        struct str cell[COLUMNS];
        size_t k = 0;
        while (k < COLUMNS && str_cut(&line, '\t', &cell[k]))
            k++;
        bool rude = k == COLUMNS && str_is(cell[LABEL], "rude");
        if (k < COLUMNS || (!rude && !str_is(cell[LABEL], "polite")) ||
            (fold != NULL && !str_is(cell[FOLD], fold)))
            continue;
        *out = mem_grow(*out, &cap, n + 1, sizeof **out);
        (*out)[n++] = (struct scored){tone_rudeness(t, cell[TEXT]), rude};
        *bytes += cell[TEXT].n;
    }
    return n;
}

int main(int argc, char **argv)
{
    const struct policy_place here = {NULL, NULL};
    struct arena *a = arena_new();
    struct buf file = {0};
    struct policy *p;
    struct tone *t;
    struct scored *s;
    size_t bytes = 0;
    struct err *e = buf_read_file(&file, DATA, FILE_MAX_BYTES);

    if (e != NULL) {
        printf("tone: skipped, " DATA " is not here\n");
        err_free(e);
        return 0;
    }
    e = policy_default(&here, &p);
    if (e == NULL)
        e = answers_tone(p, a, &t);
    if (e != NULL) {
        fprintf(stderr, "bench_tone: %s\n", e->text);
        return 1;
    }
    clock_t start = clock();
    size_t n = read_all(buf_str(&file), t, argc > 1 ? argv[1] : NULL, &s, &bytes);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("tone: rude against polite, AUC %.3f over %zu texts, %.1f MB/s\n", auc(s, n), n,
           (double)bytes / 1e6 / seconds);
    free(s);
    tone_free(t);
    policy_free(p);
    arena_free(a);
    buf_free(&file);
    return 0;
}
