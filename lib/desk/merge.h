/* merge: two complaints are one matter, or two customers one person.
 *
 * What is merged keeps its history whole and takes nothing more; the one that it goes on in says so too.  Of a complaint:
 * what was promised, arranged or is owed by the customer goes along, and is due as it was; its clocks end without
 * counting as broken; the earlier receipt counts, and the clocks that began with the later one begin with it; what the
 * customer said is read by triage there; an owner and a category go along where there is none.  A strike of either of the
 * two events parts them again (desk/strike.h).  Of a customer: names, addresses, complaints, follow-ups and notes are
 * found under both; nothing of theirs is rewritten.
 */
#ifndef DESK_MERGE_H
#define DESK_MERGE_H

#include "desk/desk.h"
#include "rule/event.h"

struct merge_done {
    uint32_t event; /* `merged`, in the history of what was merged: 57@9 */
    size_t along;   /* follow-ups that went along */
    bool further;   /* it had come further on its way than the one that it goes on in */
};

/* Complaint `id` goes on in `into`.  ERR_DATA when one of them is closed or merged, when the other is resolved and this
 * one is not, when this one has an invoice, or when they are not the same customer's; the text says what to do
 * instead.  ERR_USAGE for itself. */
struct err *merge_complaint(struct desk *d, int64_t id, int64_t into, struct str why,
                            struct merge_done *out) ERR_CHECK;

/* Customer `id` is `into`.  ERR_DATA when one of them was merged or erased already; ERR_USAGE for themselves. */
struct err *merge_customer(struct desk *d, int64_t id, int64_t into, struct str why,
                           struct merge_done *out) ERR_CHECK;

/* What people mean by a follow-up of a complaint that was merged: the one that it goes on as; *of and *no stay as they
 * are when it did not go along. */
struct err *merge_followup(struct desk *d, subject *of, uint32_t *no) ERR_CHECK;

#endif
