/* next: the most urgent complaint that nobody has becomes mine. */
#include "desk/next.h"
#include "cmd/cust-triage/verbs.h"

static struct err *show(struct work *w, int64_t id)
{
    struct err *e = work_lines_open(w, WORK_COMPLAINTS);

    if (e == NULL)
        e = work_lines_close(w, work_complaint(w, id));
    if (e == NULL && out_is_terminal(w->s->out)) /* in a pipe only the line goes on */
        e = verbs_explain_one(w, id, DB_NOW);
    return e;
}

struct err *verbs_next(struct session *s, const struct opt_args *args)
{
    const struct query *query = NULL;
    struct work w = {0};
    int64_t id = 0;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = work_query(&w, &query)) == NULL && (e = next_take(w.desk, query, &id)) == NULL) {
        if (id != 0)
            e = show(&w, id);
        else
            e = err_new(ERR_NONE_FOUND, NULL, "nothing %sis without an owner",
                        args->n_operands > 0 ? "that matches " : "");
    }
    work_close(&w);
    return e;
}
