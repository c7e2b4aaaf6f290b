#include "desk/import_flat.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "desk/fields.h"
#include "desk/import_put.h"
#include "store/db_bulk.h"
#include "store/db_words.h"

enum {
    BATCH = 1000,              /* rows */
    BATCH_BYTES = 1024 * 1024, /* of their cells: the store is locked while they are read for triage */
    BULK = 10, /* times as many of a first import, which nobody waits for, where they must be waited for */
    ROW_MAX = 64 * 1024 * 1024 /* bytes of one row: a text of the longest kind, escaped */
};

static const char *const own_names[IMPORT_OWN] = {"customer", "text", "received", "owner"};

struct table {
    struct desk *desk;
    const struct import_job *job;
    struct import_count *count;
    const char *names[IMPORT_COLUMNS];
    struct import_put *put;
    bool headed, bad_header;
    size_t width;              /* cells of the header */
    int at[IMPORT_COLUMNS];    /* where a column's cell is; -1: not there */
    int place[IMPORT_COLUMNS]; /* of its copy among a row's cells; -1 */
    size_t n_bound;            /* columns that are there */
    struct arena *arena;       /* of the rows in hand */
    struct import_row *rows;   /* room for a batch */
    size_t n, bytes;           /* rows in hand, and how large they are */
    size_t most;               /* batches in one */
    struct err *failed;        /* what writing gave while a bad row was read */
};

/* --- columns ----------------------------------------------------------------------------------------------------- */

static void name_columns(const char *names[IMPORT_COLUMNS])
{
    for (int i = 0; i < IMPORT_COLUMNS; i++)
        names[i] = i < IMPORT_OWN ? own_names[i] : word_name(WORD_FIELD, i - IMPORT_OWN);
}

static struct err *unknown_column(const struct table *t, const struct csv_in_row *header, struct str name)
{
    const char *near = str_near(str_trim(name), t->names, IMPORT_COLUMNS);
    char q[TEXT_QUOTE];

    text_quote(name, q);
    if (near != NULL)
        return err_new(ERR_DATA, header->name,
                       "no column %s is known; did you mean %s? --map THEIRS=%s says so", q, near, near);
    return err_new(ERR_DATA, header->name,
                   "no column %s is known; --map THEIRS=OURS names ours, --map THEIRS= leaves it out "
                   "(cust-format(5) lists ours)",
                   q);
}

/* A map that names a column that is not there is a slip of the finger. */
static struct err *check_map(const struct table *t, const struct csv_in_row *header)
{
    char q[TEXT_QUOTE];

    for (size_t m = 0; m < t->job->n_map; m++) {
        const struct csv_in_map *map = &t->job->map[m];
        bool found = false;
        for (size_t i = 0; i < header->n && !found; i++) {
            struct str c = str_trim(header->cells[i]);
            found = c.n == strlen(map->theirs) && strncasecmp(c.p, map->theirs, c.n) == 0;
        }
        if (!found)
            return err_new(ERR_DATA, header->name, "--map names a column %s that is not there",
                           text_quote(str_of(map->theirs), q));
    }
    return NULL;
}

static struct err *bind(struct table *t, const struct csv_in_row *header)
{
    struct csv_in_column columns[IMPORT_COLUMNS];
    int stray = -1;

    for (int i = 0; i < IMPORT_COLUMNS; i++)
        columns[i] = (struct csv_in_column){t->names[i], false};
    struct err *e = check_map(t, header);
    if (e == NULL)
        e = csv_in_bind(header, columns, IMPORT_COLUMNS, t->job->map, t->job->n_map, t->at, &stray);
    if (e == NULL && t->at[IMPORT_TEXT] < 0)
        e = err_new(ERR_DATA, header->name,
                    "no column is the text, what the customer said; --map THEIRS=text names it");
    if (e == NULL && stray >= 0)
        e = unknown_column(t, header, header->cells[stray]);
    if (e != NULL)
        return e;
    for (int i = 0; i < IMPORT_COLUMNS; i++)
        t->place[i] = t->at[i] >= 0 ? (int)t->n_bound++ : -1;
    t->width = header->n;
    t->headed = true;
    return NULL;
}

