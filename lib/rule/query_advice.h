/* query_advice: what somebody probably meant who asked for a word, and wrote it nearly as a test (cust-query(7)).
 *
 * Words may be anything that a customer said, so nothing is refused: it is for who found nothing by them.
 */
#ifndef RULE_QUERY_ADVICE_H
#define RULE_QUERY_ADVICE_H

#include "rule/query.h"

/* Of a query's operands the first word that is the value of a key, has = where : stands, or ! for not, and what asks for
 * that; "" when there is none.  In the arena: "'P1' was looked for as a word: priority:P1 asks for the priority". */
const char *query_advice(const char *const *operands, size_t n, const struct query_context *cx,
                         struct arena *a);

/* Of words that are looked for as they stand, whether one is the query language's: a test, `or`, `not`. */
bool query_advice_asks(const char *const *words, size_t n, const struct query_context *cx, struct arena *a);

#endif
