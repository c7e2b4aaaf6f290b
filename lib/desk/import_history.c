#include "desk/import_history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/import_record.h"
#include "desk/import_same.h"
#include "desk/import_taken.h"
#include "rule/ref.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_restore.h"

/* Numbers beyond this would make sets of numbers needlessly large; no desk gets there. */
#define NUMBER_MAX INT64_C(0xffffffff)

/* What is done with the history in hand. */
enum how {
    NOTHING,
    RESTORED,  /* written as it was */
    TAKEN,     /* written under a new number */
    COMPARED,  /* it is here: nothing is written */
    CONTINUED, /* it was here, and has more events now */
    KNOWN,     /* another store's, imported earlier */
    PASSED,    /* a customer of another store: comes with the complaints */
    REFUSED
};

enum tx { NO_TX, TX_RESTORE, TX_CHANGE };

struct import_history {
    struct desk *desk;
    const struct import_job *job;
    struct import_count *count;
    struct arena *keep;
    struct str identity; /* of this store, or the one that it becomes */
    bool fresh;          /* never held anything */

    enum tx tx;
    struct change change;
    struct buf actor; /* whose number is actor_id; only the last one is remembered */
    int64_t actor_id;
    bool placed; /* change.seq and .recorded are those of db_restore_tx() */

    enum how how;
    bool marked, gap;
    subject of; /* theirs */
    struct buf store;
    uint32_t last;
    size_t line;  /* of its last event */
    int64_t ours; /* KNOWN: the complaint here */
    struct import_record record;
    struct db_customer customer;

    int64_t *made;
    size_t n_made, cap_made;
};

struct err *import_history_new(struct desk *d, const struct import_job *job, struct import_count *count,
                               struct import_history **out)
{
    struct import_history *h = mem_zero(sizeof *h);
    int64_t seq = 0;

    h->desk = d;
    h->job = job;
    h->count = count;
    h->keep = arena_new();
    h->record.ch = &h->change;
    struct err *e = db_identity(d->db, h->keep, &h->identity);
    if (e == NULL)
        e = db_seq_now(d->db, &seq);
    h->fresh = seq == 0;
    *out = h;
    return e;
}

void import_history_free(struct import_history *h)
{
    if (h == NULL)
        return;
    if (h->tx != NO_TX)
        change_abort(&h->change);
    buf_free(&h->store);
    buf_free(&h->actor);
    arena_free(h->keep);
    free(h->made);
    free(h);
}

/* --- transactions ------------------------------------------------------------------------------------------------ */

static struct err *commit(struct import_history *h)
{
    struct err *e = NULL;

    if (h->tx == NO_TX)
        return NULL;
    h->tx = NO_TX;
    h->placed = false;
    if (h->job->dry_run)
        change_abort(&h->change);
    else
        e = change_commit(&h->change);
    for (size_t i = 0; i < h->n_made && e == NULL && !h->job->dry_run; i++)
        h->job->made(h->job->context, h->made[i]);
    h->n_made = 0;
    return e;
}

static struct err *begin(struct import_history *h, enum tx tx)
{
    struct err *e;

    h->actor_id = 0;
    if (tx == TX_CHANGE)
        e = change_begin(h->desk, &h->change);
    else {
        h->change = (struct change){.desk = h->desk};
        if ((e = db_restore_begin(h->desk->db)) == NULL)
            h->change.arena = arena_new();
    }
    if (e == NULL)
        h->tx = tx;
    return e;
}

/* A transaction of the right kind is open, and what follows can be taken back. */
static struct err *ready(struct import_history *h, enum tx tx)
{
    struct err *e = h->tx != NO_TX && h->tx != tx ? commit(h) : NULL;

    if (e == NULL && h->tx == NO_TX)
        e = begin(h, tx);
    if (e == NULL)
        e = db_restore_mark(h->desk->db);
    h->marked = e == NULL;
    return e;
}

/* --- the end of a history ---------------------------------------------------------------------------------------- */

