/* db_event: histories. */
#ifndef STORE_DB_EVENT_H
#define STORE_DB_EVENT_H

#include "rule/event.h"
#include "store/db.h"

/* Appends; of, no, seq, happened and the rest as given; recorded and actor are the transaction's and not stored. */
struct err *db_event_add(struct db *db, const struct event *ev) ERR_CHECK;

/* A whole history in order, up to as_of.  An unknown subject gives none. */
struct err *db_event_list(struct db *db, subject of, int64_t as_of, struct arena *a, struct event **evs,
                          size_t *n) ERR_CHECK;

/* One event; ERR_NOINPUT when there is none of that number. */
struct err *db_event_get(struct db *db, subject of, uint32_t no, struct event *ev) ERR_CHECK;

/* The subjects and event numbers that this actor's last transaction before `before` wrote (for undo); none: *n is 0.  Transactions that took in a
 * mail are none of theirs, if it was not here before (one that was accepted, read again or moved): a mail system works under somebody's login. */
struct err *db_event_last_by(struct db *db, int64_t actor, int64_t before, struct arena *a,
                             struct event **evs, size_t *n) ERR_CHECK;

#endif
