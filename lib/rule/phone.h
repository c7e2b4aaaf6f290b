/* phone: one telephone number, written with its country's code and without.
 *
 * Two numbers that are alike are perhaps one: at home people dial 07700 900123, from abroad +44 7700 900123 (ITU-T
 * E.164, 6.2: a country code of one to three digits before the national number).  Nobody can tell of which country
 * "at home" is, so what is alike is asked about, and never taken for the same.
 */
#ifndef RULE_PHONE_H
#define RULE_PHONE_H

#include "base/str.h"

enum { PHONE_MIN = 7 }; /* digits of a national number; fewer are local ones, which many have */

/* Gives each key that a number alike may be kept under, without the key itself; `folded` is a key of digits with a + in
 * front or none (store/db_customer.h).  Goes on while `visit` returns true.  A number that is too short has none. */
typedef bool phone_visit(void *context, struct str key);
void phone_alike(struct str folded, phone_visit *visit, void *context);

#endif
