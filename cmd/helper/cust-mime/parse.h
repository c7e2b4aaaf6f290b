/* parse: one raw message to one JSON object; see README of the fields in parse.c's table and cust-format(5). */
#ifndef CUST_MIME_PARSE_H
#define CUST_MIME_PARSE_H

#include <jansson.h>

#include "base/buf.h"

enum { PARSE_VERSION = 1 };

/* Once, before the sandbox closes: everything that the libraries load at first use. */
void parse_load(void);

/* The JSON object of the message that stands in `raw` from SCAN_SLACK on.  The buffer is used up: the result does
 * not point into it, but its bytes are changed.  `flags` is what is known beforehand (enum flags). */
json_t *parse_message(struct buf *raw, unsigned flags);

#endif
