/* playbook: what to say, not to say, to ask, to offer and to do next; entries of policy, chosen by what holds.
 *
 * An entry is called after the occasion that it is for, a kind and a name: signal.anger, trait.needy, step.offer,
 * category.billing, matter.late.  Whoever asks says what holds, the most urgent first; from each part the first lines
 * of all entries are taken in that order, then their second ones, until there are enough.  Pure.
 */
#ifndef RULE_PLAYBOOK_H
#define RULE_PLAYBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum playbook_part {
    PLAYBOOK_FIRST, /* before anything else */
    PLAYBOOK_SAY,
    PLAYBOOK_NOT, /* what not to say or do */
    PLAYBOOK_ASK,
    PLAYBOOK_OFFER,
    PLAYBOOK_NEXT, /* when they do not calm down: who comes in, what is done */
    PLAYBOOK_PARTS
};

/* Memory is borrowed. */
struct playbook_entry {
    const char *name;
    const char *const *lines[PLAYBOOK_PARTS];
    size_t n[PLAYBOOK_PARTS];
};

struct playbook_line {
    const char *text;
    const char *from; /* the entry's name */
};

/* "first", "say", ... */
const char *playbook_part_name(enum playbook_part part);

/* At most `max` lines into `out`; a text that two entries have comes once.  Returns how many. */
size_t playbook_pick(const struct playbook_entry *all, size_t n, const char *const *holds, size_t nholds,
                     enum playbook_part part, struct playbook_line *out, size_t max);

/* Whether an entry may be called so; if not, appends to `why`.  A category may be any name. */
bool playbook_name_good(struct str name, struct buf *why);

/* A question may end in the field that its answer goes to: "Which invoice is it? {account}".  Takes the two apart;
 * false when none is named. */
bool playbook_question(struct str text, struct str *question, struct str *field);

#endif
