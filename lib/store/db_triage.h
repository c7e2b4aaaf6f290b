/* db_triage: the terms behind each reading. */
#ifndef STORE_DB_TRIAGE_H
#define STORE_DB_TRIAGE_H

#include "rule/event.h"
#include "store/db.h"

/* The reading that event `no` records: the signals' strengths in permille, blanks between them, and behind them, where
 * that is known, how likely it is a complaint; and the terms as triage_terms_encode() writes them.  Inside a
 * transaction. */
struct err *db_triage_add(struct db *db, subject of, uint32_t no, struct str strengths,
                          struct str terms) ERR_CHECK;
/* The last reading up to as_of and the number of its event; *no is 0 when there is none. */
struct err *db_triage_get(struct db *db, subject of, int64_t as_of, struct arena *a, uint32_t *no,
                          struct str *strengths, struct str *terms) ERR_CHECK;

#endif
