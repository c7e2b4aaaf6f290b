/* trait: what history shows of a customer, always with its evidence; pure.
 *
 * A trait rests on signs: things that happened, each with its place in a history.  A sign counts whole for the first
 * half of the trait's window, then less and less, evenly, and not at all once the window is over: whoever stops doing
 * something is soon not called by it any more.  A trait holds while its signs together reach the threshold of policy
 * (cust-policy(5), `traits`).  So a trait is never stored: it is what the history says at an instant.
 */
#ifndef RULE_TRAIT_H
#define RULE_TRAIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "rule/event.h"

/* What can be a sign; behind each the trait that it speaks for. */
enum trait_sign {
    TRAIT_SIGN_CHASED,     /* impatient: wrote again before we answered */
    TRAIT_SIGN_HASTE,      /* impatient: their words were urgent */
    TRAIT_SIGN_REFUSED,    /* high-expectations: not satisfied with what was done */
    TRAIT_SIGN_RETURNED,   /* high-expectations: came back after it was resolved */
    TRAIT_SIGN_HAGGLED,    /* high-expectations: what was offered first was not enough */
    TRAIT_SIGN_COMPLAINED, /* serial-complainer: a complaint */
    TRAIT_SIGN_HOSTILE,    /* aggressive: their words were hostile */
    TRAIT_SIGN_ABUSED,     /* aggressive: a colleague was abused; counts twice */
    TRAIT_SIGN_OWED,       /* late-payer: a payment that was late */
    TRAIT_SIGN_OVERDUE,    /* late-payer: what they had agreed to came late or not at all */
    TRAIT_SIGN_CONTACTED,  /* needy: got in touch */
    TRAIT_SIGN_ASKED,      /* needy: a question */
    TRAIT_SIGN_SATISFIED,  /* loyal: said that they are satisfied */
    TRAIT_SIGN_TURNED,     /* won-back: was difficult, and left satisfied */
    TRAIT_SIGNS
};

struct trait_fact {
    enum trait_sign sign;
    subject of;
    uint32_t no; /* 42@no, or 42/no with `followup`; 0: the complaint as a whole */
    bool followup;
    instant at;
};

/* What policy says of one trait. */
struct trait_rule {
    int times;            /* how many signs that count whole make it */
    int64_t within;       /* seconds; 0: this trait is never given */
    const char *category; /* whose complaints are signs of it (needy, late-payer); NULL */
};

struct trait_held {
    enum trait trait;
    int64_t sum; /* of its signs, in thousandths of one */
    size_t n;    /* how many of them count */
};

/* What one sign counts at that age, in thousandths: 1000 to 0. */
int64_t trait_weight(int64_t age, int64_t within);

/* The traits that hold at `now`, the clearest first; what happened later does not count.  Returns how many. */
size_t trait_weigh(const struct trait_rule rules[TRAITS], const struct trait_fact *facts, size_t n,
                   instant now, struct trait_held out[TRAITS]);

/* Why, in words with the newest places: "wrote again before we answered, 3 times (42@5, 42@9, 57@2)". */
void trait_reason(enum trait t, const struct trait_rule *rule, const struct trait_fact *facts, size_t n,
                  instant now, struct buf *out);

/* Words of a customer that follow each other so soon are one time of getting in touch: a telephone call, two mails. */
enum { TRAIT_BREATH = 1800 }; /* seconds */

/* Whether the second of two things that were said, on one channel and by the same side, goes on with the first. */
bool trait_same_breath(const struct event *before, const struct event *ev);

#endif
