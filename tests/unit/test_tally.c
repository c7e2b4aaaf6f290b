/* What a return counts, and that a hash is the standard's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zone.h"
#include "form/sha256.h"
#include "rule/tally.h"

#define DAY INT64_C(86400)
#define MONDAY_NOON INT64_C(1780920000) /* 2026-06-08 12:00 UTC */

static const char *const upheld[] = {"upheld", "upheld-in-part"};
static const char *const gbp[] = {"GBP", "-"};
static const struct tally_where is_upheld = {FIELD_DECISION, upheld, 2}, in_pounds = {FIELD_CURRENCY, gbp, 2};

#define THREE_DAYS                                                                                           \
    {                                                                                                        \
        3, DEADLINE_WORKING_DAYS                                                                             \
    }
#define EIGHT_WEEKS                                                                                          \
    {                                                                                                        \
        8, DEADLINE_WEEKS                                                                                    \
    }

/* What a complaint received on MONDAY_NOON was, and whether the column counts it in the seventy days from then on. */
static const struct {
    struct tally_column column;
    int64_t answered; /* days after; -1 never */
    const char *decision, *currency;
    bool counts;
} rows[] = {
    {{.at = TALLY_RECEIVED}, -1, "", "", true},
    {{.at = TALLY_ANSWERED}, -1, "", "", false},
    {{.at = TALLY_ANSWERED}, 5, "", "", true},
    {{.at = TALLY_ANSWERED}, 80, "", "", false}, /* after the period */
    {{.at = TALLY_ANSWERED, .within = THREE_DAYS}, 3, "", "", true},
    {{.at = TALLY_ANSWERED, .within = THREE_DAYS}, 4, "", "", false},
    {{.at = TALLY_ANSWERED, .after = THREE_DAYS, .within = EIGHT_WEEKS}, 3, "", "", false},
    {{.at = TALLY_ANSWERED, .after = THREE_DAYS, .within = EIGHT_WEEKS}, 4, "", "", true},
    {{.at = TALLY_ANSWERED, .after = THREE_DAYS, .within = EIGHT_WEEKS}, 56, "", "", true},
    {{.at = TALLY_ANSWERED, .after = THREE_DAYS, .within = EIGHT_WEEKS}, 57, "", "", false},
    {{.at = TALLY_ANSWERED, .after = EIGHT_WEEKS}, 57, "", "", true},
    {{.at = TALLY_ANSWERED, .where = &is_upheld, .nwhere = 1}, 5, "upheld", "", true},
    {{.at = TALLY_ANSWERED, .where = &is_upheld, .nwhere = 1}, 5, "upheld-in-part", "", true},
    {{.at = TALLY_ANSWERED, .where = &is_upheld, .nwhere = 1}, 5, "rejected-with-goodwill", "", false},
    {{.at = TALLY_ANSWERED, .where = &is_upheld, .nwhere = 1}, 5, "", "", false},
    {{.at = TALLY_ANSWERED, .where = &in_pounds, .nwhere = 1}, 5, "", "", true}, /* nothing said: "-" */
    {{.at = TALLY_ANSWERED, .where = &in_pounds, .nwhere = 1}, 5, "", "EUR", false},
    {{.at = TALLY_OUTSTANDING}, -1, "", "", false}, /* it came in the period, not before */
};

static struct tally_case case_of(size_t i)
{
    struct tally_case c = {.at = {MONDAY_NOON, INSTANT_NONE, INSTANT_NONE, INSTANT_NONE, INSTANT_NONE,
                                  INSTANT_NONE, INSTANT_NONE}};

    if (rows[i].answered >= 0)
        c.at[TALLY_ANSWERED] = MONDAY_NOON + rows[i].answered * DAY;
    c.text[FIELD_DECISION] = str_of(rows[i].decision);
    c.text[FIELD_CURRENCY] = str_of(rows[i].currency);
    return c;
}

static void a_column_counts_what_its_conditions_say(void **state)
{
    const struct calendar cal = {.name = "desk", .zone = zone_utc(), .always = true};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tally_case c = case_of(i);
        if (tally_counts(&rows[i].column, &c, MONDAY_NOON, MONDAY_NOON + 70 * DAY, &cal) != rows[i].counts)
            fail_msg("row %zu", i);
    }
}

static void what_came_before_and_was_not_answered_is_outstanding(void **state)
{
    struct tally_case c = case_of(1);

    (void)state;
    assert_true(tally_happened(&c, TALLY_OUTSTANDING, MONDAY_NOON + DAY, MONDAY_NOON + 2 * DAY));
    c.at[TALLY_ANSWERED] = MONDAY_NOON + DAY;
    assert_true(tally_happened(&c, TALLY_OUTSTANDING, MONDAY_NOON + DAY, MONDAY_NOON + 2 * DAY));
    c.at[TALLY_ANSWERED]--;
    assert_false(tally_happened(&c, TALLY_OUTSTANDING, MONDAY_NOON + DAY, MONDAY_NOON + 2 * DAY));
}

static void every_name_finds_its_value(void **state)
{
    (void)state;
    for (int m = 0; m < TALLY_MOMENTS; m++)
        assert_int_equal(tally_moment_find(str_of(tally_moment_name((enum tally_moment)m))), m);
    for (int v = 0; v < TALLY_VALUES; v++)
        if (v != TALLY_DAY + TALLY_REFERRED) /* the field of that name, which is the day as well */
            assert_int_equal(tally_value_find(str_of(tally_value_name(v))), v);
    assert_int_equal(tally_moment_find(str_of("recieved")), -1);
    assert_string_equal(tally_moment_near(str_of("recieved")), "received");
    assert_int_equal(tally_value_find(str_of("words")), -1);
}

static void words_of_people_are_told_from_names(void **state)
{
    const struct tally_column text = {.what = TALLY_SHOW, .value = FIELD_ISSUE},
                              count = {.what = TALLY_COUNT, .value = FIELD_ISSUE};

    (void)state;
    assert_true(tally_is_words(FIELD_ISSUE));
    assert_true(tally_is_words(FIELD_VULNERABILITY));
    assert_false(tally_is_words(FIELD_PRODUCT));
    assert_false(tally_is_words(TALLY_REF));
    assert_true(tally_wants(&(struct tally_profile){.columns = &text, .ncolumns = 1}, FIELD_ISSUE));
    assert_false(tally_wants(&(struct tally_profile){.columns = &count, .ncolumns = 1}, FIELD_ISSUE));
}

/* FIPS 180-4, the examples of NIST. */
static void the_hash_is_the_standard_s(void **state)
{
    static const char *const known[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char hash[SHA256_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_string_equal(sha256_text(str_of(known[i][0]), hash), known[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_counts_what_its_conditions_say),
        cmocka_unit_test(what_came_before_and_was_not_answered_is_outstanding),
        cmocka_unit_test(every_name_finds_its_value),
        cmocka_unit_test(words_of_people_are_told_from_names),
        cmocka_unit_test(the_hash_is_the_standard_s),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
