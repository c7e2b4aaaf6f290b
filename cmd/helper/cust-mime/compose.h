/* compose: a letter of ours as a mail message.
 *
 * The letter is a JSON object of texts: from (may be missing), to, cc (may be missing), subject, message_id, in_reply_to
 * and references (may be missing; with <>), auto_submitted (may be missing; RFC 3834), date (seconds since 1970, a
 * number), body.  The message has lines that end at LF, as sendmail(8) takes it: RFC 5322 with MIME (RFC 2045, 2047),
 * text/plain in the smallest charset that holds it.
 */
#ifndef CUST_MIME_COMPOSE_H
#define CUST_MIME_COMPOSE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* ERR_DATA for anything that is no such letter: a CR, LF, NUL or other control character in any text but the body, an
 * address list without a single usable address or with one that begins with "-", an unknown key. */
struct err *compose_letter(struct str json, struct buf *out) ERR_CHECK;

#endif
