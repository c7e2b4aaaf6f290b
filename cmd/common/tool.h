/* tool: what the four programs' main() have in common: the table of verbs, start, end, exit code.
 *
 *     int main(int argc, char **argv)
 *     {
 *         static const struct tool tool = {.name = "cust-log", .purpose = "write down what ...", .verbs = verbs, .n = N};
 *         return tool_main(&tool, argc, argv);
 *     }
 */
#ifndef COMMON_TOOL_H
#define COMMON_TOOL_H

#include "cmd/common/opt.h"
#include "cmd/common/session.h"

/* Returns what went wrong (NULL: nothing).  A query that matched nothing returns err_new(ERR_NONE_FOUND,
 * NULL, "..."). Work that went on after bad records says each by session_bad(), which makes the exit code 65.
 */
typedef struct err *tool_run(struct session *s, const struct opt_args *args);

struct tool_verb {
    struct opt_verb opt;
    tool_run *run;
};

struct tool {
    const char *name;
    const char *purpose; /* one line */
    const struct tool_verb *verbs;
    size_t n;
    /* The verb that a mail system runs: it ends with 0 or 75, whatever happens, unless it says that a person asked
     * (session.h); may be NULL. */
    const char *mailer;
};

/* Closed standard descriptors are taken by /dev/null, the wrong way round so that using them is an error, SIGPIPE is
 * ignored, the verb found and run, stdout flushed and checked, the error said.  Returns the exit code. */
int tool_main(const struct tool *tool, int argc, char **argv);

/* Options that verbs share.  Every verb has tool_common (--desk, --yes) as its first table.  One that prints record
 * lines has tool_listing (--format, --fields, --color), which session_listing() reads.  One that reads the store may
 * have tool_reading (--as-of, -n). */
extern const struct opt tool_common[];
extern const struct opt tool_listing[];
extern const struct opt tool_reading[];

#endif
