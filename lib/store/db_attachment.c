#include "store/db_attachment.h"

#include "store/db_stmt.h"

struct err *db_attachment_add(struct db *db, subject of, uint32_t no, int64_t name, struct str body)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_ATTACHMENT_ADD, "iiiib", of, (int64_t)no, db->seq, name, body);
}

struct err *db_attachment_get(struct db *db, subject of, uint32_t no, struct arena *a, struct str *body,
                              bool *here)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_ATTACHMENT_GET, &st, "ii", of, (int64_t)no);

    *body = str_of("");
    *here = false;
    if (e == NULL)
        e = db_stmt_step(db, st, here);
    if (e != NULL || !*here)
        return e;
    *body = db_stmt_copy(st, 0, a);
    db_stmt_end(st);
    return NULL;
}

struct err *db_attachment_size(struct db *db, subject of, uint32_t no, int64_t *size)
{
    *size = -1;
    return db_stmt_one(db, SQL_ATTACHMENT_SIZE, size, "ii", of, (int64_t)no);
}

struct err *db_attachment_strays(struct db *db, int64_t *n)
{
    *n = 0;
    return db_stmt_one(db, SQL_ATTACHMENT_STRAYS, n, "i", (int64_t)EVENT_ATTACHED);
}
