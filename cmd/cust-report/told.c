#include "cmd/cust-report/told.h"

#include "form/json_out.h"
#include "form/record.h"
#include "rule/ref.h"
#include "rule/standing.h"

static void put_ref(enum ref_kind kind, int64_t id, uint32_t no, struct buf *out)
{
    const struct ref ref = {kind, id, no};
    char text[REF_SIZE];

    json_out_text("ref", str_of(ref_format(&ref, text)), out);
}

static void put_signals(uint32_t signals, struct buf *out)
{
    json_out_open("signals", '[', out);
    for (int i = 0; i < SIGNALS; i++)
        if ((signals >> i & 1) != 0)
            buf_printf(out, "%s\"%s\"", out->p[out->len - 1] == '[' ? "" : ",", word_name(WORD_SIGNAL, i));
    json_out_close(']', out);
}

/* What a line of a list says, and the times behind it. */
static void put_matter(const struct db_line *l, struct buf *out)
{
    const struct complaint *c = &l->c;

    put_ref(REF_COMPLAINT, c->id, 0, out);
    json_out_text("subject", l->subject, out);
    json_out_text("priority", str_of(word_name(WORD_PRIORITY, (int)c->priority)), out);
    json_out_text("status", str_of(record_status(c)), out);
    json_out_text("owner", l->owner, out);
    json_out_text("category", l->category, out);
    put_signals(c->signals, out);
    json_out_time("received", c->received, out);
    json_out_time("acknowledged", c->acknowledged, out);
    json_out_time("resolved", c->resolved, out);
    json_out_time("closed", c->status == STATUS_CLOSED ? c->closed : INSTANT_NONE, out);
    json_out_time("due", c->due, out);
    json_out_number("reopened", c->reopened, out);
    json_out_bool("satisfied", c->satisfied, out);
}

static void put_promises(const struct person *p, struct buf *out)
{
    json_out_open("promises", '{', out);
    for (enum state s = STATE_OPEN; s < STATES; s++)
        json_out_number(word_name(WORD_STATE, (int)s), p->promises[s], out);
    json_out_number("overdue", p->overdue, out);
    json_out_close('}', out);
}

