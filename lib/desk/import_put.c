#include "desk/import_put.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/fields.h"
#include "desk/import_who.h"
#include "desk/learned.h"
#include "desk/reading.h"
#include "desk/speak.h"
#include "store/db_bulk.h"
#include "store/db_complaint.h"

/* Of a long transaction: rows, fewer in the first one so that something is told soon; and bytes of the lines that wait
 * for its end. */
enum { FIRST_ROWS = 10000, LONG_ROWS = 32000, LONG_BYTES = 8 * 1024 * 1024 };

struct import_put {
    struct desk *desk;
    const struct import_job *job;
    struct import_count *count;
    struct who customer; /* of rows that name none; empty: each its own */
    struct known *known; /* customers met so far */
    bool lasting;        /* transactions may be long */
    bool runs;           /* one does: */
    struct change change;
    struct db_line *made; /* its complaints */
    size_t n_made, cap_made;
    size_t rows, bytes; /* that it holds */
    struct reading_tools *tools;
    struct reading_ready ready; /* .ahead reads the texts of rows that are still to be written */
    struct arena *texts;        /* of those */
    struct arena *said;         /* of the lines */
    struct arena *arena;        /* of the row in hand */
};

/* --- rows -------------------------------------------------------------------------------------------------------- */

struct str import_put_cell(const struct import_row *r, int column)
{
    return r->place[column] >= 0 ? r->cells[r->place[column]] : str_of("");
}

struct str import_put_field(const struct import_row *r, enum field f)
{
    return str_trim(import_put_cell(r, IMPORT_OWN + (int)f));
}

void import_put_refuse(const struct import_job *job, struct import_count *count, size_t line, struct err *e)
{
    char *place = mem_printf("%s:%zu", job->name, line);
    struct err *whole = e->where != NULL ? err_new(e->code, place, "%s: %s", e->where, e->text) : NULL;

    count->refused++;
    job->refused(job->context, whole != NULL ? whole : err_at(e, place));
    if (whole != NULL)
        err_free(e);
    free(place);
}

/* --- one row, written -------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t by, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * by;
    return (h ^ s.n) * by; /* so that "a", "bc" is not "ab", "c" */
}

/* What knows a row again: its number where it comes from, else what makes it this complaint. */
static struct str identify(struct import_put *p, const struct import_row *r)
{
    static const int parts[] = {IMPORT_CUSTOMER, IMPORT_RECEIVED, IMPORT_OWN + FIELD_SUBJECT, IMPORT_TEXT};
    struct str id = import_put_field(r, FIELD_SOURCE_ID);
    uint64_t a = UINT64_C(0xcbf29ce484222325), b = UINT64_C(0x9ae16a3b2f90404f);

    if (id.n > 0)
        return id;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        a = mix(a, UINT64_C(0x100000001b3), import_put_cell(r, parts[i]));
        b = mix(b, UINT64_C(0xc2b2ae3d27d4eb4f), import_put_cell(r, parts[i]));
    }
    return str_of(arena_printf(p->arena, "row %016" PRIx64 "%016" PRIx64, a ^ a >> 29, b ^ b >> 31));
}

/* The row's customer: named, given for all, or one of its own. */
static struct err *customer_of(struct import_put *p, const struct import_row *r, struct str source,
                               struct str id, struct import_who *customer)
{
    static const struct str for_all = {"\n", 1}; /* no name: one is a line */
    struct str named = str_trim(import_put_cell(r, IMPORT_CUSTOMER)), words = named;
    struct who who = p->customer;
    struct err *e = NULL;

    if (named.n == 0 && p->job->customer.n > 0)
        words = for_all;
    if (import_who_known(p->known, words, p->arena, customer))
        return NULL;
    if (named.n > 0 && (e = who_parse(named, &who)) != NULL)
        return e;
    if (named.n > 0 && who.id != 0)
        who = (struct who){.name = named}; /* c7 of another system is not our c7 */
    if (words.n == 0)
        who.name = import_put_field(r, FIELD_SOURCE_ID).n > 0
                       ? str_of(arena_printf(p->arena, "%.*s %.*s", (int)source.n, source.p, (int)id.n, id.p))
                       : str_of(arena_printf(p->arena, "%.*s row %zu", (int)source.n, source.p, r->line));
    return import_who_get(&p->change, p->known, &who, words, p->arena, customer);
}

