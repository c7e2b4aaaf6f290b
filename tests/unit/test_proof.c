/* Proofs: the pieces of time between two instants leave no gap, and what counts is what the calendar counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/zone.h"
#include "rule/proof.h"

enum { HOUR = 3600, DAY = 24 * HOUR, CASES = 400, SPAN = 40 * DAY };

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static const struct calendar_holiday holidays[] = {
    {0, 1, 1, {0, {{0, 0}}}, "new year"},
    {0, 3, 29, {1, {{9 * 60, 12 * 60}}}, "half a day"},
    {2026, 10, 26, {0, {{0, 0}}}, "closed"},
};

static struct calendar desk(const struct zone *z)
{
    struct calendar cal = {
        .name = "desk", .zone = z, .holidays = holidays, .nholidays = sizeof holidays / sizeof holidays[0]};

    for (int i = 0; i < 5; i++)
        cal.week[i] = (struct calendar_hours){2, {{9 * 60, 12 * 60}, {13 * 60, 17 * 60}}};
    cal.week[5] = (struct calendar_hours){1, {{22 * 60, 24 * 60}}}; /* over midnight */
    cal.week[6] = (struct calendar_hours){1, {{0, 6 * 60}}};
    return cal;
}

/* Walks from a to b; gives the sums and holds the pieces to what proof.h says of them. */
static void walk(const struct calendar *cal, instant a, instant b, const struct calendar_pause *p, size_t n,
                 int64_t sum[PROOF_CLASSES])
{
    struct proof_piece last = {.class = PROOF_CLASSES};
    instant t = a;

    for (int i = 0; i < PROOF_CLASSES; i++)
        sum[i] = 0;
    while (t < b) {
        struct proof_piece piece = proof_next(cal, t, b, p, n);
        assert_true(piece.from == t);
        assert_true(piece.to > t && piece.to <= b);
        assert_false(piece.class == last.class && piece.class != PROOF_PAUSED && piece.pause == last.pause);
        sum[piece.class] += piece.to - piece.from;
        last = piece;
        t = piece.to;
    }
}

static void what_counts_is_what_the_calendar_counts(void **state)
{
    static const char *const names[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                                        "Africa/Casablanca", "UTC"};
    uint64_t seed = 20261121;

    (void)state;
    for (size_t z = 0; z < sizeof names / sizeof names[0]; z++) {
        struct zone *zone;
        assert_null(zone_load(NULL, names[z], &zone));
        const struct calendar cal = desk(zone);
        assert_null(calendar_check(&cal));
        for (int i = 0; i < CASES; i++) {
            instant a = 1767225600 + (instant)(next(&seed) % (400 * DAY)),
                    b = a + (instant)(next(&seed) % SPAN) + 1;
            instant from = a + (instant)(next(&seed) % SPAN) / 2,
                    to = from + (instant)(next(&seed) % (5 * DAY)) + 1;
            const struct calendar_pause pause = {from, i % 7 == 0 ? INSTANT_NONE : to};
            int64_t sum[PROOF_CLASSES], all = 0;
            walk(&cal, a, b, &pause, (size_t)i % 2, sum);
            assert_true(sum[PROOF_COUNTED] == calendar_between(&cal, a, b, &pause, (size_t)i % 2));
            for (int c = 0; c < PROOF_CLASSES; c++)
                all += sum[c];
            assert_true(all == b - a);
        }
        zone_free(zone);
    }
}

static void without_a_calendar_every_hour_counts_but_pauses(void **state)
{
    const struct calendar_pause pause = {1000, 2000};
    int64_t sum[PROOF_CLASSES];

    (void)state;
    walk(NULL, 0, 10000, &pause, 1, sum);
    assert_int_equal(sum[PROOF_COUNTED], 9000);
    assert_int_equal(sum[PROOF_PAUSED], 1000);
}

static void a_holiday_is_told_from_a_weekend(void **state)
{
    const struct calendar cal = desk(zone_utc());
    const instant saturday = 1792800000; /* 2026-10-24 00:00 */
    int64_t sum[PROOF_CLASSES];

    (void)state;
    walk(&cal, saturday, saturday + 3 * DAY, NULL, 0, sum);
    assert_int_equal(sum[PROOF_HOLIDAY], DAY); /* Monday 26 */
    assert_int_equal(sum[PROOF_COUNTED], 8 * HOUR);
    assert_int_equal(sum[PROOF_OUTSIDE], 40 * HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_counts_is_what_the_calendar_counts),
        cmocka_unit_test(without_a_calendar_every_hour_counts_but_pauses),
        cmocka_unit_test(a_holiday_is_told_from_a_weekend),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
