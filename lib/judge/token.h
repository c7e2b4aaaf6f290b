/* token: one pass over a text gives its words.
 *
 * Everything that reads a customer's words (phrases, the linear model) reads these tokens, so a text is
 * walked once. A word is a run of letters and digits; an apostrophe between two letters belongs to it
 * ("don't"), a hyphen does not.  Beyond ASCII the word-break properties of UAX #29 and simple case folding
 * decide (libunistring); a character of a script written without spaces is a word of its own.  A run of two
 * or more of ! and ? with a ! among them is one token too, whose folded text is "!!".
 *
 * Any bytes are safe: an invalid UTF-8 sequence separates words.  Time is linear in the text, no memory is
 * allocated.  A text longer than TOKEN_TEXT_MAX is read up to there.
 *
 * Sentences end at . ! ? (and their kin beyond ASCII) before white space or the end of the text, and at an
 * empty line; clauses also at , ; : ( ) and dashes.  "e.g. 3.5" ends nothing between the digits; an
 * abbreviation's dot before a blank does end a sentence: the reader that cares looks further back than one
 * word only inside a clause.
 */
#ifndef JUDGE_TOKEN_H
#define JUDGE_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define TOKEN_TEXT_MAX ((size_t)UINT32_MAX)

enum {
    TOKEN_CAPS = 1,     /* two letters or more, all of them capitals, not one letter again and again */
    TOKEN_NUMBER = 2,   /* starts with a digit */
    TOKEN_SENTENCE = 4, /* first of its sentence */
    TOKEN_CLAUSE = 8,   /* first of its clause; every first of a sentence is one */
    TOKEN_SPEECH = 16,  /* between double quotation marks of one paragraph */
    TOKEN_CITED = 32,   /* on a line that starts with '>': quoted mail */
    TOKEN_MARK = 64     /* the token "!!" */
};

struct token {
    uint64_t hash; /* of the folded word; see token_hash() */
    /* Its first eight folded bytes, the first in the lowest byte; zero behind a shorter word. */
    uint64_t head;
    uint32_t off;   /* bytes of the text before it */
    uint32_t len;   /* bytes of the text that it covers */
    uint32_t flags; /* TOKEN_... */
};

/* A place in a text.  The fields are private. */
struct token_reader {
    struct str text;
    size_t at;
    size_t quote_end; /* where the quotation that we are in closes; 0 when in none */
    size_t unclosed;  /* no closing curly mark stands before it */
    size_t cite_end;  /* where the cited line ends; 0 when not on one */
    uint32_t pending; /* flags that the next token gets */
};

/* The text must outlive the reader. */
void token_start(struct token_reader *r, struct str text);

/* Writes at most `max` tokens and returns how many; 0 at the end of the text. */
size_t token_read(struct token_reader *r, struct token *out, size_t max);

/* The hash of a word as the reader gives it: the word is folded first.  Stable between versions and machines:
 * learned weights depend on it. */
uint64_t token_hash(struct str word);

/* Folds a token's text into out (at most `max` bytes, cut at a character) and returns the length. */
size_t token_fold(struct str word, char *out, size_t max);

#endif
