#include "store/db_gather.h"

static void take(sqlite3_context *c, int n, sqlite3_value **v)
{
    const struct db_gathering *g = sqlite3_user_data(c);

    (void)n;
    if (g->row != NULL)
        g->row(g->context, v);
}

static void done(sqlite3_context *c)
{
    sqlite3_result_null(c);
}

void db_gather_open(struct db *db)
{
    (void)sqlite3_create_function_v2(db->sql, "gather", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, &db->gathering,
                                     NULL, take, done, NULL);
}

struct err *db_gather(struct db *db, enum db_sql which, int64_t above, int64_t upto, db_gather_row *row,
                      void *context)
{
    sqlite3_stmt *st = NULL;
    bool any;
    struct err *e = db_stmt_bind(db, which, &st, "ii", above, upto);

    if (e != NULL)
        return e;
    db->gathering = (struct db_gathering){row, context};
    e = db_stmt_step(db, st, &any);
    db->gathering = (struct db_gathering){NULL, NULL};
    db_stmt_end(st);
    return e;
}
