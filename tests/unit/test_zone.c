#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/tzrule.h"
#include "base/zone.h"
#include "tests/unit/table.h"

static const char *const names[] = {
    "Europe/Berlin",      "Europe/London",    "Europe/Dublin",       "America/New_York",
    "America/St_Johns",   "America/Havana",   "Australia/Lord_Howe", "Asia/Kolkata",
    "Africa/Cairo",       "America/Santiago", "Africa/Casablanca",   "Pacific/Apia",
    "Antarctica/Troll",   "Asia/Gaza",        "America/Nuuk",        "UTC",
    "Pacific/Kiritimati", "Asia/Tehran",      "Europe/Lisbon",       "America/Caracas"};
enum { NAMES = sizeof names / sizeof names[0] };

static struct zone *zone_named(const char *name)
{
    struct zone *z = NULL;
    struct err *e = zone_load(NULL, name, &z);

    if (e != NULL)
        fail_msg("%s", e->text);
    return z;
}

static void same_as_libc(const struct zone *z, instant t)
{
    struct zone_time ours;
    struct tm theirs;
    time_t when = (time_t)t;

    assert_non_null(localtime_r(&when, &theirs));
    zone_local(z, t, &ours);
    if (ours.c.y != theirs.tm_year + 1900 || ours.c.mo != theirs.tm_mon + 1 || ours.c.d != theirs.tm_mday ||
        ours.c.h != theirs.tm_hour || ours.c.mi != theirs.tm_min || ours.c.s != theirs.tm_sec ||
        ours.dst != (theirs.tm_isdst > 0) || zone_offset(z, t) != ours.offset)
        fail_msg("%s at %lld: %d-%02d-%02d %02d:%02d:%02d, libc %d-%02d-%02d %02d:%02d:%02d", zone_name(z),
                 (long long)t, ours.c.y, ours.c.mo, ours.c.d, ours.c.h, ours.c.mi, ours.c.s,
                 theirs.tm_year + 1900, theirs.tm_mon + 1, theirs.tm_mday, theirs.tm_hour, theirs.tm_min,
                 theirs.tm_sec);
}

/* Calls law with instants from 1850 to 2500 of each zone: spread out, and on both sides of each change of clocks. */
static void for_instants(void (*law)(const struct zone *, instant))
{
    uint64_t seed = 9;

    for (size_t i = 0; i < NAMES; i++) {
        struct zone *z = zone_named(names[i]);
        setenv("TZ", names[i], 1);
        tzset();
        for (int k = 0; k < 4000; k++)
            law(z, table_between(&seed, -3786825600, 16725225600));
        int offset = zone_offset(z, -3786825600);
        for (instant t = -3786825600; t < 5000000000; t += 6 * 3600) {
            int now = zone_offset(z, t);
            if (now == offset)
                continue;
            instant lo = t - 6 * 3600, hi = t;
            while (hi - lo > 1) {
                instant mid = lo + (hi - lo) / 2;
                if (zone_offset(z, mid) == now)
                    hi = mid;
                else
                    lo = mid;
            }
            for (instant at = hi - 2; at <= hi + 2; at++)
                law(z, at);
            law(z, hi - 1800);
            law(z, hi + 1800);
            offset = now;
        }
        zone_free(z);
    }
    unsetenv("TZ");
    tzset();
}

static void local_times_are_those_of_libc_in_twenty_zones(void **state)
{
    (void)state;
    for_instants(same_as_libc);
}

static void back_to_itself(const struct zone *z, instant t)
{
    struct zone_time local;
    enum zone_fit fit;

    zone_local(z, t, &local);
    instant first = zone_instant(z, &local.c, ZONE_FIRST, &fit);
    instant second = zone_instant(z, &local.c, ZONE_SECOND, NULL);
    assert_true(fit == ZONE_ONCE || fit == ZONE_TWICE);
    assert_true(t == first || t == second);
    assert_int_equal(first == second, fit == ZONE_ONCE);
    assert_true(first <= second);
}

static void a_local_time_leads_back_to_its_instant(void **state)
{
    (void)state;
    for_instants(back_to_itself);
}

struct civil_row {
    const char *zone;
    struct civil c;
    enum zone_fit fit;
    const char *first, *second;
};

