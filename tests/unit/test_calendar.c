#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/zone.h"
#include "rule/calendar.h"
#include "tests/unit/table.h"

#define NINE_TO_FIVE                                                                                         \
    {                                                                                                        \
        1,                                                                                                   \
        {                                                                                                    \
            {                                                                                                \
                540, 1020                                                                                    \
            }                                                                                                \
        }                                                                                                    \
    }
#define WITH_LUNCH                                                                                           \
    {                                                                                                        \
        2,                                                                                                   \
        {                                                                                                    \
            {540, 720},                                                                                      \
            {                                                                                                \
                780, 1020                                                                                    \
            }                                                                                                \
        }                                                                                                    \
    }
#define TEN_TO_SIX                                                                                           \
    {                                                                                                        \
        1,                                                                                                   \
        {                                                                                                    \
            {                                                                                                \
                600, 1080                                                                                    \
            }                                                                                                \
        }                                                                                                    \
    }
#define NIGHTS                                                                                               \
    {                                                                                                        \
        2,                                                                                                   \
        {                                                                                                    \
            {0, 360},                                                                                        \
            {                                                                                                \
                1320, 1440                                                                                   \
            }                                                                                                \
        }                                                                                                    \
    }
#define DAY_AND_NIGHT                                                                                        \
    {                                                                                                        \
        1,                                                                                                   \
        {                                                                                                    \
            {                                                                                                \
                0, 1440                                                                                      \
            }                                                                                                \
        }                                                                                                    \
    }
#define FIVE(x)                                                                                              \
    {                                                                                                        \
        x, x, x, x, x                                                                                        \
    }

static const struct calendar_holiday shop_days[] = {
    {0, 1, 1, {0, {{0, 0}}}, "new year"},          {0, 2, 29, {0, {{0, 0}}}, "leap day"},
    {0, 12, 25, {0, {{0, 0}}}, "christmas"},       {0, 12, 26, {0, {{0, 0}}}, "boxing day"},
    {2026, 12, 24, {1, {{600, 780}}}, "half day"}, {2026, 12, 27, {1, {{720, 960}}}, "open sunday"},
};

static const struct calendar calendars[] = {
    {.name = "office", .week = FIVE(NINE_TO_FIVE)},
    {.name = "lunch", .week = FIVE(WITH_LUNCH)},
    {.name = "shop",
     .week = {TEN_TO_SIX, TEN_TO_SIX, TEN_TO_SIX, TEN_TO_SIX, TEN_TO_SIX, {1, {{600, 840}}}},
     .holidays = shop_days,
     .nholidays = sizeof shop_days / sizeof shop_days[0]},
    {.name = "night", .week = {NIGHTS, NIGHTS, NIGHTS, NIGHTS, NIGHTS, NIGHTS, NIGHTS}},
    {.name = "weekdays", .week = FIVE(DAY_AND_NIGHT)},
    {.name = "always", .always = true},
};
enum { CALENDARS = sizeof calendars / sizeof calendars[0], PAUSES = 4 };

static struct calendar calendar_named(const char *name, const struct zone *z)
{
    for (size_t i = 0; i < CALENDARS; i++)
        if (strcmp(calendars[i].name, name) == 0) {
            struct calendar cal = calendars[i];
            cal.zone = z;
            return cal;
        }
    fail_msg("no calendar %s", name);
    return calendars[0];
}

static struct zone *zone_named(const char *name)
{
    struct zone *z = NULL;

    assert_null(zone_load(NULL, name, &z));
    return z;
}

static instant time_of(const char *s)
{
    instant t = 0;

    if (strcmp(s, "-") == 0)
        return INSTANT_NONE;
    assert_null(civil_parse(str_of(s), &t));
    return t;
}

static size_t pauses_of(const char *s, struct calendar_pause out[PAUSES])
{
    struct str rest = str_of(s), piece, from;
    size_t n = 0;

    if (strcmp(s, "-") == 0)
        return 0;
    while (str_cut(&rest, ',', &piece)) {
        char text[64];
        assert_true(n < PAUSES && str_cut(&piece, '/', &from));
        snprintf(text, sizeof text, "%.*s", (int)from.n, from.p);
        out[n].from = time_of(text);
        snprintf(text, sizeof text, "%.*s", (int)piece.n, piece.p);
        out[n++].to = time_of(text);
    }
    return n;
}

