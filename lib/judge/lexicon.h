/* lexicon: the words that a set of patterns knows, as small numbers (symbols).
 *
 * A symbol stands for a word, an ending ("burn*"), a class, or something special (a number, capitals).  A
 * token has several: its own word, every ending that it has, their classes.  First everything is added, then
 * lexicon_seal() makes it fit for looking up.
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
    LEXICON_AT_ONCE =
        16 /* symbols of one token; a word with more endings and classes loses the last of them */
};

typedef uint16_t lexicon_symbol; /* 0: none */

struct lexicon;

/* Roles that a word plays for the matcher, whatever the patterns are. */
enum {
    LEXICON_NEGATOR = 1,   /* reaches far */
    LEXICON_NEAR = 2,      /* a negator that reaches only near */
    LEXICON_JOINS = 4,     /* starts a clause: "and", "but", "because" */
    LEXICON_UNNEGATES = 8, /* "only", "just" behind a negator */
    LEXICON_SELF = 16,     /* the customer as the doer */
    LEXICON_OTHER = 32     /* somebody else as the doer */
};

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *x);

/* The symbol of a word by its hash; `text` (borrowed until sealing) is the word as written. */
lexicon_symbol lexicon_word(struct lexicon *x, uint64_t hash, struct str text);
/* The symbol of an ending, by token_hash() of what stands before the '*'; `text` is that as written. */
lexicon_symbol lexicon_prefix(struct lexicon *x, uint64_t hash, struct str text);
/* The symbol of a class of words, or of a special one, by its number. */
lexicon_symbol lexicon_class(struct lexicon *x, int number);

/* How many symbols there are, 0 counted; above LEXICON_SYMBOLS_MAX it cannot be sealed. */
size_t lexicon_count(const struct lexicon *x);

/* Says that some pattern reads this symbol; those that none reads are left out of what lexicon_find() gives. */
void lexicon_use(struct lexicon *x, lexicon_symbol s);

void lexicon_seal(struct lexicon *x);

/* What a token is. */
struct lexicon_entry {
    const lexicon_symbol *symbols; /* `n` of them */
    uint32_t n;
    uint32_t roles; /* LEXICON_... */
};

/* Looks a token of `text` up; false when no pattern and no role knows it. */
bool lexicon_find(const struct lexicon *x, const struct token *t, struct str text, struct lexicon_entry *out);

/* All symbols of a token that some pattern reads: those of its entry and those of what it is besides (a number,
 * capitals).  Returns how many. */
uint32_t lexicon_symbols(const struct lexicon *x, const struct token *t, const struct lexicon_entry *e,
                         lexicon_symbol out[LEXICON_AT_ONCE]);

#endif
