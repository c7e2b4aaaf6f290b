/* form_flat: the flat layouts: bare TAB-separated lines, and CSV as RFC 4180 has it. */
#ifndef FORM_FORM_FLAT_H
#define FORM_FORM_FLAT_H

#include "form/form_cell.h"

/* Each appends one line with its end.  `guard`: a cell that a spreadsheet could take for a formula begins with an
 * apostrophe. */
void form_flat_tsv(const struct form_cell *cells, size_t n, struct buf *out);
void form_flat_csv(const struct form_cell *cells, size_t n, bool guard, struct buf *out);
void form_flat_csv_header(const struct form_cell *cells, size_t n, struct buf *out);

#endif
