#include "judge/lexicon.h"

#include <string.h>

#include "judge/packed.h"

enum { CAPS_LETTERS = 4 };

bool lexicon_unpack(struct str *rest, struct lexicon *out)
{
    size_t one = 0;

    out->word = packed_take(rest, sizeof *out->word, &out->nwords);
    if (out->word != NULL)
        out->slot = packed_take(rest, sizeof *out->slot, &out->nslots);
    if (out->word == NULL || out->slot == NULL || out->nslots == 0 || (out->nslots & (out->nslots - 1)) != 0)
        return false;
    out->ending = packed_take(rest, sizeof *out->ending, &out->nendings);
    out->lists = packed_take(rest, sizeof *out->lists, &out->nlists);
    out->table = packed_take(rest, sizeof *out->table, &one);
    return out->ending != NULL && out->lists != NULL && out->table != NULL && one == 1;
}

bool lexicon_begins(const struct lexicon_ending *e, uint64_t head, struct str word)
{
    char folded[PATTERN_PREFIX_MAX];
    uint64_t mask = e->length >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * e->length)) - 1;

    if (((head ^ e->head) & mask) != 0)
        return false;
    return e->length <= 8 ||
           (token_fold(word, folded, e->length) == e->length && memcmp(folded, e->text, e->length) == 0);
}

/* The symbol of a word that stands there as a whole; 0 when it does not. */
static uint32_t whole_word(const struct lexicon *x, uint64_t hash)
{
    size_t i = (size_t)hash & (x->nslots - 1);
    uint32_t tag = (uint32_t)(hash >> 32);

    while (x->slot[i].symbol != 0 && x->slot[i].tag != tag)
        i = (i + 1) & (x->nslots - 1);
    return x->slot[i].symbol;
}

const struct lexicon_word *lexicon_find(const struct lexicon *x, const struct token *t, struct str text)
{
    if (x->table->filter[t->hash % LEXICON_FILTER / 64] >> (t->hash % 64) & 1) {
        uint32_t s = whole_word(x, t->hash);
        if (s != 0)
            return &x->word[s];
    }
    for (uint16_t i = x->table->bucket[lexicon_bucket(t->head)]; i != 0; i = x->ending[i - 1].next)
        if (lexicon_begins(&x->ending[i - 1], t->head, (struct str){text.p + t->off, t->len}))
            return &x->word[x->ending[i - 1].symbol];
    return NULL;
}

uint32_t lexicon_symbols(const struct lexicon *x, const struct token *t, const struct lexicon_word *w,
                         lexicon_symbol out[LEXICON_AT_ONCE])
{
    const uint64_t *special = x->table->special;
    uint32_t n = 0;

    if (w != NULL)
        for (; n < w->n; n++)
            out[n] = x->lists[w->first + n];
    if (special[PATTERN_NUMBER] != 0 && (t->flags & TOKEN_NUMBER))
        out[n++] = (lexicon_symbol)special[PATTERN_NUMBER];
    if (special[PATTERN_CAPS] != 0 && (t->flags & TOKEN_CAPS) && t->len >= CAPS_LETTERS)
        out[n++] = (lexicon_symbol)special[PATTERN_CAPS];
    return n;
}
