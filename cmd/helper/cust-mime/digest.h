/* digest: what makes two copies of a message the same one. */
#ifndef CUST_MIME_DIGEST_H
#define CUST_MIME_DIGEST_H

#include "base/str.h"

enum { DIGEST_HEX = 65 }; /* with the NUL */

/* SHA-256, in hex, of the Message-ID, From and Date headers and the body, CR before LF left out.  Other headers differ
 * by the route that a copy took (RFC 5321 section 4.4 adds Received at every stop); the body and these do not. */
void digest_message(struct str raw, char out[DIGEST_HEX]);

#endif
