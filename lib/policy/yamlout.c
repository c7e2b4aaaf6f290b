#include "policy/yamlout.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static void write_node(const struct setting *s, const struct tree *t, const struct tree *base, size_t depth,
                       struct buf *out);

/* Bytes that mean nothing to YAML inside a plain scalar of a block; a ":" or blank between two of them is safe. */
static bool is_plain_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("_./+-@()',?<>|*!&", c) != NULL);
}

static bool is_plain(struct str s)
{
    if (s.n == 0 || strchr("_.+-@)',?>|*!&", s.p[0]) != NULL || str_is(s, "null"))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool inside = i > 0 && i + 1 < s.n && is_plain_byte(s.p[i + 1]);
        if (!is_plain_byte(c) && !(inside && (c == ':' || c == ' ')))
            return false;
    }
    return true;
}

/* One UTF-8 character of a valid text. */
static size_t decode(struct str s, uint32_t *cp)
{
    unsigned char c = (unsigned char)s.p[0];
    size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t v = n == 1 ? c : c & (0x7Fu >> n);

    if (n > s.n)
        n = s.n;
    for (size_t i = 1; i < n; i++)
        v = v << 6 | ((unsigned char)s.p[i] & 0x3F);
    *cp = v;
    return n;
}

/* What a reader may take for a line's end or the end of the text, or refuse. */
static bool is_awkward(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF ||
           (cp & 0xFFFE) == 0xFFFE;
}

/* Appends one YAML scalar: plain when it cannot be mistaken for anything else, else in double quotes. */
static void scalar(struct str s, struct buf *out)
{
    if (is_plain(s)) {
        buf_addstr(out, s);
        return;
    }
    buf_addc(out, '"');
    while (s.n > 0) {
        uint32_t cp;
        size_t n = decode(s, &cp);
        if (is_awkward(cp))
            buf_printf(out, cp > 0xFFFF ? "\\U%08X" : "\\u%04X", (unsigned)cp);
        else {
            if (cp == '"' || cp == '\\')
                buf_addc(out, '\\');
            buf_add(out, s.p, n);
        }
        s.p += n;
        s.n -= n;
    }
    buf_addc(out, '"');
}

static void indent(size_t depth, struct buf *out)
{
    for (size_t i = 0; i < depth; i++)
        buf_adds(out, "  ");
}

static void write_list(const struct setting *s, const struct tree *t, size_t depth, struct buf *out)
{
    if (t->n == 0 && s->none != NULL) {
        buf_printf(out, " %s\n", s->none);
        return;
    }
    if (t->n == 1 && s->none != NULL) {
        buf_printf(out, " %s\n", t->child->text.p);
        return;
    }
    if (t->n == 0 || s->none != NULL) {
        buf_adds(out, " [");
        for (const struct tree *c = t->child; c != NULL; c = c->next) {
            scalar(c->text, out);
            if (c->next != NULL)
                buf_adds(out, ", ");
        }
        buf_adds(out, "]\n");
        return;
    }
    buf_addc(out, '\n');
    for (const struct tree *c = t->child; c != NULL; c = c->next) {
        indent(depth, out);
        buf_adds(out, "- ");
        scalar(c->text, out);
        buf_addc(out, '\n');
    }
}

static void write_about(const char *about, size_t depth, struct buf *out)
{
    struct str rest = str_of(about), line;

    if (depth == 0)
        buf_addc(out, '\n');
    while (str_cut(&rest, '\n', &line)) {
        indent(depth, out);
        buf_adds(out, "# ");
        buf_addstr(out, line);
        buf_addc(out, '\n');
    }
}

/* `t` NULL: the base has it, the policy has not. */
static void write_entry(const struct setting *s, struct str key, const struct tree *t,
                        const struct tree *base, size_t depth, struct buf *out)
{
    static const struct tree empty = {.kind = TREE_MAP};

    if (s->about != NULL)
        write_about(s->about, depth, out);
    indent(depth, out);
    scalar(key, out);
    buf_addc(out, ':');
    if (t == NULL && s->type == SETTING_MAP && !s->removable)
        t = &empty;
    if (t == NULL)
        buf_adds(out, " null\n");
    else
        write_node(s, t, base, depth + 1, out);
}

/* What no file may have, for people to look at. */
static void write_made(const struct setting *s, struct str key, const struct tree *t, size_t depth,
                       struct buf *out)
{
    struct setting plain = *s;
    struct buf text = {0};
    struct str rest, line;

    if (t == NULL || t->n == 0)
        return;
    plain.about = NULL;
    write_entry(&plain, key, t, NULL, depth, &text);
    rest = buf_str(&text);
    buf_printf(out, "\n# %s\n", s->about);
    while (str_cut(&rest, '\n', &line))
        if (line.n > 0)
            buf_printf(out, "# %.*s\n", (int)line.n, line.p);
    buf_free(&text);
}

static void write_map(const struct setting *s, const struct tree *t, const struct tree *base, size_t depth,
                      struct buf *out)
{
    for (size_t i = 0; i < s->n; i++) {
        struct str key = str_of(s->sub[i].key);
        const struct tree *c = tree_get(t, key), *b = base != NULL ? tree_get(base, key) : NULL;
        if (s->sub[i].made)
            write_made(&s->sub[i], key, c, depth, out);
        else if (c != NULL || b != NULL)
            write_entry(&s->sub[i], key, c, b, depth, out);
    }
}

static void write_named(const struct setting *s, const struct tree *t, const struct tree *base, size_t depth,
                        struct buf *out)
{
    for (const struct tree *c = t->child; c != NULL; c = c->next)
        write_entry(s->sub, c->key, c, base != NULL ? tree_get(base, c->key) : NULL, depth, out);
    for (const struct tree *b = base != NULL ? base->child : NULL; b != NULL; b = b->next)
        if (tree_get(t, b->key) == NULL)
            write_entry(s->sub, b->key, NULL, b, depth, out);
}

static void write_node(const struct setting *s, const struct tree *t, const struct tree *base, size_t depth,
                       struct buf *out)
{
    size_t before = out->len;

    switch (s->type) {
    case SETTING_VALUE:
        buf_addc(out, ' ');
        scalar(t->text, out);
        buf_addc(out, '\n');
        return;
    case SETTING_LIST:
        write_list(s, t, depth, out);
        return;
    case SETTING_MAP:
    case SETTING_NAMED:
        if (depth > 0)
            buf_addc(out, '\n');
        size_t empty = out->len;
        if (s->type == SETTING_MAP)
            write_map(s, t, base, depth, out);
        else
            write_named(s, t, base, depth, out);
        if (out->len == empty && depth > 0) {
            out->len = before;
            buf_adds(out, " {}\n");
        }
        return;
    }
}

void yamlout_write(const struct setting *root, const struct tree *t, const struct tree *base, struct buf *out)
{
    write_node(root, t, base, 0, out);
}
