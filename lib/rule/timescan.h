/* timescan: taking words and figures off the front of a time phrase.  ASCII case does not count. */
#ifndef RULE_TIMESCAN_H
#define RULE_TIMESCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

bool timescan_is_digit(char c);
bool timescan_is_blank(char c);
bool timescan_is_one_of(char c, const char *set);

void timescan_skip(struct str *s, size_t n);
void timescan_blanks(struct str *s);
void timescan_gap(struct str *s); /* blanks, one comma among them */

/* Whether a phrase may end here: at the text's end, a blank or a mark that closes; "16:00.5" and "10-12" go on. */
bool timescan_at_end(struct str s);

/* The letters at the start of s. */
struct str timescan_letters(struct str s);
bool timescan_same(struct str word, const char *name);

/* Takes the word if it stands there, whole. */
bool timescan_word(struct str *s, const char *name);
/* Takes a word that is one of n names, or at least `min` first letters of one.  Gives its place or -1. */
int timescan_name(struct str *s, const char *const *names, int n, size_t min);
int timescan_whole_name(struct str *s, const char *const *names, int n);

/* How many digits stand there. */
size_t timescan_ndigits(struct str s);
/* Takes a number of min..max digits with no digit behind; -1 when there is none. */
int timescan_digits(struct str *s, size_t min, size_t max);

#endif
