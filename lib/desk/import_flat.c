#include "desk/import_flat.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/fields.h"
#include "desk/import_who.h"
#include "desk/speak.h"
#include "store/db_bulk.h"
#include "store/db_complaint.h"

enum {
    BATCH = 1000,              /* rows */
    BATCH_BYTES = 1024 * 1024, /* of their cells: the store is locked while they are read for triage */
    BULK = 10,                 /* times as many of a first import, which nobody waits for */
    ROW_MAX = 64 * 1024 * 1024 /* bytes of one row: a text of the longest kind, escaped */
};

/* Columns that are no fields; the fields follow them. */
enum { CUSTOMER, TEXT, RECEIVED, OWNER, OWN, COLUMNS = OWN + FIELDS };

static const char *const own_names[OWN] = {"customer", "text", "received", "owner"};

struct row {
    size_t line;
    struct str *cells; /* by `bound` */
    instant received;  /* once it was checked */
    int channel;
};

struct table {
    struct desk *desk;
    const struct import_job *job;
    struct import_count *count;
    const char *names[COLUMNS];
    struct who customer; /* of rows that name none; empty: each its own */
    bool headed, bad_header;
    size_t width;         /* cells of the header */
    int at[COLUMNS];      /* where a column's cell is; -1: not there */
    int place[COLUMNS];   /* of its copy among a row's cells; -1 */
    size_t n_bound;       /* columns that are there */
    struct arena *arena;  /* of the rows in hand */
    struct row *rows;     /* room for a batch */
    size_t n, bytes;      /* rows in hand, and how large they are */
    size_t most;          /* batches in one */
    struct change change; /* while they are written */
    struct db_line *made; /* complaints of the batch */
    size_t n_made;
    struct known *known; /* customers met so far */
};

/* --- columns ----------------------------------------------------------------------------------------------------- */

static void name_columns(const char *names[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++)
        names[i] = i < OWN ? own_names[i] : word_name(WORD_FIELD, i - OWN);
}

static struct str cell(const struct table *t, const struct row *r, int column)
{
    return t->place[column] >= 0 ? r->cells[t->place[column]] : str_of("");
}

static struct str field(const struct table *t, const struct row *r, enum field f)
{
    return str_trim(cell(t, r, OWN + (int)f));
}

static struct err *unknown_column(const struct table *t, const struct csv_in_row *header, struct str name)
{
    const char *near = str_near(str_trim(name), t->names, COLUMNS);
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
    struct csv_in_column columns[COLUMNS];
    int stray = -1;

    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (struct csv_in_column){t->names[i], false};
    struct err *e = check_map(t, header);
    if (e == NULL)
        e = csv_in_bind(header, columns, COLUMNS, t->job->map, t->job->n_map, t->at, &stray);
    if (e == NULL && t->at[TEXT] < 0)
        e = err_new(ERR_DATA, header->name,
                    "no column is the text, what the customer said; --map THEIRS=text names it");
    if (e == NULL && stray >= 0)
        e = unknown_column(t, header, header->cells[stray]);
    if (e != NULL)
        return e;
    for (int i = 0; i < COLUMNS; i++)
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

static struct err *check_text(struct str text)
{
    if (str_trim(text).n == 0)
        return err_new(ERR_DATA, NULL, "the text is empty; write what the customer said");
    if (text.n > DB_WORDS_MAX)
        return err_new(ERR_DATA, NULL, "the text is longer than %d bytes; split it", DB_WORDS_MAX);
    return NULL;
}

static struct err *check_times(const struct table *t, struct row *r)
{
    struct str received = str_trim(cell(t, r, RECEIVED)), channel = field(t, r, FIELD_CHANNEL);
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
static struct err *check_row(const struct table *t, struct row *r)
{
    struct err *e = check_text(cell(t, r, TEXT));

    if (e == NULL)
        e = check_times(t, r);
    if (e == NULL)
        e = check_name("customer", str_trim(cell(t, r, CUSTOMER)));
    if (e == NULL)
        e = check_name("owner", str_trim(cell(t, r, OWNER)));
    for (int f = 0; f < FIELDS && e == NULL; f++) {
        struct str value = field(t, r, (enum field)f);
        if (value.n == 0 || f == FIELD_CHANNEL)
            continue;
        if (event_field_type((enum field)f) == FIELD_IS_NAME || f == FIELD_SOURCE_ID)
            e = check_name(t->names[OWN + f], value);
        if (e == NULL)
            e = fields_check((enum field)f, value);
    }
    return e;
}

/* --- one row, written -------------------------------------------------------------------------------------------- */

static void refuse(struct table *t, size_t line, struct err *e)
{
    char *place = mem_printf("%s:%zu", t->job->name, line);
    struct err *whole = e->where != NULL ? err_new(e->code, place, "%s: %s", e->where, e->text) : NULL;

    t->count->refused++;
    t->job->refused(t->job->context, whole != NULL ? whole : err_at(e, place));
    if (whole != NULL)
        err_free(e);
    free(place);
}

static uint64_t mix(uint64_t h, uint64_t by, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * by;
    return (h ^ s.n) * by; /* so that "a", "bc" is not "ab", "c" */
}

/* What knows a row again: its number where it comes from, else what makes it this complaint. */
static struct str identify(const struct table *t, const struct row *r)
{
    static const int parts[] = {CUSTOMER, RECEIVED, OWN + FIELD_SUBJECT, TEXT};
    struct str id = field(t, r, FIELD_SOURCE_ID);
    uint64_t a = UINT64_C(0xcbf29ce484222325), b = UINT64_C(0x9ae16a3b2f90404f);