/* --- one row, looked at ------------------------------------------------------------------------------------------ */

static struct err *bad_cell(const char *column, struct str value, const char *how)
{
    char q[TEXT_QUOTE];

    return err_new(ERR_DATA, NULL, "%s %s; %s", column, text_quote(value, q), how);
}

/* What is kept as a label must be one: short, one line, valid. */
static struct err *check_name(const char *column, struct str value)
{
    return desk_is_label(value) ? NULL
                                : bad_cell(column, value, "write a name of one line, at most 200 bytes");
}

/* Nobody is given to who does not work here, by a file no more than by `assign`. */
static struct err *check_owner(const struct table *t, struct str owner)
{
    struct err *e = check_name("owner", owner);

    if (e != NULL || (e = desk_colleague(t->desk, owner)) == NULL)
        return e;
    e->code = ERR_DATA;
    return err_at(e, "owner");
}

static struct err *check_text(struct str text)
{
    if (str_trim(text).n == 0)
        return err_new(ERR_DATA, NULL, "the text is empty; write what the customer said");
    if (text.n > DB_WORDS_MAX)
        return err_new(ERR_DATA, NULL, "the text is longer than %d bytes; split it", DB_WORDS_MAX);
    return NULL;
}

static struct err *check_times(const struct table *t, struct import_row *r)
{
    struct str received = str_trim(import_put_cell(r, IMPORT_RECEIVED)),
               channel = import_put_field(r, FIELD_CHANNEL);
    struct when cx = desk_when(t->desk, WHEN_PAST);

    r->received = INSTANT_NONE;
    r->channel = CHANNEL_OTHER;
    if (channel.n > 0 && (r->channel = word_find(WORD_CHANNEL, channel)) < 0) {
        const char *near = word_near(WORD_CHANNEL, channel);
        return bad_cell("no channel", channel, near != NULL ? near : "cust-format(5) lists them");
    }
    return received.n == 0 ? NULL : err_at(when_parse(received, &cx, &r->received), "received");
}

/* Everything that can be wrong with a row, so that writing it cannot stop half-way. */
static struct err *check_row(const struct table *t, struct import_row *r)
{
    struct err *e = check_text(import_put_cell(r, IMPORT_TEXT));

    if (e == NULL)
        e = check_times(t, r);
    if (e == NULL)
        e = check_name("customer", str_trim(import_put_cell(r, IMPORT_CUSTOMER)));
    if (e == NULL)
        e = check_owner(t, str_trim(import_put_cell(r, IMPORT_OWNER)));
    for (int f = 0; f < FIELDS && e == NULL; f++) {
        struct str value = import_put_field(r, (enum field)f);
        if (value.n == 0 || f == FIELD_CHANNEL)
            continue;
        if (event_field_type((enum field)f) == FIELD_IS_NAME || f == FIELD_SOURCE_ID)
            e = check_name(t->names[IMPORT_OWN + f], value);
        if (e == NULL)
            e = fields_check((enum field)f, value);
    }
    return e;
}

/* --- batches ----------------------------------------------------------------------------------------------------- */

static void refuse(struct table *t, size_t line, struct err *e)
{
    if (line != 0) {
        import_put_refuse(t->job, t->count, line, e);
        return;
    }
    t->count->refused++;
    t->job->refused(t->job->context, e);
}

/* Checks the rows from *seen on, and has their texts read, as many as there is room for. */
static struct err *look_ahead(struct table *t, size_t *seen)
{
    struct err *e = NULL;

    for (; e == NULL && *seen < t->n && import_put_room(t->put); ++*seen) {
        struct import_row *r = &t->rows[*seen];
        if (r->bad == NULL)
            r->bad = check_row(t, r);
        if (r->bad == NULL)
            e = import_put_ahead(t->put, r);
    }
    return e;
}

