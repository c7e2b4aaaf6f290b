/* Lines for a terminal are parted between words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/wrap.h"

static void a_line_is_parted_at_blanks_and_no_word_is(void **state)
{
    static const struct {
        const char *text;
        size_t columns;
        const char *before, *expect;
    } rows[] = {
        {"", 10, "", "\n"},
        {"all of it", 0, "", "all of it\n"},
        {"all of it", 9, "", "all of it\n"},
        {"all of it", 8, "", "all of\nit\n"},
        {"all of it", 8, "  ", "all of\n  it\n"},
        {"all  of  it", 4, "", "all\nof\nit\n"},
        {"unbreakable as it is", 6, "", "unbreakable\nas it\nis\n"},
        {"ends in blanks   ", 8, "", "ends in\nblanks\n"},
        {"a b c d e f", 4, "--", "a b c d e f\n"}, /* no room behind what stands before */
        {"caf\xc3\xa9 au lait", 7, "", "caf\xc3\xa9 au\nlait\n"},
        {"\xe6\x9d\xb1\xe4\xba\xac \xe6\x9d\xb1", 6, "", "\xe6\x9d\xb1\xe4\xba\xac\n\xe6\x9d\xb1\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        wrap_line(str_of(rows[i].text), rows[i].columns, rows[i].before, &b);
        assert_string_equal(b.p, rows[i].expect);
        buf_free(&b);
    }
}

static void what_goes_on_stands_beneath_its_line(void **state)
{
    static const char text[] = "2 late parcel from Lyon  P4\n"
                               "NEXT   2/1 ring them back\n"
                               "\n"
                               "@19 today 20:50 said mail\n"
                               "    we ring at ten unbreakablewordofall\n";
    static const char want[] = "2 late parcel from\n"
                               "Lyon  P4\n"
                               "NEXT   2/1 ring them\n"
                               "       back\n"
                               "\n"
                               "@19 today 20:50 said\n"
                               "    mail\n"
                               "    we ring at ten\n"
                               "    unbreakablewordofall\n";
    struct buf b = {0};

    (void)state;
    wrap_lines(str_of(text), 20, &b);
    assert_string_equal(b.p, want);
    buf_reset(&b);
    wrap_lines(str_of(text), 0, &b);
    assert_string_equal(b.p, text);
    buf_reset(&b);
    wrap_lines(str_of("    unbreakablewordofall"), 20, &b);
    assert_string_equal(b.p, "    unbreakablewordofall\n");
    buf_free(&b);
}

static void joining_the_lines_with_blanks_gives_the_text_again(void **state)
{
    static const char text[] =
        "nobody answers me, I am furious and I want my money back today, not in a week";

    (void)state;
    for (size_t columns = 1; columns < 100; columns++) {
        struct buf b = {0};
        wrap_line(str_of(text), columns, "", &b);
        for (size_t i = 0; i + 1 < b.len; i++)
            b.p[i] = b.p[i] == '\n' ? ' ' : b.p[i];
        b.p[b.len - 1] = '\0';
        assert_string_equal(b.p, text);
        buf_free(&b);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_parted_at_blanks_and_no_word_is),
        cmocka_unit_test(what_goes_on_stands_beneath_its_line),
        cmocka_unit_test(joining_the_lines_with_blanks_gives_the_text_again),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
