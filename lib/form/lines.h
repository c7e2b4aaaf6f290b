/* lines: a file descriptor read line by line in flat memory.
 *
 * A line above the limit is an error, is skipped, and the next one follows: 100 MB without a newline harm nobody.
 */
#ifndef FORM_LINES_H
#define FORM_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct lines;

/* `name` is for messages and is copied; `max` is the longest line in bytes.  fd stays the caller's. */
struct lines *lines_open(int fd, const char *name, size_t max);

/* What ends the lines of a table that begins so: '\r' where its first line ends with a lone CR, as old programs for the
 * Mac write it; else '\n', and a CR elsewhere is no end of a line.  What
 * stands in quotes, where these mean something, is in a line. */
char lines_newline(struct str head, bool quotes);

/* Before the first line: the file may be such a table. */
void lines_allow_cr(struct lines *l);

/* The next line without its newline (a CR before it stays), valid until the next call; a last line without newline
 * counts.  *end is set behind the last one.  ERR_DATA: the line was too long (call again for the next); ERR_IO: the
 * input cannot be read (do not call again). */
struct err *lines_next(struct lines *l, struct str *line, bool *end) ERR_CHECK;

/* Number of the line that lines_next() gave or complained about last, from 1. */
size_t lines_number(const struct lines *l);

/* "name:number" of it, for err_at(); valid until the next call. */
const char *lines_where(struct lines *l);

void lines_close(struct lines *l);

#endif
