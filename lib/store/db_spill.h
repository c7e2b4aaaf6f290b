/* db_spill: rows of counters that became too many for memory: parts of them in, their sums out, in an order.
 *
 * They lie in a private file of SQLite's that nobody else sees and that is gone with the process (in SQLITE_TMPDIR,
 * TMPDIR, /var/tmp, /usr/tmp or /tmp); memory is a fixed few MB.  Numbers only: no words leave the store.
 */
#ifndef STORE_DB_SPILL_H
#define STORE_DB_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { DB_SPILL_WIDTH = 32 }; /* counters of a row, at most */

struct db_spill;

/* The caller frees it.  The file is made by the first row. */
struct db_spill *db_spill_new(size_t width);
void db_spill_free(struct db_spill *s);

/* A part of the row with this key: its counters are added to those of the others. */
struct err *db_spill_add(struct db_spill *s, int64_t key, const uint32_t *n) ERR_CHECK;

/* No more comes.  Rows whose counters in the columns `any` (a bit each, from the lowest; 0: no matter) are all 0 are left
 * out; the others come with the greatest in the column `sort` first (-1: in no such order), those alike by key. */
struct err *db_spill_sort(struct db_spill *s, uint64_t any, int sort, size_t *rows) ERR_CHECK;

/* Then: row i, from 0; quick in any order. */
struct err *db_spill_row(struct db_spill *s, size_t i, int64_t *key, uint32_t *n) ERR_CHECK;

#endif
