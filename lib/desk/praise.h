/* praise: thanks for what is resolved leaves it so. */
#ifndef DESK_PRAISE_H
#define DESK_PRAISE_H

#include "desk/change.h"

/* Whether these words, said on the complaint in hand, are nothing but thanks or praise for what is resolved or closed,
 * with nothing in them that triage would look at.  `name` and `address` are of who says it: judge/thanks.h. */
bool praise_is(struct change *ch, struct str words, struct str name, struct str address);

/* Keeps them as what the customer said, marked as praise, and changes nothing else. */
struct err *praise_keep(struct change *ch, struct str words, int channel, instant when) ERR_CHECK;

/* "42 stays resolved: ...", for who typed them; the caller frees it. */
char *praise_tells(int64_t complaint, enum status status);

#endif
