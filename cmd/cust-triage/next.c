/* next: the most urgent complaint that nobody has becomes mine. */
#include "desk/next.h"

#include "base/text.h"
#include "cmd/cust-triage/verbs.h"
#include "desk/answering.h"
#include "judge/greeting.h"

enum { LAST_WORDS = 600 }; /* columns of what they said last; cust-report show has all of it */

/* Why it is so urgent, what they said last, and what to do. */
static struct err *tell(struct work *w, int64_t id)
{
    struct answering known;
    struct buf words = {0};
    struct err *e = verbs_explain_one(w, id, DB_NOW);

    if (e != NULL || (e = answering_get(w->desk, id, w->arena, &known)) != NULL)
        return e;
    text_head(greeting_skip(known.newest), LAST_WORDS, &words);
    if (words.len > 0)
        e = out_printf(w->s->out, "\n\"%s\"\n\n", words.p);
    buf_free(&words);
    return e != NULL ? e : verbs_advise_one(w, id, false);
}

static struct err *show(struct work *w, int64_t id)
{
    struct err *e = work_lines_open(w, WORK_COMPLAINTS);

    if (e == NULL)
        e = work_lines_close(w, work_complaint(w, id));
    if (e == NULL && out_is_terminal(w->s->out)) /* in a pipe only the line goes on */
        e = tell(w, id);
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
