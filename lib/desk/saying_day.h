/* saying_day: days of the month as letters name them: "on the 20th", "by 20/11". */
#ifndef DESK_SAYING_DAY_H
#define DESK_SAYING_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Takes one off the front of *s, with the word before it (on, by, before, until); false: none stands there.  Without a
 * month or a year it is the next such day, `today` included.  Figures count only when they can be read in one way: one of
 * the two is above 12 ("20/11", "11/20/2026", "20.11.2026", "20.11."). */
bool saying_day_take(struct str *s, int64_t today, int64_t *day);

#endif
