/* csv_out: cells of CSV as RFC 4180 has it. */
#ifndef FORM_CSV_OUT_H
#define FORM_CSV_OUT_H

#include "base/buf.h"
#include "base/str.h"

#define CSV_OUT_END "\r\n" /* of a line */

/* Appends one cell, quoted where it must be; control bytes as text_show() has them. */
void csv_out_text(struct str s, struct buf *out);

/* The same for a cell that may hold anything: what a spreadsheet would run as a formula (= + - @ in front) gets an
 * apostrophe before it. */
void csv_out_guarded(struct str s, struct buf *out);

#endif
