/* about: what is to be seen of a complaint at a glance, in front of its history: what its page says, and its object for
 * programs.  Reads only; nothing is written. */
#ifndef DESK_ABOUT_H
#define DESK_ABOUT_H

#include "desk/advice.h"
#include "desk/heat.h"
#include "desk/owed.h"
#include "desk/show.h"
#include "desk/traits.h"
#include "rule/path.h"

enum {
    ABOUT_QUESTIONS = 5,
    ABOUT_DAYS = 90 /* before a complaint, within which the customer's others count as a row */
};

/* How angry triage read them to be, where that changed by a tenth. */
struct about_anger {
    const struct show_event *reading;
    int32_t anger; /* thousandths */
};

/* What was attached or came with a mail. */
struct about_file {
    uint32_t number;               /* never changes */
    const struct show_event *file; /* words: its name; who: its type; ev.num: bytes */
    uint32_t event;                /* that brought it */
    bool mail;                     /* which was a mail */
};

struct about {
    /* Theirs that came within ABOUT_DAYS before it, the latest first; void ones are none. */
    const int64_t *before;
    size_t nbefore;
    struct traits they; /* until it is closed */
    struct str label;   /* of its category, as people read it; empty: it has none */
    struct str wants, hold;
    struct heat heat;
    struct advice_question ask[ABOUT_QUESTIONS];
    size_t nask;
    struct path path[2];
    size_t npath;
    struct owed owed;
    struct about_anger *anger;
    size_t nanger;
    struct about_file *files;
    size_t nfiles;
};

/* As of `s` and the desk's `now`.  Points into `s`; the rest lives in the arena. */
struct err *about_get(struct desk *d, const struct show *s, struct arena *a, struct about *out) ERR_CHECK;

#endif
