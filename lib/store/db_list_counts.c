#include "store/db_filter.h"
#include "store/db_list.h"
#include "store/db_stream.h"

enum {
    EXAMPLES = sizeof((struct db_counts *)NULL)->examples / sizeof((struct db_counts *)NULL)->examples[0]
};

static void count(const struct complaint *c, instant now, struct db_counts *out)
{
    out->open++;
    out->late += c->due < now;
    out->unowned += c->owner == 0;
    if (c->steps > 0)
        return;
    out->without_step++;
    if (out->n_examples < EXAMPLES)
        out->examples[out->n_examples++] = c->id;
}

struct err *db_list_counts(struct db *db, const struct query *query, instant now, int64_t as_of,
                           struct db_counts *out)
{
    struct db_filter *filter = NULL;
    struct db_stream s;
    int64_t last = 0;
    struct err *e = db_seq_now(db, &last);

    *out = (struct db_counts){0};
    if (as_of > last)
        as_of = last;
    if (e == NULL)
        e = db_filter_open(db, query, as_of, &filter);
    db_stream_init(&s, db, STREAM_NUMBER, as_of); /* in the table's own order: no look-up for each row */
    while (e == NULL && !s.done) {
        bool got = true, match;
        e = db_stream_start(&s);
        while (e == NULL && (e = db_stream_next(&s, &got)) == NULL && got) {
            if (s.c.status >= STATUS_CLOSED)
                continue;
            e = db_filter_complaint(filter, &s.c, &match);
            if (e == NULL && match)
                count(&s.c, now, out);
        }
        db_stream_stop(&s);
    }
    db_filter_close(filter);
    return e;
}
