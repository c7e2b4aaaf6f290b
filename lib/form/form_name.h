/* form_name: a column's name as a narrow table shows it, and as people write it. */
#ifndef FORM_FORM_NAME_H
#define FORM_FORM_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* The name in brief: "RSVD" of "RESOLVED"; the name itself when it has none. */
const char *form_name_brief(const char *name);

/* Whether `said` is the name, or the name in brief: case does not count, and a blank, "-" and "_" are alike. */
bool form_name_is(struct str said, const char *name);

/* The columns that the name needs when it may be brief and stand on several lines, a word on each. */
size_t form_name_width(const char *name);

enum { FORM_NAME_LINES = 4 };

/* The name in `width` columns, from top to bottom: whole, or in brief with a word on each line.  Returns how many. */
size_t form_name_lines(const char *name, size_t width, struct str out[FORM_NAME_LINES]);

#endif
