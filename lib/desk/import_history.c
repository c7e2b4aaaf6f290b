#include "desk/import_history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/import_people.h"
#include "desk/import_record.h"
#include "desk/import_same.h"
#include "desk/import_taken.h"
#include "desk/import_tie.h"
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
    GATHERED,  /* a customer of another store: notes and follow-ups of their own come */
    REFUSED
};

struct import_history {
    struct import_tx *t;
    enum how how;
    bool gap;
    subject of; /* theirs */
    struct buf store;
    uint32_t last;
    size_t line;  /* of its last event */
    int64_t ours; /* KNOWN: the complaint here */
    struct import_record record;
    struct import_people *people;
    struct db_customer customer;

    int64_t *made;
    size_t n_made, cap_made;
    struct arena *said; /* of their lines */
};

struct import_history *import_history_new(struct import_tx *t)
{
    struct import_history *h = mem_zero(sizeof *h);

    h->t = t;
    h->record.ch = &t->change;
    h->people = import_people_new(t);
    h->said = arena_new();
    return h;
}

void import_history_free(struct import_history *h)
{
    if (h == NULL)
        return;
    import_people_free(h->people);
    buf_free(&h->store);
    free(h->made);
    arena_free(h->said);
    free(h);
}

/* --- the end of a history ---------------------------------------------------------------------------------------- */

/* Says it, takes the history back, and passes its other lines over. */
static struct err *refuse(struct import_history *h, size_t line, struct err *bad)
{
    char *place = mem_printf("%s:%zu", h->t->job->name, line), name[REF_SIZE];
    struct err *said =
        err_new(ERR_DATA, place, "%s is refused as a whole: %s%s%s", import_taken_number(h->of, name),
                bad->where != NULL ? bad->where : "", bad->where != NULL ? ": " : "", bad->text);
    struct err *e = import_tx_back(h->t);

    err_free(bad);
    free(place);
    h->how = REFUSED;
    h->t->count->refused++;
    h->t->job->refused(h->t->job->context, said);
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

static struct err *finish_taken(struct import_history *h)
{
    struct err *e = import_taken_finish(&h->record, buf_str(&h->store), h->of);

    return e != NULL ? e : import_tie_others(&h->t->change);
}

static struct err *finish(struct import_history *h)
{
    if (h->how == TAKEN)
        return finish_taken(h);
    struct err *e = import_record_rows(&h->record);

    if (e != NULL || h->of > 0)
        return e;
    h->customer.into = -h->t->change.m.into;
    return db_customer_set(h->t->desk->db, &h->customer);
}

static struct err *finish_known(struct import_history *h)
{
    uint32_t taken = 0;
    struct err *e = import_taken_count(h->t->desk->db, h->ours, &taken);

    h->t->count->skipped++;
    h->t->count->grown += e == NULL && h->last > taken;
    return e;
}

static void add_made(struct import_history *h)
{
    h->made = mem_grow(h->made, &h->cap_made, h->n_made + 1, sizeof *h->made);
    h->made[h->n_made++] = h->t->change.m.c.id;
    if (h->how == CONTINUED)
        h->t->count->continued++;
    else
        h->t->count->made++;
}

static bool is_customer_there(const struct import_history *h, const struct form_event *next)
{
    return next != NULL && next->ev.of < 0 && (next->store.n == 0 || str_eq(next->store, buf_str(&h->store)));
}

/* No customer follows: those of another store who are the same as others are all here. */
static struct err *close_people(struct import_history *h)
{
    struct err *e = NULL;

    do
        e = judge(h, import_people_next(h->people, &h->of, &h->line));
    while (e == NULL && h->line != 0);
    h->how = NOTHING;
    return e;
}

/* Ends the history in hand.  Behind a line that nobody could read only a line in mid-history proves that this one was
 * not what was damaged. */
static struct err *close_history(struct import_history *h, const struct form_event *next)
{
    bool writes = h->how == RESTORED || h->how == CONTINUED || h->how == TAKEN;
    bool gathers = h->how == GATHERED && import_people_own(h->people);
    bool doubt = h->gap && (writes || gathers) && (next == NULL || next->ev.no == 1);
    struct err *e = NULL;

