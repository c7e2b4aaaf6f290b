/* zone: a time zone's table, read from TZif files (RFC 9636, versions 1 to 4) and their POSIX TZ footer.
 *
 * A zone never changes after it is made and may be shared.  Leap seconds are not counted: a "right/" file is
 * refused.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>

#include "base/civil.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct zone;

#define ZONE_DIRS "/usr/share/zoneinfo"

/* The zone of that name ("Europe/Berlin"), looked for in the folders of `dirs`, parted by ":" (NULL:
 * ZONE_DIRS). "UTC" needs no file.  A name with "..", "//", a leading "/" or a byte outside A-Z a-z 0-9 + - _
 * / is refused. ERR_NOINPUT when no folder has it, ERR_DATA when the file is no sound table. */
struct err *zone_load(const char *dirs, const char *name, struct zone **out) ERR_CHECK;

/* The zone of a TZif file's bytes. */
struct err *zone_parse(struct str bytes, const char *name, struct zone **out) ERR_CHECK;

/* UTC: always there, never freed. */
const struct zone *zone_utc(void);

void zone_free(struct zone *z); /* NULL and zone_utc() are fine */
const char *zone_name(const struct zone *z);

/* Seconds east of UTC in force at t. */
int zone_offset(const struct zone *z, instant t);

struct zone_time {
    struct civil c;
    int offset;       /* seconds east of UTC */
    bool dst;         /* summer time, by the table's own word */
    const char *abbr; /* "CET"; the zone's memory */
};

/* What clocks in the zone show at t.  t outside INSTANT_MIN..INSTANT_MAX counts as the nearest end; near
 * those ends the date stays within years 1 to 9999. */
void zone_local(const struct zone *z, instant t, struct zone_time *out);

/* The day that it is in the zone at t, since 1970-01-01 (civil.h). */
int64_t zone_day(const struct zone *z, instant t);

/* How often a clock time happens in the zone. */
enum zone_fit {
    ZONE_ONCE,
    ZONE_GAP,  /* never: clocks jumped over it */
    ZONE_TWICE /* clocks were set back over it */
};
enum zone_choice { ZONE_FIRST, ZONE_SECOND };

/* The instant at which clocks in the zone show c.  One in a gap moves forward by the length of the gap, as if
 * the clock had not been changed yet (02:30 becomes 03:30; RFC 5545 section 3.3.5 has the same rule); of one
 * that happens twice `choice` takes.  `fit` (may be NULL) says which it was.  c must be valid; the answer is
 * kept within INSTANT_MIN..INSTANT_MAX. */
instant zone_instant(const struct zone *z, const struct civil *c, enum zone_choice choice,
                     enum zone_fit *fit);

/* t as people read it: "2026-11-21 21:50 CET"; "-" for INSTANT_NONE.  Returns out. */
enum { ZONE_SHOW = 64 };
const char *zone_show(const struct zone *z, instant t, char out[ZONE_SHOW]);

#endif
