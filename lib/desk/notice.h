/* notice: letters that the desk writes to customers by itself, because policy says so: whether they are satisfied, and
 * that an invoice is open.
 *
 * A follow-up that is due and for which policy names a letter (`check`, or a ladder's step) has it sent, through the
 * outbox as any letter, and is done with that.  Each due time once: the letter's Message-ID is made of the follow-up and
 * its step, and the message is kept before it leaves; a crash between sendmail and the mark sends the same bytes again,
 * once at most.  It is recorded as said only once sendmail took it.
 */
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

#include "desk/desk.h"
#include "desk/drafttext.h"
#include "rule/matter.h"
#include "store/db_list.h"

struct notice {
    /* NULL: policy names none for this follow-up, and nothing below is set. */
    const struct policy_letter *letter;
    const char *why;       /* why it may not go, so that a person has to; NULL: it may */
    struct str to;         /* the address */
    struct drafttext text; /* when it may */
};

/* What would go if it were due at the desk's now; nothing is written.  In the arena.  No letter goes to a customer who
 * is erased, has no mail address or one that nobody reads, or from whose side only a bounce or automatic answer came
 * back; nor of a complaint that is held or disputed. */
struct err *notice_look(struct desk *d, const struct followup *f, struct arena *a,
                        struct notice *out) ERR_CHECK;

/* In front of the text of a follow-up that is told: which letter goes, or why not. */
struct err *notice_tell(struct desk *d, struct db_due *row, struct arena *a) ERR_CHECK;

/* Whether nobody is told of it before it is due, since a letter is to go then. */
bool notice_waits(const struct desk *d, const struct followup *f);

struct notice_job {
    struct str owner; /* only this login's; empty: everybody's */
    char *const *env; /* for sendmail */
    /* Done with its letter; outside any transaction. */
    struct err *(*sent)(void *context, subject of, uint32_t no);
    void (*failed)(void *context, const struct err *e); /* could not be sent (now, or at all) */
    void *context;
};

/* Sends what is due; when sendmail cannot, the rest is left to the next run.  Nothing is done, quickly, when policy
 * names no letter, and when another run is at it. */
struct err *notice_run(struct desk *d, const struct notice_job *job) ERR_CHECK;

/* Why a letter in the outbox, named by the event that handed it out, may not leave now; NULL: it may.  What a person
 * wrote may; what the desk wrote may only while the desk would write it now: not once its follow-up is done with or has
 * another due time, nor when the matter is held, disputed, paid or settled meanwhile.  In the arena. */
struct err *notice_still(struct desk *d, subject of, uint32_t no, struct arena *a,
                         const char **why) ERR_CHECK;

#endif
