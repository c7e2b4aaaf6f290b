#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/zone.h"
#include "rule/deadline.h"
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

static instant time_of(const char *s)
{
    instant t = 0;

    if (strcmp(s, "-") == 0)
        return INSTANT_NONE;
    assert_null(civil_parse(str_of(s), &t));
    return t;
}

static void spans_are_read_and_written(void **state)
{
    static const struct {
        const char *text;
        int64_t amount;
        enum deadline_unit unit;
        const char *plain;
    } rows[] = {
        {"4 business hours", 4, DEADLINE_BUSINESS_HOURS, "4 business hours"},
        {"4 working hours", 4, DEADLINE_BUSINESS_HOURS, "4 business hours"},
        {"1 Business Hour", 1, DEADLINE_BUSINESS_HOURS, "1 business hour"},
        {"90 business minutes", 90, DEADLINE_BUSINESS_MINUTES, "90 business minutes"},
        {"2 working days", 2, DEADLINE_WORKING_DAYS, "2 working days"},
        {"1 business day", 1, DEADLINE_WORKING_DAYS, "1 working day"},
        {"8 weeks", 8, DEADLINE_WEEKS, "8 weeks"},
        {"8w", 8, DEADLINE_WEEKS, "8 weeks"},
        {"30 minutes", 30, DEADLINE_MINUTES, "30 minutes"},
        {"30 min", 30, DEADLINE_MINUTES, "30 minutes"},
        {"30m", 30, DEADLINE_MINUTES, "30 minutes"},
        {"4h", 4, DEADLINE_HOURS, "4 hours"},
        {"15d", 15, DEADLINE_DAYS, "15 days"},
        {" 6  months ", 6, DEADLINE_MONTHS, "6 months"},
        {"1000000 days", 1000000, DEADLINE_DAYS, "1000000 days"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deadline_span s = {0, DEADLINE_DAYS}, back;
        struct buf b = {0};
        struct err *e = deadline_parse_span(str_of(rows[i].text), &s);
        if (e != NULL)
            fail_msg("%s", e->text);
        assert_int_equal(s.amount, rows[i].amount);
        assert_int_equal(s.unit, rows[i].unit);
        deadline_format_span(&s, &b);
        assert_string_equal(b.p, rows[i].plain);
        assert_null(deadline_parse_span(buf_str(&b), &back));
        assert_true(back.amount == s.amount && back.unit == s.unit);
        buf_free(&b);
    }
}

static void what_is_no_span_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "4",
                                      "hours",
                                      "0 hours",
                                      "-4 hours",
                                      "4.5 hours",
                                      "1000001 days",
                                      "four hours",
                                      "4 business",
                                      "4 business weeks",
                                      "4 working months",
                                      "4 hourss",
                                      "4 hs",
                                      "4 fortnights",
                                      "4h30m",
                                      "4 hours 30 minutes",
                                      "4 business  ",
                                      "99999999999999999999 days",
                                      "4 businesshours",
                                      "h4",
                                      "4\thours",
                                      "4 hours\n.",
                                      "4 h\xC3\xA9"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct deadline_span s;
        struct err *e = deadline_parse_span(str_of(bad[i]), &s);
        if (e == NULL)
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(e->code, ERR_POLICY);
        assert_non_null(strstr(e->text, "; write one such as"));
        err_free(e);
    }
}

static void a_span_is_taken_off_the_front_of_a_text(void **state)
{
    struct str s = str_of("2 working days refund");
    struct deadline_span span;

    (void)state;
    assert_true(deadline_take_span(&s, &span));
    assert_true(str_is(s, " refund"));
    assert_false(deadline_take_span(&s, &span));
    assert_true(str_is(s, " refund"));
}

