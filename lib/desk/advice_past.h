/* advice_past: for advice: what the author may offer, what ended well in matters like this one, and who is above. */
#ifndef DESK_ADVICE_PAST_H
#define DESK_ADVICE_PAST_H

#include "desk/answering.h"

/* "up to 50.00 by yourself (refund 25.50); 70.00 left for them this month; beyond: anna,ben" and "anna,ben", the lowest
 * role first; both empty when the desk keeps no limits. */
struct err *advice_past_limit(struct desk *d, int64_t customer, struct arena *a, struct str *text,
                              struct str *above) ERR_CHECK;

/* "on offer: 1 refund 20.00, 2 voucher (waits for approval)"; empty when nothing is, or one was accepted. */
struct str advice_past_offered(const struct show *s, struct arena *a);

/* Takes one line; `worked` tells the parts of the two below apart. */
typedef void advice_past_take(void *context, bool worked, const char *from, const char *text);

/* The remedies after which this customer said yes, and those after which others did: with the same cause; else in the
 * same category; else in matters whose words are alike.  With how often and where. */
struct err *advice_past_worked(struct desk *d, const struct answering *known, struct arena *a,
                               advice_past_take *take, void *context) ERR_CHECK;

/* Who comes in: open steps of ladders, else the first step of the ladder for what is late; when `hot`, how to hand it up,
 * and without a ladder those of `above`. */
void advice_past_up(struct desk *d, const struct show *s, struct arena *a, bool hot, struct str above,
                    advice_past_take *take, void *context);

#endif
