/* greeting: the line of a message that only greets: "Hello,", "Dear Sir or Madam,", "Hi Ben". */
#ifndef JUDGE_GREETING_H
#define JUDGE_GREETING_H

#include "base/str.h"

/* The text behind its first line, when that only greets and something follows; else the text.  A greeting is one of the
 * usual words (English, German, French, Spanish, Italian, Dutch; ASCII case does not count) with at most GREETING_WORDS
 * titles and names, which are words that begin with a capital, behind it: "Hello it broke" is none, and neither is "Dear
 * Ben, my kettle leaks". */
enum { GREETING_WORDS = 6 };
struct str greeting_skip(struct str text);

#endif
