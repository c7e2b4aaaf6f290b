#include "store/db_erase.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/db_mail.h"
#include "store/db_stmt.h"
#include "store/db_turn.h"
#include "store/db_words.h"

static bool searched(int64_t role)
{
    return role == WORDS_TEXT || role == WORDS_SUBJECT || role == WORDS_FIELD;
}

/* Out of the full text, which wants the very words that went in. */
static struct err *unindex(struct db *db, subject of, struct db_erase *x)
{
    struct arena *a = arena_new();
    int64_t after = 0;
    bool row = true;
    struct err *e = NULL;

    while (e == NULL) {
        sqlite3_stmt *st;
        if ((e = db_stmt_bind(db, SQL_ERASE_NEXT, &st, "ii", of, after)) != NULL ||
            (e = db_stmt_step(db, st, &row)) != NULL || !row)
            break;
        after = sqlite3_column_int64(st, 0);
        int64_t role = sqlite3_column_int64(st, 1);
        struct str body = db_stmt_copy(st, 2, a);
        db_stmt_end(st);
        if (x->seen != NULL)
            x->seen(x->context, body);
        if (searched(role))
            e = db_stmt_run(db, SQL_ERASE_INDEX, "it", after, body);
        x->texts++;
        arena_reset(a);
    }
    arena_free(a);
    return e;
}

/* The next words must not get the number of words that go: events name those still.  So when the last ones go, an empty
 * row stands behind them. */
static struct err *reserve(struct db *db, subject of)
{
    return db_stmt_run(db, SQL_ERASE_RESERVE, "iii", db->seq, (int64_t)WORDS_LESSON, of);
}

/* Nor may the next mail get the number of one that goes.  `id` is looked at when the mail is in no history (of = 0). */
static struct err *reserve_mail(struct db *db, subject of, int64_t id)
{
    return db_stmt_run(db, SQL_ERASE_MAIL_RESERVE, "iii", db->seq, of, id);
}

static struct err *note_names(struct db *db, subject of, struct db_erase *x)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_ERASE_NAMES, &st, "iiii", of, (int64_t)EVENT_SET,
                                 (int64_t)FIELD_REMEDY_SOUGHT, (int64_t)FIELD_BASIS);

    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row) {
        x->names = mem_grow(x->names, &x->names_cap, x->nnames + 1, sizeof *x->names);
        x->names[x->nnames++] = sqlite3_column_int64(st, 0);
        if (x->seen != NULL)
            x->seen(x->context, db_stmt_str(st, 1));
    }
    return e;
}

struct err *db_erase_names(struct db *db, struct db_erase *x)
{
    struct err *e = db_stmt_writing(db);

    for (size_t i = 0; i < x->nnames && e == NULL; i++)
        e = db_stmt_run(db, SQL_ERASE_NAME, "iiii", x->names[i], (int64_t)EVENT_SET,
                        (int64_t)FIELD_REMEDY_SOUGHT, (int64_t)FIELD_BASIS);
    if (x->nnames > 0)
        db_name_forget(db);
    free(x->names);
    x->names = NULL;
    x->nnames = x->names_cap = 0;
    return e;
}

/* Where a mail of this history stood before it was read as theirs; what had stood for it is void, and its words are the
 * same. */
static struct err *earlier_places(struct db *db, subject of, struct db_erase *x)
{
    static const char none[DB_DIGEST];
    int64_t id = 1, voided = 0;
    struct err *e = NULL;

    while (e == NULL && id != 0) {
        id = voided = 0;
        e = db_stmt_one(db, SQL_ERASE_MAIL_COPIES, &id, "ib", of, (struct str){none, sizeof none});
        if (e != NULL || id == 0 || (e = db_stmt_one(db, SQL_ERASE_MAIL_VOID, &voided, "i", id)) != NULL ||
            (e = reserve_mail(db, 0, id)) != NULL || (e = db_stmt_run(db, SQL_ERASE_MAIL, "i", id)) != NULL)
            return e;
        x->mails++;
        if (voided != 0)
            e = db_erase_subject(db, voided, x);
    }
    return e;
}

struct err *db_erase_subject(struct db *db, subject of, struct db_erase *x)
{
    int64_t mails = 0, files = 0;
    struct err *e = db_stmt_writing(db);