static void gaps_and_overlaps_follow_the_documented_rule(void **state)
{
    static const struct civil_row rows[] = {
        {"Europe/Berlin",
         {2022, 3, 27, 1, 59, 59},
         ZONE_ONCE,
         "2022-03-27T00:59:59Z",
         "2022-03-27T00:59:59Z"},
        {"Europe/Berlin", {2022, 3, 27, 2, 0, 0}, ZONE_GAP, "2022-03-27T01:00:00Z", "2022-03-27T01:00:00Z"},
        {"Europe/Berlin", {2022, 3, 27, 2, 30, 0}, ZONE_GAP, "2022-03-27T01:30:00Z", "2022-03-27T01:30:00Z"},
        {"Europe/Berlin", {2022, 3, 27, 3, 0, 0}, ZONE_ONCE, "2022-03-27T01:00:00Z", "2022-03-27T01:00:00Z"},
        {"Europe/Berlin",
         {2022, 10, 30, 2, 0, 0},
         ZONE_TWICE,
         "2022-10-30T00:00:00Z",
         "2022-10-30T01:00:00Z"},
        {"Europe/Berlin",
         {2022, 10, 30, 2, 59, 59},
         ZONE_TWICE,
         "2022-10-30T00:59:59Z",
         "2022-10-30T01:59:59Z"},
        {"Europe/Berlin", {2022, 10, 30, 3, 0, 0}, ZONE_ONCE, "2022-10-30T02:00:00Z", "2022-10-30T02:00:00Z"},
        {"Australia/Lord_Howe",
         {2022, 10, 2, 2, 15, 0},
         ZONE_GAP,
         "2022-10-01T15:45:00Z",
         "2022-10-01T15:45:00Z"},
        {"Australia/Lord_Howe",
         {2022, 4, 3, 1, 45, 0},
         ZONE_TWICE,
         "2022-04-02T14:45:00Z",
         "2022-04-02T15:15:00Z"},
        {"Pacific/Apia", {2011, 12, 30, 12, 0, 0}, ZONE_GAP, "2011-12-30T22:00:00Z", "2011-12-30T22:00:00Z"},
        {"America/Havana",
         {2022, 11, 6, 0, 30, 0},
         ZONE_TWICE,
         "2022-11-06T04:30:00Z",
         "2022-11-06T05:30:00Z"},
        {"Africa/Cairo", {2023, 4, 28, 0, 0, 0}, ZONE_GAP, "2023-04-27T22:00:00Z", "2023-04-27T22:00:00Z"},
        {"UTC", {1, 1, 1, 0, 0, 0}, ZONE_ONCE, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"Asia/Kolkata", {1, 1, 1, 0, 0, 0}, ZONE_ONCE, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"America/New_York",
         {9999, 12, 31, 23, 59, 59},
         ZONE_ONCE,
         "9999-12-31T23:59:59Z",
         "9999-12-31T23:59:59Z"},
    };
    char a[CIVIL_SIZE], b[CIVIL_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct zone *z = zone_named(rows[i].zone);
        enum zone_fit fit;
        civil_format(zone_instant(z, &rows[i].c, ZONE_FIRST, &fit), a);
        civil_format(zone_instant(z, &rows[i].c, ZONE_SECOND, NULL), b);
        assert_string_equal(a, rows[i].first);
        assert_string_equal(b, rows[i].second);
        assert_int_equal(fit, rows[i].fit);
        zone_free(z);
    }
}

static void times_at_the_ends_of_the_calendar_stay_in_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        struct zone *z = zone_named(names[i]);
        static const instant ends[] = {INT64_MIN,       INSTANT_MIN, INSTANT_MIN + 1,
                                       INSTANT_MAX - 1, INSTANT_MAX, INT64_MAX};
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++) {
            struct zone_time local;
            zone_local(z, ends[k], &local);
            assert_true(civil_valid(&local.c));
            instant back = zone_instant(z, &local.c, ZONE_FIRST, NULL);
            assert_true(back >= INSTANT_MIN && back <= INSTANT_MAX);
        }
        zone_free(z);
    }
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "/etc/passwd",
                                      "../etc/passwd",
                                      "Europe/../../../etc/passwd",
                                      "Europe//Berlin",
                                      "Europe/",
                                      "Europe/Ber lin",
                                      "Europe\\Berlin",
                                      "Europe/Berlin\n",
                                      ".hidden",
                                      "Eur\xC3\xB6pe"};
    static const char *const missing[] = {"Europe/Atlantis", "Europe", "UTC/x", "-"};
    struct zone *z = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err *e = zone_load(NULL, bad[i], &z);
        assert_non_null(e);
        assert_int_equal(e->code, ERR_DATA);
        err_free(e);
    }
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        struct err *e = zone_load(NULL, missing[i], &z);
        assert_non_null(e);
        assert_int_equal(e->code, ERR_NOINPUT);
        err_free(e);
    }
    assert_null(z);
}

