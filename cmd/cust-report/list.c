/* list: complaints that match a query, open and closed, by number; of those named on standard input, in its order. */
#include <stdlib.h>
#include <string.h>

#include "cmd/common/listing.h"
#include "cmd/common/nomatch.h"
#include "cmd/common/refs.h"
#include "cmd/cust-report/verbs.h"
#include "form/record.h"
#include "store/db_bits.h"
#include "store/db_filter.h"

/* Lines of complaints that came in by their references. */
struct named {
    struct work *w;
    const struct listing *l;
    struct db_filter *filter;
    struct form *f;
    struct db_bits once; /* 42@3 and 42@7 are both of 42 */
    size_t n;
};

static struct err *one(struct named *d, const struct ref *r, struct arena *a)
{
    struct db_line row;
    bool match;
    struct err *e;

    if (ref_is_customers(r))
        return err_new(ERR_USAGE, NULL, "c%lld is a customer; cust-report list c%lld has their complaints",
                       (long long)r->id, (long long)r->id);
    if (db_bits_has(&d->once, r->id))
        return NULL;
    if ((e = db_list_line(d->w->desk->db, r->id, d->l->as_of, a, &row)) != NULL ||
        (e = db_filter_complaint(d->filter, &row.c, &match)) != NULL || !match)
        return e;
    db_bits_add(&d->once, r->id);
    d->n++;
    return record_complaint_row(d->f, &row);
}

static struct err *lines(struct named *d, const struct ref *refs, size_t nrefs)
{
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; i < nrefs && e == NULL; i++) {
        if (d->l->limit > 0 && d->n == (size_t)d->l->limit)
            break;
        e = work_bad(d->w, &refs[i], nrefs, one(d, &refs[i], a));
        arena_reset(a);
    }
    arena_free(a);
    return e;
}

static struct err *list_named(struct work *w, const struct listing *l, size_t *n)
{
    struct named d = {.w = w, .l = l};
    struct ref *refs = NULL;
    size_t nrefs;
    struct err *e = refs_get(w->s, "-", &refs, &nrefs);

    if (e == NULL && (e = db_filter_open(w->desk->db, l->query, l->as_of, &d.filter)) == NULL &&
        (e = session_listing(w->s, RECORD_COMPLAINT_SCHEMA, record_complaint, RECORD_COMPLAINT_COLUMNS,
                             w->desk->policy->zone, true, &d.f)) == NULL)
        e = form_end(d.f, lines(&d, refs, nrefs), NULL);
    *n = d.n;
    db_filter_close(d.filter);
    db_bits_free(&d.once);
    free(refs);
    return e;
}

struct err *verbs_list(struct session *s, const struct opt_args *args)
{
    bool named = args->n_operands > 0 && strcmp(args->operands[0], "-") == 0;
    struct listing l = {.order = DB_BY_NUMBER};
    struct work w = {0};
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, 1000000000, 0, &l.limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = work_as_of(&w, &l.as_of)) == NULL &&
        (e = work_query_behind(&w, named ? 1 : 0, &l.query)) == NULL)
        e = named ? list_named(&w, &l, &n) : listing_complaints(&w, &l, &n);
    if (e == NULL && n == 0 && args->n_operands > 0 && s->bad == 0)
        e = nomatch_query(&w, "no complaint matches");
    work_close(&w);
    return e;
}
