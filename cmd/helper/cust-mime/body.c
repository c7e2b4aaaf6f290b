#include "cmd/helper/cust-mime/body.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "cmd/helper/cust-mime/charset.h"
#include "cmd/helper/cust-mime/flags.h"
#include "cmd/helper/cust-mime/flowed.h"
#include "cmd/helper/cust-mime/head.h"
#include "cmd/helper/cust-mime/html.h"

enum { MEASURED = 64 * 1024 * 1024 };

struct body {
    struct buf *text;
    json_t *attachments;
    unsigned *flags;
    size_t measured; /* bytes that were gone through to learn sizes */
    size_t wanted;   /* the number in the list, from 1, of the part that is asked for; 0: none */
    int fd;          /* where its bytes go */
    enum body_part given;
    GMimeMessage *enclosed; /* the first one */
    GMimePart *named;       /* the first text that is an attachment by its name */
};

static void visit(struct body *b, GMimeObject *o, bool texts);

static bool is_type(GMimeObject *o, const char *type, const char *subtype)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);

    return t != NULL && g_mime_content_type_is_type(t, type, subtype);
}

static const char *parameter(GMimeObject *o, const char *name)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);

    return t != NULL ? g_mime_content_type_get_parameter(t, name) : NULL;
}

/* Decodes a part's content, at most `max` bytes of it. */
static void decode(struct buf *to, GMimePart *part, size_t max, unsigned *flags)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    char chunk[16384];
    ssize_t n;

    if (content == NULL)
        return;
    GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
    GMimeStream *plain = g_mime_stream_filter_new(raw);
    GMimeFilter *filter = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(plain), filter);
    g_object_unref(filter);
    g_mime_stream_reset(raw);
    while ((n = g_mime_stream_read(plain, chunk, sizeof chunk)) > 0) {
        if ((size_t)n > max - to->len) {
            buf_add(to, chunk, max - to->len);
            *flags |= FLAGS_LIMITS;
            break;
        }
        buf_add(to, chunk, (size_t)n);
    }
    g_object_unref(plain);
}

/* Writes what the part or message holds, decoded; gives how many bytes that are, -1 when it cannot. */
static ssize_t write_out(GMimeObject *o, GMimeStream *to)
{
    if (GMIME_IS_PART(o)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(o));
        return content != NULL ? g_mime_data_wrapper_write_to_stream(content, to) : 0;
    }
    if (!GMIME_IS_MESSAGE_PART(o))
        return 0;
    GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
    return m != NULL ? g_mime_object_write_to_stream(GMIME_OBJECT(m), NULL, to) : 0;
}

/* 0 once too much was measured: messages inside each other hold the innermost many times. */
static size_t decoded_size(struct body *b, GMimeObject *o)
{
    if (b->measured > MEASURED) {
        *b->flags |= FLAGS_LIMITS;
        return 0;
    }
    GMimeStream *nowhere = g_mime_stream_null_new();
    ssize_t n = write_out(o, nowhere);

    g_object_unref(nowhere);
    b->measured += n > 0 ? (size_t)n : 0;
    return n > 0 ? (size_t)n : 0;
}

/* To the descriptor as it goes: a second copy in memory could be one too many. */
static void give(struct body *b, GMimeObject *o)
{
    GMimeStream *pipe = g_mime_stream_pipe_new(b->fd);
    GMimeStream *to = g_mime_stream_buffer_new(pipe, GMIME_STREAM_BUFFER_BLOCK_WRITE);

    g_mime_stream_pipe_set_owner(GMIME_STREAM_PIPE(pipe), FALSE);
    b->given = write_out(o, to) >= 0 && g_mime_stream_flush(to) == 0 ? BODY_PART_GIVEN : BODY_PART_UNWRITTEN;
    g_object_unref(to);
    g_object_unref(pipe);
}