    h->gap = false;
    if (h->how == KNOWN)
        e = finish_known(h);
    else if (h->how == COMPARED)
        h->t->count->skipped += h->of > 0;
    else if (doubt)
        e = err_new(ERR_DATA, NULL, "a line at its end cannot be read; mend it and import again");
    else if (writes)
        e = finish(h);
    else if (h->how == GATHERED)
        e = import_people_end(h->people);
    if (e == NULL && writes && (e = import_tx_keep(h->t)) == NULL && h->of > 0)
        add_made(h);
    e = judge(h, e);
    h->how = NOTHING;
    if (e == NULL && !is_customer_there(h, next))
        e = close_people(h);
    if (h->t->kind != IMPORT_TX_NONE)
        arena_reset(h->t->change.arena);
    return e;
}

/* --- the beginning of a history ---------------------------------------------------------------------------------- */

static struct err *is_here(struct import_history *h, subject of, bool *here)
{
    struct db_customer customer;
    struct complaint c;
    struct err *e = of < 0 ? db_customer_get(h->t->desk->db, -of, &customer)
                           : db_complaint_get(h->t->desk->db, of, DB_NOW, &c);

    *here = e == NULL;
    if (e == NULL || e->code != ERR_NOINPUT)
        return e;
    err_free(e);
    return NULL;
}

static struct err *choose(struct import_history *h, const struct form_event *fe)
{
    struct str source = fe->store;
    char number[REF_SIZE];
    bool here = false, own;
    struct err *e = import_tx_own(h->t, source, &own);

    if (e != NULL)
        return e;
    if (own) {
        e = is_here(h, fe->ev.of, &here);
        h->how = here ? COMPARED : RESTORED;
        return e;
    }
    if (source.n == 0) { /* a line of nobody's: known by the file */
        buf_reset(&h->store);
        buf_addstr(&h->store, h->t->job->source);
    }
    h->how = GATHERED;
    if (fe->ev.of < 0)
        return NULL;
    e = db_complaint_by_source(h->t->desk->db, buf_str(&h->store), str_of(import_taken_number(h->of, number)),
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
        e = import_tx_ready(h->t, h->how == TAKEN ? IMPORT_TX_CHANGE : IMPORT_TX_RESTORE);
    if (e != NULL || !h->t->marked)
        return e;
    return h->how == TAKEN ? change_fresh(&h->t->change, &h->ours) : NULL;
}

/* --- restored ---------------------------------------------------------------------------------------------------- */

/* change.seq and the store's are those of the line; rows of the moment before are written first. */
static struct err *place(struct import_history *h, const struct form_event *fe)
{
    const struct import_tx_moment at = {fe->ev.seq, fe->ev.recorded, fe->actor};
    struct change *ch = &h->t->change;
    struct err *e = NULL;

    if (h->last > 0 && fe->ev.seq < ch->seq)
        return err_new(ERR_DATA, NULL, "transactions fall from %lld to %lld", (long long)ch->seq,
                       (long long)fe->ev.seq);
    if (import_tx_placed(h->t, &at))
        return NULL;
    if (h->last > 0 && fe->ev.seq > ch->seq && (e = import_record_rows(&h->record)) != NULL)
        return e;
    return import_tx_place(h->t, &at);
}

/* The complaint's customer must be here; a dry run, which keeps none, makes one to go on. */
static struct err *find_customer(struct import_history *h, int64_t id)
{
    bool here = false;
    struct err *e = id > 0 ? is_here(h, -id, &here) : NULL;

    if (e != NULL || here)
        return e;
    if (h->t->job->dry_run && id > 0)
        return db_restore_customer(h->t->desk->db, id);
    return err_new(ERR_DATA, NULL, "there is no customer c%lld; their history stands before it",
                   (long long)id);
}

static void begin_empty(struct import_history *h)
{
    matter_clear(&h->t->change.m);
    h->t->change.whole = false;
    h->t->change.known = 0;
    h->t->change.into_before = 0;
}

static struct err *restore(struct import_history *h, const struct form_event *fe)
{
    struct err *e = place(h, fe);

