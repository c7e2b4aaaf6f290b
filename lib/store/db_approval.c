#include "store/db_approval.h"

#include "base/arena.h"
#include "rule/option.h"
#include "store/db_event.h"

struct err *db_approval_waits(struct db *db, const struct complaint *c, int64_t as_of, bool *waits)
{
    struct event *ev;
    uint32_t next;
    size_t n;

    *waits = false;
    if (!option_is_open(c))
        return NULL;
    struct arena *a = arena_new();
    struct err *e = db_event_list(db, c->id, as_of, a, &ev, &n);
    if (e == NULL) {
        struct option *all = arena_alloc(a, (n + 1) * sizeof *all);
        n = option_fold(ev, n, all, &next);
        for (size_t i = 0; i < n; i++)
            *waits = *waits || all[i].waits;
    }
    arena_free(a);
    return e;
}
