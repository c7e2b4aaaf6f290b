#include "cmd/cust-report/offered.h"

#include "base/text.h"
#include "desk/fields.h"
#include "desk/limits.h"

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

static void put_waits(const struct work *w, const struct show_event *offer, struct buf *out)
{
    struct str who = limits_approvers(w->desk->policy, offer->actor, offer->who, offer->ev.num, w->arena);

    buf_adds(out, ", not said: it waits for approval");
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
    buf_printf(out, " option %u: ", s->ev.ref);
    text_show(o->who, out);
    if (o->ev.num != 0) {
        buf_addc(out, ' ');
        buf_addstr(out, fields_money_text(o->ev.num, w->arena));
    }
    if (offer && s->ev.code != 0 && !s->struck && of_option(show, EVENT_APPROVED, s->ev.ref) == NULL)
        put_waits(w, s, out);
}
