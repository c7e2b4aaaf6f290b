/* digest: what one colleague is reminded of, as a letter. */
#ifndef CUST_FOLLOWUP_DIGEST_H
#define CUST_FOLLOWUP_DIGEST_H

#include "desk/remind.h"

/* Hands the letter to policy's sendmail, with the null sender: no bounce comes back from a machine to a machine
 * (RFC 3834 section 3.3).  The context is the struct work. */
remind_send digest_send;

#endif
