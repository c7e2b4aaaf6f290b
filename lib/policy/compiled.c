#include "policy/compiled.h"

#include <string.h>

#include "base/text.h"

static const char magic[] = "cust-policy\t1\n";

static void write_node(const struct setting *s, const struct tree *t, struct buf *path, struct buf *out);

static void write_line(const struct buf *path, const struct str *value, struct buf *out)
{
    buf_addstr(out, buf_str(path));
    if (value != NULL) {
        buf_addc(out, '\t');
        text_escape(*value, out);
    }
    buf_addc(out, '\n');
}

static void write_under(const struct setting *s, const struct tree *t, struct buf *path, struct buf *out)
{
    size_t len = path->len;

    if (len > 0)
        buf_addc(path, '/');
    buf_addstr(path, t->key);
    write_node(s, t, path, out);
    path->len = len;
}

static void write_node(const struct setting *s, const struct tree *t, struct buf *path, struct buf *out)
{
    switch (s->type) {
    case SETTING_MAP:
        for (size_t i = 0; i < s->n; i++) {
            const struct tree *c = tree_get(t, str_of(s->sub[i].key));
            if (c != NULL)
                write_under(&s->sub[i], c, path, out);
        }
        break;
    case SETTING_NAMED:
        for (const struct tree *c = t->child; c != NULL; c = c->next) {
            size_t len = path->len;
            if (s->sub->type == SETTING_MAP) {
                buf_addc(path, '/');
                buf_addstr(path, c->key);
                write_line(path, NULL, out);
                path->len = len;
            }
            write_under(s->sub, c, path, out);
        }
        break;
    case SETTING_LIST:
        write_line(path, NULL, out);
        for (const struct tree *c = t->child; c != NULL; c = c->next)
            write_line(path, &c->text, out);
        break;
    case SETTING_VALUE:
        write_line(path, &t->text, out);
        break;
    }
}

void compiled_write(const struct setting *root, const struct tree *t, struct buf *out)
{
    struct buf path = {0};

    buf_adds(out, magic);
    write_node(root, t, &path, out);
    buf_free(&path);
}

/* A setting on the way down a path. */
struct place {
    const struct setting *s, *in; /* `in` holds s */
    struct tree *t;
    struct str path;
};

/* Neighbouring lines share all of their path or all but its end, so both are kept for the next line. */
struct reading {
    struct arena *a;
    struct place root, parent, at;
};

/* The child of that name, made when it is new.  NULL when the table has no such key, or for a named entry whose own
 * line has not come (`begin` says that this is it): the lines of one entry stand together. */
static struct tree *step(struct arena *a, struct place *at, struct str key, bool begin)
{
    const struct setting *s = setting_find(at->s, key);
    bool named = at->s->type == SETTING_NAMED;

    if (s == NULL || key.n == 0)
        return NULL;
    struct tree *t = at->t->last;
    if (t == NULL || !str_eq(t->key, key))
        t = named ? NULL : tree_get(at->t, key);
    if (t == NULL && named && !begin && s->type != SETTING_VALUE) /* a value's line is the whole of it */
        return NULL;
    if (t == NULL) {
        enum tree_kind kind = s->type == SETTING_VALUE  ? TREE_TEXT
                              : s->type == SETTING_LIST ? TREE_LIST
                                                        : TREE_MAP;
        t = tree_new(a, kind, arena_str(a, key), (struct str){NULL, 0});
        tree_add(at->t, t);
    }
    at->in = at->s;
    at->s = s;
    at->t = t;
    return t;
}

/* Moves r->parent to the setting above the last "/". */
static bool descend(struct reading *r, struct str head)
{
    struct str rest = {head.p, head.n > 0 ? head.n - 1 : 0}, key;

    r->parent = r->root;
    r->parent.path = head;
    while (head.n > 0 && str_cut(&rest, '/', &key))
        if (step(r->a, &r->parent, key, false) == NULL) {
            r->parent = r->root;
            return false;
        }
    return true;
}

/* Moves r->at to the setting of that path. */
static bool find(struct reading *r, struct str path, bool begin)
{
    size_t cut = path.n;

    if (r->at.t != NULL && str_eq(path, r->at.path))
        return true;
    while (cut > 0 && path.p[cut - 1] != '/')
        cut--;
    struct str head = {path.p, cut}, tail = {path.p + cut, path.n - cut};
    if (!str_eq(head, r->parent.path) && !descend(r, head))
        return false;
    r->at = r->parent;
    r->at.path = path;
    return step(r->a, &r->at, tail, begin) != NULL;
}

