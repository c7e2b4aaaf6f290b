#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/bare.h"
#include "base/text.h"
#include "tests/unit/table.h"

#define S(literal)                                                                                           \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }
#define DOTS "\xE2\x80\xA6"
#define BAD "\xEF\xBF\xBD"

static void utf_8_is_checked_strictly(void **state)
{
    static const struct {
        struct str s;
        bool valid;
    } rows[] = {
        {S(""), true},
        {S("plain"), true},
        {S("a\0b"), true},
        {S("\xC3\xA9"), true},
        {S("\xEF\xBF\xBF"), true},
        {S("\xF4\x8F\xBF\xBF"), true},
        {S("\xED\x9F\xBF"), true},
        {S("\x80"), false},
        {S("\xC0\x80"), false},
        {S("\xC1\xBF"), false},
        {S("\xE0\x9F\xBF"), false},
        {S("\xF0\x8F\xBF\xBF"), false},
        {S("\xED\xA0\x80"), false},
        {S("\xED\xBF\xBF"), false},
        {S("\xF4\x90\x80\x80"), false},
        {S("\xF8\x88\x80\x80\x80"), false},
        {S("\xFF"), false},
        {S("\xC3"), false},
        {S("\xE2\x82"), false},
        {S("ok \xC3("), false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_valid(rows[i].s) != rows[i].valid)
            fail_msg("row %zu", i);
    assert_true(text_valid((struct str){NULL, 0}));
}

static void cleaning_gives_valid_text_and_says_what_it_did(void **state)
{
    static const struct {
        struct str s;
        const char *clean;
        bool changed;
    } rows[] = {
        {S(""), "", false},
        {S("caf\xC3\xA9\n\t\x1B"), "caf\xC3\xA9\n\t\x1B", false},
        {S("a\0b"), "a" BAD "b", true},
        {S("\xFFx"), BAD "x", true},
        {S("\xED\xA0\x80"), BAD BAD BAD, true},
        {S("caf\xE9"), "caf" BAD, true},
    };
    uint64_t seed = 2;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        assert_int_equal(text_clean(rows[i].s, &b), rows[i].changed);
        assert_int_equal(text_clean(rows[i].s, NULL), rows[i].changed);
        assert_string_equal(b.p, rows[i].clean);
        buf_free(&b);
    }
    for (int i = 0; i < 50000; i++) {
        char raw[40];
        struct buf b = {0}, again = {0};
        for (size_t k = 0; k < sizeof raw; k++)
            raw[k] = (char)table_random(&seed);
        struct str s = {raw, (size_t)table_between(&seed, 0, sizeof raw)};
        bool changed = text_clean(s, &b);
        assert_int_equal(text_clean(s, NULL), changed);
        assert_true(text_valid(buf_str(&b)) && strlen(b.p) == b.len);
        assert_int_equal(changed, !str_eq(s, buf_str(&b)));
        assert_false(text_clean(buf_str(&b), &again));
        buf_free(&b);
        buf_free(&again);
    }
}

