#include "store/db_triage.h"

#include "store/db_stmt.h"

struct err *db_triage_add(struct db *db, subject of, uint32_t no, struct str strengths, struct str terms)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_TRIAGE_ADD, "iitt", of, (int64_t)no, strengths, terms);
}

struct err *db_triage_get(struct db *db, subject of, int64_t as_of, struct arena *a, uint32_t *no,
                          struct str *strengths, struct str *terms)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_TRIAGE_GET, &st, "ii", of, as_of);

    *no = 0;
    *strengths = *terms = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *no = (uint32_t)sqlite3_column_int64(st, 0);
        *strengths = db_stmt_copy(st, 1, a);
        *terms = db_stmt_copy(st, 2, a);
        db_stmt_end(st);
    }
    return e;
}
