#include "judge/graph_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/graph.h"
#include "judge/graph_pairs.h"
#include "judge/packed.h"

enum { CLASSES = 32, SLOTS = 4096 };

/* Bits of the filter: some for each arc, within bounds. */
enum { FILTER_LEAST = 1 << 14, FILTER_MOST = 1 << 20, FILTER_ROOM = 12 };

/* While adding, everything is a flat list; packing sorts it. */
struct link {
    uint16_t from, what, to; /* an arc's symbol; a rule that ends at `from`; nothing of an empty link */
};

struct links {
    struct link *v;
    size_t n, cap;
};

struct graph_build {
    struct lexicon_build *x;
    size_t nstates;
    uint8_t *gap; /* by state */
    size_t cap_gap;
    struct links arcs, empties, accepts;
    struct child { /* the state behind another and an item: how patterns share */
        uint64_t key;
        uint32_t state; /* 0: free */
    } * child;
    size_t nchildren, nslots;       /* a power of two */
    struct pattern *class[CLASSES]; /* of classes that are patterns, once read */
};

static void add_link(struct links *l, size_t from, uint16_t what, size_t to)
{
    l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
    l->v[l->n++] = (struct link){(uint16_t)from, what, (uint16_t)to};
}

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 29);
}

/* What an item is, whoever wrote it: equal for equal items, groups by their whole content. */
static uint64_t identity(const struct pattern_item *it)
{
    uint64_t h = 0;
    size_t depth = 0;

    do {
        h = mix(h,
                it->hash ^ (uint64_t)it->kind << 56 ^ (uint64_t)it->optional << 48 ^ (uint64_t)it->arg << 32);
        depth = depth + (it->kind == PATTERN_OPEN) - (it->kind == PATTERN_CLOSE);
        it++;
    } while (depth != 0);
    return h;
}

static size_t new_state(struct graph_build *b)
{
    size_t s = b->nstates < GRAPH_STATES_MAX ? b->nstates++ : GRAPH_STATES_MAX;

    b->gap = mem_grow(b->gap, &b->cap_gap, s + 1, sizeof *b->gap);
    b->gap[s] = 0;
    return s;
}

static struct child *child_slot(struct graph_build *b, uint64_t key)
{
    size_t i = (size_t)key & (b->nslots - 1);

    while (b->child[i].state != 0 && b->child[i].key != key)
        i = (i + 1) & (b->nslots - 1);
    return &b->child[i];
}

static void widen(struct graph_build *b)
{
    struct child *old = b->child;
    size_t n = b->nslots;

    b->nslots = n * 2;
    b->child = mem_zero(b->nslots * sizeof *b->child);
    for (size_t i = 0; i < n; i++)
        if (old[i].state != 0)
            *child_slot(b, old[i].key) = old[i];
    free(old);
}

static void join_group(struct graph_build *b, const struct pattern_item *open, const struct pattern_item *end,
                       size_t from, size_t to);

/* A class that is itself a pattern: one group, read once. */
static const struct pattern *class_pattern(struct graph_build *b, int number)
{
    if (b->class[number] == NULL) {
        size_t off;
        b->class[number] = mem_alloc(sizeof *b->class[number]);
        /* Our own table, which a test reads whole: it cannot be wrong. */
        err_free(pattern_parse(str_of(pattern_class(number)->pattern), b->class[number], &off));
    }
    return b->class[number];
}

/* Writes how `it` leads from one state to another. */
static void join(struct graph_build *b, const struct pattern_item *it, size_t from, size_t to)
{
    const struct pattern *p;
    uint64_t bare;

    switch (it->kind) {
    case PATTERN_WORD:
        add_link(&b->arcs, from, lexicon_build_word(b->x, it->hash, it->text), to);
        bare = pattern_bare(it->text);
        if (bare != 0)
            add_link(&b->arcs, from, lexicon_build_word(b->x, bare, (struct str){NULL, 0}), to);
        break;
    case PATTERN_PREFIX:
        add_link(&b->arcs, from, lexicon_build_ending(b->x, it->hash, it->text), to);
        break;
    case PATTERN_CLASS:
        if (pattern_class(it->arg)->pattern == NULL) {
            add_link(&b->arcs, from, lexicon_build_class(b->x, it->arg), to);
            break;
        }
        p = class_pattern(b, it->arg);
        join_group(b, p->item, p->item + p->n - 1, from, to);
        break;
    case PATTERN_GAP:
        b->gap[to] = (uint8_t)it->arg;
        add_link(&b->empties, from, 0, to);
        break;
    default:
        join_group(b, it, it + it->arg, from, to);
        break;
    }
    if (it->optional)
        add_link(&b->empties, from, 0, to);
}

/* The item behind this one. */
static const struct pattern_item *behind(const struct pattern_item *it)
{
    return it->kind == PATTERN_OPEN ? it + it->arg + 1 : it + 1;
}

/* The state that `it` leads to from a state; the same one for the same item. */
static size_t step(struct graph_build *b, const struct pattern_item *it, size_t from)
{
    uint64_t key = mix(identity(it), from + 1);
    struct child *c = child_slot(b, key);

    if (c->state != 0)
        return c->state;
    size_t to = new_state(b);
    *c = (struct child){key, (uint32_t)to};
    if (++b->nchildren * 2 > b->nslots)
        widen(b);
    join(b, it, from, to);
    return to;
}

