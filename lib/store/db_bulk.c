#include "store/db_bulk.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/db_stmt.h"
#include "store/db_turn.h"

/* Those that no lookup of an import needs. */
static const char left_out[] =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND name IN ('words_subject', "
    "'address_word_customer', "
    "'complaint_queue', 'complaint_past_queue', 'followup_due', 'followup_ended', 'followup_past_due', "
    "'event_told')";

/* Takes the indexes away; `sql` gets what makes them again. */
static struct err *drop(struct db *db, struct buf *sql)
{
    struct buf drops = {0};
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db->sql, left_out, -1, &st, NULL);

    while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
        buf_printf(&drops, "DROP INDEX %s;", (const char *)sqlite3_column_text(st, 0));
        buf_printf(sql, "%s;", (const char *)sqlite3_column_text(st, 1));
    }
    struct err *e = rc != SQLITE_OK || sqlite3_finalize(st) != SQLITE_OK ? db_stmt_error(db) : NULL;
    if (e == NULL && drops.len > 0)
        e = db_stmt_exec(db, drops.p);
    buf_free(&drops);
    return e;
}

static struct err *take_away(struct db *db, bool *empty)
{
    struct buf sql = {0};
    int64_t any = 0;
    struct err *e = db_stmt_one(db, SQL_COMPLAINT_ANY, &any, "");

    *empty = any == 0;
    if (e == NULL && *empty)
        e = drop(db, &sql);
    if (e == NULL && *empty)
        e = db_stmt_run(db, SQL_META_PUT, "tt", str_of("bulk"), buf_str(&sql));
    buf_free(&sql);
    return e;
}

/* A change of the schema, and no record: a transaction of SQLite's without a number of ours. */
static struct err *in_transaction(struct db *db, struct err *change(struct db *, bool *), bool *out)
{
    struct err *e = db_stmt_run(db, SQL_BEGIN, "");

    if (e != NULL)
        return e;
    e = change(db, out);
    if (e == NULL)
        e = db_stmt_run(db, SQL_COMMIT, "");
    if (e != NULL && sqlite3_get_autocommit(db->sql) == 0)
        err_free(db_stmt_run(db, SQL_ROLLBACK, ""));
    return e;
}

/* Rows of several tables go in side by side, and some in no order: pages are kept in memory for longer.  Indexes are
 * written in order, and sorting for them takes as much again as the pages do.  It may use files: numbers only, while
 * memory would grow with them. */
static const char roomy[] = "PRAGMA cache_size = -16000";
static const char sorting[] = "PRAGMA cache_size = -8000; PRAGMA temp_store = FILE";
static const char usual[] = "PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY";

bool db_bulk_runs(const struct db *db)
{
    return db->bulk;
}

struct err *db_bulk_begin(struct db *db)
{
    bool empty = false;

    if (db->bulk || db->in_tx || db->mode != DB_WRITE)
        return err_new(ERR_BUG, db->path, "an import began where none may; please report this");
    struct err *e = db_turn_take(db);
    if (e == NULL)
        e = db_bulk_recover(db);
    if (e == NULL)
        e = in_transaction(db, take_away, &empty);
    if (e == NULL && empty)
        e = db_stmt_exec(db, roomy);
    db->bulk = e == NULL && empty;
    if (!db->bulk)
        db_turn_drop(db);
    return e;
}

/* Words are gathered in more memory than FTS5 takes by itself, so fewer lists of them are merged; then in as much as
 * ever. */
static const char rebuild[] = "INSERT INTO words_index (words_index, rank) VALUES ('hashsize', 4194304);"
                              "INSERT INTO words_index (words_index) VALUES ('rebuild');"
                              "INSERT INTO words_index (words_index, rank) VALUES ('hashsize', 1048576)";

static struct err *build(struct db *db, bool *found)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_META_GET, &st, "t", str_of("bulk"));

    if (e == NULL)
        e = db_stmt_step(db, st, found);
    if (e != NULL || !*found)
        return e;
    char *sql = mem_strdup((const char *)sqlite3_column_text(st, 0));
    db_stmt_end(st);
    e = db_stmt_exec(db, sql);
    free(sql);
    if (e == NULL)
        e = db_stmt_exec(db, rebuild);
    if (e == NULL)
        e = db_stmt_run(db, SQL_META_DROP, "t", str_of("bulk"));
    return e;
}

struct err *db_bulk_unfinished(struct db *db, bool *is)
{
    int64_t there = 0;
    struct err *e = db_stmt_one(db, SQL_META_HAS, &there, "t", str_of("bulk"));

    *is = there != 0;
    return e;
}

static struct err *is_built(struct db *db, void *context, bool *built)
{
    bool unfinished;
    struct err *e = db_bulk_unfinished(db, &unfinished);

    (void)context;
    *built = !unfinished;
    return e;
}

/* A writer builds what somebody who died left out. */
static struct err *build_now(struct db *db)
{
    struct err *e = db_turn_take(db);

    if (e == NULL)
        e = db_bulk_recover(db);
    db_turn_drop(db);
    return e;
}

struct err *db_bulk_words(struct db *db)
{
    bool built;

    if (db->bulk || db->in_tx || db->pages > 0)
        return NULL;
    struct err *e = db_turn_outlast(db, is_built, NULL, &built);
    if (e != NULL || built)
        return e;
    return db->mode == DB_WRITE
               ? build_now(db)
               : err_new(ERR_TEMP, db->path,
                         "an import was broken off before its texts could be searched; "
                         "cust-log import once more, or any command that writes, finishes that");
}

struct err *db_bulk_recover(struct db *db)
{
    bool found = false;
    struct err *e = db_bulk_unfinished(db, &found);

    if (e != NULL || !found)
        return e;
    e = db_stmt_exec(db, sorting);
    if (e == NULL)
        e = in_transaction(db, build, &found);
    return err_first(e, db_stmt_exec(db, usual));
}

struct err *db_bulk_end(struct db *db)
{
    if (!db->bulk)
        return NULL;
    db_rollback(db);
    db->bulk = false;
    struct err *e = db_bulk_recover(db);
    db_turn_drop(db);
    return e;
}
