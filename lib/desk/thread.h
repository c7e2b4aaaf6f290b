/* thread: which complaint a message belongs to.
 *
 * In-Reply-To and References (RFC 5322 section 3.6.4) name messages that the desk keeps.  Where a mail program dropped
 * them, a token in the subject, "[cust #42]", does as well, but only for a sender who belongs to that complaint: anybody
 * can write a number.
 */
#ifndef DESK_THREAD_H
#define DESK_THREAD_H

#include "desk/change.h"
#include "form/mailjson.h"

/* 0 when it belongs to none. */
struct err *thread_find(struct change *ch, const struct mail_in *in, int64_t *complaint) ERR_CHECK;

/* Whether an email address is one of the complaint's: its customer's, or in its contact or representative. */
struct err *thread_knows(struct change *ch, const struct complaint *c, struct str address,
                         bool *known) ERR_CHECK;

#endif
