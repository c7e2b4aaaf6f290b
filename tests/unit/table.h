/* table: golden tables for tests: TAB-separated rows, "#" begins a comment line; and numbers for property tests.
 * Every function here is static, so that a test is one file. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_COLUMNS = 8, TABLE_LINE = 4096 };

struct table {
    FILE *file;
    const char *path;
    int line, rows;
    char text[TABLE_LINE];
    char *cell[TABLE_COLUMNS];
};

/* Tests run at the top of the checkout. */
static inline struct table table_open(const char *path)
{
    struct table t = {.file = fopen(path, "r"), .path = path};

    if (t.file == NULL) {
        fprintf(stderr, "cannot open %s; run the tests at the top of the checkout\n", path);
        abort();
    }
    return t;
}

/* The next row with exactly n cells; 0 at the end. */
static inline int table_next(struct table *t, int n)
{
    while (fgets(t->text, sizeof t->text, t->file) != NULL) {
        t->line++;
        t->text[strcspn(t->text, "\n")] = '\0';
        if (t->text[0] == '#' || t->text[0] == '\0')
            continue;
        int found = 0;
        for (char *p = t->text; p != NULL && found < TABLE_COLUMNS; found++) {
            t->cell[found] = p;
            p = strchr(p, '\t');
            if (p != NULL)
                *p++ = '\0';
        }
        if (found != n) {
            fprintf(stderr, "%s:%d: %d cells, not %d\n", t->path, t->line, found, n);
            abort();
        }
        t->rows++;
        return 1;
    }
    fclose(t->file);
    return 0;
}

/* xorshift64*: the same numbers in every run. */
static inline uint64_t table_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

static inline int64_t table_between(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(table_random(state) % ((uint64_t)(hi - lo) + 1));
}

#endif
