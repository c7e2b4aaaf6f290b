/* text: what people write, made safe to keep, to search and to show.
 *
 * Text comes as any bytes.  It is stored as it came; these make what is needed from it.  Functions that
 * append leave what the buffer already held.  UTF-8 is as RFC 3629 has it: no surrogates, no overlong forms,
 * nothing above U+10FFFF.  Tables of Unicode come from libunistring.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Whether s is valid UTF-8.  NUL is a valid character. */
bool text_valid(struct str s);

/* Appends s as valid UTF-8 without NUL: each NUL and each byte that is no part of a valid character becomes U+FFFD.
 * Returns whether anything had to change; that is all with out NULL. */
bool text_clean(struct str s, struct buf *out);

/* The line escape of cust-format(5).  Appends s as one line of valid UTF-8 that is safe to show on a
 * terminal:
 *
 *   \t \n \\     TAB, newline, backslash
 *   \xHH         a byte: other ASCII controls, DEL, bytes that are no valid UTF-8
 *   \uHHHH       a code point that steers or hides: C1 controls, line and paragraph separator, bidi marks,
 *                embeddings, overrides and isolates, soft hyphen, zero-width and other invisible format characters
 *   \UHHHHHHHH   the same above U+FFFF (tags, invisible operators of music and shorthand)
 *
 * Digits are upper-case.  A single U+200C or U+200D right behind a visible character beyond ASCII stays as it
 * is: Persian, Indic scripts and emoji are spelt with it.  For any bytes x: text_unescape(text_escape(x)) is
 * x. */
void text_escape(struct str s, struct buf *out);

/* The way back.  ERR_DATA at an escape that is none of the above (position counted in bytes from 1); `out`
 * then holds what came before it.  Hexadecimal digits of either case and the escape of any byte or code point
 * are taken, except surrogates.  Unescaped bytes go through unchanged. */
struct err *text_unescape(struct str s, struct buf *out) ERR_CHECK;

/* As text_escape(), for reading by people over several lines: newline, TAB and backslash stay as they are and
 * CR before newline goes.  There is no way back. */
void text_show(struct str s, struct buf *out);

/* A short piece of s in single quotes for an error message, escaped, cut with "…" at 40 columns; NUL behind it.
 * Returns out. */
enum { TEXT_QUOTE = 512 };
const char *text_quote(struct str s, char out[TEXT_QUOTE]);

/* Appends the search key of s: case folded and in normal form NFKC (as NFKC_Casefold of UAX #31: full-width,
 * ligature and accent spellings fall together, "Straße" is "strasse", accents stay), without invisible
 * characters, bad bytes as U+FFFD.  ASCII text costs one pass.  Folding a key again changes nothing. */
void text_fold(struct str s, struct buf *out);

/* Columns on a terminal.  East Asian wide characters and emoji count 2, combining marks 0, a grapheme cluster
 * at most 2, a bad byte 1, control characters 0: measure text that is escaped already. */
size_t text_width(struct str s);

/* Appends s if it fits into `cols` columns, else as much as does together with "…", cut between grapheme
 * clusters. Returns the columns used, so that the caller can pad. */
size_t text_fit(struct str s, size_t cols, struct buf *out);

/* Appends what can stand as a subject: the first line of s that holds anything, white space folded to single
 * spaces, controls and invisible characters left out, bad bytes as U+FFFD, and when longer than `cols`
 * columns cut at a word's end (within the word if it is the first) with "…".  Adds nothing when s is blank.
 */
void text_head(struct str s, size_t cols, struct buf *out);

#endif
