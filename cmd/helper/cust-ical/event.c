#include "cmd/helper/cust-ical/event.h"

#include <string.h>

#include "base/buf.h"
#include "base/civil.h"

enum { MINUTES = 15, BEFORE = 15 }; /* how long an entry is, and how early its alarm */

static const char *text(const json_t *line, const char *key)
{
    const char *s = json_string_value(json_object_get(line, key));

    return s != NULL ? s : "";
}

static bool moment(const json_t *line, const char *key, struct icaltimetype *out)
{
    struct err *e;
    instant t;

    if ((e = civil_parse(str_of(text(line, key)), &t)) != NULL) {
        err_free(e);
        return false;
    }
    *out = icaltime_from_timet_with_zone((time_t)t, 0, icaltimezone_get_utc_timezone());
    return true;
}

/* Control characters may not stand in a TEXT (RFC 5545 section 3.3.11), but for line ends and tabs. */
static void add_clean(struct buf *out, const char *s)
{
    for (; *s != '\0'; s++)
        if ((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t')
            buf_addc(out, *s == 0x7F ? ' ' : *s);
}

/* "promise: Acme Ltd: ring back with a date" */
static void summary(const json_t *line, struct buf *out)
{
    const char *const parts[] = {text(line, "kind"), text(line, "customer"), text(line, "text")};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i][0] == '\0')
            continue;
        buf_adds(out, out->len > 0 ? ": " : "");
        add_clean(out, parts[i]);
    }
}

static void description(const json_t *line, struct buf *out)
{
    add_clean(out, text(line, "ref"));
    if (text(line, "owner")[0] != '\0') {
        buf_adds(out, ", ");
        add_clean(out, text(line, "owner"));
    }
}

static icalcomponent *alarm_new(const char *what)
{
    struct icaltriggertype trigger = {icaltime_null_time(), icaldurationtype_from_int(-BEFORE * 60)};

    return icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY),
                               icalproperty_new_trigger(trigger), icalproperty_new_description(what),
                               (void *)0);
}

icalcomponent *event_new(const json_t *line)
{
    struct buf uid = {0}, what = {0}, more = {0};
    struct icaltimetype due, now;

    if (text(line, "ref")[0] == '\0' || text(line, "store")[0] == '\0' || !moment(line, "due", &due) ||
        !moment(line, "now", &now))
        return NULL;
    buf_printf(&uid, "%s@%s.cust.invalid", text(line, "ref"), text(line, "store"));
    summary(line, &what);
    description(line, &more);
    icalcomponent *c = icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid.p), icalproperty_new_dtstamp(now),
        icalproperty_new_sequence((int)json_integer_value(json_object_get(line, "moved"))),
        icalproperty_new_dtstart(due), icalproperty_new_duration(icaldurationtype_from_int(MINUTES * 60)),
        icalproperty_new_summary(what.p != NULL ? what.p : ""), icalproperty_new_description(more.p),
        icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), (void *)0);
    if (text(line, "kind")[0] != '\0')
        icalcomponent_add_property(c, icalproperty_new_categories(text(line, "kind")));
    icalcomponent_add_component(c, alarm_new(what.p != NULL ? what.p : ""));
    buf_free(&uid);
    buf_free(&what);
    buf_free(&more);
    return c;
}
