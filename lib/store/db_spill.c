#include "store/db_spill.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

struct db_spill {
    size_t width;
    sqlite3 *sql;
    sqlite3_stmt *put, *get;
};

/* A file without a name, and little of it in memory; it need not survive anything. */
static const char begin[] = "PRAGMA cache_size = -1000; PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF;"
                            "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN";

static struct err *failed(struct db_spill *s)
{
    int code = sqlite3_errcode(s->sql) & 0xff;

    if (code == SQLITE_FULL)
        return err_new(
            ERR_TEMP, NULL,
            "the disk for temporary files is full; make room, or set TMPDIR to a folder with more");
    if (code == SQLITE_NOMEM)
        return err_new(ERR_TEMP, NULL, "memory ran out; try again");
    return err_new(ERR_TEMP, NULL,
                   "a temporary file failed: %s; set TMPDIR to a folder that can be written to",
                   sqlite3_errmsg(s->sql));
}

/* A list of the counters, each between these two. */
static void columns(struct buf *b, size_t width, const char *before, const char *after)
{
    for (size_t c = 0; c < width; c++)
        buf_printf(b, "%s%sn%zu%s", c > 0 ? ", " : "", before, c, after);
}

static struct err *run(struct db_spill *s, struct buf *sql)
{
    int rc = sqlite3_exec(s->sql, sql->p, NULL, NULL, NULL);

    buf_reset(sql);
    return rc == SQLITE_OK ? NULL : failed(s);
}

static struct err *prepare(struct db_spill *s, struct buf *sql, sqlite3_stmt **out)
{
    int rc = sqlite3_prepare_v3(s->sql, sql->p, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

    buf_reset(sql);
    return rc == SQLITE_OK ? NULL : failed(s);
}

static struct err *open_file(struct db_spill *s)
{
    struct buf sql = {0};

    if (sqlite3_open_v2("", &s->sql, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return failed(s);
    buf_printf(&sql, "%s; CREATE TABLE part (key INTEGER, ", begin);
    columns(&sql, s->width, "", " INTEGER");
    buf_adds(&sql, ")");
    struct err *e = run(s, &sql);
    buf_adds(&sql, "INSERT INTO part VALUES (?");
    for (size_t c = 0; c < s->width; c++)
        buf_adds(&sql, ", ?");
    buf_adds(&sql, ")");
    if (e == NULL)
        e = prepare(s, &sql, &s->put);
    buf_free(&sql);
    return e;
}

struct db_spill *db_spill_new(size_t width)
{
    struct db_spill *s = mem_zero(sizeof *s);

    s->width = width < DB_SPILL_WIDTH ? width : DB_SPILL_WIDTH;
    return s;
}

void db_spill_free(struct db_spill *s)
{
    if (s == NULL)
        return;
    sqlite3_finalize(s->put);
    sqlite3_finalize(s->get);
    sqlite3_close(s->sql);
    free(s);
}

struct err *db_spill_add(struct db_spill *s, int64_t key, const uint32_t *n)
{
    struct err *e = s->sql == NULL ? open_file(s) : NULL;

    if (e != NULL)
        return e;
    int rc = sqlite3_bind_int64(s->put, 1, key);
    for (size_t c = 0; c < s->width && rc == SQLITE_OK; c++)
        rc = sqlite3_bind_int64(s->put, (int)c + 2, n[c]);
    if (rc == SQLITE_OK && sqlite3_step(s->put) == SQLITE_DONE && sqlite3_reset(s->put) == SQLITE_OK)
        return NULL;
    return failed(s);
}

static void add_having(struct buf *b, uint64_t any, size_t width)
{
    const char *sign = " HAVING ";

    for (size_t c = 0; c < width; c++) {
        if ((any >> c & 1) == 0)
            continue;
        buf_printf(b, "%ssum(n%zu)", sign, c);
        sign = " + ";
    }
    if (any != 0)
        buf_adds(b, " > 0");
}

/* Their number in their order is their rowid. */
static struct err *make_lines(struct db_spill *s, struct buf *b, uint64_t any, int sort)
{
    buf_adds(b, "CREATE TABLE line (id INTEGER PRIMARY KEY, key INTEGER, ");
    columns(b, s->width, "", " INTEGER");
    buf_adds(b, "); INSERT INTO line SELECT NULL, key, ");
    columns(b, s->width, "sum(", ")");
    buf_adds(b, " FROM part GROUP BY key");
    add_having(b, any, s->width);
    buf_adds(b, " ORDER BY ");
    if (sort >= 0)
        buf_printf(b, "sum(n%d) DESC, ", sort);
    buf_adds(b, "key; DROP TABLE part; COMMIT");
    return run(s, b);
}

struct err *db_spill_sort(struct db_spill *s, uint64_t any, int sort, size_t *rows)
{
    struct buf b = {0};
    struct err *e = s->sql == NULL ? open_file(s) : NULL;

    sqlite3_finalize(s->put);
    s->put = NULL;
    if (e == NULL)
        e = make_lines(s, &b, any, sort);
    buf_adds(&b, "SELECT * FROM line WHERE id = ?");
    if (e == NULL)
        e = prepare(s, &b, &s->get);
    buf_free(&b);
    *rows = e == NULL ? (size_t)sqlite3_last_insert_rowid(s->sql) : 0;
    return e;
}

struct err *db_spill_row(struct db_spill *s, size_t i, int64_t *key, uint32_t *n)
{
    if (sqlite3_bind_int64(s->get, 1, (int64_t)i + 1) != SQLITE_OK || sqlite3_step(s->get) != SQLITE_ROW)
        return failed(s);
    *key = sqlite3_column_int64(s->get, 1);
    for (size_t c = 0; c < s->width; c++)
        n[c] = (uint32_t)sqlite3_column_int64(s->get, (int)c + 2);
    sqlite3_reset(s->get);
    return NULL;
}
