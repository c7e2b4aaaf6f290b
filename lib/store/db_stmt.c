#include "store/db_stmt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct err *full(struct db *db)
{
    return err_new(
        ERR_TEMP, db->path,
        "the store's disk or quota is full; what was under way is not kept, make room and try again");
}

static bool is_full(int os)
{
    return os == ENOSPC || os == EDQUOT || os == EFBIG;
}

/* SQLite knows ENOSPC as "full"; a quota or a limit on sizes is an I/O error to it, whose errno the files remember. */
static bool no_room(struct db *db)
{
    sqlite3_file *journal = NULL;
    int main_file = 0, journal_file = 0;

    sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_LAST_ERRNO, &main_file);
    sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);
    if (journal != NULL && journal->pMethods != NULL)
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &journal_file);
    return is_full(sqlite3_system_errno(db->sql)) || is_full(main_file) || is_full(journal_file);
}

static bool no_descriptor(struct db *db)
{
    int os = sqlite3_system_errno(db->sql);

    return os == EMFILE || os == ENFILE;
}

static struct err *damaged(struct db *db, const char *said)
{
    return err_new(ERR_DATA, db->path, "the store is damaged (%s); restore a backup", said);
}

struct err *db_stmt_error(struct db *db)
{
    const char *said = sqlite3_errmsg(db->sql);

    switch (sqlite3_errcode(db->sql) & 0xff) {
    case SQLITE_ERROR:
        if (str_starts(str_of(said), "no such ")) /* table or column: somebody took it away */
            return damaged(db, said);
        return err_new(ERR_BUG, db->path, "the store refused a statement: %s; please report this", said);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_new(ERR_TEMP, db->path, "the store stayed locked by another program; try again");
    case SQLITE_FULL:
        return full(db);
    case SQLITE_IOERR:
        if (no_room(db))
            return full(db);
        return err_new(ERR_IO, db->path,
                       "the store's disk failed: %s; check the disk, then run cust-log verify", said);
    case SQLITE_NOMEM:
        return err_new(ERR_TEMP, db->path, "memory ran out; try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(db, said);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        if (no_descriptor(db))
            return err_new(
                ERR_TEMP, db->path,
                "too many files are open for one more; try again, or let there be more with ulimit -n");
        return err_new(ERR_NOPERM, db->path,
                       "the store cannot be written (%s); check who may write its folder", said);
    case SQLITE_TOOBIG:
        return err_new(ERR_DATA, db->path, "a text is too long for the store; split it");
    default:
        return err_new(ERR_BUG, db->path, "the store refused a statement: %s; please report this", said);
    }
}

static struct err *prepare(struct db *db, enum db_sql which, sqlite3_stmt **out)
{
    if (db->cache[which] == NULL &&
        sqlite3_prepare_v3(db->sql, db_sql_text(which), -1, SQLITE_PREPARE_PERSISTENT, &db->cache[which],
                           NULL) != SQLITE_OK)
        return db_stmt_error(db);
    *out = db->cache[which];
    return NULL;
}

/* The list was begun by the callers of bind_all(); the analyzer loses sight of that behind a pointer. */
/* NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */
static int bind_one(sqlite3_stmt *st, int at, char type, va_list *ap)
{
    struct str s;

    if (type == 'z')
        return sqlite3_bind_null(st, at);
    if (type == 'i')
        return sqlite3_bind_int64(st, at, va_arg(*ap, int64_t));
    s = va_arg(*ap, struct str);
    if (type == 't')
        return sqlite3_bind_text64(st, at, s.p != NULL ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_blob64(st, at, s.p != NULL ? s.p : "", s.n, SQLITE_STATIC);
}

/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

static struct err *bind_all(struct db *db, enum db_sql which, sqlite3_stmt **out, const char *types,
                            va_list *ap)
{
    struct err *e = prepare(db, which, out);

    for (int i = 0; e == NULL && types[i] != '\0'; i++)
        if (bind_one(*out, i + 1, types[i], ap) != SQLITE_OK)
            e = db_stmt_error(db);
    return e;
}

struct err *db_stmt_bind(struct db *db, enum db_sql which, sqlite3_stmt **out, const char *types, ...)
{
    va_list ap;

    va_start(ap, types);
    struct err *e = bind_all(db, which, out, types, &ap);
    va_end(ap);
    return e;
}

struct err *db_stmt_numbers(struct db *db, enum db_sql which, sqlite3_stmt **out, const int64_t *v, size_t n)
{
    struct err *e = prepare(db, which, out);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (sqlite3_bind_int64(*out, (int)i + 1, v[i]) != SQLITE_OK)
            e = db_stmt_error(db);
    return e;
}

struct err *db_stmt_step(struct db *db, sqlite3_stmt *st, bool *row)
{
    int rc = sqlite3_step(st);

    *row = rc == SQLITE_ROW;
    if (*row)
        return NULL;
    struct err *e = rc == SQLITE_DONE ? NULL : db_stmt_error(db);
    sqlite3_reset(st);
    return e;
}

void db_stmt_end(sqlite3_stmt *st)
{
    sqlite3_reset(st);
}

static struct err *finish(struct db *db, sqlite3_stmt *st)
{
    bool row = true;
    struct err *e = NULL;

    while (e == NULL && row)
        e = db_stmt_step(db, st, &row);
    return e;
}

struct err *db_stmt_run(struct db *db, enum db_sql which, const char *types, ...)
{
    sqlite3_stmt *st = NULL;
    va_list ap;

    va_start(ap, types);
    struct err *e = bind_all(db, which, &st, types, &ap);
    va_end(ap);
    return e != NULL ? e : finish(db, st);
}

struct err *db_stmt_one(struct db *db, enum db_sql which, int64_t *value, const char *types, ...)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    va_list ap;

    va_start(ap, types);
    struct err *e = bind_all(db, which, &st, types, &ap);
    va_end(ap);
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    *value = sqlite3_column_int64(st, 0);
    return finish(db, st); /* a RETURNING statement is only done at its end */
}

struct err *db_stmt_all(struct db *db, sqlite3_stmt *st, int64_t *v, size_t *n)
{
    bool row = true;
    struct err *e = NULL;

