#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/text.h"
#include "tests/unit/table.h"

#define S(literal)                                                                                           \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static const struct {
    struct str raw;
    const char *line;
} rows[] = {
    {S(""), ""},
    {S("plain words"), "plain words"},
    {S("a\tb\nc\\d"), "a\\tb\\nc\\\\d"},
    {S("\r\n"), "\\x0D\\n"},
    {S("a\0b"), "a\\x00b"},
    {S("\x1B[31mred\x1B[0m"), "\\x1B[31mred\\x1B[0m"},
    {S("\x7F"), "\\x7F"},
    {S("caf\xC3\xA9"), "caf\xC3\xA9"},
    {S("\xC2\x85\xC2\x9B"), "\\u0085\\u009B"},
    {S("\xC2\xA0"), "\xC2\xA0"},
    {S("\xC2\xAD"), "\\u00AD"},
    {S("\xE2\x80\x8B"), "\\u200B"},
    {S("\xE2\x80\x8E\xE2\x80\x8F"), "\\u200E\\u200F"},
    {S("\xE2\x80\xA8\xE2\x80\xA9"), "\\u2028\\u2029"},
    {S("\xE2\x80\xAA\xE2\x80\xAE"), "\\u202A\\u202E"},
    {S("\xE2\x81\xA0\xE2\x81\xA6\xE2\x81\xA9"), "\\u2060\\u2066\\u2069"},
    {S("\xEF\xBB\xBFx"), "\\uFEFFx"},
    {S("\xF3\xA0\x81\x81"), "\\U000E0041"},
    {S("\xF0\x9D\x85\xB3"), "\\U0001D173"},
    {S("\xD8\x9C"), "\\u061C"},
    {S("\xD8\x80"), "\xD8\x80"}, /* Arabic number sign: seen, though of category Cf */
    {S("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"),
     "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"},                                    /* emoji, ZWJ */
    {S("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE"), "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE"}, /* Persian, ZWNJ */
    {S("a\xE2\x80\x8D"
       "b"),
     "a\\u200Db"},
    {S("\xC3\xA9\xE2\x80\x8D\xE2\x80\x8D"), "\xC3\xA9\xE2\x80\x8D\\u200D"},
    {S("\xE2\x80\x8C"), "\\u200C"},
    {S("\xFF\xFE"), "\\xFF\\xFE"},
    {S("\xC0\x80"), "\\xC0\\x80"},                   /* overlong NUL */
    {S("\xE0\x80\xAF"), "\\xE0\\x80\\xAF"},          /* overlong "/" */
    {S("\xED\xA0\x80"), "\\xED\\xA0\\x80"},          /* surrogate */
    {S("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80"}, /* above U+10FFFF */
    {S("\xE2\x82"), "\\xE2\\x82"},                   /* cut short */
    {S("\xE2\x82z"), "\\xE2\\x82z"},
    {S("\\n"), "\\\\n"},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void each_dangerous_character_has_its_escape(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct buf b = {0};
        text_escape(rows[i].raw, &b);
        if (!str_is(buf_str(&b), rows[i].line))
            fail_msg("row %zu: %s, not %s", i, b.p, rows[i].line);
        buf_free(&b);
    }
}

/* The rule of the header, written a second time: is this line safe to print? */
static bool is_safe_line(struct str s)
{
    if (!text_valid(s))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i], d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        unsigned char e = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
        if (c < 0x20 || c == 0x7F)
            return false;
        if (c == 0xC2 && (d < 0xA0 || d == 0xAD))
            return false;
        if (c == 0xE2 && d == 0x80 && (e == 0x8B || e == 0x8E || e == 0x8F || (e >= 0xA8 && e <= 0xAE)))
            return false;
        if (c == 0xE2 && d == 0x81 && e >= 0xA0 && e <= 0xAF)
            return false;
        if (c == 0xEF && d == 0xBB && e == 0xBF)
            return false;
    }
    return true;
}

/* Bytes as hostile mail has them: ASCII, controls, good and broken UTF-8, and the code points that hide. */
static size_t hostile(uint64_t *seed, char *out, size_t max)
{
    static const char *const pieces[] = {
        "\xE2\x80\xAE", "\xE2\x80\x8D",     "\xE2\x80\x8C", "\xE2\x80\x8B", "\xC3\xA9", "\xF0\x9F\x98\x80",
        "\xE2\x80",     "\xED\xA0\x80",     "\\",           "\\x4",         "\\u202E",  "\n",
        "\xC2\x9B",     "\xF3\xA0\x80\xA0", "word ",        "\xEF\xBB\xBF", "\xD8\xA7", "e\xCC\x81"};
    size_t n = 0, want = (size_t)table_between(seed, 0, (int64_t)max - 8);

    while (n < want) {
        if (table_random(seed) % 3 == 0) {
            out[n++] = (char)table_random(seed);
            continue;
        }
        const char *p = pieces[table_random(seed) % (sizeof pieces / sizeof pieces[0])];
        memcpy(out + n, p, strlen(p));
        n += strlen(p);
    }
    return n;
}

