#include "form/form_event_in.h"

#include <string.h>

#include "form/form_shape.h"
#include "form/json_in.h"
#include "rule/ref.h"

static struct err *get_signals(struct json_in *o, const char *key, int64_t *out)
{
    json_t *v = json_in_take(o, key), *item;
    size_t i;
    int64_t bit = 0;

    if (v == NULL)
        return NULL;
    if (!json_is_array(v))
        return json_in_wants(key, "a list of signals");
    json_array_foreach(v, i, item)
    {
        struct err *e = json_in_word_of(key, WORD_SIGNAL, item, &bit);
        if (e != NULL)
            return e;
        *out |= INT64_C(1) << bit;
    }
    return NULL;
}

/* --- an event's numbers ------------------------------------------------------------------------------------------ */

static struct err *get_slot_value(struct json_in *o, const struct form_slot *slot, int64_t min, int64_t max,
                                  int64_t *out)
{
    bool yes = false;
    struct err *e = NULL;

    switch (slot->type) {
    case FORM_SLOT_NONE:
        break;
    case FORM_SLOT_NUMBER:
    case FORM_SLOT_SOME:
        return json_in_number(o, slot->key, min, max, out);
    case FORM_SLOT_WORD:
        return json_in_word(o, slot->key, slot->set, out);
    case FORM_SLOT_SIGNALS:
        return get_signals(o, slot->key, out);
    case FORM_SLOT_TIME:
        return json_in_time(o, slot->key, out);
    case FORM_SLOT_BOOL:
        e = json_in_bool(o, slot->key, &yes);
        *out = yes;
        break;
    case FORM_SLOT_CUSTOMER:
        e = json_in_ref(o, slot->key, true, out);
        *out = -*out;
        break;
    }
    return e;
}

/* A number by its slot's key, or by the raw one, which wins. */
static struct err *get_slot(struct json_in *o, const struct form_slot *slot, const char *raw, int64_t min,
                            int64_t max, int64_t *out)
{
    *out = 0;
    if (slot->type == FORM_SLOT_WORD && json_object_get(o->j, slot->key) == NULL &&
        json_object_get(o->j, raw) == NULL)
        return err_new(ERR_DATA, NULL, "\"%s\" is missing", slot->key);
    struct err *e = get_slot_value(o, slot, min, max, out);
    return e != NULL ? e : json_in_number(o, raw, min, max, out);
}

static struct err *get_numbers(struct json_in *o, struct event *ev, const char **who)
{
    int64_t code = 0, ref = 0;
    struct form_shape shape = form_shape_of(ev->kind, 0);
    struct err *e = get_slot(o, &shape.code, FORM_SHAPE_CODE, INT32_MIN, INT32_MAX, &code);

    ev->code = (int32_t)code;
    shape = form_shape_of(ev->kind, ev->code);
    if (e == NULL)
        e = get_slot(o, &shape.ref, FORM_SHAPE_REF, 0, UINT32_MAX, &ref);
    if (e == NULL)
        e = get_slot(o, &shape.num, FORM_SHAPE_NUM, INT64_MIN, INT64_MAX, &ev->num);
    ev->ref = (uint32_t)ref;
    *who = shape.who;
    return e;
}

/* --- parts ------------------------------------------------------------------------------------------------------- */

static struct err *get_address(struct arena *a, json_t *j, struct form_address *out)
{
    struct json_in o = json_in_of(j, a);
    int64_t kind = 0;

    if (!json_is_object(j))
        return json_in_wants("addresses", "a list of objects");
    struct err *e = json_in_word(&o, "kind", WORD_ADDRESS, &kind);
    out->kind = (enum address_kind)kind;
    if (e == NULL)
        e = json_in_text(&o, "text", &out->text);
    return e != NULL ? e : json_in_leftover(&o);
}

static struct err *get_addresses(struct json_in *o, struct form_customer *c)
{
    json_t *v = json_in_take(o, "addresses"), *item;
    size_t i;
    struct err *e = NULL;

