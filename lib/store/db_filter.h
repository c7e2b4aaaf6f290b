/* db_filter: a query against the rows of one store: names looked up, texts and customers found, then asked row by row.
 *
 * The rows are narrow and read in order anyway, so the tests are made here rather than in SQL: a page then costs what
 * its rows cost, however odd the query, and what did not stand at that time is never looked at.  Where a query names
 * numbers, one customer or rare words, db_filter_candidates() says which few records can match at all.
 */
#ifndef STORE_DB_FILTER_H
#define STORE_DB_FILTER_H

#include "rule/matter.h"
#include "rule/query.h"
#include "store/db.h"

struct db_filter;

/* `query` may be NULL: all match.  A name that the store does not know matches nothing. */
struct err *db_filter_open(struct db *db, const struct query *query, int64_t as_of,
                           struct db_filter **out) ERR_CHECK;
void db_filter_close(struct db_filter *f);

/* Whether a complaint matches: tests of follow-ups that stand together ask for one follow-up that passes all. */
struct err *db_filter_complaint(struct db_filter *f, const struct complaint *c, bool *match) ERR_CHECK;
/* Whether a follow-up matches, with its complaint (NULL: a customer's, whose complaint keys match nothing). */
struct err *db_filter_followup(struct db_filter *f, const struct followup *fu, const struct complaint *c,
                               bool *match) ERR_CHECK;

/* Whether the follow-up could match, whatever its complaint is: for passing over it without reading that. */
bool db_filter_followup_may(const struct db_filter *f, const struct followup *fu);
/* Whether nothing but the follow-up is asked: then all that could match do. */
bool db_filter_followup_only(const struct db_filter *f);

/* Follow-ups that match are due in [from, to); all of time when the query does not say. */
void db_filter_due(const struct db_filter *f, instant *from, instant *to);

/* The only subjects that can match, ascending, each once; false: any, or too many to list.  The filter's memory. */
bool db_filter_candidates(const struct db_filter *f, const subject **subjects, size_t *n);

#endif
