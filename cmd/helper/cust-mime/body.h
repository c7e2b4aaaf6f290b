/* body: the words of a message, and a list of what came with them. */
#ifndef CUST_MIME_BODY_H
#define CUST_MIME_BODY_H

#include <gmime/gmime.h>
#include <jansson.h>

#include "base/buf.h"

enum { BODY_TEXT_MAX = 1024 * 1024, BODY_ATTACHMENTS = 1000 };

/* Adds the message's text to `text` (UTF-8, LF, at most about BODY_TEXT_MAX bytes) and its attachments to the JSON
 * array `attachments`, as {"name","type","size"}; size in decoded bytes.  Of alternatives the plain text is taken;
 * HTML when that is empty.  Several texts in a row (a picture between paragraphs) are joined.  A text with a
 * file name is an attachment; when there is no other text, its words are the message's.  A message without
 * words of its own that encloses another gives the enclosed one's words (FLAGS_FORWARDED). */
void body_read(GMimeMessage *m, struct buf *text, json_t *attachments, unsigned *flags);

/* Writes the bytes of attachment `n` of that list (from 1), decoded, to `fd`; of an enclosed message the message. */
enum body_part { BODY_PART_NONE, BODY_PART_GIVEN, BODY_PART_UNWRITTEN };
enum body_part body_part(GMimeMessage *m, size_t n, int fd);

#endif
