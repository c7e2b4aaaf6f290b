/* form_json: JSON text (RFC 8259): strings for every writer of JSON, and the rows of a listing. */
#ifndef FORM_FORM_JSON_H
#define FORM_FORM_JSON_H

#include "form/form_cell.h"

/* A string with its quotes.  s must be valid UTF-8 without NUL.  What text_show() would escape (controls, bidi marks)
 * is written as \uXXXX: JSON is as safe on a terminal as a line is, and reading back gives the same text. */
void form_json_string(struct str s, struct buf *out);

/* `"key":"text"`; when s is no valid UTF-8 or holds NUL, the readable form of text_clean() and behind it
 * `,"key_base64":"..."` with the bytes. */
void form_json_text(const char *key, struct str s, struct buf *out);

/* A record as one object without a line end.  `schema` (may be NULL) becomes its first key. */
void form_json_row(const struct form_cell *cells, size_t n, const char *schema, struct buf *out);

#endif
