/* say: talk on standard error: "tool: where: what is wrong; how to mend it".
 *
 * Everything is escaped as text_show() does before it reaches a terminal: a file name or a customer's words
 * cannot steer it.
 */
#ifndef COMMON_SAY_H
#define COMMON_SAY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/instant.h"

/* One line of talk.  `where` may be NULL. */
void say_line(const char *tool, const char *where, const char *fmt, ...) ERR_PRINTF(3, 4);

/* A line for a person in a conversation: no program's name in front. */
void say_plain(const char *fmt, ...) ERR_PRINTF(1, 2);

/* Says the error, frees it, gives its exit code.  NULL is 0; a code of 0 is passed over in silence. */
int say_error(const char *tool, struct err *e);

/* Says it without freeing. */
void say_warning(const char *tool, const struct err *e);

/* How far long work has come, once a second and on a terminal alone: one line, which the next one replaces and
 * say_meter_end() takes away, before anything else is said.  All zero at first. */
struct say_meter {
    instant shown; /* when it was, or the work began */
    bool showing;
};
void say_meter(struct say_meter *m, const char *fmt, ...) ERR_PRINTF(2, 3);
void say_meter_end(struct say_meter *m);

#endif
