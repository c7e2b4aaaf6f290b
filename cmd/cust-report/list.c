/* list: complaints that match a query, open and closed, by number. */
#include "cmd/common/listing.h"
#include "cmd/cust-report/verbs.h"

struct err *verbs_list(struct session *s, const struct opt_args *args)
{
    struct listing l = {.order = DB_BY_NUMBER};
    struct work w = {0};
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, 1000000000, 0, &l.limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = work_as_of(&w, &l.as_of)) == NULL &&
        (e = work_query(&w, &l.query)) == NULL)
        e = listing_complaints(&w, &l, &n);
    if (e == NULL && n == 0 && args->n_operands > 0)
        e = err_new(ERR_NONE_FOUND, NULL, "no complaint matches");
    work_close(&w);
    return e;
}
