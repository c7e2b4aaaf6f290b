/* form_line: one line of what export writes and import reads: an event (schema cust.event/1) or a record of the desk's
 * own (cust.desk/1).
 */
#ifndef FORM_FORM_LINE_H
#define FORM_FORM_LINE_H

#include "form/form_desk.h"
#include "form/form_event.h"

/* The longest line that import takes: a message of 64 MiB in base64, with room to spare. */
enum { FORM_LINE_MAX = 88 * 1024 * 1024 };

struct form_line {
    bool of_desk; /* then `desk` is it, else `event` */
    struct form_event event;
    struct form_desk desk;
};

/* Strings of *out live in the arena.  ERR_DATA says what is wrong. */
struct err *form_line_read(struct str line, struct arena *a, struct form_line *out) ERR_CHECK;

#endif
