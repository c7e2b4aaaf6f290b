/* default_policy: the compiled default, made from default.yaml at build time (cmd/gen/policyc.c). */
#ifndef POLICY_DEFAULT_POLICY_H
#define POLICY_DEFAULT_POLICY_H

#include <stddef.h>

extern const char default_policy_text[];
extern const size_t default_policy_size;

/* Its phrases, as phrase_pack() gives them. */
extern const char default_policy_phrases[];
extern const size_t default_policy_phrases_size;

#endif
