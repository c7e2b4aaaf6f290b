/* prove: where the time of a complaint's deadlines went, recomputed from its events. */
#ifndef DESK_PROVE_H
#define DESK_PROVE_H

#include "desk/desk.h"
#include "rule/matter.h"

enum prove_row {
    PROVE_RULE,     /* which rule, from when until when */
    PROVE_MOVED,    /* another due time */
    PROVE_INTERVAL, /* a piece of time: class says whether it counted */
    PROVE_SUM,      /* of a class */
    PROVE_END,      /* how it stands or ended; seconds: counted ones after it was due */
    PROVE_DEBT /* of the complaint: what a late payer owes; class: invoice, payment, interest, fixed, owed */
};

struct prove_line {
    struct followup f;
    enum prove_row row;
    const char *class; /* kind of deadline, class of time, or state */
    instant from, to;
    int64_t seconds; /* -1: none */
    uint32_t event;  /* that says so; 0 none */
    instant entered; /* when that was recorded; INSTANT_NONE */
    const char *text;
};

typedef struct err *prove_tell(void *context, const struct prove_line *line);

/* Tells all deadlines of the complaint, or only follow-up `no`.  Rows are in the order of enum prove_row, intervals
 * in that of time; behind the deadlines, when all are told, what a late payer owes (f.no 0), recomputed.  ERR_NOINPUT
 * when there is no such deadline. */
struct err *prove_run(struct desk *d, int64_t id, uint32_t no, prove_tell *tell, void *context) ERR_CHECK;

#endif
