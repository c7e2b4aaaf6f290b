#include "form/form_when.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/zone.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const char *in_words(instant t, instant now, const struct zone *zone, bool clock,
                            char out[FORM_WHEN_SIZE])
{
    struct zone_time here, today;
    char at[8] = "";

    if (t == INSTANT_NONE) {
        snprintf(out, FORM_WHEN_SIZE, "-");
        return out;
    }
    if (zone == NULL)
        zone = zone_utc();
    zone_local(zone, t, &here);
    zone_local(zone, now, &today);
    const struct civil *c = &here.c;
    int64_t day = civil_days(c->y, c->mo, c->d);
    int64_t away = day - civil_days(today.c.y, today.c.mo, today.c.d);
    const char *weekday = weekdays[civil_weekday(day)];
    if (clock)
        snprintf(at, sizeof at, " %02d:%02d", (int)c->h, (int)c->mi);
    const char *name = away == -1 ? "yesterday" : away == 0 ? "today" : away == 1 ? "tomorrow" : weekday;

    if (away >= -1 && away <= 6)
        snprintf(out, FORM_WHEN_SIZE, "%s %02d:%02d", name, c->h, c->mi);
    else if (c->y == today.c.y)
        snprintf(out, FORM_WHEN_SIZE, "%s %d %s%s", weekday, c->d, months[c->mo - 1], at);
    else
        snprintf(out, FORM_WHEN_SIZE, "%d %s %d%s", c->d, months[c->mo - 1], c->y, at);
    return out;
}

const char *form_when_time(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE])
{
    return in_words(t, now, zone, false, out);
}

const char *form_when_clock(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE])
{
    return in_words(t, now, zone, true, out);
}

const char *form_when_span(int64_t minutes, bool business, char out[FORM_WHEN_SIZE])
{
    if (minutes < 120)
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " min", minutes);
    else if (business || minutes < (int64_t)48 * 60)
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " h", minutes / 60);
    else
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " d", minutes / (24 * 60));
    return out;
}

const char *form_when_due(instant t, instant now, const struct zone *zone, char out[FORM_WHEN_SIZE])
{
    int64_t late = t == INSTANT_NONE ? 0 : now - t;

    if (late >= 2 * DAY)
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " days late", late / DAY);
    else if (late >= HOUR)
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " h late", late / HOUR);
    else if (late >= MINUTE)
        snprintf(out, FORM_WHEN_SIZE, "%" PRId64 " min late", late / MINUTE);
    else if (t != INSTANT_NONE && late > 0)
        snprintf(out, FORM_WHEN_SIZE, "just late");
    else if (t != INSTANT_NONE && late == 0)
        snprintf(out, FORM_WHEN_SIZE, "now");
    else if (t != INSTANT_NONE && late > -HOUR)
        snprintf(out, FORM_WHEN_SIZE, "in %" PRId64 " min", (-late + MINUTE - 1) / MINUTE);
    else
        return form_when_time(t, now, zone, out);
    return out;
}
