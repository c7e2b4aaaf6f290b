/* correction: which of a complaint's corrections of triage stand. */
#ifndef RULE_CORRECTION_H
#define RULE_CORRECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/event.h"

/* Marks the corrections that nobody struck and that no later one of the same output and text replaces: one flag an event,
 * in `stands`.  The history is whole, from its first event. */
void correction_standing(const struct event *ev, size_t n, bool *stands);

#endif
