/* shipped_model: the models that come with the program, joined into one (model.h), made from lib/judge/models at build
 * time (cmd/gen/modelc.c). */
#ifndef JUDGE_SHIPPED_MODEL_H
#define JUDGE_SHIPPED_MODEL_H

#include <stddef.h>
#include <stdint.h>

extern const uint64_t shipped_model_bytes[]; /* lined up for the processor */
extern const size_t shipped_model_size;      /* bytes */

#endif
