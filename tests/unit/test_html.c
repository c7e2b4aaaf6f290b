/* The page's escapes: nothing from outside becomes markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "form/html.h"
#include "form/svg.h"

static const struct {
    const char *in, *out;
} rows[] = {
    {"", ""},
    {"plain", "plain"},
    {"<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
    {"a & b \"c\"", "a &amp; b &quot;c&quot;"},
    {"&lt;", "&amp;lt;"},
    {"\x1B[31m", "\\x1B[31m"},
    {"\xE2\x80\xAEx", "\\u202Ex"},
    {"caf\xC3\xA9 \xFF", "caf\xC3\xA9 \\xFF"},
};

static void text_never_becomes_markup(void **state)
{
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        buf_reset(&b);
        html_text(str_of(rows[i].in), &b);
        buf_addc(&b, '\0');
        assert_string_equal(b.p, rows[i].out);
    }
    buf_free(&b);
}

static size_t times(const char *text, const char *piece)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, piece)) != NULL; at++)
        n++;
    return n;
}

static void every_element_of_a_chart_is_closed(void **state)
{
    const struct svg_item items[] = {
        {.label = {"<b>", 3}, .part = {3, 4, 5}, .line = 50, .mark = 4},
        {.label = {"none", 4}, .part = {0, 0, 0}, .line = 0},
    };
    struct svg_chart c = {.head = {"k", "Title", {"in words", 8}},
                          .parts = {"one", "two", "three"},
                          .line = "line",
                          .mark = "mark",
                          .items = items,
                          .n = 2};
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < 8; i++) {
        buf_reset(&b);
        c.n = i % 2 == 0 ? 2 : 0;
        c.nested = i % 4 < 2;
        c.percent = i >= 4;
        (i % 3 == 0 ? svg_columns : svg_bars)(&c, &b);
        buf_addc(&b, '\0');
        assert_int_equal(times(b.p, "<svg"), times(b.p, "</svg>"));
        assert_int_equal(times(b.p, "<title"), times(b.p, "</title>"));
        assert_int_equal(times(b.p, "<rect"),
                         times(b.p, "</rect>") + 3); /* those of the legend close themselves */
        assert_int_equal(times(b.p, "<b>"), 0);
        assert_int_equal(times(b.p, "nan") + times(b.p, "inf\""), 0);
    }
    buf_free(&b);
}

/* 114 units are left of the bars, and a W takes some 12 of them. */
static void a_label_of_wide_letters_ends_before_its_bar(void **state)
{
    const struct svg_item items[] = {{.label = {"WWWWWWWWWWWWWWWWWWWWWWWW", 24}, .part = {1, 0, 0}},
                                     {.label = {"illicit till fill list", 22}, .part = {1, 0, 0}}};
    struct svg_chart c = {.head = {"k", "Title", {"in words", 8}}, .parts = {"one"}, .items = items, .n = 2};
    struct buf b = {0};

    (void)state;
    svg_bars(&c, &b);
    buf_addc(&b, '\0');
    assert_null(strstr(b.p, "\">WWWWWWWWWW"));
    assert_non_null(strstr(b.p, "\">WWWWWWW"));
    assert_non_null(strstr(b.p, "\">illicit till fil"));
    buf_free(&b);
}

static void a_scale_says_what_its_middle_is(void **state)
{
    const struct svg_item items[] = {{.label = {"a", 1}, .part = {3, 0, 0}}};
    struct svg_chart c = {.head = {"k", "Title", {"in words", 8}}, .parts = {"one"}, .items = items, .n = 1};
    struct buf b = {0};

    (void)state;
    svg_columns(&c, &b);
    buf_addc(&b, '\0');
    assert_non_null(strstr(b.p, ">4</text>")); /* not 3, whose half would be called 1 */
    assert_non_null(strstr(b.p, ">2</text>"));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_never_becomes_markup),
        cmocka_unit_test(every_element_of_a_chart_is_closed),
        cmocka_unit_test(a_label_of_wide_letters_ends_before_its_bar),
        cmocka_unit_test(a_scale_says_what_its_middle_is),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
