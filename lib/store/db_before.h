/* db_before: what customers had brought before, of many complaints at once: each table is read in its own order, not
 * once for each complaint at random. */
#ifndef STORE_DB_BEFORE_H
#define STORE_DB_BEFORE_H

#include "store/db_complaint.h"

struct db_before_ask {
    int64_t customer, id; /* before this complaint of theirs */
    instant since;
    bool known; /* `before` is what db_complaint_before() gives; false: ask that */
    bool all;   /* no earlier ones were left out */
    struct db_before before;
};

/* Fills in what is asked.  Not of customers who are the same one as others by a merge, nor of more than can be had
 * before the running transaction has held the store for `hold` milliseconds: what is left out is not `known`. */
struct err *db_before_many(struct db *db, struct db_before_ask *asks, size_t n, size_t most,
                           int64_t hold) ERR_CHECK;

#endif
