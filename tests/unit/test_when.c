#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/zone.h"
#include "rule/calendar.h"
#include "rule/when.h"
#include "tests/unit/table.h"

#define DAY_WITH_LUNCH                                                                                       \
    {                                                                                                        \
        2,                                                                                                   \
        {                                                                                                    \
            {540, 720},                                                                                      \
            {                                                                                                \
                780, 1020                                                                                    \
            }                                                                                                \
        }                                                                                                    \
    }

static const struct calendar office = {
    .name = "office",
    .week = {DAY_WITH_LUNCH, DAY_WITH_LUNCH, DAY_WITH_LUNCH, DAY_WITH_LUNCH, DAY_WITH_LUNCH},
};

static struct zone *zone_named(const char *name)
{
    struct zone *z = NULL;

    assert_null(zone_load(NULL, name, &z));
    return z;
}

static instant time_of(const char *s)
{
    instant t = 0;

    assert_null(civil_parse(str_of(s), &t));
    return t;
}

/* What the library answers to a row, in the words of the table. */
static bool fits(char *const cell[], char got[512])
{
    struct zone *z = zone_named(cell[1]);
    struct calendar cal = office;
    const char *mode = cell[2], *want = cell[6];
    struct when cx = {time_of(cell[0]), z, strcmp(cell[3], "office") == 0 ? &cal : NULL, WHEN_ANY};
    struct str text = str_of(cell[4]);
    char a[CIVIL_SIZE], b[CIVIL_SIZE];
    instant t = 0, to = 0;
    size_t used = 0;
    struct err *e;

    cal.zone = z;
    cx.mode = strncmp(mode, "past", 4) == 0 ? WHEN_PAST : strncmp(mode, "due", 3) == 0 ? WHEN_DUE : WHEN_ANY;
    if (strstr(mode, "range") != NULL) {
        e = when_range(text, &cx, &t, &to);
        snprintf(got, 512, "%s %s", civil_format(t, a), civil_format(to, b));
    } else if (strstr(mode, "prefix") != NULL) {
        e = when_prefix(text, &cx, &t, &used);
        snprintf(got, 512, "%s %zu", civil_format(t, a), used);
    } else {
        e = when_parse(text, &cx, &t);
        snprintf(got, 512, "%s", civil_format(t, a));
    }
    if (e != NULL)
        snprintf(got, 512, "%s", e->text);
    bool good = e == NULL ? strcmp(got, want) == 0
                          : want[0] > '9' && e->code == ERR_USAGE && strstr(got, want) != NULL &&
                                strchr(got, ';') != NULL;
    err_free(e);
    zone_free(z);
    return good;
}

static void phrases_mean_what_the_golden_table_says(void **state)
{
    struct table t = table_open("tests/golden/when.tsv");
    char got[512];
    int wrong = 0;

    (void)state;
    while (table_next(&t, 7)) {
        if (fits(t.cell, got))
            continue;
        print_error("%s:%d: %s %s: got %s, not %s\n", t.path, t.line, t.cell[2], t.cell[4], got, t.cell[6]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    assert_true(t.rows >= 150);
}

/* --- beside GNU date ------------------------------------------------------------------------------------------------ */

static bool has_gnu_date(void)
{
    char line[128] = "";
    FILE *f = popen("date --version 2>/dev/null", "r");

    if (f == NULL)
        return false;
    char *got = fgets(line, sizeof line, f);
    while (fgetc(f) != EOF)
        ;
    return pclose(f) == 0 && got != NULL && strstr(line, "GNU") != NULL;
}

static instant gnu_date(const char *zone, const char *phrase)
{
    char command[256];
    long long t = 0;

    snprintf(command, sizeof command, "TZ=%s LC_ALL=C date -d '%s' +%%s", zone, phrase);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%lld", &t), 1);
    assert_int_equal(pclose(f), 0);
    return t;
}

/* Whether both agree; asks again when the clock went on between the two. */
static bool agrees(const char *zone, const char *phrase)
{
    struct zone *z = zone_named(zone);
    bool good = false;

    for (int tries = 0; tries < 3 && !good; tries++) {
        instant before = time(NULL), theirs = gnu_date(zone, phrase), after = time(NULL);
        /* a second's slack: time() reads a coarser clock than date does */
        for (instant now = before - 1; now <= after + 1 && !good; now++) {
            struct when cx = {now, z, NULL, WHEN_ANY};
            instant ours = 0;
            assert_null(when_parse(str_of(phrase), &cx, &ours));
            good = ours == theirs;
        }
    }
    zone_free(z);
    return good;
}

static void phrases_that_gnu_date_knows_mean_the_same(void **state)
{
    static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                        "Australia/Lord_Howe", "UTC"};
    static const char *const phrases[] = {
        "now",
        "2 hours",
        "2 hours ago",
        "90 minutes",
        "+30 min",
        "3 days",
        "2 days ago",
        "1 week",
        "2 weeks ago",
        "10 seconds",
        "next monday",
        "next fri",
        "last mon",
        "last sunday",
        "next wed 15:00",
        "today 16:00",
        "tomorrow 10:00",
        "yesterday 4:30pm",
        "tomorrow 23:59",
        "10:00 tomorrow",
        "2024-11-21",
        "2024-02-29 16:00",
        "2024-11-21 4pm",
        "2024-06-21T16:00:00Z",
        "2024-11-21 16:00:30-05:00",
        "21 nov 2024",
        "nov 21 2024",
        "21 jun 2024 16:00",
        "1 january 1970",
        "2024-06-21T16:00+05:30",
        "last tue 9:15",
        "12am tomorrow",
        "12pm tomorrow",
        "1999-12-31 23:59:59",
    };

    (void)state;
    if (!has_gnu_date()) {
        print_message("# no GNU date here\n");
        skip();
    }
    int wrong = 0;
    for (size_t z = 0; z < sizeof zones / sizeof zones[0]; z++)
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
            if (!agrees(zones[z], phrases[i])) {
                print_error("%s, %s: date says otherwise\n", zones[z], phrases[i]);
                wrong++;
            }
        }
    assert_int_equal(wrong, 0);
}

