/* json_in: a JSON object whose keys are taken one by one, strictly: what nobody took is an error at the end, so nothing
 * is passed over in silence.  For the readers of the loss-free forms.
 *
 * Every function that takes leaves *out as it was when the key is missing, unless it says otherwise.  Errors are
 * ERR_DATA and name the key.
 */
#ifndef FORM_JSON_IN_H
#define FORM_JSON_IN_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "rule/word.h"

enum { JSON_IN_KEYS = 48 };

struct json_in {
    json_t *j;
    struct arena *a; /* of the texts that come out */
    const char *asked[JSON_IN_KEYS];
    size_t n_asked, n_found;
};

/* The object; it must outlive what is taken out of it as json_t. */
struct json_in json_in_of(json_t *j, struct arena *a);

/* The value, or NULL. */
json_t *json_in_take(struct json_in *o, const char *key);

/* "KEY" wants WHAT. */
struct err *json_in_wants(const char *key, const char *what);

/* An unknown key, if there is one, with the near one. */
struct err *json_in_leftover(struct json_in *o) ERR_CHECK;

struct err *json_in_number(struct json_in *o, const char *key, int64_t min, int64_t max,
                           int64_t *out) ERR_CHECK;
/* A missing key is false. */
struct err *json_in_bool(struct json_in *o, const char *key, bool *out) ERR_CHECK;
/* Of base64; *found tells whether the key was there. */
struct err *json_in_bytes(struct json_in *o, const char *key, bool *found, struct str *out) ERR_CHECK;
/* KEY, or the bytes of KEY_base64, which win. */
struct err *json_in_text(struct json_in *o, const char *key, struct str *out) ERR_CHECK;
/* RFC 3339; a missing key is INSTANT_NONE. */
struct err *json_in_time(struct json_in *o, const char *key, instant *out) ERR_CHECK;
/* A word of the set, as its number; the near one is suggested. */
struct err *json_in_word(struct json_in *o, const char *key, enum word_set set, int64_t *out) ERR_CHECK;
struct err *json_in_word_of(const char *key, enum word_set set, json_t *v, int64_t *out) ERR_CHECK;
/* A reference to a complaint or a customer, as the store counts them: customers below 0. */
struct err *json_in_ref(struct json_in *o, const char *key, bool customers_only, int64_t *out) ERR_CHECK;

#endif