static void answer(char *const cell[], char out[64])
{
    struct zone *z = zone_named(cell[1]);
    struct calendar cal = calendar_named(cell[0], z);
    struct calendar_pause pauses[PAUSES];
    size_t n = pauses_of(cell[5], pauses);
    const char *op = cell[2];
    instant a = time_of(cell[3]);

    if (strcmp(op, "add") == 0)
        civil_format(calendar_add(&cal, a, atoll(cell[4]), pauses, n), out);
    else if (strcmp(op, "days") == 0)
        civil_format(calendar_add_days(&cal, a, atoll(cell[4]), pauses, n), out);
    else if (strcmp(op, "between") == 0)
        snprintf(out, 64, "%lld", (long long)calendar_between(&cal, a, time_of(cell[4]), pauses, n));
    else if (strcmp(op, "open") == 0)
        snprintf(out, 64, "%s", calendar_is_open(&cal, a) ? "yes" : "no");
    else if (strcmp(op, "next") == 0)
        civil_format(calendar_next_open(&cal, a), out);
    else
        fail_msg("no question %s", op);
    zone_free(z);
}

static void business_time_is_as_the_golden_table_has_it(void **state)
{
    struct table t = table_open("tests/golden/calendar.tsv");
    int wrong = 0;

    (void)state;
    while (table_next(&t, 8)) {
        char got[64];
        answer(t.cell, got);
        if (strcmp(got, t.cell[7]) != 0) {
            print_error("%s:%d: %s %s %s %s %s: got %s, not %s\n", t.path, t.line, t.cell[0], t.cell[1],
                        t.cell[2], t.cell[3], t.cell[4], got, t.cell[7]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(t.rows >= 200);
}

/* --- laws --------------------------------------------------------------------------------------------------------- */

static const char *const zones[] = {"Europe/Berlin",  "America/New_York",    "America/St_Johns",
                                    "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata",
                                    "Africa/Cairo",   "America/Santiago",    "Asia/Beirut",
                                    "Pacific/Apia",   "Africa/Casablanca",   "Europe/Dublin"};
enum { ZONES = sizeof zones / sizeof zones[0], ROUNDS = 40 };

static bool is_landing(const struct calendar *cal, instant t)
{
    return calendar_is_open(cal, t) || calendar_is_open(cal, t - 1);
}

struct sample {
    const struct calendar *cal;
    instant from;
    int64_t a, b;
    struct calendar_pause pause;
};

/* Runs a law over every calendar in every zone, with times from 2005 to 2045, many of them near clock changes. */
static void for_samples(void (*law)(const struct sample *))
{
    uint64_t seed = 42;

    for (size_t zi = 0; zi < ZONES; zi++) {
        struct zone *z = zone_named(zones[zi]);
        for (size_t ci = 0; ci < CALENDARS; ci++) {
            struct calendar cal = calendars[ci];
            cal.zone = z;
            for (int i = 0; i < ROUNDS; i++) {
                struct sample s = {.cal = &cal, .from = table_between(&seed, 1104537600, 2366841600)};
                s.a = table_between(&seed, 0, i % 2 ? 7200 : 40 * 3600);
                s.b = table_between(&seed, 0, 40 * 3600);
                s.pause.from = s.from + table_between(&seed, -100000, 200000);
                s.pause.to = s.pause.from + table_between(&seed, 1, 300000);
                law(&s);
            }
        }
        zone_free(z);
    }
}

static void in_two_steps(const struct sample *s)
{
    instant once = calendar_add(s->cal, s->from, s->a + s->b, NULL, 0);
    instant twice = calendar_add(s->cal, calendar_add(s->cal, s->from, s->a, NULL, 0), s->b, NULL, 0);

    assert_int_equal(once, twice);
}

static void inside(const struct sample *s)
{
    assert_true(is_landing(s->cal, calendar_add(s->cal, s->from, s->a, NULL, 0)));
    assert_true(is_landing(s->cal, calendar_add(s->cal, s->from, s->a, &s->pause, 1)));
}

static void ascending(const struct sample *s)
{
    instant due = calendar_add(s->cal, s->from, s->a, NULL, 0);

    assert_true(due >= s->from);
    assert_true(calendar_add(s->cal, s->from + s->b, s->a, NULL, 0) >= due);
    assert_true(calendar_add(s->cal, s->from, s->a + s->b, NULL, 0) >= due);
    assert_true(calendar_add(s->cal, s->from, s->a, &s->pause, 1) >= due);
}

static void counted_back(const struct sample *s)
{
    instant due = calendar_add(s->cal, s->from, s->a, NULL, 0);
    instant paused = calendar_add(s->cal, s->from, s->a, &s->pause, 1);

    assert_int_equal(calendar_between(s->cal, s->from, due, NULL, 0), s->a);
    if (s->a > 0)
        assert_int_equal(calendar_between(s->cal, s->from, paused, &s->pause, 1), s->a);
}

static void in_parts(const struct sample *s)
{
    instant mid = s->from + s->a, end = mid + s->b;

    assert_int_equal(calendar_between(s->cal, s->from, end, NULL, 0),
                     calendar_between(s->cal, s->from, mid, NULL, 0) +
                         calendar_between(s->cal, mid, end, NULL, 0));
    assert_true(calendar_between(s->cal, s->from, end, NULL, 0) <= end - s->from);
}

static void next_is_open(const struct sample *s)
{
    instant open = calendar_next_open(s->cal, s->from);

    assert_true(open >= s->from && calendar_is_open(s->cal, open));
    if (open > s->from)
        assert_false(calendar_is_open(s->cal, s->from) || calendar_is_open(s->cal, open - 1));
    assert_int_equal(calendar_between(s->cal, s->from, open, NULL, 0), 0);
}

static void on_a_working_day(const struct sample *s)
{
    struct zone_time local;
    instant due = calendar_add_days(s->cal, s->from, s->a % 9, NULL, 0);

    zone_local(s->cal->zone, due, &local);
    int64_t day = civil_days(local.c.y, local.c.mo, local.c.d);
    assert_true(calendar_is_working_day(s->cal, day));
    assert_true(is_landing(s->cal, due));
}

#define LAW(name, law)                                                                                       \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        for_samples(law);                                                                                    \
    }

LAW(adding_in_two_steps_is_adding_at_once, in_two_steps)
LAW(a_due_time_never_lands_outside_hours, inside)
LAW(later_or_longer_never_comes_earlier, ascending)
LAW(what_was_added_is_counted_between, counted_back)
LAW(open_time_is_the_sum_of_its_parts, in_parts)
LAW(the_next_opening_is_open_and_nothing_before_it, next_is_open)
LAW(working_days_end_on_working_days, on_a_working_day)

/* --- edges and refusals --------------------------------------------------------------------------------------------- */

static void hours_in_an_hour_that_clocks_skip_or_repeat_stay_in_order(void **state)
{
    struct zone *z = zone_named("Europe/Berlin");
    struct calendar cal = {.name = "odd", .zone = z};

    (void)state;
    cal.week[SUNDAY] = (struct calendar_hours){2, {{90, 150}, {165, 240}}}; /* 01:30-02:30 02:45-04:00 */
    /* 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.  Open 00:30-01:00 and 01:00-02:00 UTC. */
    assert_int_equal(
        calendar_between(&cal, time_of("2026-03-28T22:00:00Z"), time_of("2026-03-29T12:00:00Z"), NULL, 0),
        90 * 60);
    /* 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.  Open 23:30 to 03:00 UTC without a break. */
    assert_int_equal(
        calendar_between(&cal, time_of("2026-10-24T12:00:00Z"), time_of("2026-10-25T12:00:00Z"), NULL, 0),
        210 * 60);
    zone_free(z);
}

static void a_date_beats_a_yearly_holiday(void **state)
{
    struct calendar_holiday days[] = {
        {2026, 12, 25, {1, {{600, 660}}}, "open for once"},
        {0, 12, 25, {0, {{0, 0}}}, "christmas"},
    };
    struct calendar cal = calendar_named("office", zone_utc());

    (void)state;
    calendar_sort(days, 2);
    cal.holidays = days;
    cal.nholidays = 2;
    assert_null(calendar_check(&cal));
    assert_true(calendar_is_open(&cal, time_of("2026-12-25T10:30:00Z")));
    assert_false(calendar_is_open(&cal, time_of("2026-12-25T11:30:00Z")));
    assert_false(calendar_is_open(&cal, time_of("2028-12-25T10:30:00Z")));
}

static void slots_are_read_strictly(void **state)
{
    static const struct {
        const char *text;
        int from, to; /* 0, 0: refused */
    } rows[] = {
        {"09:00-17:00", 540, 1020},
        {"00:00-24:00", 0, 1440},
        {"22:15-24:00", 1335, 1440},
        {"09:00-09:00", 0, 0},
        {"17:00-09:00", 0, 0},
        {"9:00-17:00", 0, 0},
        {"09:00-17:00 ", 0, 0},
        {"09:00 - 17:00", 0, 0},
        {"09:00-25:00", 0, 0},
        {"09:60-17:00", 0, 0},
        {"24:00-24:00", 0, 0},
        {"", 0, 0},
        {"09:00", 0, 0},
        {"09:00-", 0, 0},
        {"09:00:00-17:00", 0, 0},
        {"09:00-24:01", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct calendar_slot s = {0, 0};
        assert_int_equal(calendar_parse_slot(str_of(rows[i].text), &s), rows[i].to > 0);
        assert_int_equal(s.from, rows[i].from);
        assert_int_equal(s.to, rows[i].to);
    }
}

static void refused(const struct calendar *cal, const char *part)
{
    struct err *e = calendar_check(cal);

    assert_non_null(e);
    assert_int_equal(e->code, ERR_POLICY);
    assert_non_null(strstr(e->text, part));
    err_free(e);
}

static void a_calendar_that_cannot_be_is_refused(void **state)
{
    struct calendar cal = {.name = "empty", .zone = zone_utc()};
    struct calendar_holiday days[2] = {{2026, 2, 29, {0, {{0, 0}}}, "none"},
                                       {2026, 3, 1, {0, {{0, 0}}}, "some"}};

    (void)state;
    refused(&cal, "no hour of the week is open");
    cal.always = true;
    assert_null(calendar_check(&cal));
    cal = calendar_named("office", zone_utc());
    assert_null(calendar_check(&cal));
    cal.week[2] = (struct calendar_hours){2, {{540, 720}, {700, 800}}};
    refused(&cal, "overlap");
    cal.week[2] = (struct calendar_hours){1, {{720, 540}}};
    refused(&cal, "begin before they end");
    cal.week[2] = (struct calendar_hours){1, {{0, 1441}}};
    refused(&cal, "begin before they end");
    cal.week[2] = (struct calendar_hours){CALENDAR_SLOTS + 1, {{0, 1}}};
    refused(&cal, "more than");
    cal.week[2] = cal.week[1];
    cal.holidays = days;
    cal.nholidays = 2;
    refused(&cal, "does not exist");
    days[0] = days[1];
    refused(&cal, "twice");
    days[0].y = 0;
    days[0].mo = 2;
    days[0].d = 29;
    assert_null(calendar_check(&cal));
}

static void no_time_gives_no_time(void **state)
{
    struct calendar cal = calendar_named("office", zone_utc());

    (void)state;
    assert_int_equal(calendar_add(&cal, INSTANT_NONE, 1, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_add(&cal, INT64_MIN, 1, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_add(&cal, 0, INT64_MAX, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_add_days(&cal, INSTANT_NONE, 1, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_add_days(&cal, 0, INT64_MAX, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_next_open(&cal, INSTANT_NONE), INSTANT_NONE);
    assert_false(calendar_is_open(&cal, INSTANT_NONE));
    cal.always = true;
    assert_int_equal(calendar_add(&cal, 0, INT64_MAX, NULL, 0), INSTANT_NONE);
    assert_int_equal(calendar_between(&cal, INT64_MIN, INT64_MAX, NULL, 0), INSTANT_MAX - INSTANT_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(business_time_is_as_the_golden_table_has_it),
        cmocka_unit_test(adding_in_two_steps_is_adding_at_once),
        cmocka_unit_test(a_due_time_never_lands_outside_hours),
        cmocka_unit_test(later_or_longer_never_comes_earlier),
        cmocka_unit_test(what_was_added_is_counted_between),
        cmocka_unit_test(open_time_is_the_sum_of_its_parts),
        cmocka_unit_test(the_next_opening_is_open_and_nothing_before_it),
        cmocka_unit_test(working_days_end_on_working_days),
        cmocka_unit_test(hours_in_an_hour_that_clocks_skip_or_repeat_stay_in_order),
        cmocka_unit_test(a_date_beats_a_yearly_holiday),
        cmocka_unit_test(slots_are_read_strictly),
        cmocka_unit_test(a_calendar_that_cannot_be_is_refused),
        cmocka_unit_test(no_time_gives_no_time),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
