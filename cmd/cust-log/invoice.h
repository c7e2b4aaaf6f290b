/* invoice: the options of `new` that make it a late payment. */
#ifndef CUST_LOG_INVOICE_H
#define CUST_LOG_INVOICE_H

#include "cmd/common/work.h"
#include "desk/step.h"

enum { INVOICE_FIELDS = 3 };

/* What --invoice, --amount and --invoice-due say, as fields to set; *n of them.  ERR_USAGE for what is no amount or day,
 * and for an amount without the day on which it was due.  *category is set to late-payment when none was given and
 * policy has it. */
struct err *invoice_get(struct work *w, struct step_set sets[INVOICE_FIELDS], size_t *n,
                        struct str *category) ERR_CHECK;

#endif
