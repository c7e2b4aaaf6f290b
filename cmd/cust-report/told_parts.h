/* told_parts: what the objects of a complaint and of a customer share (told.h, told_customer.h). */
#ifndef CUST_REPORT_TOLD_PARTS_H
#define CUST_REPORT_TOLD_PARTS_H

#include "desk/person.h"
#include "desk/traits.h"
#include "rule/ref.h"

/* A reference by any key (NULL in a list), and by "ref". */
void told_parts_named(const char *key, enum ref_kind kind, int64_t id, uint32_t no, struct buf *out);
void told_parts_ref(enum ref_kind kind, int64_t id, uint32_t no, struct buf *out);

/* A list of words: "signals". */
void told_parts_signals(uint32_t signals, struct buf *out);

/* What a line of a list says, and the times behind it. */
void told_parts_matter(const struct db_line *l, struct buf *out);

/* Who a customer is; "promises" to them, by what became of them; "traits", each with why. */
void told_parts_who(const struct person *p, struct buf *out);
void told_parts_promises(const struct person *p, struct buf *out);
void told_parts_traits(const struct traits *t, struct buf *out);

#endif
