/* moment: a date or time as an iCalendar text has it. */
#ifndef CUST_ICAL_MOMENT_H
#define CUST_ICAL_MOMENT_H

#include <libical/ical.h>
#include <stdbool.h>

#include "base/civil.h"
#include "base/str.h"

struct moment {
    struct civil c;
    bool date, utc;
};

/* 20261224, 20261224T120000 or 20261224T120000Z (RFC 5545 sections 3.3.4 and 3.3.5); a leap second is the second before
 * it.  False for anything else, and for a day or time that there is not. */
bool moment_read(struct str s, struct moment *out);

/* To libical's form and back; `date`: a day without a clock time.  Neither knows a zone. */
struct icaltimetype moment_to_ical(const struct civil *c, bool date);
struct civil moment_from_ical(struct icaltimetype t);

#endif
