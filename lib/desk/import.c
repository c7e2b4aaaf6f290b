#include "desk/import.h"

#include <sys/stat.h>

#include "desk/import_events.h"
#include "desk/import_flat.h"
#include "store/db_bulk.h"

bool import_lasts(const struct desk *d, const struct import_job *job)
{
    struct stat st;

    return db_bulk_runs(d->db) && fstat(job->fd, &st) == 0 && S_ISREG(st.st_mode);
}

struct err *import_run(struct desk *d, const struct import_job *job, struct import_count *count)
{
    struct err *e = NULL;

    *count = (struct import_count){0};
    if (!job->dry_run)
        e = db_bulk_begin(d->db);
    if (e != NULL)
        return e;
    if (job->form == IMPORT_EVENTS)
        e = import_events_run(d, job, count);
    else
        e = import_flat_run(d, job, count);
    return job->dry_run ? e : err_first(e, db_bulk_end(d->db));
}