    if (v != NULL && !json_is_array(v))
        return json_in_wants("addresses", "a list of objects");
    struct form_address *list = arena_alloc(o->a, (json_array_size(v) + 1) * sizeof *list);
    json_array_foreach(v, i, item)
    {
        if (e == NULL)
            e = get_address(o->a, item, &list[c->n++]);
    }
    c->addresses = list;
    return e;
}

static struct err *get_customer(struct json_in *parent, const struct form_customer **out)
{
    json_t *v = json_in_take(parent, "customer");

    if (v == NULL)
        return NULL;
    if (!json_is_object(v))
        return json_in_wants("customer", "an object");
    struct json_in o = json_in_of(v, parent->a);
    struct form_customer *c = arena_alloc(o.a, sizeof *c);
    struct err *e = json_in_ref(&o, "ref", true, &c->id);
    c->id = -c->id;
    if (e == NULL)
        e = json_in_text(&o, "name", &c->name);
    if (e == NULL)
        e = get_addresses(&o, c);
    *out = c;
    return e != NULL ? e : json_in_leftover(&o);
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static struct err *get_head(struct json_in *o, struct form_event *out)
{
    static const char *const needed[] = {"ref", "no", "seq", "recorded", "happened", "kind"};
    struct event *ev = &out->ev;
    int64_t no = 0, kind = 0;
    bool implied = false, automatic = false, told = false;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (json_object_get(o->j, needed[i]) == NULL)
            return err_new(ERR_DATA, NULL, "\"%s\" is missing", needed[i]);
    struct err *e = json_in_text(o, "store", &out->store);
    if (e == NULL)
        e = json_in_ref(o, "ref", false, &ev->of);
    if (e == NULL)
        e = json_in_number(o, "no", 1, REF_NO_MAX, &no);
    if (e == NULL)
        e = json_in_number(o, "seq", 1, REF_ID_MAX, &ev->seq);
    if (e == NULL)
        e = json_in_time(o, "recorded", &ev->recorded);
    if (e == NULL)
        e = json_in_time(o, "happened", &ev->happened);
    if (e == NULL)
        e = json_in_text(o, "actor", &out->actor);
    if (e == NULL)
        e = json_in_word(o, "kind", WORD_EVENT, &kind);
    if (e == NULL)
        e = json_in_bool(o, "implied", &implied);
    if (e == NULL)
        e = json_in_bool(o, "auto", &automatic);
    if (e == NULL)
        e = json_in_bool(o, "told", &told);
    ev->no = (uint32_t)no;
    ev->kind = (enum event_kind)kind;
    ev->flags = (implied ? (uint32_t)EVENT_IMPLIED : 0U) | (automatic ? (uint32_t)EVENT_AUTO : 0U) |
                (told ? (uint32_t)EVENT_TOLD : 0U);
    return e;
}

static struct err *get_tail(struct json_in *o, struct form_event *out)
{
    const char *who = NULL;
    struct err *e = get_numbers(o, &out->ev, &who);

    if (e == NULL)
        e = json_in_text(o, who, &out->who);
    if (e == NULL)
        e = json_in_text(o, "words", &out->words);
    if (e == NULL)
        e = json_in_bool(o, "erased", &out->erased);
    if (e == NULL)
        e = json_in_text(o, "strengths", &out->strengths);
    if (e == NULL)
        e = json_in_text(o, "terms", &out->terms);
    if (e == NULL)
        e = form_mail_read(o, &out->mail);
    if (e == NULL)
        e = json_in_bytes(o, "file_base64", &out->has_file, &out->file);
    if (e == NULL)
        e = get_customer(o, &out->customer);
    return e != NULL ? e : json_in_leftover(o);
}

struct err *form_event_in_read(struct json_in *o, struct form_event *out)
{
    *out = (struct form_event){0};
    struct err *e = get_head(o, out);

    return e != NULL ? e : get_tail(o, out);
}
