/* refs: the records that a command acts on: `42`, `42,57`, `c7`, or `-`: read from standard input. */
#ifndef COMMON_REFS_H
#define COMMON_REFS_H

#include "base/err.h"
#include "cmd/common/session.h"
#include "rule/ref.h"

/* The references of one operand, each once, in order; *out is the caller's (free()).  For `-` standard input
 * is read to its end, before anything is changed: lines of any tool of ours, headers and empty lines passed
 * over.  A bad line is said by session_bad() and passed over; no reference at all is ERR_NONE_FOUND from
 * standard input. ERR_USAGE when standard input is a terminal. */
struct err *refs_get(struct session *s, const char *operand, struct ref **out, size_t *n) ERR_CHECK;

#endif
