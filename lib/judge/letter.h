/* letter: the skeleton of an answer to a customer, put together from policy's wordings.
 *
 * A letter has parts, in the order of enum letter_part.  For each part the first entry of policy serves whose `when`
 * holds in this matter; else the first without one.  Of its sentences, number n serves the n-th letter, so that two
 * letters to one customer differ.  Pure: the same matter and number give the same bytes.
 */
#ifndef JUDGE_LETTER_H
#define JUDGE_LETTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum letter_part {
    LETTER_GREETING,
    LETTER_RESTATE, /* their problem in their own words */
    LETTER_EMPATHY,
    LETTER_APOLOGY,
    LETTER_OFFER,
    LETTER_NEXT, /* the next step with its date */
    LETTER_CLOSE,
    LETTER_PARTS
};

/* An enum letter_part by the name that policy gives it ("greeting", "restate", ...); -1: there is none. */
int letter_part_find(struct str name);
const char *letter_part_near(struct str name); /* the one that was probably meant, or NULL */

/* An entry of policy; memory is borrowed. */
struct letter_wording {
    const char *name;
    int part;
    const char *when; /* "" serves all */
    const char *const *say;
    size_t nsay;
};

/* What {name} and its like stand for. */
struct letter_value {
    const char *name; /* without the braces */
    struct str value;
};

struct letter {
    const struct letter_wording *wordings;
    size_t nwordings;
    const char *const *holds; /* what holds in this matter: signals, "late", "ack", a category, ... */
    size_t nholds;
    const struct letter_value *values;
    size_t nvalues;
    size_t number; /* how many letters went before */
};

/* Appends the letter: paragraphs with an empty line between them, lines of at most LETTER_COLUMNS bytes (a longer word
 * stands alone), no line end inside a value.  What a wording names and nobody gave becomes [[name]]. */
enum { LETTER_COLUMNS = 72 };
void letter_write(const struct letter *l, struct buf *out);

/* Appends one paragraph of a text of policy, with what {name} and its like stand for, in the same form; `say` may name a
 * value that nobody gave.  letter_line() is the same on one line, without its end. */
void letter_paragraph(const struct letter *l, const char *say, struct buf *out);
void letter_line(const struct letter *l, const char *say, struct buf *out);

/* Where the first gap stands that a draft left to its author ("[[what you offer]]"); false: there is none.  Quoted
 * lines do not count. */
bool letter_gap(struct str text, size_t *off, size_t *len);

/* A number for a text: whether a draft was changed since it was written.  White space does not count. */
unsigned long long letter_mark(struct str text);

#endif
