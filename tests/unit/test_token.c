/* Words of a text, and where sentences, clauses, quotations and quoted mail begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/token.h"

/* The folded words, with their flags as letters before them: s sentence, c clause (when not s), # number, ^ capitals,
 * " speech, > cited. */
static void show(struct str text, struct buf *out)
{
    struct token_reader r;
    struct token t;
    char word[64];

    token_start(&r, text);
    while (token_read(&r, &t, 1) == 1) {
        size_t n = token_fold((struct str){text.p + t.off, t.len}, word, sizeof word);
        if (out->len != 0)
            buf_addc(out, ' ');
        buf_adds(out, t.flags & TOKEN_SENTENCE ? "s" : t.flags & TOKEN_CLAUSE ? "c" : "");
        buf_adds(out, t.flags & TOKEN_NUMBER ? "#" : "");
        buf_adds(out, t.flags & TOKEN_CAPS ? "^" : "");
        buf_adds(out, t.flags & TOKEN_SPEECH ? "\"" : "");
        buf_adds(out, t.flags & TOKEN_CITED ? ">" : "");
        buf_addc(out, ':');
        buf_add(out, word, n);
    }
}

static void a_text_falls_into_its_words(void **state)
{
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"", ""},
        {"   \n\t ", ""},
        {"...", ""},
        {"The kettle leaks", "s:the :kettle :leaks"},
        {"It leaks. It hisses", "s:it :leaks s:it :hisses"},
        {"It leaks.It hisses", "s:it :leaks :it :hisses"},
        {"It leaks, it hisses; so: no", "s:it :leaks c:it :hisses c:so c:no"},
        {"It leaks (a lot) now", "s:it :leaks c:a :lot c:now"},
        {"it leaks - badly", "s:it :leaks c:badly"},
        {"a so-called kettle", "s:a :so :called :kettle"},
        {"Really? Yes", "s:really s:yes"},
        {"No!! Never", "s:no :!! s:never"},
        {"No?! Never", "s:no :!! s:never"},
        {"No?? Never", "s:no s:never"},
        {"don't DON'T Don\xe2\x80\x99t", "s:don't ^:don't :don't"},
        {"'tis the customers' cat's", "s:tis :the :customers :cat's"},
        {"rock 'n' roll", "s:rock :n :roll"},
        {"It cost 1,500.75 today", "s:it :cost #:1 #:500 #:75 :today"},
        {"at 16:30 sharp", "s:at #:16 #:30 :sharp"},
        {"first line\nsecond line", "s:first :line :second :line"},
        {"first line\n\nsecond line", "s:first :line s:second :line"},
        {"first line\r\n\r\nsecond line", "s:first :line s:second :line"},
        {"HELP me NOW I", "s^:help :me ^:now :i"},
        {"XXXX XX/XX", "s:xxxx :xx :xx"},
        {"EXTRAORDINARILY long", "s^:extraordinarily :long"},
        {"eightchr ninechars sixteencharacter seventeencharacte",
         "s:eightchr :ninechars :sixteencharacter :seventeencharacte"},
        {"you said \"we will call\" twice", "s:you :said c\":we \":will \":call c:twice"},
        {"you said \xe2\x80\x9cwe will\xe2\x80\x9d twice", "s:you :said c\":we \":will c:twice"},
        {"a 5\" screen", "s:a #:5 :screen"},
        {"one \" alone\n\n\" again", "s:one :alone s:again"},
        {"Hello\n> old words\nnew", "s:hello s>:old >:words s:new"},
        {"> old", "s>:old"},
        {"a > b", "s:a :b"},
        {"Caf\xc3\xa9 \xc3\x89T\xc3\x89", "s:caf\xc3\xa9 ^:\xc3\xa9t\xc3\xa9"},
        {"\xce\x91\xce\x92\xce\x93 \xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82",
         "s^:\xce\xb1\xce\xb2\xce\xb3 :\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
        {"re\xc2\xad"
         "fund",
         "s:refund"},
        {"\xe8\xaf\xb7\xe9\x80\x80", "s:\xe8\xaf\xb7 :\xe9\x80\x80"},
        {"bad \xf0\x9f\x98\xa1\xf0\x9f\x98\xa1 day", "s:bad :\xf0\x9f\x98\xa1 :\xf0\x9f\x98\xa1 :day"},
        {"no \xe2\x80\x94 yes\xe2\x80\xa6 so", "s:no c:yes c:so"},
        {"bro\xffken \xc3 te\xe2\x80xt", "s:bro :ken :te :xt"},
        {"a\xc3", "s:a"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0};
        buf_adds(&b, "");
        show(str_of(rows[i].text), &b);
        if (strcmp(b.p, rows[i].words) != 0)
            fail_msg("\"%s\"\n gives %s\n  not  %s", rows[i].text, b.p, rows[i].words);
        buf_free(&b);
    }
}

