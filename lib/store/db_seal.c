#include "store/db_seal.h"

#include "store/db_stmt.h"

struct err *db_seal_add(struct db *db, const struct db_seal *s)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e
                     : db_stmt_run(db, SQL_SEAL_ADD, "iiiitt", db->seq, s->profile, s->since, s->upto,
                                   s->hash, s->rows);
}

struct err *db_seal_next(struct db *db, int64_t after, int64_t as_of, struct arena *a, struct db_seal *out)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_SEAL_NEXT, &st, "ii", after, as_of);

    *out = (struct db_seal){0};
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    *out = (struct db_seal){.id = sqlite3_column_int64(st, 0),
                            .seq = sqlite3_column_int64(st, 1),
                            .recorded = sqlite3_column_int64(st, 2),
                            .actor = sqlite3_column_int64(st, 3),
                            .profile = sqlite3_column_int64(st, 4),
                            .since = sqlite3_column_int64(st, 5),
                            .upto = sqlite3_column_int64(st, 6),
                            .hash = db_stmt_copy(st, 7, a),
                            .rows = db_stmt_copy(st, 8, a)};
    db_stmt_end(st);
    return NULL;
}
