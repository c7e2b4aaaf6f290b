/* db_migrate: from an older version of the schema to this one. */
#ifndef STORE_DB_MIGRATE_H
#define STORE_DB_MIGRATE_H

#include "store/db.h"

/* One step: what brings a store of version `from` to version from + 1. */
struct db_migration {
    int from;
    const char *sql;
};

/* With the writers' turn taken.  Brings the store up to `target` in one transaction, after a copy beside it
 * (cust.db.version-N-...).  Whoever comes second finds it done.  ERR_DATA when no step leads from its version; the
 * store is unchanged by any error. */
struct err *db_migrate(struct db *db, const struct db_migration *steps, size_t n, int target) ERR_CHECK;

/* The steps up to DB_VERSION. */
const struct db_migration *db_migrate_steps(size_t *n);

#endif