/* CRLF, and a CR alone, become LF. */
static void unify_lines(struct buf *b)
{
    size_t to = 0;

    for (size_t i = 0; i < b->len; i++) {
        if (b->p[i] == '\r') {
            if (i + 1 == b->len || b->p[i + 1] != '\n')
                b->p[to++] = '\n';
        } else {
            b->p[to++] = b->p[i];
        }
    }
    b->len = to;
}

/* Adds one text part.  True when it held any word. */
static bool add_text(struct body *b, GMimePart *part)
{
    struct buf raw = {0}, utf8 = {0};
    char meta[64];
    GMimeObject *o = GMIME_OBJECT(part);
    const char *charset = parameter(o, "charset"), *format = parameter(o, "format"),
               *delsp = parameter(o, "delsp");
    bool html = is_type(o, "text", "html");
    size_t start = b->text->len;

    size_t room = start < BODY_TEXT_MAX ? BODY_TEXT_MAX - start : 0;
    /* Markup is mostly not words, and embedded images may be most of it. */
    decode(&raw, part, html ? 8 * (size_t)BODY_TEXT_MAX : room, b->flags);
    if (html && charset == NULL && html_charset(buf_str(&raw), meta, sizeof meta))
        charset = meta;
    charset_add(&utf8, buf_str(&raw), charset, b->flags);
    buf_free(&raw);
    unify_lines(&utf8);
    bool any = str_trim(buf_str(&utf8)).n > 0;
    if (any && start > 0 && b->text->p[start - 1] != '\n')
        buf_addc(b->text, '\n');
    if (any && start > 0)
        buf_addc(b->text, '\n');
    size_t before = b->text->len;
    if (html && any)
        html_add(b->text, buf_str(&utf8), b->flags);
    else if (any && format != NULL && strcasecmp(format, "flowed") == 0)
        flowed_add(b->text, buf_str(&utf8), delsp != NULL && strcasecmp(delsp, "yes") == 0);
    else if (any)
        buf_addstr(b->text, buf_str(&utf8));
    buf_free(&utf8);
    any = any && b->text->len > before;
    if (!any && b->text->p != NULL)
        b->text->len = start;
    *b->flags |= html && any ? FLAGS_HTML : 0u;
    return any;
}

static void add_attachment(struct body *b, GMimeObject *o, const char *name)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);
    char *type = t != NULL ? g_mime_content_type_get_mime_type(t) : NULL;
    json_t *one = json_object();

    if (json_array_size(b->attachments) < BODY_ATTACHMENTS) {
        json_object_set_new(one, "name", head_text(name));
        json_object_set_new(one, "type", head_text(type != NULL ? type : "application/octet-stream"));
        json_object_set_new(one, "size", json_integer((json_int_t)decoded_size(b, o)));
        json_array_append(b->attachments, one);
        if (json_array_size(b->attachments) == b->wanted)
            give(b, o);
    } else {
        *b->flags |= FLAGS_LIMITS;
    }
    json_decref(one);
    g_free(type);
}

static void visit_part(struct body *b, GMimePart *part, bool texts)
{
    GMimeObject *o = GMIME_OBJECT(part);
    const char *name = g_mime_part_get_filename(part);
    const char *disposition = g_mime_object_get_disposition(o);
    bool attached = (disposition != NULL && strcasecmp(disposition, "attachment") == 0) || name != NULL;
    bool text =
        is_type(o, "text", "*") && !is_type(o, "text", "calendar") && !is_type(o, "text", "rfc822-headers");

    if (is_type(o, "application", "pkcs7-mime") || is_type(o, "application", "x-pkcs7-mime")) {
        const char *kind = parameter(o, "smime-type");
        if (kind == NULL || strcasecmp(kind, "signed-data") != 0)
            *b->flags |= FLAGS_ENCRYPTED;
    }
    if (!attached && text) {
        if (texts)
            add_text(b, part);
        return;
    }
    if (text && texts && b->named == NULL)
        b->named = part;
    add_attachment(b, o, name);
}

