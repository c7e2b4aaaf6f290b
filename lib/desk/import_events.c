#include "desk/import_events.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/import_desk.h"
#include "desk/import_history.h"
#include "form/form_line.h"
#include "form/lines.h"

enum {
    BATCH = 4000,      /* events, up to the end of a history */
    LONG_BATCHES = 10, /* in a transaction, where it may last */
    BATCH_BYTES =
        32 * 1024 * 1024 /* of lines: more than this goes in although its history is not at its end */
};

struct event_line {
    size_t line;
    bool gap; /* it could not be read */
    struct form_line l;
};

/* Lines that were read and not written yet: nothing is read while the store is locked. */
struct reader {
    const struct import_job *job;
    struct import_count *count;
    struct import_tx tx;
    struct import_history *history;
    struct arena *arena, *spare;
    struct event_line *lines;
    size_t n, cap, bytes;
    bool lasting;
    size_t held; /* batches that wait for the commit */
};

static struct err *write_line(struct reader *r, const struct event_line *l)
{
    struct err *e = NULL;

    if (l->gap)
        import_history_gap(r->history);
    else if (!l->l.of_desk)
        e = import_history_event(r->history, &l->l.event, l->line);
    else if ((e = import_history_end(r->history, NULL)) == NULL)
        e = import_desk_record(&r->tx, &l->l.desk, l->line);
    return e;
}

static struct err *write_lines(struct reader *r)
{
    struct err *e = NULL;

    for (size_t i = 0; i < r->n && e == NULL; i++)
        e = write_line(r, &r->lines[i]);
    r->n = r->bytes = 0;
    return e;
}

/* Writes what stands before `next`, and commits it unless the transaction goes on. */
static struct err *write_batch(struct reader *r, const struct form_event *next, bool last)
{
    struct err *e = write_lines(r);
    bool more = r->lasting && !last && ++r->held < LONG_BATCHES;

    if (e == NULL && !more) {
        e = import_history_commit(r->history, next);
        r->held = 0;
    }
    r->job->progress(r->job->context, r->count);
    return e;
}

static struct event_line *push(struct reader *r)
{
    r->lines = mem_grow(r->lines, &r->cap, r->n + 1, sizeof *r->lines);
    return &r->lines[r->n++];
}

static void swap_arenas(struct reader *r)
{
    struct arena *was = r->arena;

    r->arena = r->spare;
    r->spare = was;
    arena_reset(r->arena);
}

static bool new_history(const struct reader *r, const struct form_line *l)
{
    const struct event_line *last = &r->lines[r->n - 1];

    return !last->gap && (l->of_desk || last->l.of_desk || last->l.event.ev.of != l->event.ev.of ||
                          !str_eq(last->l.event.store, l->event.store));
}

static struct err *take(struct reader *r, const struct form_line *l, size_t line, size_t bytes)
{
    struct err *e = NULL;

    if (r->n >= BATCH && new_history(r, l)) {
        e = write_batch(r, l->of_desk ? NULL : &l->event, false);
        swap_arenas(
            r); /* its texts live on in what is now the spare arena, until the next batch is written */
    } else if (r->bytes > BATCH_BYTES) {
        e = write_lines(r);
        swap_arenas(r);
    }
    *push(r) = (struct event_line){.line = line, .l = *l};
    r->bytes += bytes;
    return e;
}

/* One line of the file; *end behind the last. */
static struct err *next_line(struct reader *r, struct lines *l, bool *end)
{
    struct form_line read;
    struct str line;
    struct err *e = lines_next(l, &line, end);

    if (e != NULL && e->code == ERR_IO)
        return e;
    if (*end || (e == NULL && str_trim(line).n == 0))
        return NULL;
    if (e == NULL)
        e = form_line_read(line, r->arena, &read);
    if (e == NULL)
        return take(r, &read, lines_number(l), line.n);
    if (r->n == 0 || !r->lines[r->n - 1].gap)
        *push(r) = (struct event_line){.line = lines_number(l), .gap = true};
    r->count->refused++;
    r->job->refused(r->job->context, err_at(e, lines_where(l)));
    return NULL;
}

struct err *import_events_run(struct desk *d, const struct import_job *job, struct import_count *count)
{
    struct reader r = {.job = job,
                       .count = count,
                       .arena = arena_new(),
                       .spare = arena_new(),
                       .lasting = import_lasts(d, job)};
    struct lines *l = lines_open(job->fd, job->name, FORM_LINE_MAX);
    bool end = false;
    struct err *e = import_tx_open(&r.tx, d, job, count);

    r.history = import_history_new(&r.tx);
    while (e == NULL && !end)
        e = next_line(&r, l, &end);
    if (e == NULL || e->code == ERR_IO)
        e = err_first(e, write_batch(&r, NULL, true));
    if (e == NULL && lines_number(l) == 0)
        e = err_new(ERR_NOINPUT, job->name, "is empty; there is nothing to import");
    import_history_free(r.history);
    import_tx_close(&r.tx);
    free(r.lines);
    arena_free(r.arena);
    arena_free(r.spare);
    lines_close(l);
    return e;
}
