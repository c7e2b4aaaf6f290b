/* form_event_in: the way back: a line of JSON of schema cust.event/1 into an event.
 *
 * Strict: a missing or unknown key, a wrong type, an unknown word, a key twice are ERR_DATA that names the key (the
 * near one is suggested): nothing is passed over in silence, so nothing is lost in silence.
 */
#ifndef FORM_FORM_EVENT_IN_H
#define FORM_FORM_EVENT_IN_H

#include "form/form_event.h"

/* The longest line that import takes: 16 MiB of words, or a message, in base64 with room to spare. */
enum { FORM_EVENT_IN_MAX = 64 * 1024 * 1024 };

/* Strings of *out live in the arena. */
struct err *form_event_in_read(struct str line, struct arena *a, struct form_event *out) ERR_CHECK;

#endif
