/* Traits: what makes one, how it fades, and its reason in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule/trait.h"
#include "table.h"

enum { DAY = 86400, NOW = 2000 * DAY };

static const struct trait_rule rules[TRAITS] = {
    [TRAIT_IMPATIENT] = {2, 180 * DAY, NULL},
    [TRAIT_HIGH_EXPECTATIONS] = {2, 365 * DAY, NULL},
    [TRAIT_SERIAL_COMPLAINER] = {4, 365 * DAY, NULL},
    [TRAIT_AGGRESSIVE] = {2, 365 * DAY, NULL},
    [TRAIT_LATE_PAYER] = {2, 365 * DAY, NULL},
    [TRAIT_NEEDY] = {6, 60 * DAY, NULL},
    [TRAIT_LOYAL] = {2, 1000 * DAY, NULL},
    [TRAIT_WON_BACK] = {1, 365 * DAY, NULL},
};

struct sign {
    enum trait_sign sign;
    int days; /* ago */
};

static const struct {
    const char *what;
    struct sign s[8];
    size_t n;
    const char *held; /* names, the clearest first */
} rows[] = {
    {"nothing happened", {{0, 0}}, 0, ""},
    {"one chase is no trait", {{TRAIT_SIGN_CHASED, 1}}, 1, ""},
    {"two are", {{TRAIT_SIGN_CHASED, 1}, {TRAIT_SIGN_CHASED, 3}}, 2, "impatient"},
    {"chase and haste go together", {{TRAIT_SIGN_CHASED, 1}, {TRAIT_SIGN_HASTE, 80}}, 2, "impatient"},
    {"they fade", {{TRAIT_SIGN_CHASED, 1}, {TRAIT_SIGN_CHASED, 100}}, 2, ""},
    {"three make up for it",
     {{TRAIT_SIGN_CHASED, 1}, {TRAIT_SIGN_CHASED, 100}, {TRAIT_SIGN_CHASED, 120}},
     3,
     "impatient"},
    {"and end", {{TRAIT_SIGN_CHASED, 180}, {TRAIT_SIGN_CHASED, 200}}, 2, ""},
    {"the future says nothing", {{TRAIT_SIGN_CHASED, -1}, {TRAIT_SIGN_CHASED, -2}}, 2, ""},
    {"abuse of a colleague is enough by itself", {{TRAIT_SIGN_ABUSED, 100}}, 1, "aggressive"},
    {"one hostile matter is not", {{TRAIT_SIGN_HOSTILE, 1}}, 1, ""},
    {"one who was turned is won back", {{TRAIT_SIGN_TURNED, 5}}, 1, "won-back"},
    {"complaints make a serial complainer at four",
     {{TRAIT_SIGN_COMPLAINED, 1},
      {TRAIT_SIGN_COMPLAINED, 20},
      {TRAIT_SIGN_COMPLAINED, 60},
      {TRAIT_SIGN_COMPLAINED, 90}},
     4,
     "serial-complainer"},
    {"the clearest trait comes first",
     {{TRAIT_SIGN_SATISFIED, 1},
      {TRAIT_SIGN_SATISFIED, 2},
      {TRAIT_SIGN_CHASED, 1},
      {TRAIT_SIGN_CHASED, 1},
      {TRAIT_SIGN_CHASED, 1}},
     5,
     "impatient loyal"},
};

static size_t make(const struct sign *s, size_t n, struct trait_fact *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (struct trait_fact){s[i].sign, (subject)i + 1, 7, false, NOW - (instant)s[i].days * DAY};
    return n;
}

static void signs_in_their_window_make_a_trait(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct trait_fact facts[8];
        struct trait_held held[TRAITS];
        struct buf names = {0};
        size_t n = trait_weigh(rules, facts, make(rows[i].s, rows[i].n, facts), NOW, held);
        for (size_t k = 0; k < n; k++)
            buf_printf(&names, "%s%s", k > 0 ? " " : "", word_name(WORD_TRAIT, (int)held[k].trait));
        if (strcmp(names.p != NULL ? names.p : "", rows[i].held) != 0)
            fail_msg("%s: %s", rows[i].what, names.p != NULL ? names.p : "none");
        buf_free(&names);
    }
}

static void a_trait_without_a_window_is_never_given(void **state)
{
    struct trait_rule none[TRAITS] = {[TRAIT_WON_BACK] = {1, 0, NULL}};
    struct trait_fact f = {TRAIT_SIGN_TURNED, 1, 1, false, NOW};
    struct trait_held held[TRAITS];

    (void)state;
    assert_int_equal(trait_weigh(none, &f, 1, NOW, held), 0);
}

