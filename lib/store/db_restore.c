#include "store/db_restore.h"

#include "store/db_stmt.h"
#include "store/db_turn.h"

struct err *db_restore_begin(struct db *db)
{
    struct err *e = db_turn_begin(db);

    db->taught = true; /* or may be: nobody asked */
    db->seq = 0;
    return e;
}

/* The transaction of this number or the last one before it; *seq is 0 when there is none. */
static struct err *at_or_before(struct db *db, int64_t number, int64_t *seq, instant *at, int64_t *actor)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_RESTORE_TX_BESIDE, &st, "i", number);

    *seq = *actor = 0;
    *at = INSTANT_MIN;
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    *seq = sqlite3_column_int64(st, 0);
    *at = sqlite3_column_int64(st, 1);
    *actor = sqlite3_column_int64(st, 2);
    db_stmt_end(st);
    return NULL;
}

struct err *db_restore_tx(struct db *db, int64_t seq, instant at, int64_t actor)
{
    int64_t before = 0, by = 0;
    instant then = INSTANT_MIN, next = INSTANT_NONE;
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = at_or_before(db, seq, &before, &then, &by);
    if (e == NULL && before != seq)
        e = db_stmt_one(db, SQL_RESTORE_TX_NEXT, &next, "i", seq);
    if (e != NULL)
        return e;
    if (before == seq && (then != at || by != actor))
        return err_new(
            ERR_DATA, NULL,
            "transaction %lld was another one here; the two desks have parted, import into a new desk",
            (long long)seq);
    if (before != seq && (then > at || next < at))
        return err_new(ERR_DATA, NULL,
                       "transaction %lld was recorded out of order; the file was changed, export it again",
                       (long long)seq);
    if (before != seq)
        e = db_stmt_run(db, SQL_RESTORE_TX, "iii", seq, at, actor);
    db->seq = seq;
    db->touched = 0;
    return e;
}

struct err *db_restore_customer(struct db *db, int64_t id)
{
    int64_t there = 0;
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_one(db, SQL_CUSTOMER_GET, &there, "i", id);
    if (e == NULL && there != 0)
        e = err_new(ERR_DATA, NULL, "there is a customer c%lld already", (long long)id);
    return e != NULL ? e : db_stmt_run(db, SQL_RESTORE_CUSTOMER, "ii", id, db->seq);
}

struct err *db_restore_ref(struct db *db, int64_t of, uint32_t no, uint32_t ref)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_RESTORE_REF, "iii", (int64_t)ref, of, (int64_t)no);
}

struct err *db_restore_identity(struct db *db, struct str identity)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_RESTORE_IDENTITY, "tt", identity, str_of("identity"));
}

struct err *db_restore_mark(struct db *db)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_RESTORE_MARK, "");
}

struct err *db_restore_keep(struct db *db)
{
    return db_stmt_run(db, SQL_RESTORE_KEEP, "");
}

struct err *db_restore_back(struct db *db)
{
    db_stmt_forget(db);
    struct err *e = db_stmt_run(db, SQL_RESTORE_BACK, "");
    return e != NULL ? e : db_restore_keep(db);
}
