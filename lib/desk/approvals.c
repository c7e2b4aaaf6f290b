#include "desk/approvals.h"

#include "desk/limits.h"
#include "rule/option.h"
#include "store/db_event.h"
#include "store/db_list.h"

static struct err *may_give(struct desk *d, struct str login, const struct option *o, struct arena *a,
                            bool *may)
{
    struct str author, remedy;
    struct err *e;

    if (!o->waits)
        return NULL;
    if ((e = db_name_text(d->db, o->actor, a, &author)) != NULL ||
        (e = db_name_text(d->db, o->remedy, a, &remedy)) != NULL)
        return e;
    *may = *may || limits_may_approve(d->policy, login, author, remedy, o->cost);
    return NULL;
}

static struct err *look(struct desk *d, struct str login, int64_t id, int64_t as_of, struct arena *a,
                        struct approvals *out)
{
    struct event *ev;
    uint32_t next;
    size_t n;
    bool may = false;
    struct err *e = db_event_list(d->db, id, as_of, a, &ev, &n);

    if (e != NULL)
        return e;
    struct option *all = arena_alloc(a, (n + 1) * sizeof *all);
    n = option_fold(ev, n, all, &next);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = may_give(d, login, &all[i], a, &may);
    if (e == NULL && may && out->all++ < APPROVALS_NAMED)
        out->ids[out->n++] = id;
    return e;
}

static struct err *look_at_all(struct desk *d, struct str login, struct db_list *list, int64_t as_of,
                               struct approvals *out)
{
    struct arena *a = arena_new();
    const struct db_line *rows;
    size_t n;
    struct err *e;

    while ((e = db_list_rows(list, &rows, &n)) == NULL && n > 0) {
        for (size_t i = 0; i < n && e == NULL; i++) {
            e = look(d, login, rows[i].c.id, as_of, a, out);
            arena_reset(a);
        }
        if (e != NULL)
            break;
    }
    arena_free(a);
    return e;
}

struct err *approvals_of(struct desk *d, struct str login, int64_t as_of, struct approvals *out)
{
    static const struct query waits = {.op = QUERY_TEST, .key = QUERY_STATUS, .value = QUERY_APPROVAL};
    const struct policy_person *me = policy_person(d->policy, login);
    struct db_list *list = NULL;
    struct err *e;

    *out = (struct approvals){.n = 0};
    if (me == NULL || me->role == NULL) /* then no history need be looked at */
        return NULL;
    if ((e = db_list_open(d->db, &waits, DB_BY_QUEUE, as_of, &list)) == NULL)
        e = look_at_all(d, login, list, as_of, out);
    db_list_close(list);
    return e;
}
