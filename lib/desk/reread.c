#include "desk/reread.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/learned.h"
#include "desk/reading.h"
#include "desk/teach.h"
#include "store/db_list.h"

enum { BATCH = 2048, CLOCK_EVERY = 16 };

static struct err *read_one(struct change *ch, int64_t id, bool *differs)
{
    struct err *e = change_take(ch, id);

    *differs = false;
    if (e != NULL || ch->m.c.status >= STATUS_CLOSED || (e = reading_judge(ch)) != NULL)
        return e;
    *differs = ch->m.c.events != ch->before.events;
    return *differs ? change_settle(ch) : NULL;
}

/* Complaints in hand; nothing is read while the store is held. */
struct batch {
    int64_t ids[BATCH], differ[BATCH];
    size_t n;
};

/* One transaction from b->ids[*i] on, until the store has been held for long enough; none when nothing differs. */
static struct err *read_some(struct reread_job *job, struct desk *d, struct batch *b, size_t *i)
{
    size_t n = 0, first = *i;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    while (*i < b->n && e == NULL && (*i % CLOCK_EVERY != 0 || db_held(d->db) < DB_HOLD_MS || *i == first)) {
        bool differs;
        e = read_one(&ch, b->ids[*i], &differs);
        if (e == NULL && differs)
            b->differ[n++] = b->ids[*i];
        arena_reset(ch.arena);
        ++*i;
    }
    if (e == NULL && (n == 0 || job->dry))
        change_abort(&ch);
    else if ((e = change_end(&ch, e)) != NULL)
        return e;
    job->read += (int64_t)(*i - first);
    job->differ += (int64_t)n;
    for (size_t k = 0; k < n && job->changed != NULL; k++)
        job->changed(job->context, b->differ[k]);
    return NULL;
}

static struct err *read_batch(struct reread_job *job, struct desk *d, struct batch *b)
{
    struct err *e = NULL;

    for (size_t i = 0; i < b->n && e == NULL;)
        e = read_some(job, d, b, &i);
    b->n = 0;
    return e;
}

/* A page of the list.  Its rows are the list's own only until the next call. */
static struct err *read_page(struct reread_job *job, struct desk *d, const struct db_line *rows, size_t n,
                             struct batch *b)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (rows[i].c.status < STATUS_CLOSED)
            b->ids[b->n++] = rows[i].c.id;
        if (b->n == BATCH)
            e = read_batch(job, d, b);
    }
    return e;
}

/* To learn anew is to write. */
static struct err *need_no_lessons(struct desk *d)
{
    struct arena *a = arena_new();
    const char *what = NULL;
    struct err *e = learned_check(d->db, a, &what);

    if (e == NULL && what != NULL)
        e = err_new(ERR_DATA, NULL, "%s", what);
    arena_free(a);
    return e;
}

struct err *reread_run(struct desk *d, struct reread_job *job)
{
    const struct db_line *rows;
    struct db_list *list;
    size_t n;
    struct err *e;

    job->read = job->differ = 0;
    if ((e = job->dry ? need_no_lessons(d) : teach_renew(d)) != NULL ||
        (e = db_list_open(d->db, job->query, DB_BY_NUMBER, DB_NOW, &list)) != NULL)
        return e;
    struct batch *b = mem_zero(sizeof *b);
    while ((e = db_list_lines(list, &rows, &n)) == NULL && n > 0)
        if ((e = read_page(job, d, rows, n, b)) != NULL)
            break;
    db_list_close(list);
    if (e == NULL)
        e = read_batch(job, d, b);
    free(b);
    return e;
}