static void due_times_follow_from_rules(void **state)
{
    static const struct {
        const char *span, *from, *pause_from, *pause_to, *due;
    } rows[] = {
        {"30 minutes", "2026-11-20T15:50:00Z", NULL, NULL, "2026-11-20T16:20:00Z"},
        {"4 hours", "2026-11-20T15:00:00Z", NULL, NULL, "2026-11-20T19:00:00Z"},
        {"4 hours", "2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z",
         "2026-11-21T19:00:00Z"},
        {"4 hours", "2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z", "-", "-"},
        {"1 hour", "2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z", "-", "2026-11-20T16:00:00Z"},
        {"4 business hours", "2026-11-20T15:00:00Z", NULL, NULL, "2026-11-23T11:00:00Z"},
        {"90 business minutes", "2026-11-20T15:00:00Z", NULL, NULL, "2026-11-23T08:30:00Z"},
        {"3 working days", "2026-11-18T09:00:00Z", NULL, NULL, "2026-11-23T16:00:00Z"},
        {"3 working days", "2026-11-18T23:30:00Z", NULL, NULL,
         "2026-11-24T16:00:00Z"}, /* 19 November in Berlin */
        {"3 working days", "2026-11-18T09:00:00Z", "2026-11-19T09:00:00Z", "2026-11-20T09:00:00Z",
         "2026-11-24T16:00:00Z"},
        {"3 working days", "2026-11-18T09:00:00Z", "2026-11-19T09:00:00Z", "-", "-"},
        {"15 days", "2026-11-18T09:00:00Z", NULL, NULL, "2026-12-03T22:59:59Z"},
        {"2 days", "2022-10-29T09:00:00Z", NULL, NULL, "2022-10-31T22:59:59Z"},
        {"1 day", "2022-10-29T09:00:00Z", NULL, NULL, "2022-10-30T22:59:59Z"},
        {"2 days", "2026-11-18T09:00:00Z", "2026-11-19T20:00:00Z", "2026-11-20T09:00:00Z",
         "2026-11-21T22:59:59Z"},
        {"2 days", "2026-11-18T09:00:00Z", "2026-11-19T08:00:00Z", "2026-11-19T09:00:00Z",
         "2026-11-20T22:59:59Z"},
        {"2 days", "2026-11-18T09:00:00Z", "2026-11-19T08:00:00Z", "-", "-"},
        {"2 days", "2026-11-18T09:00:00Z", "2026-11-25T08:00:00Z", "-", "2026-11-20T22:59:59Z"},
        {"8 weeks", "2026-11-18T09:00:00Z", NULL, NULL, "2027-01-13T22:59:59Z"}, /* FCA DISP 1.6.2R */
        {"1 month", "2026-01-31T09:00:00Z", NULL, NULL, "2026-02-28T22:59:59Z"},
        {"6 months", "2022-08-31T09:00:00Z", NULL, NULL, "2023-02-28T22:59:59Z"},
        {"1000000 weeks", "2026-11-18T09:00:00Z", NULL, NULL, "-"},
        {"1000000 months", "2026-11-18T09:00:00Z", NULL, NULL, "-"},
        {"1 day", "9999-12-31T09:00:00Z", NULL, NULL, "-"},
        {"1 working day", "9999-12-31T09:00:00Z", NULL, NULL, "-"},
        {"1 week", "-", NULL, NULL, "-"},
        {"1 hour", "0001-01-01T00:00:00Z", NULL, NULL, "0001-01-01T01:00:00Z"},
    };
    struct calendar cal = {.name = "office",
                           .week = {NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE}};
    struct zone *z = NULL;

    (void)state;
    assert_null(zone_load(NULL, "Europe/Berlin", &z));
    cal.zone = z;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deadline_rule rule = {.kind = KIND_RESPONSE, .priority = DEADLINE_ANY_PRIORITY};
        struct calendar_pause pause = {0, 0};
        size_t n = rows[i].pause_from != NULL;
        char due[CIVIL_SIZE], running[CIVIL_SIZE];
        assert_null(deadline_parse_span(str_of(rows[i].span), &rule.span));
        if (n > 0)
            pause = (struct calendar_pause){time_of(rows[i].pause_from), time_of(rows[i].pause_to)};
        civil_format(deadline_due(&rule, &cal, time_of(rows[i].from), &pause, n), due);
        if (strcmp(due, rows[i].due) != 0)
            fail_msg("row %zu: %s from %s: %s, not %s", i, rows[i].span, rows[i].from, due, rows[i].due);
        civil_format(deadline_due(&rule, &cal, time_of(rows[i].from), NULL, 0), due);
        rule.runs_on = true;
        civil_format(deadline_due(&rule, &cal, time_of(rows[i].from), &pause, n), running);
        assert_string_equal(running, due);
    }
    zone_free(z);
}

