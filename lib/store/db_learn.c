#include "store/db_learn.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_stmt.h"

struct err *db_learn_add(struct db *db, const struct db_correction *c, int64_t *id)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e
                     : db_stmt_one(db, SQL_LEARN_ADD, id, "iiiii", c->of, (int64_t)c->no, c->output, c->value,
                                   c->words);
}

struct err *db_learn_drop(struct db *db, subject of, uint32_t no)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_LEARN_DROP, "ii", of, (int64_t)no);
}

static struct err *list(struct db *db, enum db_sql which, int64_t key, struct arena *a,
                        struct db_correction **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct db_correction *all = NULL;
    size_t cap = 0;
    bool row = false;
    struct err *e = db_stmt_bind(db, which, &st, "i", key);

    *n = 0;
    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row) {
        all = mem_grow(all, &cap, *n + 1, sizeof *all);
        all[(*n)++] = (struct db_correction){.id = sqlite3_column_int64(st, 0),
                                             .of = sqlite3_column_int64(st, 1),
                                             .no = (uint32_t)sqlite3_column_int64(st, 2),
                                             .output = sqlite3_column_int64(st, 3),
                                             .value = sqlite3_column_int64(st, 4),
                                             .words = sqlite3_column_int64(st, 5),
                                             .seq = sqlite3_column_int64(st, 6),
                                             .channel = sqlite3_column_int(st, 7)};
    }
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}

struct err *db_learn_of(struct db *db, subject of, struct arena *a, struct db_correction **out, size_t *n)
{
    return list(db, SQL_LEARN_OF, of, a, out, n);
}

struct err *db_learn_output(struct db *db, int64_t output, struct arena *a, struct db_correction **out,
                            size_t *n)
{
    return list(db, SQL_LEARN_OUTPUT, output, a, out, n);
}

struct err *db_learn_weights(struct db *db, struct arena *a, struct db_weight **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct db_weight *all = NULL;
    size_t cap = 0;
    bool row = false;

    *n = 0;
    *out = NULL;
    if (db->in_tx && !db->taught) /* most desks: not worth a statement */
        return NULL;
    struct err *e = db_stmt_bind(db, SQL_LEARN_WEIGHTS, &st, "");
    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row) {
        all = mem_grow(all, &cap, *n + 1, sizeof *all);
        all[(*n)++] =
            (struct db_weight){db_stmt_copy(st, 0, a), sqlite3_column_int64(st, 1), db_stmt_copy(st, 2, a)};
    }
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}

struct err *db_learn_put(struct db *db, const struct db_weight *w)
{
    int64_t name;
    struct err *e = db_stmt_writing(db);

    db->taught = true;
    if (e == NULL && (e = db_name(db, w->output, &name)) == NULL)
        e = db_stmt_run(db, SQL_LEARN_PUT, "iib", name, w->upto, w->body);
    return e;
}

struct err *db_learn_forget(struct db *db, struct str output)
{
    int64_t name;
    struct err *e = db_stmt_writing(db);

    if (e == NULL && (e = db_name_find(db, output, &name)) == NULL && name != 0)
        e = db_stmt_run(db, SQL_LEARN_FORGET, "i", name);
    return e;
}
