/* inbox: a message comes in: read by cust-mime, kept byte for byte, joined to its complaint or made a new one. */
#ifndef DESK_INBOX_H
#define DESK_INBOX_H

#include "desk/change.h"
#include "desk/mail_read.h"
#include "rule/event.h"

enum { INBOX_MAX = 64 * 1024 * 1024 }; /* bytes of a message */

struct inbox_taken {
    /* 0: kept, but no complaint's (a list, an auto-reply or bounce that answers nothing of ours, a colleague's letter
     * that is unplaced). */
    int64_t complaint;
    int64_t mail; /* of one that is read again and is a machine's: its number now */
    uint32_t event;
    unsigned flags; /* form/mailjson.h: enum mail_flag */
    bool fresh;     /* the complaint is new */
    bool again;     /* the very same message had come before: nothing was written */
    bool unplaced;  /* a colleague's letter to nobody, or not to one open matter: kept, and no complaint */
    bool ours;      /* a letter of ours that was read again: nothing was written */
    bool partial;   /* it could not be read whole; what could be was */
};

/* One transaction: the raw message and what was read of it.  An answer joins its complaint by References and
 * In-Reply-To; one to a complaint that was closed longer ago than policy's `reopen` starts a new one that names the
 * old.  A letter from a colleague's address (policy: staff) is what we said, where it answers or, when it begins a
 * thread, in the one open matter of whom it is to.  A sender without a name or address is a customer of their own.  An
 * auto-reply or a bounce to a letter of ours is a note on its complaint.  A message that the helper dies of is kept all
 * the same, as a complaint whose words are its bytes.  ERR_TEMP for an empty input and whatever may be better at the next
 * try; a caller that is asked by a mail system gives 75 for every error. */
struct err *inbox_take(struct desk *d, struct str raw, struct inbox_taken *out) ERR_CHECK;

/* The pieces, for who makes anew what was made of a mail: the words that are kept of it; where it belongs, with all that
 * follows (out->complaint is 0 for what is no person's); and the same in a complaint that is known. */
struct str inbox_words(const struct mail_read *l);
struct err *inbox_place(struct change *ch, struct mail_read *l, struct inbox_taken *out) ERR_CHECK;
struct err *inbox_join(struct change *ch, const struct mail_read *l, int64_t id,
                       struct inbox_taken *out) ERR_CHECK;

/* Whether there is no message at all. */
bool inbox_blank(struct str raw);

/* For sweeps, where each COMMIT waits for the disk, and a helper for each message would cost more than all the rest: some
 * messages are given, read by one helper (desk/mail_read.h) while the caller does other things, and stored in one
 * transaction, in order: all of them, or none and an error.
 *
 *     inbox_give(these), inbox_read(), inbox_give(the next ones), inbox_store(these), inbox_read(), ...
 *
 * The bytes of what is given stay the caller's and must be there until it is stored.  An error of inbox_read() leaves
 * nothing given and nothing read. */
struct inbox;
struct inbox *inbox_open(struct desk *d);
void inbox_give(struct inbox *in, const struct str *raw, size_t n);
struct err *inbox_read(struct inbox *in) ERR_CHECK;
/* `out` has room for as many as were read. */
struct err *inbox_store(struct inbox *in, struct inbox_taken *out) ERR_CHECK;
void inbox_close(struct inbox *in);

#endif