/* Of several forms of one text: plain, when it has words; else the last (richest, RFC 2046 section 5.1.4) that has. */
static void visit_alternative(struct body *b, GMimeMultipart *m, bool texts)
{
    int n = g_mime_multipart_get_count(m), chosen = -1;

    for (int i = 0; texts && chosen < 0 && i < n; i++) {
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        if (is_type(o, "text", "plain") && GMIME_IS_PART(o) && add_text(b, GMIME_PART(o)))
            chosen = i;
    }
    for (int i = n - 1; texts && chosen < 0 && i >= 0; i--) {
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        size_t before = b->text->len;
        if (is_type(o, "text", "plain") || is_type(o, "text", "calendar"))
            continue;
        if (is_type(o, "text", "*") || GMIME_IS_MULTIPART(o))
            visit(b, o, true);
        if (b->text->len > before)
            chosen = i;
    }
    for (int i = 0; i < n; i++)
        if (i != chosen || is_type(g_mime_multipart_get_part(m, i), "text", "plain"))
            visit(b, g_mime_multipart_get_part(m, i), false);
}

static void visit_multipart(struct body *b, GMimeMultipart *m, bool texts)
{
    GMimeObject *o = GMIME_OBJECT(m);
    int n = g_mime_multipart_get_count(m);
    bool encrypted = is_type(o, "multipart", "encrypted");

    if (n == 0) {
        const char *stray = g_mime_multipart_get_prologue(m);
        *b->flags |= FLAGS_PARTIAL;
        if (texts && stray != NULL)
            charset_add_guess(b->text, str_of(stray), b->flags);
    }
    if (encrypted)
        *b->flags |= FLAGS_ENCRYPTED;
    if (is_type(o, "multipart", "alternative")) {
        visit_alternative(b, m, texts);
        return;
    }
    for (int i = 0; i < n; i++)
        visit(b, g_mime_multipart_get_part(m, i), texts && !encrypted);
}

static void visit_enclosed(struct body *b, GMimeMessagePart *part)
{
    GMimeMessage *m = g_mime_message_part_get_message(part);

    add_attachment(b, GMIME_OBJECT(part), m != NULL ? g_mime_message_get_subject(m) : NULL);
    if (m != NULL && b->enclosed == NULL)
        b->enclosed = m;
}

static void visit(struct body *b, GMimeObject *o, bool texts)
{
    if (GMIME_IS_MULTIPART(o))
        visit_multipart(b, GMIME_MULTIPART(o), texts);
    else if (GMIME_IS_MESSAGE_PART(o))
        visit_enclosed(b, GMIME_MESSAGE_PART(o));
    else if (GMIME_IS_PART(o))
        visit_part(b, GMIME_PART(o), texts);
}

static void walk(struct body *b, GMimeMessage *m)
{
    GMimeObject *top = g_mime_message_get_mime_part(m);

    buf_adds(b->text, "");
    if (top != NULL)
        visit(b, top, true);
    /* Some programs give the only text a name. */
    if (str_trim(buf_str(b->text)).n == 0 && b->named != NULL)
        add_text(b, b->named);
    /* At most as deep as the scan lets messages nest. */
    while (str_trim(buf_str(b->text)).n == 0 && b->enclosed != NULL) {
        GMimeObject *inner = g_mime_message_get_mime_part(b->enclosed);
        b->enclosed = NULL;
        *b->flags |= FLAGS_FORWARDED;
        if (inner != NULL)
            visit(b, inner, true);
    }
}

void body_read(GMimeMessage *m, struct buf *text, json_t *attachments, unsigned *flags)
{
    struct body b = {.text = text, .attachments = attachments, .flags = flags};

    walk(&b, m);
}

enum body_part body_part(GMimeMessage *m, size_t n, int fd)
{
    struct buf text = {0};
    unsigned flags = 0;
    struct body b = {.text = &text,
                     .attachments = json_array(),
                     .flags = &flags,
                     .wanted = n,
                     .fd = fd,
                     .given = BODY_PART_NONE};

    walk(&b, m);
    buf_free(&text);
    json_decref(b.attachments);
    return b.given;
}
