/* mail_read: messages as cust-mime reads them.
 *
 * One by one each has a helper of its own.  For a sweep a helper stays and reads many, because a process for each would
 * cost more than all the rest; then its limits hold for MAIL_READ_TURN messages or MAIL_READ_BYTES at most, a new one
 * takes over behind that, and a message that it dies of, or is slow with, is read again alone while the rest goes on with
 * a new one.  What a broken-into helper could do is to lie about the messages of its own turn: the messages themselves
 * are kept as they came.
 */
#ifndef DESK_MAIL_READ_H
#define DESK_MAIL_READ_H

#include "desk/desk.h"
#include "form/mailjson.h"

enum {
    MAIL_READ_TURN = 256,
    MAIL_READ_BYTES = 16 * 1024 * 1024,
    MAIL_READ_ALONE = 1024 * 1024 /* bytes of a message that is never read together with others */
};

/* A message with what was read of it. */
struct mail_read {
    struct str raw; /* the caller's */
    struct mail_in in;
    instant arrived; /* when it came; INSTANT_NONE: now */
    bool partial;    /* it could not be read whole; what stands in `in` may be its first bytes */
};

/* One message by itself.  A message that the helper dies of is no error but partial; ERR_TEMP and ERR_UNAVAILABLE when
 * there is no helper to be had.  Texts live in the arena. */
struct err *mail_read_one(struct desk *d, struct str raw, struct arena *a, struct mail_read *out) ERR_CHECK;

/* For a sweep.  `d` must outlive it; ended with mail_read_close(). */
struct mail_reader;
struct mail_reader *mail_read_open(struct desk *d);
/* These are read next; the bytes must stay until they are taken.  Reading begins at once, while the caller does other
 * things. */
void mail_read_give(struct mail_reader *r, const struct str *raw, size_t n);
/* The next of those that were given.  Errors as mail_read_one(). */
struct err *mail_read_take(struct mail_reader *r, struct arena *a, struct mail_read *out) ERR_CHECK;
/* What was given and not taken is forgotten. */
void mail_read_forget(struct mail_reader *r);
void mail_read_close(struct mail_reader *r);

#endif
