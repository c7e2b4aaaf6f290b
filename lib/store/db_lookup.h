/* db_lookup: what a query's words mean in this store: whose texts hold them, which customers are called so.
 *
 * Each is read in pieces under short locks, whatever their number.
 */
#ifndef STORE_DB_LOOKUP_H
#define STORE_DB_LOOKUP_H

#include "store/db.h"
#include "store/db_bits.h"

/* The complaints in whose words, or in those of one that was merged into them, the phrase stands (prefix: whose last word
 * begins so), as of then. */
struct err *db_lookup_text(struct db *db, struct str phrase, bool prefix, int64_t as_of,
                           struct db_bits *out) ERR_CHECK;

/* The complaints with an option that waited for approval when it was offered, as of then: db_approval_waits() tells of
 * each whether it still does. */
struct err *db_lookup_approval(struct db *db, int64_t as_of, struct db_bits *out) ERR_CHECK;

/* A customer and all who are the same one by a merge, as of then. */
struct err *db_lookup_customer(struct db *db, int64_t id, int64_t as_of, struct db_bits *out) ERR_CHECK;

/* The customers of whose names and addresses each word of `part` begins a word, as of then, with all who are the same. */
struct err *db_lookup_customers(struct db *db, struct str part, int64_t as_of, struct db_bits *out) ERR_CHECK;

#endif
