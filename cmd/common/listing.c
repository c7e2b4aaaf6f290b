#include "cmd/common/listing.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "desk/reading.h"
#include "form/record.h"

enum { QUOTE_COLUMNS = 32, REASON = RECORD_COMPLAINT_COLUMNS };

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

const char *listing_first(struct work *w, size_t n, const char *footing)
{
    return arena_printf(w->arena, "the first %zu; there are more%s%s", n, footing != NULL ? ": " : "",
                        footing != NULL ? footing : "");
}

/* "burned my hand", the first words that raised it (terms come weightiest first); empty when none did. */
static struct err *reason_of(struct work *w, int64_t id, int64_t as_of, struct arena *a, struct str *out)
{
    struct buf head = {0};
    struct reading r;
    size_t i = 0;
    struct err *e = reading_get(w->desk, id, as_of, a, &r);

    *out = str_of("");
    if (e != NULL)
        return e;
    while (i < r.n && r.quotes[i].n == 0)
        i++;
    if (i == r.n)
        return NULL;
    text_head(r.quotes[i], QUOTE_COLUMNS, &head);
    *out = str_of(arena_printf(a, "\"%s\"", head.p != NULL ? head.p : ""));
    buf_free(&head);
    return NULL;
}

static struct err *put(struct work *w, const struct listing *l, struct form *f, const struct db_line *row)
{
    struct form_value values[REASON + 1];
    struct record_room room;
    struct str reason;

    if (!l->reasons)
        return record_complaint_row(f, row);
    struct arena *a = arena_new();
    struct err *e = reason_of(w, row->c.id, l->as_of, a, &reason);
    record_complaint_values(row, &room, values);
    values[REASON] = form_text(reason);
    if (e == NULL)
        e = form_row(f, values);
    arena_free(a);
    return e;
}

/* *more: the limit left some out.  For eyes only: no page is read that nobody sees. */
static struct err *rows(struct work *w, const struct listing *l, struct db_list *list, struct form *f,
                        size_t *n, bool *more)
{
    bool eyes = out_is_terminal(w->s->out);
    const struct db_line *row;
    size_t page;
    struct err *e;

    while ((e = db_list_lines(list, &row, &page)) == NULL && page > 0) {
        for (size_t i = 0; i < page && e == NULL; i++) {
            *more = l->limit > 0 && *n == (size_t)l->limit;
            if (*more)
                return NULL;
            e = put(w, l, f, &row[i]);
            *n += 1;
        }
        if (e != NULL || (!eyes && l->limit > 0 && *n == (size_t)l->limit))
            break;
    }
    return e;
}

/* Only eyes are given reasons: lines are the same wherever they go, and who picked fields gets those. */
static bool gives_reasons(const struct work *w, const struct listing *l)
{
    return l->reasons && session_for_eyes(w->s);
}

struct err *listing_complaints(struct work *w, const struct listing *wanted, size_t *n)
{
    struct form_column columns[REASON + 1];
    struct listing l = *wanted;
    const char *footing = NULL;
    struct db_list *list = NULL;
    struct form *f = NULL;
    bool more = false;
    struct err *e;

    *n = 0;
    l.reasons = gives_reasons(w, wanted);
    memcpy(columns, record_complaint, sizeof record_complaint);
    columns[REASON] = (struct form_column){"REASON", FORM_TEXT, FORM_PLAIN, QUOTE_COLUMNS + 2, false};
    if ((e = db_list_open(w->desk->db, l.query, l.order, l.as_of, &list)) != NULL ||
        (e = session_listing(w->s, RECORD_COMPLAINT_SCHEMA, columns, REASON + (l.reasons ? 1 : 0),
                             w->desk->policy->zone, true, &f)) != NULL)
        goto out;
    e = rows(w, &l, list, f, n, &more);
    if (e == NULL && l.footing && out_is_terminal(w->s->out))
        e = listing_footing(w, &l, &footing);
    if (more)
        footing = listing_first(w, *n, footing);
    e = form_end(f, e, footing);
out:
    db_list_close(list);
    return e;
}
