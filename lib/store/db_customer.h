/* db_customer: who they are and how they are found. */
#ifndef STORE_DB_CUSTOMER_H
#define STORE_DB_CUSTOMER_H

#include "base/buf.h"
#include "store/db.h"

struct db_customer {
    int64_t id, seq;
    int64_t name; /* words */
    uint32_t events, followups;
    int64_t into; /* merged: now known as this one; 0 */
    bool erased;
};

struct db_address {
    int kind; /* enum address_kind, or -1: the name */
    struct str text;
};

/* By exact address or whole name, folded (addresses: case; phones: digits and a leading +).  Gives up to `max`
 * numbers, and how many there are.  One who was merged is found as the one that they are now. */
struct err *db_customer_find(struct db *db, int kind, struct str text, int64_t *ids, size_t max,
                             size_t *n) ERR_CHECK;
/* As the store knew them then. */
struct err *db_customer_find_then(struct db *db, int kind, struct str text, int64_t as_of, int64_t *ids,
                                  size_t max, size_t *n) ERR_CHECK;

/* For people who type: each word of `part` must begin a word of the customer's name or addresses ("acm" finds Acme
 * Ltd and mail@acme.example); accents do not count, but where a store of before kept them.  Ordered by number of open
 * complaints, then newest.  At most DB_CUSTOMER_SEARCH_MAX are looked at; *n is at most that. */
enum { DB_CUSTOMER_SEARCH_MAX = 1000 };
struct err *db_customer_search(struct db *db, struct str part, int64_t *ids, size_t max, size_t *n) ERR_CHECK;
/* As the store knew them then, the newest first. */
struct err *db_customer_search_then(struct db *db, struct str part, int64_t as_of, int64_t *ids, size_t max,
                                    size_t *n) ERR_CHECK;

struct err *db_customer_get(struct db *db, int64_t id, struct db_customer *c) ERR_CHECK; /* ERR_NOINPUT */
struct err *db_customer_add(struct db *db, int64_t seq, int64_t *id) ERR_CHECK;          /* a bare one */
struct err *db_customer_next(struct db *db, int64_t *id) ERR_CHECK; /* the number for db_customer_new() */
struct err *db_customer_new(struct db *db, const struct db_customer *c) ERR_CHECK;
struct err *db_customer_set(struct db *db, const struct db_customer *c) ERR_CHECK;

/* The numbers, behind `after`, of those who were erased, in their order; *n is 0 behind the last. */
struct err *db_customer_erased(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n) ERR_CHECK;

/* An address (or, kind -1, the name) is known under `words` from now on.  Inside a transaction, as all that write. */
struct err *db_customer_address(struct db *db, int64_t id, int kind, struct str text,
                                int64_t words) ERR_CHECK;
/* Theirs and those of all who are the same one by a merge: of the one who stayed first. */
struct err *db_customer_addresses(struct db *db, int64_t id, struct arena *a, struct db_address **out,
                                  size_t *n) ERR_CHECK;

/* How a folded key is made; exposed for callers that compare. */
void db_customer_fold(int kind, struct str text, struct buf *out);

/* Takes the next word (letters, digits, whatever is beyond ASCII) off folded text; false when there is none. */
bool db_customer_word(struct str *rest, struct str *word);

#endif
