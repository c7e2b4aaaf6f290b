/* ref: references: how people and pipelines name a record (cust(7), REFERENCES).
 *
 *   42      a complaint          c7      a customer
 *   42/3    its third follow-up  c7/2    a customer's second follow-up
 *   42@17   its event 17         c7@3   the customer's event 3
 *
 * Numbers start at 1, have no leading zero, and stay below 10^15 (exact in every JSON reader).
 */
#ifndef RULE_REF_H
#define RULE_REF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "rule/event.h"

enum ref_kind {
    REF_COMPLAINT,
    REF_FOLLOWUP,
    REF_EVENT,
    REF_CUSTOMER,
    REF_CUSTOMER_FOLLOWUP,
    REF_CUSTOMER_EVENT
};

struct ref {
    enum ref_kind kind;
    int64_t id;  /* of the complaint or customer, from 1 */
    uint32_t no; /* of the follow-up or event, from 1; 0 for none */
};

#define REF_ID_MAX INT64_C(999999999999999)
#define REF_NO_MAX UINT32_C(999999999)

/* Reads one reference, nothing before or after it.  ERR_USAGE says what a reference looks like. */
struct err *ref_parse(struct str s, struct ref *out) ERR_CHECK;

/* Reads "42,57,c7"; one given twice is kept once.  *out is the caller's (free()), in the order written. */
struct err *ref_parse_list(struct str s, struct ref **out, size_t *n) ERR_CHECK;

/* Writes a reference; returns out. */
enum { REF_SIZE = 32 };
const char *ref_format(const struct ref *r, char out[REF_SIZE]);

bool ref_eq(const struct ref *a, const struct ref *b);

/* Whether it is of a customer, not of a complaint. */
bool ref_is_customers(const struct ref *r);

/* Whose history the reference belongs to: the complaint's number, or minus the customer's. */
subject ref_subject(const struct ref *r);

/* Takes the reference off a line that another tool wrote: its first field, ending at TAB or space; spaces before it (a
 * right-aligned table) and a line end behind it do not count.  *found is false for a line to pass over: an empty one,
 * a table's header or footing, whose first field is upper-case letters ("REF", "TOTAL"), or a row's second line, behind
 * "|".  Anything else is ERR_DATA. */
struct err *ref_first_field(struct str line, struct ref *out, bool *found) ERR_CHECK;

#endif
