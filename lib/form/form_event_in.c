#include "form/form_event_in.h"

#include <jansson.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "form/base64.h"
#include "form/form_shape.h"
#include "rule/ref.h"

enum { KEYS_MAX = 48 };

/* An object whose keys are taken one by one; what is left at the end is unknown. */
struct object {
    json_t *j;
    struct arena *a;
    const char *asked[KEYS_MAX];
    size_t n_asked, n_found;
};

static struct object object_of(json_t *j, struct arena *a)
{
    return (struct object){.j = j, .a = a};
}

static json_t *take(struct object *o, const char *key)
{
    json_t *v = json_object_get(o->j, key);

    if (o->n_asked < KEYS_MAX)
        o->asked[o->n_asked++] = key;
    o->n_found += v != NULL;
    return v;
}

static struct err *wants(const char *key, const char *what)
{
    return err_new(ERR_DATA, NULL, "\"%s\" wants %s", key, what);
}

/* An unknown key, if there is one. */
static struct err *leftover(struct object *o)
{
    const char *key;
    json_t *v;
    char q[TEXT_QUOTE];

    if (json_object_size(o->j) == o->n_found)
        return NULL;
    json_object_foreach(o->j, key, v)
    {
        size_t i = 0;
        while (i < o->n_asked && strcmp(o->asked[i], key) != 0)
            i++;
        if (i < o->n_asked)
            continue;
        const char *near = str_near(str_of(key), o->asked, o->n_asked);
        return err_near(ERR_DATA, NULL, near, "cust-format(5) lists them", "no key %s here",
                        text_quote(str_of(key), q));
    }
    return NULL;
}

/* --- values ------------------------------------------------------------------------------------------------------ */

static struct err *get_number(struct object *o, const char *key, int64_t min, int64_t max, int64_t *out)
{
    json_t *v = take(o, key);

    if (v == NULL)
        return NULL;
    if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
        return err_new(ERR_DATA, NULL, "\"%s\" wants a whole number from %lld to %lld", key, (long long)min,
                       (long long)max);
    *out = json_integer_value(v);
    return NULL;
}

static struct err *get_bool(struct object *o, const char *key, bool *out)
{
    json_t *v = take(o, key);

    if (v != NULL && !json_is_boolean(v))
        return wants(key, "true or false");
    *out = v != NULL && json_is_true(v);
    return NULL;
}

static struct err *get_bytes(struct object *o, const char *key, bool *found, struct str *out)
{
    json_t *v = take(o, key);
    struct buf bytes = {0};

    *found = v != NULL;
    if (v == NULL)
        return NULL;
    if (!json_is_string(v) ||
        !base64_decode((struct str){json_string_value(v), json_string_length(v)}, &bytes)) {
        buf_free(&bytes);
        return wants(key, "bytes in base64 (RFC 4648 section 4)");
    }
    *out = arena_str(o->a, buf_str(&bytes));
    buf_free(&bytes);
    return NULL;
}

/* KEY, or the bytes of KEY_base64, which win. */
static struct err *get_text(struct object *o, const char *key, struct str *out)
{
    json_t *v = take(o, key);
    bool found;

    if (v != NULL && !json_is_string(v))
        return wants(key, "a string");
    struct err *e = get_bytes(o, arena_printf(o->a, "%s_base64", key), &found, out);
    if (e == NULL && !found && v != NULL)
        *out = arena_str(o->a, (struct str){json_string_value(v), json_string_length(v)});
    return e;
}

static struct err *get_time(struct object *o, const char *key, instant *out)
{
    json_t *v = take(o, key);

    *out = INSTANT_NONE;
    if (v == NULL)
        return NULL;
    if (!json_is_string(v))
        return wants(key, "a time such as \"2026-11-21T20:50:00Z\"");
    return err_at(civil_parse((struct str){json_string_value(v), json_string_length(v)}, out), key);
}

static struct err *word_of(const char *key, enum word_set set, json_t *v, int64_t *out)
{
    char q[TEXT_QUOTE];

    if (!json_is_string(v))
        return wants(key, "a word in quotes");
    struct str word = {json_string_value(v), json_string_length(v)};
    int value = word_find(set, word);
    if (value < 0) {
        const char *near = word_near(set, word);
        return err_near(ERR_DATA, NULL, near, "cust-format(5) lists them", "no %s %s in \"%s\"",
                        word_set_name(set), text_quote(word, q), key);
    }
    *out = value;
    return NULL;
}

static struct err *get_word(struct object *o, const char *key, enum word_set set, int64_t *out)
{
    json_t *v = take(o, key);

    return v != NULL ? word_of(key, set, v, out) : NULL;
}

