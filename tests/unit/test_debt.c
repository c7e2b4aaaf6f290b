/* What a late payer owes: golden cases that were computed day by day with exact fractions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "rule/debt.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static int64_t day(const char *text)
{
    int64_t d;
    struct err *e = civil_parse_date(str_of(text), &d);

    assert_null(e);
    return d;
}

static const struct debt_fixed uk_fixed[] = {{1000000, 10000}, {0, 4000}, {100000, 7000}};
static const struct debt_fixed eu_fixed[] = {{0, 4000}};

enum terms { NONE, FLAT, TEN, UK, DE };

/* Rates as policy would have them, newest in the middle so that their order shows to be of no account. */
static struct debt_terms terms_of(enum terms which, struct debt_rate room[3])
{
    struct debt_rate flat = {.since = INT64_MIN, .until = INT64_MAX, .rate = 8000};

    switch (which) {
    case NONE:
        return (struct debt_terms){room, 0};
    case FLAT:
    case TEN:
        room[0] = flat;
        if (which == TEN)
            room[0].rate = 10000;
        return (struct debt_terms){room, 1};
    case UK:
        room[0] = (struct debt_rate){
            .since = day("2026-07-01"), .until = INT64_MAX, .rate = 12000, .fixed = uk_fixed, .nfixed = 3};
        room[1] = (struct debt_rate){.since = day("2026-01-01"),
                                     .until = day("2026-06-30"),
                                     .rate = 11750,
                                     .fixed = uk_fixed,
                                     .nfixed = 3};
        return (struct debt_terms){room, 2};
    case DE:
        room[0] = (struct debt_rate){.since = day("2025-07-01"),
                                     .until = day("2025-12-31"),
                                     .rate = 10270,
                                     .by_day = true,
                                     .fixed = eu_fixed,
                                     .nfixed = 1};
        room[1] = (struct debt_rate){.since = day("2026-07-01"),
                                     .until = INT64_MAX,
                                     .rate = 10000,
                                     .by_day = true,
                                     .fixed = eu_fixed,
                                     .nfixed = 1};
        room[2] = (struct debt_rate){.since = day("2026-01-01"),
                                     .until = day("2026-06-30"),
                                     .rate = 10520,
                                     .by_day = true,
                                     .fixed = eu_fixed,
                                     .nfixed = 1};
        return (struct debt_terms){room, 3};
    }
    return (struct debt_terms){room, 0};
}

struct golden {
    const char *name;
    int64_t amount;
    const char *due;
    struct {
        const char *day;
        int64_t amount;
    } paid[3];
    enum terms terms;
    const char *today;
    struct debt_sum want; /* days, paid, left, interest, fixed, owed */
};