static void search_keys_fall_together(void **state)
{
    static const struct {
        struct str s;
        const char *key;
    } rows[] = {
        {S(""), ""},
        {S("Hello World 42"), "hello world 42"},
        {S("Stra\xC3\x9F"
           "e"),
         "strasse"},
        {S("\xC3\x89T\xC3\x89"), "\xC3\xA9t\xC3\xA9"},
        {S("E\xCC\x81"), "\xC3\xA9"},          /* accent apart, accent joined */
        {S("\xEF\xBC\xA1\xEF\xBD\x82"), "ab"}, /* full width */
        {S("\xEF\xAC\x81x"), "fix"},           /* ligature */
        {S("la\xE2\x80\x8Bwy\xC2\xAD"
           "er"),
         "lawyer"},                                                  /* hidden characters */
        {S("\xCE\xA3\xCE\x91\xCF\x82"), "\xCF\x83\xCE\xB1\xCF\x83"}, /* final sigma */
        {S("I\xCC\x87"), "i\xCC\x87"},
        {S("a\0b"), "a" BAD "b"},
        {S("A\xFF"), "a" BAD},
        {S("\xE2\x9D\xA4\xEF\xB8\x8F"), "\xE2\x9D\xA4"}, /* variation selector */
        {S("A\n\tB"), "a\n\tb"},
        {S("\xC3\x89\n\tB"), "\xC3\xA9\n\tb"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        buf_adds(&b, "before:");
        text_fold(rows[i].s, &b);
        if (strcmp(b.p + 7, rows[i].key) != 0)
            fail_msg("row %zu: %s, not %s", i, b.p + 7, rows[i].key);
        buf_free(&b);
    }
}

/* The UTF-8 of a code point; 0 for a surrogate. */
static size_t encode(unsigned long c, char u[4])
{
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (c >= 0xD800 && c <= 0xDFFF)
        return 0;
    for (size_t k = n; k-- > 1;)
        u[k] = (char)(0x80 | ((c >> (6 * (n - 1 - k))) & 0x3F));
    u[0] = (char)(lead[n] | (c >> (6 * (n - 1))));
    return n;
}

static void folding_a_key_again_changes_nothing(void **state)
{
    uint64_t seed = 6;

    (void)state;
    for (unsigned long c = 0; c <= 0x10FFFF; c += c > 0x30000 ? 61 : 1) {
        char u[16];
        size_t n = encode(c, u);
        struct buf once = {0}, twice = {0};
        if (n == 0)
            continue;
        if (c % 2)
            n += encode((unsigned long)table_between(&seed, 0x300, 0x36F), u + n);
        text_fold((struct str){u, n}, &once);
        text_fold(buf_str(&once), &twice);
        if (!str_eq(buf_str(&once), buf_str(&twice)) || !text_valid(buf_str(&once)))
            fail_msg("U+%04lX: %s, then %s", c, once.p, twice.p);
        buf_free(&once);
        buf_free(&twice);
    }
}

static void width_counts_columns(void **state)
{
    static const struct {
        struct str s;
        size_t cols;
    } rows[] = {
        {S(""), 0},
        {S("abc"), 3},
        {S("caf\xC3\xA9"), 4},
        {S("cafe\xCC\x81"), 4},
        {S("\xE6\x97\xA5\xE6\x9C\xAC"), 4},
        {S("\xEA\xB0\x80"), 2},
        {S("\xF0\x9F\x98\x80"), 2},
        {S("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"), 2},
        {S("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"), 2},
        {S("\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"), 2},
        {S("\xFF\xFE"), 2},
        {S("\xD8\xA7\xD9\x8E"), 1},
        {S("a" DOTS), 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_width(rows[i].s) != rows[i].cols)
            fail_msg("row %zu: %zu columns, not %zu", i, text_width(rows[i].s), rows[i].cols);
}

static void what_is_too_wide_is_cut_between_clusters(void **state)
{
    static const struct {
        struct str s;
        size_t cols;
        const char *out;
        size_t used;
    } rows[] = {
        {S("abcdef"), 6, "abcdef", 6},
        {S("abcdef"), 5, "abcd" DOTS, 5},
        {S("abcdef"), 1, DOTS, 1},
        {S("abcdef"), 0, "", 0},
        {S(""), 0, "", 0},
        {S("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"), 5, "\xE6\x97\xA5\xE6\x9C\xAC" DOTS, 5},
        {S("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"), 4, "\xE6\x97\xA5" DOTS, 3},
        {S("\xE6\x97\xA5\xE6\x9C\xAC"), 4, "\xE6\x97\xA5\xE6\x9C\xAC", 4},
        {S("cafe\xCC\x81s"), 4, "caf" DOTS, 4},
        {S("cafe\xCC\x81"), 4, "cafe\xCC\x81", 4},
        {S("x\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7yz"), 4,
         "x\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7" DOTS, 4},
    };
    uint64_t seed = 8;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        buf_adds(&b, "");
        assert_int_equal(text_fit(rows[i].s, rows[i].cols, &b), rows[i].used);
        assert_string_equal(b.p, rows[i].out);
        buf_free(&b);
    }
    for (int i = 0; i < 30000; i++) {
        char u[64];
        struct buf b = {0};
        size_t n = 0, cols = (size_t)table_between(&seed, 0, 20);
        while (n < 40)
            n += encode((unsigned long)table_between(&seed, 0x20, i % 2 ? 0x500 : 0x1FFFF), u + n);
        size_t used = text_fit((struct str){u, n}, cols, &b);
        assert_true(used <= cols);
        assert_int_equal(text_width(buf_str(&b)), used);
        buf_free(&b);
    }
}

static void a_subject_is_the_first_words_of_a_text(void **state)
{
    static const struct {
        struct str s;
        size_t cols;
        const char *out;
    } rows[] = {
        {S(""), 20, ""},
        {S(" \n\t\n  "), 20, ""},
        {S("My kettle leaks"), 20, "My kettle leaks"},
        {S("\r\n\n  My   kettle\tleaks \r\nand more"), 20, "My kettle leaks"},
        {S("My kettle leaks badly"), 20, "My kettle leaks" DOTS},
        {S("My kettle leaks badly"), 21, "My kettle leaks badly"},
        {S("My kettle leaks, badly"), 10, "My kettle" DOTS},
        {S("Donaudampfschifffahrt"), 10, "Donaudamp" DOTS},
        {S("\x1B[31mred\x07 alert"), 20, "[31mred alert"},
        {S("\xE2\x80\xAEtxt.exe"), 20, "txt.exe"},
        {S("no\xC2\xA0"
           "break\xE3\x80\x80space"),
         20, "no break space"},
        {S("bad \xFF byte\0!"), 20, "bad " BAD " byte" BAD "!"},
        {S("\xE2\x80\x8B\n\xE2\x80\x8Bsecond line"), 20, "second line"},
        {S("words"), 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        text_head(rows[i].s, rows[i].cols, &b);
        if (strcmp(b.p, rows[i].out) != 0)
            fail_msg("row %zu: %s, not %s", i, b.p, rows[i].out);
        buf_free(&b);
    }
}

static void any_bytes_give_a_subject_of_one_valid_line(void **state)
{
    uint64_t seed = 10;

    (void)state;
    for (int i = 0; i < 50000; i++) {
        char raw[80];
        struct buf b = {0};
        size_t cols = (size_t)table_between(&seed, 0, 30);
        for (size_t k = 0; k < sizeof raw; k++)
            raw[k] = (char)(table_random(&seed) % 3 ? table_between(&seed, 0, 255) : ' ');
        text_head((struct str){raw, sizeof raw}, cols, &b);
        assert_true(text_valid(buf_str(&b)) && strlen(b.p) == b.len && strpbrk(b.p, "\n\r\t\x1B") == NULL);
        assert_true(text_width(buf_str(&b)) <= cols);
        buf_free(&b);
    }
}

static void a_key_without_accents_is_what_people_type(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"Gr\u00e1inne", "grainne"},
        {"Zo\u00eb", "zoe"},
        {"A\u030a", "a"},
        {"\u00c5", "a"},
        {"\u0141\u00d3", "\u0142o"},
        {"\u0449\u0451", "\u0449\u0435"},
        {"\ud55c", "\ud55c"},
        {"\u0915\u093c", "\u0915\u093c"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf key = {0}, bare = {0}, again = {0};
        text_fold(str_of(rows[i][0]), &key);
        bare_key(buf_str(&key), &bare);
        bare_key(buf_str(&bare), &again);
        if (!str_is(buf_str(&bare), rows[i][1]))
            fail_msg("row %zu gives %.*s", i, (int)bare.len, bare.p);
        assert_true(str_eq(buf_str(&bare), buf_str(&again)));
        buf_free(&key);
        buf_free(&bare);
        buf_free(&again);
    }
}

static void any_bytes_have_a_valid_key_without_accents(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char raw[40];
        struct buf key = {0}, bare = {0}, again = {0};
        for (size_t k = 0; k < sizeof raw; k++)
            raw[k] = (char)(table_random(&seed) % 2 ? table_between(&seed, 0xC3, 0xCD)
                                                    : table_between(&seed, 0, 255));
        text_fold((struct str){raw, sizeof raw}, &key);
        bare_key(buf_str(&key), &bare);
        bare_key(buf_str(&bare), &again);
        assert_true(text_valid(buf_str(&bare)));
        assert_true(str_eq(buf_str(&bare), buf_str(&again)));
        buf_free(&key);
        buf_free(&bare);
        buf_free(&again);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf_8_is_checked_strictly),
        cmocka_unit_test(cleaning_gives_valid_text_and_says_what_it_did),
        cmocka_unit_test(search_keys_fall_together),
        cmocka_unit_test(folding_a_key_again_changes_nothing),
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(what_is_too_wide_is_cut_between_clusters),
        cmocka_unit_test(a_subject_is_the_first_words_of_a_text),
        cmocka_unit_test(any_bytes_give_a_subject_of_one_valid_line),
        cmocka_unit_test(a_key_without_accents_is_what_people_type),
        cmocka_unit_test(any_bytes_have_a_valid_key_without_accents),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
