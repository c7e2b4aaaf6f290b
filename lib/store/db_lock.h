/* db_lock: the writers' queue: an flock beside the store, so that who came first writes first.
 *
 * SQLite's own lock is taken by whoever happens to ask at the right moment; under many writers some wait for ever.
 * The kernel serves flock waiters in order.
 */
#ifndef STORE_DB_LOCK_H
#define STORE_DB_LOCK_H

#include <stdbool.h>

#include "base/err.h"

/* Waits at most `seconds` for the lock on `path` (made when missing, with permissions `mode`); `tell` (may be NULL)
 * is called once after a second.  *fd holds the lock until db_lock_drop(), or the process's end.  ERR_TEMP when the
 * time is over. */
struct err *db_lock_take(const char *path, unsigned mode, int seconds, void (*tell)(void *), void *context,
                         int *fd) ERR_CHECK;
/* The same for who writes nothing and keeps writers away: others may share it. */
struct err *db_lock_share(const char *path, unsigned mode, int seconds, void (*tell)(void *), void *context,
                          int *fd) ERR_CHECK;
void db_lock_drop(int *fd); /* sets it to -1; -1 is fine */

/* Whether another has the lock on `path` for itself.  For readers, and to be asked again: *fd, -1 at first, is open from
 * the first time on.  Where nobody has, writers wait until db_lock_drop() of it, which is to come at once.  ERR_NOPERM or
 * ERR_UNAVAILABLE when it cannot be known. */
struct err *db_lock_is_taken(const char *path, int *fd, bool *taken) ERR_CHECK;

/* Who waits in the queue says so with a record lock (fcntl) on the same file, which others can see.  For who waits
 * elsewhere: it says the same, until db_lock_drop() of *fd; -1 when it cannot be said. */
void db_lock_mark(const char *path, int *fd);
/* Whether another process says so. */
bool db_lock_wanted(int fd);

#endif
