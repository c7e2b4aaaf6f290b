/* timespan: spans in time phrases: "+2h", "in 3 days", "2 working days", "P2DT4H".  Part of timewords.h. */
#ifndef RULE_TIMESPAN_H
#define RULE_TIMESPAN_H

#include "base/str.h"
#include "rule/timewords.h"

/* Each takes its form off the front of *s; *s is undefined unless TIMEWORDS_OK. */
enum timewords_fit timespan_read(struct str *s, struct timewords *out);
enum timewords_fit timespan_read_iso(struct str *s, struct timewords *out); /* ISO 8601-1 section 5.5.2 */

#endif
