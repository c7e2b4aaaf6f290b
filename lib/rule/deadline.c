#include "rule/deadline.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/zone.h"

enum { MINUTE = 60, HOUR = 3600 };

/* How a unit is written; the first of each is the one that deadline_format_span() takes. */
static const struct {
    const char *word;
    bool business; /* "business" or "working" stands before it */
    enum deadline_unit unit;
} units[] = {
    {"minute", false, DEADLINE_MINUTES},
    {"hour", false, DEADLINE_HOURS},
    {"minute", true, DEADLINE_BUSINESS_MINUTES},
    {"hour", true, DEADLINE_BUSINESS_HOURS},
    {"day", true, DEADLINE_WORKING_DAYS},
    {"day", false, DEADLINE_DAYS},
    {"week", false, DEADLINE_WEEKS},
    {"month", false, DEADLINE_MONTHS},
    {"min", false, DEADLINE_MINUTES},
    {"m", false, DEADLINE_MINUTES},
    {"h", false, DEADLINE_HOURS},
    {"d", false, DEADLINE_DAYS},
    {"w", false, DEADLINE_WEEKS},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_blanks(struct str *s)
{
    while (s->n > 0 && s->p[0] == ' ') {
        s->p++;
        s->n--;
    }
}

static struct str take_run(struct str *s, bool (*belongs)(char))
{
    struct str run = {s->p, 0};

    while (run.n < s->n && belongs(s->p[run.n]))
        run.n++;
    s->p += run.n;
    s->n -= run.n;
    return run;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether `word` is the unit `name` or its plural; one letter has no plural. */
static bool is_unit(struct str word, const char *name)
{
    size_t n = strlen(name);

    if (word.n == n + 1 && n > 1 && (word.p[n] == 's' || word.p[n] == 'S'))
        word.n = n;
    return word.n == n && strncasecmp(word.p, name, n) == 0;
}

static bool is_word(struct str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

bool deadline_take_span(struct str *s, struct deadline_span *out)
{
    struct str rest = *s;
    long long amount = 0;

    if (!str_number(take_run(&rest, is_digit), DEADLINE_AMOUNT_MAX, &amount) || amount < 1)
        return false;
    skip_blanks(&rest);
    struct str word = take_run(&rest, is_letter);
    bool business = is_word(word, "business") || is_word(word, "working");
    if (business) {
        skip_blanks(&rest);
        word = take_run(&rest, is_letter);
    }
    if (rest.n > 0 && (is_digit(rest.p[0]) || (unsigned char)rest.p[0] > 0x7F))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (units[i].business != business || !is_unit(word, units[i].word))
            continue;
        *out = (struct deadline_span){amount, units[i].unit};
        *s = rest;
        return true;
    }
    return false;
}

struct err *deadline_parse_span(struct str s, struct deadline_span *out)
{
    struct str rest = str_trim(s);
    struct deadline_span span;
    char quote[TEXT_QUOTE];

    if (!deadline_take_span(&rest, &span) || rest.n > 0)
        return err_new(ERR_POLICY, NULL,
                       "%s is no span of time; write one such as 4 business hours, 2 working days, 30 "
                       "minutes or 8 weeks",
                       text_quote(s, quote));
    *out = span;
    return NULL;
}

void deadline_format_span(const struct deadline_span *span, struct buf *out)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (units[i].unit != span->unit)
            continue;
        const char *kind = span->unit == DEADLINE_WORKING_DAYS ? "working "
                           : units[i].business                 ? "business "
                                                               : "";
        buf_printf(out, "%" PRId64 " %s%s%s", span->amount, kind, units[i].word,
                   span->amount == 1 ? "" : "s");
        return;
    }
}

/* --- due times -------------------------------------------------------------------------------------------------- */

static bool is_paused(instant t, const struct calendar_pause *pauses, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t >= pauses[i].from && t < pauses[i].to)
            return true;
    return false;
}

/* The last second of a local day. */
static instant day_close(const struct zone *z, int64_t day)
{
    struct civil c = civil_of_day(day);

    c.h = 23;
    c.mi = 59;
    c.s = 59;
    return zone_instant(z, &c, ZONE_SECOND, NULL);
}

/* The end of the local day `target`, moved on by a day for each day from the one after `first` whose end lies in a
 * pause. */
