/* Holidays from calendar files, as far as a policy makes days of what the reader of calendars says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "policy/policy_compile.h"
#include "tests/unit/table.h"

static const char week[] = "zone: Europe/Berlin\n"
                           "hours:\n"
                           "  mon: [09:00-12:00, 13:00-17:00]\n"
                           "  sat: 10:00-14:00\n"
                           "holidays:\n"
                           "  12-24: 09:00-11:00\n"
                           "  2026-12-21: 08:00-09:00\n"
                           "holidays-from: [days.ics]\n";

static struct err *answer(void *context, const char *path, struct buf *out)
{
    if (strstr(path, "/days.ics") == NULL)
        return err_new(ERR_NOINPUT, path, "is not what was asked for");
    buf_adds(out, context);
    return NULL;
}

/* Compiles the policy with what the reader says; false, with the first mistake in `why`, when it is refused. */
static bool compile(const char *said, struct buf *out, char why[256])
{
    static const struct policy_place here = {NULL, "UTC"};
    const struct holidays_files files = {answer, (void *)said};
    char path[] = "/tmp/cust-holidays-XXXXXX";
    struct policy_errors errors = {0};
    struct buf source = {0};
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, week, sizeof week - 1), (int)sizeof week - 1);
    close(fd);
    assert_null(policy_compile_file(path, &here, &files, &source, out, &errors));
    unlink(path);
    bool good = errors.n == 0;
    if (!good)
        snprintf(why, 256, "%s: %s", strstr(errors.e[0]->where, ":"), errors.e[0]->text);
    policy_errors_free(&errors);
    buf_free(&source);
    return good;
}

/* "09:00-12:00, 13:00-17:00", "closed", or "-" when the week's own hours hold. */
static const char *hours_on(const struct policy *p, const char *date, char out[128])
{
    int64_t day = 0;
    const struct calendar_holiday *found = NULL;

    assert_null(civil_parse_date(str_of(date), &day));
    struct civil c = civil_of_day(day);
    for (size_t i = 0; i < p->calendar->nholidays; i++) {
        const struct calendar_holiday *h = &p->calendar->holidays[i];
        if (h->mo == c.mo && h->d == c.d && (h->y == c.y || (h->y == 0 && found == NULL)))
            found = h;
    }
    snprintf(out, 128, "%s", found == NULL ? "-" : found->hours.n == 0 ? "closed" : "");
    for (size_t i = 0; found != NULL && i < found->hours.n; i++) {
        const struct calendar_slot *s = &found->hours.slot[i];
        size_t at = strlen(out);
        snprintf(out + at, 128 - at, "%s%02d:%02d-%02d:%02d", i > 0 ? ", " : "", s->from / 60, s->from % 60,
                 s->to / 60, s->to % 60);
    }
    return out;
}

