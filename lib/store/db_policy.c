#include "store/db_policy.h"

#include "store/db_stmt.h"

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

struct err *db_policy_add(struct db *db, int64_t seq, struct str source, struct str text, int64_t *version)
{
    struct err *e = db_stmt_writing(db);

    *version = 0;
    if (e == NULL)
        e = db_stmt_one(db, SQL_POLICY_VERSION, version, "");
    ++*version;
    return e != NULL ? e : db_stmt_run(db, SQL_POLICY_ADD, "iitt", *version, seq, source, text);
}
