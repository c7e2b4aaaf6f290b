/* who: from what people type or mail says to a customer. */
#ifndef DESK_WHO_H
#define DESK_WHO_H

#include "desk/change.h"
#include "rule/word.h"

/* "Jane Doe <jane@example.com>", "Jane Doe, +44 7700 900123", "Jane Doe +44 7700 900123", "jane@example.com",
 * "07700 900123", "@jane", "Acme Ltd", "c7". */
struct who {
    struct str name;    /* may be empty */
    struct str address; /* may be empty */
    enum address_kind kind;
    int64_t id; /* from "c7"; else 0 */
};

enum { WHO_NAME = 200 }; /* characters of a name that somebody types; mail's are cut there */

/* Takes the text apart; pieces are views into it.  ERR_USAGE for nothing at all; ERR_DATA, saying how to write it, for an
 * address that stands where none can be read, which would be lost in the name, and for a name above WHO_NAME. */
struct err *who_parse(struct str text, struct who *out) ERR_CHECK;

/* The first WHO_NAME characters. */
struct str who_cut(struct str name);

/* The customer's number, 0 when the desk does not know them; one who was merged is the one that stayed.  ERR_DATA when
 * several fit, naming them; ERR_NOINPUT when "c7" was said and there is none. */
struct err *who_find(struct db *db, const struct who *who, int64_t *id) ERR_CHECK;

/* Customers, at most `max`, whose telephone number is the one that was given but for its country's code (rule/phone.h):
 * perhaps the same.  For who has no number, *n is 0. */
struct err *who_alike(struct db *db, const struct who *who, int64_t *ids, size_t max, size_t *n) ERR_CHECK;

/* The same of what people typed, and of names that are the same but for their accents, with what the customer is called;
 * 0: nobody, or somebody has this very number or name. */
struct who_perhaps {
    int64_t id;
    struct str name;
    bool by_name;
};
struct err *who_perhaps(struct db *db, struct str text, struct arena *a, struct who_perhaps *out) ERR_CHECK;

/* The same within a change, making a new customer when none fits.  What a colleague typed may teach a customer known
 * by name alone their first address of a kind; a mail may not, because anybody can write any name. */
struct err *who_make(struct change *ch, const struct who *who, bool typed, int64_t *id) ERR_CHECK;

/* A new customer, whom who_find() did not find. */
struct err *who_new(struct change *ch, const struct who *who, int64_t *id) ERR_CHECK;

/* The customer can be found by this address from now on; what they have already is left as it is. */
struct err *who_learn(struct change *ch, int64_t id, enum address_kind kind, struct str address) ERR_CHECK;

/* What people do: an address, handle or telephone number by which the customer can be found too (ERR_DATA when it is
 * another customer's), and a note on the customer. */
struct err *who_add(struct desk *d, int64_t id, struct str address) ERR_CHECK;
struct err *who_note(struct desk *d, int64_t id, struct str words) ERR_CHECK;

#endif
