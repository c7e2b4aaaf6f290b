/* db_seal: returns to a regulator as they were handed in: the rows, and their hash. */
#ifndef STORE_DB_SEAL_H
#define STORE_DB_SEAL_H

#include "store/db.h"

struct db_seal {
    int64_t id; /* in the order in which they were sealed */
    int64_t seq;
    instant recorded;
    int64_t actor, profile; /* names */
    instant since, upto;    /* the period, half-open */
    struct str hash, rows;
};

/* Inside a transaction, whose seq it gets; `id`, `recorded` and `actor` are not read. */
struct err *db_seal_add(struct db *db, const struct db_seal *s) ERR_CHECK;

/* The first seal behind `after` that was there as of then; id = 0 in *out: there is none.  Texts live in the arena. */
struct err *db_seal_next(struct db *db, int64_t after, int64_t as_of, struct arena *a,
                         struct db_seal *out) ERR_CHECK;

#endif
