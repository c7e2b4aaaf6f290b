/* form_event_in: the way back: an object of schema cust.event/1 into an event.
 *
 * Strict: a missing or unknown key, a wrong type, an unknown word, a key twice are ERR_DATA that names the key (the
 * near one is suggested): nothing is passed over in silence, so nothing is lost in silence.
 */
#ifndef FORM_FORM_EVENT_IN_H
#define FORM_FORM_EVENT_IN_H

#include "form/form_event.h"
#include "form/json_in.h"

/* From an object whose schema was taken.  Strings of *out live in its arena. */
struct err *form_event_in_read(struct json_in *o, struct form_event *out) ERR_CHECK;

#endif
