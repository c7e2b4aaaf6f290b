/* db_quantile: medians and percentiles of any number of durations in little memory.
 *
 * Up to QUANTILE_EXACT values are kept and sorted.  Beyond that they are counted in classes of one part in 256 of
 * their size, so an answer is at most 0.4 % off; 120 kB then.
 */
#ifndef STORE_DB_QUANTILE_H
#define STORE_DB_QUANTILE_H

#include <stdint.h>

enum { QUANTILE_EXACT = 4096 };

struct db_quantile {
    int64_t n;
    int64_t *values;  /* while there are few */
    int64_t *classes; /* when there are many */
};

void db_quantile_add(struct db_quantile *q, int64_t value); /* below 0 counts as 0 */
/* The value that `percent` of a hundred do not exceed (the nearest rank); 0 when there is none. */
int64_t db_quantile_get(struct db_quantile *q, int percent);
void db_quantile_free(struct db_quantile *q);

#endif
