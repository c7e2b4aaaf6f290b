#include "rule/proof.h"

#include "base/zone.h"

const char *proof_class_name(enum proof_class c)
{
    static const char *const names[PROOF_CLASSES] = {"counted", "outside-hours", "holiday", "paused"};

    return (unsigned)c < PROOF_CLASSES ? names[c] : "?";
}

/* The first second of the local day after that of t. */
static instant next_day(const struct calendar *cal, instant t)
{
    struct civil c = civil_of_day(zone_day(cal->zone, t) + 1);
    instant at = zone_instant(cal->zone, &c, ZONE_FIRST, NULL);

    return at > t ? at : t + 1;
}

/* Closed time, from t until the desk opens or a day of the other kind begins. */
static struct proof_piece closed(const struct calendar *cal, instant t, instant to)
{
    bool holiday = calendar_is_holiday(cal, zone_day(cal->zone, t), NULL);
    struct proof_piece p = {.class = holiday ? PROOF_HOLIDAY : PROOF_OUTSIDE, .from = t};
    instant open = calendar_next_open(cal, t);
    instant end = open < to ? open : to, at = next_day(cal, t);

    while (at < end && calendar_is_holiday(cal, zone_day(cal->zone, at), NULL) == holiday)
        at = next_day(cal, at);
    p.to = at < end ? at : end;
    return p;
}

static instant open_until(const struct calendar *cal, instant t)
{
    instant close = calendar_next_close(cal, t);

    while (close != INSTANT_NONE && calendar_is_open(cal, close)) /* days that join at midnight */
        close = calendar_next_close(cal, close);
    return close;
}

struct proof_piece proof_next(const struct calendar *cal, instant from, instant to,
                              const struct calendar_pause *pauses, size_t npauses)
{
    struct proof_piece p = {.from = from};
    size_t i = 0;

    while (i < npauses && pauses[i].to <= from)
        i++;
    p.pause = i;
    if (i < npauses && pauses[i].from <= from) {
        p.class = PROOF_PAUSED;
        p.to = pauses[i].to < to ? pauses[i].to : to;
        return p;
    }
    if (i < npauses && pauses[i].from < to)
        to = pauses[i].from;
    if (cal == NULL || cal->always) {
        p.class = PROOF_COUNTED;
        p.to = to;
    } else if (calendar_is_open(cal, from)) {
        instant close = open_until(cal, from);
        p.class = PROOF_COUNTED;
        p.to = close < to ? close : to;
    } else {
        p = closed(cal, from, to);
        p.pause = i;
    }
    return p;
}
