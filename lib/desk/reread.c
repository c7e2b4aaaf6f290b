#include "desk/reread.h"

#include "desk/change.h"
#include "desk/reading.h"
#include "desk/teach.h"
#include "store/db_list.h"

enum { BATCH = 64 }; /* complaints of one transaction */

static struct err *read_one(struct change *ch, int64_t id, bool *differs)
{
    struct err *e = change_take(ch, id);

    *differs = false;
    if (e != NULL || ch->m.c.status >= STATUS_CLOSED || (e = reading_judge(ch)) != NULL)
        return e;
    *differs = ch->m.c.events != ch->before.events;
    return *differs ? change_settle(ch) : NULL;
}

/* One transaction; none when nothing differs. */
static struct err *read_batch(struct reread_job *job, struct desk *d, const int64_t *ids, size_t n)
{
    int64_t differ[BATCH];
    size_t n_differ = 0;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < n && e == NULL; i++) {
        bool differs;
        e = read_one(&ch, ids[i], &differs);
        if (e == NULL && differs)
            differ[n_differ++] = ids[i];
    }
    if (e == NULL && n_differ == 0)
        change_abort(&ch);
    else if ((e = change_end(&ch, e)) != NULL)
        return e;
    job->read += (int64_t)n;
    job->differ += (int64_t)n_differ;
    for (size_t i = 0; i < n_differ && job->changed != NULL; i++)
        job->changed(job->context, differ[i]);
    return NULL;
}

/* A page of the list, in batches.  Its rows are the list's own only until the next call. */
static struct err *read_page(struct reread_job *job, struct desk *d, const struct db_line *rows, size_t n)
{
    int64_t ids[BATCH];
    size_t k = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (rows[i].c.status < STATUS_CLOSED)
            ids[k++] = rows[i].c.id;
        if (k == BATCH || (i + 1 == n && k > 0)) {
            e = read_batch(job, d, ids, k);
            k = 0;
        }
    }
    return e;
}

struct err *reread_run(struct desk *d, struct reread_job *job)
{
    const struct db_line *rows;
    struct db_list *list;
    size_t n;
    struct err *e;

    job->read = job->differ = 0;
    if ((e = teach_renew(d)) != NULL || (e = db_list_open(d->db, job->query, DB_BY_NUMBER, DB_NOW, &list)) != NULL)
        return e;
    while ((e = db_list_lines(list, &rows, &n)) == NULL && n > 0)
        if ((e = read_page(job, d, rows, n)) != NULL)
            break;
    db_list_close(list);
    return e;
}