/* The rows in hand go in together; nothing is waited for meanwhile. */
static struct err *flush(struct table *t, bool last)
{
    struct err *e = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct import_row *r = &t->rows[i];
        if (e == NULL)
            e = look_ahead(t, &seen);
        if (e != NULL)
            err_free(r->bad);
        else if (r->bad != NULL)
            refuse(t, r->line, r->bad);
        else
            e = import_put_row(t->put, r);
    }
    if (e == NULL)
        e = import_put_end(t->put, last);
    t->n = t->bytes = 0;
    arena_reset(t->arena);
    return e;
}

/* In its turn, so that bad rows are said in the order of their lines. */
static struct err *keep_bad(struct table *t, size_t line, struct err *e)
{
    t->rows[t->n++] = (struct import_row){.line = line, .bad = e};
    return t->n == t->most * BATCH ? flush(t, false) : NULL;
}

static struct err *take_row(void *context, const struct csv_in_row *row)
{
    struct table *t = context;

    struct err *failed = t->failed;

    t->failed = NULL;
    if (failed != NULL)
        return failed;
    if (t->bad_header)
        return err_new(ERR_DATA, row->name, "the header cannot be read; nothing was imported");
    if (!t->headed)
        return bind(t, row);
    if (row->n != t->width)
        return keep_bad(t, row->line,
                        err_new(ERR_DATA, NULL,
                                "the row has %zu cells and the header %zu; a separator may stand in a cell",
                                row->n, t->width));
    struct import_row *r = &t->rows[t->n++];
    *r = (struct import_row){.line = row->line,
                             .place = t->place,
                             .cells = arena_alloc(t->arena, (t->n_bound + 1) * sizeof *r->cells)};
    for (int i = 0; i < IMPORT_COLUMNS; i++) {
        if (t->place[i] < 0)
            continue;
        r->cells[t->place[i]] = arena_str(t->arena, row->cells[t->at[i]]);
        t->bytes += row->cells[t->at[i]].n;
    }
    return t->n == t->most * BATCH || t->bytes >= t->most * BATCH_BYTES ? flush(t, false) : NULL;
}

static void take_bad(void *context, struct err *e)
{
    struct table *t = context;

    t->bad_header = t->bad_header || !t->headed;
    if (t->bad_header)
        refuse(t, 0, e);
    else if (t->failed != NULL)
        err_free(e);
    else
        t->failed = keep_bad(t, 0, e);
}

struct err *import_flat_run(struct desk *d, const struct import_job *job, struct import_count *count)
{
    struct table *t = mem_zero(sizeof *t);
    struct csv_in_calls calls = {take_row, take_bad, t};
    struct err *e;

    t->desk = d;
    t->job = job;
    t->count = count;
    e = import_put_open(d, job, count, &t->put);
    t->most = db_bulk_runs(d->db) && !import_lasts(d, job) ? BULK : 1;
    t->rows = mem_array(NULL, t->most * BATCH, sizeof *t->rows);
    t->arena = arena_new();
    name_columns(t->names);
    if (e == NULL)
        e = csv_in_read(job->fd, job->name, job->form == IMPORT_CSV ? CSV_IN_COMMA : CSV_IN_TAB, ROW_MAX,
                        &calls);
    e = err_first(e, t->failed);
    if (e == NULL || e->code == ERR_IO)
        e = err_first(e, flush(t, true));
    for (size_t i = 0; i < t->n; i++)
        err_free(t->rows[i].bad);
    if (e == NULL && !t->headed)
        e = err_new(t->bad_header ? ERR_DATA : ERR_NOINPUT, job->name, "%s",
                    t->bad_header ? "the header cannot be read; nothing was imported"
                                  : "is empty; a header with the names of the columns comes first");
    arena_free(t->arena);
    import_put_close(t->put);
    free(t->rows);
    free(t);
    return e;
}
