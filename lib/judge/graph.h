/* graph: patterns joined into one machine of states that reads symbols.
 *
 * A state is "what has been read so far"; patterns that begin alike share states.  State 0 is where every pattern
 * begins.  Being in a state means being in all of its closure: parts that may be missing and gaps are reached
 * without reading anything.  What is here only walks; graph_build.h makes one.
 */
#ifndef JUDGE_GRAPH_H
#define JUDGE_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "judge/lexicon.h"

enum { GRAPH_STATES_MAX = 60000 };

typedef uint16_t graph_state;

struct graph_node {
    uint32_t arc;    /* arcs [arc, arc + narcs), by symbol */
    uint32_t close;  /* closure [close, close + nclose), the state itself too */
    uint32_t accept; /* rules that end here: [accept, accept + naccept) */
    uint32_t narcs;
    uint16_t nclose, naccept;
    uint8_t gap; /* words that may be passed over in this state */
};

struct graph_arc {
    lexicon_symbol symbol;
    graph_state to;
};

/* What a symbol begins, split by when there is something to do. */
struct graph_root {
    /* States behind the first word where a rule ends or a gap begins: [now, now of the next symbol). */
    uint32_t now;
    uint32_t next; /* states behind the first word that read the word after it: the same */
};

struct graph {
    const struct graph_node *node;
    const struct graph_arc *arc;
    const graph_state *close;
    const uint16_t *accept;
    const struct graph_root *root; /* by symbol, and one behind the last */
    const graph_state *now, *next;
    const uint64_t *filter; /* bits for (state, symbol): clear where no arc is; a power of two of words */
    /* Bits for (word, word): clear where the second goes on with nothing that the first begins. */
    const uint64_t *pairs;
    size_t nstates, narcs, nclose, naccept, nroot, nnow, nnext, nfilter, npairs;
    uint32_t filter_mask, pair_mask; /* number of bits - 1 */
};

/* Reads what graph_build_pack() wrote behind the lexicon, off the front; false when it is not
 * all there.  The memory is borrowed. */
bool graph_unpack(struct str *rest, struct graph *out);

/* Where the filter's bit for a state and a symbol is. */
static inline uint32_t graph_bit(uint32_t mask, graph_state state, lexicon_symbol symbol)
{
    uint32_t h = state * UINT32_C(0x9e3779b1) ^ symbol * UINT32_C(0x85ebca6b);

    return (h ^ h >> 15) & mask;
}

/* False: the state does not read the symbol.  True: look at its arcs. */
static inline bool graph_may_read(const struct graph *g, graph_state state, lexicon_symbol symbol)
{
    uint32_t bit = graph_bit(g->filter_mask, state, symbol);

    return g->filter[bit / 64] >> (bit % 64) & 1;
}

/* Where the bit for two words of the lexicon is, one behind the other, by their numbers. */
static inline uint32_t graph_pair_bit(uint32_t mask, uint32_t first, uint32_t second)
{
    uint32_t h = first * UINT32_C(0x9e3779b1) ^ second * UINT32_C(0x85ebca6b);

    return (h ^ h >> 15) & mask;
}

static inline bool graph_may_follow(const struct graph *g, uint32_t first, uint32_t second)
{
    uint32_t bit = graph_pair_bit(g->pair_mask, first, second);

    return g->pairs[bit / 64] >> (bit % 64) & 1;
}

/* The bit of a gap in struct lexicon_word, by the state that waits in it. */
static inline uint64_t graph_gap_bit(graph_state state)
{
    return UINT64_C(1) << (state * UINT32_C(0x9e3779b1) >> 26);
}

#endif
