#include "cmd/cust-report/told_parts.h"

#include "form/json_out.h"
#include "form/record.h"

/* A reference by any key; NULL in a list. */
void told_parts_named(const char *key, enum ref_kind kind, int64_t id, uint32_t no, struct buf *out)
{
    const struct ref ref = {kind, id, no};
    char text[REF_SIZE];

    json_out_string(key, str_of(ref_format(&ref, text)), out);
}

void told_parts_ref(enum ref_kind kind, int64_t id, uint32_t no, struct buf *out)
{
    told_parts_named("ref", kind, id, no, out);
}

void told_parts_signals(uint32_t signals, struct buf *out)
{
    json_out_open("signals", '[', out);
    for (int i = 0; i < SIGNALS; i++)
        if ((signals >> i & 1) != 0)
            buf_printf(out, "%s\"%s\"", out->p[out->len - 1] == '[' ? "" : ",", word_name(WORD_SIGNAL, i));
    json_out_close(']', out);
}

/* What a line of a list says, and the times behind it. */
void told_parts_matter(const struct db_line *l, struct buf *out)
{
    const struct complaint *c = &l->c;

    told_parts_ref(REF_COMPLAINT, c->id, 0, out);
    json_out_text("subject", l->subject, out);
    json_out_text("priority", str_of(word_name(WORD_PRIORITY, (int)c->priority)), out);
    json_out_text("status", str_of(record_status(c)), out);
    json_out_text("owner", l->owner, out);
    json_out_text("category", l->category, out);
    told_parts_signals(c->signals, out);
    json_out_time("received", c->received, out);
    json_out_time("acknowledged", c->acknowledged, out);
    json_out_time("resolved", c->resolved, out);
    json_out_time("closed", c->status == STATUS_CLOSED ? c->closed : INSTANT_NONE, out);
    json_out_time("due", c->due, out);
    json_out_number("reopened", c->reopened, out);
    json_out_bool("satisfied", c->satisfied, out);
}

void told_parts_promises(const struct person *p, struct buf *out)
{
    json_out_open("promises", '{', out);
    for (enum state s = STATE_OPEN; s < STATES; s++)
        json_out_number(word_name(WORD_STATE, (int)s), p->promises[s], out);
    json_out_number("overdue", p->overdue, out);
    json_out_close('}', out);
}

void told_parts_who(const struct person *p, struct buf *out)
{
    told_parts_ref(REF_CUSTOMER, p->id, 0, out);
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

void told_parts_traits(const struct traits *t, struct buf *out)
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
