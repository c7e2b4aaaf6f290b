/* standing: what the road of one complaint says of a customer: how they came and how they left.
 *
 * A customer comes difficult when their words show anger or hostility, or when what was resolved had to be opened again.
 * They leave loyal when they confirm with a yes that they are satisfied, and difficult when the complaint ended
 * otherwise after they came so.  A customer who came difficult at any time and left their last complaint loyal was won
 * back.  A void complaint says nothing.
 */
#ifndef RULE_STANDING_H
#define RULE_STANDING_H

#include <stdbool.h>

#include "rule/matter.h"

enum standing { STANDING_DIFFICULT, STANDING_NEUTRAL, STANDING_LOYAL };

const char *standing_name(enum standing s);

/* Whether the complaint shows a difficult customer. */
bool standing_came_difficult(const struct complaint *c);

/* How the customer stands after this complaint, or in it while it is open. */
enum standing standing_after(const struct complaint *c);

#endif
