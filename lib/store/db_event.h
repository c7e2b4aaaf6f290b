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

/* What one transaction did, for undo. */
struct db_done {
    int64_t seq; /* 0: there is none */
    struct event *ev;
    size_t n;
    /* What is in no history: a policy in force, a cause's lesson or fix, a return handed in. */
    bool policy, lesson, seal;
};

/* This actor's last transaction before `before` that did anything that a person does.  Those that took in a mail are
 * none of theirs, if it was not here before (one that was accepted, read again or moved) and is no letter of ours: a
 * mail system works under somebody's login. */
struct err *db_event_last_by(struct db *db, int64_t actor, int64_t before, struct arena *a,
                             struct db_done *out) ERR_CHECK;

#endif
