/* content: the content lines of an iCalendar text (RFC 5545 section 3.1), each with the number of the line that it
 * begins in, so that what is wrong with one can be said where it stands. */
#ifndef CUST_ICAL_CONTENT_H
#define CUST_ICAL_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* One property: its name, its parameters as they stand (";VALUE=DATE;TZID=..."), and its value. */
struct content {
    struct str name, params, value;
    size_t line;
};

struct content_reader {
    struct str rest;
    size_t line;     /* of the next physical line, from 1 */
    struct buf text; /* the unfolded line that was read last */
};

/* The text must outlive the reader. */
void content_start(struct content_reader *r, struct str text);
void content_end(struct content_reader *r);

/* The next line that is not empty; false at the end.  `bad` is true for one without a name and a colon.  The property
 * is a view of the reader's memory until the next call. */
bool content_next(struct content_reader *r, struct content *out, bool *bad);

/* The value of a parameter without its quotes; empty when the property has none of that name. */
struct str content_param(const struct content *c, const char *name);

/* ASCII case does not count in names (RFC 5545 section 2). */
bool content_is(struct str s, const char *name);

#endif
