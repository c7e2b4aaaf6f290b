#include "cmd/helper/cust-mime/compose.h"

#include <gmime/gmime.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum key {
    KEY_FROM,
    KEY_TO,
    KEY_CC,
    KEY_SUBJECT,
    KEY_MESSAGE_ID,
    KEY_IN_REPLY_TO,
    KEY_REFERENCES,
    KEY_BODY,
    KEY_AUTO_SUBMITTED,
    KEYS
};

static const char *const keys[KEYS] = {"from",        "to",         "cc",   "subject",       "message_id",
                                       "in_reply_to", "references", "body", "auto_submitted"};

struct letter {
    const char *text[KEYS]; /* NULL: not there */
    json_int_t date;
};

static int key_find(const char *name)
{
    for (int i = 0; i < KEYS; i++)
        if (strcmp(name, keys[i]) == 0)
            return i;
    return -1;
}

static bool has_control(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < ' ' || p[i] == 127)
            return true;
    return false;
}

static struct err *take(struct letter *l, const char *name, const json_t *value)
{
    int key = key_find(name);

    if (strcmp(name, "date") == 0 && json_is_integer(value)) {
        l->date = json_integer_value(value);
        return NULL;
    }
    if (key < 0 || !json_is_string(value))
        return err_new(ERR_DATA, NULL, "the letter has an unknown part");
    const char *p = json_string_value(value);
    size_t n = json_string_length(value);
    if (memchr(p, '\0', n) != NULL || (key != KEY_BODY && has_control(p, n)))
        return err_new(ERR_DATA, NULL, "a control character stands in %s", keys[key]);
    l->text[key] = p;
    return NULL;
}

static struct err *addresses(const char *text, const char *what, InternetAddressList **out)
{
    InternetAddressList *list = internet_address_list_parse(NULL, text);
    int n = list != NULL ? internet_address_list_length(list) : 0;
    bool good = n > 0;

    for (int i = 0; good && i < n; i++) {
        InternetAddress *a = internet_address_list_get_address(list, i);
        const char *addr = INTERNET_ADDRESS_IS_MAILBOX(a)
                               ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(a))
                               : NULL;
        good = addr != NULL && addr[0] != '-' && strchr(addr, '@') != NULL;
    }
    *out = list;
    if (good)
        return NULL;
    if (list != NULL)
        g_object_unref(list);
    *out = NULL;
    return err_new(ERR_DATA, NULL, "%s holds what is no address", what);
}

static struct err *set_addresses(GMimeMessage *m, GMimeAddressType type, const char *text, const char *what)
{
    InternetAddressList *list;
    struct err *e;

    if (text == NULL || *text == '\0')
        return NULL;
    if ((e = addresses(text, what, &list)) != NULL)
        return e;
    internet_address_list_append(g_mime_message_get_addresses(m, type), list);
    g_object_unref(list);
    return NULL;
}

static void set_text(GMimeMessage *m, const char *body)
{
    GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
    char *whole = mem_printf("%s\n", body);

    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, whole);
    GMimeContentEncoding best =
        g_mime_part_get_best_content_encoding(GMIME_PART(part), GMIME_ENCODING_CONSTRAINT_7BIT);
    g_mime_part_set_content_encoding(
        GMIME_PART(part), best == GMIME_CONTENT_ENCODING_DEFAULT ? GMIME_CONTENT_ENCODING_7BIT : best);
    g_mime_message_set_mime_part(m, GMIME_OBJECT(part));
    g_object_unref(part);
    free(whole);
}

static void write_out(GMimeMessage *m, struct buf *out)
{
    char *text = g_mime_object_to_string(GMIME_OBJECT(m), NULL);

    buf_adds(out, text);
    g_free(text);
}

static struct err *build(const struct letter *l, GMimeMessage *m)
{
    GDateTime *date = g_date_time_new_from_unix_utc(l->date);
    struct err *e;

    if ((e = set_addresses(m, GMIME_ADDRESS_TYPE_FROM, l->text[KEY_FROM], "from")) == NULL &&
        (e = set_addresses(m, GMIME_ADDRESS_TYPE_TO, l->text[KEY_TO], "to")) == NULL)
        e = set_addresses(m, GMIME_ADDRESS_TYPE_CC, l->text[KEY_CC], "cc");
    g_mime_message_set_subject(m, l->text[KEY_SUBJECT], "utf-8");
    g_mime_message_set_date(m, date);
    g_mime_message_set_message_id(m, l->text[KEY_MESSAGE_ID]);
    if (l->text[KEY_IN_REPLY_TO] != NULL)
        g_mime_object_set_header(GMIME_OBJECT(m), "In-Reply-To", l->text[KEY_IN_REPLY_TO], NULL);
    if (l->text[KEY_REFERENCES] != NULL)
        g_mime_object_set_header(GMIME_OBJECT(m), "References", l->text[KEY_REFERENCES], NULL);
    if (l->text[KEY_AUTO_SUBMITTED] != NULL)
        g_mime_object_set_header(GMIME_OBJECT(m), "Auto-Submitted", l->text[KEY_AUTO_SUBMITTED], NULL);
    set_text(m, l->text[KEY_BODY]);
    g_date_time_unref(date);
    return e;
}

struct err *compose_letter(struct str json, struct buf *out)
{
    struct letter l = {.date = 0};
    struct err *e = NULL;
    const char *name;
    json_t *value, *o = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

    if (!json_is_object(o)) {
        json_decref(o);
        return err_new(ERR_DATA, NULL, "the letter is no JSON object");
    }
    json_object_foreach(o, name, value) if (e == NULL) e = take(&l, name, value);
    if (e == NULL && (l.text[KEY_TO] == NULL || l.text[KEY_SUBJECT] == NULL ||
                      l.text[KEY_MESSAGE_ID] == NULL || l.text[KEY_BODY] == NULL))
        e = err_new(ERR_DATA, NULL, "the letter lacks to, subject, message_id or body");
    if (e == NULL) {
        GMimeMessage *m = g_mime_message_new(TRUE);
        if ((e = build(&l, m)) == NULL)
            write_out(m, out);
        g_object_unref(m);
    }
    json_decref(o);
    return e;
}
