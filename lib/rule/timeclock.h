/* timeclock: clock times as people write them, for timewords.h. */
#ifndef RULE_TIMECLOCK_H
#define RULE_TIMECLOCK_H

#include "base/civil.h"
#include "base/str.h"
#include "rule/timewords.h"

/* "16:00", "4.30 pm", "noon", "half past 4", up to a word's end; c->h, c->mi and c->s.  Nothing is taken unless
 * TIMEWORDS_OK. */
enum timewords_fit timeclock_read(struct str *s, struct civil *c);

/* "10", which only a day beside it makes an hour. */
enum timewords_fit timeclock_hour(struct str *s, struct civil *c);

#endif