    if (id.n > 0)
        return id;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        a = mix(a, UINT64_C(0x100000001b3), cell(t, r, parts[i]));
        b = mix(b, UINT64_C(0xc2b2ae3d27d4eb4f), cell(t, r, parts[i]));
    }
    return str_of(arena_printf(t->arena, "row %016" PRIx64 "%016" PRIx64, a ^ a >> 29, b ^ b >> 31));
}

/* The row's customer: named, given for all, or one of its own. */
static struct err *customer_of(struct table *t, const struct row *r, struct str source, struct str id,
                               struct import_who *customer)
{
    static const struct str for_all = {"\n", 1}; /* no name: one is a line */
    struct str named = str_trim(cell(t, r, CUSTOMER)), words = named;
    struct who who = t->customer;
    struct err *e = NULL;

    if (named.n == 0 && t->job->customer.n > 0)
        words = for_all;
    if (import_who_known(t->known, words, t->arena, customer))
        return NULL;
    if (named.n > 0 && (e = who_parse(named, &who)) != NULL)
        return e;
    if (named.n > 0 && who.id != 0)
        who = (struct who){.name = named}; /* c7 of another system is not our c7 */
    if (words.n == 0)
        who.name = field(t, r, FIELD_SOURCE_ID).n > 0
                       ? str_of(arena_printf(t->arena, "%.*s %.*s", (int)source.n, source.p, (int)id.n, id.p))
                       : str_of(arena_printf(t->arena, "%.*s row %zu", (int)source.n, source.p, r->line));
    return import_who_get(&t->change, t->known, &who, words, t->arena, customer);
}

static struct err *write_fields(struct table *t, const struct row *r)
{
    struct err *e = NULL;

    for (int f = 0; f < FIELDS && e == NULL; f++) {
        struct str value = field(t, r, (enum field)f);
        if (value.n > 0 && f != FIELD_SUBJECT && f != FIELD_CATEGORY && f != FIELD_CHANNEL &&
            f != FIELD_SOURCE && f != FIELD_SOURCE_ID)
            e = fields_set(&t->change, (enum field)f, value);
    }
    return e;
}

static struct err *write_source(struct change *ch, struct str source, struct str id)
{
    int64_t name;
    struct err *e = db_name(ch->desk->db, source, &name);

    return e != NULL ? e : db_complaint_set_source(ch->desk->db, ch->m.c.id, name, id);
}

/* What a line will say of the complaint in hand, once it is committed. */
static struct err *keep_line(struct table *t, struct str customer, struct str about)
{
    struct db_line *line = &t->made[t->n_made++];
    struct buf clean = {0};

    *line = (struct db_line){.c = t->change.m.c, .customer = customer};
    if (t->change.m.c.subject != 0)
        line->subject = arena_str(
            t->arena, text_clean(about, NULL) && text_clean(about, &clean) ? buf_str(&clean) : about);
    buf_free(&clean);
    struct err *e = db_name_text(t->desk->db, line->c.owner, t->arena, &line->owner);
    return e != NULL ? e : db_name_text(t->desk->db, line->c.category, t->arena, &line->category);
}

static struct err *write_row(struct table *t, const struct row *r)
{
    struct str source = field(t, r, FIELD_SOURCE), id = identify(t, r);
    struct change *ch = &t->change;
    struct speak_new n = {.first = {.words = cell(t, r, TEXT), .channel = r->channel, .when = r->received},
                          .subject = field(t, r, FIELD_SUBJECT),
                          .head = {"", 0},
                          .category = field(t, r, FIELD_CATEGORY),
                          .owner = str_trim(cell(t, r, OWNER))};
    struct import_who customer;
    int64_t complaint;
    struct err *e;

