/* texts: what score, train and eval read: texts a line, and labels before them. */
#ifndef CUST_TRIAGE_TEXTS_H
#define CUST_TRIAGE_TEXTS_H

#include "base/buf.h"
#include "cmd/common/session.h"
#include "form/lines.h"
#include "judge/verdict.h"
#include "policy/policy.h"

/* The built-in rules and models, without a desk. */
struct texts {
    struct session *s;
    struct policy *policy;
    const char *names[TRIAGE_SIGNALS];
    struct model shipped;
    struct verdict_reader reader;
    struct lines *lines;
    struct buf plain; /* the text that was read last, when it had escapes */
};

enum { TEXTS_LINE_MAX = 64 << 20 };

/* Opens standard input.  End with texts_close(), error or not. */
struct err *texts_open(struct session *s, struct texts *t) ERR_CHECK;
void texts_close(struct texts *t);

/* The next line with its escapes undone; a line with a backslash that begins no escape is taken as it stands.  A line
 * that is too long is said, and comes as an empty text. */
struct err *texts_next(struct texts *t, struct str *text, bool *end) ERR_CHECK;

/* The next line as LABEL TAB TEXT.  Lines without TAB or text are said and passed over. */
struct err *texts_next_labelled(struct texts *t, struct str *label, struct str *text, bool *end) ERR_CHECK;

/* What a label says: yes or no.  False, and said: it is neither. */
bool texts_yes(struct texts *t, struct str label, bool *yes);

/* "category", "complaint" or a signal; ERR_USAGE names the near one. */
struct err *texts_subject(const char *operand, bool *classes) ERR_CHECK;

#endif
