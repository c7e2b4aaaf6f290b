#include "judge/phrase.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/graph_build.h"
#include "judge/lexicon_build.h"
#include "judge/packed.h"
#include "judge/pattern.h"

/* How many words a negator reaches over. */
enum { REACH = 5, REACH_NEAR = 3 };

enum { TOKENS = 128 };

struct phrases {
    const struct phrase_rule *rules;
    size_t nrules;
    struct lexicon words;
    struct graph graph;
    struct str bytes; /* what all of that lies in, with its header */
    char *own;        /* the same when it is ours, else NULL */
};

/* Before the packed form.  `form` is there for change: other numbers, other bytes. */
struct header {
    uint64_t form;
    uint64_t rules; /* checksum of the rules that it was made of */
    uint64_t sum;   /* checksum of what follows */
};

#define FORM                                                                                                 \
    (UINT64_C(0x6375737401020300) ^ sizeof(struct lexicon_word) << 40 ^                                      \
     sizeof(struct lexicon_ending) << 32 ^ sizeof(struct graph_node) << 24 ^ sizeof(struct graph_arc) << 16)

static struct err *parse(const char *text, struct pattern *p, size_t *off)
{
    struct str s = str_of(text);

    *off = PHRASE_LENGTH_MAX;
    if (s.n > PHRASE_LENGTH_MAX)
        return err_new(ERR_POLICY, NULL, "the pattern is longer than %d bytes; make two of it",
                       PHRASE_LENGTH_MAX);
    return pattern_parse(s, p, off);
}

struct err *phrase_check(const char *pattern, size_t *off)
{
    struct pattern p;

    return parse(pattern, &p, off);
}

static struct err *add_rule(struct graph_build *b, const struct phrase_rule *rule, size_t number)
{
    struct pattern p;
    struct err *e;
    size_t off;

    if (rule->strength < 1 || rule->strength > PHRASE_STRENGTH_MAX)
        return err_new(ERR_POLICY, rule->name, "a strength is 0.001 to 1");
    for (size_t i = 0; i < rule->npatterns; i++) {
        e = parse(rule->patterns[i], &p, &off);
        if (e != NULL)
            return err_at(e, rule->name);
        graph_build_add(b, &p, (uint16_t)number);
    }
    return NULL;
}

/* The patterns in their order; names and strengths are not in the packed form. */
static uint64_t rules_sum(const struct phrase_rule *rules, size_t n)
{
    uint64_t sum = n;

    for (size_t i = 0; i < n; i++) {
        sum = packed_sum(sum, NULL, 0);
        for (size_t k = 0; k < rules[i].npatterns; k++)
            sum = packed_sum(sum, rules[i].patterns[k], strlen(rules[i].patterns[k]));
    }
    return sum;
}

/* Reads the packed form where it lies. */
static bool take(struct phrases *p, struct str bytes)
{
    struct header h;

    if (bytes.n < sizeof h)
        return false;
    memcpy(&h, bytes.p, sizeof h);
    struct str rest = {bytes.p + sizeof h, bytes.n - sizeof h};
    p->bytes = bytes;
    return h.form == FORM && h.rules == rules_sum(p->rules, p->nrules) &&
           h.sum == packed_sum(0, rest.p, rest.n) && lexicon_unpack(&rest, &p->words) &&
           graph_unpack(&rest, &p->graph) && rest.n == 0;
}

static struct phrases *new_phrases(const struct phrase_rule *rules, size_t n)
{
    struct phrases *p = mem_zero(sizeof *p);

    p->rules = rules;
    p->nrules = n;
    return p;
}

/* Packs all of the rules. */
static struct err *pack(const struct phrase_rule *rules, size_t n, struct buf *out)
{
    struct header h = {.form = FORM};
    struct lexicon_build *words = lexicon_build_new();
    struct graph_build *graph = graph_build_new(words);
    struct err *e = NULL;

    if (n > PHRASE_RULES_MAX)
        e = err_new(ERR_POLICY, NULL, "there are more than %d phrase rules; join some", PHRASE_RULES_MAX);
    for (size_t i = 0; e == NULL && i < n; i++)
        e = add_rule(graph, &rules[i], i);
    buf_add(out, &h, sizeof h);
    if (e == NULL && !graph_build_pack(graph, out))
        e = err_new(ERR_POLICY, NULL, "the phrase rules have too many words in all; take some away");
    if (e == NULL) {
        h.rules = rules_sum(rules, n);
        h.sum = packed_sum(0, out->p + sizeof h, out->len - sizeof h);
        memcpy(out->p, &h, sizeof h);
    }
    graph_build_free(graph);
    lexicon_build_free(words);
    return e;
}

