/* form_mail: a message that is kept, as an object of JSON: of an event that it brought (form_event.h), or of the desk
 * (form_desk.h) when it made no complaint.
 */
#ifndef FORM_FORM_MAIL_H
#define FORM_FORM_MAIL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "form/json_in.h"

struct form_mail {
    struct str message_id;
    int32_t class; /* store/db_mail.h */
    bool partial;
    struct str digest; /* what makes two copies the same; empty: not said */
    struct str raw;    /* byte for byte */
};

/* Appends ,"mail":{...}. */
void form_mail_write(const struct form_mail *m, struct buf *out);

/* The way back; *out stays as it was when there is none.  It and its texts live in the object's arena. */
struct err *form_mail_read(struct json_in *o, const struct form_mail **out) ERR_CHECK;

#endif
