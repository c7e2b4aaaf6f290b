/* setplay: values and names of the playbook, as setvalue.h has the others. */
#ifndef POLICY_SETPLAY_H
#define POLICY_SETPLAY_H

#include "policy/setting.h"

/* A question (rule/playbook.h): one line of text, the field at its end, if any, one that there is. */
setting_value setplay_question;
/* What an entry is for (rule/playbook.h). */
setting_name setplay_name;

#endif
