/* words: where a verb's words come from: operands, -F FILE, or an editor.
 *
 * What was typed is never lost: words that a verb refuses are kept in a file and its place is said
 * (words_keep()).
 */
#ifndef COMMON_WORDS_H
#define COMMON_WORDS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/common/session.h"

enum { WORDS_MAX = 16 * 1024 * 1024 }; /* bytes */

/* -F FILE, for verbs that take words. */
extern const struct opt words_opts[];

/* The words of the command: the operands joined by one space; else -F FILE ("-" is standard input) byte for
 * byte; else on a terminal $VISUAL, $EDITOR or vi, showing `comment` (lines, may be NULL) below a cut line.
 * *typed is set when they came from an editor.  ERR_USAGE when there are none, or both operands and -F;
 * ERR_DATA above WORDS_MAX. */
struct err *words_get(struct session *s, const char *comment, struct buf *out, bool *typed) ERR_CHECK;

/* The same where words may be missing: the operands or -F, else nothing; no editor. */
struct err *words_maybe(struct session *s, struct buf *out) ERR_CHECK;

/* Keeps refused words in a file (folder kept/ of the desk, 0700, file 0600; else $TMPDIR or /tmp) and says
 * where. Returns the error that the caller has, untouched, so that it reads: return words_keep(s, &b, e); */
struct err *words_keep(struct session *s, const struct buf *words, struct err *e);

#endif