static void a_rule_that_runs_always_knows_no_closing_and_no_holiday(void **state)
{
    static const struct {
        const char *span, *from, *due;
    } rows[] = {
        {"1 business hour", "2026-11-20T16:30:00Z", "2026-11-20T17:30:00Z"},
        {"90 business minutes", "2026-12-25T02:00:00Z", "2026-12-25T03:30:00Z"},
        {"1 working day", "2026-12-24T09:00:00Z", "2026-12-25T22:59:59Z"},
        {"2 working days", "2026-11-20T09:00:00Z", "2026-11-22T22:59:59Z"},
        {"24 business hours", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"},
        {"1 working day", "2022-10-29T09:00:00Z", "2022-10-30T22:59:59Z"},
    };
    static const struct calendar_holiday christmas = {.mo = 12, .d = 25, .name = "12-25"};
    struct calendar cal = {.name = "office",
                           .week = {NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE},
                           .holidays = &christmas,
                           .nholidays = 1};
    struct calendar_pause night = {time_of("2026-11-20T17:00:00Z"), time_of("2026-11-20T20:00:00Z")};
    struct zone *z = NULL;

    (void)state;
    assert_null(zone_load(NULL, "Europe/Berlin", &z));
    cal.zone = z;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deadline_rule rule = {
            .kind = KIND_RESPONSE, .priority = DEADLINE_ANY_PRIORITY, .always = true};
        char due[CIVIL_SIZE];
        assert_null(deadline_parse_span(str_of(rows[i].span), &rule.span));
        civil_format(deadline_due(&rule, &cal, time_of(rows[i].from), NULL, 0), due);
        if (strcmp(due, rows[i].due) != 0)
            fail_msg("row %zu: %s from %s: %s, not %s", i, rows[i].span, rows[i].from, due, rows[i].due);
    }
    struct deadline_rule rule = {.span = {1, DEADLINE_BUSINESS_HOURS}, .always = true};
    assert_int_equal(deadline_due(&rule, &cal, time_of("2026-11-20T16:30:00Z"), &night, 1),
                     time_of("2026-11-20T20:30:00Z"));
    assert_false(deadline_calendar(&(struct deadline_rule){0}, &cal).always);
    zone_free(z);
}

static void a_longer_span_is_never_due_earlier(void **state)
{
    struct calendar cal = {.name = "office",
                           .week = {NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE}};
    struct zone *z = NULL;
    uint64_t seed = 14;

    (void)state;
    assert_null(zone_load(NULL, "America/New_York", &z));
    cal.zone = z;
    for (int i = 0; i < 20000; i++) {
        instant from = table_between(&seed, 1600000000, 1900000000);
        struct deadline_span s = {table_between(&seed, 1, 40),
                                  (enum deadline_unit)(i % (DEADLINE_MONTHS + 1))};
        struct calendar_pause pause = {from + table_between(&seed, 0, 500000), 0};
        pause.to = pause.from + table_between(&seed, 1, 500000);
        instant due = deadline_span_due(&s, &cal, from, NULL, 0);
        assert_true(due > from);
        assert_true(deadline_span_due(&s, &cal, from, &pause, 1) >= due);
        s.amount++;
        assert_true(deadline_span_due(&s, &cal, from, NULL, 0) >= due);
    }
    zone_free(z);
}

