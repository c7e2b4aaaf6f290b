/* reply: an answer leaves the desk: checked, made a message, recorded, with what it promises.
 *
 * A letter is recorded as handed out (an event that stops no clock), with its words and the message byte for byte, so
 * that answers to it find their complaint by its Message-ID.  Once it is known to be sent (reply_record_sent()) the
 * event `said` follows, which acknowledges and meets the response deadline.
 */
#ifndef DESK_REPLY_H
#define DESK_REPLY_H

#include "desk/answering.h"
#include "desk/desk.h"
#include "desk/drafttext.h"
#include "desk/promised.h"
#include "store/db_mail.h"

struct reply_ask {
    int64_t id;
    const struct drafttext *draft;
    bool anyway;                     /* although others wrote since */
    const struct promised *promised; /* become follow-ups; NULL: none */
    size_t npromised;
    /* Told of the letter within the transaction, when only COMMIT is left (outbox_prepare()); NULL: nobody. */
    struct err *(*ready)(void *context, int64_t id, uint32_t no, struct str message);
    void *context;
};

struct reply_done {
    uint32_t event;     /* handed-out */
    struct str message; /* in the arena */
    bool again;         /* it was handed out before: the same event, the same bytes */
};

/* What no letter may leave with: no words, a gap, the draft as it was, another complaint's draft.  ERR_DATA. */
struct err *reply_check(int64_t id, const struct drafttext *draft) ERR_CHECK;

/* Those promises of the draft that the desk has not in mind already: of several of one sort due on the same day, and of
 * those that an open follow-up of ours has on that day, one is enough; but of two clock times of one sentence each is
 * one. */
struct err *reply_promises(struct desk *d, const struct answering *known, struct str body, struct arena *a,
                           struct promised **out, size_t *n) ERR_CHECK;

/* Sentences of it with a time and no promise (desk/promised.h: promised_unread). */
struct err *reply_unread(struct desk *d, struct str body, struct arena *a, struct promised **out,
                         size_t *n) ERR_CHECK;

/* Whether two times are on one day of the desk's wall clock. */
bool reply_same_day(const struct desk *d, instant a, instant b);

/* The draft as a message of that Message-ID (without <>), by cust-mime; `automatic`: nobody wrote it, and its header says
 * so (RFC 3834).  *m gets what db_mail_add() needs but for the event; in the arena. */
struct err *reply_compose(struct desk *d, const struct drafttext *draft, struct str message_id,
                          bool automatic, struct arena *a, struct str *message, struct db_mail *m) ERR_CHECK;

/* One transaction; cust-mime runs before it.  ERR_DATA, with what is new, when somebody else wrote since the draft.
 *
 * The same letter once more, from the same draft (a try that was killed, a message that was printed and lost), is none of
 * its own: the message that was kept comes out again, with its Message-ID, and only promises are recorded.  Once it is
 * said that is refused, unless `anyway`. */
struct err *reply_hand_out(struct desk *d, const struct reply_ask *ask, struct arena *a,
                           struct reply_done *out) ERR_CHECK;

/* The letter that event `no` handed out was sent: said, once.  no 0: the last one that was handed out; ERR_DATA when
 * there is none that waits for this. */
struct err *reply_record_sent(struct desk *d, int64_t id, uint32_t no) ERR_CHECK;

/* Whether this is the message of event `no`, and handed out, and neither said nor struck; *known: there is such an
 * event at all. */
struct err *reply_waits(struct desk *d, int64_t id, uint32_t no, struct str message, bool *waits,
                        bool *known) ERR_CHECK;

#endif
