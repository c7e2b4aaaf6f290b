#include "judge/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CLASSES = 32 };

/* While building, everything is a flat list; sealing sorts it. */
struct link {
    uint16_t from, what, to; /* an arc's symbol; a rule that ends at `from`; nothing of an empty link */
};

struct links {
    struct link *v;
    size_t n, cap;
};

struct graph_builder {
    struct lexicon *x;
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

static size_t new_state(struct graph_builder *b)
{
    size_t s = b->nstates < GRAPH_STATES_MAX ? b->nstates++ : GRAPH_STATES_MAX;

    b->gap = mem_grow(b->gap, &b->cap_gap, s + 1, sizeof *b->gap);
    b->gap[s] = 0;
    return s;
}

static struct child *child_slot(struct graph_builder *b, uint64_t key)
{
    size_t i = (size_t)key & (b->nslots - 1);

    while (b->child[i].state != 0 && b->child[i].key != key)
        i = (i + 1) & (b->nslots - 1);
    return &b->child[i];
}

static void widen(struct graph_builder *b)
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

static void join_group(struct graph_builder *b, const struct pattern_item *open,
                       const struct pattern_item *end, size_t from, size_t to);

/* A class that is itself a pattern: one group, read once. */
static const struct pattern *class_pattern(struct graph_builder *b, int number)
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
static void join(struct graph_builder *b, const struct pattern_item *it, size_t from, size_t to)
{
    const struct pattern *p;
    uint64_t bare;

    switch (it->kind) {
    case PATTERN_WORD:
        add_link(&b->arcs, from, lexicon_word(b->x, it->hash, it->text), to);
        bare = pattern_bare(it->text);
        if (bare != 0)
            add_link(&b->arcs, from, lexicon_word(b->x, bare, (struct str){NULL, 0}), to);
        break;
    case PATTERN_PREFIX:
        add_link(&b->arcs, from, lexicon_prefix(b->x, it->hash, it->text), to);
        break;
    case PATTERN_CLASS:
        if (pattern_class(it->arg)->pattern == NULL) {
            add_link(&b->arcs, from, lexicon_class(b->x, it->arg), to);
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
static size_t step(struct graph_builder *b, const struct pattern_item *it, size_t from)
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
static void join_sequence(struct graph_builder *b, const struct pattern_item *it,
                          const struct pattern_item *end, size_t from, size_t to)
{
    while (behind(it) < end) {
        from = step(b, it, from);
        it = behind(it);
    }
    join(b, it, from, to);
}

/* Leads every alternative of the group between its OPEN and CLOSE. */
static void join_group(struct graph_builder *b, const struct pattern_item *open,
                       const struct pattern_item *end, size_t from, size_t to)
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

struct graph_builder *graph_start(struct lexicon *x)
{
    struct graph_builder *b = mem_zero(sizeof *b);

    b->x = x;
    b->nslots = 4096;
    b->child = mem_zero(b->nslots * sizeof *b->child);
    new_state(b);
    return b;
}

void graph_add(struct graph_builder *b, const struct pattern *p, uint16_t rule)
{
    size_t at = 0;

    for (const struct pattern_item *it = p->item; it < p->item + p->n; it = behind(it))
        at = step(b, it, at);
    add_link(&b->accepts, at, rule, 0);
}

/* --- sealing ----------------------------------------------------------------------------------------------------- */

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
static void seal_closures(struct graph_builder *b, struct graph *g)
{
    uint32_t *first = sort_links(&b->empties, b->nstates, false);
    size_t n = 0, cap = 0;

    for (size_t s = 0; s < b->nstates; s++) {
        g->node[s].close = (uint32_t)n;
        g->close = mem_grow(g->close, &cap, n + 1, sizeof *g->close);
        g->close[n++] = (graph_state)s;
        for (size_t at = g->node[s].close; at < n; at++) {
            size_t from = g->close[at];
            for (uint32_t i = first[from]; i < first[from + 1]; i++) {
                g->close = mem_grow(g->close, &cap, n + 1, sizeof *g->close);
                g->close[n++] = b->empties.v[i].to;
            }
        }
        g->node[s].nclose = (uint16_t)(n - g->node[s].close);
    }
    free(first);
}

static void seal_accepts(struct graph_builder *b, struct graph *g)
{
    uint32_t *first = sort_links(&b->accepts, b->nstates, false);

    g->accept = mem_alloc((b->accepts.n + 1) * sizeof *g->accept);
    for (size_t i = 0; i < b->accepts.n; i++)
        g->accept[i] = b->accepts.v[i].what;
    for (size_t s = 0; s < b->nstates; s++) {
        g->node[s].accept = first[s];
        g->node[s].naccept = (uint16_t)(first[s + 1] - first[s]);
    }
    free(first);
}

/* What the beginning reaches without reading begins there too. */
static void lift_to_root(struct graph_builder *b, const struct graph *g)
{
    size_t n = b->arcs.n;

    for (size_t i = 0; g->node[0].nclose > 1 && i < n; i++)
        for (size_t c = 1; c < g->node[0].nclose; c++)
            if (b->arcs.v[i].from == g->close[c])
                add_link(&b->arcs, 0, b->arcs.v[i].what, b->arcs.v[i].to);
}

static void seal_filter(struct graph *g, size_t narcs)
{
    size_t bits = 1 << 14;

    while (bits < narcs * 12 && bits < (size_t)1 << 20)
        bits *= 2;
    g->filter_mask = (uint32_t)(bits - 1);
    g->filter = mem_zero(bits / 8);
    for (size_t s = 0; s < g->nstates; s++) {
        const struct graph_node *n = &g->node[s];
        for (uint32_t i = n->arc; i < n->arc + n->narcs; i++) {
            uint32_t bit = graph_bit(g->filter_mask, (graph_state)s, g->arc[i].symbol);
            g->filter[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
}

/* Splits what each symbol begins. */
static void seal_root(struct graph *g, size_t symbols)
{
    const struct graph_node *root = &g->node[0];
    size_t nnow = 0, nnext = 0, cap_now = 0, cap_next = 0;
    uint32_t i = root->arc;

    g->root = mem_zero((symbols + 1) * sizeof *g->root);
    for (size_t s = 0; s <= symbols; s++) {
        g->root[s] = (struct graph_root){(uint32_t)nnow, (uint32_t)nnext};
        for (; i < root->arc + root->narcs && g->arc[i].symbol == s; i++) {
            const struct graph_node *to = &g->node[g->arc[i].to];
            for (uint32_t c = to->close; c < to->close + to->nclose; c++) {
                const struct graph_node *n = &g->node[g->close[c]];
                g->now = mem_grow(g->now, &cap_now, nnow + 1, sizeof *g->now);
                g->next = mem_grow(g->next, &cap_next, nnext + 1, sizeof *g->next);
                if (n->naccept != 0 || n->gap != 0)
                    g->now[nnow++] = g->close[c];
                if (n->narcs != 0 && n->gap == 0)
                    g->next[nnext++] = g->close[c];
            }
        }
    }
}

static void seal_arcs(struct graph_builder *b, struct graph *g, size_t symbols)
{
    free(sort_links(&b->arcs, symbols, true));
    uint32_t *first = sort_links(&b->arcs, b->nstates, false);

    g->arc = mem_alloc((b->arcs.n + 1) * sizeof *g->arc);
    for (size_t i = 0; i < b->arcs.n; i++)
        g->arc[i] = (struct graph_arc){b->arcs.v[i].what, b->arcs.v[i].to};
    for (size_t s = 0; s < b->nstates; s++) {
        g->node[s].arc = first[s];
        g->node[s].narcs = (uint16_t)(first[s + 1] - first[s]);
        g->node[s].gap = b->gap[s];
    }
    free(first);
}

bool graph_seal(struct graph_builder *b, struct graph *out)
{
    size_t symbols = lexicon_count(b->x);
    bool fits = b->nstates < GRAPH_STATES_MAX && symbols <= LEXICON_SYMBOLS_MAX;

    *out = (struct graph){0};
    if (fits) {
        out->nstates = b->nstates;
        out->node = mem_zero(b->nstates * sizeof *out->node);
        seal_closures(b, out);
        seal_accepts(b, out);
        lift_to_root(b, out);
        seal_arcs(b, out, symbols);
        seal_filter(out, b->arcs.n);
        seal_root(out, symbols);
        for (size_t i = 0; i < b->arcs.n; i++)
            lexicon_use(b->x, b->arcs.v[i].what);
        lexicon_seal(b->x);
    }
    for (int i = 0; i < CLASSES; i++)
        free(b->class[i]);
    free(b->arcs.v);
    free(b->empties.v);
    free(b->accepts.v);
    free(b->gap);
    free(b->child);
    free(b);
    return fits;
}

void graph_clear(struct graph *g)
{
    free(g->node);
    free(g->arc);
    free(g->close);
    free(g->accept);
    free(g->root);
    free(g->now);
    free(g->next);
    free(g->filter);
    *g = (struct graph){0};
}