    *n = 0;
    while ((e = db_stmt_step(db, st, &row)) == NULL && row)
        v[(*n)++] = sqlite3_column_int64(st, 0);
    return e;
}

struct err *db_stmt_texts(struct db *db, sqlite3_stmt *st, struct arena *a, const char **v, size_t max,
                          size_t *n)
{
    bool row = true;
    struct err *e = NULL;

    *n = 0;
    while (*n < max && (e = db_stmt_step(db, st, &row)) == NULL && row)
        v[(*n)++] = db_stmt_copy(st, 0, a).p;
    if (e == NULL && row)
        db_stmt_end(st);
    return e;
}

struct err *db_stmt_exec(struct db *db, const char *sql)
{
    return sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : db_stmt_error(db);
}

struct str db_stmt_str(sqlite3_stmt *st, int column)
{
    const char *p = sqlite3_column_blob(st, column); /* of a text: its UTF-8 bytes, no conversion */
    int n = sqlite3_column_bytes(st, column);

    return p == NULL ? str_of("") : (struct str){p, (size_t)n};
}

struct str db_stmt_copy(sqlite3_stmt *st, int column, struct arena *a)
{
    return arena_str(a, db_stmt_str(st, column));
}

struct err *db_stmt_page(struct db *db)
{
    struct err *e = NULL;

    if (db->pages == 0 && !db->in_tx)
        db->merges = DB_MERGES_UNKNOWN;
    if (db->pages++ > 0 || sqlite3_get_autocommit(db->sql) == 0)
        return NULL;
    e = db_stmt_run(db, SQL_SNAPSHOT, "");
    db->in_page = e == NULL;
    return e;
}

void db_stmt_page_end(struct db *db)
{
    if (db->pages == 0 || --db->pages > 0 || !db->in_page)
        return;
    db->in_page = false;
    err_free(db_stmt_run(db, SQL_COMMIT, "")); /* nothing was written, so nothing can be lost */
}

void db_stmt_forget(struct db *db)
{
    for (size_t i = 0; i < DB_NAMES; i++) {
        free(db->names[i].p);
        free(db->numbers[i].p);
    }
    memset(db->names, 0, sizeof db->names);
    memset(db->numbers, 0, sizeof db->numbers);
    db->touched = db->last_words = 0;
}

struct err *db_stmt_writing(struct db *db)
{
    return db->in_tx ? NULL
                     : err_new(ERR_BUG, db->path, "a change outside a transaction; please report this");
}

int64_t db_stmt_clock(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
