#include "cmd/cust-report/told.h"

#include "base/civil.h"
#include "cmd/cust-report/told_parts.h"
#include "form/form_shape.h"
#include "form/json_out.h"

static void put_followups(const struct show *s, struct buf *out)
{
    json_out_open("followups", '[', out);
    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct db_due *d = &s->followups[i];
        json_out_open(NULL, '{', out);
        told_parts_ref(REF_FOLLOWUP, d->f.of, d->f.no, out);
        json_out_text("kind", str_of(word_name(WORD_KIND, (int)d->f.kind)), out);
        json_out_text("state", str_of(word_name(WORD_STATE, (int)matter_state(&d->f))), out);
        json_out_time("due", d->f.due, out);
        json_out_time("ended", d->f.ended, out);
        json_out_number("moved", d->f.moved, out);
        json_out_text("owner", d->owner, out);
        json_out_text("text", d->text, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

/* A number of an event, as an export has it (form/form_shape.h). */
static void put_slot(const struct form_slot *slot, int64_t v, struct buf *out)
{
    switch (slot->type) {
    case FORM_SLOT_NONE:
        break;
    case FORM_SLOT_WORD: {
        const char *word = word_name(slot->set, (int)v);
        if (word != NULL)
            json_out_string(slot->key, str_of(word), out);
        break;
    }
    case FORM_SLOT_SIGNALS:
        told_parts_signals((uint32_t)v, out);
        break;
    case FORM_SLOT_TIME:
        if (v != INSTANT_NONE)
            json_out_time(slot->key, v, out);
        break;
    case FORM_SLOT_BOOL:
        json_out_bool(slot->key, v != 0, out);
        break;
    case FORM_SLOT_CUSTOMER:
        if (v > 0)
            told_parts_named(slot->key, REF_CUSTOMER, v, 0, out);
        break;
    case FORM_SLOT_NUMBER:
        json_out_number(slot->key, v, out);
        break;
    case FORM_SLOT_SOME:
        if (v != 0)
            json_out_number(slot->key, v, out);
        break;
    }
}

static void put_event(const struct show_event *s, struct buf *out)
{
    const struct form_shape shape = form_shape_of(s->ev.kind, s->ev.code);
    const struct event *ev = &s->ev;

    json_out_open(NULL, '{', out);
    told_parts_ref(REF_EVENT, ev->of, ev->no, out);
    json_out_time("happened", ev->happened, out);
    json_out_time("recorded", ev->recorded, out);
    json_out_text("actor", s->actor, out);
    json_out_text("kind", str_of(word_name(WORD_EVENT, (int)ev->kind)), out);
    if (ev->kind == EVENT_SET) {
        json_out_text("field", str_of(word_name(WORD_FIELD, ev->code)), out);
        json_out_text("value", s->value, out);
    } else {
        put_slot(&shape.code, ev->code, out);
        put_slot(&shape.ref, ev->ref, out);
        put_slot(&shape.num, ev->num, out);
        if (s->who.n > 0)
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

/* --- what the page says in front of its history ------------------------------------------------------------------ */

/* Follow-ups that are open: people's next steps, or the clocks that run. */
static void put_open(const char *key, const struct show *s, bool step, struct buf *out)
{
    json_out_open(key, '[', out);
    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct followup *f = &s->followups[i].f;
        if (f->state == STATE_OPEN && matter_is_step(f) == step)
            told_parts_named(NULL, REF_FOLLOWUP, f->of, f->no, out);
    }
    json_out_close(']', out);
}

static void put_merges(const struct show *s, const struct about *at, struct buf *out)
{
    json_out_open("before", '[', out);
    for (size_t i = 0; i < at->nbefore; i++)
        told_parts_named(NULL, REF_COMPLAINT, at->before[i], 0, out);
    json_out_close(']', out);
    if (s->into != 0)
        told_parts_named("merged_into", REF_COMPLAINT, s->into, 0, out);
    else
        json_out_text("merged_into", str_of(""), out);
}

static void put_asking(const struct show *s, const struct about *at, struct buf *out)
{
    told_parts_traits(&at->they, out);
    json_out_text("about", at->label, out);
    json_out_text("wants", at->wants, out);
    if (at->heat.event != 0) {
        json_out_open("up", '{', out);
        told_parts_named("event", REF_EVENT, s->line.c.id, at->heat.event, out);
        json_out_number("answers", at->heat.answers, out);
        json_out_close('}', out);
    } else {
        json_out_text("up", str_of(""), out);
    }
    json_out_open("ask", '[', out);
    for (size_t i = 0; i < at->nask; i++) {
        json_out_open(NULL, '{', out);
        json_out_text("text", at->ask[i].text, out);
        json_out_text("field", at->ask[i].field, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_path(const char *key, const struct path *p, enum path_step to, struct buf *out)
{
    json_out_open(key, '[', out);
    for (enum path_step i = PATH_HEARD; p != NULL && i <= to; i++) {
        const struct path_mark *m = &p->step[i];
        json_out_open(NULL, '{', out);
        json_out_string("step", str_of(path_step_name(i)), out);
        json_out_bool("done", m->done, out);
        if (m->no)
            json_out_bool("no", true, out);
        json_out_time("at", m->at, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_owed(const struct owed *o, struct buf *out)
{
    char day[CIVIL_SIZE];

    if (!o->known) {
        json_out_text("owes", str_of(""), out);
        return;
    }
    json_out_open("owes", '{', out);
    json_out_hundredths("owed", o->sum.owed, out);
    json_out_text("invoice", o->invoice, out);
    json_out_hundredths("amount", o->debt.amount, out);
    json_out_hundredths("interest", o->sum.interest, out);
    json_out_hundredths("fixed", o->sum.fixed, out);
    json_out_hundredths("paid", o->sum.paid, out);
    json_out_text("currency", o->currency, out);
    json_out_text("due", str_of(o->has_due ? civil_format_date(o->debt.due, day) : ""), out);
    json_out_number("days_late", o->sum.days, out);
    json_out_bool("disputed", o->disputed, out);
    json_out_text("dispute", o->dispute, out);
    json_out_close('}', out);
}

static void put_anger(const struct about *at, struct buf *out)
{
    json_out_open("anger", '[', out);
    for (size_t i = 0; i < at->nanger; i++) {
        const struct event *ev = &at->anger[i].reading->ev;
        json_out_open(NULL, '{', out);
        told_parts_ref(REF_EVENT, ev->of, ev->no, out);
        json_out_time("happened", ev->happened, out);
        json_out_thousandths("anger", at->anger[i].anger, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_cause(const struct cause_story *c, struct buf *out)
{
    json_out_text("cause", c->name, out);
    if (c->fix.n > 0) {
        json_out_open("fix", '{', out);
        json_out_time("since", c->since, out);
        json_out_text("words", c->fix, out);
        json_out_close('}', out);
    } else {
        json_out_text("fix", str_of(""), out);
    }
    json_out_text("lesson", c->lesson, out);
}

static void put_files(const struct about *at, struct buf *out)
{
    json_out_open("files", '[', out);
    for (size_t i = 0; i < at->nfiles; i++) {
        const struct about_file *f = &at->files[i];
        json_out_open(NULL, '{', out);
        json_out_number("number", f->number, out);
        json_out_text("name", f->file->words, out);
        if (f->file->gone)
            json_out_bool("erased", true, out);
        json_out_text("type", f->file->who, out);
        json_out_number("size", f->file->ev.num, out);
        told_parts_named("event", REF_EVENT, f->file->ev.of, f->event, out);
        json_out_bool("mail", f->mail, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

static void put_events(const struct show_event *ev, size_t n, bool all, struct buf *out)
{
    json_out_open("events", '[', out);
    for (size_t i = 0; i < n; i++)
        if (all || show_is_read(&ev[i].ev))
            put_event(&ev[i], out);
    json_out_close(']', out);
}

/* The histories of what was merged into it. */
static void put_joined(const struct show *s, bool all, struct buf *out)
{
    json_out_open("joined", '[', out);
    for (size_t i = 0; i < s->njoined; i++) {
        json_out_open(NULL, '{', out);
        told_parts_ref(REF_COMPLAINT, s->joined[i].id, 0, out);
        put_events(s->joined[i].events, s->joined[i].nevents, all, out);
        json_out_close('}', out);
    }
    json_out_close(']', out);
}

void told_complaint(const struct show *s, const struct about *at, bool all, struct buf *out)
{
    json_out_open(NULL, '{', out);
    told_parts_matter(&s->line, out);
    json_out_open("customer", '{', out);
    told_parts_who(&s->person, out);
    told_parts_promises(&s->person, out);
    json_out_close('}', out);
    put_merges(s, at, out);
    put_asking(s, at, out);
    put_path("path", at->npath > 0 ? &at->path[0] : NULL, PATH_LEARNED, out);
    put_path("again", at->npath > 1 ? &at->path[1] : NULL, PATH_CONFIRMED, out);
    json_out_text("hold", at->hold, out);
    put_open("next", s, true, out);
    put_open("clock", s, false, out);
    put_owed(&at->owed, out);
    put_anger(at, out);
    put_cause(&s->cause, out);
    put_files(at, out);
    put_followups(s, out);
    put_events(s->events, s->nevents, all, out);
    put_joined(s, all, out);
    json_out_close('}', out);
}
