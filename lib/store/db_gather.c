#include "store/db_gather.h"

static const char pointer[] = "gather"; /* the type of what $1 points to */

struct gathering {
    db_gather_row *row;
    void *context;
};

static void take(sqlite3_context *c, int n, sqlite3_value **v)
{
    const struct gathering *g = sqlite3_value_pointer(v[0], pointer);

    (void)c;
    (void)n;
    if (g != NULL)
        g->row(g->context, v + 1);
}

static void done(sqlite3_context *c)
{
    sqlite3_result_null(c);
}

void db_gather_open(sqlite3 *sql)
{
    (void)sqlite3_create_function_v2(sql, "gather", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL, take,
                                     done, NULL);
}

struct err *db_gather(struct db *db, enum db_sql which, int64_t above, int64_t upto, db_gather_row *row,
                      void *context)
{
    struct gathering g = {row, context};
    sqlite3_stmt *st = NULL;
    bool any;
    struct err *e = db_stmt_bind(db, which, &st, "zii", above, upto);

    if (e == NULL && sqlite3_bind_pointer(st, 1, &g, pointer, NULL) != SQLITE_OK)
        e = db_stmt_error(db);
    if (e == NULL)
        e = db_stmt_step(db, st, &any);
    if (st != NULL) {
        db_stmt_end(st);
        sqlite3_bind_null(st, 1);
    }
    return e;
}
