/* call: somebody is on the phone: who they are, and each line that is typed while they speak, kept at once.
 *
 * A call is a row of small transactions, one a line: whatever ends it, all lines before are in the store.
 */
#ifndef DESK_CALL_H
#define DESK_CALL_H

#include "desk/traits.h"
#include "desk/who.h"
#include "store/db_customer.h"
#include "store/db_list.h"

enum { CALL_CHOICES = 9, CALL_SHOWN = 10 };

/* Whom a text may mean.  One that names a customer outright (c7, a whole name, an address) gives just that one;
 * else those of whom each word begins a word of the name or an address, likeliest first, else those of a number that is
 * alike.  None: somebody new. */
struct call_choice {
    int64_t id;
    struct str name;
    struct str address; /* the first one; may be empty */
    int64_t open;       /* how many of their complaints are */
};
struct call_found {
    struct who who; /* the text taken apart; views into it */
    bool outright;
    bool alike; /* they have the number but for its country's code: perhaps the same */
    struct call_choice choice[CALL_CHOICES];
    size_t n;     /* in choice */
    size_t total; /* that fit */
};
struct err *call_find(struct desk *d, struct str text, struct arena *a, struct call_found *out) ERR_CHECK;

/* What to know before one says a word. */
struct call_brief {
    struct db_address *addresses; /* the name is the one of kind -1 */
    size_t naddresses;
    size_t matters;        /* complaints ever; void and merged ones are none */
    struct db_line *open;  /* at most CALL_SHOWN, newest first */
    size_t nopen;          /* all that are open */
    struct db_due *unkept; /* what we promised and did not keep in time, newest first; at most CALL_SHOWN */
    size_t nunkept;        /* all of them */
    struct str worked;     /* the remedy of the last matter that ended well; empty: none */
    int64_t worked_in;     /* its complaint */
    struct traits traits;  /* what their history shows */
};
struct err *call_brief(struct desk *d, int64_t customer, instant now, struct arena *a,
                       struct call_brief *out) ERR_CHECK;

struct call {
    struct desk *desk;
    struct who who; /* who it is when `customer` is 0: made with the first line */
    int64_t customer;
    int64_t complaint; /* where lines go; 0: the next one begins a new complaint */
    enum channel channel;
    struct str subject;     /* of a new complaint; empty: the head of their first words */
    bool bare;              /* the complaint has no words of theirs yet */
    enum priority priority; /* of the complaint, after the last line */
    uint32_t signals;
};

/* Who has exactly one open complaint that is not resolved most likely rings about it: lines go there, unless they have a
 * place or a subject of their own already. */
struct err *call_go_on(struct call *c, const struct call_brief *brief) ERR_CHECK;

enum call_did {
    CALL_NOTHING, /* an empty line */
    CALL_THEIRS,
    CALL_OURS,
    CALL_PROMISED,
    CALL_NOTED,
    CALL_MISREAD, /* a promise whose time was not understood: kept as a note; `why` says what was wrong */
    CALL_TURNED   /* what follows belongs to another complaint; nothing was written */
};

/* A promise that stands in what we said: kept in mind as a follow-up, in the same transaction. */
enum { CALL_PROMISES = 4 }; /* of one line */
struct call_promise {
    uint32_t no;
    enum kind kind;
    instant due;
};

struct call_kept {
    enum call_did did;
    bool fresh;         /* it began a complaint */
    enum status thanks; /* not STATUS_RECEIVED: they only thank for what has this status, and keeps it */
    instant due;        /* of a promise */
    struct err *why;    /* CALL_MISREAD; of CALL_OURS why promises were not looked for; the caller's */
    struct call_promise promises[CALL_PROMISES];
    size_t npromises;
    instant unread; /* of CALL_OURS: a time that was read without a promise; INSTANT_NONE: none */
};

/* Keeps one line: "> we said", "! 16:00 we promise", "# a note", "@42" or "@new" turns to another complaint, anything
 * else is what they say; so is a line that begins with a space.  ERR_DATA and ERR_NOINPUT: a turn to a complaint that
 * is not there or not theirs, and nothing changed.  Other errors: the line was not kept. */
struct err *call_line(struct call *c, struct str line, struct call_kept *out) ERR_CHECK;

#endif
