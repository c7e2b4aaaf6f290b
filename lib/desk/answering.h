/* answering: what the desk knows of a matter that an answer to it must respect. */
#ifndef DESK_ANSWERING_H
#define DESK_ANSWERING_H

#include "desk/desk.h"
#include "desk/show.h"
#include "judge/tone.h"

struct answering {
    struct show show;
    struct str theirs;    /* all that the customer said here and in what was merged into this, oldest first */
    struct str newest;    /* their last words */
    bool legal;           /* they speak of law */
    bool signpost;        /* a final answer must say where they can go: a standard that applies asks for it */
    bool delayed;         /* we put them off before: a holding answer, a promise moved or late */
    const char *late;     /* the words of a promise of ours that is overdue; NULL: none */
    uint32_t letters;     /* how often we answered */
    struct str mail_id;   /* Message-ID of their last mail, without <>; empty: none */
    struct str mail_refs; /* those that it names, with <>, and its own behind them */
};

/* ERR_NOINPUT when there is no such complaint.  Texts live in the arena. */
struct err *answering_get(struct desk *d, int64_t id, struct arena *a, struct answering *out) ERR_CHECK;

/* The case for tone_check(), in the arena; `d` and `known` may be NULL. */
struct err *answering_case(struct desk *d, const struct answering *known, struct str body, enum answer as,
                           struct arena *a, struct tone_case *out) ERR_CHECK;

/* Sums in words of ours that are more than who says them may offer (judge/tone.h), in the arena. */
struct err *answering_sums(struct desk *d, const struct answering *known, struct str words, struct arena *a,
                           struct tone_finding **out, size_t *n) ERR_CHECK;

#endif