struct err *phrase_compile(const struct phrase_rule *rules, size_t n, struct phrases **out)
{
    struct phrases *p = new_phrases(rules, n);
    struct buf bytes = {0};
    struct err *e = pack(rules, n, &bytes);

    p->own = bytes.p;
    if (e == NULL && !take(p, buf_str(&bytes)))
        e = err_new(ERR_BUG, NULL, "the phrase rules cannot be read back; please report it");
    *out = e == NULL ? p : NULL;
    if (e != NULL)
        phrase_free(p);
    return e;
}

void phrase_pack(const struct phrases *p, struct buf *out)
{
    buf_addstr(out, p->bytes);
}

struct phrases *phrase_unpack(struct str bytes, const struct phrase_rule *rules, size_t n)
{
    struct phrases *p = new_phrases(rules, n);

    if ((uintptr_t)bytes.p % sizeof(uint64_t) != 0) {
        p->own = mem_dup(bytes.p, bytes.n);
        bytes.p = p->own;
    }
    if (take(p, bytes))
        return p;
    phrase_free(p);
    return NULL;
}

void phrase_free(struct phrases *p)
{
    if (p == NULL)
        return;
    free(p->own);
    free(p);
}

size_t phrase_count(const struct phrases *p)
{
    return p->nrules;
}

const struct phrase_rule *phrase_rule(const struct phrases *p, size_t i)
{
    return &p->rules[i];
}

void phrase_start(struct phrase_reader *r, const struct phrases *p, struct str text, phrase_fn *fn, void *ctx)
{
    r->p = p;
    r->text = text;
    r->fn = fn;
    r->ctx = ctx;
    r->reach = 0;
    r->just_negated = false;
    r->other = false;
    r->nthreads = 0;
    r->set = 0;
    r->last = (struct phrase_hit){0};
    r->before[0] = r->before[1] = (struct phrase_before){0};
}

/* One token's worth of work.  Threads that begin to wait now stand behind those that waited before. */
struct step {
    struct phrase_reader *r;
    const struct token *t;
    uint32_t n; /* all threads */
};

static void hit(const struct step *st, uint16_t rule, const struct phrase_thread *th)
{
    const struct phrase_rule *by = &st->r->p->rules[rule];
    struct phrase_hit h = {.rule = rule,
                           .off = th->off,
                           .len = st->t->off + st->t->len - th->off,
                           .negated = (th->negated && !by->negated_ok) || (th->other && by->customer),
                           .speech = th->speech};

    const struct phrase_hit *l = &st->r->last;
    if (l->rule == h.rule && l->off == h.off && l->len == h.len && l->negated == h.negated)
        return; /* another way through the same pattern */
    st->r->last = h;
    st->r->fn(st->r->ctx, &h);
}

/* Every rule that ends in a state. */
static void hits(const struct step *st, const struct graph_node *n, const struct phrase_thread *th)
{
    for (uint32_t a = n->accept; a < n->accept + n->naccept; a++)
        hit(st, st->r->p->graph.accept[a], th);
}

/* A thread waits for the next word in a state. */
static void hold(struct step *st, const struct phrase_thread *th, const struct graph_node *n,
                 graph_state state)
{
    if (st->n == PHRASE_THREADS)
        return;
    struct phrase_thread *new = &st->r->threads[st->n++];
    *new = *th;
    new->state = state;
    new->left = n->gap;
    new->skips = n->gap != 0 && n->nclose > 1;
}

/* A thread comes to a state: rules end, or it goes on from all of the closure. */
static void arrive(struct step *st, graph_state state, const struct phrase_thread *th)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *at = &g->node[state];

    for (uint32_t c = at->close; c < at->close + at->nclose; c++) {
        const struct graph_node *n = &g->node[g->close[c]];
        hits(st, n, th);
        if (n->narcs != 0)
            hold(st, th, n, g->close[c]);
    }
}

/* Moves over a symbol that the state may read. */
static void move(struct step *st, graph_state state, const struct phrase_thread *th, lexicon_symbol s)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *n = &g->node[state];
    uint32_t lo = n->arc, end = n->arc + n->narcs, hi = end;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->arc[mid].symbol < s)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < end && g->arc[lo].symbol == s; lo++)
        arrive(st, g->arc[lo].to, th);
}

/* A gap passed over a word: what may be missing behind it can be skipped now too. */
static void skip(struct step *st, const struct phrase_thread *th)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *n = &g->node[th->state];

    for (uint32_t c = n->close + 1; c < n->close + n->nclose; c++)
        hold(st, th, &g->node[g->close[c]], g->close[c]);
}

