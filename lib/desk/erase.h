/* erase: a customer asks to be forgotten: every word of theirs goes, counts and times stay.
 *
 * What goes: their name and addresses, all texts, subjects, notes, field texts and mails of their complaints, their own
 * follow-ups' texts, and files in outbox/ and kept/ in which one of these stands.  What stays: events, times, statuses,
 * scores, which other customers wrote, copies made before (backups, exports).
 */
#ifndef DESK_ERASE_H
#define DESK_ERASE_H

#include "desk/desk.h"

/* What erasing would reach; for asking first.  More than ERASE_NAMED of a kind are counted only. */
enum { ERASE_NAMED = 40 };
struct erase_reach {
    struct str name;
    size_t complaints, open;
    size_t others;    /* who are the same one by a merge, and are forgotten with them */
    bool already;     /* they are erased; only files may be left */
    struct str which; /* the open ones: "22,23,24"; empty: too many */
    size_t undone;    /* open follow-ups of closed ones and of the customer, which lose their texts too */
    struct str due;   /* these: "5/5,c5/1"; empty: too many */
};
/* ERR_NOINPUT for nobody; ERR_DATA when a complaint of theirs is under `hold`. */
struct err *erase_look(struct desk *d, int64_t customer, struct arena *a, struct erase_reach *out) ERR_CHECK;

/* A file in outbox/ or kept/ that only somebody else may open: nobody here can tell whose words it holds. */
struct erase_locked {
    const char *path; /* within the desk's folder */
    int64_t uid;      /* whose it is */
};

/* What was erased. */
struct erase_done {
    bool erased; /* it is committed, whatever became of files */
    int64_t texts, mails;
    size_t files;      /* attached ones, and those removed from outbox/ and kept/ */
    size_t files_left; /* other files there: nobody can tell whose words they hold */
    struct erase_locked *locked;
    size_t nlocked;
};
/* `why` stays in the customer's history.  After COMMIT the full text is written anew, in short transactions, and files
 * go; ERR_IO names one that cannot be removed.  Until the former is done db_erase_pending() names the customer, and the
 * index may still hold words of theirs.  Of who is erased already it does what an earlier run left: that, and files that
 * are theirs by their names.  `out` lives in the arena. */
struct err *erase_customer(struct desk *d, int64_t customer, struct str why, struct arena *a,
                           struct erase_done *out) ERR_CHECK;

#endif
