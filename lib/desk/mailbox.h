/* mailbox: names and addresses as they stand in the headers of our letters. */
#ifndef DESK_MAILBOX_H
#define DESK_MAILBOX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* One line that is safe in a header: controls and invisible characters out, white space single; in the arena. */
struct str mailbox_line(struct arena *a, struct str s);

/* How a letter calls them: their name on one line, or "customer" when only an address or a number of theirs is known. */
struct str mailbox_called(struct arena *a, struct str name);

/* Appends "Doe, Jane" <jane@example.com> (RFC 5322 section 3.4); both on one line already. */
void mailbox_write(struct str name, struct str address, struct buf *out);

/* Whether nobody reads what is sent there: a mailer's own address, or one that says so ("no-reply@"). */
bool mailbox_is_automatic(struct str address);

#endif
