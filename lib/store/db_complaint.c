#include "store/db_complaint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_customer.h"
#include "store/db_merged.h"
#include "store/db_row.h"
#include "store/db_stmt.h"

/* --- complaints -------------------------------------------------------------------------------------------------- */

struct err *db_complaint_next(struct db *db, int64_t *id)
{
    struct err *e = db_stmt_writing(db);

    *id = 0;
    if (e == NULL)
        e = db_stmt_one(db, SQL_COMPLAINT_NEXT, id, "");
    ++*id;
    db->fresh = *id;
    db->fresh_put = db->any_waiting = false;
    db->fresh_no = 0;
    return e;
}

/* One row of a bound statement, or none. */
static struct err *one_complaint(struct db *db, sqlite3_stmt *st, struct complaint *c, bool *row)
{
    struct err *e = db_stmt_step(db, st, row);

    if (e == NULL && *row) {
        db_row_complaint(st, c);
        db_stmt_end(st);
    }
    return e;
}

struct err *db_complaint_get(struct db *db, int64_t id, int64_t as_of, struct complaint *c)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_COMPLAINT_GET, &st, "i", id);

    if (e == NULL)
        e = one_complaint(db, st, c, &row);
    if (e == NULL && row && c->seq > as_of) {
        e = db_stmt_bind(db, SQL_COMPLAINT_GET_PAST, &st, "ii", id, as_of);
        if (e == NULL)
            e = one_complaint(db, st, c, &row);
    }
    if (e == NULL && !row)
        e = err_new(ERR_NOINPUT, NULL, "there is no complaint %lld", (long long)id);
    return e;
}

/* Those of a new complaint wait for its row, which they refer to. */
static struct err *put_waiting(struct db *db)
{
    struct err *e = NULL;

    for (int f = 0; f < FIELDS && e == NULL && db->any_waiting; f++) {
        const struct db_waiting_field *w = &db->field[f];
        if (w->num != 0 || w->who != 0 || w->words != 0)
            e = db_stmt_run(db, SQL_FIELD_NEW, "iiiii", db->fresh, (int64_t)f, w->num, w->who, w->words);
    }
    db->any_waiting = false;
    return e;
}

/* Bind, run; *there says whether there was such a row. */
static struct err *update(struct db *db, enum db_sql which, const int64_t *v, size_t n, bool *there)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_numbers(db, which, &st, v, n);

    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    *there = e == NULL && sqlite3_changes(db->sql) > 0;
    return e;
}

/* The row as it nearly always is: there, and of the same customer.  Their index is left alone then. */
static struct err *set_complaint(struct db *db, const int64_t v[DB_ROW_COMPLAINT], bool *there)
{
    int64_t w[DB_ROW_COMPLAINT] = {v[1]}; /* seq, what is behind the customer, id, customer */

    memcpy(w + 1, v + 3, (DB_ROW_COMPLAINT - 3) * sizeof *w);
    w[DB_ROW_COMPLAINT - 2] = v[0];
    w[DB_ROW_COMPLAINT - 1] = v[2];
    return update(db, SQL_COMPLAINT_SET, w, DB_ROW_COMPLAINT, there);
}

static struct err *set_followup(struct db *db, const int64_t v[DB_ROW_FOLLOWUP], bool *there)
{
    int64_t w[DB_ROW_FOLLOWUP]; /* subject and number last */

    memcpy(w, v + 2, (DB_ROW_FOLLOWUP - 2) * sizeof *w);
    memcpy(w + DB_ROW_FOLLOWUP - 2, v, 2 * sizeof *w);
    return update(db, SQL_FOLLOWUP_SET, w, DB_ROW_FOLLOWUP, there);
}

struct err *db_complaint_put(struct db *db, const struct complaint *c)
{
    int64_t v[DB_ROW_COMPLAINT];
    sqlite3_stmt *st = NULL;
    bool row = false, there = false;
    struct err *e = db_stmt_writing(db);
    bool fresh = c->id == db->fresh && !db->fresh_put;

