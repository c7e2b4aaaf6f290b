/* person: all that the desk knows of one customer, as of one instant: what show and customer tell of them. */
#ifndef DESK_PERSON_H
#define DESK_PERSON_H

#include "desk/desk.h"
#include "rule/standing.h"
#include "store/db_customer.h"
#include "store/db_list.h"

/* One complaint of theirs, and what its history holds for the whole picture. */
struct person_matter {
    struct db_line line;
    struct str cause;          /* name; empty: not known */
    struct str remedy, amount; /* fields as set last, as text; empty: never */
    struct str currency;
    struct str owes;      /* what is left of a late payment, in words; empty: nothing */
    int32_t anger;        /* the strongest reading, in thousandths */
    uint32_t unsatisfied; /* how often they said no */
};

/* Every time that somebody spoke: the customer, or we; also with an offer, an agreement or their answer to what was done. */
struct person_contact {
    struct event ev;
    struct str words;
    bool gone; /* erased */
};

/* What is open for them beside their complaints: c7/2. */
struct person_step {
    struct followup f;
    struct str text;
};

/* Another customer who is the same person by a merge. */
struct person_also {
    int64_t id, into;
    uint32_t event; /* what a strike names: c9@4 */
    struct str name;
};

struct person {
    int64_t id; /* of the one who stayed */
    struct str name;
    struct person_also *also;
    size_t nalso;
    struct db_address *addresses;
    size_t naddresses;
    struct person_matter *matters; /* as they were received, void ones too */
    size_t nmatters;
    /* Promises, callbacks and meetings, by state; not those of void complaints, nor talks with a colleague of ours. */
    int64_t promises[STATES];
    int64_t overdue;                 /* of the open ones */
    struct person_contact *contacts; /* by when they happened; only with `deep` */
    size_t ncontacts, cap_contacts;
    struct person_contact *notes; /* on them, not on one complaint; only with `deep`, as are the steps */
    size_t nnotes;
    struct person_step *steps;
    size_t nsteps;
};

/* `id` may be any of those who are the same by a merge.  `deep`: histories as well, for contacts, readings, remedies;
 * without it matters hold their lines only.  ERR_NOINPUT when there is no such customer.  Many short reads; texts live
 * in the arena. */
struct err *person_get(struct desk *d, int64_t id, int64_t as_of, bool deep, struct arena *a,
                       struct person *out) ERR_CHECK;

/* The customer that people mean by `text`: "c7", an address, a whole name, or a part of either.  ERR_NOINPUT: none;
 * ERR_DATA: several, and names them. */
struct err *person_find(struct desk *d, struct str text, int64_t *id) ERR_CHECK;

/* The same as the store knew it then: merges that came later do not count.  ERR_NOINPUT for one who was not known yet. */
struct err *person_find_then(struct desk *d, struct str text, int64_t as_of, int64_t *id) ERR_CHECK;

#endif
