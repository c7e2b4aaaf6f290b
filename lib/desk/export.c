#include "desk/export.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/mail_place.h"
#include "form/form_desk.h"
#include "form/form_event.h"
#include "store/db_attachment.h"
#include "store/db_bits.h"
#include "store/db_cause.h"
#include "store/db_event.h"
#include "store/db_history.h"
#include "store/db_list.h"
#include "store/db_mail.h"
#include "store/db_merged.h"
#include "store/db_seal.h"
#include "store/db_words.h"

enum { PAGE = 256, NAMES = 64, RESET = 1 << 20 };

/* Names that were asked for lately, by number: nearly every event asks for the same few. */
struct name {
    int64_t id;
    char *text;
};

struct run {
    struct db *db;
    const struct export_job *x;
    int64_t as_of;
    struct str store;
    struct arena *keep, *arena; /* for the whole run; for one event's texts or one history */
    struct buf line;
    struct str *addresses; /* only mails with one of these; NULL: all */
    size_t naddresses;
    struct name names[NAMES];
    int64_t n;
};

/* --- the pieces of an event -------------------------------------------------------------------------------------- */

static struct err *name_of(struct run *r, int64_t id, struct str *out)
{
    struct name *slot = &r->names[(uint64_t)id % NAMES];
    struct str text;

    *out = str_of("");
    if (id == 0)
        return NULL;
    if (slot->id != id) {
        struct err *e = db_name_text(r->db, id, r->arena, &text);
        if (e != NULL)
            return e;
        free(slot->text);
        *slot = (struct name){id, mem_dup(text.p, text.n)};
    }
    *out = arena_str(r->arena,
                     str_of(slot->text)); /* another name may take the place before this one is written */
    return NULL;
}

static struct err *mail_of(struct run *r, struct form_event *fe)
{
    struct form_mail *fm = arena_alloc(r->arena, sizeof *fm);
    struct db_mail m;
    struct err *e = db_history_mail(r->db, fe->ev.of, fe->ev.no, r->arena, &m, &fm->raw);

    if (e != NULL || m.id == 0)
        return e;
    fm->message_id = m.message_id;
    fm->class = m.class;
    fm->partial = m.partial;
    fm->digest = arena_str(r->arena, (struct str){(const char *)m.digest, DB_DIGEST});
    fe->mail = fm;
    return NULL;
}

/* Whether a message may stand behind it; a bounce stands behind the note that it came. */
static bool brought_by_mail(const struct event *ev)
{
    return ev->kind == EVENT_HEARD || ev->kind == EVENT_SAID || ev->kind == EVENT_HANDED ||
           (ev->kind == EVENT_NOTE && (ev->flags & EVENT_IMPLIED) != 0);
}

static struct err *fill(struct run *r, const struct event *ev, struct form_event *fe)
{
    bool gone = false;
    struct err *e;

    fe->store = r->store;
    fe->ev = *ev;
    if ((e = name_of(r, ev->actor, &fe->actor)) != NULL || (e = name_of(r, ev->who, &fe->who)) != NULL ||
        (e = db_words_get(r->db, ev->words, r->arena, &fe->words, &gone)) != NULL)
        return e;
    fe->erased = gone && ev->words != 0;
    if (ev->kind == EVENT_TRIAGED)
        return db_history_triage(r->db, ev->of, ev->no, r->arena, &fe->strengths, &fe->terms);
    if (ev->kind == EVENT_ATTACHED && ev->ref == 0)
        return db_attachment_get(r->db, ev->of, ev->no, r->arena, &fe->file, &fe->has_file);
    return ev->of > 0 && brought_by_mail(ev) ? mail_of(r, fe) : NULL;
}

/* --- who the customer is ----------------------------------------------------------------------------------------- */

static void forget(struct form_address *all, size_t *n, enum address_kind kind, struct str text)
{
    size_t kept = 0;

    for (size_t i = 0; i < *n; i++)
        if (all[i].kind != kind || !str_eq(all[i].text, text))
            all[kept++] = all[i];
    *n = kept;
}

