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

/* Whether they say what was to be paid, and when: a late payment. */
bool invoice_owed(const struct step_set *sets, size_t n);

/* What these fields say, for who adds no words to them: "Invoice 2026-17, 120.50, due 2026-10-01"; empty without any. */
struct str invoice_words(const struct work *w, const struct step_set *sets, size_t n);

/* Says on standard error which other complaint of the same customer has that invoice already: what is owed would count
 * twice. */
struct err *invoice_say_again(struct work *w, int64_t id, const struct step_set *sets, size_t n) ERR_CHECK;

#endif
