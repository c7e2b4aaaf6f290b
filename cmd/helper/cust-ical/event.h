/* event: one thing that is due, as a component of a calendar (RFC 5545). */
#ifndef CUST_ICAL_EVENT_H
#define CUST_ICAL_EVENT_H

#include <jansson.h>
#include <libical/ical.h>

/* Makes a VEVENT of one line of the feed (main.c), with an alarm.  NULL when `ref`, `due`, `now` or `store` is missing
 * or no such value.  The UID is the reference and the store's identity, and SEQUENCE counts the moves: a calendar that
 * reads the feed again changes its entry.  The caller's (icalcomponent_free()). */
icalcomponent *event_new(const json_t *line);

#endif