/* What one event of a customer's own history says of who they are. */
static struct err *learn(struct run *r, const struct event *ev, struct str *name, struct form_address *all,
                         size_t *n)
{
    struct str text;
    struct err *e;

    if (ev->kind != EVENT_NAMED && ev->kind != EVENT_ADDRESSED)
        return NULL;
    if ((e = db_words_get(r->db, ev->words, r->arena, &text, NULL)) != NULL || text.n == 0)
        return e;
    if (ev->kind == EVENT_NAMED)
        *name = text;
    else
        forget(all, n, (enum address_kind)ev->code, text);
    if (ev->kind == EVENT_ADDRESSED && ev->num != 0)
        all[(*n)++] = (struct form_address){(enum address_kind)ev->code, text};
    return NULL;
}

/* From the histories of all who are the same customer, so that it is true as of the transaction. */
static struct err *customer_of(struct run *r, int64_t id, const struct form_customer **out)
{
    struct form_customer *c = arena_alloc(r->arena, sizeof *c);
    struct form_address *all = arena_alloc(r->arena, sizeof *all);
    subject *same;
    size_t nsame = 0;
    struct err *e = db_merged_same(r->db, -id, r->as_of, r->arena, &same, &nsame);

    for (size_t i = 0; i < nsame && e == NULL; i++) {
        struct str name = {0};
        struct event *ev;
        size_t n;
        if ((e = db_event_list(r->db, same[i], r->as_of, r->arena, &ev, &n)) != NULL)
            break;
        struct form_address *more = arena_alloc(r->arena, (c->n + n + 1) * sizeof *more);
        for (size_t k = 0; k < c->n; k++)
            more[k] = all[k];
        all = more;
        for (size_t k = 0; k < n && e == NULL; k++)
            e = learn(r, &ev[k], &name, all, &c->n);
        if (i == 0) {
            c->id = -same[0];
            c->name = name;
        }
    }
    c->addresses = all;
    *out = c;
    return e;
}

/* --- histories --------------------------------------------------------------------------------------------------- */

static struct err *put(struct run *r, const struct form_event *fe)
{
    buf_reset(&r->line);
    form_event_write(fe, &r->line);
    return r->x->write(r->x->context, buf_str(&r->line));
}

/* Reads some events under one lock, then writes them with none held.  *at moves on. */
static struct err *stretch(struct run *r, const struct event *ev, size_t n, size_t *at)
{
    struct form_event fe[PAGE];
    size_t m = 0, bytes = 0;
    struct err *e = db_history_begin(r->db);

    while (e == NULL && m < PAGE && *at + m < n && bytes < RESET) {
        const struct event *one = &ev[*at + m];
        fe[m] = (struct form_event){0};
        e = fill(r, one, &fe[m]);
        if (e == NULL && one->of > 0 && one->no == 1)
            e = customer_of(r, one->num, &fe[m].customer);
        bytes += fe[m].words.n + fe[m].file.n + (fe[m].mail != NULL ? fe[m].mail->raw.n : 0);
        m++;
    }
    db_history_end(r->db);
    for (size_t i = 0; i < m && e == NULL; i++)
        e = put(r, &fe[i]);
    *at += m;
    return e;
}

static struct err *history(struct run *r, subject of)
{
    struct arena *events = r->keep;
    struct event *ev;
    size_t n, at = 0;
    struct err *e = db_event_list(r->db, of, r->as_of, events, &ev, &n);

    while (e == NULL && at < n) {
        e = stretch(r, ev, n, &at);
        arena_reset(r->arena);
    }
    arena_reset(events);
    if (of > 0 && n > 0)
        r->n++;
    return e;
}

typedef struct err *next_page(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n);

static struct err *everything(struct run *r, next_page *next, int sign)
{
    int64_t ids[PAGE], after = 0;
    size_t n = 1;
    struct err *e = NULL;

    while (e == NULL && n > 0) {
        e = next(r->db, after, ids, PAGE, &n);
        for (size_t i = 0; i < n && e == NULL; i++)
            e = history(r, sign * ids[i]);
        if (n > 0)
            after = ids[n - 1];
    }
    return e;
}

/* --- what belongs to no complaint -------------------------------------------------------------------------------- */