/* Moves the threads over the symbols of this word, or lets their gaps pass over it; those that can do neither end. */
static void read_threads(struct step *st, const lexicon_symbol *symbols, uint32_t n, bool negates)
{
    struct phrase_reader *r = st->r;
    const struct graph *g = &r->p->graph;
    uint32_t before = r->nthreads, kept = 0;

    for (uint32_t i = 0; i < before; i++) {
        struct phrase_thread th = r->threads[i];
        for (uint32_t k = 0; k < n; k++)
            if (graph_may_read(g, th.state, symbols[k]))
                move(st, th.state, &th, symbols[k]);
        if (th.left == 0)
            continue;
        th.left--;
        th.negated |= negates;
        r->threads[kept++] = th;
        if (th.skips)
            skip(st, &th);
    }
    if (kept != before) {
        memmove(r->threads + kept, r->threads + before, (st->n - before) * sizeof r->threads[0]);
        st->n -= before - kept;
    }
}

/* Moves what the word before began over the symbols of this word. */
static void read_before(struct step *st, const struct phrase_before *b, const lexicon_symbol *symbols,
                        uint32_t n)
{
    const struct graph *g = &st->r->p->graph;

    for (uint32_t i = 0; i < b->n; i++) {
        const struct graph_root *root = &g->root[b->symbols[i]];
        for (uint32_t at = root[0].next; at < root[1].next; at++)
            for (uint32_t k = 0; k < n; k++)
                if (graph_may_read(g, g->next[at], symbols[k]))
                    move(st, g->next[at], &b->begin, symbols[k]);
    }
}

/* What this word begins and that cannot wait for the next one. */
static void begin(struct step *st, const struct phrase_before *b)
{
    const struct graph *g = &st->r->p->graph;

    for (uint32_t k = 0; k < b->n; k++) {
        const struct graph_root *root = &g->root[b->symbols[k]];
        for (uint32_t i = root[0].now; i < root[1].now; i++) {
            const struct graph_node *n = &g->node[g->now[i]];
            hits(st, n, &b->begin);
            if (n->gap != 0)
                hold(st, &b->begin, n, g->now[i]);
        }
    }
}

/* Keeps account of what the negator before reaches, and of who the doer is. */
static void account(struct phrase_reader *r, uint32_t roles)
{
    if (r->reach != 0)
        r->reach--;
    if (roles & LEXICON_JOINS) {
        r->reach = 0;
        r->other = false;
    }
    if (roles & (LEXICON_SELF | LEXICON_OTHER))
        r->other = (roles & LEXICON_OTHER) != 0;
    if (r->just_negated && (roles & LEXICON_UNNEGATES))
        r->reach = 0;
    r->just_negated = (roles & (LEXICON_NEGATOR | LEXICON_NEAR)) != 0;
    if (r->just_negated)
        r->reach = roles & LEXICON_NEGATOR ? REACH : REACH_NEAR;
}

static void feed(struct phrase_reader *r, const struct token *t)
{
    const struct phrase_before *before = &r->before[r->set];
    struct phrase_before *now = &r->before[!r->set];

    if (t->flags & TOKEN_SENTENCE)
        r->nthreads = r->before[r->set].n = 0;
    if (t->flags & TOKEN_CLAUSE) {
        r->reach = 0;
        r->other = false;
    }
    const struct lexicon_word *w = lexicon_find(&r->p->words, t, r->text);
    uint32_t roles = w != NULL ? w->roles : 0;
    now->n = lexicon_symbols(&r->p->words, t, w, now->symbols);
    if (now->n != 0 || r->nthreads != 0) {
        struct step st = {.r = r, .t = t, .n = r->nthreads};
        now->begin.off = t->off;
        now->begin.negated = r->reach != 0;
        now->begin.other = r->other;
        now->begin.speech = (t->flags & TOKEN_SPEECH) != 0;
        read_threads(&st, now->symbols, now->n, (roles & (LEXICON_NEGATOR | LEXICON_NEAR)) != 0);
        read_before(&st, before, now->symbols, now->n);
        begin(&st, now);
        r->nthreads = st.n;
    }
    r->set = !r->set;
    if (roles != 0 || r->reach != 0)
        account(r, roles);
}

void phrase_feed(struct phrase_reader *r, const struct token *tokens, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(tokens[i].flags & TOKEN_CITED))
            feed(r, &tokens[i]);
}

void phrase_match(const struct phrases *p, struct str text, phrase_fn *fn, void *ctx)
{
    struct phrase_reader r;
    struct token_reader tr;
    struct token tokens[TOKENS];
    size_t n;

    token_start(&tr, text);
    phrase_start(&r, p, text, fn, ctx);
    while ((n = token_read(&tr, tokens, TOKENS)) != 0)
        phrase_feed(&r, tokens, n);
}
