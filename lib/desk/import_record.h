/* import_record: one event of cust.event/1 into the records of a history in hand.  For import_history. */
#ifndef DESK_IMPORT_RECORD_H
#define DESK_IMPORT_RECORD_H

#include "desk/change.h"
#include "form/form_event.h"
#include "store/db_customer.h"

/* The number for words that were erased before they came here: never given to any. */
#define IMPORT_RECORD_GONE INT64_C(-1)

/* A complaint in hand whose rows lag behind its events: after a strike they must be folded anew. */
struct import_record {
    struct change *ch;
    bool stale;
};

/* Appends the event, with its words, names, field, reading and message, to the complaint in hand; change->seq and
 * change->recorded are those to write.  `customer` is ours, for the first event. */
struct err *import_record_event(struct import_record *r, const struct form_event *fe,
                                int64_t customer) ERR_CHECK;

/* Brings rows in step with the events and writes them, as of change->seq. */
struct err *import_record_rows(struct import_record *r) ERR_CHECK;
/* The first half of it: folds anew if a strike made the rows lag behind. */
struct err *import_record_fold(struct import_record *r) ERR_CHECK;

/* Appends an event to a customer's history; the first one makes the customer.  The row is written by
 * db_customer_set(). */
struct err *import_record_customer(struct import_record *r, const struct form_event *fe,
                                   struct db_customer *c) ERR_CHECK;

#endif