static struct err *put_desk(struct run *r, enum form_desk_kind kind, const struct db_cause_entry *c)
{
    struct form_desk line = {
        .store = r->store, .kind = kind, .seq = c->seq, .recorded = c->at, .no = c->no, .since = c->since};
    struct err *e = name_of(r, c->actor, &line.actor);

    if (e == NULL && (e = name_of(r, c->cause, &line.name)) == NULL)
        e = db_words_get(r->db, c->words, r->arena, &line.words, NULL);
    if (e != NULL)
        return e;
    buf_reset(&r->line);
    form_desk_write(&line, &r->line);
    arena_reset(r->arena);
    return r->x->write(r->x->context, buf_str(&r->line));
}

static struct err *put_all(struct run *r, enum form_desk_kind kind, const struct db_cause_entry *all,
                           size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        e = put_desk(r, kind, &all[i]);
    return e;
}

/* A cause, then its lessons and fixes. */
static struct err *causes(struct run *r)
{
    struct db_cause_entry *all, *some;
    size_t n, m;
    struct err *e = db_cause_list(r->db, r->as_of, r->keep, &all, &n);

    for (size_t i = 0; e == NULL && i < n; i++) {
        e = put_desk(r, FORM_DESK_CAUSE, &all[i]);
        if (e == NULL && (e = db_cause_lessons(r->db, all[i].cause, r->as_of, r->keep, &some, &m)) == NULL)
            e = put_all(r, FORM_DESK_LESSON, some, m);
        if (e == NULL && (e = db_cause_fix_list(r->db, all[i].cause, r->as_of, r->keep, &some, &m)) == NULL)
            e = put_all(r, FORM_DESK_FIX, some, m);
    }
    arena_reset(r->keep);
    return e;
}

/* Returns that were sealed, byte for byte. */
static struct err *seals(struct run *r)
{
    struct db_seal s = {0};
    struct err *e = NULL;

    do {
        e = db_seal_next(r->db, s.id, r->as_of, r->keep, &s);
        if (e != NULL || s.id == 0)
            break;
        struct form_desk line = {.store = r->store,
                                 .kind = FORM_DESK_SEAL,
                                 .seq = s.seq,
                                 .recorded = s.recorded,
                                 .no = (uint32_t)s.id,
                                 .since = s.since,
                                 .until = s.upto,
                                 .hash = s.hash,
                                 .words = s.rows};
        if ((e = name_of(r, s.actor, &line.actor)) != NULL || (e = name_of(r, s.profile, &line.name)) != NULL)
            break;
        buf_reset(&r->line);
        form_desk_write(&line, &r->line);
        e = r->x->write(r->x->context, buf_str(&r->line));
        arena_reset(r->arena);
        arena_reset(r->keep);
    } while (e == NULL);
    return e;
}

static bool is_theirs(const struct run *r, struct str raw)
{
    bool theirs = r->addresses == NULL;

    for (size_t i = 0; i < r->naddresses && !theirs; i++)
        theirs = str_holds(raw, r->addresses[i]);
    return theirs;
}

/* Mails that made no complaint. */
static struct err *put_mail(struct run *r, int64_t id)
{
    struct form_mail fm = {0};
    struct form_desk line = {.store = r->store, .kind = FORM_DESK_MAIL, .mail = &fm};
    struct db_mail m;
    struct err *e = db_mail_get(r->db, id, r->arena, &m, &fm.raw);

    if (e == NULL && !is_theirs(r, fm.raw)) {
        arena_reset(r->arena);
        return NULL;
    }
    if (e == NULL)
        e = name_of(r, m.actor, &line.actor);
    if (e != NULL)
        return e;
    line.seq = m.seq;
    line.recorded = m.recorded;
    fm.message_id = m.message_id;
    fm.class = m.class;
    fm.partial = m.partial;
    fm.digest = (struct str){(const char *)m.digest, DB_DIGEST};
    buf_reset(&r->line);
    form_desk_write(&line, &r->line);
    arena_reset(r->arena);
    return r->x->write(r->x->context, buf_str(&r->line));
}

