#define _GNU_SOURCE
#include "cmd/helper/cust-mime/html.h"

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "cmd/helper/cust-mime/flags.h"

enum kind { BREAK, BLOCK, PARA, ITEM, CELL, SKIP, PRE, QUOTE, LINK, IMAGE };

static const struct {
    const char *name;
    enum kind kind;
} elements[] = {
    {"a", LINK},        {"address", BLOCK}, {"article", PARA}, {"aside", PARA},  {"blockquote", QUOTE},
    {"br", BREAK},      {"center", BLOCK},  {"dd", BLOCK},     {"div", BLOCK},   {"dl", PARA},
    {"dt", BLOCK},      {"footer", PARA},   {"form", BLOCK},   {"h1", PARA},     {"h2", PARA},
    {"h3", PARA},       {"h4", PARA},       {"h5", PARA},      {"h6", PARA},     {"head", SKIP},
    {"header", PARA},   {"hr", PARA},       {"img", IMAGE},    {"li", ITEM},     {"object", SKIP},
    {"ol", PARA},       {"p", PARA},        {"pre", PRE},      {"script", SKIP}, {"section", PARA},
    {"select", SKIP},   {"style", SKIP},    {"svg", SKIP},     {"table", BLOCK}, {"td", CELL},
    {"template", SKIP}, {"th", CELL},       {"title", SKIP},   {"tr", BLOCK},    {"ul", PARA}};

struct out {
    struct buf *buf;
    htmlParserCtxtPtr parser;
    unsigned *flags;
    size_t start;    /* where in buf this body's text begins */
    size_t depth;    /* open elements */
    size_t skip;     /* depth at which skipping began; 0: not skipping */
    size_t link;     /* where in buf the open link's text begins */
    char href[256];  /* its address; empty: none worth saying */
    unsigned breaks; /* line breaks that are due before the next text: 0, 1, 2 */
    unsigned pre, quote;
    unsigned line_quote; /* how deep the current line is quoted */
    bool space;          /* a space is due before the next text */
    bool deep;
};

static int kind_of(const xmlChar *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (strcasecmp((const char *)name, elements[i].name) == 0)
            return (int)elements[i].kind;
    return -1;
}

static void due(struct out *o, unsigned breaks)
{
    if (breaks > o->breaks)
        o->breaks = breaks;
    o->space = false;
}

static void start_line(struct out *o, unsigned quote)
{
    for (unsigned i = 0; i < quote && i < HTML_QUOTES; i++)
        buf_adds(o->buf, "> ");
}

/* Writes the line breaks or the space that are due; the text follows.  A blank line is quoted as deep as both of its
 * neighbours are. */
static void settle(struct out *o)
{
    unsigned between = o->line_quote < o->quote ? o->line_quote : o->quote;

    if (o->breaks > 0 && o->buf->len > o->start) {
        buf_addc(o->buf, '\n');
        if (o->breaks > 1) {
            start_line(o, between);
            o->buf->len -= between > 0;
            buf_addc(o->buf, '\n');
        }
        start_line(o, o->quote);
        o->line_quote = o->quote;
    } else if (o->buf->len == o->start) {
        start_line(o, o->quote);
        o->line_quote = o->quote;
    } else if (o->space) {
        buf_addc(o->buf, ' ');
    }
    o->breaks = 0;
    o->space = false;
}

static const char *attribute(const xmlChar **atts, const char *name)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcasecmp((const char *)atts[0], name) == 0)
            return (const char *)atts[1];
    return NULL;
}

static bool hidden(const xmlChar **atts)
{
    const char *style = attribute(atts, "style");
    const char *display = style != NULL ? strcasestr(style, "display") : NULL;

    return display != NULL && strspn(display + 7, " \t:") > 0 &&
           strncasecmp(display + 7 + strspn(display + 7, " \t:"), "none", 4) == 0;
}

static void open_link(struct out *o, const xmlChar **atts)
{
    const char *href = attribute(atts, "href");

    o->href[0] = '\0';
    if (href != NULL && strlen(href) < sizeof o->href &&
        (strncasecmp(href, "http://", 7) == 0 || strncasecmp(href, "https://", 8) == 0))
        memcpy(o->href, href, strlen(href) + 1);
    o->link = o->buf->len;
}

