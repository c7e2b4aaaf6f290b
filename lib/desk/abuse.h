/* abuse: a colleague was abused: what happened is kept, and somebody talks with them, soon. */
#ifndef DESK_ABUSE_H
#define DESK_ABUSE_H

#include "desk/desk.h"
#include "rule/event.h"
#include "rule/matter.h"

struct abuse {
    struct str colleague; /* whom it hit; empty: the login that says so */
    /* Who talks with them; empty: the highest role of policy's staff that is not the colleague. */
    struct str lead;
    struct str words; /* what happened; required */
    instant when;     /* INSTANT_NONE: now */
};

/* The follow-up is a meeting, due within one working day; *no gets its number and *lead its owner (empty: nobody could be
 * found, and the complaint's owner has it). */
struct err *abuse_report(struct desk *d, int64_t id, const struct abuse *a, uint32_t *no,
                         struct str *lead) ERR_CHECK;

/* Whether a follow-up is the talk with a colleague that one of the n events of its history asks for, a struck one too:
 * a meeting, but no promise to the customer. */
bool abuse_is_talk(const struct event *ev, size_t n, const struct followup *f);

#endif