static struct err *mails(struct run *r)
{
    int64_t ids[PAGE], after = 0;
    size_t n = 1;
    struct err *e = NULL;

    while (e == NULL && n > 0) {
        e = mail_place_ids(r->db, DB_MAIL_LOOSE, after, r->as_of, ids, PAGE, &n);
        for (size_t i = 0; e == NULL && i < n; i++)
            e = put_mail(r, after = ids[i]);
    }
    return e;
}

/* --- what a query asks for --------------------------------------------------------------------------------------- */

/* Walks the complaints that match: notes their customers, or writes them. */
static struct err *matches(struct run *r, struct db_bits *met)
{
    struct db_list *list = NULL;
    const struct db_line *rows;
    size_t n = 1;
    struct err *e = db_list_open(r->db, r->x->query, DB_BY_NUMBER, r->as_of, &list);

    while (e == NULL && n > 0) {
        e = db_list_lines(list, &rows, &n);
        for (size_t i = 0; e == NULL && i < n; i++) {
            if (met != NULL)
                db_bits_add(met, rows[i].c.customer);
            else
                e = history(r, rows[i].c.id);
        }
    }
    db_list_close(list);
    return e;
}

/* With each customer those who are the same: what one history says of a merge, the other says too. */
static struct err *with_same(struct run *r, struct db_bits *met)
{
    struct db_bits all = {0};
    subject *same;
    size_t n = 0;
    struct err *e = NULL;

    for (int64_t id = 1; e == NULL && (id = db_bits_next(met, id)) > 0; id++) {
        e = db_merged_same(r->db, -id, r->as_of, r->arena, &same, &n);
        for (size_t i = 0; e == NULL && i < n; i++)
            db_bits_add(&all, -same[i]);
        arena_reset(r->arena);
    }
    db_bits_free(met);
    *met = all;
    return e;
}

/* Who asks for their data is given what they wrote to nobody's complaint, too: what erasing them finds. */
static struct err *their_mails(struct run *r, int64_t id)
{
    const struct form_customer *c;
    struct err *e = customer_of(r, id, &c);

    if (e != NULL)
        return e;
    r->addresses = arena_alloc(r->keep, (c->n + 1) * sizeof *r->addresses);
    for (size_t i = 0; i < c->n; i++)
        if (c->addresses[i].kind == ADDRESS_EMAIL)
            r->addresses[r->naddresses++] = arena_str(r->keep, c->addresses[i].text);
    arena_reset(r->arena);
    return mails(r);
}

static struct err *some(struct run *r)
{
    struct db_bits met = {0};
    struct err *e = matches(r, &met);

    if (r->x->customer != 0)
        db_bits_add(&met, r->x->customer);
    if (e == NULL)
        e = with_same(r, &met);

    for (int64_t id = 1; e == NULL && (id = db_bits_next(&met, id)) > 0; id++)
        e = history(r, -id);
    db_bits_free(&met);
    if (e == NULL)
        e = matches(r, NULL);
    return e != NULL || r->x->customer == 0 ? e : their_mails(r, r->x->customer);
}

/* ----------------------------------------------------------------------------------------------------------------- */

struct err *export_run(struct desk *d, const struct export_job *x, int64_t *n)
{
    struct run r = {.db = d->db, .x = x, .as_of = x->as_of, .keep = arena_new(), .arena = arena_new()};
    struct arena *own = arena_new();
    struct err *e = db_identity(d->db, own, &r.store);

    if (e == NULL && r.as_of == DB_NOW)
        e = db_seq_now(d->db, &r.as_of);
    if (e == NULL && x->query != NULL)
        e = some(&r);
    else if (e == NULL && (e = causes(&r)) == NULL && (e = seals(&r)) == NULL &&
             (e = everything(&r, db_history_customers, -1)) == NULL &&
             (e = everything(&r, db_history_complaints, 1)) == NULL)
        e = mails(&r);
    *n = r.n;
    for (size_t i = 0; i < NAMES; i++)
        free(r.names[i].text);
    buf_free(&r.line);
    arena_free(own);
    arena_free(r.keep);
    arena_free(r.arena);
    return e;
}
