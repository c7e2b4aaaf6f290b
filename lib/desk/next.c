#include "desk/next.h"

#include "desk/change.h"
#include "desk/review.h"
#include "store/db_list.h"

static bool is_free(const struct complaint *c)
{
    return c->owner == 0 && c->status < STATUS_RESOLVED && !c->waiting;
}

/* Looks again with the store's lock held: somebody else may have been faster. */
static struct err *take(struct desk *d, int64_t id, bool *taken)
{
    struct event ev = {.kind = EVENT_ASSIGNED, .happened = INSTANT_NONE};
    struct change ch;
    struct err *e = change_begin(d, &ch);

    *taken = false;
    if (e != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && !is_free(&ch.m.c)) {
        change_abort(&ch);
        return NULL;
    }
    if (e == NULL && (e = review_check(&ch, d->place->login)) != NULL && e->code == ERR_NOPERM) {
        err_free(e); /* a review of what one handled oneself is for somebody else */
        change_abort(&ch);
        return NULL;
    }
    if (e == NULL && (e = db_name(d->db, d->place->login, &ev.who)) == NULL &&
        (e = change_event(&ch, &ev)) == NULL)
        e = change_settle(&ch);
    *taken = e == NULL;
    return change_end(&ch, e);
}

struct err *next_take(struct desk *d, const struct query *query, int64_t *id)
{
    const struct db_line *rows;
    struct db_list *list;
    bool taken = false;
    size_t n;
    struct err *e;

    *id = 0;
    if ((e = db_list_open(d->db, query, DB_BY_QUEUE, DB_NOW, &list)) != NULL)
        return e;
    while (e == NULL && !taken && (e = db_list_lines(list, &rows, &n)) == NULL && n > 0)
        for (size_t i = 0; i < n && !taken && e == NULL; i++)
            if (is_free(&rows[i].c) && (e = take(d, rows[i].c.id, &taken)) == NULL && taken)
                *id = rows[i].c.id;
    db_list_close(list);
    return e;
}
