/* drafttext: the text of an answer as it goes through an editor: a few headers, an empty line, the letter, a cut line.
 *
 *   To: Jane Doe <jane@example.com>
 *   Cc: bob@example.com                            the one header that an author may add
 *   Subject: Re: the kettle leaks [#42]
 *   In-Reply-To: <m1@example.com>
 *   References: <m0@example.com> <m1@example.com>
 *   X-Cust-Seen: 42@17                             the last event that the author knew of
 *   X-Cust-As: final                               ack, holding, final, summary, plain
 *   X-Cust-Draft: 1f0c...                          a mark of the letter as it was drafted
 *
 *   Dear Jane Doe,
 *   ...
 *   -- >8 -- nothing below this line is sent --
 */
#ifndef DESK_DRAFTTEXT_H
#define DESK_DRAFTTEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "rule/ref.h"
#include "rule/word.h"

enum { DRAFTTEXT_MAX = 4 * 1024 * 1024 }; /* bytes */

#define DRAFTTEXT_CUT "-- >8 -- nothing below this line is sent --"

struct drafttext {
    struct str to, cc, subject, in_reply_to, references; /* empty: not there */
    struct ref seen;                                     /* of an event; id 0: not there */
    enum answer as;                                      /* ANSWER_PLAIN when not there */
    unsigned long long mark;                             /* 0: not there */
    struct str body; /* a view into the text, up to the cut line, CR before a line end still in it */
    size_t line;     /* of the body's first line, from 1 */
};

/* Takes a draft apart for sending.  ERR_DATA, with the line in `where`: a header that no draft has (Bcc, Return-Path,
 * Content-Type and whatever else), one that stands twice, a line that is no header, CR, NUL or another control
 * character in a value, an address that begins with "-", also within quotation marks, one with a comment, a route or a
 * backslash, a missing To, Subject or X-Cust-Seen. */
struct err *drafttext_read(struct str text, struct arena *a, struct drafttext *out) ERR_CHECK;

/* The same for reading only, by whatever program it was written: headers of mail are passed over, none are needed, and
 * nothing is an error. */
void drafttext_peek(struct str text, struct drafttext *out);

#endif
