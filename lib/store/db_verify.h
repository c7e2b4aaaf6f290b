/* db_verify: whether the file itself is whole.  That the histories agree with the rows is for the desk to replay. */
#ifndef STORE_DB_VERIFY_H
#define STORE_DB_VERIFY_H

#include "store/db.h"

struct db_verify_finding {
    struct str what; /* one line */
    struct db_verify_finding *next;
};

struct db_verify {
    struct db_verify_finding *first; /* NULL: all is well */
    size_t n;                        /* at most DB_VERIFY_MAX are kept */
    int64_t held_ms;                 /* how long writers could have had to wait */
};

enum { DB_VERIFY_MAX = 20 };

/* Checks pages and indexes (integrity_check), references between tables, and full text against the words.  Writers
 * wait meanwhile: a few seconds at a million complaints.  Works on a store opened in either mode; findings live in
 * the arena.  An error is only what kept it from looking. */
struct err *db_verify_file(struct db *db, struct arena *a, struct db_verify *out) ERR_CHECK;

#endif