static void put_who(const struct person *p, struct buf *out)
{
    put_ref(REF_CUSTOMER, p->id, 0, out);
    json_out_text("name", p->name, out);
    json_out_open("addresses", '[', out);
    for (size_t i = 0; i < p->naddresses; i++) {
        json_out_open(NULL, '{', out);
        json_out_text("kind", str_of(word_name(WORD_ADDRESS, (int)p->addresses[i].kind)), out);
        json_out_text("text", p->addresses[i].text, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_followups(const struct show *s, struct buf *out)
{
    json_out_open("followups", '[', out);
    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct db_due *d = &s->followups[i];
        json_out_open(NULL, '{', out);
        put_ref(REF_FOLLOWUP, d->f.of, d->f.no, out);
        json_out_text("kind", str_of(word_name(WORD_KIND, (int)d->f.kind)), out);
        json_out_text("state", str_of(word_name(WORD_STATE, (int)d->f.state)), out);
        json_out_time("due", d->f.due, out);
        json_out_time("ended", d->f.ended, out);
        json_out_number("moved", d->f.moved, out);
        json_out_text("owner", d->owner, out);
        json_out_text("text", d->text, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_event(const struct show_event *s, struct buf *out)
{
    const struct event *ev = &s->ev;

    json_out_open(NULL, '{', out);
    put_ref(REF_EVENT, ev->of, ev->no, out);
    json_out_time("happened", ev->happened, out);
    json_out_time("recorded", ev->recorded, out);
    json_out_text("actor", s->actor, out);
    json_out_text("kind", str_of(word_name(WORD_EVENT, (int)ev->kind)), out);
    if (ev->kind == EVENT_SET) {
        json_out_text("field", str_of(word_name(WORD_FIELD, ev->code)), out);
        json_out_text("value", s->value, out);
    } else if (s->who.n > 0) {
        json_out_text("who", s->who, out);
    }
    if (s->anger >= 0)
        json_out_thousandths("anger", s->anger, out);
    if (s->struck)
        json_out_bool("struck", true, out);
    if (s->gone)
        json_out_bool("erased", true, out);
    if (ev->kind != EVENT_SET)
        json_out_text("words", s->words, out);
    json_out_close('}', out);
}

void told_complaint(const struct show *s, bool all, struct buf *out)
{
    json_out_open(NULL, '{', out);
    put_matter(&s->line, out);
    json_out_open("customer", '{', out);
    put_who(&s->person, out);
    put_promises(&s->person, out);
    json_out_close('}', out);
    put_followups(s, out);
    json_out_open("events", '[', out);
    for (size_t i = 0; i < s->nevents; i++) {
        const struct event *ev = &s->events[i].ev;
        if (all || ev->kind == EVENT_NOTE || (ev->flags & (EVENT_AUTO | EVENT_IMPLIED)) == 0)
            put_event(&s->events[i], out);
    }
    json_out_close(']', out);
    json_out_close('}', out);
}

static void put_matters(const struct person *p, struct buf *out)
{
    json_out_open("matters", '[', out);
    for (size_t i = 0; i < p->nmatters; i++) {
        const struct person_matter *m = &p->matters[i];
        json_out_open(NULL, '{', out);
        put_matter(&m->line, out);
        json_out_text("standing", str_of(standing_name(standing_after(&m->line.c))), out);
        json_out_text("cause", m->cause, out);
        json_out_text("remedy", m->remedy, out);
        json_out_text("amount", m->amount, out);
        json_out_text("currency", m->currency, out);
        json_out_text("owes", m->owes, out);
        json_out_thousandths("anger", m->anger > 0 ? m->anger : 0, out);
        json_out_number("unsatisfied", m->unsatisfied, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_traits(const struct traits *t, struct buf *out)
{
    json_out_open("traits", '[', out);
    for (size_t i = 0; i < t->n; i++) {
        json_out_open(NULL, '{', out);
        json_out_text("trait", str_of(word_name(WORD_TRAIT, (int)t->all[i].trait)), out);
        json_out_text("why", str_of(t->all[i].why), out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

/* What was spoken, or noted of them. */
static void put_contact(const struct person_contact *c, bool spoken, struct buf *out)
{
    json_out_open(NULL, '{', out);
    put_ref(spoken ? REF_EVENT : REF_CUSTOMER_EVENT, spoken ? c->ev.of : -c->ev.of, c->ev.no, out);
    json_out_time("happened", c->ev.happened, out);
    if (spoken) {
        json_out_text("kind", str_of(word_name(WORD_EVENT, (int)c->ev.kind)), out);
        if (c->ev.kind == EVENT_HEARD || c->ev.kind == EVENT_SAID)
            json_out_text("channel", str_of(word_name(WORD_CHANNEL, c->ev.code)), out);
    }
    if (c->gone)
        json_out_bool("erased", true, out);
    json_out_text("words", c->words, out);
    json_out_close('}', out);
}

static void put_steps(const struct person *p, struct buf *out)
{
    json_out_open("followups", '[', out);
    for (size_t i = 0; i < p->nsteps; i++) {
        const struct person_step *step = &p->steps[i];
        json_out_open(NULL, '{', out);
        put_ref(REF_CUSTOMER_FOLLOWUP, -step->f.of, step->f.no, out);
        json_out_text("kind", str_of(word_name(WORD_KIND, (int)step->f.kind)), out);
        json_out_time("due", step->f.due, out);
        json_out_text("text", step->text, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

void told_customer(const struct person *p, const struct traits *t, struct buf *out)
{
    json_out_open(NULL, '{', out);
    put_who(p, out);
    put_promises(p, out);
    put_traits(t, out);
    put_matters(p, out);
    put_steps(p, out);
    json_out_open("notes", '[', out);
    for (size_t i = 0; i < p->nnotes; i++)
        put_contact(&p->notes[i], false, out);
    json_out_close(']', out);
    json_out_open("contacts", '[', out);
    for (size_t i = 0; i < p->ncontacts; i++)
        put_contact(&p->contacts[i], true, out);
    json_out_close(']', out);
    json_out_close('}', out);
}