/* Says it, takes the history back, and passes its other lines over. */
static struct err *refuse(struct import_history *h, size_t line, struct err *bad)
{
    char *place = mem_printf("%s:%zu", h->job->name, line), name[REF_SIZE];
    struct err *said =
        err_new(ERR_DATA, place, "%s is refused as a whole: %s%s%s", import_taken_number(h->of, name),
                bad->where != NULL ? bad->where : "", bad->where != NULL ? ": " : "", bad->text);
    struct err *e = h->marked ? db_restore_back(h->desk->db) : NULL;

    err_free(bad);
    free(place);
    h->marked = false;
    h->placed = false; /* its transaction's row may be gone with it */
    h->actor_id = 0;
    h->how = REFUSED;
    h->count->refused++;
    h->job->refused(h->job->context, said);
    return e;
}

static bool is_refusal(const struct err *e)
{
    return e->code == ERR_DATA || e->code == ERR_NOINPUT || e->code == ERR_USAGE;
}

/* The error of a step: none, a refusal that is dealt with here, or one to pass up. */
static struct err *judge(struct import_history *h, struct err *e)
{
    return e != NULL && is_refusal(e) ? refuse(h, h->line, e) : e;
}

static struct err *finish(struct import_history *h)
{
    if (h->how == TAKEN)
        return import_taken_finish(&h->record, buf_str(&h->store), h->of);
    struct err *e = import_record_rows(&h->record);

    return e != NULL || h->of > 0 ? e : db_customer_set(h->desk->db, &h->customer);
}

static struct err *finish_known(struct import_history *h)
{
    uint32_t taken = 0;
    struct err *e = import_taken_count(h->desk->db, h->ours, &taken);

    h->count->skipped++;
    h->count->grown += e == NULL && h->last > taken;
    return e;
}

static void add_made(struct import_history *h)
{
    h->made = mem_grow(h->made, &h->cap_made, h->n_made + 1, sizeof *h->made);
    h->made[h->n_made++] = h->change.m.c.id;
    if (h->how == CONTINUED)
        h->count->continued++;
    else
        h->count->made++;
}

/* Ends the history in hand.  Behind a line that nobody could read only a line in mid-history proves that this one was
 * not what was damaged. */
static struct err *close_history(struct import_history *h, const struct form_event *next)
{
    bool writes = h->how == RESTORED || h->how == CONTINUED || h->how == TAKEN;
    bool doubt = h->gap && writes && (next == NULL || next->ev.no == 1);
    struct err *e = NULL;

    h->gap = false;
    if (h->how == KNOWN)
        e = finish_known(h);
    else if (h->how == COMPARED)
        h->count->skipped += h->of > 0;
    else if (doubt)
        e = err_new(ERR_DATA, NULL, "a line at its end cannot be read; mend it and import again");
    else if (writes)
        e = finish(h);
    if (e == NULL && writes && (e = db_restore_keep(h->desk->db)) == NULL && h->of > 0)
        add_made(h);
    if (e == NULL)
        h->marked = false;
    e = judge(h, e);
    h->how = NOTHING;
    if (h->tx != NO_TX)
        arena_reset(h->change.arena);
    return e;
}

/* --- the beginning of a history ---------------------------------------------------------------------------------- */

static struct err *is_here(struct import_history *h, subject of, bool *here)
{
    struct db_customer customer;
    struct complaint c;
    struct err *e =
        of < 0 ? db_customer_get(h->desk->db, -of, &customer) : db_complaint_get(h->desk->db, of, DB_NOW, &c);

    *here = e == NULL;
    if (e == NULL || e->code != ERR_NOINPUT)
        return e;
    err_free(e);
    return NULL;
}

/* An empty store becomes the one in the file. */
static struct err *adopt(struct import_history *h, struct str store)
{
    struct err *e = NULL;

    if (!h->job->dry_run) {
        if ((e = db_restore_begin(h->desk->db)) != NULL)
            return e;
        if ((e = db_restore_identity(h->desk->db, store)) == NULL)
            e = db_commit(h->desk->db);
        if (e != NULL)
            db_rollback(h->desk->db);
    }
    h->identity = arena_str(h->keep, store);
    h->count->restored = true;
    return e;
}

