/* db_stmt: prepared statements of a store, bound, stepped and turned into errors.  For the modules of this room.
 *
 * A statement is prepared once and stays; db_stmt_step() resets it when it has no more rows or fails, db_stmt_end()
 * when the caller wants no more.  Texts that were bound must live until then.
 */
#ifndef STORE_DB_STMT_H
#define STORE_DB_STMT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "rule/word.h"
#include "store/db.h"
#include "store/db_sql.h"

enum { DB_NAMES = 64 };

/* Whether anything was merged: known for one state of the store only. */
enum db_merges { DB_MERGES_UNKNOWN, DB_MERGES_NONE, DB_MERGES_SOME };

struct db_cached_name {
    int64_t id; /* 0: none */
    char *p;
    size_t n;
};

struct db_waiting_field {
    int64_t num, who, words;
};

/* Who takes the rows of db_gather(): one row's columns, in the order of the keys. */
typedef void db_gather_row(void *context, sqlite3_value **v);
struct db_gathering {
    db_gather_row *row; /* NULL: nobody */
    void *context;
};

struct db {
    sqlite3 *sql;
    struct db_gathering gathering;
    sqlite3_stmt *cache[DB_SQLS];
    char *path; /* of the store, links resolved */
    enum db_mode mode;
    int lock; /* the writers' queue while it is held, else -1 */
    int mark; /* says there that this one waits, or had to; else -1 */
    bool in_tx;
    int pages; /* how deep in db_stmt_page() */
    enum db_merges merges;
    bool in_page;  /* a transaction of SQLite's was begun for it */
    bool bulk;     /* a first import: full text is made at its end */
    bool climbed;  /* a step of a ladder was written: a first import without any need not look for them */
    bool taught;   /* when the transaction began, or since, the desk had learned something */
    int64_t seq;   /* of the running transaction */
    int64_t began; /* when it did: db_stmt_clock() */
    /* Within it, the complaint whose number was given out: its rows cannot stand there yet (0: none); whether its row
     * was written, and the last of its follow-ups that was. */
    int64_t fresh;
    bool fresh_put;
    bool any_waiting; /* of `field`: values of a new complaint that wait for its row */
    struct db_waiting_field field[FIELDS];
    uint32_t fresh_no;
    int64_t touched;                         /* the subject that was last written to in it; 0 none */
    int64_t last_words;                      /* the number last given to words in it; 0: look */
    struct db_cached_name names[DB_NAMES];   /* the few that lines show again and again */
    struct db_cached_name numbers[DB_NAMES]; /* the same, to be found by their text */
    instant (*clock)(void);
    db_waiting *tell;
    void *tell_context;
    bool told;
    int64_t waiting_since; /* milliseconds of the monotonic clock; 0: not waiting */
};

/* What SQLite said last, as an error of the right code. */
struct err *db_stmt_error(struct db *db) ERR_CHECK;

/* Ready to step.  One letter of `types` for each value: i an int64_t, t a struct str as text, b one as a blob,
 * z NULL. */
struct err *db_stmt_bind(struct db *db, enum db_sql which, sqlite3_stmt **out, const char *types,
                         ...) ERR_CHECK;
/* The same with numbers only. */
struct err *db_stmt_numbers(struct db *db, enum db_sql which, sqlite3_stmt **out, const int64_t *v,
                            size_t n) ERR_CHECK;
struct err *db_stmt_step(struct db *db, sqlite3_stmt *st, bool *row) ERR_CHECK;
void db_stmt_end(sqlite3_stmt *st);

/* Bind, step to the end. */
struct err *db_stmt_run(struct db *db, enum db_sql which, const char *types, ...) ERR_CHECK;
/* Bind, take the first column of the first row; *value stays as it was when there is none. */
struct err *db_stmt_one(struct db *db, enum db_sql which, int64_t *value, const char *types, ...) ERR_CHECK;
/* The first column of all rows of a bound statement, whose own limit is the room in `v`; of texts, in the arena, at most
 * `max`. */
struct err *db_stmt_all(struct db *db, sqlite3_stmt *st, int64_t *v, size_t *n) ERR_CHECK;
struct err *db_stmt_texts(struct db *db, sqlite3_stmt *st, struct arena *a, const char **v, size_t max,
                          size_t *n) ERR_CHECK;
/* Statements that are not worth keeping. */
struct err *db_stmt_exec(struct db *db, const char *sql) ERR_CHECK;

/* Text or blob of a column: a view until the next step; NULL is the empty text. */
struct str db_stmt_str(sqlite3_stmt *st, int column);
struct str db_stmt_copy(sqlite3_stmt *st, int column, struct arena *a);

/* Between these two, statements see one state of the store; they may stand inside each other, and inside a
 * transaction.  Each call of the first, failed or not, needs one of the second. */
struct err *db_stmt_page(struct db *db) ERR_CHECK;
void db_stmt_page_end(struct db *db);

/* Something is taken back: a number that was given out may come again for something else, so what is remembered of
 * numbers goes. */
void db_stmt_forget(struct db *db);

/* ERR_BUG outside a transaction: no change without a tx row. */
struct err *db_stmt_writing(struct db *db) ERR_CHECK;

/* Milliseconds of the monotonic clock: for limits on holding locks, never for recorded times. */
int64_t db_stmt_clock(void);

#endif