    db_row_complaint_values(c, v);
    if (e == NULL && !fresh)
        e = db_stmt_run(db, SQL_COMPLAINT_KEEP, "ii", c->seq, c->id);
    if (e == NULL && !fresh)
        e = set_complaint(db, v, &there);
    if (e == NULL && !there)
        e = db_stmt_numbers(db, fresh ? SQL_COMPLAINT_NEW : SQL_COMPLAINT_PUT, &st, v, DB_ROW_COMPLAINT);
    db->fresh_put = db->fresh_put || fresh;
    if (e == NULL && !there)
        e = db_stmt_step(db, st, &row);
    return e == NULL && fresh ? put_waiting(db) : e;
}

static struct err *add_complaints(struct db *db, int64_t customer, bool open_only, int64_t **all, size_t *n,
                                  size_t *cap)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e =
        db_stmt_bind(db, open_only ? SQL_COMPLAINT_OPEN_OF : SQL_COMPLAINT_OF, &st, "i", customer);

    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        *all = mem_grow(*all, cap, *n + 1, sizeof **all);
        (*all)[(*n)++] = sqlite3_column_int64(st, 0);
    }
    return e;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static struct err *of_same(struct db *db, int64_t customer, bool open_only, int64_t as_of, struct arena *a,
                           int64_t **ids, size_t *n)
{
    subject *who;
    int64_t *all = NULL;
    size_t cap = 0, nwho = 0;
    struct err *e = db_merged_same(db, -customer, as_of, a, &who, &nwho);

    *n = 0;
    for (size_t i = 0; e == NULL && i < nwho; i++)
        e = add_complaints(db, -who[i], open_only, &all, n, &cap);
    *ids = arena_alloc(a, (*n + 1) * sizeof **ids);
    for (size_t i = 0; i < *n; i++)
        (*ids)[i] = all[i];
    if (nwho > 1)
        qsort(*ids, *n, sizeof **ids, by_number);
    free(all);
    return e;
}

struct err *db_complaint_of_customer(struct db *db, int64_t customer, bool open_only, struct arena *a,
                                     int64_t **ids, size_t *n)
{
    return of_same(db, customer, open_only, DB_NOW, a, ids, n);
}

struct err *db_complaint_of_then(struct db *db, int64_t customer, int64_t as_of, struct arena *a,
                                 int64_t **ids, size_t *n)
{
    return of_same(db, customer, false, as_of, a, ids, n);
}

/* --- follow-ups -------------------------------------------------------------------------------------------------- */

static struct err *one_followup(struct db *db, sqlite3_stmt *st, struct followup *f, bool *row)
{
    struct err *e = db_stmt_step(db, st, row);

    if (e == NULL && *row) {
        db_row_followup(st, f);
        db_stmt_end(st);
    }
    return e;
}

struct err *db_complaint_followup_get(struct db *db, subject of, uint32_t no, int64_t as_of,
                                      struct followup *f)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_FOLLOWUP_GET, &st, "ii", of, (int64_t)no);

    if (e == NULL)
        e = one_followup(db, st, f, &row);
    if (e == NULL && as_of != DB_NOW && (!row || f->seq > as_of)) {
        e = db_stmt_bind(db, SQL_FOLLOWUP_GET_PAST, &st, "iii", of, (int64_t)no, as_of);
        if (e == NULL)
            e = one_followup(db, st, f, &row);
    }
    if (e == NULL && !row)
        e = err_new(ERR_NOINPUT, NULL, "there is no follow-up %s%lld/%u", of < 0 ? "c" : "",
                    (long long)(of < 0 ? -of : of), (unsigned)no);
    return e;
}

struct err *db_complaint_followup_put(struct db *db, const struct followup *f)
{
    int64_t v[DB_ROW_FOLLOWUP];
    sqlite3_stmt *st = NULL;
    bool row = false, there = false;
    struct err *e = db_stmt_writing(db);
    bool fresh = db->fresh != 0 && f->of == db->fresh && f->no > db->fresh_no;

    db->climbed = db->climbed || f->kind == KIND_ESCALATION;
    db_row_followup_values(f, v);
    if (e == NULL && !fresh)
        e = db_stmt_run(db, SQL_FOLLOWUP_KEEP, "iii", f->seq, f->of, (int64_t)f->no);
    if (e == NULL && !fresh)
        e = set_followup(db, v, &there);
    if (e == NULL && !there)
        e = db_stmt_numbers(db, SQL_FOLLOWUP_NEW, &st, v, DB_ROW_FOLLOWUP);
    if (fresh)
        db->fresh_no = f->no;
    return e != NULL || there ? e : db_stmt_step(db, st, &row);
}