static struct err *choose(struct import_history *h, const struct form_event *fe)
{
    struct str source = fe->store;
    char number[REF_SIZE];
    bool here = false;
    struct err *e = NULL;

    if (h->fresh && source.n > 0)
        e = adopt(h, source);
    h->fresh = false;
    if (e != NULL)
        return e;
    if (source.n > 0 && str_eq(source, h->identity)) {
        e = is_here(h, fe->ev.of, &here);
        h->how = here ? COMPARED : RESTORED;
        return e;
    }
    if (source.n == 0) { /* a line of nobody's: known by the file */
        buf_reset(&h->store);
        buf_addstr(&h->store, h->job->source);
    }
    h->how = PASSED;
    if (fe->ev.of < 0)
        return NULL;
    e = db_complaint_by_source(h->desk->db, buf_str(&h->store), str_of(import_taken_number(h->of, number)),
                               &h->ours);
    h->how = h->ours != 0 ? KNOWN : TAKEN;
    return e;
}

static struct err *open_history(struct import_history *h, const struct form_event *fe)
{
    h->of = fe->ev.of;
    h->last = 0;
    h->ours = 0;
    h->record.stale = false;
    h->customer = (struct db_customer){0};
    buf_reset(&h->store);
    buf_addstr(&h->store, fe->store);
    struct err *e = choose(h, fe);
    if (e == NULL && (h->how == RESTORED || h->how == TAKEN))
        e = ready(h, h->how == TAKEN ? TX_CHANGE : TX_RESTORE);
    if (e != NULL || !h->marked)
        return e;
    return h->how == TAKEN ? change_fresh(&h->change, &h->ours) : NULL;
}

/* --- restored ---------------------------------------------------------------------------------------------------- */

/* change.seq and the store's are those of the line; rows of the moment before are written first. */
static struct err *place(struct import_history *h, const struct form_event *fe)
{
    struct change *ch = &h->change;
    struct err *e = NULL;

    if (h->last > 0 && fe->ev.seq < ch->seq)
        return err_new(ERR_DATA, NULL, "transactions fall from %lld to %lld", (long long)ch->seq,
                       (long long)fe->ev.seq);
    bool same = h->placed && fe->ev.seq == ch->seq && fe->ev.recorded == ch->recorded && h->actor_id != 0 &&
                str_eq(buf_str(&h->actor), fe->actor);
    if (same)
        return NULL;
    if (h->last > 0 && fe->ev.seq > ch->seq && (e = import_record_rows(&h->record)) != NULL)
        return e;
    if (h->actor_id == 0 || !str_eq(buf_str(&h->actor), fe->actor)) {
        if (fe->actor.n == 0)
            return err_new(ERR_DATA, NULL, "\"actor\" is missing: who recorded it");
        if ((e = db_name(h->desk->db, fe->actor, &h->actor_id)) != NULL)
            return e;
        buf_reset(&h->actor);
        buf_addstr(&h->actor, fe->actor);
    }
    ch->seq = fe->ev.seq;
    ch->recorded = fe->ev.recorded;
    e = db_restore_tx(h->desk->db, ch->seq, ch->recorded, h->actor_id);
    h->placed = e == NULL;
    return e;
}

/* The complaint's customer must be here; a dry run, which keeps none, makes one to go on. */
static struct err *find_customer(struct import_history *h, int64_t id)
{
    bool here = false;
    struct err *e = id > 0 ? is_here(h, -id, &here) : NULL;

    if (e != NULL || here)
        return e;
    if (h->job->dry_run && id > 0)
        return db_restore_customer(h->desk->db, id);
    return err_new(ERR_DATA, NULL, "there is no customer c%lld; their history stands before it",
                   (long long)id);
}

static struct err *restore(struct import_history *h, const struct form_event *fe)
{
    struct err *e = place(h, fe);

