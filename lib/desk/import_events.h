/* import_events: JSON Lines of cust.event/1, line by line, into histories (desk/import.h has the rules). */
#ifndef DESK_IMPORT_EVENTS_H
#define DESK_IMPORT_EVENTS_H

#include "desk/import.h"

struct err *import_events_run(struct desk *d, const struct import_job *job,
                              struct import_count *count) ERR_CHECK;

#endif
