#include "cmd/common/listing.h"

#include "form/record.h"

struct err *listing_footing(struct work *w, const struct listing *l, const char **text)
{
    struct db_counts c;
    struct buf b = {0};
    struct err *e = db_list_counts(w->desk->db, l->query, w->place.now, l->as_of, &c);

    if (e != NULL)
        return e;
    buf_printf(&b, "%lld open, %lld late, %lld unowned, %lld without next step", (long long)c.open,
               (long long)c.late, (long long)c.unowned, (long long)c.without_step);
    for (size_t i = 0; i < c.n_examples; i++)
        buf_printf(&b, "%s%lld", i == 0 ? " (" : " ", (long long)c.examples[i]);
    if (c.n_examples > 0)
        buf_adds(&b, c.without_step > (int64_t)c.n_examples ? " ...)" : ")");
    *text = arena_strdup(w->arena, b.p);
    buf_free(&b);
    return NULL;
}

static struct err *rows(struct db_list *list, struct form *f, long long limit, size_t *n)
{
    const struct db_line *row;
    size_t page;
    struct err *e;

    while ((e = db_list_lines(list, &row, &page)) == NULL && page > 0) {
        for (size_t i = 0; i < page && e == NULL; i++) {
            if (limit > 0 && *n == (size_t)limit)
                return NULL;
            e = record_complaint_row(f, &row[i]);
            *n += 1;
        }
        if (e != NULL || (limit > 0 && *n == (size_t)limit)) /* no page is read that nobody sees */
            break;
    }
    return e;
}

struct err *listing_complaints(struct work *w, const struct listing *l, size_t *n)
{
    const char *footing = NULL;
    struct db_list *list = NULL;
    struct form *f = NULL;
    struct err *e;

    *n = 0;
    if ((e = db_list_open(w->desk->db, l->query, l->order, l->as_of, &list)) != NULL ||
        (e = session_listing(w->s, RECORD_COMPLAINT_SCHEMA, record_complaint, RECORD_COMPLAINT_COLUMNS,
                             w->desk->policy->zone, true, &f)) != NULL)
        goto out;
    e = rows(list, f, l->limit, n);
    if (e == NULL && l->footing && out_is_terminal(w->s->out))
        e = listing_footing(w, l, &footing);
    if (e == NULL)
        e = form_close(f, footing);
    else
        form_abandon(f);
out:
    db_list_close(list);
    return e;
}
