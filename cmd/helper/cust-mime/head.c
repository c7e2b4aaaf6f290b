#define _GNU_SOURCE
#include "cmd/helper/cust-mime/head.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "cmd/helper/cust-mime/charset.h"
#include "cmd/helper/cust-mime/flags.h"

json_t *head_text(const char *s)
{
    struct buf b = {0};
    unsigned flags = 0;

    if (s == NULL)
        return json_null();
    charset_add_guess(&b, str_of(s), &flags);
    buf_adds(&b, "");
    for (size_t i = 0; i < b.len; i++)
        if ((unsigned char)b.p[i] < ' ' || b.p[i] == 127)
            b.p[i] = ' ';
    struct str t = str_trim(buf_str(&b));
    json_t *j = json_stringn(t.p, t.n);
    buf_free(&b);
    return j;
}

static const char *header(GMimeMessage *m, const char *name)
{
    return g_mime_object_get_header(GMIME_OBJECT(m), name);
}

static json_t *address(InternetAddress *a)
{
    json_t *one = json_object();

    json_object_set_new(one, "name", head_text(internet_address_get_name(a)));
    json_object_set_new(one, "address",
                        head_text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(a))));
    return one;
}

static bool usable(const json_t *a)
{
    return json_string_length(json_object_get(a, "address")) > 0;
}

/* Mailboxes of a list, those inside groups (RFC 5322 section 3.4) too, into an array. */
static void add_addresses(json_t *to, InternetAddressList *list, unsigned depth, unsigned *flags)
{
    int n = list != NULL ? internet_address_list_length(list) : 0;

    for (int i = 0; i < n; i++) {
        InternetAddress *a = internet_address_list_get_address(list, i);
        if (json_array_size(to) >= HEAD_ADDRESSES || depth > 3) {
            *flags |= FLAGS_LIMITS;
            return;
        }
        if (INTERNET_ADDRESS_IS_GROUP(a)) {
            add_addresses(to, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(a)), depth + 1,
                          flags);
            continue;
        }
        json_t *one = address(a);
        if (usable(one))
            json_array_append(to, one);
        json_decref(one);
    }
}

static json_t *addresses(InternetAddressList *list, unsigned *flags)
{
    json_t *all = json_array();

    add_addresses(all, list, 0, flags);
    return all;
}

/* The first mailbox of a list, or null. */
static json_t *first(InternetAddressList *list)
{
    unsigned flags = 0;
    json_t *all = addresses(list, &flags);
    json_t *one = json_incref(json_array_get(all, 0));

    json_decref(all);
    return one != NULL ? one : json_null();
}

static json_t *first_of_text(const char *text)
{
    InternetAddressList *list = text != NULL ? internet_address_list_parse(NULL, text) : NULL;
    json_t *one = first(list);

    if (list != NULL)
        g_object_unref(list);
    return one;
}

static json_t *sender(GMimeMessage *m, struct str envelope, unsigned *flags)
{
    json_t *one = first(g_mime_message_get_from(m));
    const char *const others[] = {"Sender", "Reply-To", "Return-Path"};
    char copy[256];

    for (size_t i = 0; json_is_null(one) && i < 3; i++) {
        *flags |= FLAGS_FROM_GUESSED;
        one = first_of_text(header(m, others[i]));
    }
    if (json_is_null(one) && envelope.n > 0 && envelope.n < sizeof copy) {
        memcpy(copy, envelope.p, envelope.n);
        copy[envelope.n] = '\0';
        one = first_of_text(copy);
    }
    if (json_is_null(one)) {
        *flags &= ~(unsigned)FLAGS_FROM_GUESSED;
        *flags |= FLAGS_PARTIAL;
    }
    return one;
}

/* The last HEAD_REFERENCES message ids: the nearest ancestors stand last (RFC 5322 section 3.6.4). */
static json_t *references(const char *text, unsigned *flags)
{
    json_t *all = json_array();
    GMimeReferences *refs = text != NULL ? g_mime_references_parse(NULL, text) : NULL;
    int n = refs != NULL ? g_mime_references_length(refs) : 0;

    if (n > HEAD_REFERENCES)
        *flags |= FLAGS_LIMITS;
    for (int i = n > HEAD_REFERENCES ? n - HEAD_REFERENCES : 0; i < n; i++) {
        json_t *id = head_text(g_mime_references_get_message_id(refs, i));
        if (json_string_length(id) > 0)
            json_array_append(all, id);
        json_decref(id);
    }
    if (refs != NULL)
        g_mime_references_free(refs);
    return all;
}

static json_t *date(GMimeMessage *m)
{
    const char *text = header(m, "Date");
    GDateTime *when = text != NULL ? g_mime_utils_header_decode_date(text) : NULL;
    json_t *j = when != NULL ? json_integer((json_int_t)g_date_time_to_unix(when)) : json_null();

    if (when != NULL)
        g_date_time_unref(when);
    return j;
}

