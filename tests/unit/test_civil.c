#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/civil.h"
#include "tests/unit/table.h"

static void every_day_of_ten_thousand_years_follows_the_one_before(void **state)
{
    int y = 1, mo = 1, d = 1;
    int weekday = MONDAY; /* 0001-01-01 was a Monday */

    (void)state;
    for (int64_t day = CIVIL_DAY_MIN; day <= CIVIL_DAY_MAX; day++) {
        struct civil c = civil_of_day(day);
        if (c.y != y || c.mo != mo || c.d != d || civil_days(y, mo, d) != day ||
            (int)civil_weekday(day) != weekday)
            fail_msg("day %lld is %d-%d-%d, not %d-%d-%d", (long long)day, c.y, c.mo, c.d, y, mo, d);
        weekday = (weekday + 1) % WEEKDAYS;
        static const int plain[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        int last = plain[mo - 1] + (mo == 2 && (y % 4 == 0) && (y % 100 != 0 || y % 400 == 0));
        if (++d > last) {
            d = 1;
            mo = mo % 12 + 1;
            y += mo == 1;
        }
    }
    assert_int_equal(y, 10000);
}

static void seconds_go_there_and_back(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        instant t = table_between(&seed, INSTANT_MIN, INSTANT_MAX);
        struct civil c = civil_of_seconds(t);
        char text[CIVIL_SIZE];
        instant back = 0;
        assert_true(civil_valid(&c));
        assert_int_equal(civil_seconds(&c), t);
        assert_null(civil_parse(str_of(civil_format(t, text)), &back));
        assert_int_equal(back, t);
    }
}

static void what_lies_outside_the_calendar_is_its_nearest_end(void **state)
{
    char out[CIVIL_SIZE];

    (void)state;
    assert_string_equal(civil_format(INT64_MIN, out), "0001-01-01T00:00:00Z");
    assert_string_equal(civil_format(INSTANT_MAX + 1, out), "9999-12-31T23:59:59Z");
    assert_string_equal(civil_format(INSTANT_NONE, out), "-");
    assert_string_equal(civil_format_date(INT64_MIN, out), "0001-01-01");
    assert_string_equal(civil_format_date(INT64_MAX, out), "9999-12-31");
    assert_string_equal(civil_format_date(0, out), "1970-01-01");
}

static void rfc_3339_is_read(void **state)
{
    static const struct {
        const char *text;
        instant t;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-21T20:50:00Z", 1795294200},
        {"2026-11-21t20:50:00z", 1795294200},
        {"2026-11-21 20:50:00Z", 1795294200},
        {"2026-11-21T21:50:00+01:00", 1795294200},
        {"2026-11-21T15:20:00-05:30", 1795294200},
        {"2026-11-21T20:50:00-00:00", 1795294200},
        {"2026-11-21T20:50:00.999Z", 1795294200},
        {"1985-04-12T23:20:50.52Z", 482196050}, /* the examples of RFC 3339 section 5.8 */
        {"1996-12-19T16:39:57-08:00", 851042397},
        {"1990-12-31T23:59:60Z", 662688000},
        {"1990-12-31T15:59:60-08:00", 662688000},
        {"1937-01-01T12:00:27.87+00:20", -1041337173},
        {"0001-01-01T00:00:00Z", INSTANT_MIN},
        {"9999-12-31T23:59:59Z", INSTANT_MAX},
        {"2024-02-29T00:00:00Z", 1709164800},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        instant t = 0;
        struct err *e = civil_parse(str_of(rows[i].text), &t);
        if (e != NULL || t != rows[i].t)
            fail_msg("%s gave %lld: %s", rows[i].text, (long long)t, e != NULL ? e->text : "");
    }
}

static void what_is_no_time_is_refused_with_how_to_write_it(void **state)
{
    static const char *const rows[] = {
        "",
        "2026",
        "2026-11-21",
        "2026-11-21T20:50:00",
        "2026-11-21T20:50Z",
        "2026-11-21T20:50:00ZZ",
        "2026-11-21X20:50:00Z",
        " 2026-11-21T20:50:00Z",
        "2026-11-21T20:50:00Z ",
        "2026-02-31T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T25:00:00Z",
        "2026-11-21T20:60:00Z",
        "2026-11-21T20:50:61Z",
        "2026-11-21T20:50:60Z",
        "2026-11-21T20:50:00+24:00",
        "2026-11-21T20:50:00+01:60",
        "2026-11-21T20:50:00+0100",
        "2026-11-21T20:50:00+1:00",
        "2026-1-21T20:50:00Z",
        "12026-11-21T20:50:00Z",
        "2026-11-21T20:50:00.Z",
        "2026-11-21T2O:50:00Z",
        "-2026-11-21T20:50:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2026-11-21T20:50:00\xC2\xB0",
        "2026/11/21T20:50:00Z",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        instant t = 77;
        struct err *e = civil_parse(str_of(rows[i]), &t);
        if (e == NULL)
            fail_msg("%s was taken", rows[i]);
        assert_int_equal(e->code, ERR_DATA);
        assert_non_null(strstr(e->text, "; write"));
        assert_int_equal(t, 77);
        err_free(e);
    }
    instant t;
    struct err *e = civil_parse((struct str){"2026-11-21T20:50:00Z\0", 21}, &t);
    assert_non_null(e);
    err_free(e);
}

static void dates_alone_are_read_strictly(void **state)
{
    static const char *const bad[] = {
        "",         "2026-11-31", "2026-02-29",          "2026-11-21 ", "2026-11-211",
        "26-11-21", "2026-11",    "2026-11-21T00:00:00Z"};
    int64_t day = 0;

    (void)state;
    assert_null(civil_parse_date(str_of("2026-11-21"), &day));
    assert_int_equal(day, 20778);
    assert_null(civil_parse_date(str_of("9999-12-31"), &day));
    assert_int_equal(day, CIVIL_DAY_MAX);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err *e = civil_parse_date(str_of(bad[i]), &day);
        assert_non_null(e);
        err_free(e);
    }
    assert_int_equal(day, CIVIL_DAY_MAX);
}

static void any_bytes_are_taken_or_refused(void **state)
{
    static const char bytes[] = "0123456789-:TZ+. ";
    uint64_t seed = 5;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        char text[32] = "2026-11-21T20:50:00+01:00";
        size_t n = 25 - (size_t)table_between(&seed, 0, 6);
        for (int64_t changes = table_between(&seed, 0, 3); changes > 0; changes--)
            text[table_between(&seed, 0, 24)] = bytes[table_between(&seed, 0, (int64_t)sizeof bytes - 1)];
        instant t = 0;
        struct err *e = civil_parse((struct str){text, n}, &t);
        assert_true(e != NULL || (t >= INSTANT_MIN && t <= INSTANT_MAX));
        err_free(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_ten_thousand_years_follows_the_one_before),
        cmocka_unit_test(seconds_go_there_and_back),
        cmocka_unit_test(what_lies_outside_the_calendar_is_its_nearest_end),
        cmocka_unit_test(rfc_3339_is_read),
        cmocka_unit_test(what_is_no_time_is_refused_with_how_to_write_it),
        cmocka_unit_test(dates_alone_are_read_strictly),
        cmocka_unit_test(any_bytes_are_taken_or_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
