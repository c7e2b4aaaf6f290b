#include "desk/drafttext.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

enum head {
    HEAD_TO,
    HEAD_CC,
    HEAD_SUBJECT,
    HEAD_IN_REPLY_TO,
    HEAD_REFERENCES,
    HEAD_SEEN,
    HEAD_AS,
    HEAD_MARK,
    HEADS
};

static const char *const heads[HEADS] = {"To",         "Cc",          "Subject",   "In-Reply-To",
                                         "References", "X-Cust-Seen", "X-Cust-As", "X-Cust-Draft"};

static bool same_name(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

static int head_find(struct str name)
{
    for (int i = 0; i < HEADS; i++)
        if (same_name(name, heads[i]))
            return i;
    return -1;
}

/* A line without its end, which may be CR LF. */
static struct str line_of(struct str line)
{
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* "Name: value" taken apart; false when the line is no header (RFC 5322 section 2.2). */
static bool cut_head(struct str line, struct str *name, struct str *value)
{
    size_t i = 0;

    while (i < line.n && line.p[i] > ' ' && line.p[i] < 127 && line.p[i] != ':')
        i++;
    if (i == 0 || i >= line.n || line.p[i] != ':')
        return false;
    *name = (struct str){line.p, i};
    *value = str_trim((struct str){line.p + i + 1, line.n - i - 1});
    return true;
}

static struct err *at(size_t line, struct err *e)
{
    char *where = mem_printf("draft:%zu", line);

    e = err_at(e, where);
    free(where);
    return e;
}

/* Controls beyond ASCII (U+0080 to U+009F), and what ends a line or a paragraph in Unicode (U+2028, U+2029). */
static bool ends_line(struct str utf8)
{
    for (size_t i = 0; i + 1 < utf8.n; i++) {
        unsigned char a = (unsigned char)utf8.p[i], b = (unsigned char)utf8.p[i + 1];
        unsigned char c = i + 2 < utf8.n ? (unsigned char)utf8.p[i + 2] : 0;
        if ((a == 0xC2 && b < 0xA0) || (a == 0xE2 && b == 0x80 && (c == 0xA8 || c == 0xA9)))
            return true;
    }
    return false;
}

/* What must never reach a header of a letter: it would begin a header of its own, or end the letter's head. */
static struct err *safe_value(int head, struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < ' ' || value.p[i] == 127)
            return err_new(ERR_DATA, NULL, "a control character stands in %s; take it out", heads[head]);
    if (!text_valid(value))
        return err_new(ERR_DATA, NULL, "%s is no valid UTF-8", heads[head]);
    if (ends_line(value))
        return err_new(ERR_DATA, NULL, "a control character stands in %s; take it out", heads[head]);
    return NULL;
}

/* No comments, groups or routes (RFC 5322 section 3.4 and 4.4), nor quoted pairs: nobody writes them, and programs read
 * them each in their own way. */
static bool usable(struct str address)
{
    for (size_t i = 0; i < address.n; i++)
        if (strchr(" <>();\\", address.p[i]) != NULL)
            return false;
    return memchr(address.p, '@', address.n) != NULL && address.p[0] != '@';
}

/* Where it begins for a program that takes the quotation marks of "-x"@example.com away. */
static const char *first_of(struct str address)
{
    return address.p[0] == '"' ? address.p + 1 : address.p;
}

/* Every address of a list, roughly: what a mail program would take for an option, or nothing at all. */
static struct err *safe_addresses(int head, struct str list)
{
    struct str one;
    bool quoted = false;
    char *flat = mem_dup(list.p, list.n);

    for (size_t i = 0; i < list.n; i++) { /* a comma between quotation marks parts nothing */
        quoted = flat[i] == '"' ? !quoted : quoted;
        if (quoted && flat[i] == ',')
            flat[i] = ' ';
    }
    struct str rest = {flat, list.n};
    struct err *e = NULL;
    while (e == NULL && str_cut(&rest, ',', &one)) {
        const char *open = one.n > 0 ? memchr(one.p, '<', one.n) : NULL;
        struct str address = str_trim(one);
        if (open != NULL) {
            address = (struct str){open + 1, (size_t)(one.p + one.n - open - 1)};
            const char *shut = memchr(address.p, '>', address.n);
            address.n = shut != NULL ? (size_t)(shut - address.p) : 0;
        }
        if (!usable(address))
            e = err_new(ERR_DATA, NULL,
                        "%s holds no usable address; write name@example.com, or Name <name@example.com>",
                        heads[head]);
        else if (*first_of(address) == '-')
            e = err_new(ERR_DATA, NULL,
                        "an address in %s begins with \"-\"; mail programs would read it as an option",
                        heads[head]);
    }
    free(flat);
    return e;
}

static struct err *take_seen(struct str value, struct drafttext *out)
{
    struct err *e = ref_parse(value, &out->seen);

    if (e == NULL && out->seen.kind != REF_EVENT)
        e = err_new(ERR_DATA, NULL, "X-Cust-Seen names no event; leave it as the draft had it");
    if (e != NULL)
        e->code = ERR_DATA;
    return e;
}

static struct err *take_as(struct str value, struct drafttext *out)
{
    int as = word_find(WORD_ANSWER, value);

    if (as < 0)
        return err_near(ERR_DATA, NULL, word_near(WORD_ANSWER, value),
                        "it is plain, ack, holding, final or summary", "X-Cust-As is no kind of answer");
    out->as = (enum answer)as;
    return NULL;
}

static struct err *take_head(int head, struct str value, struct drafttext *out)
{
    struct str *const texts[] = {&out->to, &out->cc, &out->subject, &out->in_reply_to, &out->references};
    struct err *e = safe_value(head, value);

    if (e != NULL)
        return e;
    if (head < HEAD_SEEN)
        *texts[head] = value;
    switch (head) {
    case HEAD_TO:
    case HEAD_CC:
        return value.n > 0 || head == HEAD_TO ? safe_addresses(head, value) : NULL;
    case HEAD_SEEN:
        return take_seen(value, out);
    case HEAD_AS:
        return take_as(value, out);
    case HEAD_MARK: {
        char hex[17] = {0};
        memcpy(hex, value.p, value.n < 16 ? value.n : 16);
        out->mark = strtoull(hex, NULL, 16);
        return NULL;
    }
    default:
        return NULL;
    }
}

/* The letter ends at the cut line; empty lines before it are none of it. */
static struct str up_to_cut(struct str body)
{
    struct str rest = body, line;

    while (str_cut(&rest, '\n', &line))
        if (str_is(str_trim(line), DRAFTTEXT_CUT)) {
            body.n = (size_t)(line.p - body.p);
            break;
        }
    while (body.n > 0 && strchr(" \t\r\n", body.p[body.n - 1]) != NULL)
        body.n--;
    return body;
}

static struct err *take_line(struct str line, struct arena *a, unsigned *seen, struct drafttext *out)
{
    char quote[TEXT_QUOTE];
    struct str name, value;

    if (!cut_head(line, &name, &value))
        return err_new(ERR_DATA, NULL,
                       "%s is no header; leave an empty line between the headers and the letter",
                       text_quote(line, quote));
    int head = head_find(name);
    if (head < 0)
        return err_new(ERR_DATA, NULL, "%s is no header of a draft; take it out, only Cc may be added",
                       text_quote(name, quote));
    if ((*seen & 1U << head) != 0)
        return err_new(ERR_DATA, NULL, "%s stands twice", heads[head]);
    *seen |= 1U << head;
    return take_head(head, arena_str(a, value), out);
}

struct err *drafttext_read(struct str text, struct arena *a, struct drafttext *out)
{
    static const int needed[] = {HEAD_TO, HEAD_SUBJECT, HEAD_SEEN};
    struct str rest = text, line;
    unsigned seen = 0;
    size_t no = 0;

    *out = (struct drafttext){0};
    while (str_cut(&rest, '\n', &line) && (line = line_of(line)).n > 0) {
        struct err *e = take_line(line, a, &seen, out);
        no++;
        if (e != NULL)
            return at(no, e);
    }
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if ((seen & 1U << needed[i]) == 0)
            return err_new(ERR_DATA, "draft", "has no %s; begin with what cust-log draft writes",
                           heads[needed[i]]);
    out->line = no + 2;
    out->body = rest.p != NULL ? up_to_cut(rest) : (struct str){"", 0};
    if (memchr(out->body.p, '\0', out->body.n) != NULL)
        return err_new(ERR_DATA, "draft", "a NUL byte stands in the letter; take it out");
    return NULL;
}

/* Whether a text begins as a message does, and not as a letter that happens to have a colon. */
static bool begins_with_head(struct str text)
{
    static const char *const usual[] = {"From",       "Date", "Bcc",         "Reply-To",
                                        "Message-ID", "Fcc",  "MIME-Version"};
    struct str name, value;

    if (!cut_head(text, &name, &value))
        return false;
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (same_name(name, usual[i]))
            return true;
    return head_find(name) >= 0;
}

void drafttext_peek(struct str text, struct drafttext *out)
{
    struct str rest = text, line, name, value;

    *out = (struct drafttext){.body = up_to_cut(text), .line = 1};
    if (!str_cut(&rest, '\n', &line) || !begins_with_head(line))
        return;
    rest = text;
    for (out->line = 1; str_cut(&rest, '\n', &line) && (line = line_of(line)).n > 0; out->line++)
        if (cut_head(line, &name, &value)) {
            if (same_name(name, "X-Cust-Seen"))
                err_free(take_seen(value, out));
            else if (same_name(name, "X-Cust-As"))
                err_free(take_as(value, out));
        }
    out->line++;
    out->body = rest.p != NULL ? up_to_cut(rest) : (struct str){"", 0};
    if (out->seen.kind != REF_EVENT)
        out->seen = (struct ref){0};
}
