/* db_backup: a copy of the whole store as one file. */
#ifndef STORE_DB_BACKUP_H
#define STORE_DB_BACKUP_H

#include "store/db.h"

/* Copies the store, as it is at one moment, to `path` (0600): built under another name, synced, then named; an
 * existing file is never replaced (ERR_CANTCREATE).  Readers go on; a writer's COMMIT waits for it.  *held_ms (may be
 * NULL) is how long that could be. */
struct err *db_backup(struct db *db, const char *path, int64_t *held_ms) ERR_CHECK;

#endif
