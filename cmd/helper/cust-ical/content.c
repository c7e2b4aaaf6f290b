#include "cmd/helper/cust-ical/content.h"

#include <string.h>
#include <strings.h>

void content_start(struct content_reader *r, struct str text)
{
    static const char mark[] = "\xEF\xBB\xBF";

    if (str_starts(text, mark)) {
        text.p += strlen(mark);
        text.n -= strlen(mark);
    }
    *r = (struct content_reader){.rest = text, .line = 1};
}

void content_end(struct content_reader *r)
{
    buf_free(&r->text);
}

bool content_is(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

/* One physical line, without its end. */
static bool physical(struct content_reader *r, struct str *out)
{
    if (r->rest.n == 0 || !str_cut(&r->rest, '\n', out))
        return false;
    if (out->n > 0 && out->p[out->n - 1] == '\r')
        out->n--;
    r->line++;
    return true;
}

/* Reads a line and those behind it that begin with a blank: they are one. */
static bool unfold(struct content_reader *r)
{
    struct str s;

    buf_reset(&r->text);
    if (!physical(r, &s))
        return false;
    buf_addstr(&r->text, s);
    while (r->rest.n > 0 && (r->rest.p[0] == ' ' || r->rest.p[0] == '\t') && physical(r, &s)) {
        struct str more = {s.p + 1, s.n - 1};
        buf_addstr(&r->text, more);
    }
    return true;
}

/* Where the name and the parameters end: at a colon that is not between quotes; s.n when there is none. */
static size_t colon(struct str s)
{
    bool quoted = false;
    size_t i = 0;

    while (i < s.n && (quoted || s.p[i] != ':')) {
        quoted = quoted != (s.p[i] == '"');
        i++;
    }
    return i;
}

bool content_next(struct content_reader *r, struct content *out, bool *bad)
{
    size_t line;

    do {
        line = r->line;
        if (!unfold(r))
            return false;
    } while (str_trim(buf_str(&r->text)).n == 0);
    struct str s = buf_str(&r->text);
    size_t end = colon(s), name = 0;
    while (name < end && s.p[name] != ';')
        name++;
    *bad = end == s.n || name == 0;
    *out = (struct content){.name = {s.p, name}, .params = {s.p + name, end - name}, .line = line};
    if (!*bad)
        out->value = (struct str){s.p + end + 1, s.n - end - 1};
    return true;
}

struct str content_param(const struct content *c, const char *name)
{
    struct str rest = c->params, none = {"", 0};

    while (rest.n > 0) {
        size_t n = 1;
        bool quoted = false;
        while (n < rest.n && (quoted || rest.p[n] != ';')) {
            quoted = quoted != (rest.p[n] == '"');
            n++;
        }
        struct str value = {rest.p + 1, n - 1}, key;
        rest.p += n;
        rest.n -= n;
        if (!str_cut(&value, '=', &key) || value.p == NULL || !content_is(key, name))
            continue;
        if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = (struct str){value.p + 1, value.n - 2};
        return value;
    }
    return none;
}
