/* lexicon: the words that a set of patterns knows, as small numbers (symbols).
 *
 * A symbol stands for a word, an ending ("burn*"), a class, or something special (any word, a number, capitals).  A
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

enum { LEXICON_SYMBOLS_MAX = 60000 };

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
/* The symbol of an ending; `text` is what stands before the '*'. */
lexicon_symbol lexicon_prefix(struct lexicon *x, struct str text);
/* The symbol of a class of words, or of a special one, by its number. */
lexicon_symbol lexicon_class(struct lexicon *x, int number);

/* How many symbols there are, 0 counted; above LEXICON_SYMBOLS_MAX it cannot be sealed. */
size_t lexicon_count(const struct lexicon *x);

void lexicon_seal(struct lexicon *x);

/* What a token is. */
struct lexicon_entry {
    const lexicon_symbol *symbols; /* `n` of them */
    uint32_t n;
    uint32_t roles; /* LEXICON_... */
};

/* Looks a token of `text` up; false when no pattern and no role knows it. */
bool lexicon_find(const struct lexicon *x, const struct token *t, struct str text, struct lexicon_entry *out);

/* The symbols of what a token is besides its word (any, number, capitals): at most PATTERN_SPECIALS; returns how
 * many.  Only those that some pattern uses. */
size_t lexicon_specials(const struct lexicon *x, const struct token *t, lexicon_symbol out[PATTERN_SPECIALS]);

#endif
