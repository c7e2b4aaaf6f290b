/* feature: what the linear model sees of a text.
 *
 * A text becomes a list of numbers below FEATURE_BUCKETS, each the hash of one thing that stands in it: a folded word,
 * two words in a row (a sentence's first one behind its beginning), a word up to four words behind "not" and its kin in a
 * sentence, four letters in a row of a word (its ends marked), a word in capitals, and what stands between words other
 * than blanks (":(", "???", one emoji).  Each number stands in the list once, where it came first.  Beside them go the
 * strengths that the phrase rules gave, one for each signal, and how long the text is.  Quoted mail (lines that start
 * with '>') is not looked at; handles ("@shop") and what stands for a name ("<company>") are all one word.
 *
 * The hashes are those of token.h and as stable: learned weights depend on them.  A list holds at most
 * FEATURE_WORDS_MAX words, the text's first; and of a word the first FEATURE_LETTERS bytes.  So 10 MB of anything cost
 * little memory.
 */
#ifndef JUDGE_FEATURE_H
#define JUDGE_FEATURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "judge/token.h"

enum {
    FEATURE_BITS = 17,
    FEATURE_BUCKETS = 1 << FEATURE_BITS,
    FEATURE_RULES = 8, /* numbered as enum signal (rule/word.h) */
    FEATURE_LENGTH = FEATURE_RULES,
    FEATURE_INPUTS, /* what is no hash */
    FEATURE_WORDS_MAX = 4096,
    FEATURE_LETTERS = 32
};

/* A word and where its features begin; they end where the next word's begin, the last one's at the end of the list.
 * The first of them come from what stands before the word, and from the pair that it forms with the word before. */
struct feature_word {
    uint32_t off, len; /* bytes of the text */
    uint32_t first;
};

/* Start with {0}, end with feature_free().  One list serves any number of texts, one after the other. */
struct features {
    uint32_t *bucket;
    size_t n, cap;
    struct feature_word *word;
    size_t nwords, wordcap;
    /* Permille; the rules' are the caller's; length: 0 for no word, 1000 for 1023 and more. */
    int input[FEATURE_INPUTS];
    /* Private: which numbers are in the list; what is being read, how far, and what is known of the words before. */
    uint64_t seen[FEATURE_BUCKETS / 64];
    struct str text;
    size_t end;
    uint64_t before;
    int negated;
};

/* Replaces the list with the text's; the rules' inputs become 0. */
void feature_read(struct features *f, struct str text);

/* The same in pieces, for a caller that feeds the tokens of the text to another reader too. */
void feature_start(struct features *f, struct str text);
void feature_feed(struct features *f, const struct token *tokens, size_t n);
void feature_end(struct features *f);

void feature_free(struct features *f);

#endif
