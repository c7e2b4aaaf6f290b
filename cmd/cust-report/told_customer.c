#include "cmd/cust-report/told_customer.h"

#include "cmd/cust-report/told_parts.h"
#include "form/json_out.h"
#include "rule/standing.h"

static void put_matters(const struct person *p, struct buf *out)
{
    json_out_open("matters", '[', out);
    for (size_t i = 0; i < p->nmatters; i++) {
        const struct person_matter *m = &p->matters[i];
        json_out_open(NULL, '{', out);
        told_parts_matter(&m->line, out);
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

/* What was spoken, or noted of them. */
static void put_contact(const struct person_contact *c, bool spoken, struct buf *out)
{
    json_out_open(NULL, '{', out);
    told_parts_ref(spoken ? REF_EVENT : REF_CUSTOMER_EVENT, spoken ? c->ev.of : -c->ev.of, c->ev.no, out);
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
        told_parts_ref(REF_CUSTOMER_FOLLOWUP, -step->f.of, step->f.no, out);
        json_out_text("kind", str_of(word_name(WORD_KIND, (int)step->f.kind)), out);
        json_out_time("due", step->f.due, out);
        json_out_text("text", step->text, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_also(const struct person *p, struct buf *out)
{
    json_out_open("also", '[', out);
    for (size_t i = 0; i < p->nalso; i++) {
        const struct person_also *one = &p->also[i];
        json_out_open(NULL, '{', out);
        told_parts_ref(REF_CUSTOMER, one->id, 0, out);
        json_out_text("name", one->name, out);
        told_parts_named("into", REF_CUSTOMER, one->into, 0, out);
        told_parts_named("event", REF_CUSTOMER_EVENT, one->id, one->event, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

/* How many complaints, and where they stand: of those that count, as they came. */
static void put_course(const struct person *p, const struct course *c, struct buf *out)
{
    json_out_open("totals", '{', out);
    json_out_number("matters", (int64_t)c->matters, out);
    json_out_number("open", (int64_t)c->open, out);
    json_out_number("reopened", (int64_t)c->reopened, out);
    json_out_number("void", (int64_t)c->voided, out);
    json_out_number("merged", (int64_t)c->merged, out);
    json_out_time("first", c->first, out);
    json_out_close('}', out);
    json_out_text("standing", str_of(c->matters > 0 ? standing_name(c->standing) : ""), out);
    json_out_bool("won_back", c->won_back, out);
    json_out_open("course", '[', out);
    for (size_t i = 0; i < p->nmatters; i++) {
        const struct complaint *one = &p->matters[i].line.c;
        if (one->voided)
            continue;
        json_out_open(NULL, '{', out);
        told_parts_ref(REF_COMPLAINT, one->id, 0, out);
        json_out_string("standing", str_of(standing_name(standing_after(one))), out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_sums(const struct course *c, struct buf *out)
{
    json_out_open("money", '[', out);
    for (size_t i = 0; i < c->nmoney; i++) {
        json_out_open(NULL, '{', out);
        json_out_hundredths("sum", c->money[i].sum, out);
        json_out_text("currency", c->money[i].currency, out);
        json_out_number("matters", (int64_t)c->money[i].matters, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
    json_out_open("worked", '[', out);
    for (size_t i = 0; i < c->nworked; i++) {
        json_out_open(NULL, '{', out);
        json_out_text("remedy", c->worked[i].remedy, out);
        json_out_number("times", (int64_t)c->worked[i].times, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

void told_customer(const struct person *p, const struct course *c, const struct traits *t, struct buf *out)
{
    json_out_open(NULL, '{', out);
    told_parts_who(p, out);
    put_also(p, out);
    put_course(p, c, out);
    put_sums(c, out);
    told_parts_promises(p, out);
    told_parts_traits(t, out);
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
