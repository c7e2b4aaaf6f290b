#include "cmd/helper/cust-ical/days.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "cmd/helper/cust-ical/content.h"
#include "cmd/helper/cust-ical/moment.h"

enum {
    ZONES_MAX = 64,
    LIST_MAX = 1000,     /* of RDATE, and of EXDATE, in one entry */
    STEPS_MAX = 200000,  /* of all rules together: ten years of days are 3,653 */
    PIECES_MAX = 10000,  /* that are printed */
    SPAN_DAYS_MAX = 400, /* of one piece */
    BAD_MAX = 20,
    NAME_COLUMNS = 100,
    ZONE_BYTES = 256
};

/* An entry that is being read.  Texts are copies. */
struct entry {
    size_t line, end_line, rule_line;
    size_t bad; /* were said before it */
    bool has_start, has_end, has_duration, has_rule, cancelled;
    struct moment start, end;
    struct icaldurationtype duration;
    struct icalrecurrencetype rule;
    struct civil more[LIST_MAX], not [LIST_MAX];
    size_t nmore, nnot;
    char zone[ZONE_BYTES], end_zone[ZONE_BYTES];
    struct buf name;
};

struct days {
    FILE *out;
    int first, last;
    icaltimezone *zones[ZONES_MAX];
    size_t nzones, bad, pieces, steps;
    struct entry e;
};

static void bad(struct days *d, size_t line, const char *what)
{
    if (d->bad++ < BAD_MAX)
        fprintf(d->out, "bad\t%zu\t%s\n", line, what);
}

/* --- values ------------------------------------------------------------------------------------------------------ */

/* A name that can stand in a line of ours. */
static bool is_name(struct str s)
{
    bool good = s.n < ZONE_BYTES;

    for (size_t i = 0; good && i < s.n; i++)
        good = (unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7F;
    return good;
}

/* A property with one time. */
static bool one_moment(struct days *d, const struct content *c, struct moment *m, char zone[ZONE_BYTES])
{
    struct str tzid = content_param(c, "TZID");

    if (!moment_read(str_trim(c->value), m)) {
        bad(d, c->line, "this is no date or time; write it as in 20261224 or 20261224T120000");
        return false;
    }
    if (!is_name(tzid)) {
        bad(d, c->line, "this is no name of a zone; write one such as Europe/Berlin");
        return false;
    }
    if (tzid.n > 0 && !m->utc && !m->date)
        snprintf(zone, ZONE_BYTES, "%.*s", (int)tzid.n, tzid.p);
    return true;
}

/* RDATE or EXDATE: one or more, by the same clock as the entry's beginning. */
static void moments(struct days *d, const struct content *c, struct civil *list, size_t *n)
{
    struct str rest = c->value, piece;
    struct moment m;

    while (str_cut(&rest, ',', &piece)) {
        if (!moment_read(str_trim(piece), &m))
            bad(d, c->line, "this is no date or time; write it as in 20261224 or 20261224T120000");
        else if (*n == LIST_MAX)
            bad(d, c->line, "this entry names more than a thousand days; part it");
        else
            list[(*n)++] = m.c;
    }
}

static void duration(struct days *d, const struct content *c)
{
    struct buf text = {0};

    buf_addstr(&text, str_trim(c->value));
    d->e.duration = icaldurationtype_from_string(text.p);
    d->e.has_duration = true;
    if (icaldurationtype_is_bad_duration(d->e.duration) || d->e.duration.is_neg)
        bad(d, c->line, "this is no duration; write one such as P1D or PT4H");
    buf_free(&text);
}

static void rule(struct days *d, const struct content *c)
{
    struct buf text = {0};
    struct icalrecurrencetype *r = &d->e.rule;

    if (d->e.has_rule) {
        bad(d, c->line, "this entry has two rules; make two entries of it");
        return;
    }
    buf_addstr(&text, str_trim(c->value));
    *r = icalrecurrencetype_from_string(text.p);
    d->e.has_rule = true;
    d->e.rule_line = c->line;
    if (r->freq == ICAL_NO_RECURRENCE)
        bad(d, c->line, "this rule cannot be read; write one such as FREQ=YEARLY");
    else if (r->freq == ICAL_HOURLY_RECURRENCE || r->freq == ICAL_MINUTELY_RECURRENCE ||
             r->freq == ICAL_SECONDLY_RECURRENCE)
        bad(d, c->line, "this rule repeats more often than daily; take the entry out");
    else if (r->rscale != NULL)
        bad(d, c->line, "this rule counts by another calendar (RSCALE); write its days out");
    buf_free(&text);
}

/* TEXT with its escapes (RFC 5545 section 3.3.11) as one short line. */
static void name(struct buf *out, struct str s)
{
    struct buf plain = {0}, clean = {0};

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' && i + 1 < s.n)
            c = s.p[++i] == 'n' || s.p[i] == 'N' ? ' ' : s.p[i];
        buf_addc(&plain, c);
    }
    text_clean(buf_str(&plain), &clean);
    buf_reset(out);
    text_head(buf_str(&clean), NAME_COLUMNS, out);
    buf_free(&plain);
    buf_free(&clean);
}