    if (e == NULL && h->last == 0 && (fe->ev.of > NUMBER_MAX || fe->ev.of < -NUMBER_MAX))
        e = err_new(ERR_DATA, NULL, "the number is too high");
    if (e == NULL && fe->ev.of < 0) {
        if (h->last == 0)
            begin_empty(h);
        return import_record_customer(&h->record, fe, &h->customer);
    }
    if (e == NULL && h->last == 0) {
        begin_empty(h);
        h->t->change.m.c.id = fe->ev.of;
        e = find_customer(h, fe->ev.num);
    }
    return e != NULL ? e : import_record_event(&h->record, fe, fe->ev.num);
}

/* --- taken over -------------------------------------------------------------------------------------------------- */

static struct err *take(struct import_history *h, const struct form_event *fe)
{
    struct form_event ours = *fe;
    int64_t customer = 0;
    struct err *e =
        h->last == 0 ? import_taken_customer(&h->t->change, fe, buf_str(&h->store), &customer) : NULL;

    if (e == NULL)
        e = import_tie_number(h->t->desk->db, buf_str(&h->store), &ours);
    return e != NULL ? e : import_record_event(&h->record, &ours, customer);
}

/* --- compared ---------------------------------------------------------------------------------------------------- */

/* All that is here was the same, and the file has more. */
static struct err *go_on(struct import_history *h, const struct form_event *fe)
{
    struct err *e = import_tx_ready(h->t, IMPORT_TX_RESTORE);

    h->how = CONTINUED;
    h->t->placed = false;
    if (e == NULL && h->of < 0) {
        if ((e = db_customer_get(h->t->desk->db, -h->of, &h->customer)) == NULL)
            e = change_take(&h->t->change, h->of);
        h->t->change.seq = h->customer.seq;
    } else if (e == NULL) {
        e = change_take(&h->t->change, h->of);
        h->t->change.seq = h->t->change.m.c.seq;
    }
    return e != NULL ? e : restore(h, fe);
}

static struct err *compare(struct import_history *h, const struct form_event *fe)
{
    struct event ev;
    bool same = false;
    struct err *e = db_event_get(h->t->desk->db, fe->ev.of, fe->ev.no, &ev);

    if (e != NULL && e->code == ERR_NOINPUT) {
        err_free(e);
        return go_on(h, fe);
    }
    if (e == NULL)
        e = import_same_event(h->t->desk->db, &ev, fe, &same);
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
    case GATHERED:
        return import_people_event(h->people, fe, buf_str(&h->store), h->line);
    case KNOWN:
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

struct err *import_history_end(struct import_history *h, const struct form_event *next)
{
    return close_history(h, next);
}

/* Of what was made, as the transaction leaves it. */
static struct err *get_lines(struct import_history *h, struct db_line **lines, size_t *n)
{
    struct err *e = NULL;

    *n = 0;
    if (h->t->job->dry_run)
        return NULL;
    *lines = arena_alloc(h->said, (h->n_made + 1) * sizeof **lines);
    for (; *n < h->n_made && e == NULL; ++*n)
        e = db_list_line(h->t->desk->db, h->made[*n], DB_NOW, h->said, &(*lines)[*n]);
    return e;
}

struct err *import_history_commit(struct import_history *h, const struct form_event *next)
{
    struct db_line *lines = NULL;
    size_t n = 0;
    struct err *e = close_history(h, next);

    if (e == NULL)
        e = get_lines(h, &lines, &n);
    if (e == NULL)
        e = import_tx_commit(h->t);
    for (size_t i = 0; i < n && e == NULL; i++)
        h->t->job->made(h->t->job->context, &lines[i]);
    arena_reset(h->said);
    h->n_made = 0;
    return e;
}