static void reading_back_gives_the_same_bytes(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        char raw[96];
        struct str s = {raw, hostile(&seed, raw, sizeof raw)};
        struct buf line = {0}, back = {0};
        text_escape(s, &line);
        assert_true(is_safe_line(buf_str(&line)));
        assert_null(text_unescape(buf_str(&line), &back));
        assert_true(str_eq(buf_str(&back), s));
        buf_free(&line);
        buf_free(&back);
    }
}

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (unsigned long c = 0; c <= 0x10FFFF; c++) {
        char u[4];
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        for (size_t k = n; k-- > 1;)
            u[k] = (char)(0x80 | ((c >> (6 * (n - 1 - k))) & 0x3F));
        u[0] = (char)(lead[n] | (c >> (6 * (n - 1))));
        struct buf line = {0}, back = {0};
        text_escape((struct str){u, n}, &line);
        assert_true(is_safe_line(buf_str(&line)));
        assert_null(text_unescape(buf_str(&line), &back));
        assert_true(str_eq(buf_str(&back), (struct str){u, n}));
        buf_free(&line);
        buf_free(&back);
    }
}

static void escapes_of_other_writers_are_read(void **state)
{
    static const struct {
        const char *line;
        struct str raw;
    } more[] = {
        {"\\x41\\x4a\\x4A", S("AJJ")}, {"\\u00e9", S("\xC3\xA9")},  {"\\U0001F600", S("\xF0\x9F\x98\x80")},
        {"\\u0000", S("\0")},          {"raw\ttab", S("raw\ttab")}, {"\xFF", S("\xFF")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        struct buf b = {0};
        assert_null(text_unescape(str_of(more[i].line), &b));
        assert_true(str_eq(buf_str(&b), more[i].raw));
        buf_free(&b);
    }
}

static void a_bad_escape_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *line, *place, *before;
    } bad[] = {
        {"\\", "byte 1;", ""},           {"ab\\", "byte 3;", "ab"},      {"\\q", "byte 1;", ""},
        {"a\\nb\\r", "byte 5;", "a\nb"}, {"\\x", "byte 1;", ""},         {"\\x4", "byte 1;", ""},
        {"\\x4g", "byte 1;", ""},        {"\\u12", "byte 1;", ""},       {"\\ud800", "byte 1;", ""},
        {"\\uDFFF", "byte 1;", ""},      {"\\U00110000", "byte 1;", ""}, {"\\UFFFFFFFF", "byte 1;", ""},
        {"\\U1F600", "byte 1;", ""},     {"\\X41", "byte 1;", ""},       {"\\\\\\", "byte 3;", "\\"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buf b = {0};
        struct err *e = text_unescape(str_of(bad[i].line), &b);
        if (e == NULL)
            fail_msg("%s was taken", bad[i].line);
        assert_int_equal(e->code, ERR_DATA);
        assert_non_null(strstr(e->text, bad[i].place));
        assert_true(str_is(buf_str(&b), bad[i].before));
        err_free(e);
        buf_free(&b);
    }
}

static void a_text_shown_keeps_its_lines_and_nothing_that_steers(void **state)
{
    struct buf b = {0};

    (void)state;
    text_show((struct str)S("one\r\ntwo\tC:\\new\n\x1B[2J\xE2\x80\xAEx\r\0"), &b);
    assert_true(str_is(buf_str(&b), "one\ntwo\tC:\\new\n\\x1B[2J\\u202Ex\\x0D\\x00"));
    buf_free(&b);
}

static void a_quote_for_a_message_is_short_and_safe(void **state)
{
    char out[TEXT_QUOTE];
    char marks[400];
    uint64_t seed = 4;

    (void)state;
    assert_string_equal(text_quote(str_of("two\nlines"), out), "'two\\nlines'");
    assert_string_equal(text_quote(str_of(""), out), "''");
    text_quote(str_of("a word that goes on and on and on and on and on and on"), out);
    assert_string_equal(out, "'a word that goes on and on and on and o\xE2\x80\xA6'");
    for (size_t i = 0; i + 1 < sizeof marks; i += 2)
        memcpy(marks + i, "\xCC\x81", 2);
    assert_true(strlen(text_quote((struct str){marks, sizeof marks}, out)) < TEXT_QUOTE);
    for (int i = 0; i < 20000; i++) {
        char raw[200];
        struct str s = {raw, hostile(&seed, raw, sizeof raw)};
        assert_true(is_safe_line(str_of(text_quote(s, out))));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_dangerous_character_has_its_escape),
        cmocka_unit_test(reading_back_gives_the_same_bytes),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(escapes_of_other_writers_are_read),
        cmocka_unit_test(a_bad_escape_is_refused_at_its_place),
        cmocka_unit_test(a_text_shown_keeps_its_lines_and_nothing_that_steers),
        cmocka_unit_test(a_quote_for_a_message_is_short_and_safe),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
