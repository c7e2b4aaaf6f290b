/* desk: an opened desk: its store, the policy in force, who is working and when.
 *
 * Every action of this room takes a `struct desk` and is one transaction: it reads the store, asks rule and judge,
 * and writes the store.  Nothing here knows a clock or the environment of its own; cmd hands both over.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>

#include "policy/policy.h"
#include "rule/when.h"
#include "store/db.h"

/* What cmd knows of the world. */
struct desk_place {
    const char *folder;     /* of the desk */
    bool may_create;        /* at the default place, for `new` and `call`: desk_make() does */
    const char *zone_name;  /* of the system; policy may name another */
    const char *zone_dirs;  /* NULL: ZONE_DIRS */
    const char *exe_dir;    /* folder of the running program: helpers are found from there */
    struct str login;       /* who is working */
    instant now;            /* when this began */
    instant (*clock)(void); /* the time now, by which changes are dated; NULL: it stands at `now` */
    db_waiting *on_wait;    /* told after a second of waiting for the store; may be NULL */
    void *on_wait_context;
};

struct desk {
    const struct desk_place *place; /* borrowed: must outlive the desk */
    struct db *db;                  /* NULL until desk_make() where there is none yet and one may be made */
    struct policy *policy;
    int64_t policy_version;  /* 0: the built-in one */
    bool created;            /* the store was made just now */
    struct policy **earlier; /* that were in force while this was open: somebody may point into them */
    size_t nearlier, cap_earlier;
};

/* ERR_NOINPUT when there is no store and none may be made; see db_open() for the rest. */
struct err *desk_open(const struct desk_place *place, enum db_mode mode, struct desk **out) ERR_CHECK;
/* Makes the store that may be made, once all is known to be right that its first record needs; one that is there is
 * left alone.  Until then time phrases and labels can be checked, by the built-in policy, and nothing else. */
struct err *desk_make(struct desk *d) ERR_CHECK;
/* For readers: judges from now on as the desk did at this sequence number, by the policy that was in force then.  What
 * was taken from d->policy before is gone.  policy_version stays: it says what is in force, not what is looked at. */
struct err *desk_as_of(struct desk *d, int64_t seq) ERR_CHECK;
/* For writers, inside a transaction: where somebody put another policy in force since it was looked at last, that is what
 * counts from now on.  What was taken from the one before stays until desk_close(). */
struct err *desk_renew(struct desk *d) ERR_CHECK;
void desk_close(struct desk *d);

/* How this desk reads a phrase about time now: in the policy's zone and business hours. */
struct when desk_when(const struct desk *d, enum when_mode mode);

/* A category by name; ERR_USAGE suggests the near one.  For what people type: imports may bring any. */
struct err *desk_category(const struct desk *d, struct str name) ERR_CHECK;

/* Whether a name can stand in a line as a label of the desk's own making: valid, of one line, not long. */
enum { DESK_LABEL = 200 };
bool desk_is_label(struct str name);

/* A colleague's login; ERR_USAGE suggests the near one.  A desk whose policy names no staff takes any label. */
struct err *desk_colleague(const struct desk *d, struct str login) ERR_CHECK;

#endif
