/* outbox: letters on their way to sendmail: one file each in the desk's folder outbox/, named 42@18.
 *
 * A letter is put there whole before it is handed over, and taken away once sendmail took it and that is recorded.
 * When sendmail could not (exit 69 or 75, or it cannot be run), it stays and the same bytes, with the same Message-ID,
 * are tried again.  When sendmail refuses it for good (any other exit), it is set aside as 42@18.refused.  Two at once
 * never hand over the same letter: each is locked while it is tried.
 */
#ifndef DESK_OUTBOX_H
#define DESK_OUTBOX_H

#include "desk/desk.h"

/* The letter, whole and on the disk, as 42@18.part: before the COMMIT that hands it out, so that one that is killed right
 * behind it has not lost it.  outbox_ready() makes it 42@18 once that is done; when nobody came to that, outbox_flush()
 * does so if the history has the letter, and else leaves it alone. */
struct err *outbox_prepare(struct desk *d, int64_t id, uint32_t no, struct str message) ERR_CHECK;
struct err *outbox_ready(struct desk *d, int64_t id, uint32_t no) ERR_CHECK;

/* Both at once. */
struct err *outbox_put(struct desk *d, int64_t id, uint32_t no, struct str message) ERR_CHECK;

/* Whether it is there: waiting, or set aside because sendmail refused it. */
enum outbox_place { OUTBOX_NOT_THERE, OUTBOX_WAITS, OUTBOX_REFUSED };
enum outbox_place outbox_look(struct desk *d, int64_t id, uint32_t no);

/* Tries one letter now, with the environment `env` for sendmail.  ERR_TEMP: it stays and will be tried again; ERR_DATA:
 * refused and set aside.  A letter that is gone, or in the hands of another, is no error. */
struct err *outbox_send(struct desk *d, char *const *env, int64_t id, uint32_t no) ERR_CHECK;

/* Tries all of them, outside any transaction; *sent and *left count.  One that may not
 * leave any more is taken away: its words stay in the history.  `failed` (may be NULL) is told of each that was not
 * sent, and does not own the error.  For cust-followup remind --deliver. */
struct outbox_count {
    size_t sent, left;
};
struct outbox_job {
    char *const *env; /* for sendmail */
    /* Why it may not leave any more, NULL: it may; notice_still(). */
    struct err *(*still)(struct desk *d, subject of, uint32_t no, struct arena *a, const char **why);
    void (*failed)(void *context, const struct err *e);
    void *context;
};
struct err *outbox_flush(struct desk *d, const struct outbox_job *job, struct outbox_count *count) ERR_CHECK;

#endif
