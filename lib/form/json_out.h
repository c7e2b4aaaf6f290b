/* json_out: objects and lists of JSON written piece by piece; commas come by themselves.
 *
 * A key of NULL is for what stands in a list.  Text that is not UTF-8 gets its bytes beside it (form_json_text()).
 */
#ifndef FORM_JSON_OUT_H
#define FORM_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/instant.h"
#include "base/str.h"

void json_out_open(const char *key, char bracket, struct buf *out); /* '{' or '[' */
void json_out_close(char bracket, struct buf *out);                 /* '}' or ']' */
void json_out_text(const char *key, struct str s, struct buf *out); /* empty: null */
/* Valid UTF-8 of ours, never null, in a list too. */
void json_out_string(const char *key, struct str s, struct buf *out);
void json_out_number(const char *key, int64_t n, struct buf *out);
void json_out_thousandths(const char *key, int64_t n, struct buf *out); /* 620 is 0.620 */
void json_out_hundredths(const char *key, int64_t n, struct buf *out);  /* 12050 is 120.50 */
void json_out_bool(const char *key, bool yes, struct buf *out);
void json_out_time(const char *key, instant t, struct buf *out); /* RFC 3339; INSTANT_NONE: null */

#endif
