#include "store/db_policy.h"

#include "store/db_stmt.h"
#include "store/db_turn.h"

struct err *db_policy_get(struct db *db, int64_t as_of, struct arena *a, int64_t *version, struct str *text)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_POLICY_LAST, &st, "i", as_of);

    *version = 0;
    *text = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *version = sqlite3_column_int64(st, 0);
        *text = db_stmt_copy(st, 1, a);
        db_stmt_end(st);
    }
    return e;
}

struct err *db_policy_source(struct db *db, int64_t version, struct arena *a, struct str *source)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_POLICY_SOURCE, &st, "i", version);

    *source = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL)
        return e;
    if (!row)
        return err_new(ERR_NOINPUT, NULL, "policy version %lld was never applied", (long long)version);
    *source = db_stmt_copy(st, 0, a);
    db_stmt_end(st);
    return NULL;
}

struct err *db_policy_version(struct db *db, int64_t *version)
{
    *version = 0;
    return db_stmt_one(db, SQL_POLICY_VERSION, version, "");
}

/* --- whether it has reached all ---------------------------------------------------------------------------------- */

static struct str mark(void)
{
    return str_of("unsettled");
}

struct err *db_policy_add(struct db *db, int64_t seq, struct str source, struct str text, int64_t *version)
{
    struct err *e = db_stmt_writing(db);

    *version = 0;
    if (e == NULL)
        e = db_policy_version(db, version);
    ++*version;
    if (e == NULL)
        e = db_stmt_run(db, SQL_POLICY_ADD, "iitt", *version, seq, source, text);
    if (e == NULL)
        e = db_stmt_run(db, SQL_META_DROP, "t", mark());
    return e != NULL ? e : db_stmt_run(db, SQL_META_PUT, "tt", mark(), str_of("policy"));
}

struct err *db_policy_unsettled(struct db *db, bool *unsettled)
{
    int64_t there = 0;
    struct err *e = db_stmt_one(db, SQL_META_HAS, &there, "t", mark());

    *unsettled = there != 0;
    return e;
}

/* No record: a transaction of SQLite's without a number of ours. */
static struct err *drop_mark(struct db *db, int64_t version)
{
    int64_t now;
    struct err *e = db_stmt_run(db, SQL_BEGIN, "");

    if (e != NULL)
        return e;
    if ((e = db_policy_version(db, &now)) == NULL && now == version)
        e = db_stmt_run(db, SQL_META_DROP, "t", mark());
    if (e == NULL)
        e = db_stmt_run(db, SQL_COMMIT, "");
    if (e != NULL && sqlite3_get_autocommit(db->sql) == 0)
        err_free(db_stmt_run(db, SQL_ROLLBACK, ""));
    return e;
}

struct err *db_policy_settled(struct db *db, int64_t version)
{
    bool unsettled;
    struct err *e = db_policy_unsettled(db, &unsettled);

    if (e != NULL || !unsettled || (e = db_turn_take(db)) != NULL)
        return e;
    e = drop_mark(db, version);
    db_turn_drop(db);
    return e;
}
