/* lexicon_build: makes a lexicon: first everything is added, then it is packed. */
#ifndef JUDGE_LEXICON_BUILD_H
#define JUDGE_LEXICON_BUILD_H

#include "base/buf.h"
#include "judge/lexicon.h"

struct lexicon_build;

struct lexicon_build *lexicon_build_new(void);
void lexicon_build_free(struct lexicon_build *b);

/* The symbol of a word by its hash; `text` is the word as written (borrowed until packing). */
lexicon_symbol lexicon_build_word(struct lexicon_build *b, uint64_t hash, struct str text);
/* The symbol of an ending, by token_hash() of what stands before the '*'; `text` is that as written. */
lexicon_symbol lexicon_build_ending(struct lexicon_build *b, uint64_t hash, struct str text);
/* The symbol of a class of words, or of a special one, by its number. */
lexicon_symbol lexicon_build_class(struct lexicon_build *b, int number);

/* Says that some pattern reads this symbol; those that none reads are left out of what is found. */
void lexicon_build_use(struct lexicon_build *b, lexicon_symbol s);

/* How many symbols there are, 0 counted; above LEXICON_SYMBOLS_MAX there were too many. */
size_t lexicon_build_count(const struct lexicon_build *b);

/* `marks` are what the graph says of the symbols, lexicon_build_count() of them. */
void lexicon_build_pack(struct lexicon_build *b, const struct lexicon_mark *marks, struct buf *out);

#endif