/* --- printing ---------------------------------------------------------------------------------------------------- */

static bool room(struct days *d, size_t line)
{
    if (++d->pieces == PIECES_MAX)
        bad(d, line, "the calendar has more than ten thousand holidays; keep those that close the desk");
    return d->pieces < PIECES_MAX;
}

static struct str named(const struct days *d)
{
    return d->e.name.len > 0 ? buf_str(&d->e.name) : str_of("-");
}

static void print_days(struct days *d, const struct civil *c, int64_t n)
{
    struct str s = named(d);

    if (c->y >= d->first - 1 && c->y <= d->last && room(d, d->e.line))
        fprintf(d->out, "day\t%zu\t%04d-%02d-%02d\t%lld\t%.*s\n", d->e.line, c->y, c->mo, c->d, (long long)n,
                (int)s.n, s.p);
}

static icaltimezone *zone_of(const struct days *d, const char *tzid)
{
    for (size_t i = 0; i < d->nzones; i++)
        if (strcmp(icaltimezone_get_tzid(d->zones[i]), tzid) == 0)
            return d->zones[i];
    return NULL;
}

/* The zones that the file itself describes end here: their times leave as UTC. */
static int64_t settle(const struct days *d, const struct civil *c, const char *tzid, const char **zone)
{
    icaltimezone *z = zone_of(d, tzid);
    struct civil at = *c;

    *zone = tzid[0] != '\0' ? tzid : "-";
    if (z != NULL) {
        struct icaltimetype t = moment_to_ical(c, false);
        icaltime_set_timezone(&t, z);
        at = moment_from_ical(icaltime_convert_to_zone(t, icaltimezone_get_utc_timezone()));
        *zone = "UTC";
    }
    return civil_seconds(&at);
}

static void print_time(struct days *d, const struct civil *c, int64_t seconds)
{
    const struct moment *m = &d->e.start;
    struct civil end = civil_of_seconds(civil_seconds(c) + seconds);
    const char *zone = "UTC";
    char from[CIVIL_SIZE], to[CIVIL_SIZE];
    int64_t a = civil_seconds(c), b = civil_seconds(&end);
    struct str s = named(d);

    if (c->y < d->first - 1 || c->y > d->last || !room(d, d->e.line))
        return;
    if (!m->utc) {
        a = settle(d, c, d->e.zone, &zone);
        b = settle(d, &end, d->e.zone, &zone);
    }
    fprintf(d->out, "time\t%zu\t%s\t%s\t%s\t%.*s\n", d->e.line, civil_format(a, from), civil_format(b, to),
            zone, (int)s.n, s.p);
}

/* --- entries ----------------------------------------------------------------------------------------------------- */

/* How long each piece of the entry is: whole days, or seconds.  0 when that is wrong, which is said. */
static int64_t length(struct days *d)
{
    const struct entry *e = &d->e;
    int64_t unit = e->start.date ? 86400 : 1, n = e->start.date ? 86400 : 0;

    if (e->has_end && (e->end.date != e->start.date || e->end.utc != e->start.utc ||
                       (!e->end.date && strcmp(e->zone, e->end_zone) != 0))) {
        bad(d, e->end_line,
            "DTEND is not written as DTSTART is; give both as days, or both by the same clock");
        return 0;
    }
    if (e->has_end)
        n = civil_seconds(&e->end.c) - civil_seconds(&e->start.c);
    else if (e->has_duration)
        n = icaldurationtype_as_int(e->duration);
    if (n <= 0)
        bad(d, e->has_end ? e->end_line : e->line,
            e->has_end || e->has_duration
                ? "the entry ends before it has begun; DTEND is the first that is free again"
                : "the entry begins at a time of day and has no end; add DTEND");
    else if (n > SPAN_DAYS_MAX * 86400L)
        bad(d, e->line, "the entry is longer than a year; write its days by hand in the policy's hours");
    else
        return (n + unit - 1) / unit;
    return 0;
}

