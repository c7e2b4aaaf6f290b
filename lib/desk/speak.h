/* speak: what was said: by the customer, to the customer, among us. */
#ifndef DESK_SPEAK_H
#define DESK_SPEAK_H

#include "desk/change.h"
#include "desk/promised.h"
#include "rule/word.h"

struct speak {
    struct str words;   /* not empty; bytes as they came */
    int channel;        /* enum channel; -1: as the complaint came, but heard on one by mail is phone */
    instant when;       /* when it happened; INSTANT_NONE: now */
    enum answer answer; /* of what we said */
    const struct str *promises; /* "16:00 ring back": a time phrase, then what */
    size_t npromises;
    /* Promises that stand in the words themselves (desk/promised.h), to be kept too. */
    const struct promised *found;
    size_t nfound;
    /* The same form, of what the customer will do: only offer_agree() reads these. */
    const struct str *expects;
    size_t nexpects;
};

/* A new complaint. */
struct step_set;
struct speak_new {
    struct speak first; /* their words */
    /* Empty, or what we wrote down: the first words are then none of theirs but what it is about. */
    struct str note;
    struct str who;              /* required */
    struct str subject;          /* empty: the head of their words */
    struct str head;             /* speak_head() of them, where it is known already; p NULL: it is not */
    struct str category;         /* empty: none */
    struct str owner;            /* empty: nobody yet */
    const struct step_set *sets; /* fields of its record (desk/step.h), already checked */
    size_t nsets;
};

/* All give the complaint's number back after COMMIT.  ERR_USAGE for a time phrase that is none, before anything is
 * written. */
struct err *speak_new(struct desk *d, const struct speak_new *n, int64_t *id) ERR_CHECK;
/* The customer said more: on a resolved complaint it reopens it, unless it is nothing but thanks (desk/praise.h); on a
 * waiting one it ends the wait. */
struct err *speak_heard(struct desk *d, int64_t id, const struct speak *s) ERR_CHECK;
/* We said: the first one acknowledges; it meets the response deadline. */
struct err *speak_said(struct desk *d, int64_t id, const struct speak *s) ERR_CHECK;
struct err *speak_note(struct desk *d, int64_t id, const struct speak *s) ERR_CHECK;

/* A promise's text taken apart in the desk's zone.  For callers that want to echo the resolved time. */
struct err *speak_promise(const struct desk *d, struct str promise, instant *due, struct str *what) ERR_CHECK;
/* The same of what a customer is to do: "1 dec 40.00 first instalment". */
struct err *speak_expect(const struct desk *d, struct str expect, instant *due, struct str *what) ERR_CHECK;

/* All promises of `s` taken apart, before anything is written; and then kept, on the complaint in hand.  End with
 * speak_promises_free(), error or not. */
struct speak_promised;
struct err *speak_promises(const struct desk *d, const struct speak *s,
                           struct speak_promised **out) ERR_CHECK;
struct err *speak_add_promises(struct change *ch, const struct speak *s,
                               const struct speak_promised *made) ERR_CHECK;
void speak_promises_free(struct speak_promised *made);

/* The pieces for who brings words in by another road (mail, import), inside their transaction: a new complaint of a
 * known customer (settling is the caller's), and more words of theirs or ours on the complaint in hand. */
struct err *speak_open(struct change *ch, const struct speak_new *n, int64_t customer, int64_t *id) ERR_CHECK;
struct err *speak_hear(struct change *ch, const struct speak *s) ERR_CHECK;
struct err *speak_say(struct change *ch, const struct speak *s) ERR_CHECK;
struct err *speak_add_note(struct change *ch, const struct speak *s) ERR_CHECK;
/* Every complaint has a subject: the one given, or the head of their words, marked as implied. */
struct err *speak_subject(struct change *ch, struct str given, struct str words) ERR_CHECK;
/* The head of words behind a line that only greets, in the arena; empty for words of which nothing can stand in a line. */
struct str speak_head(struct arena *a, struct str words);

#endif