    if (e == NULL && h->last == 0 && (fe->ev.of > NUMBER_MAX || fe->ev.of < -NUMBER_MAX))
        e = err_new(ERR_DATA, NULL, "the number is too high");
    if (e == NULL && fe->ev.of < 0) {
        if (h->last == 0)
            matter_clear(&h->change.m);
        return import_record_customer(&h->change, fe, &h->customer);
    }
    if (e == NULL && h->last == 0) {
        matter_clear(&h->change.m);
        h->change.m.c.id = fe->ev.of;
        e = find_customer(h, fe->ev.num);
    }
    return e != NULL ? e : import_record_event(&h->record, fe, fe->ev.num);
}

/* --- taken over -------------------------------------------------------------------------------------------------- */

static struct err *take(struct import_history *h, const struct form_event *fe)
{
    int64_t customer = 0;
    struct err *e =
        h->last == 0 ? import_taken_customer(&h->change, fe, buf_str(&h->store), &customer) : NULL;

    return e != NULL ? e : import_record_event(&h->record, fe, customer);
}

/* --- compared ---------------------------------------------------------------------------------------------------- */

/* All that is here was the same, and the file has more. */
static struct err *go_on(struct import_history *h, const struct form_event *fe)
{
    struct err *e = ready(h, TX_RESTORE);

    h->how = CONTINUED;
    h->placed = false;
    if (e == NULL && h->of < 0) {
        if ((e = db_customer_get(h->desk->db, -h->of, &h->customer)) == NULL)
            e = change_take(&h->change, h->of);
        h->change.seq = h->customer.seq;
    } else if (e == NULL) {
        e = change_take(&h->change, h->of);
        h->change.seq = h->change.m.c.seq;
    }
    return e != NULL ? e : restore(h, fe);
}

static struct err *compare(struct import_history *h, const struct form_event *fe)
{
    struct event ev;
    bool same = false;
    struct err *e = db_event_get(h->desk->db, fe->ev.of, fe->ev.no, &ev);

    if (e != NULL && e->code == ERR_NOINPUT) {
        err_free(e);
        return go_on(h, fe);
    }
    if (e == NULL)
        e = import_same_event(h->desk->db, &ev, fe, &same);
    if (e != NULL || same)
        return e;
    return err_new(ERR_DATA, NULL,
                   "event @%u is another one here: the two desks have parted; import into a new desk",
                   fe->ev.no);
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

static struct err *step(struct import_history *h, const struct form_event *fe)
{
    if (fe->ev.no != h->last + 1)
        return err_new(ERR_DATA, NULL, "event @%u is followed by @%u; lines are missing", h->last, fe->ev.no);
    switch (h->how) {
    case RESTORED:
    case CONTINUED:
        return restore(h, fe);
    case TAKEN:
        return take(h, fe);
    case COMPARED:
        return compare(h, fe);
    case KNOWN:
    case PASSED:
    case REFUSED:
    case NOTHING:
        break;
    }
    return NULL;
}

static bool continues(const struct import_history *h, const struct form_event *fe)
{
    return h->how != NOTHING && fe->ev.of == h->of &&
           (str_eq(fe->store, buf_str(&h->store)) || fe->store.n == 0);
}

struct err *import_history_event(struct import_history *h, const struct form_event *fe, size_t line)
{
    struct err *e = NULL;

    if (!continues(h, fe)) {
        if ((e = close_history(h, fe)) != NULL || (e = open_history(h, fe)) != NULL)
            return e;
    }
    h->line = line;
    if (h->how == REFUSED)
        return NULL;
    e = judge(h, step(h, fe));
    h->last = fe->ev.no;
    if (fe->ev.no > 1)
        h->gap = false; /* what could not be read was not of this history, or it is refused by now */
    return e;
}

void import_history_gap(struct import_history *h)
{
    h->gap = true;
}

struct err *import_history_commit(struct import_history *h, const struct form_event *next)
{
    struct err *e = close_history(h, next);

    return e != NULL ? e : commit(h);
}
