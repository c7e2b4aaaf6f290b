/* The queue: every open complaint, most urgent first. */
#include "cmd/common/listing.h"
#include "cmd/common/nomatch.h"
#include "cmd/common/say.h"
#include "cmd/cust-triage/verbs.h"

/* An empty desk is where everybody starts: what to type is more use than an empty table. */
static void say_first_steps(struct work *w)
{
    say_line(w->s->tool, NULL, "nothing is open; cust-log new -c WHO WORDS writes down what a customer says");
}

struct err *verbs_queue(struct session *s, const struct opt_args *args)
{
    struct listing l = {.order = DB_BY_QUEUE, .footing = true, .reasons = true};
    struct work w = {0};
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, 1000000000, 0, &l.limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = work_as_of(&w, &l.as_of)) == NULL &&
        (e = work_query(&w, &l.query)) == NULL)
        e = listing_complaints(&w, &l, &n);
    if (e == NULL && n == 0 && args->n_operands > 0)
        e = nomatch_query(&w, "no open complaint matches");
    else if (e == NULL && n == 0)
        say_first_steps(&w);
    work_close(&w);
    return e;
}
