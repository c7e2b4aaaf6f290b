/* teach: a person says what triage should have said of a text: at once it does, and reads others by it.
 *
 * A correction is an event of its complaint (`corrected`), a row of the log, and one lesson to each learner of its output,
 * all in one transaction.  What the desk knows is a fold of the log (desk/learned.h): striking a correction leaves the
 * weights that were there before, byte for byte.
 */
#ifndef DESK_TEACH_H
#define DESK_TEACH_H

#include "desk/change.h"

struct teach_say {
    enum output output;
    bool yes;            /* of a signal, or of "complaint" */
    struct str category; /* of OUTPUT_CATEGORY */
};

/* "anger=no", "complaint=yes", "category=billing" taken apart.  ERR_USAGE suggests the near name. */
struct err *teach_parse(struct str text, struct teach_say *out) ERR_CHECK;

/* Corrects what was read in what the customer said in event `no`; 0: a signal where it was found last, or else in what
 * they said last; the others in what they said first.  What stands already is left as it is.  A category is set, too.
 * ERR_USAGE for a category that policy has not, ERR_DATA when the event is not of theirs, or its words are erased. */
struct err *teach_correct(struct desk *d, int64_t id, uint32_t no, const struct teach_say *says,
                          size_t n) ERR_CHECK;

/* Learns all anew from the log when what stands in the store is not what it gives: learned by another version of the
 * program, or damaged. */
struct err *teach_renew(struct desk *d) ERR_CHECK;

/* --- pieces for who changes histories otherwise ------------------------------------------------------------------- */

/* The log's rows of the complaint in hand become what its history says; outputs that this concerns are marked in
 * ch->unlearned. */
struct err *teach_sync(struct change *ch) ERR_CHECK;

/* Marks the outputs that texts of a history taught: its words are about to go. */
struct err *teach_mark(struct change *ch, int64_t id) ERR_CHECK;

/* Learns the marked outputs anew. */
struct err *teach_refit(struct change *ch) ERR_CHECK;

#endif
