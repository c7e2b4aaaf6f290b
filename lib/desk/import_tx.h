/* import_tx: what the lines of cust.event/1 and cust.desk/1 are written with: transactions of the right kind, pieces
 * that can be taken back alone, and whose store the records are of.
 *
 * A transaction either restores (records come back with the moments and persons that they had) or changes (records of
 * another store: this moment, and who imports).
 */
#ifndef DESK_IMPORT_TX_H
#define DESK_IMPORT_TX_H

#include "desk/change.h"
#include "desk/import.h"

enum import_tx_kind { IMPORT_TX_NONE, IMPORT_TX_RESTORE, IMPORT_TX_CHANGE };

struct import_tx {
    struct desk *desk;
    const struct import_job *job;
    struct import_count *count;
    struct arena *keep;
    struct str identity; /* of this store, or the one that it becomes */
    bool fresh;          /* never held anything */
    int64_t began;       /* the last transaction before it */

    enum import_tx_kind kind;
    struct change change;
    bool marked;      /* a piece was begun */
    bool placed;      /* change.seq and .recorded are those of db_restore_tx() */
    struct buf actor; /* whose number is actor_id; only the last one is remembered */
    int64_t actor_id;
};

struct err *import_tx_open(struct import_tx *t, struct desk *d, const struct import_job *job,
                           struct import_count *count) ERR_CHECK;
/* Takes back what is not committed. */
void import_tx_close(struct import_tx *t);

/* Whether records of this store (its identity) are our own: an empty store becomes the first that is named. */
struct err *import_tx_own(struct import_tx *t, struct str store, bool *own) ERR_CHECK;

/* A transaction of this kind is open, the other one committed, and a piece begins that ends with one of the next two.
 */
struct err *import_tx_ready(struct import_tx *t, enum import_tx_kind kind) ERR_CHECK;
struct err *import_tx_keep(struct import_tx *t) ERR_CHECK;
/* Nothing was begun: nothing is done. */
struct err *import_tx_back(struct import_tx *t) ERR_CHECK;

/* A dry run takes back instead. */
struct err *import_tx_commit(struct import_tx *t) ERR_CHECK;

/* While restoring: what follows was recorded then, by them.  ERR_DATA when the store knows better. */
struct import_tx_moment {
    int64_t seq;
    instant recorded;
    struct str actor;
};
struct err *import_tx_place(struct import_tx *t, const struct import_tx_moment *at) ERR_CHECK;
bool import_tx_placed(const struct import_tx *t, const struct import_tx_moment *at);

#endif
