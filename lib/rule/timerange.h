/* timerange: phrases that name days, not a moment (when_range()). */
#ifndef RULE_TIMERANGE_H
#define RULE_TIMERANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/str.h"
#include "rule/timewords.h"

/* The days [*from, *to), since 1970-01-01, of "last week", "2026-11", "2026Q3", "2026"; false when w names a moment, or
 * days beyond the years 1 to 9999. */
bool timerange_of(const struct timewords *w, const struct civil *today, int64_t *from, int64_t *to);

/* The same of all of `text`: a month by its name, a quarter, a half or a week (ISO 8601), with a year or without:
 * "november", "nov 2026", "last quarter", "this half", "Q4", "2026 H2", "2026-W45".  Without a year it is, for the past,
 * the last one that has begun, else the next one that has not ended. */
bool timerange_named(struct str text, const struct civil *today, bool past, int64_t *from, int64_t *to);

#endif
