/* days: the time that the entries of a calendar take, as lines for the policy's holidays. */
#ifndef CUST_ICAL_DAYS_H
#define CUST_ICAL_DAYS_H

#include <stdio.h>

#include "base/str.h"

/* Prints a line for each piece of time of each entry (VEVENT) that touches the years from `first` to `last`, its fields
 * parted by TAB; N is the line of the file at which the entry begins:
 *
 *   day   N  2026-12-25  DAYS  NAME        whole days, the first of them and how many
 *   year  N  12-25  1  NAME                the same day every year
 *   time  N  FROM  TO  ZONE  NAME          from and to as in 2026-12-24T12:00:00Z, but by the clocks of ZONE; "-" is any
 *   bad   N  TEXT                          what is wrong there, and how to mend it
 *
 * 0, or ERR_IO. */
int days_print(struct str text, int first, int last, FILE *out);

#endif
