/* keptname: of whom a file of the desk's kept/ or outbox/ is, by its name alone.
 *
 * Words that a command could not keep name neither their complaint nor their customer, so the file's name does, and
 * erasing a customer finds it:
 *
 *     cust-log.42.57-AbCdEf   complaints 42 and 57        reply-42, reply-42-AbCdEf, 42@18, 42@18.part
 *     draft.c7-AbCdEf         customer c7
 *     cust-log.=jane_doe-AbCdEf   whom somebody called so; what is neither letter nor digit is "_"
 */
#ifndef DESK_KEPTNAME_H
#define DESK_KEPTNAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "rule/event.h"

/* Appends what a list of references ("42,57/2", "c7@3") or a customer's name, address or number says; nothing for "-". */
void keptname_refs(struct str list, struct buf *name);
void keptname_who(struct str who, struct buf *name);

/* A customer: their complaints, and below 0 their own numbers; what they are called. */
struct keptname_whose {
    const subject *subjects;
    size_t n;
    const struct str *called;
    size_t ncalled;
};
bool keptname_is(struct str file, const struct keptname_whose *whose);

#endif