/* Leads a sequence of items from one state to another. */
static void join_sequence(struct graph_build *b, const struct pattern_item *it,
                          const struct pattern_item *end, size_t from, size_t to)
{
    while (behind(it) < end) {
        from = step(b, it, from);
        it = behind(it);
    }
    join(b, it, from, to);
}

/* Leads every alternative of the group between its OPEN and CLOSE. */
static void join_group(struct graph_build *b, const struct pattern_item *open, const struct pattern_item *end,
                       size_t from, size_t to)
{
    const struct pattern_item *start = open + 1, *it = start;

    for (;;) {
        if (it->kind == PATTERN_BAR || it == end) {
            join_sequence(b, start, it, from, to);
            if (it == end)
                return;
            start = it + 1;
            it = start;
        } else {
            it = behind(it);
        }
    }
}

struct graph_build *graph_build_new(struct lexicon_build *x)
{
    struct graph_build *b = mem_zero(sizeof *b);

    b->x = x;
    b->nslots = SLOTS;
    b->child = mem_zero(b->nslots * sizeof *b->child);
    new_state(b);
    return b;
}

void graph_build_free(struct graph_build *b)
{
    if (b == NULL)
        return;
    for (int i = 0; i < CLASSES; i++)
        free(b->class[i]);
    free(b->arcs.v);
    free(b->empties.v);
    free(b->accepts.v);
    free(b->gap);
    free(b->child);
    free(b);
}

void graph_build_add(struct graph_build *b, const struct pattern *p, uint16_t rule)
{
    size_t at = 0;

    for (const struct pattern_item *it = p->item; it < p->item + p->n; it = behind(it))
        at = step(b, it, at);
    add_link(&b->accepts, at, rule, 0);
}

/* --- packing ----------------------------------------------------------------------------------------------------- */

/* A list of states that grows. */
struct states {
    graph_state *v;
    size_t n, cap;
};

static void add_state(struct states *s, size_t state)
{
    s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
    s->v[s->n++] = (graph_state)state;
}

static size_t key_of(const struct link *l, bool by_what)
{
    return by_what ? l->what : l->from;
}

/* Sorts links by state or by what they read, keeping the order of equals; first[k] becomes where key k begins, for
 * k up to `keys`.  The caller frees `first`. */
static uint32_t *sort_links(struct links *l, size_t keys, bool by_what)
{
    uint32_t *first = mem_zero((keys + 2) * sizeof *first);
    struct link *sorted = mem_alloc((l->n + 1) * sizeof *sorted);

    for (size_t i = 0; i < l->n; i++)
        first[key_of(&l->v[i], by_what) + 2]++;
    for (size_t k = 2; k < keys + 2; k++)
        first[k] += first[k - 1];
    for (size_t i = 0; i < l->n; i++)
        sorted[first[key_of(&l->v[i], by_what) + 1]++] = l->v[i];
    free(l->v);
    l->v = sorted;
    return first;
}

/* Every state's closure.  Empty links make no circle: they follow the order of a pattern's items. */
static void find_closures(struct graph_build *b, struct graph_node *node, struct states *close)
{
    uint32_t *first = sort_links(&b->empties, b->nstates, false);

    for (size_t s = 0; s < b->nstates; s++) {
        size_t start = close->n;
        add_state(close, s);
        for (size_t at = start; at < close->n; at++) {
            size_t from = close->v[at];
            for (uint32_t i = first[from]; i < first[from + 1]; i++)
                add_state(close, b->empties.v[i].to);
        }
        node[s].close = (uint32_t)start;
        node[s].nclose = (uint16_t)(close->n - start);
    }
    free(first);
}

static void find_accepts(struct graph_build *b, struct graph_node *node)
{
    uint32_t *first = sort_links(&b->accepts, b->nstates, false);

    for (size_t s = 0; s < b->nstates; s++) {
        node[s].accept = first[s];
        node[s].naccept = (uint16_t)(first[s + 1] - first[s]);
    }
    free(first);
}

/* What the beginning reaches without reading begins there too. */
static void lift_to_root(struct graph_build *b, const struct graph_node *root, const struct states *close)
{
    size_t n = b->arcs.n;

    for (size_t i = 0; root->nclose > 1 && i < n; i++)
        for (size_t c = 1; c < root->nclose; c++)
            if (b->arcs.v[i].from == close->v[c])
                add_link(&b->arcs, 0, b->arcs.v[i].what, b->arcs.v[i].to);
}

/* Orders the arcs by state and symbol. */
static void find_arcs(struct graph_build *b, struct graph_node *node, size_t symbols)
{
    free(sort_links(&b->arcs, symbols, true));
    uint32_t *first = sort_links(&b->arcs, b->nstates, false);

    for (size_t s = 0; s < b->nstates; s++) {
        node[s].arc = first[s];
        node[s].narcs = first[s + 1] - first[s];
        node[s].gap = b->gap[s];
    }
    free(first);
}

