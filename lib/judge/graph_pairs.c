#include "judge/graph_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/graph.h"
#include "judge/packed.h"

/* Bits for each pair, within bounds: more are clear, fewer lie near together. */
enum { LEAST = 1 << 12, MOST = 1 << 19, ROOM = 6 };

struct pairs {
    struct lexicon x;
    struct graph g;
    uint32_t *first; /* by symbol, and one behind the last: where its words begin */
    uint32_t *word;
    uint8_t *seen; /* by symbol: the word in hand leads to it */
    uint64_t *bits;
    uint32_t mask;
    size_t n;
};

/* The words of each symbol. */
static void invert(struct pairs *p, size_t symbols)
{
    p->first = mem_zero((symbols + 2) * sizeof *p->first);
    p->word = mem_alloc((p->x.nwords * LEXICON_AT_ONCE + 1) * sizeof *p->word);
    for (size_t w = 0; w < p->x.nwords; w++)
        for (size_t i = 0; i < p->x.word[w].n; i++)
            p->first[p->x.lists[p->x.word[w].first + i] + 2]++;
    for (size_t s = 2; s < symbols + 2; s++)
        p->first[s] += p->first[s - 1];
    for (size_t w = 0; w < p->x.nwords; w++)
        for (size_t i = 0; i < p->x.word[w].n; i++)
            p->word[p->first[p->x.lists[p->x.word[w].first + i] + 1]++] = (uint32_t)w;
}

/* Sets the bits of what may stand behind one word; without bits it only counts. */
static void follow(struct pairs *p, size_t first, lexicon_symbol symbol)
{
    if (p->seen[symbol])
        return;
    p->seen[symbol] = 1;
    for (uint32_t i = p->first[symbol]; i < p->first[symbol + 1]; i++) {
        p->n++;
        if (p->bits != NULL) {
            uint32_t bit = graph_pair_bit(p->mask, (uint32_t)first, p->word[i]);
            p->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
}

static void all_pairs(struct pairs *p, size_t symbols)
{
    p->n = 0;
    for (size_t w = 0; w < p->x.nwords; w++) {
        const struct lexicon_word *word = &p->x.word[w];
        if (!(word->roles & LEXICON_LEADS))
            continue;
        memset(p->seen, 0, symbols);
        for (size_t i = 0; i < word->n; i++) {
            const struct graph_root *root = &p->g.root[p->x.lists[word->first + i]];
            for (uint32_t at = root[0].next; at < root[1].next; at++) {
                const struct graph_node *n = &p->g.node[p->g.next[at]];
                for (uint32_t a = n->arc; a < n->arc + n->narcs; a++)
                    follow(p, w, p->g.arc[a].symbol);
            }
        }
    }
}

void graph_pairs_add(size_t start, struct buf *out)
{
    struct pairs p = {0};
    struct str rest = {out->p + start, out->len - start};
    static const uint64_t none;

    packed_add(out, &none, 1, sizeof none); /* for unpacking; its place is taken by the bits */
    size_t end = out->len - 2 * sizeof none;
    rest = (struct str){out->p + start, out->len - start};
    bool good = lexicon_unpack(&rest, &p.x) && graph_unpack(&rest, &p.g);
    size_t symbols = good ? p.g.nroot : 1, bits = LEAST;
    p.seen = mem_zero(symbols + 1);
    if (good) {
        invert(&p, symbols);
        all_pairs(&p, symbols);
    }
    while (bits < p.n * ROOM && bits < MOST)
        bits *= 2;
    p.bits = mem_zero(bits / 8);
    p.mask = (uint32_t)(bits - 1);
    if (good)
        all_pairs(&p, symbols);
    out->len = end;
    packed_add(out, p.bits, bits / 64, sizeof *p.bits);
    free(p.bits);
    free(p.seen);
    free(p.first);
    free(p.word);
}