static instant days_due(const struct zone *z, int64_t first, int64_t target,
                        const struct calendar_pause *pauses, size_t npauses)
{
    if (target > CIVIL_DAY_MAX)
        return INSTANT_NONE;
    for (int64_t day = first + 1; npauses > 0 && day <= target; day++) {
        instant end = day_close(z, day);
        if (!is_paused(end, pauses, npauses))
            continue;
        bool for_ever = pauses[npauses - 1].to == INSTANT_NONE && end >= pauses[npauses - 1].from;
        if (for_ever || ++target > CIVIL_DAY_MAX)
            return INSTANT_NONE;
    }
    return day_close(z, target);
}

static int64_t months_on(const struct civil *c, int64_t months)
{
    int64_t month = (int64_t)c->y * 12 + c->mo - 1 + months;

    if (month / 12 > 9999)
        return CIVIL_DAY_MAX + 1;
    int y = (int)(month / 12), mo = (int)(month % 12) + 1;
    int last = civil_month_days(y, mo);
    return civil_days(y, mo, c->d < last ? c->d : last);
}

instant deadline_span_due(const struct deadline_span *span, const struct calendar *cal, instant from,
                          const struct calendar_pause *pauses, size_t npauses)
{
    struct calendar clock = {.name = "clock", .zone = cal->zone, .always = true};
    struct zone_time local;
    int64_t n = span->amount;

    if (from < INSTANT_MIN || from > INSTANT_MAX)
        return INSTANT_NONE;
    zone_local(cal->zone, from, &local);
    int64_t day = civil_days(local.c.y, local.c.mo, local.c.d);
    switch (span->unit) {
    case DEADLINE_MINUTES:
        return calendar_add(&clock, from, n * MINUTE, pauses, npauses);
    case DEADLINE_HOURS:
        return calendar_add(&clock, from, n * HOUR, pauses, npauses);
    case DEADLINE_BUSINESS_MINUTES:
        return calendar_add(cal, from, n * MINUTE, pauses, npauses);
    case DEADLINE_BUSINESS_HOURS:
        return calendar_add(cal, from, n * HOUR, pauses, npauses);
    case DEADLINE_WORKING_DAYS:
        return calendar_add_days(cal, from, n, pauses, npauses);
    case DEADLINE_DAYS:
        return days_due(cal->zone, day, day + n, pauses, npauses);
    case DEADLINE_WEEKS:
        return days_due(cal->zone, day, day + 7 * n, pauses, npauses);
    case DEADLINE_MONTHS:
        return days_due(cal->zone, day, months_on(&local.c, n), pauses, npauses);
    }
    return INSTANT_NONE;
}

struct calendar deadline_calendar(const struct deadline_rule *rule, const struct calendar *desk)
{
    struct calendar cal = *desk;

    cal.always = cal.always || rule->always;
    return cal;
}

instant deadline_due(const struct deadline_rule *rule, const struct calendar *cal, instant from,
                     const struct calendar_pause *pauses, size_t npauses)
{
    struct calendar own = deadline_calendar(rule, cal);

    return deadline_span_due(&rule->span, &own, from, pauses, rule->runs_on ? 0 : npauses);
}

/* How closely a rule fits: 0 not at all. */
static int closeness(const struct deadline_rule *r, enum kind kind, enum priority priority,
                     const char *category)
{
    bool for_category = r->category != NULL, for_priority = r->priority != DEADLINE_ANY_PRIORITY;

    if (r->kind != kind || (for_priority && r->priority != (int)priority))
        return 0;
    if (for_category && (category == NULL || strcmp(r->category, category) != 0))
        return 0;
    return 1 + (for_priority ? 1 : 0) + (for_category ? 2 : 0);
}

const struct deadline_rule *deadline_pick(const struct deadline_rule *rules, size_t n, enum kind kind,
                                          enum priority priority, const char *category)
{
    const struct deadline_rule *best = NULL;
    int top = 0;

    for (size_t i = 0; i < n; i++) {
        int fit = closeness(&rules[i], kind, priority, category);
        if (fit > top) {
            top = fit;
            best = &rules[i];
        }
    }
    return best;
}

static bool same_name(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool applies(const struct deadline_standard *s, const struct deadline_case *of)
{
    if (of->day < s->since || of->day > s->until || !same_name(s->stage, of->stage))
        return false;
    return closeness(&s->rule, s->rule.kind, of->priority, of->category) > 0;
}

size_t deadline_standards(const struct deadline_standard *all, size_t n, const struct deadline_case *of,
                          const struct deadline_standard **out)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        bool replaced = !applies(&all[i], of);
        for (size_t j = 0; j < n && !replaced; j++)
            replaced = j != i && all[j].instead != NULL && same_name(all[j].instead, all[i].rule.name) &&
                       applies(&all[j], of);
        if (!replaced)
            out[found++] = &all[i];
    }
    return found;
}