    if (e == NULL && (e = reserve(db, of)) == NULL && (e = unindex(db, of, x)) == NULL &&
        (e = note_names(db, of, x)) == NULL && (e = db_stmt_run(db, SQL_ERASE_WORDS, "i", of)) == NULL &&
        (e = earlier_places(db, of, x)) == NULL &&
        (e = db_stmt_one(db, SQL_ERASE_MAILS_COUNT, &mails, "i", of)) == NULL &&
        (e = reserve_mail(db, of, 0)) == NULL && (e = db_stmt_run(db, SQL_ERASE_MAILS, "i", of)) == NULL &&
        (e = db_stmt_one(db, SQL_ERASE_ATTACHMENTS_COUNT, &files, "i", of)) == NULL)
        e = db_stmt_run(db, SQL_ERASE_ATTACHMENTS, "i", of);
    x->mails += mails;
    x->files += files;
    return e;
}

struct err *db_erase_addresses(struct db *db, int64_t customer)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_run(db, SQL_ERASE_ADDRESS, "i", customer);
    return e != NULL ? e : db_stmt_run(db, SQL_ERASE_ADDRESS_WORD, "i", customer);
}

struct err *db_erase_loose_mail(struct db *db, const struct str *texts, size_t n, struct db_erase *x)
{
    int64_t after = 0;
    struct err *e = db_stmt_writing(db);

    while (e == NULL) {
        sqlite3_stmt *st;
        bool row = false, hit = false;
        if ((e = db_stmt_bind(db, SQL_ERASE_LOOSE, &st, "i", after)) != NULL ||
            (e = db_stmt_step(db, st, &row)) != NULL || !row)
            break;
        after = sqlite3_column_int64(st, 0);
        struct str raw = db_stmt_str(st, 1);
        for (size_t i = 0; i < n && !hit; i++)
            hit = str_holds(raw, texts[i]);
        db_stmt_end(st);
        if (hit && (e = reserve_mail(db, 0, after)) == NULL)
            e = db_stmt_run(db, SQL_ERASE_MAIL, "i", after);
        x->mails += hit;
    }
    return e;
}

/* --- the full text ----------------------------------------------------------------------------------------------- */

static struct str mark(void)
{
    return str_of("unmerged");
}

struct err *db_erase_finish(struct db *db, int64_t customer)
{
    char number[24];
    struct err *e = db_stmt_writing(db);

    snprintf(number, sizeof number, "%lld", (long long)customer);
    if (e == NULL)
        e = db_stmt_run(db, SQL_META_DROP, "t", mark());
    return e != NULL ? e : db_stmt_run(db, SQL_META_PUT, "tt", mark(), str_of(number));
}

struct err *db_erase_pending(struct db *db, int64_t *customer)
{
    *customer = 0;
    return db_stmt_one(db, SQL_META_GET, customer, "t", mark());
}

/* Some of it.  FTS5 says by the number of changes that nothing was left to do (sqlite.org/fts5.html, "The 'merge'
 * command"); with a negative number it begins to make one of all that is there. */
static struct err *merge_some(struct db *db, int pages, bool *done)
{
    int before = sqlite3_total_changes(db->sql);
    struct err *e = db_stmt_run(db, SQL_ERASE_MERGE, "i", (int64_t)pages);

    *done = pages > 0 && sqlite3_total_changes(db->sql) - before < 2;
    if (e == NULL && *done)
        e = db_stmt_run(db, SQL_META_DROP, "t", mark());
    return e;
}

/* No record: a transaction of SQLite's without a number of ours. */
static struct err *merge_step(struct db *db, int pages, bool *done)
{
    struct err *e = db_turn_take(db);

    if (e != NULL)
        return e;
    if ((e = db_stmt_run(db, SQL_BEGIN, "")) == NULL) {
        e = merge_some(db, pages, done);
        if (e == NULL)
            e = db_stmt_run(db, SQL_COMMIT, "");
        if (e != NULL && sqlite3_get_autocommit(db->sql) == 0)
            err_free(db_stmt_run(db, SQL_ROLLBACK, ""));
    }
    db_turn_drop(db);
    return e;
}

struct err *db_erase_merge(struct db *db, int pages)
{
    int64_t customer;
    bool done = false;
    struct err *e = db_erase_pending(db, &customer);

    if (e != NULL || customer == 0)
        return e;
    e = merge_step(db, -pages, &done);
    while (e == NULL && !done)
        e = merge_step(db, pages, &done);
    return e;
}
