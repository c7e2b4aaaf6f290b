/* db_bits: a set of record numbers, one bit each: 125 kB for a million complaints, however many of them are in it. */
#ifndef STORE_DB_BITS_H
#define STORE_DB_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db_bits {
    uint64_t *w;
    size_t n; /* words of 64 */
    size_t count;
};

/* Numbers are from 0 to 2^32; others are never in the set (a store numbers from 1, without gaps). */
void db_bits_add(struct db_bits *b, int64_t id);
void db_bits_remove(struct db_bits *b, int64_t id);
bool db_bits_has(const struct db_bits *b, int64_t id);
/* Leaves in `b` what is in both. */
void db_bits_keep(struct db_bits *b, const struct db_bits *other);
/* The next number at or behind `from`; -1 when there is none. */
int64_t db_bits_next(const struct db_bits *b, int64_t from);
void db_bits_free(struct db_bits *b);

#endif
