/* Telephone numbers that are perhaps one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule/phone.h"

struct look {
    struct str want;
    bool found;
    int n;
};

static bool see(void *context, struct str key)
{
    struct look *l = context;

    l->n++;
    l->found = l->found || str_eq(key, l->want);
    return true;
}

static bool alike(const char *a, const char *b)
{
    struct look l = {.want = str_of(b)};

    phone_alike(str_of(a), see, &l);
    return l.found;
}

static void a_number_is_alike_with_its_countrys_code_and_without(void **unused)
{
    static const char *const rows[][2] = {
        {"+447700900123", "07700900123"},  {"+447700900123", "7700900123"},
        {"+12025550123", "2025550123"},    {"+390612345678", "0612345678"},
        {"+49301234567", "0301234567"},    {"+3531234567", "01234567"},
        {"+447700900123", "447700900123"}, {"+4407700900123", "+447700900123"},
        {"+4407700900123", "07700900123"}, {"07700900123", "7700900123"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(alike(rows[i][0], rows[i][1]));
        assert_true(alike(rows[i][1], rows[i][0]));
    }
}

static void numbers_that_differ_are_not_alike(void **unused)
{
    static const char *const rows[][2] = {
        {"+447700900123", "+447700900124"},
        {"+447700900123", "+497700900123"},
        {"+447700900123", "07700900124"},
        {"07700900123", "07700900124"},
        {"+447700900123", "700900123"},
        {"+447700900123", "+447700900123"},
        {"123456", "+44123456"},
        {"+44123456", "0123456"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_false(alike(rows[i][0], rows[i][1]));
}

static void what_is_no_number_has_none_alike(void **unused)
{
    static const char *const rows[] = {"", "+", "+1", "0", "00", "999", "+999", "1234567890123456789012345"};

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct look l = {.want = str_of("x")};
        phone_alike(str_of(rows[i]), see, &l);
        assert_int_equal(l.n, 0);
    }
}

static bool stop(void *context, struct str key)
{
    (void)key;
    ++*(int *)context;
    return false;
}

static void it_stops_when_it_is_told_to(void **unused)
{
    int n = 0;

    (void)unused;
    phone_alike(str_of("07700900123"), stop, &n);
    assert_int_equal(n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_alike_with_its_countrys_code_and_without),
        cmocka_unit_test(numbers_that_differ_are_not_alike),
        cmocka_unit_test(what_is_no_number_has_none_alike),
        cmocka_unit_test(it_stops_when_it_is_told_to),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