static void close_link(struct out *o)
{
    struct str text = {o->buf->p + o->link, o->buf->len - o->link};
    const char *bare = strchr(o->href, '/');

    if (o->href[0] == '\0' || text.n == 0)
        return;
    while (*bare == '/')
        bare++;
    size_t n = strlen(bare);
    while (n > 0 && bare[n - 1] == '/')
        n--;
    if (n == 0 || memmem(text.p, text.n, bare, n) == NULL) {
        buf_adds(o->buf, " <");
        buf_adds(o->buf, o->href);
        buf_addc(o->buf, '>');
    }
    o->href[0] = '\0';
}

static void add_text(struct out *o, struct str s)
{
    if (o->buf->len - o->start > HTML_MAX) {
        *o->flags |= FLAGS_LIMITS;
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        bool nbsp = i + 1 < s.n && s.p[i] == '\xc2' && s.p[i + 1] == '\xa0';
        if (o->pre > 0 && s.p[i] == '\n') {
            if (o->breaks < 2)
                o->breaks++;
            continue;
        }
        if (nbsp || strchr(" \t\r\n\f", s.p[i]) != NULL) {
            i += nbsp;
            if (o->pre > 0) {
                settle(o);
                buf_addc(o->buf, ' ');
            } else {
                o->space = o->breaks == 0;
            }
            continue;
        }
        if (o->breaks > 0 || o->space || o->buf->len == o->start)
            settle(o);
        buf_addc(o->buf, s.p[i]);
    }
}

static void begin(struct out *o, int kind, const xmlChar **atts)
{
    const char *alt;

    switch (kind) {
    case BREAK:
        o->breaks = o->breaks < 2 ? o->breaks + 1 : 2;
        o->space = false;
        break;
    case BLOCK:
        due(o, 1);
        break;
    case PARA:
        due(o, 2);
        break;
    case ITEM:
        due(o, 1);
        settle(o);
        buf_adds(o->buf, "- ");
        break;
    case CELL:
        o->space = o->breaks == 0;
        break;
    case PRE:
        due(o, 2);
        o->pre++;
        break;
    case QUOTE:
        due(o, 2);
        o->quote++;
        break;
    case LINK:
        if (o->space || o->breaks > 0)
            settle(o);
        open_link(o, atts);
        break;
    case IMAGE:
        alt = attribute(atts, "alt");
        if (alt != NULL)
            add_text(o, str_of(alt));
        break;
    default:
        break;
    }
}

static void end(struct out *o, int kind)
{
    if (kind == BLOCK || kind == ITEM)
        due(o, 1);
    if (kind == PARA || kind == PRE || kind == QUOTE)
        due(o, 2);
    if (kind == PRE && o->pre > 0)
        o->pre--;
    if (kind == QUOTE && o->quote > 0)
        o->quote--;
    if (kind == LINK)
        close_link(o);
}

static void on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
    struct out *o = user;
    int kind = kind_of(name);

    o->depth++;
    if (o->depth > HTML_DEPTH && !o->deep) {
        o->deep = true;
        *o->flags |= FLAGS_LIMITS;
        xmlStopParser(o->parser);
    }
    if (o->skip != 0)
        return;
    if (kind == SKIP || hidden(atts))
        o->skip = o->depth;
    else
        begin(o, kind, atts);
}

static void on_end(void *user, const xmlChar *name)
{
    struct out *o = user;

    if (o->skip == 0)
        end(o, kind_of(name));
    else if (o->depth <= o->skip)
        o->skip = 0;
    if (o->depth > 0)
        o->depth--;
}

static void on_text(void *user, const xmlChar *s, int n)
{
    struct out *o = user;

    if (o->skip == 0 && n > 0)
        add_text(o, (struct str){(const char *)s, (size_t)n});
}

/* Where the tag, comment or declaration that begins at `at` ends; `*open` is set once no comment can end any more. */
static size_t tag_end(struct str html, size_t at, bool *open)
{
    struct str rest = {html.p + at, html.n - at};
    const char *stop = NULL;

    if (str_starts(rest, "<!--")) {
        stop = *open ? NULL : memmem(rest.p + 4, rest.n - 4, "-->", 3);
        *open = stop == NULL;
        /* One without an end hides nothing: only its mark goes. */
        return stop != NULL ? (size_t)(stop - html.p) + 3 : at + 4;
    }
    stop = memchr(rest.p, '>', rest.n);
    return stop != NULL ? (size_t)(stop - html.p) + 1 : html.n;
}

