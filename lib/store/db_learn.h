/* db_learn: what people corrected, and the weights that the desk learned from it.
 *
 * The rows of `correction` are the corrections that stand; their order of learning is that of their transactions, then
 * histories, then events.  A weight is named after its output: "anger", "complaint", "category=billing".
 */
#ifndef STORE_DB_LEARN_H
#define STORE_DB_LEARN_H

#include "rule/event.h"
#include "store/db.h"

struct db_correction {
    int64_t id;
    subject of;
    uint32_t no;     /* the event that recorded it */
    int64_t output;  /* name: a signal, "complaint" or "category" */
    int64_t value;   /* name: "yes", "no" or the category */
    int64_t words;   /* the text that it is about */
    int64_t seq;     /* of the event */
    int32_t channel; /* that the text came by */
};

/* Inside a transaction; *id gets its number. */
struct err *db_learn_add(struct db *db, const struct db_correction *c, int64_t *id) ERR_CHECK;
struct err *db_learn_drop(struct db *db, subject of, uint32_t no) ERR_CHECK;

/* Those of one history in the order of their events; of one output in the order of learning. */
struct err *db_learn_of(struct db *db, subject of, struct arena *a, struct db_correction **out,
                        size_t *n) ERR_CHECK;
struct err *db_learn_output(struct db *db, int64_t output, struct arena *a, struct db_correction **out,
                            size_t *n) ERR_CHECK;

struct db_weight {
    struct str output;
    int64_t upto; /* the last correction folded in */
    struct str body;
};

/* All of them, by name. */
struct err *db_learn_weights(struct db *db, struct arena *a, struct db_weight **out, size_t *n) ERR_CHECK;

/* Inside a transaction. */
struct err *db_learn_put(struct db *db, const struct db_weight *w) ERR_CHECK;
struct err *db_learn_forget(struct db *db, struct str output) ERR_CHECK;

#endif
