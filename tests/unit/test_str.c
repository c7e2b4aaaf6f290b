#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "tests/unit/table.h"

static void texts_are_compared_by_their_bytes(void **state)
{
    (void)state;
    assert_true(str_eq((struct str){NULL, 0}, str_of("")));
    assert_true(str_eq((struct str){"a\0b", 3}, (struct str){"a\0b", 3}));
    assert_false(str_eq((struct str){"a\0b", 3}, (struct str){"a\0c", 3}));
    assert_false(str_is(str_of("ab"), "a"));
    assert_false(str_is(str_of("a"), "ab"));
    assert_true(str_is(str_of(NULL), ""));
    assert_true(str_starts(str_of("status:open"), "status:"));
    assert_true(str_starts(str_of("x"), ""));
    assert_false(str_starts(str_of("stat"), "status:"));
}

static void white_space_is_trimmed_at_both_ends(void **state)
{
    static const char *const rows[][2] = {
        {"", ""}, {" ", ""}, {"a", "a"}, {" \t\r\n\v\fa b \n", "a b"}, {"\xC2\xA0x", "\xC2\xA0x"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(str_is(str_trim(str_of(rows[i][0])), rows[i][1]));
}

static void cutting_gives_every_piece_once(void **state)
{
    static const struct {
        const char *text;
        int n;
        const char *piece[4];
    } rows[] = {
        {"", 1, {""}},
        {",", 2, {"", ""}},
        {"a", 1, {"a"}},
        {"a,,b", 3, {"a", "", "b"}},
        {"a,b,", 3, {"a", "b", ""}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str rest = str_of(rows[i].text), piece;
        int n = 0;
        while (str_cut(&rest, ',', &piece)) {
            assert_true(n < rows[i].n);
            assert_true(str_is(piece, rows[i].piece[n]));
            n++;
        }
        assert_int_equal(n, rows[i].n);
        assert_null(rest.p);
    }
    struct str none = {NULL, 0}, piece;
    assert_false(str_cut(&none, ',', &piece));
}

static void numbers_are_whole_and_within_their_limit(void **state)
{
    static const struct {
        const char *text;
        long long max, value; /* -1: refused */
    } rows[] = {
        {"0", 10, 0},
        {"7", 7, 7},
        {"8", 7, -1},
        {"12", 12, 12},
        {"13", 12, -1},
        {"19", 12, -1},
        {"007", 9, 7},
        {"", 10, -1},
        {"-1", 10, -1},
        {"+1", 10, -1},
        {"1 ", 10, -1},
        {" 1", 10, -1},
        {"1.0", 10, -1},
        {"x", 10, -1},
        {"9223372036854775807", 9223372036854775807, 9223372036854775807},
        {"9223372036854775808", 9223372036854775807, -1},
        {"99999999999999999999", 9223372036854775807, -1},
        {"0", 0, 0},
        {"1", 0, -1},
        {"\xD9\xA3", 10, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long long v = -1;
        bool good = str_number(str_of(rows[i].text), rows[i].max, &v);
        if (good != (rows[i].value >= 0) || v != rows[i].value)
            fail_msg("%s up to %lld: %d, %lld", rows[i].text, rows[i].max, good, v);
    }
}

static void a_slip_of_the_finger_finds_the_near_name(void **state)
{
    static const char *const names[] = {"status", "priority", "signal", "owner", "cause", "due"};
    static const struct {
        const char *typed, *meant;
    } rows[] = {
        {"status", "status"},
        {"staus", "status"},
        {"sttaus", "status"},
        {"statuss", "status"},
        {"prority", "priority"},
        {"singal", "signal"},
        {"dur", "due"},
        {"deu", "due"},
        {"x", NULL},
        {"", NULL},
        {"customer", NULL},
        {"abc", NULL},
        {"a name that is far longer than any of them all", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *got = str_near(str_of(rows[i].typed), names, sizeof names / sizeof names[0]);
        if ((got == NULL) != (rows[i].meant == NULL) || (got != NULL && strcmp(got, rows[i].meant) != 0))
            fail_msg("%s: %s", rows[i].typed, got != NULL ? got : "none");
    }
    assert_null(str_near(str_of("status"), NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compared_by_their_bytes),
        cmocka_unit_test(white_space_is_trimmed_at_both_ends),
        cmocka_unit_test(cutting_gives_every_piece_once),
        cmocka_unit_test(numbers_are_whole_and_within_their_limit),
        cmocka_unit_test(a_slip_of_the_finger_finds_the_near_name),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
