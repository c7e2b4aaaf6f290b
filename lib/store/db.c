#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_bulk.h"
#include "store/db_file.h"
#include "store/db_gather.h"
#include "store/db_lock.h"
#include "store/db_migrate.h"
#include "store/db_stmt.h"
#include "store/db_turn.h"

void db_on_wait(struct db *db, db_waiting *tell, void *context)
{
    db->tell = tell;
    db->tell_context = context;
}

void db_clock(struct db *db, instant (*clock)(void))
{
    db->clock = clock;
}

/* --- opening ----------------------------------------------------------------------------------------------------- */

static int last_value(void *p, int n, char **values, char **names)
{
    char *out = p;

    (void)names;
    if (n > 0 && values[0] != NULL)
        snprintf(out, 32, "%s", values[0]);
    return 0;
}

static struct err *pragma(struct db *db, const char *sql, char value[32])
{
    value[0] = '\0';
    return sqlite3_exec(db->sql, sql, last_value, value, NULL) == SQLITE_OK ? NULL : db_stmt_error(db);
}

/* What must hold, read back after it was set: a store that cannot promise it is not written to. */
static struct err *pragmas(struct db *db)
{
    static const struct {
        const char *sql, *expected;
        bool
            writers; /* alone: looking over each page is a quarter of a long list's time, and verify does it better */
    } wanted[] = {{"PRAGMA journal_mode = TRUNCATE", "truncate", false},
                  {"PRAGMA synchronous = EXTRA; PRAGMA synchronous", "3", false},
                  {"PRAGMA secure_delete = ON", "1", false},
                  {"PRAGMA foreign_keys = ON; PRAGMA foreign_keys", "1", false},
                  {"PRAGMA cell_size_check = ON; PRAGMA cell_size_check", "1", true},
                  {"PRAGMA temp_store = MEMORY; PRAGMA temp_store", "2", false}};
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && i < sizeof wanted / sizeof wanted[0]; i++) {
        char value[32];
        if (wanted[i].writers && db->mode == DB_READ)
            continue;
        e = pragma(db, wanted[i].sql, value);
        if (e == NULL && strcmp(value, wanted[i].expected) != 0)
            e = err_new(ERR_UNAVAILABLE, db->path,
                        "SQLite refuses \"%s\", so records would not be safe; close other "
                        "programs that use the store",
                        wanted[i].sql);
    }
    return e;
}

