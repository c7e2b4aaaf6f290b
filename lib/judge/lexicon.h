/* lexicon: the words that a set of patterns knows, as small numbers (symbols).
 *
 * A symbol stands for a word, an ending ("burn*"), a class, or something special (a number, capitals).  A token has
 * several: its own word, every ending that it has, their classes.  What is here only looks up; lexicon_build.h makes
 * one.  All memory is borrowed from the packed bytes that it is read from.
 */
#ifndef JUDGE_LEXICON_H
#define JUDGE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "judge/pattern.h"
#include "judge/token.h"

enum {
    LEXICON_SYMBOLS_MAX = 60000,
    /* Symbols of one token; a word with more endings and classes loses the last of them. */
    LEXICON_AT_ONCE = 16,
    LEXICON_BUCKETS = 1024,
    LEXICON_FILTER = 1 << 15 /* bits */
};

typedef uint16_t lexicon_symbol; /* 0: none */

/* Roles that a word plays for the matcher, whatever the patterns are. */
enum {
    LEXICON_NEGATOR = 1,   /* reaches far */
    LEXICON_NEAR = 2,      /* a negator that reaches only near */
    LEXICON_JOINS = 4,     /* starts a clause: "and", "but", "because" */
    LEXICON_UNNEGATES = 8, /* "only", "just" behind a negator */
    LEXICON_SELF = 16,     /* the customer as the doer */
    LEXICON_OTHER = 32,    /* somebody else as the doer */
    /* What it does for the graph of the same patterns. */
    LEXICON_BEGINS = 64, /* a rule ends or a gap begins right behind it */
    LEXICON_LEADS = 128, /* begins what reads the word behind it */
    LEXICON_TELLS = 256  /* what follows is what somebody was told: "told", "asked" */
};

/* What a token is, by symbol. */
struct lexicon_word {
    uint32_t first; /* its symbols: [first, first + n) of `lists` */
    uint16_t n;
    uint16_t roles; /* LEXICON_... */
    uint64_t gaps;  /* which gaps may end with it: a bit for each, or for several */
};

/* What the graph says of a symbol. */
struct lexicon_mark {
    uint64_t gaps;
    uint16_t roles;
};

/* A word's symbol, found by its hash: the low bits say where to look, the high ones whether it is the one. */
struct lexicon_slot {
    uint32_t tag;
    uint32_t symbol; /* 0: free */
};

struct lexicon_ending {
    uint64_t head; /* its first eight folded bytes */
    lexicon_symbol symbol;
    uint16_t next;  /* number of the next one of the bucket + 1, the longer first; 0: none */
    uint8_t length; /* in folded bytes */
    char text[PATTERN_PREFIX_MAX];
};

struct lexicon_table {
    uint16_t bucket[LEXICON_BUCKETS];     /* first ending + 1, by its first three bytes */
    uint64_t filter[LEXICON_FILTER / 64]; /* words that are there, and a few more */
    uint64_t special[PATTERN_SPECIALS];   /* symbols; 0 when no pattern uses it */
};

struct lexicon {
    const struct lexicon_word *word;
    const struct lexicon_slot *slot; /* a power of two of them, some free */
    const struct lexicon_ending *ending;
    const lexicon_symbol *lists;
    const struct lexicon_table *table;
    size_t nwords, nslots, nendings, nlists;
};

/* Reads what lexicon_build_pack() wrote, off the front; false when it is not all there. */
bool lexicon_unpack(struct str *rest, struct lexicon *out);

/* Looks a token of `text` up; NULL when no pattern and no role knows it. */
const struct lexicon_word *lexicon_find(const struct lexicon *x, const struct token *t, struct str text);

/* All symbols of a token that some pattern reads: those of its word (may be NULL) and those of what it is besides (a
 * number, capitals).  Returns how many. */
uint32_t lexicon_symbols(const struct lexicon *x, const struct token *t, const struct lexicon_word *w,
                         lexicon_symbol out[LEXICON_AT_ONCE]);

/* Whether a token is something besides its word: a number, capitals. */
static inline bool lexicon_special(const struct lexicon *x, const struct token *t)
{
    return (t->flags & (TOKEN_NUMBER | TOKEN_CAPS)) != 0 &&
           (x->table->special[PATTERN_NUMBER] | x->table->special[PATTERN_CAPS]) != 0;
}

static inline size_t lexicon_bucket(uint64_t head)
{
    return (size_t)((head & 0xffffff) * UINT64_C(0x9e3779b97f4a7c15) >> 54);
}

/* Whether a word, given with its head, begins so. */
bool lexicon_begins(const struct lexicon_ending *e, uint64_t head, struct str word);

#endif
