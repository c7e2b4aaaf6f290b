#include "cmd/cust-report/offered.h"

#include "base/text.h"
#include "desk/fields.h"
#include "desk/limits.h"
#include "rule/option.h"

/* The last event of a kind about the option that was not taken back; NULL: none. */
static const struct show_event *of_option(const struct show *show, enum event_kind kind, uint32_t option)
{
    for (size_t i = show->nevents; i-- > 0;) {
        const struct show_event *s = &show->events[i];
        if (s->ev.kind == kind && s->ev.ref == option && !s->struck)
            return s;
    }
    return NULL;
}

/* Whether the offer is one that nobody has approved. */
static bool waits(const struct show *show, const struct show_event *offer)
{
    return offer->ev.kind == EVENT_OFFERED && offer->ev.code != 0 && !offer->struck &&
           of_option(show, EVENT_APPROVED, offer->ev.ref) == NULL;
}

static void put_option(const struct work *w, const struct show_event *offer, struct buf *out)
{
    buf_printf(out, "option %u: ", offer->ev.ref);
    text_show(offer->who, out);
    if (offer->ev.num != 0) {
        buf_addc(out, ' ');
        buf_addstr(out, fields_money_text(offer->ev.num, w->arena));
    }
}

/* "waits for approval by ben,dora" */
static void put_waits(const struct work *w, const struct show_event *offer, struct buf *out)
{
    struct str who = limits_approvers(w->desk->policy, offer->actor, offer->who, offer->ev.num, w->arena);

    buf_adds(out, "waits for approval");
    if (who.n > 0) {
        buf_adds(out, " by ");
        text_show(who, out);
    }
}

void offered_event(const struct work *w, const struct show *show, const struct show_event *s, struct buf *out)
{
    bool offer = s->ev.kind == EVENT_OFFERED;
    const struct show_event *o = offer ? s : of_option(show, EVENT_OFFERED, s->ev.ref);

    if (s->ev.ref == 0 || o == NULL) { /* implied, or of a merge */
        if (s->who.n > 0)
            buf_addc(out, ' ');
        text_show(s->who, out);
        return;
    }
    buf_addc(out, ' ');
    put_option(w, o, out);
    if (waits(show, s)) {
        buf_adds(out, ", not said: it ");
        put_waits(w, s, out);
    }
}

size_t offered_next(const struct work *w, const struct show *show, struct buf *out)
{
    const struct complaint *c = &show->line.c;
    size_t n = 0;

    for (size_t i = 0; option_is_open(c) && i < show->nevents; i++) {
        const struct show_event *s = &show->events[i];
        if (!waits(show, s))
            continue;
        buf_adds(out, "NEXT   ");
        put_option(w, s, out);
        buf_addc(out, ' ');
        put_waits(w, s, out);
        buf_printf(out, ": cust-log approve %lld --option %u\n", (long long)c->id, s->ev.ref);
        n++;
    }
    return n;
}
