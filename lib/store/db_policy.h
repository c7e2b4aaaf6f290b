/* db_policy: the policy versions that were applied. */
#ifndef STORE_DB_POLICY_H
#define STORE_DB_POLICY_H

#include "store/db.h"

/* The version in force at that sequence number (DB_NOW: now) and its compiled text; version 0 and an empty text when
 * none was ever applied. */
struct err *db_policy_get(struct db *db, int64_t as_of, struct arena *a, int64_t *version,
                          struct str *text) ERR_CHECK;
/* The YAML of a version. */
struct err *db_policy_source(struct db *db, int64_t version, struct arena *a, struct str *source) ERR_CHECK;
/* The version in force alone. */
struct err *db_policy_version(struct db *db, int64_t *version) ERR_CHECK;
/* Puts a new version in force, and remembers that there may be what is not in line with it. */
struct err *db_policy_add(struct db *db, int64_t seq, struct str source, struct str text,
                          int64_t *version) ERR_CHECK;
/* Whether that stands since then; and that all is in line with this version, outside a transaction: nothing when another
 * one is in force by now. */
struct err *db_policy_unsettled(struct db *db, bool *unsettled) ERR_CHECK;
struct err *db_policy_settled(struct db *db, int64_t version) ERR_CHECK;

#endif
