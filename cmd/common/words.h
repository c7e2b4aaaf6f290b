/* words: where a verb's words come from: operands, -F FILE, or an editor.
 *
 * What was typed is never lost: when the verb fails, tool_main() keeps the words in a file and says its place.
 */
#ifndef COMMON_WORDS_H
#define COMMON_WORDS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/common/session.h"

enum { WORDS_MAX = 16 * 1024 * 1024, WORDS_SHORT = 80 }; /* bytes */

/* -F FILE: a table of options for verbs that take words; both functions below read it. */
extern const struct opt words_opts[];

/* Whether words are given, behind the operands or by -F. */
bool words_given(const struct session *s);

/* The words of the command: what stands behind the operands, joined by one space; else -F FILE ("-" is standard input)
 * byte for byte; else, on a terminal, what $VISUAL, $EDITOR or vi brings back, with `comment` (lines, may be NULL)
 * shown below a cut line.  *edited (may be NULL) says that it was an editor.  ERR_USAGE: there are none, or both
 * operands and -F; ERR_DATA: above WORDS_MAX. */
struct err *words_get(struct session *s, const char *comment, struct buf *out, bool *edited) ERR_CHECK;

/* The same where words may be missing: behind the operands or -F, else nothing; never an editor. */
struct err *words_maybe(struct session *s, struct buf *out) ERR_CHECK;

/* The verb failed before it asked for its words: takes those that are given, except from a terminal, so that they can be
 * kept. */
void words_rescue(struct session *s);

/* What tool_main() does with the words of a verb that failed, behind its error: one line of less than WORDS_SHORT bytes
 * that stood behind the operands is repeated, since the shell's history has it; all else goes into a file (0600; folder
 * kept/ of the desk, made 0700; where that cannot be, $TMPDIR or /tmp) whose place is said. */
void words_keep(struct session *s);

/* Other text that is lost if the verb fails: kept then, under a name by which kept_drop() finds it. */
void words_leave(struct session *s, const char *name, struct str words);

/* The verb takes its words from that file: when it is one of kept/ it has served once the verb succeeds, and
 * tool_main() removes it. */
void words_serve(struct session *s, const char *file);

/* Opens $VISUAL, $EDITOR or vi on a file.  True when it ended well. */
bool words_edit(const char *path);

#endif
