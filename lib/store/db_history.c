#include "store/db_history.h"

#include <string.h>

#include "store/db_stmt.h"

struct err *db_history_begin(struct db *db)
{
    return db_stmt_page(db);
}

void db_history_end(struct db *db)
{
    db_stmt_page_end(db);
}

static struct err *numbers(struct db *db, enum db_sql which, int64_t after, int64_t *ids, size_t max,
                           size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, which, &st, "ii", after, (int64_t)max);

    *n = 0;
    return e != NULL ? e : db_stmt_all(db, st, ids, n);
}

struct err *db_history_customers(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n)
{
    return numbers(db, SQL_HISTORY_CUSTOMERS, after, ids, max, n);
}

struct err *db_history_complaints(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n)
{
    return numbers(db, SQL_HISTORY_COMPLAINTS, after, ids, max, n);
}

struct err *db_history_triage(struct db *db, subject of, uint32_t no, struct arena *a, struct str *strengths,
                              struct str *terms)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_HISTORY_TRIAGE, &st, "ii", of, (int64_t)no);

    *strengths = *terms = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    *strengths = db_stmt_copy(st, 0, a);
    *terms = db_stmt_copy(st, 1, a);
    db_stmt_end(st);
    return NULL;
}

struct err *db_history_mail(struct db *db, subject of, uint32_t no, struct arena *a, struct db_mail *m,
                            struct str *raw)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_HISTORY_MAIL, &st, "ii", of, (int64_t)no);

    *m = (struct db_mail){.of = of, .no = no};
    *raw = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    m->id = sqlite3_column_int64(st, 0);
    m->message_id = db_stmt_copy(st, 1, a);
    struct str digest = db_stmt_str(st, 2);
    memcpy(m->digest, digest.p, digest.n < DB_DIGEST ? digest.n : DB_DIGEST);
    m->class = (int)sqlite3_column_int64(st, 3);
    m->partial = sqlite3_column_int64(st, 4) != 0;
    *raw = db_stmt_copy(st, 5, a);
    db_stmt_end(st);
    return NULL;
}
