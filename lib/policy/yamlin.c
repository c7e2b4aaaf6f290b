#include "policy/yamlin.h"

#include <stdbool.h>
#include <string.h>
#include <yaml.h>

struct reading {
    struct arena *a;
    struct policy_errors *errors;
    struct tree *open[YAMLIN_DEPTH]; /* the containers that are not closed yet */
    size_t depth;
    struct tree *root;
    bool has_key; /* a key was read in open[depth - 1], its value comes next */
    struct str key;
    uint32_t key_line, key_col;
    size_t documents;
};

static void at(struct reading *r, const yaml_mark_t *m, const char *what)
{
    policy_errors_add(r->errors, m->line + 1, m->column + 1, "%s", what);
}

static bool wants_key(const struct reading *r)
{
    return r->depth > 0 && r->open[r->depth - 1]->kind == TREE_MAP && !r->has_key;
}

static void take_key(struct reading *r, const yaml_event_t *ev)
{
    const char *p = (const char *)ev->data.scalar.value;
    struct tree *map = r->open[r->depth - 1];

    r->key = arena_str(r->a, (struct str){p, ev->data.scalar.length});
    r->key_line = (uint32_t)ev->start_mark.line + 1;
    r->key_col = (uint32_t)ev->start_mark.column + 1;
    r->has_key = true;
    struct tree *before = tree_get(map, r->key);
    if (before != NULL)
        policy_errors_add(r->errors, r->key_line, r->key_col,
                          "\"%s\" stands twice in one map, first in line %u; keep one of them", r->key.p,
                          before->key_line);
}

/* Puts a value where it belongs.  False when it has no place. */
static bool place(struct reading *r, struct tree *t, const yaml_mark_t *m)
{
    t->line = (uint32_t)m->line + 1;
    t->col = (uint32_t)m->column + 1;
    if (r->depth == 0) {
        r->root = t;
        return true;
    }
    struct tree *parent = r->open[r->depth - 1];
    if (parent->n >= YAMLIN_ENTRIES) {
        at(r, m, "more entries than a policy can need; split or shorten this");
        return false;
    }
    if (parent->kind == TREE_MAP) {
        t->key = r->key;
        t->key_line = r->key_line;
        t->key_col = r->key_col;
        r->has_key = false;
    }
    tree_add(parent, t);
    return true;
}

static bool is_null(const yaml_event_t *ev)
{
    const char *p = (const char *)ev->data.scalar.value;

    return ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (p[0] == '\0' || strcmp(p, "~") == 0 || strcmp(p, "null") == 0);
}

static bool take_scalar(struct reading *r, const yaml_event_t *ev)
{
    struct str text = {(const char *)ev->data.scalar.value, ev->data.scalar.length};

    if (ev->data.scalar.tag != NULL)
        at(r, &ev->start_mark, "tags (!) are not used in a policy; leave it out");
    if (ev->data.scalar.anchor != NULL)
        at(r, &ev->start_mark, "anchors (&) are not used in a policy; write the value out");
    if (wants_key(r)) {
        take_key(r, ev);
        return true;
    }
    enum tree_kind kind = is_null(ev) ? TREE_NULL : TREE_TEXT;
    return place(r, tree_new(r->a, kind, (struct str){NULL, 0}, arena_str(r->a, text)), &ev->start_mark);
}

static bool take_start(struct reading *r, const yaml_event_t *ev, enum tree_kind kind)
{
    bool list = kind == TREE_LIST;

    if ((list ? ev->data.sequence_start.tag : ev->data.mapping_start.tag) != NULL)
        at(r, &ev->start_mark, "tags (!) are not used in a policy; leave it out");
    if ((list ? ev->data.sequence_start.anchor : ev->data.mapping_start.anchor) != NULL)
        at(r, &ev->start_mark, "anchors (&) are not used in a policy; write the value out");
    if (wants_key(r)) {
        at(r, &ev->start_mark, "a key must be a word; quote it if it begins with [ or {");
        return false;
    }
    if (r->depth == YAMLIN_DEPTH) {
        at(r, &ev->start_mark, "nested too deeply; a policy needs no more than a few levels");
        return false;
    }
    struct tree *t = tree_new(r->a, kind, (struct str){NULL, 0}, (struct str){NULL, 0});
    if (!place(r, t, &ev->start_mark))
        return false;
    r->open[r->depth++] = t;
    return true;
}

