/* language: whether a text is in a language that the rules and models do not know.  They know English.
 *
 * The small words tell: a text is foreign when at least three of its words are small words of another language (German,
 * French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Polish) and they outnumber the English ones more than
 * two to one; or when most of its words, three at least, begin with a letter beyond Latin script.  Words that are common
 * in English too count as English, and those that mean something in several ("no", "me") as nothing.  A text that begins
 * with four small English words and none of another is English.  A text too short to tell is not foreign.
 *
 * No language at all is foreign too: bytes of which more than one character in sixteen, sixteen at least, is a control
 * character or none.
 */
#ifndef JUDGE_LANGUAGE_H
#define JUDGE_LANGUAGE_H

#include <stdbool.h>

#include "base/str.h"

/* Looks at the beginning only: time does not grow with the text. */
bool language_foreign(struct str text);

/* Whether a foreign text is foreign because it is no language at all. */
bool language_none(struct str text);

/* Whether a folded word is one of the small English ones ("the", "and", "came"), which stand in texts of every kind. */
bool language_small(struct str word);

#endif