struct err *db_complaint_followup_drop(struct db *db, subject of, uint32_t no, int64_t seq)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_run(db, SQL_FOLLOWUP_KEEP, "iii", seq, of, (int64_t)no);
    if (e == NULL)
        e = db_stmt_run(db, SQL_FOLLOWUP_DROP, "ii", of, (int64_t)no);
    return e;
}

/* Into memory of malloc, as struct matter wants it. */
static struct err *followups(struct db *db, subject of, bool open_only, int64_t as_of, struct followup **fs,
                             size_t *n, size_t *cap)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = as_of == DB_NOW
                        ? db_stmt_bind(db, open_only ? SQL_FOLLOWUP_OPEN : SQL_FOLLOWUP_LIST, &st, "i", of)
                        : db_stmt_bind(db, SQL_FOLLOWUP_LIST_PAST, &st, "ii", of, as_of);

    *n = 0;
    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        *fs = mem_grow(*fs, cap, *n + 1, sizeof **fs);
        db_row_followup(st, &(*fs)[*n]);
        if (!open_only || (*fs)[*n].state == STATE_OPEN)
            ++*n;
    }
    return e;
}

struct err *db_complaint_followup_list(struct db *db, subject of, bool open_only, int64_t as_of,
                                       struct arena *a, struct followup **fs, size_t *n)
{
    struct followup *all = NULL;
    size_t cap = 0;
    struct err *e = followups(db, of, open_only, as_of, &all, n, &cap);

    *fs = arena_alloc(a, (*n + 1) * sizeof **fs);
    for (size_t i = 0; i < *n; i++)
        (*fs)[i] = all[i];
    free(all);
    return e;
}

/* What a customer's row says, as a matter's. */
static struct err *customer_row(struct db *db, int64_t id, struct complaint *row, subject *into)
{
    struct db_customer c;
    struct err *e = db_customer_get(db, id, &c);

    if (e == NULL)
        *row = (struct complaint){.id = -id,
                                  .seq = c.seq,
                                  .customer = id,
                                  .events = c.events,
                                  .followups = c.followups,
                                  .received = INSTANT_NONE,
                                  .heard = INSTANT_NONE,
                                  .acknowledged = INSTANT_NONE,
                                  .resolved = INSTANT_NONE,
                                  .closed = INSTANT_NONE,
                                  .due = INSTANT_NONE};
    if (e == NULL)
        *into = -c.into;
    return e;
}

struct err *db_complaint_matter(struct db *db, subject id, bool open_only, int64_t as_of, struct matter *m)
{
    *m = (struct matter){0};
    struct err *e = id < 0 ? customer_row(db, -id, &m->c, &m->into) : db_complaint_get(db, id, as_of, &m->c);
    if (e == NULL && m->c.merged)
        e = db_merged_into(db, id, as_of, &m->into);
    if (e == NULL)
        e = followups(db, id, open_only, as_of, &m->f, &m->nf, &m->cap_f);
    m->touched = mem_zero(m->nf + 1);
    m->cap_t = m->nf + 1;
    return e;
}

/* The newest `most`, counted here: a table of them for the statement would cost more than all else about a complaint. */
static struct err *before_of(struct db *db, int64_t customer, int64_t id, size_t most, instant since,
                             struct db_before *out)
{
    sqlite3_stmt *st;
    int64_t n = 0, escalated = 0, last = id;
    instant first = INSTANT_NONE;
    size_t seen = 0;
    bool row = true;
    struct err *e = db_stmt_bind(db, SQL_COMPLAINT_BEFORE, &st, "iii", customer, id, (int64_t)most);

    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row) {
        seen++;
        last = sqlite3_column_int64(st, 0);
        first = sqlite3_column_int64(st, 1);
        n += first >= since && sqlite3_column_int64(st, 2) == 0;
    }
    if (e == NULL && seen == most && most > 0)
        e = db_stmt_one(db, SQL_COMPLAINT_FIRST, &first, "ii", customer, id);
    if (first < out->first)
        out->first = first;
    if (e == NULL && n > 0 && (!db->bulk || db->climbed))
        e = db_stmt_one(db, SQL_COMPLAINT_ESCALATED, &escalated, "iiii", customer, id, last, since);
    out->n += n;
    out->escalated += escalated;
    return e;
}