static int64_t sum_of(const struct trait_held *held, size_t n, enum trait t)
{
    for (size_t i = 0; i < n; i++)
        if (held[i].trait == t)
            return held[i].sum;
    return 0;
}

/* Without new signs no trait ever grows, and each is gone when its window is over. */
static void time_alone_only_weakens(void **state)
{
    uint64_t seed = 42;

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct trait_fact facts[40];
        struct trait_held now[TRAITS], later[TRAITS];
        size_t n = (size_t)table_between(&seed, 0, 40);
        for (size_t i = 0; i < n; i++)
            facts[i] = (struct trait_fact){(enum trait_sign)table_between(&seed, 0, TRAIT_SIGNS - 1), 1, 1,
                                           false, NOW - table_between(&seed, 0, 1200 * DAY)};
        instant at = NOW + table_between(&seed, 0, 300 * DAY), then = at + table_between(&seed, 0, 300 * DAY);
        size_t a = trait_weigh(rules, facts, n, at, now), b = trait_weigh(rules, facts, n, then, later);
        for (enum trait t = 0; t < TRAITS; t++)
            assert_true(sum_of(later, b, t) <= sum_of(now, a, t));
        assert_int_equal(trait_weigh(rules, facts, n, NOW + 1000 * DAY, later), 0);
    }
}

/* One sign more never makes a trait weaker. */
static void a_sign_more_never_weakens(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct trait_fact facts[30];
        struct trait_held fewer[TRAITS], all[TRAITS];
        size_t n = (size_t)table_between(&seed, 1, 30);
        for (size_t i = 0; i < n; i++)
            facts[i] = (struct trait_fact){(enum trait_sign)table_between(&seed, 0, TRAIT_SIGNS - 1), 1, 1,
                                           false, NOW - table_between(&seed, 0, 400 * DAY)};
        size_t a = trait_weigh(rules, facts, n - 1, NOW, fewer), b = trait_weigh(rules, facts, n, NOW, all);
        for (enum trait t = 0; t < TRAITS; t++)
            assert_true(sum_of(all, b, t) >= sum_of(fewer, a, t));
    }
}

static void a_sign_counts_whole_for_half_its_window(void **state)
{
    (void)state;
    assert_int_equal(trait_weight(0, 100), 1000);
    assert_int_equal(trait_weight(50, 100), 1000);
    assert_int_equal(trait_weight(75, 100), 500);
    assert_int_equal(trait_weight(99, 100), 20);
    assert_int_equal(trait_weight(100, 100), 0);
    assert_int_equal(trait_weight(-1, 100), 0);
    assert_int_equal(trait_weight(0, 0), 0);
    assert_int_equal(trait_weight(0, 1), 1000);
}

static void a_reason_names_the_newest_places(void **state)
{
    const struct trait_fact facts[] = {
        {TRAIT_SIGN_CHASED, 42, 3, false, NOW - 9 * DAY},   {TRAIT_SIGN_CHASED, 42, 5, false, NOW - 8 * DAY},
        {TRAIT_SIGN_CHASED, 42, 5, false, NOW - 300 * DAY}, {TRAIT_SIGN_CHASED, 57, 2, false, NOW - DAY},
        {TRAIT_SIGN_CHASED, 57, 4, false, NOW - DAY},       {TRAIT_SIGN_HASTE, 57, 1, false, NOW - 2 * DAY},
        {TRAIT_SIGN_OVERDUE, 12, 2, true, NOW - 20 * DAY},  {TRAIT_SIGN_OWED, 12, 0, false, NOW - 30 * DAY},
    };
    struct buf b = {0};

    (void)state;
    trait_reason(TRAIT_IMPATIENT, &rules[TRAIT_IMPATIENT], facts, 8, NOW, &b);
    assert_string_equal(
        b.p, "wrote again before we answered, 4 times (57@4, 57@2, 42@5, ...); asked for haste (57@1)");
    buf_reset(&b);
    trait_reason(TRAIT_LATE_PAYER, &rules[TRAIT_LATE_PAYER], facts, 8, NOW, &b);
    assert_string_equal(b.p, "paid late (12); did not keep what was agreed (12/2)");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_in_their_window_make_a_trait),
        cmocka_unit_test(a_trait_without_a_window_is_never_given),
        cmocka_unit_test(time_alone_only_weakens),
        cmocka_unit_test(a_sign_more_never_weakens),
        cmocka_unit_test(a_sign_counts_whole_for_half_its_window),
        cmocka_unit_test(a_reason_names_the_newest_places),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
