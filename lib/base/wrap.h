/* wrap: a line parted at blanks, for a terminal: it would part words.
 *
 * Widths are those of base/text.h.  A word that is wider than the line stays whole.
 */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* Appends `s`, one line, and a newline; what is beyond `columns` (0: nothing is) goes on in the next line behind
 * `before` (ASCII). */
void wrap_line(struct str s, size_t columns, const char *before, struct buf *out);

/* The same for each line of a text whose lines begin where they belong: what goes on stands beneath the words behind a
 * label in upper case ("NEXT   "), and else as far in as the line, 4 columns behind a reference ("@19", "42@3"). */
void wrap_lines(struct str text, size_t columns, struct buf *out);

/* How many bytes of `s` stand on a line of `columns`: up to a blank, or all.  Blanks in front go with the first word. */
size_t wrap_piece(struct str s, size_t columns);

#endif
