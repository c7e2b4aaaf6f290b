/* mails: kept messages looked at, and what was made of one made anew.
 *
 * A mail that is in no history (an automatic reply, a bounce, a list's) is known by a number of its own, "m17".
 */
#ifndef DESK_MAILS_H
#define DESK_MAILS_H

#include "desk/inbox.h"
#include "desk/mail_read.h"
#include "store/db_mail.h"

struct mails_one {
    struct db_mail mail;
    struct mail_read read; /* as it reads now */
};

/* Every mail of one sort, oldest first, read by cust-mime on the way; texts live until the next one.  No lock is held
 * while `visit` works; an error of it ends the walk. */
typedef struct err *mails_visit(void *context, const struct mails_one *one);
struct err *mails_each(struct desk *d, enum db_mail_which which, int64_t as_of, mails_visit *visit,
                       void *context) ERR_CHECK;

/* One, by its number. */
struct err *mails_get(struct desk *d, int64_t id, struct arena *a, struct mails_one *out) ERR_CHECK;

/* The numbers of the mails that `name` means: "m17", "42@1", "42" for all of that complaint's.  ERR_USAGE for something
 * else, ERR_NOINPUT when there is none. */
struct err *mails_named(struct desk *d, struct str name, struct arena *a, int64_t **ids, size_t *n) ERR_CHECK;

/* A mail that made no complaint is a person's after all: it becomes one, or joins one, as if it had come as such, at the
 * time when it came; with `to` not 0, that one.  ERR_DATA when it is in a complaint already, or is a colleague's and it
 * cannot be told which it belongs to. */
struct err *mails_accept(struct desk *d, int64_t id, int64_t to, struct inbox_taken *out) ERR_CHECK;

/* A mail is read once more, by the helper that is there today.  When it reads otherwise than what stands in the history,
 * its complaint is void, if nobody has worked on it, and it becomes or joins what it should have; else its words
 * stand in the same history instead of those before, or, when those are the first, besides them.  *changed is false when
 * it reads as it did, or when it is a letter of ours (out->ours): nothing was written. */
struct err *mails_reread(struct desk *d, int64_t id, struct inbox_taken *out, bool *changed) ERR_CHECK;

#endif
