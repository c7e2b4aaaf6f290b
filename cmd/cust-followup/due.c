/* What is due: late, today, soon; and on a terminal, which complaints have no next step. */

#include "cmd/common/listing.h"
#include "cmd/common/nomatch.h"
#include "cmd/common/say.h"
#include "cmd/cust-followup/agenda.h"
#include "cmd/cust-followup/verbs.h"
#include "form/record.h"

/* Which of the rows are shown: without a query what is due within policy's `soon`; with one every open follow-up, or
 * whatever states it asks for. */
struct choice {
    instant until;
    bool any_state;
    long long limit;
};

static bool wanted(const struct choice *c, const struct followup *f)
{
    return (c->any_state || f->state == STATE_OPEN) && f->due <= c->until;
}

static struct err *rows(struct db_list *list, struct form *f, const struct choice *c, size_t *n)
{
    const struct db_due *row;
    size_t page;
    struct err *e;

    while ((e = db_list_due(list, &row, &page)) == NULL && page > 0) {
        for (size_t i = 0; i < page && e == NULL; i++) {
            if (!c->any_state && row[i].f.due > c->until) /* they come by due time */
                return NULL;
            if (!wanted(c, &row[i].f))
                continue;
            if (c->limit > 0 && *n == (size_t)c->limit)
                return NULL;
            e = record_followup_row(f, &row[i]);
            *n += 1;
        }
        if (e != NULL)
            break;
    }
    return e;
}

static struct err *show(struct work *w, const struct query *q, const struct choice *c, int64_t as_of,
                        size_t *n)
{
    struct listing counts = {.as_of = as_of};
    const char *footing = NULL;
    struct db_list *list = NULL;
    struct form *f = NULL;
    struct err *e;

    if ((e = db_list_open(w->desk->db, q, DB_BY_DUE, as_of, &list)) != NULL ||
        (e = session_listing(w->s, RECORD_FOLLOWUP_SCHEMA, record_followup, RECORD_FOLLOWUP_COLUMNS,
                             w->desk->policy->zone, true, &f)) != NULL)
        goto out;
    e = rows(list, f, c, n);
    if (e == NULL && q == NULL && out_is_terminal(w->s->out))
        e = listing_footing(w, &counts, &footing);
    e = form_end(f, e, footing);
out:
    db_list_close(list);
    return e;
}

struct err *verbs_due(struct session *s, const struct opt_args *args)
{
    struct choice c = {.until = INSTANT_NONE};
    const struct query *q = NULL;
    struct work w = {0};
    int64_t as_of;
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, 1000000000, 0, &c.limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = work_as_of(&w, &as_of)) == NULL &&
        (e = work_query(&w, &q)) == NULL) {
        if (q == NULL)
            c.until = w.place.now + w.desk->policy->soon;
        c.any_state = query_mentions(q, QUERY_STATE);
        e = q == NULL && session_for_eyes(s) ? agenda_show(&w, c.until, c.limit, as_of, &n)
                                             : show(&w, q, &c, as_of, &n);
    }
    if (e == NULL && n == 0 && q != NULL)
        e = nomatch_query(&w, "no follow-up matches");
    else if (e == NULL && n == 0 && out_is_terminal(s->out))
        say_line(s->tool, NULL,
                 "nothing is due soon; cust-followup add REF --due TIME WORDS keeps a promise");
    work_close(&w);
    return e;
}