static const char *unescape(struct arena *a, struct str in, struct str *out)
{
    if (in.n == 0 || memchr(in.p, '\\', in.n) == NULL) {
        *out = in;
        return NULL;
    }
    struct buf b = {0};
    struct err *e = text_unescape(in, &b);
    *out = arena_str(a, buf_str(&b));
    buf_free(&b);
    bool bad = e != NULL;
    err_free(e);
    return bad ? "a broken escape" : NULL;
}

/* Whether a line without a value may name this. */
static bool begins(const struct place *at)
{
    return at->s->type == SETTING_LIST || (at->s->type == SETTING_MAP && at->in->type == SETTING_NAMED);
}

/* Puts one line in; says what is wrong with it. */
static const char *take_line(struct reading *r, struct str line)
{
    struct str path, value = {NULL, 0}, rest = line;
    struct place *at = &r->at;

    str_cut(&rest, '\t', &path);
    bool valued = rest.p != NULL;
    if (!find(r, path, !valued))
        return "a setting that this version does not know";
    const char *bad = valued ? unescape(r->a, rest, &value) : NULL;
    if (bad != NULL)
        return bad;
    if (valued && at->s->type == SETTING_LIST)
        tree_add(at->t, tree_new(r->a, TREE_TEXT, (struct str){NULL, 0}, value));
    else if (valued && at->s->type == SETTING_VALUE && at->t->text.p == NULL)
        at->t->text = value;
    else if (valued || !begins(at))
        return "a value where none belongs, or none where one does";
    return NULL;
}

/* Reads lines; `no` is the number of the line before the first. */
static struct err *read_lines(struct arena *a, const struct setting *root, struct str text, size_t no,
                              struct tree **out)
{
    struct tree *top = tree_new(a, TREE_MAP, (struct str){NULL, 0}, (struct str){NULL, 0});
    struct reading r = {.a = a, .root = {.s = root, .t = top, .path = {"", 0}}};

    r.parent = r.root;
    /* A copy whose lines end with NUL, so that its values need not be copied one by one. */
    char *p = arena_dup(a, text.p, text.n), *end = p + text.n;
    while (p < end) {
        char *eol = memchr(p, '\n', (size_t)(end - p));
        no++;
        if (eol == NULL || memchr(p, '\0', (size_t)(eol - p)) != NULL)
            return err_new(ERR_POLICY, NULL,
                           "the compiled policy is damaged in line %zu; apply the policy again", no);
        *eol = '\0';
        const char *bad = take_line(&r, (struct str){p, (size_t)(eol - p)});
        if (bad != NULL)
            return err_new(ERR_POLICY, NULL,
                           "the compiled policy is damaged in line %zu: %s; apply the policy again", no, bad);
        p = eol + 1;
    }
    *out = top;
    return NULL;
}

struct err *compiled_read(struct arena *a, const struct setting *root, struct str text, struct tree **out)
{
    size_t head = sizeof magic - 1;

    if (text.n < head || !str_starts(text, magic))
        return err_new(ERR_POLICY, NULL,
                       "the compiled policy is damaged or of another version; apply the policy again");
    return read_lines(a, root, (struct str){text.p + head, text.n - head}, 1, out);
}

struct err *compiled_read_part(struct arena *a, const struct setting *root, struct str text,
                               struct tree **out)
{
    return read_lines(a, root, text, 0, out);
}

/* Where the first line of the key begins; the text's end when there is none. */
static size_t begin_of(struct str text, const char *key)
{
    size_t n = strlen(key);
    const char *end = text.p + text.n;

    for (const char *p = text.p; p != NULL && p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p == NULL || (size_t)(end - p) < n + 2)
            break;
        if (p[1] == key[0] && memcmp(p + 1, key, n) == 0 &&
            (p[n + 1] == '/' || p[n + 1] == '\t' || p[n + 1] == '\n'))
            return (size_t)(p + 1 - text.p);
    }
    return text.n;
}

void compiled_split(struct str text, const char *key, struct str *head, struct str *tail)
{
    size_t at = begin_of(text, key);

    *head = (struct str){text.p, at};
    *tail = (struct str){text.p + at, text.n - at};
}
