#include "form/mailjson.h"

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"

enum { VERSION = 1 };

static const struct {
    const char *name;
    unsigned flag;
} flag_names[] = {{"parse-partial", MAIL_PARTIAL},
                  {"charset-guessed", MAIL_CHARSET},
                  {"limits", MAIL_LIMITS},
                  {"no-sandbox", MAIL_NO_SANDBOX},
                  {"encrypted", MAIL_ENCRYPTED},
                  {"from-guessed", MAIL_FROM_GUESSED},
                  {"html", MAIL_HTML},
                  {"forwarded", MAIL_FORWARDED}};

/* In the order of enum mail_auto; a person's message is null. */
static const char *const auto_names[] = {NULL, "auto-reply", "bounce", "list"};

static struct str view(const json_t *j)
{
    return json_is_string(j) ? (struct str){json_string_value(j), json_string_length(j)}
                             : (struct str){"", 0};
}

static struct str text(const json_t *object, const char *key, struct arena *a)
{
    return arena_str(a, view(json_object_get(object, key)));
}

static struct mail_address address(const json_t *j, struct arena *a)
{
    return (struct mail_address){text(j, "name", a), text(j, "address", a)};
}

static struct mail_address *addresses(const json_t *list, struct arena *a, size_t *n)
{
    *n = json_array_size(list);
    struct mail_address *all = arena_alloc(a, (*n + 1) * sizeof *all);
    for (size_t i = 0; i < *n; i++)
        all[i] = address(json_array_get(list, i), a);
    return all;
}

static struct str *texts(const json_t *list, struct arena *a, size_t *n)
{
    *n = json_array_size(list);
    struct str *all = arena_alloc(a, (*n + 1) * sizeof *all);
    for (size_t i = 0; i < *n; i++)
        all[i] = arena_str(a, view(json_array_get(list, i)));
    return all;
}

static struct mail_attachment *attachments(const json_t *list, struct arena *a, size_t *n)
{
    *n = json_array_size(list);
    struct mail_attachment *all = arena_alloc(a, (*n + 1) * sizeof *all);
    for (size_t i = 0; i < *n; i++) {
        const json_t *j = json_array_get(list, i);
        all[i] = (struct mail_attachment){text(j, "name", a), text(j, "type", a),
                                          json_integer_value(json_object_get(j, "size"))};
    }
    return all;
}

/* The ranges of the text that are the sender's own, trimmed and joined by a blank line.  False when a range is not
 * inside the text. */
static bool own_words(const json_t *ranges, struct str whole, struct arena *a, struct str *out)
{
    struct buf b = {0};
    bool fine = true;

    for (size_t i = 0; i < json_array_size(ranges) && fine; i++) {
        const json_t *r = json_array_get(ranges, i);
        json_int_t from = json_integer_value(json_array_get(r, 0)),
                   to = json_integer_value(json_array_get(r, 1));
        fine = json_array_size(r) == 2 && from >= 0 && from <= to && (size_t)to <= whole.n;
        struct str s = {"", 0};
        if (fine)
            s = str_trim((struct str){whole.p + from, (size_t)(to - from)});
        if (s.n > 0)
            buf_adds(&b, b.len > 0 ? "\n\n" : "");
        buf_addstr(&b, s);
    }
    *out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return fine;
}

const char *mailjson_class(int class)
{
    static const char *const names[] = {"person", "auto-reply", "bounce", "list"};

    return class >= 0 && class < (int)(sizeof names / sizeof names[0]) ? names[class] : "?";
}

static enum mail_auto robot(const json_t *j)
{
    for (size_t i = 1; i < sizeof auto_names / sizeof auto_names[0]; i++)
        if (json_is_string(j) && str_is(view(j), auto_names[i]))
            return (enum mail_auto)i;
    return MAIL_PERSON;
}

static unsigned flags(const json_t *list)
{
    unsigned all = 0;

    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t k = 0; k < sizeof flag_names / sizeof flag_names[0]; k++)
            if (str_is(view(json_array_get(list, i)), flag_names[k].name))
                all |= flag_names[k].flag;
    return all;
}

static instant date(const json_t *j)
{
    json_int_t t = json_integer_value(j);

    return json_is_integer(j) && t >= INSTANT_MIN && t <= INSTANT_MAX ? t : INSTANT_NONE;
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False when it is not MAIL_DIGEST bytes in hex. */
static bool digest(const json_t *j, unsigned char out[MAIL_DIGEST])
{
    struct str hex = view(j);

    if (hex.n != (size_t)MAIL_DIGEST * 2)
        return false;
    for (size_t i = 0; i < MAIL_DIGEST; i++) {
        int high = nibble(hex.p[2 * i]), low = nibble(hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

struct err *mailjson_read(struct str json, struct arena *a, struct mail_in *out)
{
    json_error_t why;
    json_t *j = json_loadb(json.n > 0 ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &why);
    json_int_t version = json_integer_value(json_object_get(j, "version"));

    *out = (struct mail_in){0};
    if (j == NULL)
        return err_new(ERR_UNAVAILABLE, "cust-mime", "its answer is not JSON (%s); install cust again",
                       why.text);
    if (version != VERSION || !json_is_string(json_object_get(j, "text"))) {
        json_decref(j);
        return err_new(ERR_UNAVAILABLE, "cust-mime",
                       "its answer has version %lld, not %d; install cust again", (long long)version,
                       VERSION);
    }
    if (!digest(json_object_get(j, "digest"), out->digest)) {
        json_decref(j);
        return err_new(ERR_UNAVAILABLE, "cust-mime", "its answer has no digest; install cust again");
    }
    out->message_id = text(j, "message_id", a);
    out->in_reply_to = texts(json_object_get(j, "in_reply_to"), a, &out->n_in_reply_to);
    out->references = texts(json_object_get(j, "references"), a, &out->n_references);
    out->from = address(json_object_get(j, "from"), a);
    out->reply_to = address(json_object_get(j, "reply_to"), a);
    out->to = addresses(json_object_get(j, "to"), a, &out->n_to);
    out->cc = addresses(json_object_get(j, "cc"), a, &out->n_cc);
    out->date = date(json_object_get(j, "date"));
    out->subject = text(j, "subject", a);
    out->text = text(j, "text", a);
    out->attachments = attachments(json_object_get(j, "attachments"), a, &out->n_attachments);
    out->list_id = text(j, "list_id", a);
    out->class = robot(json_object_get(j, "auto"));
    out->flags = flags(json_object_get(j, "flags"));
    bool fine = own_words(json_object_get(j, "own"), out->text, a, &out->own);
    json_decref(j);
    return fine
               ? NULL
               : err_new(ERR_UNAVAILABLE, "cust-mime", "its ranges lie outside its text; install cust again");
}
