#include "store/db_words.h"

#include "base/buf.h"
#include "base/text.h"
#include "store/db_stmt.h"

/* What words_searched in schema.sql has. */
static bool searched(enum db_words_role role)
{
    return role == WORDS_TEXT || role == WORDS_SUBJECT || role == WORDS_FIELD;
}

/* Looked for once a transaction: a RETURNING clause would cost as much as the insert. */
static struct err *next_number(struct db *db, int64_t *id)
{
    struct err *e = db->last_words == 0 ? db_stmt_one(db, SQL_WORDS_LAST, &db->last_words, "") : NULL;

    *id = ++db->last_words;
    return e;
}

static struct err *insert(struct db *db, subject of, enum db_words_role role, struct str body,
                          struct str bytes, bool raw, int64_t *id)
{
    struct err *e = next_number(db, id);

    if (e == NULL && raw)
        e = db_stmt_run(db, SQL_WORDS_ADD, "iiiitb", *id, db->seq, of, (int64_t)role, body, bytes);
    else if (e == NULL)
        e = db_stmt_run(db, SQL_WORDS_ADD, "iiiitz", *id, db->seq, of, (int64_t)role, body);
    if (e == NULL && searched(role) && !db->bulk)
        e = db_stmt_run(db, SQL_WORDS_INDEX, "it", *id, body);
    return e;
}

struct err *db_words_add(struct db *db, subject of, enum db_words_role role, struct str bytes, int64_t *id)
{
    struct buf clean = {0};
    struct err *e = db_stmt_writing(db);

    *id = 0;
    if (e == NULL && bytes.n > DB_WORDS_MAX)
        e = err_new(ERR_DATA, NULL, "a text of %zu bytes is too long; at most %d, attach the rest as a file",
                    bytes.n, DB_WORDS_MAX);
    if (e != NULL)
        return e;
    bool changed = text_clean(bytes, NULL) && text_clean(bytes, &clean);
    e = insert(db, of, role, changed ? buf_str(&clean) : bytes, bytes, changed, id);
    buf_free(&clean);
    return e;
}

struct err *db_words_get(struct db *db, int64_t id, struct arena *a, struct str *bytes, bool *gone)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = NULL;

    *bytes = str_of("");
    if (id != 0)
        e = db_stmt_bind(db, SQL_WORDS_GET, &st, "i", id);
    if (e == NULL && id != 0)
        e = db_stmt_step(db, st, &row);
    if (row) {
        *bytes = db_stmt_copy(st, sqlite3_column_type(st, 1) == SQLITE_NULL ? 0 : 1, a);
        db_stmt_end(st);
    }
    if (gone != NULL)
        *gone = !row;
    return e;
}