/* --- laws --------------------------------------------------------------------------------------------------------- */

static void what_is_read_lies_on_the_side_that_was_asked_for(void **state)
{
    static const char *const words[] = {
        "16:00", "mon",  "fri", "next", "last", "today",     "tomorrow", "yesterday", "2",
        "days",  "ago",  "in",  "at",   "4pm",  "working",   "hours",    "business",  "21",
        "nov",   "2027", "P2D", "+2h",  "-30m", "noon",      "end",      "of",        "month",
        "week",  ",",    "29",  "feb",  "now",  "2026-11-21"};
    struct calendar cal = office;
    struct zone *z = zone_named("Europe/Berlin");
    uint64_t seed = 7;
    int read = 0;

    (void)state;
    cal.zone = z;
    for (int i = 0; i < 60000; i++) {
        struct buf b = {0};
        struct when cx = {table_between(&seed, 1700000000, 1900000000), z, &cal, (enum when_mode)(i % 3)};
        instant t = 0;
        size_t used = 0;
        for (int64_t n = table_between(&seed, 1, 4); n > 0; n--)
            buf_printf(&b, "%s ",
                       words[table_between(&seed, 0, (int64_t)(sizeof words / sizeof words[0]) - 1)]);
        struct err *e = when_prefix(buf_str(&b), &cx, &t, &used);
        if (e == NULL) {
            read++;
            assert_true(used > 0 && used <= b.len);
            assert_true(cx.mode != WHEN_PAST || t <= cx.now);
            assert_true(cx.mode != WHEN_DUE || t >= cx.now);
        }
        err_free(e);
        buf_free(&b);
    }
    assert_true(read > 10000);
    zone_free(z);
}

static void any_bytes_are_read_or_refused(void **state)
{
    static const char bytes[] = "0123456789:-+/. TZPDHMW,apmnowfridy\n\t\xC3\xA4\xFF";
    uint64_t seed = 11;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        char text[24];
        size_t n = (size_t)table_between(&seed, 0, sizeof text);
        struct when cx = {INSTANT_MIN, zone_utc(), NULL, WHEN_ANY};
        instant t = 0, to = 0;
        size_t used = 0;
        for (size_t j = 0; j < n; j++)
            text[j] = bytes[table_between(&seed, 0, (int64_t)sizeof bytes - 1)]; /* the NUL too */
        cx.now = i % 2 ? INSTANT_MAX : INSTANT_MIN;
        struct err *e = when_prefix((struct str){text, n}, &cx, &t, &used);
        assert_true(e != NULL || (t >= INSTANT_MIN && t <= INSTANT_MAX && used <= n));
        err_free(e);
        e = when_range((struct str){text, n}, &cx, &t, &to);
        assert_true(e != NULL || t <= to);
        err_free(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_mean_what_the_golden_table_says),
        cmocka_unit_test(phrases_that_gnu_date_knows_mean_the_same),
        cmocka_unit_test(what_is_read_lies_on_the_side_that_was_asked_for),
        cmocka_unit_test(any_bytes_are_read_or_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
