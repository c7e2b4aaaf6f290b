/* form_desk: a record that belongs to the desk and to no complaint, as one line of JSON, schema cust.desk/1: what goes
 * with events (form_event.h) in export and import, so that nothing of a desk is lost.
 *
 * Writing gives one spelling only.  Keys are in cust-format(5).
 */
#ifndef FORM_FORM_DESK_H
#define FORM_FORM_DESK_H

#include "base/buf.h"
#include "base/instant.h"
#include "base/str.h"
#include "form/form_mail.h"
#include "form/json_in.h"

#define FORM_DESK_SCHEMA "cust.desk/1"

enum form_desk_kind {
    FORM_DESK_CAUSE,  /* name */
    FORM_DESK_LESSON, /* name of the cause, no, words */
    FORM_DESK_FIX,    /* name of the cause, no, since, words */
    FORM_DESK_SEAL,   /* name of the return, no, since, until, hash, words: the rows */
    FORM_DESK_MAIL,   /* no name; mail: one that made no complaint */
    FORM_DESK_KINDS
};

struct form_desk {
    struct str store; /* identity of the store that it comes from; may be empty */
    enum form_desk_kind kind;
    int64_t seq; /* the transaction that recorded it, when, and who */
    instant recorded;
    struct str actor;
    struct str name;
    uint32_t no;
    instant since, until;
    struct str hash, words;
    const struct form_mail *mail; /* NULL: none */
};

/* Appends the line with its newline. */
void form_desk_write(const struct form_desk *r, struct buf *out);

/* The way back, strictly, from an object whose schema was taken.  ERR_DATA names the key. */
struct err *form_desk_read(struct json_in *o, struct form_desk *out) ERR_CHECK;

#endif
