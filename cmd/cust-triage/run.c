/* run: open complaints are read again. */
#include "cmd/common/say.h"
#include "cmd/cust-triage/verbs.h"
#include "desk/reread.h"

const struct opt verbs_run_opts[] = {
    {"dry-run", 'n', OPT_FLAG, NULL, "say which would be read otherwise, write nothing"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct printing {
    struct work *w;
    struct err *e; /* the first line that could not be written: the reading goes on */
};

static void changed(void *context, const int64_t *ids, size_t n)
{
    struct printing *p = context;

    if (p->e == NULL)
        p->e = work_complaints(p->w, ids, n);
}

struct err *verbs_run(struct session *s, const struct opt_args *args)
{
    struct work w = {0};
    struct printing p = {.w = &w};
    struct reread_job job = {.dry = opt_has(args, "dry-run"), .changed = changed, .context = &p};
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = work_query(&w, &job.query)) == NULL &&
        (e = work_lines_open(&w, WORK_COMPLAINTS)) == NULL)
        e = work_lines_close(&w, err_first(reread_run(w.desk, &job), p.e));
    if (e == NULL && job.read == 0 && args->n_operands > 0)
        e = err_new(ERR_NONE_FOUND, NULL, "no open complaint matches");
    else if (e == NULL)
        say_line(s->tool, NULL, "%lld read, %lld %s", (long long)job.read, (long long)job.differ,
                 job.dry ? "would change" : "changed");
    work_close(&w);
    return e;
}
