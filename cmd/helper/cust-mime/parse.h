/* parse: one raw message to one JSON object.
 *
 *   version      1; a field may be added, none changes its meaning under the same version
 *   message_id   without <>, or null                in_reply_to, references   arrays of such
 *   from         {"name","address"}, or null        reply_to                  the same
 *   to, cc       arrays of such; groups are flattened, empty addresses left out
 *   date         seconds since 1970 UTC, or null    subject                   decoded, one line, or null
 *   digest       what makes two copies the same message; see digest.h
 *   text         the best body as UTF-8 with LF; see body.h
 *   own          [[from,to],...] byte ranges of `text` that are the writer's own words; see judge/own.h
 *   attachments  [{"name","type","size"}]; name as sent (never a path to use) or null, size in decoded bytes
 *   auto         null: a person's; "auto-reply", "bounce", "list"
 *   list_id      of a mailing list (RFC 2919), without <>; missing when it came by none
 *   flags        how far to trust it; see flags.h
 *
 * Keys are sorted and the same bytes give the same object, except for "no-sandbox".
 */
#ifndef CUST_MIME_PARSE_H
#define CUST_MIME_PARSE_H

#include <jansson.h>

#include "base/buf.h"
#include "cmd/helper/cust-mime/body.h"

enum { PARSE_VERSION = 1 };

/* Once, before the sandbox closes: everything that the libraries load at first use. */
void parse_load(void);

/* The JSON object of the message that stands in `raw` from SCAN_SLACK on.  The buffer is used up: the result does
 * not point into it, but its bytes are changed.  `flags` is what is known beforehand (enum flags). */
json_t *parse_message(struct buf *raw, unsigned flags);

/* Of the same message the bytes of attachment `n` (from 1), written to `fd`; see body.h. */
enum body_part parse_part(struct buf *raw, size_t n, int fd);

#endif
