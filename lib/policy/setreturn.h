/* setreturn: the types of the values that a return is made of (rule/tally.h).  As those of setvalue.h. */
#ifndef POLICY_SETRETURN_H
#define POLICY_SETRETURN_H

#include "policy/setting.h"

/* A moment of a complaint: received, answered, ... */
setting_value setreturn_moment;
/* What a row or a cell tells of a complaint: a field, ref, status, ...; or "complaint" itself. */
setting_value setreturn_value;
/* The name of a field. */
setting_name setreturn_field;

#endif
