#include "store/db_migrate.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/db_backup.h"
#include "store/db_file.h"
#include "store/db_stmt.h"

/* What schema.sql makes of a new store, made of an older one: the same words, so that both have one schema. */
static const char from_1[] =
    "CREATE TABLE attachment (id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, no INTEGER NOT NULL,"
    " seq INTEGER NOT NULL REFERENCES tx (seq), name INTEGER NOT NULL, body BLOB NOT NULL) STRICT;"
    "CREATE INDEX attachment_subject ON attachment (subject, no);"
    "CREATE TABLE seal (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL REFERENCES tx (seq),"
    " profile INTEGER NOT NULL REFERENCES name (id), since INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " hash TEXT NOT NULL, rows TEXT NOT NULL) STRICT;"
    "CREATE TABLE lesson (cause INTEGER NOT NULL REFERENCES cause (id), no INTEGER NOT NULL,"
    " seq INTEGER NOT NULL REFERENCES tx (seq), words INTEGER NOT NULL, PRIMARY KEY (cause, no)) STRICT, "
    "WITHOUT ROWID;"
    "INSERT INTO lesson (cause, no, seq, words) SELECT id, 1, seq, lesson FROM cause WHERE lesson <> 0;"
    "ALTER TABLE cause DROP COLUMN lesson;"
    "CREATE INDEX event_told ON event (subject, no, seq, happened, kind, flags, code, ref, num, who, words)"
    " WHERE kind = 4 OR kind = 7 OR kind = 9 OR kind = 19 OR kind = 24 OR kind > 26 OR (kind = 0 AND ref <> "
    "0)"
    " OR (kind = 3 AND (code = 17 OR code = 18 OR code = 26 OR code > 30));"
    "CREATE TABLE merged (subject INTEGER NOT NULL, seq INTEGER NOT NULL REFERENCES tx (seq),"
    " into_subject INTEGER NOT NULL, to_seq INTEGER NOT NULL, PRIMARY KEY (subject, seq)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE INDEX merged_into ON merged (into_subject);"
    "CREATE INDEX field_invoice ON field (complaint) WHERE field = 32;"
    "CREATE INDEX mail_partial ON mail (id) WHERE partial = 1;";

static const struct db_migration steps_known[] = {{1, from_1}};

const struct db_migration *db_migrate_steps(size_t *n)
{
    *n = sizeof steps_known / sizeof steps_known[0];
    return steps_known;
}

static struct err *number(struct db *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db->sql, sql, -1, &st, NULL) != SQLITE_OK)
        return db_stmt_error(db);
    int rc = sqlite3_step(st);
    *out = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    struct err *e = rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_stmt_error(db);
    sqlite3_finalize(st);
    return e;
}

static struct err *step(struct db *db, const struct db_migration *steps, size_t n, int version)
{
    for (size_t i = 0; i < n; i++)
        if (steps[i].from == version)
            return db_stmt_exec(db, steps[i].sql);
    return err_new(ERR_DATA, db->path,
                   "this store is of version %d, which cannot be brought up to date; restore a backup",
                   version);
}

static struct err *keep_copy(struct db *db, int version)
{
    char what[32];

    snprintf(what, sizeof what, "version-%d", version);
    char *copy = db_file_beside(db->path, what);
    struct err *e = db_backup(db, copy, NULL);
    free(copy);
    return e;
}

static struct err *steps_to(struct db *db, const struct db_migration *steps, size_t n, int version,
                            int target)
{
    char set[48];
    int64_t broken = 0;
    struct err *e = NULL;

    for (int v = version; e == NULL && v < target; v++)
        e = step(db, steps, n, v);
    if (e == NULL)
        e = number(db, "SELECT count(*) FROM pragma_foreign_key_check", &broken);
    if (e == NULL && broken > 0)
        e = err_new(ERR_DATA, db->path,
                    "%lld rows refer to nothing, so the store was left as it was; restore a backup",
                    (long long)broken);
    snprintf(set, sizeof set, "PRAGMA user_version = %d", target);
    return e != NULL ? e : db_stmt_exec(db, set);
}

/* The version is read again under the lock: somebody outside the queue may have been quicker. */
static struct err *in_transaction(struct db *db, const struct db_migration *steps, size_t n, int target)
{
    int64_t version = target;
    /* Rebuilding a table must not run its foreign keys; the check at the end does. */
    struct err *e = db_stmt_exec(db, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");

    if (e == NULL) {
        e = number(db, "PRAGMA user_version", &version);
        if (e == NULL && version < target)
            e = steps_to(db, steps, n, (int)version, target);
        if (e == NULL)
            e = db_stmt_exec(db, "COMMIT");
        if (e != NULL)
            sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
    }
    return err_first(e, db_stmt_exec(db, "PRAGMA foreign_keys = ON"));
}

struct err *db_migrate(struct db *db, const struct db_migration *steps, size_t n, int target)
{
    int64_t version = target;
    struct err *e = number(db, "PRAGMA user_version", &version);

    if (e != NULL || version >= target)
        return e;
    e = keep_copy(db, (int)version);
    return e != NULL ? e : in_transaction(db, steps, n, target);
}
