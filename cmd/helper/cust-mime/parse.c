#include "cmd/helper/cust-mime/parse.h"

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/str.h"
#include "cmd/helper/cust-mime/body.h"
#include "cmd/helper/cust-mime/charset.h"
#include "cmd/helper/cust-mime/digest.h"
#include "cmd/helper/cust-mime/flags.h"
#include "cmd/helper/cust-mime/head.h"
#include "cmd/helper/cust-mime/html.h"
#include "cmd/helper/cust-mime/scan.h"
#include "judge/own.h"

static const struct {
    unsigned flag;
    const char *name;
} flag_names[] = {{FLAGS_PARTIAL, "parse-partial"},
                  {FLAGS_CHARSET, "charset-guessed"},
                  {FLAGS_LIMITS, "limits"},
                  {FLAGS_SANDBOX, "no-sandbox"},
                  {FLAGS_ENCRYPTED, "encrypted"},
                  {FLAGS_FROM_GUESSED, "from-guessed"},
                  {FLAGS_HTML, "html"},
                  {FLAGS_FORWARDED, "forwarded"}};

void parse_load(void)
{
    g_mime_init();
    html_load();
    charset_load();
}

static GMimeMessage *read_message(struct buf *raw, struct str part)
{
    /* Raw bytes in headers are UTF-8 (RFC 6532), else windows-1252, else what always fits. */
    const char *fallbacks[] = {"utf-8", "windows-1252", "iso-8859-1", NULL};
    GByteArray *bytes = g_byte_array_new_take((guint8 *)raw->p, raw->len);
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    GMimeParserOptions *options = g_mime_parser_options_new();

    *raw = (struct buf){0};
    g_mime_parser_options_set_fallback_charsets(options, fallbacks);
    gint64 start = part.p - (const char *)bytes->data;
    g_mime_stream_set_bounds(stream, start, start + (gint64)part.n);
    g_mime_stream_reset(stream);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *m = g_mime_parser_construct_message(parser, options);
    g_object_unref(parser);
    g_object_unref(stream);
    g_mime_parser_options_free(options);
    return m;
}

/* The byte ranges of the customer's own words. */
static json_t *own_ranges(struct str text)
{
    struct arena *a = arena_new();
    json_t *all = json_array();
    size_t n;
    const struct own_span *spans = own_split(a, text, &n);

    for (size_t i = 0; i < n; i++)
        if (spans[i].kind == OWN_WORDS)
            json_array_append_new(all, json_pack("[II]", (json_int_t)spans[i].from, (json_int_t)spans[i].to));
    arena_free(a);
    return all;
}

static json_t *flag_list(unsigned flags)
{
    json_t *all = json_array();

    for (size_t i = 0; i < sizeof flag_names / sizeof flag_names[0]; i++)
        if (flags & flag_names[i].flag)
            json_array_append_new(all, json_string(flag_names[i].name));
    return all;
}

json_t *parse_message(struct buf *raw, unsigned flags)
{
    struct scan scan;
    char digest[DIGEST_HEX];
    struct buf text = {0};
    json_t *out = json_object(), *attachments = json_array();

    /* Of the message as it came: the scan cuts it. */
    digest_message((struct str){raw->p + SCAN_SLACK, raw->len - SCAN_SLACK}, digest);
    scan_cut(raw, &scan);
    flags |= scan.flags;
    GMimeMessage *m = read_message(raw, scan.message);
    if (m != NULL) {
        head_read(out, m, scan.envelope, &flags);
        body_read(m, &text, attachments, &flags);
        g_object_unref(m);
    } else {
        flags |= FLAGS_PARTIAL;
    }
    json_object_set_new(out, "digest", json_string(digest));
    json_object_set_new(out, "version", json_integer(PARSE_VERSION));
    json_object_set_new(out, "text", json_stringn(text.p != NULL ? text.p : "", text.len));
    json_object_set_new(out, "own", own_ranges(buf_str(&text)));
    json_object_set_new(out, "attachments", attachments);
    json_object_set_new(out, "flags", flag_list(flags));
    buf_free(&text);
    return out;
}

enum body_part parse_part(struct buf *raw, size_t n, int fd)
{
    struct scan scan;

    scan_cut(raw, &scan);
    GMimeMessage *m = read_message(raw, scan.message);
    if (m == NULL)
        return BODY_PART_NONE;
    enum body_part what = body_part(m, n, fd);
    g_object_unref(m);
    return what;
}