struct err *db_complaint_before(struct db *db, int64_t customer, int64_t id, size_t most, instant since,
                                struct db_before *out)
{
    struct arena *a = arena_new();
    subject *who;
    size_t nwho = 0;
    struct err *e = db_merged_same(db, -customer, DB_NOW, a, &who, &nwho);

    *out = (struct db_before){.first = INSTANT_NONE};
    for (size_t i = 0; e == NULL && i < nwho; i++)
        e = before_of(db, -who[i], id, most, since, out);
    arena_free(a);
    return e;
}

struct err *db_complaint_worked(struct db *db, int64_t cause, int64_t category, size_t max, struct arena *a,
                                struct db_worked **out, size_t *n)
{
    sqlite3_stmt *st;
    bool row = true;
    struct err *e = db_stmt_bind(db, SQL_COMPLAINT_WORKED, &st, "iiiii", (int64_t)FIELD_REMEDY,
                                 (int64_t)DB_COMPLAINT_WORKED, cause, category, (int64_t)max);

    *out = arena_alloc(a, (max + 1) * sizeof **out);
    *n = 0;
    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row)
        (*out)[(*n)++] = (struct db_worked){.id = sqlite3_column_int64(st, 0),
                                            .customer = sqlite3_column_int64(st, 1),
                                            .cause = sqlite3_column_int64(st, 2),
                                            .remedy = sqlite3_column_int64(st, 3)};
    return e;
}

/* --- fields and sources ------------------------------------------------------------------------------------------ */

static void wait_for_row(struct db *db, enum field f, int64_t num, int64_t who, int64_t words)
{
    if (!db->any_waiting)
        memset(db->field, 0, sizeof db->field);
    db->any_waiting = true;
    db->field[f] = (struct db_waiting_field){num, who, words};
}

struct err *db_complaint_set_field(struct db *db, int64_t id, enum field f, int64_t num, int64_t who,
                                   int64_t words)
{
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    if (id == db->fresh && !db->fresh_put) {
        wait_for_row(db, f, num, who, words);
        return NULL;
    }
    if (num == 0 && who == 0 && words == 0)
        return db_stmt_run(db, SQL_FIELD_DROP, "ii", id, (int64_t)f);
    return db_stmt_run(db, SQL_FIELD_PUT, "iiiii", id, (int64_t)f, num, who, words);
}

struct err *db_complaint_fields(struct db *db, int64_t id, struct arena *a,
                                struct db_complaint_field **fields, size_t *n)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = db_stmt_bind(db, SQL_FIELD_LIST, &st, "i", id);

    *n = 0;
    *fields = arena_alloc(a, FIELDS * sizeof **fields);
    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        if (*n == FIELDS) { /* a field of a newer program's making */
            db_stmt_end(st);
            break;
        }
        (*fields)[(*n)++] = (struct db_complaint_field){
            .field = (enum field)sqlite3_column_int64(st, 0),
            .num = sqlite3_column_int64(st, 1),
            .who = sqlite3_column_int64(st, 2),
            .words = sqlite3_column_int64(st, 3),
        };
    }
    return e;
}

struct err *db_complaint_set_source(struct db *db, int64_t id, int64_t source, struct str source_id)
{
    struct err *e = db_stmt_writing(db);

    /* One statement that may do either would keep a copy of each page that it may have to give back. */
    if (e == NULL)
        e = db_stmt_run(db, SQL_SOURCE_NEW, "iti", source, source_id, id);
    if (e != NULL || sqlite3_changes(db->sql) > 0)
        return e;
    return db_stmt_run(db, SQL_SOURCE_SET, "iit", id, source, source_id);
}

struct err *db_complaint_by_source(struct db *db, struct str source, struct str source_id, int64_t *id)
{
    int64_t name = 0;
    struct err *e = db_name_find(db, source, &name);

    *id = 0;
    return e != NULL || name == 0 ? e : db_stmt_one(db, SQL_SOURCE_FIND, id, "it", name, source_id);
}
