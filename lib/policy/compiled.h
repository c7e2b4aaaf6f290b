/* compiled: a policy as flat text, the form that the store keeps and every command loads.
 *
 *   cust-policy TAB 1
 *   zone TAB Europe/Berlin
 *   hours/mon                    a list or a named entry begins
 *   hours/mon TAB 09:00-12:00    one line for each value in the list
 *   categories/delivery
 *   categories/delivery/label TAB Delivery
 *
 * Values are escaped as text_escape() has it; names hold no "/" and no control characters.  Maps with fixed keys come
 * in the order of the table, named entries in their own; so equal policies give equal bytes.
 */
#ifndef POLICY_COMPILED_H
#define POLICY_COMPILED_H

#include "base/buf.h"
#include "base/err.h"
#include "policy/setting.h"
#include "policy/tree.h"

/* Appends the policy `t`. */
void compiled_write(const struct setting *root, const struct tree *t, struct buf *out);

/* The way back.  ERR_POLICY, with the line's number, for a line that is none of these; that values are of their types
 * is not looked at here. */
struct err *compiled_read(struct arena *a, const struct setting *root, struct str text,
                          struct tree **out) ERR_CHECK;

/* Parts the text before its first line of top-level setting `key` (not its very first line), so that the rest can be
 * read by compiled_read_part() when somebody needs it: most commands read no phrases, and those are most of the text.
 * Both are views of it; the tail is empty when there is no such line.  Who reads the tail makes sure that it holds that
 * setting alone. */
void compiled_split(struct str text, const char *key, struct str *head, struct str *tail);
struct err *compiled_read_part(struct arena *a, const struct setting *root, struct str text,
                               struct tree **out) ERR_CHECK;

#endif
