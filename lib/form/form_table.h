/* form_table: the layout for eyes.
 *
 * Widths come from the header and the first FORM_BLOCK rows, which are held back until then; rows behind them stream.
 * One that is wider than its column pushes the rest of its own line; the elastic column gives way.  On a terminal too
 * narrow for all, what a label (FORM_LABEL) has left, and the elastic column with those behind it, stand on lines below
 * their row, each behind "|", so that it is passed over when read back; a figure there has its column's name, and a line
 * more when it needs one.  Names of columns are brief there, and never parted within a word (form_name.h).
 */
#ifndef FORM_FORM_TABLE_H
#define FORM_FORM_TABLE_H

#include "form/form_cell.h"

struct form_table;

/* `cells` give columns only and must outlive it. */
struct form_table *form_table_new(const struct form_cell *cells, size_t n,
                                  const struct form_settings *settings);
void form_table_row(struct form_table *t, const struct form_cell *cells, struct buf *out);
void form_table_heading(struct form_table *t, const char *heading); /* before the next row */
/* Rows that wait for their block's end go out. */
void form_table_flush(struct form_table *t, struct buf *out);
void form_table_end(struct form_table *t, const char *footing, struct buf *out);
void form_table_free(struct form_table *t);

#endif