static void the_most_specific_rule_is_picked(void **state)
{
    static const struct deadline_rule rules[] = {
        {.name = "any", .kind = KIND_RESPONSE, .priority = DEADLINE_ANY_PRIORITY},
        {.name = "p1", .kind = KIND_RESPONSE, .priority = PRIORITY_P1},
        {.name = "billing", .kind = KIND_RESPONSE, .priority = DEADLINE_ANY_PRIORITY, .category = "billing"},
        {.name = "billing-p2", .kind = KIND_RESPONSE, .priority = PRIORITY_P2, .category = "billing"},
        {.name = "final", .kind = KIND_RESOLUTION, .priority = DEADLINE_ANY_PRIORITY},
        {.name = "any-too", .kind = KIND_RESPONSE, .priority = DEADLINE_ANY_PRIORITY},
        {.name = "update-p1", .kind = KIND_UPDATE, .priority = PRIORITY_P1},
    };
    static const struct {
        enum kind kind;
        enum priority priority;
        const char *category, *name;
    } rows[] = {
        {KIND_RESPONSE, PRIORITY_P3, NULL, "any"},
        {KIND_RESPONSE, PRIORITY_P1, NULL, "p1"},
        {KIND_RESPONSE, PRIORITY_P1, "billing", "billing"},
        {KIND_RESPONSE, PRIORITY_P2, "billing", "billing-p2"},
        {KIND_RESPONSE, PRIORITY_P2, "Billing", "any"},
        {KIND_RESOLUTION, PRIORITY_P1, "billing", "final"},
        {KIND_UPDATE, PRIORITY_P1, "x", "update-p1"},
        {KIND_UPDATE, PRIORITY_P2, "x", NULL},
        {KIND_PROMISE, PRIORITY_P1, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct deadline_rule *r = deadline_pick(rules, sizeof rules / sizeof rules[0], rows[i].kind,
                                                      rows[i].priority, rows[i].category);
        assert_int_equal(r == NULL, rows[i].name == NULL);
        if (r != NULL)
            assert_string_equal(r->name, rows[i].name);
    }
    assert_null(deadline_pick(NULL, 0, KIND_RESPONSE, PRIORITY_P1, NULL));
}

#define ANY DEADLINE_ANY_PRIORITY
#define STANDARD(n, c) .rule = {.name = (n), .kind = KIND_RESOLUTION, .priority = ANY, .category = (c)}
#define ALWAYS .since = INT64_MIN, .until = INT64_MAX

/* cust-policy(5), standards: by day of receipt, category, stage, and instead of another. */
static void a_standard_applies_to_what_came_in_while_it_was_in_force(void **state)
{
    static const struct deadline_standard all[] = {
        {STANDARD("old", NULL), .since = INT64_MIN, .until = 99},
        {STANDARD("new", NULL), .since = 100, .until = INT64_MAX},
        {STANDARD("payment", "payment"), .instead = "new", ALWAYS},
        {STANDARD("second", NULL), .stage = "2", ALWAYS},
    };
    static const struct {
        struct deadline_case of;
        const char *names;
    } rows[] = {
        {{PRIORITY_P1, NULL, NULL, 99}, "old "},
        {{PRIORITY_P4, NULL, NULL, 100}, "new "},
        {{PRIORITY_P4, "billing", NULL, 100}, "new "},
        {{PRIORITY_P4, "payment", NULL, 100}, "payment "},
        {{PRIORITY_P4, "payment", NULL, 99}, "old payment "},
        {{PRIORITY_P4, NULL, "2", 100}, "second "},
        {{PRIORITY_P4, "payment", "2", 99}, "second "},
        {{PRIORITY_P4, NULL, "3", 100}, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct deadline_standard *out[4];
        struct buf names = {0};
        size_t n = deadline_standards(all, sizeof all / sizeof all[0], &rows[i].of, out);
        buf_adds(&names, "");
        for (size_t k = 0; k < n; k++)
            buf_printf(&names, "%s ", out[k]->rule.name);
        assert_string_equal(names.p, rows[i].names);
        buf_free(&names);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_are_read_and_written),
        cmocka_unit_test(what_is_no_span_is_refused),
        cmocka_unit_test(a_span_is_taken_off_the_front_of_a_text),
        cmocka_unit_test(due_times_follow_from_rules),
        cmocka_unit_test(a_rule_that_runs_always_knows_no_closing_and_no_holiday),
        cmocka_unit_test(a_longer_span_is_never_due_earlier),
        cmocka_unit_test(the_most_specific_rule_is_picked),
        cmocka_unit_test(a_standard_applies_to_what_came_in_while_it_was_in_force),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