static void add_tag(struct buf *to, struct str tag)
{
    size_t name = 1;

    if (tag.n < 2 || tag.p[1] == '!' || tag.p[1] == '?')
        return;
    if (tag.n <= HTML_TAG_MAX) {
        buf_addstr(to, tag);
        return;
    }
    while (name < 32 && strchr(" \t\r\n>", tag.p[name]) == NULL)
        name++;
    buf_add(to, tag.p, name);
    buf_addc(to, '>');
}

/* Copies the markup up to HTML_MAX, without comments and declarations, and with long tags bared of their attributes,
 * which also drops embedded images. */
static void slim(struct buf *to, struct str html, unsigned *flags)
{
    size_t i = 0;
    bool open = false;

    while (i < html.n && to->len < HTML_MAX) {
        const char *lt = memchr(html.p + i, '<', html.n - i);
        size_t at = lt != NULL ? (size_t)(lt - html.p) : html.n;
        buf_add(to, html.p + i, at - i);
        i = at;
        if (at < html.n) {
            i = tag_end(html, at, &open);
            add_tag(to, (struct str){html.p + at, i - at});
        }
    }
    if (i < html.n || to->len > HTML_MAX)
        *flags |= FLAGS_LIMITS;
    if (to->len > HTML_MAX)
        to->len = HTML_MAX;
}

/* For what lies too deep to parse: the text between the tags. */
static void add_bare(struct out *o, struct str html)
{
    bool tag = false;

    o->skip = 0;
    for (size_t i = 0; i < html.n; i++) {
        if (html.p[i] == '<' || html.p[i] == '>') {
            tag = html.p[i] == '<';
            o->space = true;
        } else if (!tag) {
            size_t from = i;
            while (i + 1 < html.n && html.p[i + 1] != '<' && html.p[i + 1] != '>')
                i++;
            add_text(o, (struct str){html.p + from, i + 1 - from});
        }
    }
}

void html_load(void)
{
    xmlInitParser();
}

bool html_charset(struct str html, char *name, size_t size)
{
    struct str top = {html.p, html.n < 2048 ? html.n : 2048};

    for (size_t i = 0; i + 8 < top.n; i++) {
        if (strncasecmp(top.p + i, "charset=", 8) != 0)
            continue;
        size_t from = i + 8, n = 0;
        while (from < top.n && (top.p[from] == '"' || top.p[from] == '\''))
            from++;
        while (from + n < top.n && n + 1 < size && strchr("\"' ;/>\t\r\n", top.p[from + n]) == NULL)
            n++;
        memcpy(name, top.p + from, n);
        name[n] = '\0';
        return n > 0;
    }
    return false;
}

void html_add(struct buf *out, struct str html, unsigned *flags)
{
    struct buf slimmed = {0};
    struct out o = {.buf = out, .flags = flags, .start = out->len};

    buf_adds(&slimmed, "");
    slim(&slimmed, html, flags);
    htmlParserCtxtPtr c = htmlNewParserCtxt();
    if (c == NULL) {
        buf_free(&slimmed);
        return;
    }
    o.parser = c;
    memset(c->sax, 0, sizeof *c->sax);
    c->sax->startElement = on_start;
    c->sax->endElement = on_end;
    c->sax->characters = on_text;
    c->sax->ignorableWhitespace = on_text;
    c->userData = &o;
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                  HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD;
    (void)htmlCtxtReadMemory(c, slimmed.p, (int)slimmed.len, NULL, "UTF-8", options);
    long used = o.deep ? xmlByteConsumed(c) : 0;
    if (o.deep && used > 0 && (size_t)used < slimmed.len)
        add_bare(&o, (struct str){slimmed.p + used, slimmed.len - (size_t)used});
    htmlFreeParserCtxt(c);
    buf_free(&slimmed);
    if (out->len > o.start)
        buf_addc(out, '\n');
}
