/* owed: what a late payer owes, in words that add up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "desk/owed.h"

static const struct {
    int64_t amount, paid, interest, fixed;
    const char *currency;
    const char *text; /* for a colleague */
    const char *sum;  /* in a letter */
} rows[] = {
    {12050, 0, 0, 0, "", "120.50, invoice 4711", "120.50"},
    {12050, 6050, 0, 0, "", "60.00: invoice 4711 of 120.50, less 60.50 paid", "60.00"},
    {12050, 0, 202, 4000, "EUR", "162.52 EUR: invoice 4711 of 120.50, interest 2.02, fixed sum 40.00",
     "120.50 EUR; with interest of 2.02 EUR until today and the fixed sum of 40.00 EUR that the law sets, "
     "162.52 EUR"},
    {12050, 0, 202, 0, "", "122.52: invoice 4711 of 120.50, interest 2.02",
     "120.50; with interest of 2.02 until today, 122.52"},
    {12050, 0, 0, 4000, "", "160.50: invoice 4711 of 120.50, fixed sum 40.00",
     "120.50; with the fixed sum of 40.00 that the law sets, 160.50"},
    {12050, 12050, 380, 4000, "",
     "43.80: invoice 4711 of 120.50, interest 3.80, fixed sum 40.00, less 120.50 paid",
     "0.00; with interest of 3.80 until today and the fixed sum of 40.00 that the law sets, 43.80"},
    {12050, 14100, 380, 4000, "",
     "23.30: invoice 4711 of 120.50, interest 3.80, fixed sum 40.00, less 141.00 paid",
     "23.30: interest of 3.80 until today and the fixed sum of 40.00 that the law sets, less 20.50 that you "
     "paid "
     "beyond the invoice"},
};

static void what_is_owed_is_said_so_that_it_adds_up(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t left = rows[i].amount - rows[i].paid;
        struct owed o = {.known = true,
                         .debt = {.amount = rows[i].amount},
                         .invoice = str_of("4711"),
                         .currency = str_of(rows[i].currency),
                         .sum = {.paid = rows[i].paid,
                                 .left = left > 0 ? left : 0,
                                 .interest = rows[i].interest,
                                 .fixed = rows[i].fixed,
                                 .owed = left + rows[i].interest + rows[i].fixed}};
        struct str text = owed_text(&o, a), sum = owed_sum(&o, a);
        assert_string_equal(arena_dup(a, text.p, text.n), rows[i].text);
        assert_string_equal(arena_dup(a, sum.p, sum.n), rows[i].sum);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_owed_is_said_so_that_it_adds_up)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
