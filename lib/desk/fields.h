/* fields: a field's value between what people write and what the store holds. */
#ifndef DESK_FIELDS_H
#define DESK_FIELDS_H

#include "desk/change.h"
#include "rule/event.h"

/* Sets a field of the complaint in hand from text, by its type (rule/event.h): a date as 2026-11-21, money as 120.50,
 * a number, a known word, a name or free text.  Empty text takes the value away.  ERR_DATA says what is expected. */
struct err *fields_set(struct change *ch, enum field f, struct str value) ERR_CHECK;
/* The same, of something that happened then; INSTANT_NONE: now. */
struct err *fields_set_at(struct change *ch, enum field f, struct str value, instant when) ERR_CHECK;

/* A field whose value follows from another step: recorded as implied.  A number, date or amount in `num`, a name in
 * `who`. */
struct err *fields_put(struct change *ch, enum field f, int64_t num, int64_t who) ERR_CHECK;

/* What a person types for a field that is a name: a short label that many complaints share.  ERR_DATA when controls,
 * line breaks or invisible characters are in it; for one that erasing leaves (all but remedy-sought and basis) also
 * when it is longer than 100 bytes, holds an address, or is a currency with blanks or figures.  Any other field may hold
 * what it likes. */
struct err *fields_label(enum field f, struct str value) ERR_CHECK;

/* A remedy's name as it is kept: case folded and without invisible characters, so that each is one remedy for limits and
 * figures however it was typed.  In the arena. */
struct str fields_remedy(struct str name, struct arena *a);

/* Whether fields_set() would take this text; nothing is written. */
struct err *fields_check(enum field f, struct str value) ERR_CHECK;

/* Whether the field is a column of the complaint's row, which folding the history keeps; else it stands beside it. */
bool fields_in_row(enum field f);

/* The text of a set event's value, in the arena: what fields_set() would take again. */
struct err *fields_text(struct db *db, const struct event *ev, struct arena *a, struct str *out) ERR_CHECK;

/* "120.50" as hundredths, and back.  ERR_DATA for anything else; at most 10^13. */
struct err *fields_money(struct str text, int64_t *out) ERR_CHECK;
struct str fields_money_text(int64_t hundredths, struct arena *a);

#endif
