#include "form/json_in.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "form/base64.h"
#include "rule/ref.h"

struct json_in json_in_of(json_t *j, struct arena *a)
{
    return (struct json_in){.j = j, .a = a};
}

json_t *json_in_take(struct json_in *o, const char *key)
{
    json_t *v = json_object_get(o->j, key);

    if (o->n_asked < JSON_IN_KEYS)
        o->asked[o->n_asked++] = key;
    o->n_found += v != NULL;
    return v;
}

struct err *json_in_wants(const char *key, const char *what)
{
    return err_new(ERR_DATA, NULL, "\"%s\" wants %s", key, what);
}

/* An unknown key, if there is one. */
struct err *json_in_leftover(struct json_in *o)
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

struct err *json_in_number(struct json_in *o, const char *key, int64_t min, int64_t max, int64_t *out)
{
    json_t *v = json_in_take(o, key);

    if (v == NULL)
        return NULL;
    if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
        return err_new(ERR_DATA, NULL, "\"%s\" wants a whole number from %lld to %lld", key, (long long)min,
                       (long long)max);
    *out = json_integer_value(v);
    return NULL;
}

struct err *json_in_bool(struct json_in *o, const char *key, bool *out)
{
    json_t *v = json_in_take(o, key);

    if (v != NULL && !json_is_boolean(v))
        return json_in_wants(key, "true or false");
    *out = v != NULL && json_is_true(v);
    return NULL;
}

struct err *json_in_bytes(struct json_in *o, const char *key, bool *found, struct str *out)
{
    json_t *v = json_in_take(o, key);
    struct buf bytes = {0};

    *found = v != NULL;
    if (v == NULL)
        return NULL;
    if (!json_is_string(v) ||
        !base64_decode((struct str){json_string_value(v), json_string_length(v)}, &bytes)) {
        buf_free(&bytes);
        return json_in_wants(key, "bytes in base64 (RFC 4648 section 4)");
    }
    *out = arena_str(o->a, buf_str(&bytes));
    buf_free(&bytes);
    return NULL;
}

/* Asked of every text of every line. */
static const char *base64_key(struct arena *a, const char *key)
{
    static const char suffix[] = "_base64";
    size_t n = strlen(key);
    char *whole = arena_alloc(a, n + sizeof suffix);

    memcpy(whole, key, n);
    memcpy(whole + n, suffix, sizeof suffix);
    return whole;
}

/* KEY, or the bytes of KEY_base64, which win. */
struct err *json_in_text(struct json_in *o, const char *key, struct str *out)
{
    json_t *v = json_in_take(o, key);
    bool found;

    if (v != NULL && !json_is_string(v))
        return json_in_wants(key, "a string");
    struct err *e = json_in_bytes(o, base64_key(o->a, key), &found, out);
    if (e == NULL && !found && v != NULL)
        *out = arena_str(o->a, (struct str){json_string_value(v), json_string_length(v)});
    return e;
}

struct err *json_in_time(struct json_in *o, const char *key, instant *out)
{
    json_t *v = json_in_take(o, key);

    *out = INSTANT_NONE;
    if (v == NULL)
        return NULL;
    if (!json_is_string(v))
        return json_in_wants(key, "a time such as \"2026-11-21T20:50:00Z\"");
    return err_at(civil_parse((struct str){json_string_value(v), json_string_length(v)}, out), key);
}

struct err *json_in_word_of(const char *key, enum word_set set, json_t *v, int64_t *out)
{
    char q[TEXT_QUOTE];

    if (!json_is_string(v))
        return json_in_wants(key, "a word in quotes");
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

struct err *json_in_word(struct json_in *o, const char *key, enum word_set set, int64_t *out)
{
    json_t *v = json_in_take(o, key);

    return v != NULL ? json_in_word_of(key, set, v, out) : NULL;
}

/* A reference to a complaint or customer as the store counts them: customers below 0. */
struct err *json_in_ref(struct json_in *o, const char *key, bool customers_only, int64_t *out)
{
    json_t *v = json_in_take(o, key);
    struct ref r;

    if (v == NULL)
        return NULL;
    struct str s = {json_string_value(v), json_is_string(v) ? json_string_length(v) : 0};
    struct err *e = ref_parse(s, &r);
    bool good = e == NULL && (r.kind == REF_CUSTOMER || (r.kind == REF_COMPLAINT && !customers_only));
    err_free(e);
    if (!good)
        return json_in_wants(key, customers_only ? "a customer such as \"c7\""
                                                 : "a reference such as \"42\" or \"c7\"");
    *out = ref_subject(&r);
    return NULL;
}