static struct err *get_signals(struct object *o, const char *key, int64_t *out)
{
    json_t *v = take(o, key), *item;
    size_t i;
    int64_t bit = 0;

    if (v == NULL)
        return NULL;
    if (!json_is_array(v))
        return wants(key, "a list of signals");
    json_array_foreach(v, i, item)
    {
        struct err *e = word_of(key, WORD_SIGNAL, item, &bit);
        if (e != NULL)
            return e;
        *out |= INT64_C(1) << bit;
    }
    return NULL;
}

/* A reference to a complaint or customer as the store counts them: customers below 0. */
static struct err *get_ref(struct object *o, const char *key, bool customers_only, int64_t *out)
{
    json_t *v = take(o, key);
    struct ref r;

    if (v == NULL)
        return NULL;
    struct str s = {json_string_value(v), json_is_string(v) ? json_string_length(v) : 0};
    struct err *e = ref_parse(s, &r);
    bool good = e == NULL && (r.kind == REF_CUSTOMER || (r.kind == REF_COMPLAINT && !customers_only));
    err_free(e);
    if (!good)
        return wants(key,
                     customers_only ? "a customer such as \"c7\"" : "a reference such as \"42\" or \"c7\"");
    *out = ref_subject(&r);
    return NULL;
}

/* --- an event's numbers ------------------------------------------------------------------------------------------ */

static struct err *get_slot_value(struct object *o, const struct form_slot *slot, int64_t max, int64_t *out)
{
    bool yes = false;
    struct err *e = NULL;

    switch (slot->type) {
    case FORM_SLOT_NONE:
        break;
    case FORM_SLOT_NUMBER:
        return get_number(o, slot->key, max == INT64_MAX ? INT64_MIN : 0, max, out);
    case FORM_SLOT_WORD:
        return get_word(o, slot->key, slot->set, out);
    case FORM_SLOT_SIGNALS:
        return get_signals(o, slot->key, out);
    case FORM_SLOT_TIME:
        return get_time(o, slot->key, out);
    case FORM_SLOT_BOOL:
        e = get_bool(o, slot->key, &yes);
        *out = yes;
        break;
    case FORM_SLOT_CUSTOMER:
        e = get_ref(o, slot->key, true, out);
        *out = -*out;
        break;
    }
    return e;
}

/* A number by its slot's key, or by the raw one, which wins. */
static struct err *get_slot(struct object *o, const struct form_slot *slot, const char *raw, int64_t min,
                            int64_t max, int64_t *out)
{
    *out = 0;
    if (slot->type == FORM_SLOT_WORD && json_object_get(o->j, slot->key) == NULL &&
        json_object_get(o->j, raw) == NULL)
        return err_new(ERR_DATA, NULL, "\"%s\" is missing", slot->key);
    struct err *e = get_slot_value(o, slot, max, out);
    return e != NULL ? e : get_number(o, raw, min, max, out);
}

static struct err *get_numbers(struct object *o, struct event *ev, const char **who)
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

static struct err *get_mail(struct object *parent, const struct form_mail **out)
{
    json_t *v = take(parent, "mail");
    int64_t class = 0;
    bool found;

    if (v == NULL)
        return NULL;
    if (!json_is_object(v))
        return wants("mail", "an object");
    struct object o = object_of(v, parent->a);
    struct form_mail *m = arena_alloc(o.a, sizeof *m);
    struct err *e = get_number(&o, "class", 0, INT32_MAX, &class);
    m->class = (int32_t) class;
    if (e == NULL)
        e = get_text(&o, "message_id", &m->message_id);
    if (e == NULL)
        e = get_bool(&o, "partial", &m->partial);
    if (e == NULL)
        e = get_text(&o, "digest", &m->digest);
    if (e == NULL)
        e = get_bytes(&o, "raw_base64", &found, &m->raw);
    if (e == NULL && !found)
        e = wants("mail", "\"raw_base64\"");
    *out = m;
    return e != NULL ? e : leftover(&o);
}

static struct err *get_address(struct arena *a, json_t *j, struct form_address *out)
{
    struct object o = object_of(j, a);
    int64_t kind = 0;

    if (!json_is_object(j))
        return wants("addresses", "a list of objects");
    struct err *e = get_word(&o, "kind", WORD_ADDRESS, &kind);
    out->kind = (enum address_kind)kind;
    if (e == NULL)
        e = get_text(&o, "text", &out->text);
    return e != NULL ? e : leftover(&o);
}

static struct err *get_addresses(struct object *o, struct form_customer *c)
{
    json_t *v = take(o, "addresses"), *item;
    size_t i;
    struct err *e = NULL;