static void pack_arcs(const struct graph_build *b, struct buf *out)
{
    struct graph_arc *arc = mem_alloc((b->arcs.n + 1) * sizeof *arc);
    uint16_t *accept = mem_alloc((b->accepts.n + 1) * sizeof *accept);

    for (size_t i = 0; i < b->arcs.n; i++)
        arc[i] = (struct graph_arc){b->arcs.v[i].what, b->arcs.v[i].to};
    for (size_t i = 0; i < b->accepts.n; i++)
        accept[i] = b->accepts.v[i].what;
    packed_add(out, arc, b->arcs.n, sizeof *arc);
    packed_add(out, accept, b->accepts.n, sizeof *accept);
    free(arc);
    free(accept);
}

static void pack_filter(const struct graph_build *b, struct buf *out)
{
    size_t bits = FILTER_LEAST;

    while (bits < b->arcs.n * FILTER_ROOM && bits < FILTER_MOST)
        bits *= 2;
    uint64_t *filter = mem_zero(bits / 8);
    for (size_t i = 0; i < b->arcs.n; i++) {
        uint32_t bit = graph_bit((uint32_t)(bits - 1), b->arcs.v[i].from, b->arcs.v[i].what);
        filter[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
    packed_add(out, filter, bits / 64, sizeof *filter);
    free(filter);
}

/* Packs what each symbol begins, split by when there is something to do. */
static void pack_root(const struct graph_build *b, const struct graph_node *node, const struct states *close,
                      size_t symbols, struct buf *out)
{
    struct graph_root *root = mem_zero((symbols + 1) * sizeof *root);
    struct states now = {0}, next = {0};
    uint32_t i = 0;

    for (size_t s = 0; s <= symbols; s++) {
        root[s] = (struct graph_root){(uint32_t)now.n, (uint32_t)next.n};
        for (; i < node[0].narcs && b->arcs.v[i].what == s; i++) {
            const struct graph_node *to = &node[b->arcs.v[i].to];
            for (uint32_t c = to->close; c < to->close + to->nclose; c++) {
                const struct graph_node *n = &node[close->v[c]];
                if (n->naccept != 0 || n->gap != 0)
                    add_state(&now, close->v[c]);
                if (n->narcs != 0 && n->gap == 0)
                    add_state(&next, close->v[c]);
            }
        }
    }
    packed_add(out, root, symbols + 1, sizeof *root);
    packed_add(out, now.v, now.n, sizeof *now.v);
    packed_add(out, next.v, next.n, sizeof *next.v);
    free(root);
    free(now.v);
    free(next.v);
}

/* What matching asks of a word before it looks any closer. */
static struct lexicon_mark *mark_symbols(const struct graph_build *b, const struct graph_node *node,
                                         const struct states *close, size_t symbols)
{
    struct lexicon_mark *marks = mem_zero(symbols * sizeof *marks);

    for (size_t s = 0; s < b->nstates; s++)
        for (uint32_t c = node[s].close; node[s].gap != 0 && c < node[s].close + node[s].nclose; c++) {
            const struct graph_node *n = &node[close->v[c]];
            for (uint32_t i = n->arc; i < n->arc + n->narcs; i++)
                marks[b->arcs.v[i].what].gaps |= graph_gap_bit((graph_state)s);
        }
    for (uint32_t i = node[0].arc; i < node[0].arc + node[0].narcs; i++) {
        const struct graph_node *to = &node[b->arcs.v[i].to];
        for (uint32_t c = to->close; c < to->close + to->nclose; c++) {
            const struct graph_node *n = &node[close->v[c]];
            if (n->naccept != 0 || n->gap != 0)
                marks[b->arcs.v[i].what].roles |= LEXICON_BEGINS;
            if (n->narcs != 0 && n->gap == 0)
                marks[b->arcs.v[i].what].roles |= LEXICON_LEADS;
        }
    }
    return marks;
}

bool graph_build_pack(struct graph_build *b, struct buf *out)
{
    size_t symbols = lexicon_build_count(b->x);
    if (b->nstates >= GRAPH_STATES_MAX || symbols > LEXICON_SYMBOLS_MAX)
        return false;
    struct graph_node *node = mem_zero(b->nstates * sizeof *node);
    struct states close = {mem_array(NULL, b->nstates, sizeof(graph_state)), 0, b->nstates};
    find_closures(b, node, &close);
    find_accepts(b, node);
    lift_to_root(b, &node[0], &close);
    find_arcs(b, node, symbols);
    for (size_t i = 0; i < b->arcs.n; i++)
        lexicon_build_use(b->x, b->arcs.v[i].what);
    struct lexicon_mark *marks = mark_symbols(b, node, &close, symbols);
    size_t start = out->len;
    lexicon_build_pack(b->x, marks, out);
    free(marks);
    packed_add(out, node, b->nstates, sizeof *node);
    packed_add(out, close.v, close.n, sizeof *close.v);
    pack_arcs(b, out);
    pack_filter(b, out);
    pack_root(b, node, &close, symbols, out);
    free(node);
    free(close.v);
    graph_pairs_add(start, out);
    return true;
}