static void folders_are_tried_in_order_and_utc_needs_none(void **state)
{
    struct zone *z = NULL;
    struct err *e = zone_load("/nowhere:/usr/share/zoneinfo", "Europe/Berlin", &z);

    (void)state;
    assert_null(e);
    assert_string_equal(zone_name(z), "Europe/Berlin");
    zone_free(z);
    assert_null(zone_load("/nowhere", "UTC", &z));
    assert_int_equal(zone_offset(z, 0), 0);
    zone_free(z);
    e = zone_load("/nowhere", "Europe/Berlin", &z);
    assert_non_null(e);
    err_free(e);
    zone_free(NULL);
    assert_int_equal(zone_offset(zone_utc(), INSTANT_MAX), 0);
}

static void a_broken_table_is_refused_or_still_sound(void **state)
{
    struct buf good = {0};
    uint64_t seed = 21;
    int refused = 0;

    (void)state;
    assert_null(buf_read_file(&good, ZONE_DIRS "/Europe/Berlin", 1 << 20));
    for (int i = 0; i < 20000; i++) {
        struct buf b = {0};
        struct zone *z = NULL;
        buf_add(&b, good.p, i % 3 ? good.len : (size_t)table_between(&seed, 0, (int64_t)good.len - 1));
        for (int64_t n = table_between(&seed, 0, 8); n > 0 && b.len > 0; n--)
            b.p[table_between(&seed, 0, (int64_t)b.len - 1)] = (char)table_random(&seed);
        char *exact = malloc(b.len > 0 ? b.len : 1); /* no byte behind the end, for the address sanitizer */
        memcpy(exact, b.p, b.len);
        struct err *e = zone_parse((struct str){exact, b.len}, "test", &z);
        if (e != NULL) {
            refused++;
            assert_int_equal(e->code, ERR_DATA);
            err_free(e);
        } else {
            for (int k = 0; k < 20; k++) {
                struct zone_time local;
                enum zone_fit fit;
                zone_local(z, table_between(&seed, INSTANT_MIN, INSTANT_MAX), &local);
                assert_true(civil_valid(&local.c) && strlen(local.abbr) < 300);
                zone_instant(z, &local.c, ZONE_FIRST, &fit);
            }
            zone_free(z);
        }
        free(exact);
        buf_free(&b);
    }
    assert_true(refused > 5000);
    buf_free(&good);
}

/* A table of version 1 with one type, written byte by byte (RFC 9636 section 3). */
static void put32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_addc(b, (char)(v >> shift));
}

static struct buf small_table(uint32_t leaps, uint32_t offset)
{
    struct buf b = {0};

    buf_adds(&b, "TZif");
    for (int i = 0; i < 16; i++)
        buf_addc(&b, '\0');
    put32(&b, 0);
    put32(&b, 0);
    put32(&b, leaps);
    put32(&b, 0);
    put32(&b, 1);
    put32(&b, 4);
    put32(&b, offset);
    buf_add(&b, "\0\0ABC\0", 6);
    for (uint32_t i = 0; i < leaps; i++) {
        put32(&b, 78796800);
        put32(&b, 1);
    }
    return b;
}