static bool has_word(const char *s, const char *const *words, size_t n)
{
    for (size_t i = 0; s != NULL && i < n; i++)
        if (strcasestr(s, words[i]) != NULL)
            return true;
    return false;
}
#define HAS_WORD(s, ...)                                                                                     \
    has_word(s, (const char *const[]){__VA_ARGS__},                                                          \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool begins(const char *s, const char *const *words, size_t n)
{
    for (size_t i = 0; s != NULL && i < n; i++)
        if (strncasecmp(s, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}
#define BEGINS(s, ...)                                                                                       \
    begins(s, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* A delivery report (RFC 3464), or what a mail server writes that makes none: by itself, under its own name or under the
 * subjects of the usual servers. */
static bool is_bounce(GMimeMessage *m, const json_t *from, bool by_itself)
{
    GMimeContentType *t = g_mime_object_get_content_type(g_mime_message_get_mime_part(m));
    const char *addr = json_string_value(json_object_get(from, "address"));

    if (t != NULL && g_mime_content_type_is_type(t, "multipart", "report")) {
        const char *kind = g_mime_content_type_get_parameter(t, "report-type");
        if (kind == NULL || strcasecmp(kind, "delivery-status") == 0)
            return true;
    }
    if (header(m, "X-Failed-Recipients") != NULL)
        return true;
    return by_itself &&
           (BEGINS(addr, "mailer-daemon", "postmaster") ||
            BEGINS(g_mime_message_get_subject(m), "Undelivered Mail Returned",
                   "Undeliverable:", "Delivery Status Notification", "Mail delivery failed",
                   "Mail Delivery Failure", "Delivery failure", "Returned mail:", "failure notice"));
}

/* Bounce (RFC 3464), automatic answer (RFC 3834, and the marks that programs older than it or unaware of it set),
 * or mailing list and bulk mail (RFC 2919, RFC 2369), or null: a person wrote it to us. */
static const char *automatic(GMimeMessage *m, const json_t *from)
{
    const char *path = header(m, "Return-Path"), *by = header(m, "Auto-Submitted");
    const char *precedence = header(m, "Precedence"), *suppress = header(m, "X-Auto-Response-Suppress");
    bool null_path = path != NULL && strcmp(path + strspn(path, " \t"), "<>") == 0;

    bool submitted = by != NULL && strncasecmp(by + strspn(by, " \t"), "no", 2) != 0;

    if (is_bounce(m, from, null_path || submitted))
        return "bounce";
    if (submitted)
        return "auto-reply";
    if (null_path || HAS_WORD(precedence, "auto_reply", "auto-reply", "junk") ||
        header(m, "X-Autoreply") != NULL || header(m, "X-Autorespond") != NULL ||
        HAS_WORD(suppress, "all", "oof", "autoreply"))
        return "auto-reply";
    if (header(m, "List-Id") != NULL || header(m, "List-Post") != NULL ||
        header(m, "List-Unsubscribe") != NULL || header(m, "List-Help") != NULL ||
        HAS_WORD(precedence, "list", "bulk"))
        return "list";
    return NULL;
}

/* The identifier alone (RFC 2919: a phrase may stand before it). */
static void put_list_id(json_t *out, const char *text)
{
    const char *open = text != NULL ? strrchr(text, '<') : NULL;
    const char *close = open != NULL ? strchr(open, '>') : NULL;

    if (text == NULL)
        return;
    if (close == NULL) {
        json_object_set_new(out, "list_id", head_text(text));
        return;
    }
    char *id = g_strndup(open + 1, (gsize)(close - open - 1));
    json_object_set_new(out, "list_id", head_text(id));
    g_free(id);
}

void head_read(json_t *out, GMimeMessage *m, struct str envelope, unsigned *flags)
{
    json_t *from = sender(m, envelope, flags);
    json_t *id = head_text(g_mime_message_get_message_id(m));
    const char *robot = automatic(m, from);

    if (json_is_string(id) && json_string_length(id) == 0) {
        json_decref(id);
        id = json_null();
    }
    json_object_set_new(out, "message_id", id);
    json_object_set_new(out, "in_reply_to", references(header(m, "In-Reply-To"), flags));
    json_object_set_new(out, "references", references(header(m, "References"), flags));
    json_object_set_new(out, "from", from);
    json_object_set_new(out, "reply_to", first(g_mime_message_get_reply_to(m)));
    json_object_set_new(out, "to", addresses(g_mime_message_get_to(m), flags));
    json_object_set_new(out, "cc", addresses(g_mime_message_get_cc(m), flags));
    json_object_set_new(out, "date", date(m));
    json_object_set_new(out, "subject", head_text(g_mime_message_get_subject(m)));
    put_list_id(out, header(m, "List-Id"));
    json_object_set_new(out, "auto", robot != NULL ? json_string(robot) : json_null());
}
