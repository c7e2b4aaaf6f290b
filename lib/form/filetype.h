/* filetype: media types (RFC 6838) of the files that people send: a short list of our own, so that no stranger's words
 * get among the desk's names. */
#ifndef FORM_FILETYPE_H
#define FORM_FILETYPE_H

#include "base/str.h"

/* What the first bytes look like (WHATWG MIME Sniffing, section 6): a type of the list; "text/plain" for UTF-8 without
 * control characters; else "application/octet-stream".  A guess to show, never one to trust. */
const char *filetype_guess(struct str bytes);

/* The type of that name in the list, case aside; "application/octet-stream" for any other. */
const char *filetype_known(struct str name);

#endif
