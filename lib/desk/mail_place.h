/* mail_place: where a mail stands now, and stood at any time.
 *
 * A mail that is made something of later (accepted, read again, moved) stands in a new place from then on, in a row of its
 * own; the row of the old place stays, for the past.  Which of them is true follows from the histories: what was struck
 * or voided there is no place of it.  So taking back what was made of a mail leaves it where it was.
 */
#ifndef DESK_MAIL_PLACE_H
#define DESK_MAIL_PLACE_H

#include "store/db_mail.h"

/* Whether what the mail brought stands in its place, as of a transaction; a mail in no history stands always. */
struct err *mail_place_stands(struct db *db, const struct db_mail *m, int64_t as_of, struct arena *a,
                              bool *is) ERR_CHECK;

/* The complaint where the same message stands as a person's, besides the row `m`, or instead of it when it could not be
 * read whole; 0: there is none. */
struct err *mail_place_since(struct db *db, const struct db_mail *m, int64_t as_of, struct arena *a,
                             int64_t *complaint) ERR_CHECK;

/* The row of the message `id` that is true now. */
struct err *mail_place_now(struct db *db, int64_t id, struct arena *a, struct db_mail *out) ERR_CHECK;

/* As db_mail_ids(), without those that stand elsewhere since, and of those that could not be read without what was
 * struck or voided. */
struct err *mail_place_ids(struct db *db, enum db_mail_which which, int64_t after, int64_t as_of,
                           int64_t *ids, size_t max, size_t *n) ERR_CHECK;

#endif