static void a_small_table_is_read_by_its_letter(void **state)
{
    static const struct {
        uint32_t leaps, offset;
        size_t cut;
        bool good;
    } rows[] = {
        {0, 3600, 0, true},
        {0, (uint32_t)-3600, 0, true},
        {0, 3600, 1, false},
        {0, 27 * 3600, 0, false},
        {1, 3600, 0, false}, /* leap seconds are not for us */
        {0, (uint32_t)-27 * 3600, 0, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = small_table(rows[i].leaps, rows[i].offset);
        struct zone *z = NULL;
        struct err *e = zone_parse((struct str){b.p, b.len - rows[i].cut}, "small", &z);
        assert_int_equal(e == NULL, rows[i].good);
        if (e == NULL) {
            struct zone_time local;
            zone_local(z, 0, &local);
            assert_int_equal(local.offset, (int32_t)rows[i].offset);
            assert_string_equal(local.abbr, "ABC");
        } else if (rows[i].leaps > 0) {
            assert_non_null(strstr(e->text, "leap seconds"));
        }
        err_free(e);
        zone_free(z);
        buf_free(&b);
    }
}

static void rules_are_read_strictly(void **state)
{
    static const char *const good[] = {"UTC0",
                                       "CET-1CEST,M3.5.0,M10.5.0/3",
                                       "<+0330>-3:30",
                                       "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                       "EST5EDT,J60,J300/26",
                                       "XXX3EDT4,0/0,J365/23",
                                       "IST-1GMT0,M10.5.0,M3.5.0/1",
                                       "ABC-24:59:59",
                                       "EST5EDT4,0,365/-167"};
    static const char *const bad[] = {"",
                                      "CE-1",
                                      "CET",
                                      "CET-1CEST",
                                      "CET-1CEST,M3.5.0",
                                      "CET-1CEST,M13.5.0,M10.5.0",
                                      "CET-1CEST,M3.6.0,M10.5.0",
                                      "CET-1CEST,M3.5.7,M10.5.0",
                                      "CET-1CEST,J0,J1",
                                      "CET-1CEST,J366,J1",
                                      "CET-1CEST,366,1",
                                      "<CET-1",
                                      "<+0330-3:30",
                                      "CET-25",
                                      "CET-1:60",
                                      "CET-1CEST,M3.5.0,M10.5.0/3x",
                                      "CET-1 ",
                                      "1CET",
                                      "EST5EDT,M3.2.0/168,M11.1.0",
                                      "ABCDEFGHIJKLMNOPQ0",
                                      "CET--1"};
    struct tzrule r;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (!tzrule_parse(str_of(good[i]), &r))
            fail_msg("%s was refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (tzrule_parse(str_of(bad[i]), &r))
            fail_msg("%s was taken", bad[i]);
}

static void rules_give_what_libc_gives(void **state)
{
    static const char *const rules[] = {"CET-1CEST,M3.5.0,M10.5.0/3",
                                        "NZST-12NZDT,M9.5.0,M4.1.0/3",
                                        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                        "EST5EDT,J60,J300/3",
                                        "EST5EDT,59,299/3",
                                        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
                                        "IST-1GMT0,M10.5.0,M3.5.0/1",
                                        "UTC0",
                                        "EET-2EEST,M3.4.4/50,M10.4.4/50"};
    uint64_t seed = 33;

    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        struct tzrule r;
        assert_true(tzrule_parse(str_of(rules[i]), &r));
        setenv("TZ", rules[i], 1);
        tzset();
        for (int k = 0; k < 20000; k++) {
            instant t = table_between(&seed, 0, 4102444800);
            time_t when = (time_t)t;
            struct tm tm;
            localtime_r(&when, &tm);
            const struct tzrule_phase *p = tzrule_at(&r, t);
            struct civil c = civil_of_seconds(t + p->offset);
            if (c.h != tm.tm_hour || c.mi != tm.tm_min || c.d != tm.tm_mday)
                fail_msg("%s at %lld: %02d:%02d, libc %02d:%02d", rules[i], (long long)t, c.h, c.mi,
                         tm.tm_hour, tm.tm_min);
        }
    }
    unsetenv("TZ");
    tzset();
}

static void a_time_is_shown_in_the_desks_zone(void **state)
{
    struct zone *z = zone_named("Europe/Berlin");
    char out[ZONE_SHOW];

    (void)state;
    assert_string_equal(zone_show(z, 1795294200, out), "2026-11-21 21:50 CET");
    assert_string_equal(zone_show(z, INSTANT_NONE, out), "-");
    zone_free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_times_are_those_of_libc_in_twenty_zones),
        cmocka_unit_test(a_local_time_leads_back_to_its_instant),
        cmocka_unit_test(gaps_and_overlaps_follow_the_documented_rule),
        cmocka_unit_test(times_at_the_ends_of_the_calendar_stay_in_it),
        cmocka_unit_test(names_that_lead_elsewhere_are_refused),
        cmocka_unit_test(folders_are_tried_in_order_and_utc_needs_none),
        cmocka_unit_test(a_broken_table_is_refused_or_still_sound),
        cmocka_unit_test(a_small_table_is_read_by_its_letter),
        cmocka_unit_test(rules_are_read_strictly),
        cmocka_unit_test(rules_give_what_libc_gives),
        cmocka_unit_test(a_time_is_shown_in_the_desks_zone),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
