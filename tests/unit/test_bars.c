/* Bars and sparks: as wide as they say, to an eighth of a column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/text.h"
#include "form/bars.h"

static const struct {
    int64_t value, most;
    size_t width;
    const char *bar;
} bars[] = {
    {0, 10, 4, ""},       {-3, 10, 4, ""},
    {5, 0, 4, ""},        {10, 10, 4, "████"},
    {20, 10, 4, "████"},  {5, 10, 4, "██"},
    {1, 1000000, 4, "▏"}, /* what is there is seen */
    {3, 8, 1, "▍"},       {INT64_MAX, INT64_MAX, 2, "██"},
};

static void a_bar_is_as_long_as_its_value(void **state)
{
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        buf_reset(&b);
        bars_add(bars[i].value, bars[i].most, bars[i].width, &b);
        buf_addc(&b, '\0');
        assert_string_equal(b.p, bars[i].bar);
    }
    buf_free(&b);
}

static void a_bar_is_never_wider_than_its_room(void **state)
{
    struct buf b = {0};

    (void)state;
    for (int64_t v = 0; v <= 1000; v++) {
        buf_reset(&b);
        bars_add(v, 999, 20, &b);
        assert_true(text_width(v > 0 ? buf_str(&b) : str_of("")) <= 20);
    }
    buf_free(&b);
}

static void a_spark_has_one_column_a_value(void **state)
{
    const int64_t values[] = {0, 1, 2, 7, -5}, none[] = {0, 0};
    struct buf b = {0};

    (void)state;
    bars_spark(values, 5, &b);
    buf_addc(&b, '\0');
    assert_string_equal(b.p, "▁▂▃█▁");
    buf_reset(&b);
    bars_spark(none, 2, &b);
    buf_addc(&b, '\0');
    assert_string_equal(b.p, "▁▁");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_is_as_long_as_its_value),
        cmocka_unit_test(a_bar_is_never_wider_than_its_room),
        cmocka_unit_test(a_spark_has_one_column_a_value),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
