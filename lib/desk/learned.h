/* learned: what a desk learned from its corrections: one learner (judge/taught.h) for each output, and one for each
 * category that was ever named.
 *
 * It is a fold of the correction log: the same corrections in the same order give the same bytes, whether each was
 * learned when it was made or all are learned anew.  A category's learner begins when it is first named; from then on each
 * correction of a category teaches it, yes or no.
 */
#ifndef DESK_LEARNED_H
#define DESK_LEARNED_H

#include "judge/taught.h"
#include "rule/word.h"
#include "store/db.h"

struct learned;

struct learned *learned_new(void);
void learned_free(struct learned *l);

/* What stands in the store; *out is NULL when nothing was learned yet. */
struct err *learned_load(struct db *db, struct learned **out) ERR_CHECK;

/* Learns one correction.  `value` is "yes", "no" or a category. */
void learned_one(struct learned *l, enum output output, struct str value, const struct features *f);

/* Learns all corrections of an output from the log, in order; those whose words were erased teach nothing. */
struct err *learned_fold(struct learned *l, struct db *db, enum output output) ERR_CHECK;

/* Writes what was learned of an output, and forgets in the store what is not in `l`.  `upto`: the last correction in
 * it. */
struct err *learned_write(const struct learned *l, struct db *db, enum output output, int64_t upto) ERR_CHECK;

/* Folds an output anew and writes it.  Inside a transaction. */
struct err *learned_refit(struct db *db, enum output output) ERR_CHECK;

/* Whether what stands in the store is what the log gives; `what` says what differs, in the arena.  For verify. */
struct err *learned_check(struct db *db, struct arena *a, const char **what) ERR_CHECK;

/* The learner of a signal or of "complaint"; NULL: nothing was taught. */
const struct taught *learned_of(const struct learned *l, enum output output);

/* The category that is likeliest for a text, if it is likelier than not; NULL else. */
const char *learned_category(const struct learned *l, const struct features *f);

/* The words of a text that are the customer's own, in place: of a mail all that they did not write themselves is
 * blanked. */
struct str learned_own(struct arena *a, struct str text, int32_t channel);

#endif
