/* owes: the lines of a late payment on a complaint's page. */
#ifndef CUST_REPORT_OWES_H
#define CUST_REPORT_OWES_H

#include "base/buf.h"
#include "cmd/common/work.h"

/* "OWES   112.52: invoice 4711 of 120.50, ...", or "PAID   120.50"; what was agreed on instalments stands among the next steps; nothing
 * for a complaint without an invoice. */
struct err *owes_add(struct work *w, int64_t id, int64_t as_of, struct buf *out) ERR_CHECK;

#endif
