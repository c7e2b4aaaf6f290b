#include "form/form_event.h"

#include <inttypes.h>

#include "base/civil.h"
#include "form/base64.h"
#include "form/form_json.h"
#include "form/form_shape.h"
#include "rule/ref.h"

static void number(const char *key, int64_t value, struct buf *out)
{
    buf_printf(out, ",\"%s\":%" PRId64, key, value);
}

static void flag(const char *key, bool value, struct buf *out)
{
    buf_printf(out, ",\"%s\":%s", key, value ? "true" : "false");
}

static bool is_time(instant t)
{
    return t >= INSTANT_MIN && t <= INSTANT_MAX;
}

static void time_key(const char *key, instant t, struct buf *out)
{
    char when[CIVIL_SIZE];

    buf_printf(out, ",\"%s\":\"%s\"", key, civil_format(t, when));
}

static void text(const char *key, struct str s, struct buf *out)
{
    if (s.n == 0)
        return;
    buf_addc(out, ',');
    form_json_text(key, s, out);
}

static void signals(const char *key, int64_t bits, struct buf *out)
{
    const char *comma = "";

    buf_printf(out, ",\"%s\":[", key);
    for (int i = 0; i < SIGNALS; i++) {
        if ((bits >> i & 1) == 0)
            continue;
        buf_printf(out, "%s\"%s\"", comma, word_name(WORD_SIGNAL, i));
        comma = ",";
    }
    buf_addc(out, ']');
}

/* Whether the slot can spell this value. */
static bool spells(const struct form_slot *slot, int64_t value)
{
    switch (slot->type) {
    case FORM_SLOT_NONE:
        return value == 0;
    case FORM_SLOT_NUMBER:
    case FORM_SLOT_SOME:
        return true;
    case FORM_SLOT_WORD:
        return value >= 0 && value < word_count(slot->set);
    case FORM_SLOT_SIGNALS:
        return value >= 0 && value < INT64_C(1) << SIGNALS;
    case FORM_SLOT_TIME:
        return value == INSTANT_NONE || is_time(value);
    case FORM_SLOT_BOOL:
        return value == 0 || value == 1;
    case FORM_SLOT_CUSTOMER:
        return value >= 0 && value <= REF_ID_MAX;
    }
    return false;
}

static void write_slot(const struct form_slot *slot, const char *raw, int64_t value, struct buf *out)
{
    if (!spells(slot, value)) {
        number(raw, value, out);
        return;
    }
    switch (slot->type) {
    case FORM_SLOT_NONE:
        break;
    case FORM_SLOT_NUMBER:
        number(slot->key, value, out);
        break;
    case FORM_SLOT_SOME:
        if (value != 0)
            number(slot->key, value, out);
        break;
    case FORM_SLOT_WORD:
        buf_printf(out, ",\"%s\":\"%s\"", slot->key, word_name(slot->set, (int)value));
        break;
    case FORM_SLOT_SIGNALS:
        signals(slot->key, value, out);
        break;
    case FORM_SLOT_TIME:
        if (value != INSTANT_NONE)
            time_key(slot->key, value, out);
        break;
    case FORM_SLOT_BOOL:
        flag(slot->key, value == 1, out);
        break;
    case FORM_SLOT_CUSTOMER:
        if (value != 0)
            buf_printf(out, ",\"%s\":\"c%" PRId64 "\"", slot->key, value);
        break;
    }
}

static void write_customer(const struct form_customer *c, struct buf *out)
{
    buf_printf(out, ",\"customer\":{\"ref\":\"c%" PRId64 "\"", c->id);
    text("name", c->name, out);
    buf_adds(out, ",\"addresses\":[");
    for (size_t i = 0; i < c->n; i++) {
        buf_printf(out, "%s{\"kind\":\"%s\"", i > 0 ? "," : "",
                   word_name(WORD_ADDRESS, (int)c->addresses[i].kind));
        text("text", c->addresses[i].text, out);
        buf_addc(out, '}');
    }
    buf_adds(out, "]}");
}

void form_event_write(const struct form_event *e, struct buf *out)
{
    const struct event *ev = &e->ev;
    const struct form_shape shape = form_shape_of(ev->kind, ev->code);

    buf_adds(out, "{\"schema\":\"" FORM_EVENT_SCHEMA "\"");
    text("store", e->store, out);
    buf_printf(out, ",\"ref\":\"%s%" PRId64 "\",\"no\":%" PRIu32, ev->of < 0 ? "c" : "",
               ev->of < 0 ? -ev->of : ev->of, ev->no);
    number("seq", ev->seq, out);
    time_key("recorded", ev->recorded, out);
    time_key("happened", ev->happened, out);
    text("actor", e->actor, out);
    buf_printf(out, ",\"kind\":\"%s\"", word_name(WORD_EVENT, (int)ev->kind));
    if ((ev->flags & EVENT_IMPLIED) != 0)
        flag("implied", true, out);
    if ((ev->flags & EVENT_AUTO) != 0)
        flag("auto", true, out);
    if ((ev->flags & EVENT_TOLD) != 0)
        flag("told", true, out);
    write_slot(&shape.code, FORM_SHAPE_CODE, ev->code, out);
    write_slot(&shape.ref, FORM_SHAPE_REF, ev->ref, out);
    write_slot(&shape.num, FORM_SHAPE_NUM, ev->num, out);
    text(shape.who, e->who, out);
    text("words", e->words, out);
    if (e->erased)
        flag("erased", true, out);
    text("strengths", e->strengths, out);
    text("terms", e->terms, out);
    if (e->mail != NULL)
        form_mail_write(e->mail, out);
    if (e->has_file) {
        buf_adds(out, ",\"file_base64\":\"");
        base64_encode(e->file, out);
        buf_addc(out, '"');
    }
    if (e->customer != NULL)
        write_customer(e->customer, out);
    buf_adds(out, "}\n");
}
