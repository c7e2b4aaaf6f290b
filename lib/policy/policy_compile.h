/* policy_compile: policies between YAML and their compiled form.
 *
 * Apart from policy.h because few commands do this, and libyaml has its price at every start.
 */
#ifndef POLICY_POLICY_COMPILE_H
#define POLICY_POLICY_COMPILE_H

#include "policy/holidays.h"
#include "policy/policy.h"

/* Checks YAML and lays it over the compiled `base` (normally policy_default_text()).  When nothing is wrong, appends
 * the compiled merge to `out` and gives true; else adds every mistake to `errors`, in the order of the text.  Set
 * errors->name to what `where` shall call the text.  It may name no other files. */
bool policy_compile(struct str yaml, struct str base, const struct policy_place *at, struct buf *out,
                    struct policy_errors *errors);

/* The same with a file over the default.  It may name calendar files (`files` NULL: none can be read), and under
 * `include` policies that lie between the default and itself; both are found from its own folder.  Its text goes to
 * `source`, the compiled form of the whole to `compiled`.  Mistakes go to `errors`, under the path of the file that they
 * are in (its name is `path` then), and give NULL; the error is for a file that cannot be read (ERR_NOINPUT,
 * ERR_IO) or is longer than 1 MiB (ERR_POLICY). */
struct err *policy_compile_file(const char *path, const struct policy_place *at,
                                const struct holidays_files *files, struct buf *source, struct buf *compiled,
                                struct policy_errors *errors) ERR_CHECK;

/* Appends a compiled policy as YAML, with comments: compiled over the default it gives the same policy again. */
struct err *policy_compile_show(struct str compiled, struct buf *out) ERR_CHECK;

#endif