static const struct golden cases[] = {
    {"fifty-one days late", 12050, "2026-10-01", {{0}}, UK, "2026-11-21", {51, 0, 12050, 202, 4000, 16252}},
    {"due today is not late", 12050, "2026-11-21", {{0}}, UK, "2026-11-21", {0, 0, 12050, 0, 0, 12050}},
    {"one day late", 12050, "2026-11-20", {{0}}, UK, "2026-11-21", {1, 0, 12050, 4, 4000, 16054}},
    {"not due yet, and a little came in",
     12050,
     "2027-01-01",
     {{"2026-11-01", 50}},
     UK,
     "2026-11-21",
     {0, 50, 12000, 0, 0, 12000}},
    {"without terms only the invoice",
     12050,
     "2026-10-01",
     {{0}},
     NONE,
     "2026-11-21",
     {51, 0, 12050, 0, 0, 12050}},
    {"just below a size", 99999, "2026-07-31", {{0}}, UK, "2026-08-31", {31, 0, 99999, 1019, 4000, 105018}},
    {"just at a size", 100000, "2026-07-31", {{0}}, UK, "2026-08-31", {31, 0, 100000, 1019, 7000, 108019}},
    {"at the largest size",
     1000000,
     "2026-07-31",
     {{0}},
     UK,
     "2026-08-31",
     {31, 0, 1000000, 10192, 10000, 1020192}},
    {"the rate is that of the first day of interest",
     100000,
     "2026-06-29",
     {{0}},
     UK,
     "2026-12-31",
     {185, 0, 100000, 5955, 7000, 112955}},
    {"a day later it is the next one's",
     100000,
     "2026-06-30",
     {{0}},
     UK,
     "2026-12-31",
     {184, 0, 100000, 6049, 7000, 113049}},
    {"29 February is a day", 100000, "2024-02-28", {{0}}, FLAT, "2024-03-01", {2, 0, 100000, 44, 0, 100044}},
    {"where there is none it is not",
     100000,
     "2023-02-28",
     {{0}},
     FLAT,
     "2023-03-01",
     {1, 0, 100000, 22, 0, 100022}},
    {"a leap year has 366 of 365 parts",
     100000,
     "2023-12-31",
     {{0}},
     FLAT,
     "2024-12-31",
     {366, 0, 100000, 8022, 0, 108022}},
    {"two part payments",
     100000,
     "2026-06-30",
     {{"2026-07-31", 40000}, {"2026-08-31", 30000}},
     UK,
     "2026-09-30",
     {92, 70000, 30000, 1927, 7000, 38927}},
    {"in whatever order they stand",
     100000,
     "2026-06-30",
     {{"2026-08-31", 30000}, {"2026-07-31", 40000}},
     UK,
     "2026-09-30",
     {92, 70000, 30000, 1927, 7000, 38927}},
    {"paid in time makes it a smaller debt",
     100000,
     "2026-06-30",
     {{"2026-06-30", 20000}},
     UK,
     "2026-07-30",
     {30, 20000, 80000, 789, 4000, 84789}},
    {"paid whole on its day costs nothing",
     100000,
     "2026-06-30",
     {{"2026-06-30", 100000}},
     UK,
     "2026-07-30",
     {0, 100000, 0, 0, 0, 0}},
    {"paid whole late leaves interest and sum",
     100000,
     "2026-06-30",
     {{"2026-07-20", 100000}},
     UK,
     "2026-09-30",
     {20, 100000, 0, 658, 7000, 7658}},
    {"paid with interest and sum but for two",
     100000,
     "2026-06-30",
     {{"2026-07-20", 107656}},
     UK,
     "2026-09-30",
     {20, 107656, 0, 658, 7000, 2}},
    {"paid too much owes nothing",
     100000,
     "2026-06-30",
     {{"2026-07-20", 200000}},
     UK,
     "2026-09-30",
     {20, 200000, 0, 658, 7000, 0}},
    {"a payment of tomorrow does not count today",
     100000,
     "2026-06-30",
     {{"2026-07-20", 100000}},
     UK,
     "2026-07-19",
     {19, 0, 100000, 625, 7000, 107625}},
    {"rates day by day",
     100000,
     "2025-11-30",
     {{"2026-03-15", 25050}},
     DE,
     "2026-09-10",
     {284, 25050, 74950, 6795, 4000, 85745}},
    {"the new year's first day has the new rate",
     100000,
     "2025-12-31",
     {{0}},
     DE,
     "2026-01-01",
     {1, 0, 100000, 29, 4000, 104029}},
    {"days before any rate bear none",
     100000,
     "2025-06-01",
     {{0}},
     DE,
     "2025-07-02",
     {31, 0, 100000, 56, 0, 100056}},
    {"just a half is rounded up", 1825, "2026-06-30", {{0}}, TEN, "2026-07-01", {1, 0, 1825, 1, 0, 1826}},
    {"a little less is not", 1824, "2026-06-30", {{0}}, TEN, "2026-07-01", {1, 0, 1824, 0, 0, 1824}},
    {"parts of pieces are kept and rounded once",
     1825,
     "2026-06-30",
     {{"2026-07-02", 1}, {"2026-07-03", 1}},
     TEN,
     "2026-07-04",
     {4, 2, 1823, 2, 0, 1825}},
    {"a hundredth bears nothing in twenty days",
     1,
     "2026-06-30",
     {{0}},
     FLAT,
     "2026-07-20",
     {20, 0, 1, 0, 0, 1}},
    {"nothing is owed of nothing", 0, "2026-06-30", {{0}}, UK, "2026-07-20", {0, 0, 0, 0, 0, 0}},
    {"a year of a large sum",
     INT64_C(99999999999999),
     "2025-06-30",
     {{0}},
     FLAT,
     "2026-06-30",
     {365, 0, INT64_C(99999999999999), INT64_C(8000000000000), 0, INT64_C(107999999999999)}},
};

