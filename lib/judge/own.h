/* own: which part of a mail's text are the writer's own words.
 *
 * A customer's reply carries our own last letter, a signature and a lawyer's paragraph along.  None of that may count
 * as what the customer says: our own "legal department" is no legal threat.  All of it is kept; only its kind is told.
 *
 * Quoted: lines that begin with ">", with the line that introduces them ("On ... wrote:", "Am ... schrieb ...:",
 * "Le ... a écrit :" and their like in Spanish, Italian, Portuguese, Dutch, Danish, Swedish); all that follows
 * "-----Original Message-----" or its like, or a block of From:/Sent:/To:/Subject: lines.
 * Signature: from a line "-- " (RFC 3676 section 4.3) on; "Sent from my ..."; "-Name" as the last line; the footer
 * of a mailing list.  Legal: closing paragraphs about intended recipients and confidentiality.
 * A name under "Kind regards" stays the writer's own: it does no harm there, and guessing would cut real words.
 */
#ifndef JUDGE_OWN_H
#define JUDGE_OWN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum own_kind { OWN_WORDS, OWN_QUOTED, OWN_SIGNATURE, OWN_LEGAL };

struct own_span {
    size_t from, to; /* byte offsets; to is behind the last byte */
    enum own_kind kind;
};

/* The text as spans of whole lines that cover it without a gap, neighbours of different kinds.  *n is 0 for the empty
 * text.  Lines end in LF; a CR before it does no harm.  Takes time in proportion to the text. */
const struct own_span *own_split(struct arena *a, struct str text, size_t *n);

/* Only the own words, in order, trimmed; a blank line stands where something was left out between them.  May be
 * empty: a mail that only forwards has none. */
struct str own_words(struct arena *a, struct str text);

#endif
