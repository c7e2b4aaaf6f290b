/* own_line: what a single line of a mail can be, by its words alone.  The tables for judge/own.h: English, German,
 * French, Spanish, Italian, Portuguese, Dutch, Danish and Swedish, as the common mail programs write them.
 *
 * A line comes without blanks at its ends.  Only ASCII letters are compared without regard to case.
 */
#ifndef JUDGE_OWN_LINE_H
#define JUDGE_OWN_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Nothing but `c` and blanks, at least `least` of c. */
bool own_line_is_rule(struct str s, char c, size_t least);
bool own_line_is_original(struct str s);      /* "-----Original Message-----", "Begin forwarded message:" */
bool own_line_is_from(struct str s);          /* "From:", "*Von:*" */
bool own_line_is_field(struct str s);         /* "Sent:", "An:", "Objet", and so on */
bool own_line_is_device(struct str s);        /* "Sent from my phone", and no more than that */
bool own_line_is_name(struct str s);          /* "-Ann Miller": a dash and one to four capitalised words */
bool own_line_is_escape(struct str s);        /* ">From ", as mailboxes write it (RFC 4155) */
bool own_line_is_legal(struct str paragraph); /* holds words that only disclaimers use */

/* An introduction to a quotation, "On ... wrote:", which may be wrapped.  The first of these looks at its first line, the
 * other two at all of its lines joined by blanks. */
bool own_line_may_introduce(struct str s);
bool own_line_introduces(struct str s); /* it ends like one and names a date or an address */
bool own_line_is_sure(
    struct str s); /* it names an address, or a time of day and a year, as only programs do */

#endif
