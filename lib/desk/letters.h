/* letters: messages as cust-mime reads them.
 *
 * One by one each has a helper of its own.  For a sweep a helper stays and reads many, because a process for each would
 * cost more than all the rest; then its limits hold for LETTERS_TURN messages or LETTERS_BYTES at most, a new one takes
 * over behind that, and a message that it dies of, or is slow with, is read again alone while the rest goes on with a
 * new one.  What a broken-into helper could do is to lie about the messages of its own turn: the messages themselves are
 * kept as they came.
 */
#ifndef DESK_LETTERS_H
#define DESK_LETTERS_H

#include "desk/desk.h"
#include "form/mailjson.h"

enum {
    LETTERS_TURN = 256,
    LETTERS_BYTES = 16 * 1024 * 1024,
    LETTERS_ALONE = 1024 * 1024 /* bytes of a message that is never read together with others */
};

/* A message with what was read of it. */
struct letter {
    struct str raw; /* the caller's */
    struct mail_in in;
    instant arrived; /* when it came; INSTANT_NONE: now */
    bool partial;    /* it could not be read whole; what stands in `in` may be its first bytes */
};

/* One message by itself.  A message that the helper dies of is no error but partial; ERR_TEMP and ERR_UNAVAILABLE when
 * there is no helper to be had.  Texts live in the arena. */
struct err *letters_read(struct desk *d, struct str raw, struct arena *a, struct letter *out) ERR_CHECK;

struct letters;
struct letters *letters_open(struct desk *d);
/* These are read next; the bytes must stay until they are taken.  Reading begins at once, while the caller does other
 * things. */
void letters_give(struct letters *l, const struct str *raw, size_t n);
/* The next of those that were given.  Errors as letters_read(). */
struct err *letters_take(struct letters *l, struct arena *a, struct letter *out) ERR_CHECK;
/* What was given and not taken is forgotten. */
void letters_forget(struct letters *l);
void letters_close(struct letters *l);

#endif
