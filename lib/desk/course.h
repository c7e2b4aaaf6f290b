/* course: what the complaints of one customer come to: how many, where they stand, money, and what worked before.
 *
 * A void complaint is none, and one that was merged is part of the one in which it goes on: neither counts, but for what
 * was paid and given in it.  The order is that of receipt.
 */
#ifndef DESK_COURSE_H
#define DESK_COURSE_H

#include "desk/person.h"

struct course_money {
    struct str currency; /* may be empty */
    int64_t sum;         /* of the field `amount`, in hundredths */
    size_t matters;
};

struct course_remedy {
    struct str remedy;
    size_t times;
};

struct course {
    size_t matters, open;   /* that count */
    size_t voided, merged;  /* that do not */
    size_t reopened;        /* how often, all together */
    instant first;          /* when the first one came; INSTANT_NONE */
    enum standing standing; /* where they stand now */
    bool won_back;          /* they were difficult, and left the last one loyal */
    struct course_money *money;
    size_t nmoney;
    struct course_remedy *worked; /* after which they said yes */
    size_t nworked;
};

/* Of a person with histories (`deep`).  Everything lives in the arena. */
void course_of(const struct person *p, struct arena *a, struct course *out);

#endif
