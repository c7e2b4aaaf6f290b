/* sister: which of the four programs has a verb, for who typed it behind the wrong one. */
#ifndef COMMON_SISTER_H
#define COMMON_SISTER_H

/* "cust-report"; NULL: none has it. */
const char *sister_of(const char *verb);

#endif
