#include "desk/meant.h"

#include <string.h>

#include "store/db_cause.h"
#include "store/db_list.h"

enum {
    TRIES = 3
}; /* near names whose rows are looked for: labels of every kind stand among the store's names */

static const char *key_of(const struct query *test)
{
    switch (test->key) {
    case QUERY_OWNER:
        return "owner";
    case QUERY_CATEGORY:
        return "category";
    case QUERY_CAUSE:
        return "cause";
    default:
        return NULL;
    }
}

/* The first test by a name that is not there; NULL when each is. */
static struct err *unknown(struct desk *d, const struct query *q, const struct query **out)
{
    int64_t id = 0;
    struct err *e;

    *out = NULL;
    if (q == NULL || q->op == QUERY_NOT)
        return NULL;
    if (q->op != QUERY_TEST)
        return (e = unknown(d, q->left, out)) != NULL || *out != NULL ? e : unknown(d, q->right, out);
    if (key_of(q) == NULL || q->value == QUERY_NONE)
        return NULL;
    e = db_name_find(d->db, q->text, &id);
    if (e == NULL && id == 0)
        *out = q;
    return e;
}

/* Whether a complaint answers the test; of a cause, whether it is one. */
static struct err *is_there(struct desk *d, const struct query *test, bool *there)
{
    const struct db_line *rows;
    struct db_list *l = NULL;
    int64_t cause = 0;
    size_t n = 0;
    struct err *e;

    *there = false;
    if (test->key == QUERY_CAUSE) {
        e = db_name_find(d->db, test->text, &cause);
        return e != NULL ? e : db_cause_known(d->db, cause, there);
    }
    if ((e = db_list_open(d->db, test, DB_BY_NUMBER, DB_NOW, &l)) == NULL)
        e = db_list_rows(l, &rows, &n);
    db_list_close(l);
    *there = n > 0;
    return e;
}

static const char *typed(const struct query *test, const char *name, struct arena *a)
{
    bool plain = strpbrk(name, " ()\"") == NULL;

    return arena_printf(a, plain ? "%s:%s" : "'%s:%s'", key_of(test), name);
}

struct err *meant_name(struct desk *d, const struct query *q, struct arena *a, const char **out)
{
    const char **names = arena_alloc(a, MEANT_NAMES * sizeof *names);
    const struct query *test;
    size_t n;
    struct err *e = unknown(d, q, &test);

    *out = "";
    if (e != NULL || test == NULL || (e = db_name_newest(d->db, a, names, MEANT_NAMES, &n)) != NULL)
        return e;
    for (int i = 0; i < TRIES; i++) {
        struct query near = *test;
        const char *name = str_near(test->text, names, n);
        bool there = false;
        if (name == NULL)
            return NULL;
        near.text = str_of(name);
        if ((e = is_there(d, &near, &there)) != NULL || there) {
            *out = there ? typed(test, name, a) : "";
            return e;
        }
        for (size_t k = 0; k < n; k++)
            if (names[k] == name)
                names[k] = names[--n];
    }
    return NULL;
}
