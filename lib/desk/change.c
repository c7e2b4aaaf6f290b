#include "desk/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/zone.h"
#include "desk/cause.h"
#include "desk/clock.h"
#include "desk/reading.h"
#include "desk/teach.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_merged.h"

struct err *change_begin(struct desk *d, struct change *ch)
{
    struct err *e;

    *ch = (struct change){.desk = d};
    if ((e = db_begin(d->db, d->place->now, d->place->login, &ch->seq, &ch->recorded)) != NULL)
        return e;
    if ((e = desk_renew(d)) != NULL)
        db_rollback(d->db);
    else
        ch->arena = arena_new();
    return e;
}

static void put_down(struct change *ch)
{
    matter_clear(&ch->m);
    ch->before = (struct complaint){0};
    ch->into_before = 0;
    ch->spoken = ch->whole = ch->corrected = false;
    ch->known = 0;
    ch->bringer = NULL;
    ch->ready = NULL;
    ch->nevents = 0;
}

struct err *change_take(struct change *ch, subject id)
{
    struct err *e;

    put_down(ch);
    e = db_complaint_matter(ch->desk->db, id, true, DB_NOW, &ch->m);
    if (e == NULL) {
        ch->before = ch->m.c;
        ch->into_before = ch->m.into;
    }
    return e;
}

struct err *change_fresh(struct change *ch, int64_t *id)
{
    struct err *e;

    put_down(ch);
    e = db_complaint_next(ch->desk->db, id);
    ch->m.c.id = *id;
    ch->whole = true;
    return e;
}

/* What the history of a matter says of its urgency changes with these (desk/history.h). */
static bool bears_on_reading(enum event_kind kind)
{
    return kind == EVENT_SAID || kind == EVENT_REOPENED || kind == EVENT_CONFIRMED || kind == EVENT_DONE ||
           kind == EVENT_CANCELLED || kind == EVENT_CORRECTED;
}

static void remember(struct change *ch, const struct event *ev, size_t n)
{
    ch->events = mem_grow(ch->events, &ch->cap_events, ch->nevents + n + 1, sizeof *ch->events);
    for (size_t i = 0; i < n; i++)
        ch->events[ch->nevents++] = ev[i];
}

void change_take_read(struct change *ch, struct matter *m, const struct event *ev, size_t n)
{
    put_down(ch);
    ch->m = *m;
    *m = (struct matter){0};
    ch->before = ch->m.c;
    ch->into_before = ch->m.into;
    remember(ch, ev, n);
    ch->known = ch->m.c.id;
}

struct err *change_event(struct change *ch, struct event *ev)
{
    struct err *e;

    ev->of = ch->m.c.id;
    ev->no = ch->m.c.events + 1;
    ev->seq = ch->seq;
    ev->recorded = ch->recorded;
    if (ev->happened == INSTANT_NONE)
        ev->happened = ch->recorded;
    if ((e = matter_apply(&ch->m, ev)) != NULL)
        return e;
    if (ev->kind == EVENT_HEARD || bears_on_reading(ev->kind))
        ch->spoken = true;
    ch->corrected = ch->corrected || ev->kind == EVENT_CORRECTED;
    if (ch->whole || ch->known == ch->m.c.id)
        remember(ch, ev, 1);
    return db_event_add(ch->desk->db, ev);
}

struct err *change_history(struct change *ch, struct event **ev, size_t *n)
{
    struct err *e = NULL;

    if (!ch->whole && ch->known != ch->m.c.id) {
        e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, ev, n);
        ch->nevents = 0;
        remember(ch, *ev, e == NULL ? *n : 0);
        ch->known = e == NULL ? ch->m.c.id : 0;
    }
    *n = ch->nevents;
    *ev = arena_alloc(ch->arena, (*n + 1) * sizeof **ev);
    for (size_t i = 0; i < *n; i++)
        (*ev)[i] = ch->events[i];
    return e;
}

struct err *change_standing(struct change *ch, struct event **ev, size_t *n)
{
    size_t all, kept = 0;
    struct err *e = change_history(ch, ev, &all);

    *n = 0;
    if (e != NULL)
        return e;
    bool *struck = arena_alloc(ch->arena, all + 1);
    matter_struck(*ev, all, struck);
    for (size_t i = 0; i < all; i++)
        if (!struck[i])
            (*ev)[kept++] = (*ev)[i];
    *n = kept;
    return NULL;
}

/* Nothing happens before what it follows.  A time that says the minute of that is moved to it. */
static struct err *after(const struct change *ch, instant *when, instant what, const char *done,
                         const char *how)
{
    enum { SAME_MINUTE = 60 }; /* people write no seconds */
    char then[ZONE_SHOW], at[ZONE_SHOW];
    const struct zone *z = ch->desk->policy->zone;

    if (ch->m.c.id <= 0 || *when == INSTANT_NONE || what == INSTANT_NONE || *when >= what)
        return NULL;
    if (what - *when < SAME_MINUTE) {
        *when = what;
        return NULL;
    }
    return err_new(ERR_DATA, NULL, "%s lies before %lld was %s, %s; give a later --when%s",
                   zone_show(z, *when, then), (long long)ch->m.c.id, done, zone_show(z, what, at), how);
}