static void debt_of(const struct golden *g, struct debt_payment room[3], struct debt *d)
{
    *d = (struct debt){.amount = g->amount, .due = day(g->due), .payments = room};
    for (size_t i = 0; i < COUNT(g->paid) && g->paid[i].day != NULL; i++)
        room[d->npayments++] = (struct debt_payment){day(g->paid[i].day), g->paid[i].amount};
}

static void each_sum_is_as_computed_by_hand(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct golden *g = &cases[i];
        struct debt_payment payments[3];
        struct debt_rate rates[3];
        struct debt_terms t = terms_of(g->terms, rates);
        struct debt d;
        debt_of(g, payments, &d);
        struct debt_sum s = debt_reckon(&d, &t, day(g->today));
        if (memcmp(&s, &g->want, sizeof s) != 0)
            fail_msg("%s: days %lld paid %lld left %lld interest %lld fixed %lld owed %lld", g->name,
                     (long long)s.days, (long long)s.paid, (long long)s.left, (long long)s.interest,
                     (long long)s.fixed, (long long)s.owed);
    }
}

static void pieces_follow_each_other_and_give_the_whole(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct golden *g = &cases[i];
        struct debt_payment payments[3];
        struct debt_rate rates[3];
        struct debt_terms t = terms_of(g->terms, rates);
        int64_t today = day(g->today), sum = 0, n = 0;
        struct debt d;
        debt_of(g, payments, &d);
        for (int64_t from = d.due; from < today;) {
            struct debt_piece p = debt_next(&d, &t, from, today);
            assert_int_equal(p.from, from);
            assert_true(p.to > from && p.to <= today);
            sum += debt_interest(&p);
            from = p.to;
            n++;
        }
        struct debt_sum s = debt_reckon(&d, &t, today);
        assert_true(sum - s.interest <= n && s.interest - sum <= n);
    }
}

static void no_sum_leaves_its_bounds(void **unused)
{
    static const struct debt_rate dear[] = {{.since = INT64_MIN, .until = INT64_MAX, .rate = INT32_MAX}};
    static const struct debt_payment many[] = {{5, DEBT_MAX}, {6, INT64_MAX}, {7, INT64_MAX}};
    static const int64_t sums[] = {DEBT_MAX, INT64_MAX, DEBT_MAX - 1};
    const struct debt_terms t = {dear, 1};

    (void)unused;
    for (size_t i = 0; i < COUNT(sums); i++) {
        struct debt d = {.amount = sums[i], .due = CIVIL_DAY_MIN};
        struct debt_sum s = debt_reckon(&d, &t, CIVIL_DAY_MAX);
        assert_true(s.interest == DEBT_MAX);
        assert_true(s.owed == DEBT_MAX);
        d.payments = many;
        d.npayments = COUNT(many);
        s = debt_reckon(&d, &t, CIVIL_DAY_MAX);
        assert_true(s.paid == DEBT_MAX);
        assert_true(s.left == 0 && s.owed <= DEBT_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sum_is_as_computed_by_hand),
        cmocka_unit_test(pieces_follow_each_other_and_give_the_whole),
        cmocka_unit_test(no_sum_leaves_its_bounds),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