    if (v != NULL && !json_is_array(v))
        return wants("addresses", "a list of objects");
    struct form_address *list = arena_alloc(o->a, (json_array_size(v) + 1) * sizeof *list);
    json_array_foreach(v, i, item)
    {
        if (e == NULL)
            e = get_address(o->a, item, &list[c->n++]);
    }
    c->addresses = list;
    return e;
}

static struct err *get_customer(struct object *parent, const struct form_customer **out)
{
    json_t *v = take(parent, "customer");

    if (v == NULL)
        return NULL;
    if (!json_is_object(v))
        return wants("customer", "an object");
    struct object o = object_of(v, parent->a);
    struct form_customer *c = arena_alloc(o.a, sizeof *c);
    struct err *e = get_ref(&o, "ref", true, &c->id);
    c->id = -c->id;
    if (e == NULL)
        e = get_text(&o, "name", &c->name);
    if (e == NULL)
        e = get_addresses(&o, c);
    *out = c;
    return e != NULL ? e : leftover(&o);
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static struct err *check_schema(struct object *o)
{
    json_t *v = take(o, "schema");
    char q[TEXT_QUOTE];

    if (!json_is_string(v))
        return wants("schema", "\"" FORM_EVENT_SCHEMA "\"");
    if (strcmp(json_string_value(v), FORM_EVENT_SCHEMA) == 0)
        return NULL;
    return err_new(ERR_DATA, NULL, "the schema is %s, not " FORM_EVENT_SCHEMA "; a newer cust may read it",
                   text_quote(str_of(json_string_value(v)), q));
}

static struct err *get_head(struct object *o, struct form_event *out)
{
    static const char *const needed[] = {"ref", "no", "seq", "recorded", "happened", "kind"};
    struct event *ev = &out->ev;
    int64_t no = 0, kind = 0;
    bool implied = false, automatic = false;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (json_object_get(o->j, needed[i]) == NULL)
            return err_new(ERR_DATA, NULL, "\"%s\" is missing", needed[i]);
    struct err *e = get_text(o, "store", &out->store);
    if (e == NULL)
        e = get_ref(o, "ref", false, &ev->of);
    if (e == NULL)
        e = get_number(o, "no", 1, REF_NO_MAX, &no);
    if (e == NULL)
        e = get_number(o, "seq", 1, REF_ID_MAX, &ev->seq);
    if (e == NULL)
        e = get_time(o, "recorded", &ev->recorded);
    if (e == NULL)
        e = get_time(o, "happened", &ev->happened);
    if (e == NULL)
        e = get_text(o, "actor", &out->actor);
    if (e == NULL)
        e = get_word(o, "kind", WORD_EVENT, &kind);
    if (e == NULL)
        e = get_bool(o, "implied", &implied);
    if (e == NULL)
        e = get_bool(o, "auto", &automatic);
    ev->no = (uint32_t)no;
    ev->kind = (enum event_kind)kind;
    ev->flags = (implied ? (uint32_t)EVENT_IMPLIED : 0U) | (automatic ? (uint32_t)EVENT_AUTO : 0U);
    return e;
}

static struct err *get_tail(struct object *o, struct form_event *out)
{
    const char *who = NULL;
    struct err *e = get_numbers(o, &out->ev, &who);

    if (e == NULL)
        e = get_text(o, who, &out->who);
    if (e == NULL)
        e = get_text(o, "words", &out->words);
    if (e == NULL)
        e = get_bool(o, "erased", &out->erased);
    if (e == NULL)
        e = get_text(o, "strengths", &out->strengths);
    if (e == NULL)
        e = get_text(o, "terms", &out->terms);
    if (e == NULL)
        e = get_mail(o, &out->mail);
    if (e == NULL)
        e = get_customer(o, &out->customer);
    return e != NULL ? e : leftover(o);
}

struct err *form_event_in_read(struct str line, struct arena *a, struct form_event *out)
{
    json_error_t why;
    json_t *j = json_loadb(line.p != NULL ? line.p : "", line.n, JSON_REJECT_DUPLICATES, &why);
    char q[TEXT_QUOTE];

    *out = (struct form_event){0};
    if (j == NULL)
        return err_new(ERR_DATA, NULL, "no JSON at byte %d: %s", why.position,
                       text_quote(str_of(why.text), q));
    struct object o = object_of(j, a);
    struct err *e =
        json_is_object(j) ? check_schema(&o) : err_new(ERR_DATA, NULL, "a JSON object is expected");
    if (e == NULL)
        e = get_head(&o, out);
    if (e == NULL)
        e = get_tail(&o, out);
    json_decref(j);
    return e;
}
