/* show: everything that the desk knows of one complaint, with the texts behind the numbers. */
#ifndef DESK_SHOW_H
#define DESK_SHOW_H

#include "desk/cause.h"
#include "desk/person.h"
#include "rule/ref.h"
#include "store/db_list.h"

struct show_event {
    struct event ev;
    bool struck;
    bool gone;        /* its words were erased */
    struct str actor; /* login */
    struct str who;   /* the name it carries: owner, cause, remedy */
    struct str words; /* bytes as they came */
    struct str value; /* of a set event */
    int32_t anger;    /* of a reading by triage, in thousandths; -1 for other events */
};

/* Another complaint that was merged into it, or into one that was. */
struct show_joined {
    int64_t id;
    struct show_event *events;
    size_t nevents;
};

struct show {
    struct db_line line;
    int64_t as_of;
    struct cause_story cause;
    struct person person;      /* its customer, without histories */
    struct show_event *events; /* in order */
    size_t nevents;
    struct db_due *followups; /* in order, ended ones too */
    size_t nfollowups;
    struct show_joined *joined;
    size_t njoined;
    int64_t into;    /* merged: where it went on; 0 */
    uint32_t merged; /* the event that says so */
};

/* ERR_NOINPUT when there is no such complaint.  Texts live in the arena. */
struct err *show_get(struct desk *d, int64_t id, int64_t as_of, struct arena *a, struct show *out) ERR_CHECK;

/* Whether an event is there to be read: what somebody did, and the notes and letters that the desk makes. */
bool show_is_read(const struct event *ev);

/* Whether what `ref` names within the complaint is there: its event 42@17, its follow-up 42/3.  ERR_NOINPUT when not. */
struct err *show_has(const struct show *s, const struct ref *ref) ERR_CHECK;

/* The bytes behind one event: the message as it came, else its words.  ERR_NOINPUT when there are none. */
struct err *show_raw(struct desk *d, int64_t id, uint32_t no, struct arena *a, struct str *bytes) ERR_CHECK;

#endif