static struct err *write_fields(struct import_put *p, const struct import_row *r)
{
    struct err *e = NULL;

    for (int f = 0; f < FIELDS && e == NULL; f++) {
        struct str value = import_put_field(r, (enum field)f);
        if (value.n > 0 && f != FIELD_SUBJECT && f != FIELD_CATEGORY && f != FIELD_CHANNEL &&
            f != FIELD_SOURCE && f != FIELD_SOURCE_ID)
            e = fields_set(&p->change, (enum field)f, value);
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
static struct err *keep_line(struct import_put *p, struct str customer, struct str about)
{
    struct buf clean = {0};
    struct str kept = text_clean(about, NULL) && text_clean(about, &clean) ? buf_str(&clean) : about;

    p->made = mem_grow(p->made, &p->cap_made, p->n_made + 1, sizeof *p->made);
    struct db_line *line = &p->made[p->n_made++];
    *line = (struct db_line){.c = p->change.m.c, .customer = arena_str(p->said, customer)};
    if (line->c.subject != 0)
        line->subject = arena_str(p->said, kept);
    p->bytes += line->customer.n + line->subject.n;
    buf_free(&clean);
    struct err *e = db_name_text(p->desk->db, line->c.owner, p->said, &line->owner);
    return e != NULL ? e : db_name_text(p->desk->db, line->c.category, p->said, &line->category);
}

static struct err *write_row(struct import_put *p, const struct import_row *r)
{
    struct str source = import_put_field(r, FIELD_SOURCE), id = identify(p, r);
    struct change *ch = &p->change;
    struct speak_new n = {
        .first = {.words = import_put_cell(r, IMPORT_TEXT), .channel = r->channel, .when = r->received},
        .subject = import_put_field(r, FIELD_SUBJECT),
        .head = {"", 0},
        .category = import_put_field(r, FIELD_CATEGORY),
        .owner = str_trim(import_put_cell(r, IMPORT_OWNER))};
    struct import_who customer;
    int64_t complaint;
    struct err *e;

    if (source.n == 0)
        source = p->job->source;
    if (n.subject.n == 0)
        n.head = speak_head(p->arena, n.first.words);
    if ((e = db_complaint_by_source(p->desk->db, source, id, &complaint)) != NULL)
        return e;
    if (complaint != 0) {
        p->count->skipped++;
        return NULL;
    }
    if ((e = customer_of(p, r, source, id, &customer)) != NULL) {
        if (e->code != ERR_DATA && e->code != ERR_NOINPUT)
            return e;
        import_put_refuse(p->job, p->count, r->line, e); /* several are called so: nothing was written yet */
        return NULL;
    }
    if ((e = speak_open(ch, &n, customer.id, &complaint)) != NULL)
        return e;
    ch->bringer = customer.known;
    ch->ready = ahead_waiting(p->ready.ahead) > 0 ? &p->ready : NULL;
    if ((e = write_fields(p, r)) != NULL || (e = fields_set(ch, FIELD_SOURCE, source)) != NULL ||
        (e = fields_set(ch, FIELD_SOURCE_ID, id)) != NULL || (e = change_settle(ch)) != NULL ||
        (e = write_source(ch, source, id)) != NULL ||
        (e = keep_line(p, customer.name, n.subject.n > 0 ? n.subject : n.head)) != NULL)
        return e;
    if (customer.known != NULL)
        known_brought(p->known, customer.known, &ch->m);
    arena_reset(ch->arena);
    return NULL;
}

/* --- texts ------------------------------------------------------------------------------------------------------- */

static struct err *open_tools(struct import_put *p)
{
    struct err *e = reading_tools_open(p->desk, &p->tools);

    if (e == NULL)
        p->ready.ahead = ahead_new(p->tools);
    return e;
}

/* Others may teach the desk between transactions. */
static void close_tools(struct import_put *p)
{
    ahead_free(p->ready.ahead);
    reading_tools_free(p->tools);
    p->ready.ahead = NULL;
    p->tools = NULL;
}

/* --- transactions ------------------------------------------------------------------------------------------------ */

static struct err *begin(struct import_put *p)
{
    struct err *e = change_begin(p->desk, &p->change);

    if (e != NULL)
        return e;
    p->runs = true;
    p->n_made = p->rows = p->bytes = 0;
    arena_reset(p->said);
    if (!db_bulk_runs(p->desk->db)) /* others may have written */
        known_forget(p->known);
    e = p->tools == NULL ? open_tools(p) : NULL;
    p->change.tools = p->tools;
    return e;
}

/* With its end, however it ends. */
static struct err *end(struct import_put *p, bool keep, struct err *e)
{
    p->runs = false;
    p->change.tools = NULL; /* they outlive it */
    if (e != NULL && p->ready.ahead != NULL)
        ahead_drop(p->ready.ahead);
    if (e == NULL && keep)
        e = change_commit(&p->change);
    else
        change_abort(&p->change);
    if (e != NULL || !db_bulk_runs(p->desk->db))
        close_tools(p);
    return e;
}

bool import_put_room(const struct import_put *p)
{
    return p->ready.ahead == NULL || ahead_waiting(p->ready.ahead) < AHEAD_TEXTS;
}

struct err *import_put_ahead(struct import_put *p, const struct import_row *r)
{
    struct err *e = p->runs ? NULL : begin(p);

    if (e != NULL)
        return p->runs ? end(p, false, e) : e;
    if (ahead_waiting(p->ready.ahead) == 0)
        arena_reset(p->texts);
    (void)ahead_add(p->ready.ahead, learned_own(p->texts, import_put_cell(r, IMPORT_TEXT), r->channel), true);
    return NULL;
}

struct err *import_put_row(struct import_put *p, const struct import_row *r)
{
    struct err *e = p->runs ? NULL : begin(p);

    if (e != NULL)
        return p->runs ? end(p, false, e) : e;
    size_t waiting = ahead_waiting(p->ready.ahead);
    arena_reset(p->arena);
    p->rows++;
    if ((e = write_row(p, r)) != NULL)
        return end(p, false, e);
    if (waiting > 0 && ahead_waiting(p->ready.ahead) == waiting)
        (void)ahead_take(p->ready.ahead); /* it is known already, or refused: nobody asked */
    return NULL;
}

/* Told after COMMIT; a dry run takes all back. */
static struct err *commit(struct import_put *p)
{
    bool keep = !p->job->dry_run && p->n_made > 0;
    struct err *e = end(p, keep, NULL);

    if (e != NULL)
        return e;
    p->count->made += (int64_t)p->n_made;
    for (size_t i = 0; i < p->n_made && keep; i++)
        p->job->made(p->job->context, &p->made[i]);
    return NULL;
}

struct err *import_put_end(struct import_put *p, bool last)
{
    size_t most = p->count->made == 0 ? FIRST_ROWS : LONG_ROWS;
    bool more = p->lasting && !last && p->rows < most && p->bytes < LONG_BYTES;
    struct err *e = p->runs && !more ? commit(p) : NULL;

    if (e == NULL)
        p->job->progress(p->job->context, p->count);
    return e;
}

/* The customer for rows that name none; a number must be there before anything is read. */
static struct err *known_customer(struct import_put *p)
{
    int64_t id;
    struct err *e = who_parse(p->job->customer, &p->customer);

    return e != NULL ? e : who_find(p->desk->db, &p->customer, &id);
}

struct err *import_put_open(struct desk *d, const struct import_job *job, struct import_count *count,
                            struct import_put **out)
{
    struct import_put *p = *out = mem_zero(sizeof *p);

    p->desk = d;
    p->job = job;
    p->count = count;
    p->known = known_new();
    p->said = arena_new();
    p->arena = arena_new();
    p->texts = arena_new();
    p->lasting = import_lasts(d, job);
    return job->customer.n > 0 ? known_customer(p) : NULL;
}

void import_put_close(struct import_put *p)
{
    if (p->runs)
        err_free(end(p, false, NULL));
    close_tools(p);
    known_free(p->known);
    arena_free(p->said);
    arena_free(p->arena);
    arena_free(p->texts);
    free(p->made);
    free(p);
}
