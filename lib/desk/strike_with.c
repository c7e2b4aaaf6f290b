#include "desk/strike_with.h"

#include "desk/history.h"

bool strike_with_typed(const struct event *ev)
{
    return (ev->flags & (EVENT_IMPLIED | EVENT_AUTO)) == 0;
}

#define KIND(kind) (1u << (kind))

/* What setting a field brings along. */
static uint32_t set_brings(enum field f)
{
    switch (f) {
    case FIELD_CATEGORY:
    case FIELD_PRIORITY:
        return KIND(EVENT_MOVED);
    case FIELD_PAID: /* instalments are done with it; the last payment closes the matter */
        return KIND(EVENT_DONE) | KIND(EVENT_CANCELLED) | KIND(EVENT_SAID) | KIND(EVENT_OFFERED) |
               KIND(EVENT_AGREED) | KIND(EVENT_RESOLVED) | KIND(EVENT_CLOSED);
    case FIELD_STAGE: /* its review goes to somebody else */
        return KIND(EVENT_ASSIGNED);
    case FIELD_DISPUTED:       /* the ladder stands still, or goes on; */
    case FIELD_INVOICE_AMOUNT: /* and answers are owed from then on, or no more */
        return KIND(EVENT_CANCELLED) | KIND(EVENT_ADDED);
    default:
        return 0;
    }
}

/* The kinds of event that one of this kind brings along: what it implies and the clocks that it starts or moves.  A
 * subject brings nothing, though a new complaint's deadlines share its transaction. */
static uint32_t brings(const struct event *main)
{
    const uint32_t clocks = KIND(EVENT_ADDED) | KIND(EVENT_MOVED);

    switch (main->kind) {
    case EVENT_HEARD:
        return KIND(EVENT_REOPENED) | KIND(EVENT_RESUMED) | KIND(EVENT_ATTACHED) | KIND(EVENT_NOTE) | clocks;
    case EVENT_SAID:
        return KIND(EVENT_ATTACHED) | KIND(EVENT_NOTE) | KIND(EVENT_DONE);
    case EVENT_NOTE:
        return KIND(EVENT_NOTE);
    case EVENT_JOINED:
        return KIND(EVENT_ASSIGNED) | KIND(EVENT_SET) | KIND(EVENT_CANCELLED) | KIND(EVENT_TRIAGED) | clocks;
    case EVENT_RESOLVED:
        return KIND(EVENT_SAID) | KIND(EVENT_OFFERED) | KIND(EVENT_AGREED) | KIND(EVENT_SET) |
               KIND(EVENT_ADDED) | KIND(EVENT_ASSIGNED);
    case EVENT_OFFERED:
    case EVENT_APPROVED:
        return KIND(EVENT_SAID);
    case EVENT_AGREED:
        return KIND(EVENT_SET) | KIND(EVENT_CANCELLED);
    case EVENT_CORRECTED:
        return main->code == OUTPUT_CATEGORY ? KIND(EVENT_SET) | KIND(EVENT_MOVED) : 0;
    case EVENT_CONFIRMED:
        return KIND(EVENT_SET) | clocks;
    case EVENT_REOPENED:
    case EVENT_WAITING:
    case EVENT_RESUMED:
        return clocks;
    case EVENT_SET:
        return set_brings((enum field)main->code);
    case EVENT_STRUCK: /* a deadline that was met comes back with it, and may be moved at once */
        return KIND(EVENT_STRUCK) | KIND(EVENT_MOVED);
    default:
        return 0;
    }
}

bool strike_with_customers(enum event_kind kind)
{
    const uint32_t theirs = KIND(EVENT_ADDED) | KIND(EVENT_DONE) | KIND(EVENT_MOVED) | KIND(EVENT_CANCELLED) |
                            KIND(EVENT_STRUCK) | KIND(EVENT_MERGED) | KIND(EVENT_JOINED);

    return (theirs & KIND(kind)) != 0;
}

bool strike_with_weighs(const struct event *ev, size_t n, const bool *was, const bool *is)
{
    for (size_t i = 0; i < n; i++) {
        bool weighs =
            ev[i].kind == EVENT_SAID || (ev[i].kind == EVENT_SET && history_bears((enum field)ev[i].code));
        if (weighs && was[i] != is[i])
            return true;
    }
    return false;
}

bool strike_with_belongs(const struct event *ev, const struct event *main)
{
    return strike_with_typed(main) && !strike_with_typed(ev) && ev->seq == main->seq &&
           (brings(main) & KIND(ev->kind)) != 0;
}

/* Whether the follow-up was done or called off. */
static bool over(uint32_t followup, const struct event *ev, const bool *struck, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((ev[i].kind == EVENT_DONE || ev[i].kind == EVENT_CANCELLED) && ev[i].ref == followup &&
            !struck[i])
            return true;
    return false;
}

bool strike_with_hangs(const struct event *ev, const struct event *main, const struct event *all,
                       const bool *struck, size_t n)
{
    if (main->kind == EVENT_HEARD)
        return ev->kind == EVENT_CORRECTED && ev->ref == main->no;
    if (main->kind != EVENT_ABUSED || main->ref == 0 || ev->ref != main->ref)
        return false;
    return (ev->kind == EVENT_ADDED || ev->kind == EVENT_MOVED) && !over(main->ref, all, struck, n);
}

const struct event *strike_with_clock(const struct event *ev, const struct event *all, size_t n)
{
    bool clock = (ev->flags & EVENT_AUTO) != 0 && (ev->kind == EVENT_ADDED || ev->kind == EVENT_MOVED);

    for (size_t i = 0; i < n && clock && ev->of > 0; i++)
        if (all[i].kind == EVENT_ADDED && all[i].ref == ev->ref && all[i].code != KIND_ESCALATION &&
            event_kind_is_deadline((enum kind)all[i].code))
            return &all[i];
    return NULL;
}
