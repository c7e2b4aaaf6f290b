/* figures: what the tables share: the period, the pass, the complaints behind a figure. */
#ifndef CUST_REPORT_FIGURES_H
#define CUST_REPORT_FIGURES_H

#include "cmd/common/work.h"
#include "desk/report_tables.h"

/* --period, --as-of, --ids and how rows are printed. */
extern const struct opt figures_opts[];

/* The interval that `text` names, whole: also one that has not ended. */
struct err *figures_span(struct work *w, const char *text, instant *from, instant *to) ERR_CHECK;

/* The pass that the options ask for: `from`, `to`, `as_of`, `step`. */
struct err *figures_open(struct work *w, struct report *r) ERR_CHECK;

/* Whether figures are for eyes: a table on a terminal, or asked for by name. */
bool figures_for_eyes(struct work *w);

/* A figure's name where times have their unit beside them: "resolution, median" of "resolution, median minutes".  --ids
 * takes either. */
struct str figures_label(const char *name, struct arena *a);

/* One table; r->tables is made in w->arena. */
struct err *figures_run(struct work *w, struct report *r, enum report_which which) ERR_CHECK;

/* --ids FIGURE, or ROW/FIGURE: prints the complaints behind it.  *done: it was given. */
struct err *figures_ids(struct work *w, struct report *r, enum report_which which, bool *done) ERR_CHECK;

/* The line of each complaint in the set. */
struct err *figures_lines(struct work *w, const struct db_bits *ids, int64_t as_of) ERR_CHECK;

/* "for NAME, FROM to TO, beside the same length from BEFORE", in w->arena. */
const char *figures_footing(struct work *w, const struct report *r);

#endif
