/* mail_again: mails that are in the store already: accepted as a person's, or read again. */
#ifndef CUST_LOG_MAIL_AGAIN_H
#define CUST_LOG_MAIL_AGAIN_H

#include "cmd/common/session.h"

/* One of the two is given: names of mails ("m17,m18", "-" for standard input; "all" to read again). */
struct err *mail_again(struct session *s, const char *accept, const char *reparse) ERR_CHECK;

#endif
