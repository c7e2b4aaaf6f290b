/* spool: examples kept in an unnamed file, so that learning can go through any number of them in little memory. */
#ifndef CUST_TRIAGE_SPOOL_H
#define CUST_TRIAGE_SPOOL_H

#include "base/err.h"
#include "judge/train.h"

struct spool;

/* ERR_CANTCREATE when there is no place for temporary files. */
struct err *spool_open(struct spool **out) ERR_CHECK;
void spool_close(struct spool *s);

/* One more, copied.  ERR_TEMP or ERR_IO when it cannot be written. */
struct err *spool_add(struct spool *s, const struct features *f, size_t label) ERR_CHECK;

/* What was added, in that order.  Ask spool_error() when the training is over. */
struct train_source spool_source(struct spool *s);
struct err *spool_error(struct spool *s) ERR_CHECK;

#endif
