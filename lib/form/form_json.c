#include "form/form_json.h"

#include <jansson.h>

#include "base/text.h"
#include "form/base64.h"

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~' || s.p[i] == '"' || s.p[i] == '\\')
            return false;
    return true;
}

/* Jansson's output, with DEL as an escape: it leaves that one bare. */
static int collect(const char *bytes, size_t n, void *context)
{
    struct buf *out = context;

    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\x7f')
            buf_adds(out, "\\u007f");
        else
            buf_addc(out, bytes[i]);
    }
    return 0;
}

static bool steers(struct str s)
{
    struct buf shown = {0};

    text_show(s, &shown);
    bool differs = !str_eq(buf_str(&shown), s);
    buf_free(&shown);
    return differs;
}

void form_json_string(struct str s, struct buf *out)
{
    if (is_plain(s)) { /* nearly all; costs no memory */
        buf_addc(out, '"');
        buf_addstr(out, s);
        buf_addc(out, '"');
        return;
    }
    json_t *j = json_stringn(s.p, s.n);
    if (j == NULL ||
        json_dump_callback(j, collect, out, JSON_ENCODE_ANY | (steers(s) ? JSON_ENSURE_ASCII : 0U)) != 0)
        buf_adds(out, "\"\"");
    json_decref(j);
}

void form_json_text(const char *key, struct str s, struct buf *out)
{
    struct buf clean = {0};

    buf_printf(out, "\"%s\":", key);
    if (is_plain(s) || !text_clean(s, &clean)) {
        form_json_string(s, out);
    } else {
        form_json_string(buf_str(&clean), out);
        buf_printf(out, ",\"%s_base64\":\"", key);
        base64_encode(s, out);
        buf_addc(out, '"');
    }
    buf_free(&clean);
}

static void list(struct str words, struct buf *out)
{
    struct str word;
    bool first = true;
    struct buf clean = {0};

    buf_addc(out, '[');
    while (str_cut(&words, ',', &word)) {
        if (!first)
            buf_addc(out, ',');
        first = false;
        buf_reset(&clean);
        text_clean(word, &clean);
        form_json_string(buf_str(&clean), out);
    }
    buf_addc(out, ']');
    buf_free(&clean);
}

static size_t digits_at(struct str s, size_t i)
{
    size_t from = i;

    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i - from;
}

/* RFC 8259, section 6, without an exponent. */
static bool is_number(struct str s)
{
    size_t at = s.n > 0 && s.p[0] == '-', whole = digits_at(s, at);

    if (whole == 0 || (whole > 1 && s.p[at] == '0'))
        return false;
    at += whole;
    return at == s.n || (s.p[at] == '.' && at + 1 < s.n && at + 1 + digits_at(s, at + 1) == s.n);
}

/* A figure as a number; "+3" has no plus there. */
static void number(const struct form_cell *c, struct buf *out)
{
    struct str s = c->value->text;

    if (s.n > 0 && s.p[0] == '+')
        s = (struct str){s.p + 1, s.n - 1};
    if (s.n == 0)
        form_cell_line(c, out);
    else if (is_number(s))
        buf_addstr(out, s);
    else
        form_json_string(s, out);
}

static void cell(const struct form_cell *c, struct buf *out)
{
    if (c->column->type == FORM_TEXT && !form_cell_empty(c)) {
        form_json_text(c->key, c->value->text, out);
        return;
    }
    buf_printf(out, "\"%s\":", c->key);
    if (form_cell_empty(c)) {
        buf_adds(out, c->column->type == FORM_LIST ? "[]" : "null");
    } else if (c->column->type == FORM_LIST) {
        list(c->value->text, out);
    } else if (c->column->type == FORM_NUMBER) {
        number(c, out);
    } else {
        buf_addc(out, '"');
        form_cell_line(c, out);
        buf_addc(out, '"');
    }
}

void form_json_row(const struct form_cell *cells, size_t n, const char *schema, struct buf *out)
{
    buf_addc(out, '{');
    if (schema != NULL) {
        buf_adds(out, "\"schema\":");
        form_json_string(str_of(schema), out);
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0 || schema != NULL)
            buf_addc(out, ',');
        cell(&cells[i], out);
    }
    buf_addc(out, '}');
}
