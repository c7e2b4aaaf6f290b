/* import_taken: complaints of another store that get a number of this one.  For import_history. */
#ifndef DESK_IMPORT_TAKEN_H
#define DESK_IMPORT_TAKEN_H

#include "desk/import_record.h"
#include "rule/ref.h"

/* The customer here that a history's first event speaks of: found by an address, or else by name, or made. */
struct err *import_taken_customer(struct change *ch, const struct form_event *fe, struct str store,
                                  int64_t *id) ERR_CHECK;

/* Behind the last event: where it comes from, so that it is known next time; then what every change ends with.  Its
 * deadlines stand as they came. */
struct err *import_taken_finish(struct import_record *r, struct str store, subject of) ERR_CHECK;

/* How many events of complaint `id` came over: those before what import_taken_finish() added. */
struct err *import_taken_count(struct db *db, int64_t id, uint32_t *n) ERR_CHECK;

/* Their number as it is kept and said: 42, c7. */
const char *import_taken_number(subject of, char out[REF_SIZE]);

#endif
