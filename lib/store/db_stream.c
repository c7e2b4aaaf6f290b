#include "store/db_stream.h"

#include <string.h>

#include "store/db_row.h"
#include "store/db_stmt.h"

enum { CLOCK_EVERY = 16 }; /* rows between two looks at the clock */

/* What an order reads: statements for the rows that stand, one for those that stood, and where the key is: a column,
 * below 0 one that falls. */
static const struct plan {
    int n_now;
    enum db_sql now[2], past;
    int n_key, key[STREAM_KEY];
    bool complaints;
} plans[] = {
    [STREAM_QUEUE] = {1, {SQL_LIST_QUEUE}, SQL_LIST_QUEUE_PAST, 4, {12, 25, -13, 0}, true},
    [STREAM_NUMBER] = {1, {SQL_LIST_NUMBER}, SQL_LIST_NUMBER_PAST, 1, {0}, true},
    [STREAM_DUE] = {1, {SQL_LIST_DUE}, SQL_LIST_DUE_PAST, 3, {9, 0, 1}, false},
    [STREAM_DUE_TEXTS] = {1, {SQL_LIST_DUE_TEXTS}, SQL_LIST_DUE_PAST, 3, {9, 0, 1}, false},
    [STREAM_DUE_ALL] = {2, {SQL_LIST_DUE, SQL_LIST_ENDED}, SQL_LIST_DUE_PAST, 3, {9, 0, 1}, false},
    [STREAM_FOLLOWUPS] = {1, {SQL_LIST_FOLLOWUPS}, SQL_LIST_FOLLOWUPS_PAST, 2, {0, 1}, false},
};

void db_stream_init(struct db_stream *s, struct db *db, enum db_stream_order order, int64_t as_of)
{
    memset(s, 0, sizeof *s);
    s->db = db;
    s->order = order;
    s->as_of = as_of;
    for (int i = 0; i < STREAM_KEY; i++)
        s->key[i] = INT64_MIN;
}

static struct err *add_source(struct db_stream *s, enum db_sql which, bool past)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_numbers(s->db, which, &st, s->key, (size_t)plans[s->order].n_key);

    if (e != NULL)
        return e;
    s->source[s->n].st = st;
    s->source[s->n].past = past;
    e = db_stmt_step(s->db, st, &s->source[s->n].row);
    s->n++;
    return e;
}

struct err *db_stream_start(struct db_stream *s)
{
    const struct plan *p = &plans[s->order];
    int64_t now = 0;
    struct err *e = db_stmt_page(s->db);

    s->n = 0;
    s->began = db_stmt_clock();
    if (e == NULL)
        e = db_seq_now(s->db, &now);
    for (int i = 0; e == NULL && i < p->n_now; i++)
        e = add_source(s, p->now[i], false);
    if (e == NULL && now > s->as_of)
        e = add_source(s, p->past, true);
    return e;
}

void db_stream_stop(struct db_stream *s)
{
    for (int i = 0; i < s->n; i++)
        db_stmt_end(s->source[i].st);
    s->n = 0;
    db_stmt_page_end(s->db);
}

/* A column of the key, as the order counts it. */
static int64_t key_value(sqlite3_stmt *st, int column)
{
    return column < 0 ? -sqlite3_column_int64(st, -column) : sqlite3_column_int64(st, column);
}

/* How the key of a source's row stands to another key. */
static int compare(const struct plan *p, sqlite3_stmt *st, const int64_t key[STREAM_KEY])
{
    for (int i = 0; i < p->n_key; i++) {
        int64_t v = key_value(st, p->key[i]);
        if (v != key[i])
            return v < key[i] ? -1 : 1;
    }
    return 0;
}

/* The source whose row comes next, or -1. */
static int first(const struct db_stream *s)
{
    const struct plan *p = &plans[s->order];
    int64_t best_key[STREAM_KEY] = {0};
    int best = -1;

    if (s->n == 1)
        return s->source[0].row ? 0 : -1;
    for (int i = 0; i < s->n; i++) {
        if (!s->source[i].row || (best >= 0 && compare(p, s->source[i].st, best_key) >= 0))
            continue;
        best = i;
        for (int k = 0; k < p->n_key; k++)
            best_key[k] = key_value(s->source[i].st, p->key[k]);
    }
    return best;
}

static void take_texts(struct db_stream *s, sqlite3_stmt *st)
{
    enum { COMPLAINT_SEQ = DB_ROW_FOLLOWUP, CUSTOMER_SEQ, CUSTOMER, OWNER, PRIORITY, NAME };

    s->texts.customer = 0;
    if (st == NULL || sqlite3_column_int64(st, COMPLAINT_SEQ) > s->as_of ||
        sqlite3_column_int64(st, CUSTOMER_SEQ) > s->as_of)
        return;
    s->texts.customer = sqlite3_column_int64(st, CUSTOMER);
    s->texts.owner = sqlite3_column_int64(st, OWNER);
    s->texts.priority = (enum priority)sqlite3_column_int64(st, PRIORITY);
    s->texts.name = db_stmt_copy(st, NAME, s->arena);
}

/* Reads the row and says whether it stood at as_of. */
static bool take(struct db_stream *s, int at)
{
    const struct plan *p = &plans[s->order];
    sqlite3_stmt *st = s->source[at].st;
    int64_t seq = sqlite3_column_int64(st, p->complaints ? 1 : 2);
    int64_t to = s->source[at].past
                     ? sqlite3_column_int64(st, p->complaints ? DB_ROW_COMPLAINT : DB_ROW_FOLLOWUP)
                     : DB_NOW;

    for (int i = 0; i < p->n_key; i++)
        s->key[i] = key_value(st, p->key[i]);
    if (seq > s->as_of || to <= s->as_of)
        return false;
    if (p->complaints)
        db_row_complaint(st, &s->c);
    else
        db_row_followup(st, &s->f);
    if (s->order == STREAM_DUE_TEXTS)
        take_texts(s, s->source[at].past ? NULL : st);
    return true;
}

struct err *db_stream_next(struct db_stream *s, bool *got)
{
    struct err *e = NULL;
    int at;

    *got = false;
    while (e == NULL && !*got && (at = first(s)) >= 0) {
        /* A pause loses nothing only between keys: the rows of one key are versions of one record. */
        if (++s->steps % CLOCK_EVERY == 0 && db_stmt_clock() - s->began > STREAM_HOLD_MS &&
            compare(&plans[s->order], s->source[at].st, s->key) != 0)
            return NULL;
        *got = take(s, at);
        e = db_stmt_step(s->db, s->source[at].st, &s->source[at].row);
    }
    s->done = e == NULL && !*got;
    return e;
}
