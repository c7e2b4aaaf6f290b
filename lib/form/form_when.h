/* form_when: times in words, as a person at a desk says them. */
#ifndef FORM_FORM_WHEN_H
#define FORM_FORM_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"

struct zone;

enum { FORM_WHEN_SIZE = 40 };

/* When something happens or happened, on clocks of the zone (NULL: UTC):
 *   "today 16:00", "yesterday 09:30", "tomorrow 10:00", "Fri 15:00" (the next six days), "Fri 27 Nov" (this year),
 *   "27 Nov 2027"; "-" for INSTANT_NONE.  Returns out. */
const char *form_when_time(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE]);

/* The same with its clock time however long ago: "Mon 9 Nov 14:05", "27 Nov 2027 14:05". */
const char *form_when_clock(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE]);

/* How long something took, in whole units: "95 min", "35 h" (from two hours), "8 d" (from two days); of `business`
 * minutes no days, whose length is another one.  Returns out. */
const char *form_when_span(int64_t minutes, bool business, char out[FORM_WHEN_SIZE]);

/* When something must happen: past ones are "5 min late", "2 h late", "3 days late" (whole units that have passed), the
 * next hour is "in 25 min", others are as above.  Returns out. */
const char *form_when_due(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE]);

#endif
