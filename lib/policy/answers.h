/* answers: what policy says about answers to customers: how they read, the wordings of drafts, the playbook.
 *
 * Read from the compiled text when somebody asks: most commands write no letter.
 */
#ifndef POLICY_ANSWERS_H
#define POLICY_ANSWERS_H

#include "judge/letter.h"
#include "judge/tone.h"
#include "policy/policy.h"
#include "rule/playbook.h"

/* The rules for tone_check(), compiled; they live in the arena and the caller ends them with tone_free() before it.
 * ERR_POLICY when the compiled text is damaged. */
struct err *answers_tone(const struct policy *p, struct arena *a, struct tone **out) ERR_CHECK;

/* The wordings for letter_write(), in the arena. */
struct err *answers_wordings(const struct policy *p, struct arena *a, const struct letter_wording **out,
                             size_t *n) ERR_CHECK;

/* The entries of the playbook, for playbook_pick(), in the arena. */
struct err *answers_playbook(const struct policy *p, struct arena *a, const struct playbook_entry **out,
                             size_t *n) ERR_CHECK;

#endif
