/* policyfile: the desk's policy.yaml, and whether it is what is in force. */
#ifndef DESK_POLICYFILE_H
#define DESK_POLICYFILE_H

#include "desk/desk.h"

/* The policy file of the desk: FOLDER/policy.yaml; malloc()ed. */
char *policyfile_path(const struct desk_place *place);

/* The text that a version was made from, in the arena; version 0 is built in and has none. */
struct err *policyfile_source(struct desk *d, int64_t version, struct arena *a, struct str *source) ERR_CHECK;

/* Whether the file differs from what was applied, and then what is wrong with it (*wrong, the first mistake that
 * `policy check` would name but for calendars, which are not read; NULL when it could be applied): for a word on stderr.
 * No file is no difference. */
struct err *policyfile_newer(struct desk *d, bool *newer, struct err **wrong) ERR_CHECK;

#endif