static void guard(struct db *db)
{
    sqlite3_extended_result_codes(db->sql, 1);
    sqlite3_busy_handler(db->sql, db_turn_busy, db);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_limit(db->sql, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
    sqlite3_limit(db->sql, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
    sqlite3_limit(db->sql, SQLITE_LIMIT_EXPR_DEPTH, 100);
    sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, 0);
    db_gather_open(db);
    sqlite3_limit(db->sql, SQLITE_LIMIT_WORKER_THREADS, 0);
}

/* Whose database it is, and of which version. */
static struct err *recognise(struct db *db, int *version)
{
    char id[32], found[32];
    struct err *e = pragma(db, "PRAGMA application_id", id);

    if (e == NULL)
        e = pragma(db, "PRAGMA user_version", found);
    if ((sqlite3_errcode(db->sql) & 0xff) == SQLITE_NOTADB) {
        err_free(e);
        return err_new(ERR_DATA, db->path,
                       "this file is no store of cust; restore a backup, or move it away");
    }
    if (e != NULL)
        return e;
    if (strtol(id, NULL, 10) != DB_APPLICATION_ID)
        return err_new(ERR_DATA, db->path, "this database belongs to another program; name a desk's folder");
    *version = (int)strtol(found, NULL, 10);
    if (*version > DB_VERSION)
        return err_new(ERR_DATA, db->path,
                       "this store is of version %d and this program knows up to %d; use a newer cust",
                       *version, DB_VERSION);
    return NULL;
}

static struct err *up_to_date(struct db *db, int version)
{
    size_t n;
    const struct db_migration *steps = db_migrate_steps(&n);

    if (version == DB_VERSION)
        return NULL;
    if (db->mode == DB_READ)
        return err_new(
            ERR_DATA, db->path,
            "this store is of the older version %d; any command that writes brings it up to date, after a "
            "copy: run cust-log policy apply",
            version);
    struct err *e = db_turn_take(db);
    if (e == NULL)
        e = db_migrate(db, steps, n, DB_VERSION);
    db_turn_drop(db);
    return e;
}

/* What one step of a transaction may have to give back is kept in memory up to here: a restore takes a step for each
 * history, and a file was written for each. */
enum { STEP_BYTES = 1024 * 1024 };

static struct err *connect(struct db *db)
{
    int version = 0;
    char none[32];

    /* One thread has it, so no call need take a mutex, nor is memory counted: a third of the time of a long pass over
     * rows.  Said before SQLite's first use; later it changes nothing. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, STEP_BYTES);
    if (sqlite3_open_v2(db->path, &db->sql, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return db_stmt_error(db);
    guard(db);
    struct err *e = recognise(db, &version);
    if (e == NULL)
        e = pragmas(db);
    if (e == NULL && sqlite3_db_readonly(db->sql, "main") != 0)
        e = err_new(ERR_NOPERM, db->path, "the store cannot be written; check who may write it");
    if (e == NULL)
        e = up_to_date(db, version);
    if (e == NULL && db->mode == DB_READ)
        e = pragma(db, "PRAGMA cache_size = -6000; PRAGMA query_only = ON",
                   none); /* lists look at many pages */
    return e;
}

struct err *db_open(const char *folder, enum db_mode mode, struct db **out)
{
    char *path = NULL;
    struct err *e = db_file_find(folder, &path);

    *out = NULL;
    if (e != NULL)
        return e;
    struct db *db = mem_zero(sizeof *db);
    db->path = path;
    db->mode = mode;
    db->lock = db->mark = -1;
    e = connect(db);
    if (e != NULL) {
        db_close(db);
        return e;
    }
    *out = db;
    return NULL;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_rollback(db);
    for (int i = 0; i < DB_SQLS; i++)
        sqlite3_finalize(db->cache[i]);
    sqlite3_close_v2(db->sql);
    db_turn_drop(db);
    db_lock_drop(&db->mark);
    db_stmt_forget(db);
    free(db->path);
    free(db);
}

struct err *db_keep(struct db *db, int kilobytes)
{
    char sql[64], none[32];

    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", kilobytes);
    return pragma(db, sql, none);
}

/* --- transactions ------------------------------------------------------------------------------------------------ */

static struct err *last_tx(struct db *db, int64_t *seq, instant *at)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_TX_LAST, &st, "");

    *seq = 0;
    *at = INSTANT_MIN;
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *seq = sqlite3_column_int64(st, 0);
        *at = sqlite3_column_int64(st, 1);
        db->taught = sqlite3_column_int(st, 2) != 0;
        db_stmt_end(st);
    }
    return e;
}

static struct err *add_tx(struct db *db, instant now, struct str login, instant *recorded)
{
    int64_t last = 0, actor = 0, policy = 0;
    instant at = INSTANT_MIN;
    struct err *e = last_tx(db, &last, &at);

    instant then = db->clock != NULL ? db->clock() : now;
    *recorded = then > now ? then : now;
    if (at > *recorded)
        *recorded = at;
    db->seq = last + 1;
    if (e == NULL)
        e = db_name(db, login, &actor);
    if (e == NULL)
        e = db_stmt_one(db, SQL_POLICY_VERSION, &policy, "");
    if (e == NULL)
        e = db_stmt_run(db, SQL_TX_ADD, "iiii", db->seq, *recorded, actor, policy);
    return e;
}

struct err *db_begin(struct db *db, instant now, struct str login, int64_t *seq, instant *recorded)
{
    struct err *e = db_turn_begin(db);

    if (e != NULL)
        return e;
    e = add_tx(db, now, login, recorded);
    *seq = db->seq;
    if (e != NULL)
        db_rollback(db);
    return e;
}

static void end_tx(struct db *db)
{
    db->in_tx = false;
    db->fresh = 0;
    db->merges = DB_MERGES_UNKNOWN;
    if (!db->bulk)
        db_turn_drop(db);
}

struct err *db_commit(struct db *db)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_run(db, SQL_COMMIT, "");
    if (e != NULL)
        db_rollback(db);
    else
        end_tx(db);
    return e;
}

int64_t db_held(const struct db *db)
{
    return db->in_tx ? db_stmt_clock() - db->began : 0;
}

/* Whether somebody waits for the store, or had to since they opened it. */
static bool is_wanted(const struct db *db)
{
    return db->lock >= 0 && db_lock_wanted(db->lock);
}

bool db_may_hold(const struct db *db)
{
    int64_t held = db_held(db);

    return held < DB_HOLD_MS || (held < DB_LONG_MS && !is_wanted(db));
}

