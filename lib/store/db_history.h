/* db_history: whole histories with all that belongs to them, for readers that go through the store from end to end.
 *
 * Events come from db_event_list(), their words from db_words_get(); here is what else hangs on an event, and the
 * numbers to walk along.
 */
#ifndef STORE_DB_HISTORY_H
#define STORE_DB_HISTORY_H

#include "store/db_mail.h"

/* Between these two the reads share one short lock and see one state: for one history, never while something is
 * waited for or printed.  The end without a beginning does nothing. */
struct err *db_history_begin(struct db *db) ERR_CHECK;
void db_history_end(struct db *db);

/* The next numbers above `after`, ascending; *n is 0 at the end. */
struct err *db_history_customers(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n) ERR_CHECK;
struct err *db_history_complaints(struct db *db, int64_t after, int64_t *ids, size_t max,
                                  size_t *n) ERR_CHECK;

/* The reading that this very event recorded; empty texts when it is none. */
struct err *db_history_triage(struct db *db, subject of, uint32_t no, struct arena *a, struct str *strengths,
                              struct str *terms) ERR_CHECK;

/* The message behind an event, whole; m->id is 0 when there is none. */
struct err *db_history_mail(struct db *db, subject of, uint32_t no, struct arena *a, struct db_mail *m,
                            struct str *raw) ERR_CHECK;

#endif
