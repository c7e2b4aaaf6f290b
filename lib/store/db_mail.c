#include "store/db_mail.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_stmt.h"

struct err *db_mail_add(struct db *db, const struct db_mail *m, int64_t seq, struct str raw)
{
    struct str digest = {(const char *)m->digest, DB_DIGEST};
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    return db_stmt_run(db, SQL_MAIL_ADD, "iiitbiib", m->of, (int64_t)m->no, seq, m->message_id, digest,
                       (int64_t)m->class, (int64_t)m->partial, raw);
}

static void take(sqlite3_stmt *st, struct arena *a, struct db_mail *m)
{
    struct str digest = db_stmt_str(st, 4);

    *m = (struct db_mail){
        .id = sqlite3_column_int64(st, 0),
        .of = sqlite3_column_int64(st, 1),
        .no = (uint32_t)sqlite3_column_int64(st, 2),
        .message_id = db_stmt_copy(st, 3, a),
        .class = (int)sqlite3_column_int64(st, 5),
        .partial = sqlite3_column_int64(st, 6) != 0,
        .seq = sqlite3_column_int64(st, 7),
    };
    memcpy(m->digest, digest.p, digest.n < DB_DIGEST ? digest.n : DB_DIGEST);
}

/* Every row of a statement that is bound. */
static struct err *take_all(struct db *db, sqlite3_stmt *st, struct arena *a, struct db_mail **out, size_t *n)
{
    struct db_mail *all = NULL;
    struct err *e = NULL;
    size_t cap = 0;
    bool row = false;

    while ((e = db_stmt_step(db, st, &row)) == NULL && row) {
        all = mem_grow(all, &cap, *n + 1, sizeof *all);
        take(st, a, &all[(*n)++]);
    }
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}

struct err *db_mail_find(struct db *db, struct str message_id, struct arena *a, struct db_mail **out,
                         size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_MAIL_FIND, &st, "t", message_id);

    *n = 0;
    return e != NULL ? e : take_all(db, st, a, out, n);
}

struct err *db_mail_copies(struct db *db, int64_t id, struct arena *a, struct db_mail **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_MAIL_COPIES, &st, "i", id);

    *n = 0;
    return e != NULL ? e : take_all(db, st, a, out, n);
}

struct err *db_mail_automatic(struct db *db, subject of, int64_t *n)
{
    return db_stmt_one(db, SQL_MAIL_AUTOMATIC, n, "i", of);
}

struct err *db_mail_same(struct db *db, struct str message_id, const unsigned char digest[DB_DIGEST],
                         int64_t *id)
{
    struct str key = {(const char *)digest, DB_DIGEST};

    *id = 0;
    return db_stmt_one(db, SQL_MAIL_SAME, id, "tb", message_id, key);
}

struct err *db_mail_copy(struct db *db, subject of, uint32_t no, subject to, uint32_t to_no)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e
                     : db_stmt_run(db, SQL_MAIL_COPY, "iiiii", to, (int64_t)to_no, db->seq, of, (int64_t)no);
}

struct err *db_mail_ids(struct db *db, enum db_mail_which which, int64_t after, int64_t as_of, int64_t *ids,
                        size_t max, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, which == DB_MAIL_LOOSE ? SQL_MAIL_LOOSE : SQL_MAIL_PARTIAL, &st, "iii",
                                 after, as_of, (int64_t)max);

    *n = 0;
    return e != NULL ? e : db_stmt_all(db, st, ids, n);
}

struct err *db_mail_at(struct db *db, subject of, uint32_t no, int64_t *id)
{
    *id = 0;
    return db_stmt_one(db, SQL_MAIL_AT, id, "ii", of, (int64_t)no);
}

struct err *db_mail_get(struct db *db, int64_t id, struct arena *a, struct db_mail *m, struct str *raw)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_MAIL_GET, &st, "i", id);

    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL)
        return e;
    if (!row)
        return err_new(ERR_NOINPUT, NULL, "there is no mail m%lld; cust-report mail lists them",
                       (long long)id);
    take(st, a, m);
    m->recorded = sqlite3_column_int64(st, 8);
    m->actor = sqlite3_column_int64(st, 9);
    *raw = db_stmt_copy(st, 10, a);
    db_stmt_end(st);
    return NULL;
}

struct err *db_mail_put(struct db *db, const struct db_mail *m)
{
    struct str digest = {(const char *)m->digest, DB_DIGEST};
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    return db_stmt_run(db, SQL_MAIL_PUT, "tbiii", m->message_id, digest, (int64_t)m->class,
                       (int64_t)m->partial, m->id);
}

struct err *db_mail_again(struct db *db, const struct db_mail *m, int64_t *id)
{
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    return db_stmt_one(db, SQL_MAIL_AGAIN, id, "iiiiii", m->of, (int64_t)m->no, db->seq, (int64_t)m->class,
                       (int64_t)m->partial, m->id);
}

struct err *db_mail_raw(struct db *db, subject of, uint32_t no, struct arena *a, struct str *raw)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_MAIL_RAW, &st, "ii", of, (int64_t)no);

    *raw = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL)
        return e;
    if (!row)
        return err_new(ERR_NOINPUT, NULL, "no message came with %s%lld@%u", of < 0 ? "c" : "",
                       (long long)(of < 0 ? -of : of), (unsigned)no);
    *raw = db_stmt_copy(st, 0, a);
    db_stmt_end(st);
    return NULL;
}
