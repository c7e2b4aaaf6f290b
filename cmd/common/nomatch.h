/* nomatch: a query that nothing matches, said with what was probably meant by it. */
#ifndef COMMON_NOMATCH_H
#define COMMON_NOMATCH_H

#include "cmd/common/work.h"

/* ERR_NONE_FOUND: `text`, such as "no complaint matches", and what would ask for what the operands seem to name. */
struct err *nomatch_query(struct work *w, const char *text) ERR_CHECK;

/* The same of words that are looked for as they stand: who wrote a query is told where it can be asked. */
struct err *nomatch_words(struct work *w, const char *text) ERR_CHECK;

#endif
