/* instant: a point in time: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX).
 *
 * Two values stand outside time.  INSTANT_NONE sorts behind every real instant, so "no due time" comes last in an
 * index without a special case.
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdint.h>

typedef int64_t instant;

#define INSTANT_NONE INT64_MAX
#define INSTANT_MIN ((instant)-62135596800) /* 0001-01-01T00:00:00Z */
#define INSTANT_MAX ((instant)253402300799) /* 9999-12-31T23:59:59Z */

#endif
