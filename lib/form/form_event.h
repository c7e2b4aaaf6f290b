/* form_event: one event as one line of JSON, schema cust.event/1: the loss-free form of export and import.
 *
 * Writing gives one spelling only: write(read(write(e))) is write(e), byte for byte.  Keys are in cust-format(5).
 */
#ifndef FORM_FORM_EVENT_H
#define FORM_FORM_EVENT_H

#include "base/buf.h"
#include "form/form_mail.h"
#include "rule/event.h"

#define FORM_EVENT_SCHEMA "cust.event/1"

struct form_address {
    enum address_kind kind;
    struct str text;
};

/* Who the customer is, for readers that have no customers' histories; import does not need it. */
struct form_customer {
    int64_t id;
    struct str name;
    const struct form_address *addresses;
    size_t n;
};

struct form_event {
    struct str store; /* identity of the store that it comes from; may be empty */
    struct event ev;  /* actor, who and words are 0: their texts follow */
    struct str actor, who, words;
    bool erased;                  /* the words were there and are gone */
    bool has_file;                /* a file that was attached; it may be empty */
    struct str strengths, terms;  /* of a reading by triage (store/db_triage.h) */
    const struct form_mail *mail; /* NULL: none */
    struct str file;
    const struct form_customer *customer; /* NULL: not said */
};

/* Appends the line with its newline. */
void form_event_write(const struct form_event *e, struct buf *out);

#endif