static void what_a_file_closes_is_closed_and_nothing_else(void **state)
{
    static const struct {
        const char *said, *date, *hours;
    } rows[] = {
        {"", "2026-12-28", "-"},
        {"day\t1\t2026-12-28\t1\tx\n", "2026-12-28", "closed"},
        {"day\t1\t2026-12-28\t1\tx\n", "2026-12-29", "-"},
        {"day\t1\t2026-12-27\t3\tx\n", "2026-12-29", "closed"},
        {"day\t1\t2026-12-27\t3\tx\n", "2026-12-30", "-"},
        {"year\t1\t12-28\t1\tx\n", "2031-12-28", "closed"},
        {"year\t1\t02-29\t1\tx\n", "2028-02-29", "closed"},
        /* the policy's own word beats the file's */
        {"day\t1\t2026-12-24\t1\tx\n", "2026-12-24", "09:00-11:00"},
        {"year\t1\t12-24\t1\tx\n", "2026-12-24", "09:00-11:00"},
        {"day\t1\t2026-12-21\t1\tx\n", "2026-12-21", "08:00-09:00"},
        {"year\t1\t12-21\t1\tx\n", "2026-12-21", "08:00-09:00"},
        {"year\t1\t12-21\t1\tx\n", "2027-12-21", "closed"},
        /* times of day: 28 December 2026 is a Monday */
        {"time\t1\t2026-12-28T12:00:00Z\t2026-12-28T13:00:00Z\t-\tx\n", "2026-12-28", "-"},
        {"time\t1\t2026-12-28T11:00:00Z\t2026-12-28T14:00:00Z\t-\tx\n", "2026-12-28",
         "09:00-11:00, 14:00-17:00"},
        {"time\t1\t2026-12-28T10:00:00Z\t2026-12-28T11:00:00Z\t-\tx\n", "2026-12-28",
         "09:00-10:00, 11:00-12:00, 13:00-17:00"},
        {"time\t1\t2026-12-28T11:00:00Z\t2026-12-28T14:00:00Z\tUTC\tx\n", "2026-12-28",
         "09:00-12:00, 15:00-17:00"},
        {"time\t1\t2026-12-28T05:00:00Z\t2026-12-28T06:00:00Z\tAmerica/New_York\tx\n", "2026-12-28",
         "09:00-11:00, 13:00-17:00"},
        {"time\t1\t2026-12-27T20:00:00Z\t2026-12-28T10:00:00Z\t-\tx\n", "2026-12-28",
         "10:00-12:00, 13:00-17:00"},
        {"time\t1\t2026-12-28T16:00:00Z\t2026-12-29T10:00:00Z\t-\tx\n", "2026-12-28",
         "09:00-12:00, 13:00-16:00"},
        {"time\t1\t2026-12-28T18:00:00Z\t2026-12-28T22:00:00Z\t-\tx\n", "2026-12-28", "-"},
        {"time\t1\t2026-12-28T00:00:00Z\t2026-12-29T00:00:00Z\t-\tx\n", "2026-12-28", "closed"},
        {"time\t1\t2026-12-28T00:00:00Z\t2026-12-29T00:00:00Z\t-\tx\n", "2026-12-29", "-"},
        /* two entries on one day, and one of a year in one of every year */
        {"time\t1\t2026-12-28T09:00:00Z\t2026-12-28T10:00:00Z\t-\tx\n"
         "time\t2\t2026-12-28T16:00:00Z\t2026-12-28T17:00:00Z\t-\ty\n",
         "2026-12-28", "10:00-12:00, 13:00-16:00"},
        {"time\t1\t2026-12-28T09:00:00Z\t2026-12-28T10:00:00Z\t-\tx\n"
         "time\t2\t2026-12-28T12:15:00Z\t2026-12-28T12:45:00Z\t-\ty\n",
         "2026-12-28", "10:00-12:00, 13:00-17:00"},
        {"time\t1\t2026-12-28T09:00:00Z\t2026-12-28T10:00:00Z\t-\tx\nyear\t2\t12-28\t1\ty\n", "2026-12-28",
         "closed"},
        /* clocks jump from 02:00 to 03:00 on 29 March 2026, a Sunday */
        {"time\t1\t2026-03-29T02:30:00Z\t2026-03-30T09:30:00Z\t-\tx\n", "2026-03-30",
         "09:30-12:00, 13:00-17:00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static const struct policy_place here = {NULL, "UTC"};
        struct buf out = {0};
        struct policy *p;
        char why[256] = "", hours[128];
        if (!compile(rows[i].said, &out, why))
            fail_msg("row %zu: %s", i, why);
        assert_null(policy_load(buf_str(&out), &here, &p));
        if (strcmp(hours_on(p, rows[i].date, hours), rows[i].hours) != 0)
            fail_msg("row %zu: %s has %s, not %s", i, rows[i].date, hours, rows[i].hours);
        policy_free(p);
        buf_free(&out);
    }
}

static void what_makes_no_sense_is_refused_at_its_line(void **state)
{
    static const struct {
        const char *said, *why;
    } rows[] = {
        {"bad\t7\tit is broken; mend it\n", ":8:17: days.ics:7: it is broken; mend it"},
        {"day\t1\t2026-12-28\t1\tx\nbad\t7\tit is broken; mend it\n",
         ":8:17: days.ics:7: it is broken; mend it"},
        {"day\t1\t2026-01-01\t2001\tx\n", ":8:17: days.ics:?: its reader"},
        {"day\t3\t2026-01-01\t1999\tx\nday\t4\t2040-01-01\t20\tx\n",
         ":8:17: days.ics:4: more than 2,000 days"},
        {"day\t1\t2026-02-30\t1\tx\n", ":8:17: days.ics:?: its reader"},
        {"day\t1\t2026-12-28\t-1\tx\n", ":8:17: days.ics:?: its reader"},
        {"day\t1\n", ":8:17: days.ics:?: its reader"},
        {"year\t1\t2026-12-28\t1\tx\n", ":8:17: days.ics:?: its reader"},
        {"year\t1\t02-30\t1\tx\n", ":8:17: days.ics:?: its reader"},
        {"time\t1\t2026-12-28T10:00:00Z\t2026-12-28T09:00:00Z\t-\tx\n", ":8:17: days.ics:?: its reader"},
        {"time\t1\t2026-12-28T10:00:00Z\tnever\t-\tx\n", ":8:17: days.ics:?: its reader"},
        {"time\t9\t2026-12-28T10:00:00Z\t2026-12-28T11:00:00Z\tMars/Base\tx\n", ":8:17: days.ics:9: "},
        {"time\t9\t2026-12-28T10:00:00Z\t2026-12-28T11:00:00Z\t../../etc/passwd\tx\n", ":8:17: days.ics:9: "},
        {"hour\t1\t2026-12-28\t1\tx\n", ":8:17: days.ics:?: its reader"},
        {"\t\t\t\t\n", ":8:17: days.ics:?: its reader"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        char why[256] = "";
        if (compile(rows[i].said, &out, why))
            fail_msg("row %zu was taken", i);
        if (strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
            fail_msg("row %zu: %s, not %s", i, why, rows[i].why);
        buf_free(&out);
    }
}

static void a_day_parted_too_often_is_refused(void **state)
{
    struct buf said = {0}, out = {0};
    char why[256] = "";

    (void)state;
    for (int h = 0; h < 8; h++) /* a quarter of an hour out of each */
        buf_printf(&said, "time\t5\t2026-12-28T%02d:15:00Z\t2026-12-28T%02d:30:00Z\t-\tx\n", 9 + h, 9 + h);
    assert_false(compile(said.p, &out, why));
    assert_non_null(strstr(why, "days.ics:5: that leaves more than eight pieces of a day; join some"));
    buf_free(&said);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_file_closes_is_closed_and_nothing_else),
        cmocka_unit_test(what_makes_no_sense_is_refused_at_its_line),
        cmocka_unit_test(a_day_parted_too_often_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