struct err *change_after_receipt(const struct change *ch, instant *when)
{
    return after(ch, when, ch->m.c.received, "received",
                 ", or record the complaint anew with new --when and merge this one into it");
}

struct err *change_after_resolution(const struct change *ch, instant *when)
{
    bool resolved = ch->m.c.status == STATUS_RESOLVED;

    return resolved ? after(ch, when, ch->m.c.resolved, "resolved", "") : NULL;
}

struct err *change_after_offer(const struct change *ch, instant offered, instant *when)
{
    return after(ch, when, offered, "offered that", "");
}

struct err *change_words(struct change *ch, struct event *ev, enum db_words_role role, struct str words)
{
    struct err *e;

    ev->words = 0;
    if (words.n > 0 && (e = db_words_add(ch->desk->db, ch->m.c.id, role, words, &ev->words)) != NULL)
        return e;
    return change_event(ch, ev);
}

struct err *change_followup(struct change *ch, enum kind kind, instant due, int64_t owner, struct str words,
                            uint32_t *no)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .code = (int32_t)kind,
                       .ref = ch->m.c.followups + 1,
                       .num = due,
                       .who = owner,
                       .happened = INSTANT_NONE};

    *no = ev.ref;
    return change_words(ch, &ev, WORDS_TEXT, words);
}

struct err *change_implied(struct change *ch, enum event_kind kind, instant happened)
{
    enum event_kind implied[4];
    size_t n = matter_implied(&ch->m.c, kind, implied);
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        struct event ev = {.kind = implied[i], .flags = EVENT_IMPLIED, .happened = happened};
        e = change_event(ch, &ev);
    }
    return e;
}

void change_replace(struct change *ch, struct matter *m)
{
    matter_clear(&ch->m);
    ch->m = *m;
    ch->whole = false; /* strikes are not among what is remembered */
    ch->known = 0;
    *m = (struct matter){0};
}

static struct err *write_customer(struct change *ch)
{
    struct db_customer c;
    struct err *e = db_customer_get(ch->desk->db, -ch->m.c.id, &c);

    if (e != NULL)
        return e;
    c.seq = ch->m.c.seq;
    c.events = ch->m.c.events;
    c.followups = ch->m.c.followups;
    c.into = -ch->m.into;
    return db_customer_set(ch->desk->db, &c);
}

static struct err *write_rows(struct change *ch)
{
    struct err *e = ch->m.c.id < 0 ? write_customer(ch) : db_complaint_put(ch->desk->db, &ch->m.c);

    for (size_t i = 0; i < ch->m.nf && e == NULL; i++) {
        if (ch->m.touched[i])
            e = db_complaint_followup_put(ch->desk->db, &ch->m.f[i]);
        ch->m.touched[i] = false;
    }
    if (e == NULL && ch->m.into != ch->into_before)
        e = db_merged_set(ch->desk->db, ch->m.c.id, ch->m.into);
    return e;
}

struct err *change_settle(struct change *ch)
{
    struct err *e;

    if (ch->m.c.cause != ch->before.cause) { /* perhaps one that should not happen any more */
        ch->spoken = true;
        if ((e = cause_known(ch, ch->m.c.cause)) != NULL)
            return e;
    }
    if (ch->corrected && (e = teach_sync(ch)) != NULL)
        return e;
    if (!ch->late && (e = teach_refit(ch)) != NULL)
        return e;
    if (ch->m.c.id > 0 && ch->spoken && !ch->m.c.merged && (e = reading_judge(ch)) != NULL)
        return e;
    if (ch->m.c.id > 0 && (e = clock_keep(ch, &ch->before)) != NULL)
        return e;
    if ((e = write_rows(ch)) != NULL)
        return e;
    ch->before = ch->m.c;
    ch->into_before = ch->m.into;
    ch->spoken = false;
    return NULL;
}

static void over(struct change *ch)
{
    put_down(ch);
    arena_free(ch->arena);
    ch->arena = NULL;
    free(ch->events);
    ch->events = NULL;
    ch->cap_events = 0;
    reading_tools_free(ch->tools);
    ch->tools = NULL;
}

struct err *change_commit(struct change *ch)
{
    struct err *e = teach_refit(ch);

    if (e != NULL) {
        change_abort(ch);
        return e;
    }
    e = db_commit(ch->desk->db);
    over(ch);
    return e;
}

void change_abort(struct change *ch)
{
    db_rollback(ch->desk->db);
    over(ch);
}

struct err *change_end(struct change *ch, struct err *e)
{
    if (e == NULL)
        return change_commit(ch);
    change_abort(ch);
    return e;
}
