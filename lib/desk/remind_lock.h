/* remind_lock: deliveries of reminders one after the other, each job once.
 *
 * A job is one owner's reminders (or everybody's) by one road.  Of two runs of the same job one works and the other
 * leaves; runs of different jobs wait for each other, so that a colleague's daily run is not lost to another's that
 * came in the same minute.
 */
#ifndef DESK_REMIND_LOCK_H
#define DESK_REMIND_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Locks cust.db-remind in the desk's folder for the job (`owner` 0: everybody's).  *fd holds it until it is closed, or
 * the process ends; at *busy the same job is under way and nothing is held.  ERR_TEMP when another job has not ended in
 * ten minutes. */
struct err *remind_lock_take(const char *folder, int64_t owner, int channel, int *fd, bool *busy) ERR_CHECK;

#endif
