#include "store/db_verify.h"

#include <string.h>

#include "store/db_stmt.h"
#include "store/db_turn.h"

struct report {
    struct arena *a;
    struct db_verify *out;
    struct db_verify_finding **tail;
};

static void add(struct report *r, const char *what)
{
    if (r->out->n == DB_VERIFY_MAX)
        return;
    struct db_verify_finding *f = arena_alloc(r->a, sizeof *f);
    f->what = str_of(arena_strdup(r->a, what));
    *r->tail = f;
    r->tail = &f->next;
    r->out->n++;
}

/* Damage ends a check; it is a finding, and no reason not to make the next one. */
static struct err *damage(struct db *db, struct report *r)
{
    int rc = sqlite3_errcode(db->sql) & 0xff;

    if (rc != SQLITE_CORRUPT && rc != SQLITE_NOTADB)
        return db_stmt_error(db);
    add(r, sqlite3_errmsg(db->sql));
    return NULL;
}

static struct err *pages_and_indexes(struct db *db, struct report *r)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db->sql, "PRAGMA integrity_check(20)", -1, &st, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(st, 0);
        if (line != NULL && strcmp(line, "ok") != 0)
            add(r, line);
        rc = SQLITE_OK;
    }
    struct err *e = rc == SQLITE_DONE ? NULL : damage(db, r);
    sqlite3_finalize(st);
    return e;
}

static struct err *references(struct db *db, struct report *r)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db->sql, "PRAGMA foreign_key_check", -1, &st, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW && r->out->n < DB_VERIFY_MAX) {
        add(r,
            arena_printf(r->a, "a row of %s refers to a row of %s that is not there",
                         (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 2)));
        rc = SQLITE_OK;
    }
    struct err *e = rc == SQLITE_DONE || rc == SQLITE_ROW ? NULL : damage(db, r);
    sqlite3_finalize(st);
    return e;
}

/* FTS5 asks for its check in the form of a change; it makes none. */
static struct err *full_text(struct db *db, struct report *r)
{
    int rc =
        sqlite3_exec(db->sql, "INSERT INTO words_index (words_index, rank) VALUES ('integrity-check', 1)",
                     NULL, NULL, NULL);

    if (rc == SQLITE_OK)
        return NULL;
    if (str_is(str_of(sqlite3_errmsg(db->sql)),
               sqlite3_errstr(SQLITE_ERROR))) /* FTS5 found no words to read */
        add(r, "the full-text index cannot be compared with the words: they cannot be read");
    else if ((rc & 0xff) == SQLITE_CORRUPT)
        add(r, "the full-text index does not agree with the words");
    else
        return db_stmt_error(db);
    return NULL;
}

static struct err *look(struct db *db, struct report *r)
{
    int64_t bulk = 0;
    struct err *e = pages_and_indexes(db, r);

    if (e == NULL)
        e = references(db, r);
    if (e == NULL)
        e = db_stmt_one(db, SQL_META_HAS, &bulk, "t", str_of("bulk"));
    if (e == NULL && bulk != 0)
        add(r,
            "a first import did not come to its end, so indexes are missing; any writing command makes them");
    else if (e == NULL)
        e = full_text(db, r);
    return e;
}

struct err *db_verify_file(struct db *db, struct arena *a, struct db_verify *out)
{
    struct report r = {a, out, &out->first};
    int64_t began;

    *out = (struct db_verify){0};
    struct err *e = db_turn_share(db);
    if (e != NULL)
        return e;
    began = db_stmt_clock();
    if (db->mode == DB_READ)
        e = db_stmt_exec(db, "PRAGMA query_only = OFF");
    if (e == NULL)
        e = db_stmt_exec(db, "BEGIN IMMEDIATE");
    if (e == NULL) {
        e = look(db, &r);
        sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
    }
    if (db->mode == DB_READ)
        e = err_first(e, db_stmt_exec(db, "PRAGMA query_only = ON"));
    out->held_ms = db_stmt_clock() - began;
    db_turn_drop(db);
    return e;
}
