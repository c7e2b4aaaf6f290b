/* head: what a message's top headers say: who, to whom, when, about what, in answer to what, and whether a person
 * or a machine sent it. */
#ifndef CUST_MIME_HEAD_H
#define CUST_MIME_HEAD_H

#include <gmime/gmime.h>
#include <jansson.h>

#include "base/str.h"

enum { HEAD_ADDRESSES = 500, HEAD_REFERENCES = 100 };

/* Puts message_id, in_reply_to, references, from, reply_to, to, cc, date, subject, auto and list_id (if there is one)
 * into `out`.  `envelope` is the address of the mbox line, the last resort for a sender. */
void head_read(json_t *out, GMimeMessage *m, struct str envelope, unsigned *flags);

/* A header's text as a JSON string: valid UTF-8, line breaks and other controls as blanks, trimmed; NULL: null. */
json_t *head_text(const char *s);

#endif