    if (source.n == 0)
        source = t->job->source;
    if (n.subject.n == 0)
        n.head = speak_head(t->arena, n.first.words);
    if ((e = db_complaint_by_source(t->desk->db, source, id, &complaint)) != NULL)
        return e;
    if (complaint != 0) {
        t->count->skipped++;
        return NULL;
    }
    if ((e = customer_of(t, r, source, id, &customer)) != NULL) {
        if (e->code != ERR_DATA && e->code != ERR_NOINPUT)
            return e;
        refuse(t, r->line, e); /* several are called so: nothing was written yet */
        return NULL;
    }
    if ((e = speak_open(ch, &n, customer.id, &complaint)) != NULL)
        return e;
    ch->bringer = customer.known;
    if ((e = write_fields(t, r)) != NULL || (e = fields_set(ch, FIELD_SOURCE, source)) != NULL ||
        (e = fields_set(ch, FIELD_SOURCE_ID, id)) != NULL || (e = change_settle(ch)) != NULL ||
        (e = write_source(ch, source, id)) != NULL ||
        (e = keep_line(t, customer.name, n.subject.n > 0 ? n.subject : n.head)) != NULL)
        return e;
    if (customer.known != NULL)
        known_brought(t->known, customer.known, &ch->m);
    arena_reset(ch->arena);
    return NULL;
}

/* --- batches ----------------------------------------------------------------------------------------------------- */

/* The rows in hand go in together; nothing is waited for meanwhile. */
static struct err *write_batch(struct table *t, size_t good)
{
    struct err *e = change_begin(t->desk, &t->change);

    if (e != NULL)
        return e;
    t->n_made = 0;
    if (!db_bulk_runs(t->desk->db)) /* others may have written */
        known_forget(t->known);
    for (size_t i = 0; i < good && e == NULL; i++)
        e = write_row(t, &t->rows[i]);
    if (e != NULL || (!t->job->dry_run && t->n_made > 0))
        return change_end(&t->change, e);
    change_abort(&t->change);
    return NULL;
}

static struct err *flush(struct table *t)
{
    size_t good = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < t->n; i++) {
        struct err *bad = check_row(t, &t->rows[i]);
        if (bad != NULL)
            refuse(t, t->rows[i].line, bad);
        else
            t->rows[good++] = t->rows[i];
    }
    if (good > 0)
        e = write_batch(t, good);
    if (e == NULL && good > 0) {
        t->count->made += (int64_t)t->n_made;
        for (size_t i = 0; i < t->n_made && !t->job->dry_run; i++)
            t->job->made(t->job->context, &t->made[i]);
    }
    t->job->progress(t->job->context, t->count);
    t->n = t->bytes = 0;
    arena_reset(t->arena);
    return e;
}

static struct err *take_row(void *context, const struct csv_in_row *row)
{
    struct table *t = context;

    if (t->bad_header)
        return err_new(ERR_DATA, row->name, "the header cannot be read; nothing was imported");
    if (!t->headed)
        return bind(t, row);
    if (row->n != t->width) {
        refuse(t, row->line,
               err_new(ERR_DATA, NULL,
                       "the row has %zu cells and the header %zu; a separator may stand in a cell", row->n,
                       t->width));
        return NULL;
    }
    struct row *r = &t->rows[t->n++];
    *r = (struct row){.line = row->line, .cells = arena_alloc(t->arena, (t->n_bound + 1) * sizeof *r->cells)};
    for (int i = 0; i < COLUMNS; i++) {
        if (t->place[i] < 0)
            continue;
        r->cells[t->place[i]] = arena_str(t->arena, row->cells[t->at[i]]);
        t->bytes += row->cells[t->at[i]].n;
    }
    return t->n == t->most * BATCH || t->bytes >= t->most * BATCH_BYTES ? flush(t) : NULL;
}

static void take_bad(void *context, struct err *e)
{
    struct table *t = context;

    t->bad_header = t->bad_header || !t->headed;
    t->count->refused++;
    t->job->refused(t->job->context, e);
}

/* The customer for rows that name none; a number must be there before anything is read. */
static struct err *known_customer(struct table *t)
{
    int64_t id;
    struct err *e = who_parse(t->job->customer, &t->customer);

    return e != NULL ? e : who_find(t->desk->db, &t->customer, &id);
}

struct err *import_flat_run(struct desk *d, const struct import_job *job, struct import_count *count)
{
    struct table *t = mem_zero(sizeof *t);
    struct csv_in_calls calls = {take_row, take_bad, t};
    struct err *e = NULL;

    t->desk = d;
    t->job = job;
    t->count = count;
    t->most = db_bulk_runs(d->db) ? BULK : 1;
    t->rows = mem_array(NULL, t->most * BATCH, sizeof *t->rows);
    t->made = mem_array(NULL, t->most * BATCH, sizeof *t->made);
    t->arena = arena_new();
    t->known = known_new();
    name_columns(t->names);
    if (job->customer.n > 0)
        e = known_customer(t);
    if (e == NULL)
        e = csv_in_read(job->fd, job->name, job->form == IMPORT_CSV ? CSV_IN_COMMA : CSV_IN_TAB, ROW_MAX,
                        &calls);
    if (t->n > 0 && (e == NULL || e->code == ERR_IO))
        e = err_first(e, flush(t));
    if (e == NULL && !t->headed)
        e = err_new(t->bad_header ? ERR_DATA : ERR_NOINPUT, job->name, "%s",
                    t->bad_header ? "the header cannot be read; nothing was imported"
                                  : "is empty; a header with the names of the columns comes first");
    arena_free(t->arena);
    known_free(t->known);
    free(t->rows);
    free(t->made);
    free(t);
    return e;
}
