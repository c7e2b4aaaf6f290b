#include "desk/import_tx.h"

#include "store/db_restore.h"

struct err *import_tx_open(struct import_tx *t, struct desk *d, const struct import_job *job,
                           struct import_count *count)
{
    int64_t seq = 0;

    *t = (struct import_tx){.desk = d, .job = job, .count = count, .keep = arena_new()};
    struct err *e = db_identity(d->db, t->keep, &t->identity);
    if (e == NULL)
        e = db_seq_now(d->db, &seq);
    t->fresh = seq == 0;
    t->began = seq;
    return e;
}

void import_tx_close(struct import_tx *t)
{
    if (t->kind != IMPORT_TX_NONE)
        change_abort(&t->change);
    buf_free(&t->actor);
    arena_free(t->keep);
}

/* --- whose store ------------------------------------------------------------------------------------------------- */

/* An empty store becomes the one in the file. */
static struct err *adopt(struct import_tx *t, struct str store)
{
    struct err *e = NULL;

    if (!t->job->dry_run) {
        if ((e = db_restore_begin(t->desk->db)) != NULL)
            return e;
        if ((e = db_restore_identity(t->desk->db, store)) == NULL)
            e = db_commit(t->desk->db);
        if (e != NULL)
            db_rollback(t->desk->db);
    }
    t->identity = arena_str(t->keep, store);
    t->count->restored = true;
    return e;
}

struct err *import_tx_own(struct import_tx *t, struct str store, bool *own)
{
    struct err *e = t->fresh && store.n > 0 ? adopt(t, store) : NULL;

    t->fresh = false;
    *own = store.n > 0 && str_eq(store, t->identity);
    return e;
}

/* --- transactions ------------------------------------------------------------------------------------------------ */

struct err *import_tx_commit(struct import_tx *t)
{
    if (t->kind == IMPORT_TX_NONE)
        return NULL;
    t->kind = IMPORT_TX_NONE;
    t->placed = false;
    if (!t->job->dry_run)
        return change_commit(&t->change);
    change_abort(&t->change);
    return NULL;
}

static struct err *begin(struct import_tx *t, enum import_tx_kind kind)
{
    struct err *e;

    t->actor_id = 0;
    if (kind == IMPORT_TX_CHANGE)
        e = change_begin(t->desk, &t->change);
    else {
        t->change = (struct change){.desk = t->desk};
        if ((e = db_restore_begin(t->desk->db)) == NULL)
            t->change.arena = arena_new();
    }
    t->change.late = true;
    if (e == NULL)
        t->kind = kind;
    return e;
}

struct err *import_tx_ready(struct import_tx *t, enum import_tx_kind kind)
{
    struct err *e = t->kind != IMPORT_TX_NONE && t->kind != kind ? import_tx_commit(t) : NULL;

    if (e == NULL && t->kind == IMPORT_TX_NONE)
        e = begin(t, kind);
    if (e == NULL)
        e = db_restore_mark(t->desk->db);
    t->marked = e == NULL;
    return e;
}

struct err *import_tx_keep(struct import_tx *t)
{
    struct err *e = db_restore_keep(t->desk->db);

    if (e == NULL)
        t->marked = false;
    return e;
}

struct err *import_tx_back(struct import_tx *t)
{
    struct err *e = t->marked ? db_restore_back(t->desk->db) : NULL;

    t->marked = false;
    t->placed = false; /* its transaction's row may be gone with it */
    t->actor_id = 0;
    return e;
}

/* --- moments ----------------------------------------------------------------------------------------------------- */

bool import_tx_placed(const struct import_tx *t, const struct import_tx_moment *at)
{
    return t->placed && at->seq == t->change.seq && at->recorded == t->change.recorded && t->actor_id != 0 &&
           str_eq(buf_str(&t->actor), at->actor);
}

struct err *import_tx_place(struct import_tx *t, const struct import_tx_moment *at)
{
    struct err *e = NULL;

    if (t->actor_id == 0 || !str_eq(buf_str(&t->actor), at->actor)) {
        if (at->actor.n == 0)
            return err_new(ERR_DATA, NULL, "\"actor\" is missing: who recorded it");
        if ((e = db_name(t->desk->db, at->actor, &t->actor_id)) != NULL)
            return e;
        buf_reset(&t->actor);
        buf_addstr(&t->actor, at->actor);
    }
    t->change.seq = at->seq;
    t->change.recorded = at->recorded;
    e = db_restore_tx(t->desk->db, at->seq, at->recorded, t->actor_id);
    t->placed = e == NULL;
    return e;
}
