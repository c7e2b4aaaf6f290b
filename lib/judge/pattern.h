/* pattern: the text of a phrase's pattern, read into items.  The language is in judge/phrase.h. */
#ifndef JUDGE_PATTERN_H
#define JUDGE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    PATTERN_ITEMS = 400,
    PATTERN_DEPTH = 3,      /* groups inside groups */
    PATTERN_PREFIX_MIN = 3, /* letters before a '*' */
    PATTERN_PREFIX_MAX = 24 /* bytes of it, folded */
};

enum pattern_kind {
    PATTERN_WORD,
    PATTERN_PREFIX,
    PATTERN_CLASS,
    PATTERN_GAP,
    PATTERN_OPEN, /* a group: alternatives between OPEN, BAR ..., CLOSE */
    PATTERN_BAR,
    PATTERN_CLOSE
};

struct pattern_item {
    uint8_t kind;    /* enum pattern_kind */
    bool optional;   /* of an OPEN: the group */
    uint16_t arg;    /* CLASS: its number; GAP: words; OPEN: how many items behind it its CLOSE stands */
    uint64_t hash;   /* WORD, PREFIX: token_hash() */
    struct str text; /* WORD, PREFIX: as written; a view into the pattern */
};

struct pattern {
    struct pattern_item item[PATTERN_ITEMS];
    size_t n;
};

/* Reads a pattern.  ERR_POLICY with the byte offset of the mistake in *off.  The pattern is a sequence of
 * items: no gap stands at the end of a sequence, no sequence is optional as a whole. */
struct err *pattern_parse(struct str s, struct pattern *out, size_t *off) ERR_CHECK;

/* The hash of "dont" when the word is "don't", for people leave it out; else 0. */
uint64_t pattern_bare(struct str word);

/* The classes: a class is either a list of words or itself a pattern (made of words and of classes of words).
 */
struct pattern_class {
    const char *name;    /* without the angle brackets */
    const char *words;   /* separated by blanks; "word*" is an ending; NULL: see below */
    const char *pattern; /* one group */
};

enum pattern_special { PATTERN_CAPS, PATTERN_NUMBER, PATTERN_SPECIALS };

/* Class number i, or NULL beyond the last.  The first PATTERN_SPECIALS have neither words nor a pattern. */
const struct pattern_class *pattern_class(int i);

#endif
