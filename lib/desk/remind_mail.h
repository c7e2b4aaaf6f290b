/* remind_mail: reminders as letters: one a recipient, whatever became due since the last run. */
#ifndef DESK_REMIND_MAIL_H
#define DESK_REMIND_MAIL_H

#include "desk/remind.h"

/* The part of remind_run() for REMIND_MAIL.  `owner` is a name's number, 0 all. */
struct err *remind_mail(struct desk *d, const struct remind *r, int64_t owner, int64_t *told) ERR_CHECK;

#endif
