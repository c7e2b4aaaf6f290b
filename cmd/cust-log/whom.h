/* whom: who is on the phone, asked of the person at the terminal when it is not plain. */
#ifndef CUST_LOG_WHOM_H
#define CUST_LOG_WHOM_H

#include "cmd/common/work.h"
#include "desk/call.h"

/* Finds who `text` names and puts them into `call`: who it is, and the customer's number, 0 for somebody new.  Lines that
 * are typed while it asks and are no answer go to `ahead`; they are the session's words when nobody is chosen
 * (ERR_USAGE).  ERR_DATA without a terminal when it must be asked.  A number that was kept but for its country's code is
 * learnt by the choice. */
struct err *whom_ask(struct work *w, struct str text, struct call *call, struct buf *ahead) ERR_CHECK;

#endif