static bool same_day(const struct civil *a, const struct civil *b)
{
    return a->y == b->y && a->mo == b->mo && a->d == b->d;
}

static void piece(struct days *d, const struct civil *c, int64_t n)
{
    for (size_t i = 0; i < d->e.nnot; i++)
        if (same_day(&d->e.not [i], c))
            return;
    if (d->e.start.date)
        print_days(d, c, n);
    else
        print_time(d, c, n);
}

static bool is_empty(const short *list)
{
    return list[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* A rule that says no more than "every year on this day": the policy has a form for it, which never runs out. */
static bool is_simply_yearly(const struct entry *e, int64_t n)
{
    const struct icalrecurrencetype *r = &e->rule;
    bool same_month = is_empty(r->by_month) ||
                      (r->by_month[0] == e->start.c.mo && r->by_month[1] == ICAL_RECURRENCE_ARRAY_MAX);
    bool same_date = is_empty(r->by_month_day) ||
                     (r->by_month_day[0] == e->start.c.d && r->by_month_day[1] == ICAL_RECURRENCE_ARRAY_MAX &&
                      !is_empty(r->by_month));

    return r->freq == ICAL_YEARLY_RECURRENCE && r->interval <= 1 && r->count == 0 &&
           icaltime_is_null_time(r->until) && e->start.date && n == 1 && e->nnot == 0 && same_month &&
           same_date && is_empty(r->by_day) && is_empty(r->by_year_day) && is_empty(r->by_week_no) &&
           is_empty(r->by_set_pos);
}

static void repeat(struct days *d, int64_t n)
{
    struct entry *e = &d->e;
    icalrecur_iterator *it = icalrecur_iterator_new(e->rule, moment_to_ical(&e->start.c, e->start.date));
    struct icaltimetype t;

    if (it == NULL) {
        bad(d, e->rule_line, "this rule cannot be read; write one such as FREQ=YEARLY");
        return;
    }
    while (!icaltime_is_null_time(t = icalrecur_iterator_next(it)) && t.year <= d->last) {
        struct civil c = moment_from_ical(t);
        if (++d->steps > STEPS_MAX) {
            bad(d, e->rule_line, "the rules of this calendar repeat without end; give them UNTIL or COUNT");
            break;
        }
        if (civil_valid(&c))
            piece(d, &c, n);
    }
    icalrecur_iterator_free(it);
}

static void finish(struct days *d)
{
    struct entry *e = &d->e;
    struct str s = named(d);

    if (!e->has_start && d->bad == e->bad)
        bad(d, e->line, "this entry has no DTSTART; add one");
    if (e->cancelled || d->bad > e->bad)
        return;
    int64_t n = length(d);
    if (n <= 0)
        return;
    if (e->has_rule && is_simply_yearly(e, n))
        fprintf(d->out, "year\t%zu\t%02d-%02d\t1\t%.*s\n", e->line, e->start.c.mo, e->start.c.d, (int)s.n,
                s.p);
    else if (e->has_rule)
        repeat(d, n);
    else
        piece(d, &e->start.c, n);
    for (size_t i = 0; i < e->nmore; i++)
        piece(d, &e->more[i], n);
}

static void start(struct days *d, size_t line)
{
    struct buf kept = d->e.name;

    buf_reset(&kept);
    memset(&d->e, 0, sizeof d->e);
    d->e.name = kept;
    d->e.line = line;
    d->e.bad = d->bad;
}

static void end_at(struct days *d, const struct content *c)
{
    d->e.end_line = c->line;
    d->e.has_end = one_moment(d, c, &d->e.end, d->e.end_zone);
}

static void property(struct days *d, const struct content *c)
{
    struct entry *e = &d->e;

    if (content_is(c->name, "DTSTART"))
        e->has_start = one_moment(d, c, &e->start, e->zone);
    else if (content_is(c->name, "DTEND"))
        end_at(d, c);
    else if (content_is(c->name, "DURATION"))
        duration(d, c);
    else if (content_is(c->name, "RRULE"))
        rule(d, c);
    else if (content_is(c->name, "RDATE"))
        moments(d, c, e->more, &e->nmore);
    else if (content_is(c->name, "EXDATE"))
        moments(d, c, e->not, &e->nnot);
    else if (content_is(c->name, "SUMMARY"))
        name(&e->name, c->value);
    else if (content_is(c->name, "STATUS"))
        e->cancelled = content_is(str_trim(c->value), "CANCELLED");
    else if (content_is(c->name, "RECURRENCE-ID"))
        bad(d, c->line,
            "a single day of a series was changed (RECURRENCE-ID); write the days of the series out");
}

/* --- the file ---------------------------------------------------------------------------------------------------- */

static void add_zone(struct days *d, struct buf *text, size_t line)
{
    icalcomponent *c = text->len > 0 ? icalcomponent_new_from_string(text->p) : NULL;
    icaltimezone *z = c != NULL ? icaltimezone_new() : NULL;

    if (z == NULL || d->nzones == ZONES_MAX || icaltimezone_set_component(z, c) == 0) {
        bad(d, line,
            "this description of a time zone cannot be read; take it out, and name zones as Europe/Berlin");
        if (z != NULL)
            icaltimezone_free(z, 1);
        if (c != NULL)
            icalcomponent_free(c);
    } else {
        d->zones[d->nzones++] = z;
    }
    buf_reset(text);
}

/* A zone's rules are worked out for centuries: one that changes clocks more than a few times a year is an attack. */
static bool is_zone_rule(struct str rule)
{
    static const char *const parts[] = {"FREQ",  "BYMONTH",  "BYDAY", "BYMONTHDAY",
                                        "UNTIL", "INTERVAL", "COUNT", "WKST"};
    struct str part, key;

    while (str_cut(&rule, ';', &part)) {
        bool known = false;
        if (!str_cut(&part, '=', &key) || (content_is(key, "FREQ") && !content_is(part, "YEARLY")))
            return false;
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
            known = known || content_is(key, parts[i]);
        if (!known)
            return false;
    }
    return true;
}

/* A run over the file; `entries` false reads only its zones, which may stand behind what names them. */
static void walk(struct days *d, struct str text, bool entries)
{
    struct content_reader r;
    struct content c;
    struct buf zone = {0};
    size_t depth = 0, in = 0, at = 0; /* `in`: the depth of the entry or zone that is being read */
    bool wrong, is_zone = false, any = false;

    content_start(&r, text);
    while (content_next(&r, &c, &wrong)) {
        bool begins = content_is(c.name, "BEGIN"), ends = content_is(c.name, "END");
        any = true;
        if (entries && wrong)
            bad(d, c.line,
                "this is no line of a calendar; a line goes on behind a blank at the next one's beginning");
        if (entries && depth == 0 && !wrong && !(begins && content_is(str_trim(c.value), "VCALENDAR")))
            bad(d, c.line, "a calendar begins with BEGIN:VCALENDAR; is this an .ics file?");
        if (begins && ++depth == 2) {
            is_zone = content_is(str_trim(c.value), "VTIMEZONE");
            in = (is_zone && !entries) || (entries && content_is(str_trim(c.value), "VEVENT")) ? depth : 0;
            at = c.line;
            if (in != 0 && !is_zone)
                start(d, c.line);
        }
        if (in != 0 && is_zone) {
            if (content_is(c.name, "RRULE") && !is_zone_rule(str_trim(c.value)))
                bad(d, c.line, "clocks do not change by such a rule; take this description of a zone out");
            buf_addstr(&zone, buf_str(&r.text));
            buf_adds(&zone, "\r\n");
        } else if (in != 0 && depth == in && !begins && !ends && !wrong) {
            property(d, &c);
        }
        if (ends && depth == in && in != 0) {
            if (is_zone && d->bad == 0)
                add_zone(d, &zone, at);
            else if (!is_zone)
                finish(d);
            in = 0;
        }
        if (ends && depth > 0)
            depth--;
        if (entries && d->bad >= BAD_MAX)
            break;
    }
    if (entries && depth > 0 && d->bad < BAD_MAX)
        bad(d, r.line > 1 ? r.line - 1 : 1, "the file ends too early, before END:VCALENDAR; fetch it again");
    else if (entries && !any)
        bad(d, 1, "the file is empty; a calendar begins with BEGIN:VCALENDAR");
    buf_free(&zone);
    content_end(&r);
}

int days_print(struct str text, int first, int last, FILE *out)
{
    struct days *d = calloc(1, sizeof *d);

    if (d == NULL)
        return ERR_TEMP;
    d->out = out;
    d->first = first;
    d->last = last;
    if (memchr(text.p != NULL ? text.p : "", '\0', text.n) != NULL || !text_valid(text)) {
        bad(d, 1, "the file is not in UTF-8; is this an .ics file?");
    } else {
        walk(d, text, false);
        walk(d, text, true);
    }
    for (size_t i = 0; i < d->nzones; i++)
        icaltimezone_free(d->zones[i], 1);
    buf_free(&d->e.name);
    free(d);
    return ferror(out) || fflush(out) != 0 ? ERR_IO : 0;
}