void db_rollback(struct db *db)
{
    if (!db->in_tx)
        return;
    /* Some failures (a full disk) roll back by themselves. */
    if (sqlite3_get_autocommit(db->sql) == 0)
        err_free(db_stmt_run(db, SQL_ROLLBACK, ""));
    db_stmt_forget(db);
    end_tx(db);
}

struct err *db_seq_now(struct db *db, int64_t *seq)
{
    instant at;

    return last_tx(db, seq, &at);
}

/* A first import may bring back what was recorded at any time. */
static struct err *is_settled(struct db *db, void *context, bool *settled)
{
    const instant *t = context;
    int64_t seq;
    instant at;
    bool bulk = false;
    struct err *e = last_tx(db, &seq, &at);

    if (e == NULL)
        e = db_bulk_unfinished(db, &bulk);
    *settled = e == NULL && at > *t && !bulk;
    return e;
}

struct err *db_settled(struct db *db, instant t)
{
    bool later;

    return db_turn_outlast(db, is_settled, &t, &later);
}

static struct err *tx_at_or_after(struct db *db, int64_t from, int64_t *seq, instant *at)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_TX_AT, &st, "i", from);

    *at = INSTANT_NONE;
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *seq = sqlite3_column_int64(st, 0);
        *at = sqlite3_column_int64(st, 1);
        db_stmt_end(st);
    }
    return e;
}

/* Recorded times never fall as numbers rise, so halving finds the last one without an index on time. */
struct err *db_seq_at(struct db *db, instant t, int64_t *seq)
{
    int64_t low = 0, high = 0, found = 0;
    instant at = INSTANT_MIN;
    struct err *e = db_seq_now(db, &high);

    while (e == NULL && low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        e = tx_at_or_after(db, middle, &found, &at);
        if (at <= t)
            low = found;
        else
            high = middle - 1;
    }
    *seq = low;
    return e;
}

/* --- names ------------------------------------------------------------------------------------------------------- */

struct err *db_identity(struct db *db, struct arena *a, struct str *identity)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_META_GET, &st, "t", str_of("identity"));

    *identity = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *identity = db_stmt_copy(st, 0, a);
        db_stmt_end(st);
    }
    return e;
}

/* Where a name's number is kept; a few are asked for again and again. */
static struct db_cached_name *number_of(struct db *db, struct str text)
{
    uint32_t h = 0;

    for (size_t i = 0; i < text.n; i++)
        h = (h ^ (unsigned char)text.p[i]) * UINT32_C(0x01000193);
    return &db->numbers[(h ^ h >> 16) % DB_NAMES];
}

struct err *db_name_find(struct db *db, struct str text, int64_t *id)
{
    struct db_cached_name *known = number_of(db, text);

    *id = 0;
    if (known->id != 0 && str_eq((struct str){known->p, known->n}, text)) {
        *id = known->id;
        return NULL;
    }
    struct err *e = db_stmt_one(db, SQL_NAME_FIND, id, "t", text);
    if (e == NULL && *id != 0) {
        free(known->p);
        *known = (struct db_cached_name){*id, mem_dup(text.p, text.n), text.n};
    }
    return e;
}

struct err *db_name(struct db *db, struct str text, int64_t *id)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_name_find(db, text, id);
    if (e == NULL && *id == 0)
        e = db_stmt_one(db, SQL_NAME_ADD, id, "t", text);
    return e;
}

void db_name_forget(struct db *db)
{
    for (size_t i = 0; i < DB_NAMES; i++)
        db->names[i].id = db->numbers[i].id = 0;
}

static struct err *load_name(struct db *db, int64_t id, struct db_cached_name *name)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_NAME_TEXT, &st, "i", id);

    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    struct str text = db_stmt_str(st, 0);
    free(name->p);
    *name = (struct db_cached_name){id, mem_dup(text.p, text.n), text.n};
    db_stmt_end(st);
    return NULL;
}

struct err *db_name_text(struct db *db, int64_t id, struct arena *a, struct str *text)
{
    struct db_cached_name *name = &db->names[(uint64_t)id % DB_NAMES];
    struct err *e = NULL;

    *text = str_of("");
    if (id == 0)
        return NULL;
    if (name->id != id)
        e = load_name(db, id, name);
    if (e == NULL && name->id == id)
        *text = arena_str(a, (struct str){name->p, name->n});
    return e;
}

struct err *db_name_newest(struct db *db, struct arena *a, const char **names, size_t max, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_NAME_NEWEST, &st, "i", (int64_t)max);

    *n = 0;
    return e != NULL ? e : db_stmt_texts(db, st, a, names, max, n);
}
