/* named: a figure, a column and a row as people name them for --ids: as it is printed, in any form. */
#ifndef CUST_REPORT_NAMED_H
#define CUST_REPORT_NAMED_H

#include "cmd/common/work.h"
#include "desk/report_tables.h"

/* What a row is called that is nobody's or of nothing: "nobody", "no cause"; "-" does as well. */
const char *named_nothing(enum report_key key);

/* The column that is called so (form_name_is()), or that counts what the summary's figure of that name counts; of the
 * summary, the figure of the period.  ERR_USAGE says which there are.  `whole`: it is asked of all rows. */
struct err *named_column(struct work *w, enum report_which which, struct str name, bool whole,
                         size_t *column) ERR_CHECK;

/* The key of the row that is called so; r has been run.  ERR_USAGE says which there are. */
struct err *named_row(struct work *w, const struct report *r, struct str name, int64_t *key) ERR_CHECK;

#endif
