/* helper: running one of the programs that stand beside the four tools and do what is heavy or meets hostile input.
 *
 * A helper reads its input from descriptor 0, writes its answer to 1, says one line on 2 when it cannot, and is
 * given nothing else: no other descriptor, an environment of its own, no shell.
 */
#ifndef DESK_HELPER_H
#define DESK_HELPER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* The path of helper `name` for a program whose own file lies in the folder `exe_dir` (what /proc/self/exe names):
 * in the same folder (build tree), else in ../libexec/cust (installed).  *path is the caller's (free()).
 * ERR_UNAVAILABLE when it is in neither. */
struct err *helper_find(const char *exe_dir, const char *name, char **path) ERR_CHECK;

/* Runs the helper at `path` with `input`, adds what it writes to `output`.
 *
 * ERR_TEMP when it could not be started, or ended before it began (126 and 127: what a loader says when a library is
 * missing): that says nothing of the input, which is worth another try.
 * ERR_UNAVAILABLE, with the helper's own line, when it ends with anything else but 0, is killed, writes more than
 * `max_output` bytes, or is not done in `timeout_ms` milliseconds (it is killed then); `output` then holds
 * what came so far and must not be believed.  A helper that ends well without reading all of its input is fine.
 * Needs no signal handling of the caller: SIGPIPE is not raised, and an ignored SIGCHLD (some cron daemons' children
 * inherit that) is put back to its default for the run. */
struct err *helper_run(const char *path, struct str input, struct buf *output, size_t max_output,
                       int timeout_ms) ERR_CHECK;

/* Runs a program of the system, such as sendmail(8), with `args` behind its name (at most 8, NULL at the end), `env` and
 * `input`; what it prints (4 KiB at most) goes nowhere.  Errors as above. */
struct err *helper_feed(const char *path, const char *const *args, char *const *env, struct str input,
                        int timeout_ms) ERR_CHECK;

/* As helper_run(), with arguments; and as helper_feed(), telling how the program ended: *status is its exit status, -1
 * when it did not end by itself. */
struct err *helper_ask(const char *path, const char *const *args, struct str input, struct buf *output,
                       size_t max_output, int timeout_ms) ERR_CHECK;
struct err *helper_hand(const char *path, const char *const *args, char *const *env, struct str input,
                        int timeout_ms, int *status) ERR_CHECK;

/* A helper that answers many: it stays for any number of inputs, each behind a line with its length in bytes, and gives
 * one line for each, in their order.
 *
 * What is given is sent as far as the system takes it at once, so the helper works on it while the caller does other
 * things.  An error of helper_talk_take() is one of helper_run() (time counts from the call); the helper is gone then, and
 * what was given and not taken is lost.  helper_talk_end(NULL) is fine. */
struct helper_talk;
struct err *helper_talk_begin(const char *path, const char *const *args, struct helper_talk **out) ERR_CHECK;
void helper_talk_give(struct helper_talk *t, struct str input);
/* Adds the next answer, without its newline. */
struct err *helper_talk_take(struct helper_talk *t, struct buf *answer, size_t max_output,
                             int timeout_ms) ERR_CHECK;
void helper_talk_end(struct helper_talk *t);

#endif
