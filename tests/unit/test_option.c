/* What was offered, from a history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rule/option.h"

static const struct event history[] = {
    {.no = 1, .kind = EVENT_HEARD},
    {.no = 2, .kind = EVENT_OFFERED, .ref = 1, .who = 7, .num = 2500, .happened = 100},
    {.no = 3, .kind = EVENT_OFFERED, .ref = 2, .who = 8, .num = 0, .happened = 100},
    {.no = 4, .kind = EVENT_OFFERED, .ref = 3, .who = 7, .num = 9900, .happened = 150},
    {.no = 5, .kind = EVENT_STRUCK, .ref = 4},
    {.no = 6, .kind = EVENT_AGREED, .ref = 1, .happened = 200},
    {.no = 7, .kind = EVENT_STRUCK, .ref = 6},
};

static void a_struck_option_is_gone_and_its_number_spent(void **unused)
{
    struct option all[8];
    uint32_t next;

    (void)unused;
    assert_int_equal(option_fold(history, 7, all, &next), 2);
    assert_int_equal(next, 4);
    assert_int_equal(all[0].no, 1);
    assert_int_equal(all[0].cost, 2500);
    assert_int_equal(all[1].remedy, 8);
    assert_null(option_find(all, 2, 3));
    assert_ptr_equal(option_find(all, 2, 2), &all[1]);
}

static void what_binds_us_is_what_was_accepted_or_else_the_dearest(void **unused)
{
    struct option all[8];
    uint32_t next;
    size_t n;

    (void)unused;
    n = option_fold(history, 4, all, &next);
    assert_int_equal(option_bound(all, n, 0), 9900);
    assert_int_equal(option_bound(all, n, 120), 9900);
    assert_int_equal(option_bound(all, n, 160), 0);
    n = option_fold(history, 6, all, &next);
    assert_true(all[0].accepted);
    assert_int_equal(option_bound(all, n, 0), 2500);
    assert_int_equal(option_bound(all, n, 201), 0);
    n = option_fold(history, 7, all, &next); /* the agreement was struck */
    assert_false(all[0].accepted);
    assert_int_equal(option_bound(all, n, 0), 2500);
}

static void implied_offers_are_no_options(void **unused)
{
    static const struct event implied[] = {{.no = 1, .kind = EVENT_HEARD},
                                           {.no = 2, .kind = EVENT_OFFERED, .flags = EVENT_IMPLIED},
                                           {.no = 3, .kind = EVENT_AGREED, .flags = EVENT_IMPLIED}};
    struct option all[4];
    uint32_t next;

    (void)unused;
    assert_int_equal(option_fold(implied, 3, all, &next), 0);
    assert_int_equal(next, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_struck_option_is_gone_and_its_number_spent),
        cmocka_unit_test(what_binds_us_is_what_was_accepted_or_else_the_dearest),
        cmocka_unit_test(implied_offers_are_no_options),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
