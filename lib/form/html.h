/* html: one page that stands alone: no script, nothing fetched, everything from outside escaped.
 *
 * The page carries a Content-Security-Policy that allows its own style sheet, by hash, and nothing else: so nothing
 * that a customer wrote can run or fetch, even if an escape were missed.  It follows the reader's light or dark scheme,
 * prints on A4, and fits a phone.
 */
#ifndef FORM_HTML_H
#define FORM_HTML_H

#include "base/buf.h"

/* Appends text as content or attribute value: markup escaped, controls and bidi marks made visible. */
void html_text(struct str s, struct buf *out);

/* Everything up to and including <body>; `title` as text. */
void html_open(struct str title, struct buf *out);
void html_close(struct buf *out);

/* Opens a table with a caption and its head; rows are html_row(), html_cell()..., html_table_close().  `key` names the
 * table for those who read the page by program. */
void html_table_open(const char *key, const char *caption, const char *const *heads, size_t n,
                     struct buf *out);
/* The first cell of a row. */
void html_row(struct str label, struct buf *out);
void html_cell(struct str text, struct buf *out);
void html_row_close(struct buf *out);
void html_table_close(struct buf *out);

#endif
