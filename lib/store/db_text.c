#include "store/db_text.h"

#include "base/buf.h"
#include "base/text.h"
#include "store/db_merged.h"
#include "store/db_stmt.h"

/* Column `column` of the first row of a bound statement. */
static struct err *first_text(struct db *db, sqlite3_stmt *st, int column, struct arena *a, struct str *text)
{
    bool row = false;
    struct err *e = db_stmt_step(db, st, &row);

    if (e == NULL && row) {
        *text = db_stmt_copy(st, column, a);
        db_stmt_end(st);
    }
    return e;
}

static struct err *words(struct db *db, int64_t id, struct arena *a, struct str *text)
{
    sqlite3_stmt *st = NULL;
    struct err *e = NULL;

    *text = str_of("");
    if (id != 0)
        e = db_stmt_bind(db, SQL_WORDS_BODY, &st, "i", id);
    return e != NULL || id == 0 ? e : first_text(db, st, 0, a, text);
}

/* The name as it was, from the history. */
static struct err *earlier_name(struct db *db, int64_t id, int64_t as_of, struct arena *a, struct str *text)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_EVENT_NAMED, &st, "iii", -id, (int64_t)EVENT_NAMED, as_of);

    *text = str_of("");
    return e != NULL ? e : first_text(db, st, 0, a, text);
}

static struct err *own_name(struct db *db, int64_t id, int64_t as_of, struct arena *a, struct str *text)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    int64_t seq = 0;
    struct err *e = db_stmt_bind(db, SQL_CUSTOMER_NAME, &st, "i", id);

    *text = str_of("");
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        seq = sqlite3_column_int64(st, 0);
        *text = db_stmt_copy(st, 1, a);
        db_stmt_end(st);
    }
    return e == NULL && seq > as_of ? earlier_name(db, id, as_of, a, text) : e;
}

struct err *db_text_customer(struct db *db, int64_t id, int64_t as_of, struct arena *a, struct str *text)
{
    sqlite3_stmt *st = NULL;
    subject root;
    struct err *e = db_merged_root(db, -id, as_of, &root);

    *text = str_of("");
    if (e != NULL || (e = own_name(db, -root, as_of, a, text)) != NULL || text->n > 0)
        return e;
    e = db_stmt_bind(db, SQL_ADDRESS_LIST, &st, "ii", -root, as_of);
    return e != NULL ? e : first_text(db, st, 1, a, text);
}

struct err *db_text_customers(struct db *db, const int64_t *id, size_t n, int64_t as_of, struct arena *a,
                              struct str *text)
{
    struct err *e = db_stmt_page(db);

    for (size_t i = 0; e == NULL && i < n; i++)
        e = db_text_customer(db, id[i], as_of, a, &text[i]);
    db_stmt_page_end(db);
    return e;
}

struct err *db_text_line(struct db *db, int64_t as_of, struct arena *a, struct db_line *line)
{
    struct err *e = db_name_text(db, line->c.owner, a, &line->owner);

    if (e == NULL)
        e = db_name_text(db, line->c.category, a, &line->category);
    if (e == NULL)
        e = db_text_customer(db, line->c.customer, as_of, a, &line->customer);
    if (e == NULL)
        e = words(db, line->c.subject, a, &line->subject);
    return e;
}

struct err *db_text_due(struct db *db, int64_t as_of, const struct complaint *c, struct arena *a,
                        struct db_due *due)
{
    int64_t owner = due->f.owner != 0 || c == NULL ? due->f.owner : c->owner;
    struct err *e = db_name_text(db, owner, a, &due->owner);

    due->priority = c != NULL ? c->priority : PRIORITY_P4;
    if (e == NULL)
        e = db_text_customer(db, c != NULL ? c->customer : -due->f.of, as_of, a, &due->customer);
    if (e == NULL)
        e = words(db, due->f.words, a, &due->text);
    return e;
}

struct err *db_text_due_rest(struct db *db, int64_t owner, struct arena *a, struct db_due *due)
{
    struct err *e = db_name_text(db, due->f.owner != 0 ? due->f.owner : owner, a, &due->owner);

    return e != NULL ? e : words(db, due->f.words, a, &due->text);
}

void db_text_quote(struct str text, bool prefix, struct buf *out)
{
    struct buf clean = {0};

    text_clean(text, &clean);
    if (out->len > 0)
        buf_addc(out, ' ');
    buf_addc(out, '"');
    for (size_t i = 0; i < clean.len; i++) {
        if (clean.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, clean.p[i]);
    }
    buf_adds(out, prefix ? "\" *" : "\"");
    buf_free(&clean);
}
