#include "judge/phrase.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/graph.h"
#include "judge/lexicon.h"
#include "judge/pattern.h"

/* How many words a negator reaches over. */
enum { REACH = 5, REACH_NEAR = 3 };

enum { TOKENS = 128 };

struct phrases {
    const struct phrase_rule *rules;
    size_t nrules;
    struct lexicon *words;
    struct graph graph;
};

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

static struct err *add_rule(struct graph_builder *b, const struct phrase_rule *rule, size_t number)
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
        graph_add(b, &p, (uint16_t)number);
    }
    return NULL;
}

struct err *phrase_compile(const struct phrase_rule *rules, size_t n, struct phrases **out)
{
    struct phrases *p = mem_zero(sizeof *p);
    struct err *e = NULL;

    *out = NULL;
    p->rules = rules;
    p->nrules = n;
    p->words = lexicon_new();
    if (n > PHRASE_RULES_MAX)
        e = err_new(ERR_POLICY, NULL, "there are more than %d phrase rules; join some", PHRASE_RULES_MAX);
    struct graph_builder *b = graph_start(p->words);
    for (size_t i = 0; e == NULL && i < n; i++)
        e = add_rule(b, &rules[i], i);
    if (!graph_seal(b, &p->graph) && e == NULL)
        e = err_new(ERR_POLICY, NULL, "the phrase rules have too many words in all; take some away");
    if (e != NULL) {
        phrase_free(p);
        return e;
    }
    *out = p;
    return NULL;
}

void phrase_free(struct phrases *p)
{
    if (p == NULL)
        return;
    lexicon_free(p->words);
    graph_clear(&p->graph);
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
}

/* One token's worth of work. */
struct step {
    struct phrase_reader *r;
    const struct token *t;
    size_t n; /* threads that go on */
    struct phrase_thread next[PHRASE_THREADS];
};

static void hit(struct step *st, uint16_t rule, const struct phrase_thread *th)
{
    const struct phrase_rule *by = &st->r->p->rules[rule];
    struct phrase_hit h = {.rule = rule,
                           .off = th->off,
                           .len = st->t->off + st->t->len - th->off,
                           .negated = (th->negated && !by->negated_ok) || (th->other && by->customer),
                           .speech = th->speech};

    st->r->fn(st->r->ctx, &h);
}

/* A thread comes to a state: rules end, or it goes on from all of the closure. */
static void arrive(struct step *st, graph_state state, struct phrase_thread th)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *at = &g->node[state];

    for (uint32_t c = at->close; c < at->close + at->nclose; c++) {
        const struct graph_node *n = &g->node[g->close[c]];

        for (uint32_t a = n->accept; a < n->accept + n->naccept; a++)
            hit(st, g->accept[a], &th);
        if (n->narcs == 0 || st->n == PHRASE_THREADS)
            continue;
        th.state = g->close[c];
        th.left = n->gap;
        st->next[st->n++] = th;
    }
}

/* Begins what this symbol begins. */
static void begin(struct step *st, lexicon_symbol s)
{
    const struct graph *g = &st->r->p->graph;
    struct phrase_thread th = {.off = st->t->off,
                               .negated = st->r->reach != 0,
                               .other = st->r->other,
                               .speech = (st->t->flags & TOKEN_SPEECH) != 0};

    for (uint32_t i = g->root[s]; i < g->root[s + 1]; i++)
        arrive(st, g->arc[i].to, th);
}

/* The first arc of a state that reads a symbol. */
static uint32_t first_arc(const struct graph *g, const struct graph_node *n, lexicon_symbol s)
{
    uint32_t lo = n->arc, hi = n->arc + n->narcs;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->arc[mid].symbol < s)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Moves a thread over this symbol, if it can. */
static void move(struct step *st, const struct phrase_thread *th, lexicon_symbol s)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *n = &g->node[th->state];

    if (!(n->filter >> (s % 64) & 1))
        return;
    for (uint32_t i = first_arc(g, n, s); i < n->arc + n->narcs && g->arc[i].symbol == s; i++)
        arrive(st, g->arc[i].to, *th);
}

/* Keeps a thread whose gap passes over this word. */
static void pass_over(struct step *st, struct phrase_thread th, bool negates)
{
    if (th.left == 0 || st->n == PHRASE_THREADS)
        return;
    th.left--;
    th.negated |= negates;
    st->next[st->n++] = th;
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

static void feed(struct step *st, const struct token *t)
{
    struct phrase_reader *r = st->r;
    lexicon_symbol special[PATTERN_SPECIALS];
    struct lexicon_entry e = {NULL, 0, 0};

    if (t->flags & TOKEN_SENTENCE)
        r->nthreads = 0;
    if (t->flags & TOKEN_CLAUSE) {
        r->reach = 0;
        r->other = false;
    }
    bool known = lexicon_find(r->p->words, t, r->text, &e);
    size_t nspecial = lexicon_specials(r->p->words, t, special);
    bool negates = (e.roles & (LEXICON_NEGATOR | LEXICON_NEAR)) != 0;

    st->t = t;
    st->n = 0;
    for (size_t i = 0; i < r->nthreads; i++) {
        const struct phrase_thread *th = &r->threads[i];
        for (uint32_t s = 0; s < e.n; s++)
            move(st, th, e.symbols[s]);
        for (size_t s = 0; s < nspecial; s++)
            move(st, th, special[s]);
        pass_over(st, *th, negates);
    }
    for (uint32_t s = 0; s < e.n; s++)
        begin(st, e.symbols[s]);
    for (size_t s = 0; s < nspecial; s++)
        begin(st, special[s]);
    memcpy(r->threads, st->next, st->n * sizeof st->next[0]);
    r->nthreads = (uint32_t)st->n;
    if (known || r->reach != 0)
        account(r, e.roles);
}

void phrase_feed(struct phrase_reader *r, const struct token *tokens, size_t n)
{
    struct step st;

    st.r = r;
    for (size_t i = 0; i < n; i++)
        if (!(tokens[i].flags & TOKEN_CITED))
            feed(&st, &tokens[i]);
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
