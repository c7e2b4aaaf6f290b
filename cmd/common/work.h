/* work: a verb's desk: opened from the session, its phrases about time, and the lines of what was touched. */
#ifndef COMMON_WORK_H
#define COMMON_WORK_H

#include "cmd/common/session.h"
#include "desk/desk.h"
#include "rule/query.h"
#include "rule/ref.h"

struct work {
    struct session *s;
    struct desk_place place;
    struct desk *desk;
    struct form *lines; /* the listing that acted-on records go to */
    struct arena *arena;
    char *zone_name, *exe_dir;
    int64_t also; /* a complaint that all of work_each() touched: its line comes last; 0 none */
};

enum work_mode {
    WORK_READ,
    WORK_WRITE,
    WORK_DELIVER, /* writes, and what it prints must arrive: a closed pipe ends it */
    WORK_MAKE /* may make the desk at its default place: work_make() comes before anything is read or written */
};

/* Opens.  A missing desk is ERR_NOINPUT and says how to begin.  End with work_close(), error or not. */
struct err *work_open(struct session *s, enum work_mode mode, struct work *w) ERR_CHECK;
/* Behind WORK_MAKE, once what was typed is known to be right: makes the desk where there is none, and says so. */
struct err *work_make(struct work *w) ERR_CHECK;
/* Closes what is open; a zeroed one is fine.  Says when policy.yaml is not what is in force. */
void work_close(struct work *w);

/* The transaction that --as-of names (DB_NOW without it); the desk's `now` becomes that time. */
struct err *work_as_of(struct work *w, int64_t *as_of) ERR_CHECK;

/* The value of a time option in the desk's zone; INSTANT_NONE when it was not given.  On a terminal the resolved time
 * is echoed. */
struct err *work_when(struct work *w, const char *option, enum when_mode mode, instant *out) ERR_CHECK;
/* Echoes a resolved time on a terminal's standard error. */
void work_echo(struct work *w, const char *what, instant t);

/* The query of the operands; lives in w->arena. */
struct err *work_query(struct work *w, const struct query **out) ERR_CHECK;
/* The same of the operands behind the first `skip`. */
struct err *work_query_behind(struct work *w, size_t skip, const struct query **out) ERR_CHECK;

/* The record columns that acted-on records are printed in. */
enum work_lines { WORK_COMPLAINTS, WORK_FOLLOWUPS };
struct err *work_lines_open(struct work *w, enum work_lines what) ERR_CHECK;
/* Prints one record's line, read from the store after COMMIT. */
struct err *work_complaint(struct work *w, int64_t id) ERR_CHECK;
struct err *work_complaints(struct work *w, const int64_t *ids, size_t n) ERR_CHECK;
struct err *work_followup(struct work *w, subject of, uint32_t no) ERR_CHECK;
struct err *work_lines_close(struct work *w, struct err *e) ERR_CHECK;

/* What becomes of an error about one of `n` records: of several, or behind one that was refused, it is
 * said and counted, and NULL says to go on. */
struct err *work_bad(struct work *w, const struct ref *ref, size_t n, struct err *e) ERR_CHECK;

/* Whether the event or follow-up of a complaint that stands for it is there: 42@17, 42/3.  ERR_NOINPUT when not. */
struct err *work_there(struct work *w, const struct ref *ref) ERR_CHECK;

/* What was merged goes on elsewhere, and so does what is done to it: said on standard error. */
struct err *work_alias(struct work *w, struct ref *ref) ERR_CHECK;
/* The same of a complaint by its number. */
struct err *work_alias_id(struct work *w, int64_t *id) ERR_CHECK;
/* Says so of a customer whom `text` names by number. */
struct err *work_alias_customer(struct work *w, struct str text) ERR_CHECK;

/* Does `act` to every record that operand `at` names, printing the line of each one.  With a single record its error is
 * the command's; with several each is said and counted, and the rest goes on.  `allow` says which references fit: one
 * that does not is refused with the right one. */
enum {
    WORK_ANY_COMPLAINT = 1, /* 42, and 42/3 for 42 */
    WORK_ONLY_COMPLAINT = 2,
    WORK_EVENT = 4,     /* 42@17; with WORK_ONLY_COMPLAINT 42 too */
    WORK_FOLLOWUP = 8,  /* 42/3, and 42 with no = 0 */
    WORK_CUSTOMER = 16, /* with WORK_FOLLOWUP: c7/2, and c7 with no = 0; with WORK_EVENT: c7@3 */
    WORK_AS_IS = 32     /* what was merged is meant itself */
};
typedef struct err *work_act(struct work *w, struct ref *ref, void *context);
struct err *work_each(struct work *w, const char *operand, unsigned allow, enum work_lines lines,
                      work_act *act, void *context) ERR_CHECK;

#endif