static void nul_bytes_separate_words(void **state)
{
    static const char text[] = "a\0b\0\0kettle";
    struct buf b = {0};

    (void)state;
    show((struct str){text, sizeof text - 1}, &b);
    assert_string_equal(b.p, "s:a :b :kettle");
    buf_free(&b);
}

/* The law: offsets cover the word, whatever is around it and however it is cut into reads. */
static void a_word_is_the_same_wherever_it_stands(void **state)
{
    static const char *const words[] = {"a",           "kettle", "seventh",          "eightchr",
                                        "ninechars",   "don't",  "sixteencharacter", "seventeencharacte",
                                        "caf\xc3\xa9", "4you"};

    (void)state;
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        uint64_t hash = token_hash(str_of(words[w]));
        for (size_t before = 0; before < 20; before++)
            for (size_t after = 0; after < 20; after++) {
                char *text = mem_printf("%*s%s%*s", (int)before, "", words[w], (int)after, "");
                struct token_reader r;
                struct token t[3];
                token_start(&r, str_of(text));
                assert_int_equal(token_read(&r, t, 3), 1);
                assert_int_equal(t[0].off, before);
                assert_int_equal(t[0].len, strlen(words[w]));
                assert_true(t[0].hash == hash);
                free(text);
            }
    }
}

static void capitals_do_not_change_a_hash(void **state)
{
    static const char *const pairs[][2] = {{"Kettle", "kETTLE"},
                                           {"EXTRAORDINARILY", "extraordinarily"},
                                           {"DON'T", "don\xe2\x80\x99t"},
                                           {"\xc3\x89T\xc3\x89", "\xc3\xa9t\xc3\xa9"}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true(token_hash(str_of(pairs[i][0])) == token_hash(str_of(pairs[i][1])));
    assert_false(token_hash(str_of("kettle")) == token_hash(str_of("kettles")));
}

/* Learned weights are kept by these numbers: they must never change. */
static void hashes_are_the_same_for_good(void **state)
{
    (void)state;
    assert_true(token_hash(str_of("kettle")) == UINT64_C(0xd4c3ec16f5ca4967));
    assert_true(token_hash(str_of("extraordinarily")) == UINT64_C(0xa487d4570381b42e));
}

/* Every byte must be safe, and the tokens must lie in order inside the text. */
static void any_bytes_are_safe(void **state)
{
    enum { SIZE = 300, ROUNDS = 3000 };
    char text[SIZE];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = (size_t)round % SIZE, end = 0;
        for (size_t i = 0; i < n; i++) {
            static const char likely[] = " a\"'>\n.!\xe2\x80\x9c\x9d\x99\xc3\xa9Z9";
            seed = seed * 1664525 + 1013904223;
            text[i] = seed >> 31 ? (char)(seed >> 16) : likely[(seed >> 16) % (sizeof likely - 1)];
        }
        char *exact = mem_dup(text, n); /* so that a sanitizer sees a step too far */
        struct token_reader r;
        struct token t;
        token_start(&r, (struct str){exact, n});
        while (token_read(&r, &t, 1) == 1) {
            assert_true(t.len > 0 && t.off >= end && t.off + t.len <= n);
            end = t.off + t.len;
        }
        free(exact);
    }
}

/* Ten megabytes of each take well under a second each when the reading is linear, and hours when it is not. */
static void long_texts_take_linear_time(void **state)
{
    static const char *const pieces[] = {"a",   "\xc3\xa9", "\"", "\" ",          " \"a", "!",  "\n",
                                         "\n>", "'",        "a'", "\xe2\x80\x9c", "\xff", "a ", "\n  \n"};
    enum { SIZE = 10 << 20 };
    char *text = mem_alloc(SIZE);
    struct token t[64];

    (void)state;
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        size_t n = strlen(pieces[p]), tokens = 0, got;
        struct token_reader r;
        for (size_t i = 0; i < SIZE; i++)
            text[i] = pieces[p][i % n];
        token_start(&r, (struct str){text, SIZE});
        while ((got = token_read(&r, t, 64)) != 0)
            tokens += got;
        assert_true(tokens <= SIZE);
        if (p == 0)
            assert_int_equal(tokens, 1);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_falls_into_its_words),
        cmocka_unit_test(nul_bytes_separate_words),
        cmocka_unit_test(a_word_is_the_same_wherever_it_stands),
        cmocka_unit_test(capitals_do_not_change_a_hash),
        cmocka_unit_test(hashes_are_the_same_for_good),
        cmocka_unit_test(any_bytes_are_safe),
        cmocka_unit_test(long_texts_take_linear_time),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
