/* sha256: the hash of some bytes, FIPS 180-4, as people write it down. */
#ifndef FORM_SHA256_H
#define FORM_SHA256_H

#include "base/str.h"

enum { SHA256_TEXT = 65 };

/* 64 hexadecimal digits in lower case, and a NUL.  Returns out. */
const char *sha256_text(struct str bytes, char out[SHA256_TEXT]);

#endif
