#include "judge/phrase_step.h"

#include <string.h>

/* How many words a negator reaches over. */
enum { REACH = 5, REACH_NEAR = 3 };

/* How far behind "told" it is said who was. */
enum { WHOM = 2 };

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
                           .negated = (th->negated && !by->negated_ok) || (th->other && by->customer) ||
                                      (th->told && by->speaker),
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

/* A thread waits in a state, from the word `from` on. */
static struct phrase_thread *hold(struct step *st, const struct phrase_thread *th, graph_state state,
                                  uint32_t from)
{
    const struct graph_node *n = &st->r->p->graph.node[state];

    if (st->n == PHRASE_THREADS)
        return NULL;
    struct phrase_thread *new = &st->r->threads[st->n++];
    *new = *th;
    new->state = state;
    new->until = from + n->gap;
    new->skips = n->gap != 0 && n->nclose > 1;
    if (n->gap != 0)
        st->r->gaps |= graph_gap_bit(state);
    return new;
}

/* A thread comes to a state: rules end, or it goes on from all of the closure. */
static void arrive(struct step *st, graph_state state, const struct phrase_thread *th)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *at = &g->node[state];

    for (uint32_t c = at->close; c < at->close + at->nclose; c++) {
        const struct graph_node *n = &g->node[g->close[c]];
        hits(st, n, th);
        if (n->narcs == 0)
            continue;
        hold(st, th, g->close[c], st->r->at + 1);
        if (n->gap == 0)
            st->r->soon = st->r->at + 1;
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

/* A gap passed over the word before `next`: what may be missing behind it can be skipped now too.  Whoever goes on with
 * that goes on with the gap in the filters too, so nothing has to come soon for it. */
static void skip(struct step *st, const struct phrase_thread *th, uint32_t next)
{
    const struct graph *g = &st->r->p->graph;
    const struct graph_node *n = &g->node[th->state];

    for (uint32_t c = n->close + 1; c < n->close + n->nclose; c++)
        hold(st, th, g->close[c], next);
}

/* The word before was passed over without a look: what it let gaps skip is made up for.  It stands before what that word
 * began, as if it had been looked at. */
static void make_up(struct phrase_reader *r)
{
    const struct graph *g = &r->p->graph;
    struct phrase_thread begun[PHRASE_THREADS];
    uint32_t first = r->nthreads;

    while (first > 0 && r->threads[first - 1].until == r->at + g->node[r->threads[first - 1].state].gap)
        first--;
    uint32_t nbegun = r->nthreads - first;
    memcpy(begun, r->threads + first, nbegun * sizeof begun[0]);
    struct step st = {.r = r, .n = first};
    for (uint32_t i = 0; i < first; i++)
        if (r->threads[i].skips) {
            struct phrase_thread th = r->threads[i];
            skip(&st, &th, r->at);
        }
    if (nbegun > PHRASE_THREADS - st.n)
        nbegun = PHRASE_THREADS - st.n;
    memcpy(r->threads + st.n, begun, nbegun * sizeof begun[0]);
    r->nthreads = st.n + nbegun;
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
        if (th.until == r->at)
            continue;
        th.negated |= negates;
        r->threads[kept++] = th;
        if (th.skips)
            skip(st, &th, r->at + 1);
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
                hold(st, &b->begin, g->now[i], st->r->at + 1);
        }
    }
}

/* Keeps account of what the negator before reaches, of who the doer is, and of what was told. */
static void account(struct phrase_reader *r, uint32_t roles)
{
    if (roles & LEXICON_JOINS) {
        r->reach = 0;
        r->other = r->told = false;
    }
    if (roles & LEXICON_TELLS) {
        r->told = true;
        r->teller = r->at;
    }
    if ((roles & LEXICON_OTHER) && r->at <= r->teller + WHOM)
        r->told = false;
    if (roles & (LEXICON_SELF | LEXICON_OTHER))
        r->other = (roles & LEXICON_OTHER) != 0;
    if ((roles & LEXICON_UNNEGATES) && r->negator + 1 == r->at)
        r->reach = 0;
    if (roles & (LEXICON_NEGATOR | LEXICON_NEAR)) {
        r->negator = r->at;
        r->reach = r->at + (roles & LEXICON_NEGATOR ? REACH : REACH_NEAR);
    }
}

/* Whether a thread may go on with this word, or must learn of it. */
static bool may_go_on(const struct phrase_reader *r, const struct lexicon_word *w, bool special)
{
    if (r->nthreads == 0)
        return false;
    return r->soon == r->at || special || (w->gaps & r->gaps) != 0 ||
           (w->roles & (LEXICON_NEGATOR | LEXICON_NEAR)) != 0 || r->nthreads > PHRASE_THREADS / 2;
}

/* Whether this word may go on with what the word before began. */
static bool may_follow(const struct phrase_reader *r, const struct phrase_before *before,
                       const struct phrase_before *now)
{
    if (before->n == 0 || now->n == 0)
        return false;
    if (before->symbols == before->own || now->symbols == now->own)
        return true;
    return graph_may_follow(&r->p->graph, before->word, now->word);
}

/* Drops the threads that no word goes on with any more, and sees what the others wait in. */
static void drop_ended(struct phrase_reader *r)
{
    uint32_t kept = 0;

    r->gaps = 0;
    for (uint32_t i = 0; i < r->nthreads; i++) {
        if (r->threads[i].until < r->at)
            continue;
        if (i != kept)
            r->threads[kept] = r->threads[i];
        if (r->threads[kept].until != r->at)
            r->gaps |= graph_gap_bit(r->threads[kept].state);
        kept++;
    }
    r->nthreads = kept;
}

static void look(struct step *st, const struct phrase_before *before, const struct phrase_before *now,
                 uint32_t roles, bool follows)
{
    struct phrase_reader *r = st->r;

    if (r->nthreads != 0) {
        drop_ended(r);
        if (r->read + 1 != r->at)
            make_up(r);
        st->n = r->nthreads;
        read_threads(st, now->symbols, now->n, (roles & (LEXICON_NEGATOR | LEXICON_NEAR)) != 0);
    }
    if (follows)
        read_before(st, before, now->symbols, now->n);
    r->read = r->at;
}

void phrase_step_known(struct phrase_reader *r, const struct token *t, const struct lexicon_word *w,
                       bool special)
{
    static const struct lexicon_word unknown;
    const struct phrase_before *before = &r->before[r->set];
    struct phrase_before *now = &r->before[!r->set];
    const struct lexicon *x = &r->p->words;
    struct step st = {.r = r, .t = t, .n = r->nthreads};

    now->word = w != NULL ? (uint32_t)(w - x->word) : 0;
    if (special) {
        now->n = lexicon_symbols(x, t, w, now->own);
        now->symbols = now->own;
    } else {
        now->n = w != NULL ? w->n : 0;
        now->symbols = w != NULL ? x->lists + w->first : now->own;
    }
    if (w == NULL)
        w = &unknown;
    if (special || (w->roles & (LEXICON_BEGINS | LEXICON_LEADS)) != 0)
        now->begin = (struct phrase_thread){.off = t->off,
                                            .negated = r->at <= r->reach,
                                            .other = r->other,
                                            .told = r->told,
                                            .speech = (t->flags & TOKEN_SPEECH) != 0};
    bool follows = may_follow(r, before, now);
    if (follows || may_go_on(r, w, special))
        look(&st, before, now, w->roles, follows);
    if (special || (w->roles & LEXICON_BEGINS) != 0)
        begin(&st, now);
    r->nthreads = st.n;
    r->set = !r->set;
    if (w->roles != 0)
        account(r, w->roles);
}