/* One event.  False when reading cannot go on. */
static bool take(struct reading *r, const yaml_event_t *ev)
{
    switch (ev->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++ == 0)
            return true;
        at(r, &ev->start_mark, "a second document begins here; a policy is one, take the --- out");
        return false;
    case YAML_ALIAS_EVENT:
        at(r, &ev->start_mark,
           "aliases (*) are not used in a policy; quote a text that begins with *, "
           "or write the value out");
        return !wants_key(r) &&
               place(r, tree_new(r->a, TREE_NULL, (struct str){NULL, 0}, (struct str){NULL, 0}),
                     &ev->start_mark);
    case YAML_SCALAR_EVENT:
        return take_scalar(r, ev);
    case YAML_SEQUENCE_START_EVENT:
        return take_start(r, ev, TREE_LIST);
    case YAML_MAPPING_START_EVENT:
        return take_start(r, ev, TREE_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->depth--;
        return true;
    default:
        return true;
    }
}

/* Line and column of a byte: what the parser does not count while it decodes. */
static void say_bad_byte(struct policy_errors *errors, struct str text, size_t offset, const char *problem)
{
    size_t line = 1, col = 1;

    for (size_t i = 0; i < offset && i < text.n; i++) {
        if (text.p[i] == '\n') {
            line++;
            col = 1;
        } else if (((unsigned char)text.p[i] & 0xC0) != 0x80) {
            col++;
        }
    }
    policy_errors_add(errors, line, col, "%s; a policy is plain text in UTF-8", problem);
}

static void say_problem(const yaml_parser_t *p, struct str text, struct policy_errors *errors)
{
    const char *problem = p->problem != NULL ? p->problem : "this is no YAML";

    if (p->error == YAML_READER_ERROR) {
        say_bad_byte(errors, text, p->problem_offset, problem);
        return;
    }
    if (p->context != NULL)
        policy_errors_add(errors, p->problem_mark.line + 1, p->problem_mark.column + 1,
                          "%s, %s that began in line %zu; look at the indentation, colons and quotes here",
                          problem, p->context, p->context_mark.line + 1);
    else
        policy_errors_add(errors, p->problem_mark.line + 1, p->problem_mark.column + 1,
                          "%s; look at the indentation, colons and quotes here", problem);
}

/* False when the text could not be read to its end. */
static bool read_events(struct reading *r, struct str text)
{
    yaml_parser_t parser;
    bool more = true, ended = false;

    if (yaml_parser_initialize(&parser) == 0) {
        policy_errors_add(r->errors, 0, 0, "memory ran out");
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (more) {
        yaml_event_t ev;
        if (yaml_parser_parse(&parser, &ev) == 0) {
            say_problem(&parser, text, r->errors);
            break;
        }
        ended = ev.type == YAML_STREAM_END_EVENT;
        more = !ended && take(r, &ev);
        yaml_event_delete(&ev);
    }
    yaml_parser_delete(&parser);
    return ended;
}

/* Directives stand before the document.  They are looked for here because the parser reads many of them slowly. */
static bool has_directive(struct str text, struct policy_errors *errors)
{
    struct str rest = text, line;

    for (size_t no = 1; str_cut(&rest, '\n', &line); no++) {
        struct str s = str_trim(line);
        if (line.n > 0 && line.p[0] == '%') {
            policy_errors_add(errors, no, 1, "directives (%%) are not used in a policy; leave this line out");
            return true;
        }
        if (s.n > 0 && s.p[0] != '#')
            return false;
    }
    return false;
}

struct tree *yamlin_read(struct arena *a, struct str text, struct policy_errors *errors)
{
    struct reading r = {.a = a, .errors = errors};

    if (text.n > YAMLIN_MAX) {
        policy_errors_add(errors, 0, 0, "longer than %d bytes; no policy needs that", YAMLIN_MAX);
        return NULL;
    }
    if (text.p == NULL)
        text.p = "";
    if (has_directive(text, errors) || !read_events(&r, text))
        return NULL;
    if (r.root == NULL || r.root->kind == TREE_NULL)
        return tree_new(a, TREE_MAP, (struct str){NULL, 0}, (struct str){NULL, 0});
    if (r.root->kind != TREE_MAP) {
        policy_errors_add(errors, r.root->line, r.root->col,
                          "a policy is a map of settings such as \"zone: local\"; "
                          "this is %s",
                          tree_kind_name(r.root));
        return NULL;
    }
    return r.root;
}
