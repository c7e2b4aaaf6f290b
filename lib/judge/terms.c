#include "judge/terms.h"

#include <stdint.h>
#include <string.h>

#include "judge/token.h"

enum { TERMS = 256, TERM_LETTERS = 4, TERMS_WANTED = 2, THEIRS_MAX = 65536 };

/* Words of four letters or more that say nothing of the matter. */
static bool is_common(const struct token *t)
{
    static const char *const common[] = {
        "about", "after", "again",  "also",  "always", "another", "anyon", "asked", "been",  "befor", "being",
        "both",  "call",  "called", "came",  "cannot", "could",   "custo", "dear",  "didn",  "does",  "doesn",
        "done",  "down",  "each",   "even",  "ever",   "every",   "first", "from",  "gave",  "getti", "give",
        "given", "going", "gone",   "good",  "have",   "havin",   "hello", "help",  "here",  "into",  "just",
        "kind",  "know",  "last",   "like",  "look",   "made",    "make",  "many",  "more",  "most",  "much",
        "must",  "need",  "never",  "noth",  "nothi",  "only",    "order", "other", "over",  "pleas", "reall",
        "regar", "said",  "same",   "shall", "shoul",  "since",   "some",  "someo", "still", "such",  "take",
        "tell",  "than",  "thank",  "that",  "their",  "them",    "then",  "there", "these", "they",  "thing",
        "think", "this",  "those",  "told",  "took",   "under",   "until", "upon",  "very",  "want",  "well",
        "went",  "were",  "what",   "when",  "where",  "which",   "while", "will",  "with",  "withi", "witho",
        "would", "write", "your",   "yours", "sorry",  "compl",   "probl", "compa", "servi", "today", "tomor",
        "yeste",
    };
    char stem[6] = {0};

    for (int i = 0; i < 5; i++)
        stem[i] = (char)(t->head >> (8 * i) & 0xff);
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (strcmp(stem, common[i]) == 0)
            return true;
    return false;
}

/* A term is a word's first five bytes, which brings leak, leaks and leaking together well enough; 0: none. */
static uint64_t term_of(const struct token *t)
{
    bool weak = t->len < TERM_LETTERS || (t->flags & (TOKEN_MARK | TOKEN_CITED)) != 0 || is_common(t);
    uint64_t whole = t->head & UINT64_C(0xffffffffff);

    /* "leaks" and "leaking" are "leak": a plural's s and what follows the fourth letter of a short word go. */
    if (t->len == 5 && (whole >> 32) == 's')
        whole &= UINT64_C(0xffffffff);
    if (t->len > 5 && ((whole >> 32) == 'i' || (whole >> 32) == 'e'))
        whole &= UINT64_C(0xffffffff);
    return weak ? 0 : whole;
}

struct terms {
    uint64_t term[TERMS];
    bool said[TERMS];
    size_t n;
};

static size_t term_place(const struct terms *t, uint64_t term)
{
    size_t i = 0;

    while (i < t->n && t->term[i] != term)
        i++;
    return i;
}

bool terms_restated(struct str text, struct str theirs)
{
    struct terms terms = {.n = 0};
    struct token_reader r;
    struct token token;
    size_t said = 0;

    if (theirs.n > THEIRS_MAX)
        theirs.n = THEIRS_MAX;
    token_start(&r, theirs);
    while (terms.n < TERMS && token_read(&r, &token, 1) == 1) {
        uint64_t term = term_of(&token);
        if (term != 0 && term_place(&terms, term) == terms.n)
            terms.term[terms.n++] = term;
    }
    size_t wanted = terms.n < TERMS_WANTED ? terms.n : TERMS_WANTED;
    token_start(&r, text);
    while (said < wanted && token_read(&r, &token, 1) == 1) {
        uint64_t term = term_of(&token);
        size_t at = term != 0 ? term_place(&terms, term) : terms.n;
        if (at < terms.n && !terms.said[at]) {
            terms.said[at] = true;
            said++;
        }
    }
    return said >= wanted;
}
