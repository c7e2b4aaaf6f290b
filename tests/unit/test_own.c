/* Telling a writer's own words from what a mail program, a lawyer or we ourselves put around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "judge/own.h"

/* Each line's kind as a letter: w words, q quoted, s signature, l legal. */
static void the_kind_of_every_line_is_told(void **state)
{
    static const struct {
        const char *name, *kinds, *text;
    } rows[] = {
        {"nothing around", "www", "The kettle leaks.\n\nPlease help.\n"},
        {"no line end", "w", "The kettle leaks."},
        {"CRLF", "wwqq", "It leaks.\r\n\r\nOn 2 Nov 2026, Shop <s@example.org> wrote:\r\n> Sorry.\r\n"},
        {"top posting", "wwqqq",
         "Still broken.\n\nOn Mon, 2 Nov 2026 at 10:00, Shop wrote:\n\n> We sent it.\n"},
        {"answers between", "qqwwqww",
         "On 2 Nov 2026 Shop wrote:\n> When?\nToday.\n\n> Where?\nAt home.\n\n"},
        {"wrapped introduction", "wwqqq",
         "No.\n\nOn Monday, 2 November 2026, Harbour Kettles\n<desk@example.org> wrote:\n> Sorry.\n"},
        {"introduction without marks", "wqqq",
         "No.\nOn 2 Nov 2026 at 10:00, Shop wrote:\n\nDear customer, sorry.\n"},
        {"German", "wwqq", "Kaputt.\n\nAm 02.11.26 um 10:00 schrieb Laden:\n> Wie geht es?\n"},
        {"German, verb last", "wqq",
         "Kaputt.\nAm Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Laden <l@example.org>:\n> Ja\n"},
        {"French", "wqq",
         "Cass\xc3\xa9.\nLe lun. 2 nov. 2026 \xc3\xa0 10:00, Boutique a \xc3\xa9"
         "crit :\n> Oui\n"},
        {"Spanish", "wqq", "Roto.\nEl lun, 2 nov 2026 a las 10:00, Tienda escribi\xc3\xb3:\n> S\xc3\xad\n"},
        {"Dutch", "wqq", "Kapot.\nOp ma 2 nov. 2026 om 10:00 schreef Winkel <w@example.org>:\n> Ja\n"},
        {"Outlook", "wwqqq", "No.\n\n-----Original Message-----\nFrom: Shop\nSorry.\n"},
        {"Outlook, German", "wqqq",
         "Nein.\n-----Urspr\xc3\xbcngliche Nachricht-----\nVon: Laden\nEs tut uns leid.\n"},
        {"Outlook's rule", "wwqqqqqq",
         "No.\n\n________________________________\nFrom: Shop <s@example.org>\nSent: Monday\nTo: "
         "me\nSubject: Re\nHi\n"},
        {"bold field names", "wqqqq", "No.\n*From:* Shop\n*Sent:* Monday\n*To:* me\nHi\n"},
        {"French fields", "wqqqq", "Non.\nDe : Boutique\nEnvoy\xc3\xa9 : lundi\n\xc3\x80 : moi\nObjet : x\n"},
        {"forwarded", "wwqqq", "See this.\n\nBegin forwarded message:\nFrom: a\nWords.\n"},
        {"signature", "wwsss", "It leaks.\n\n-- \nAnn\nHarbour Road 4\n"},
        {"signature, space lost", "wwss", "It leaks.\n\n--\nAnn\n"},
        {"a line of dashes in the words", "wwwwwwwwwww", "One\n--\na\nb\nc\nd\ne\nf\ng\nh\ni\n"},
        {"dashes inside a line", "ww", "And this -- no signature.\nMore.\n"},
        {"phone", "wws", "It leaks.\n\nSent from my iPhone\n"},
        {"phone, German", "wws", "Tropft.\n\nVon meinem iPhone gesendet\n"},
        {"not a phone", "wwww", "Hi\n\nSent from my desk, because the kettle is broken.\n\n"},
        {"phone in the middle", "www", "Hi\nSent from my old address\nit came back.\n"},
        {"phone over a quotation", "wwssqq",
         "No.\n\nSent from my phone\n\nOn 2 Nov 2026 Shop wrote:\n> Yes\n"},
        {"dash and name", "wws", "It leaks.\n\n-Ann Miller\n"},
        {"list of things", "wwww", "Broken:\n\n- Kettle\n- Lamp\n"},
        {"legal", "wwl", "It leaks.\n\nThis e-mail is confidential and for the intended recipient only.\n"},
        {"legal over two lines", "wwll",
         "It leaks.\n\nIf you have received this\ne-mail in error, delete it.\n"},
        {"confidential, by the customer", "www", "This is confidential: my landlord knows nothing.\n\nAnn\n"},
        {"legal words first stay", "www", "You say I am not the intended recipient!\n\nI am.\n"},
        {"their own legal threat stays", "www", "It leaks.\n\nMy solicitor will write to you.\n"},
        {"a sentence that ends in wrote", "www",
         "On Monday your agent wrote:\nno refund\nThat is not right.\n"},
        {"On at the start", "ww", "On the box it says 10 cups.\nIt holds 6.\n"},
        {"From in the words", "ww", "From: the very first day it leaked.\nTo be clear: every day.\n"},
        {"a mailbox's From", "www", "It leaks.\n>From the start it did.\nHelp.\n"},
        {"a quoted From", "wqqw", "No.\n>From the start\n>it did.\nYes.\n"},
        {"a web form", "wwwwww", "From: Jane\nDate: today\nSubject: Kettle\n\nMessage:\nIt leaks.\n"},
        {"what an agent wrote, told", "www",
         "On Friday at 10:30 your agent wrote:\nno refund\nIs that right?\n"},
        {"only quoted", "qq", "> a\n> b\n"},
        {"long quote mark", "wq", "a\n>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>\n"},
        {"list footer", "wwsss",
         "It leaks.\n\n_______________________________\nkettle-users list\nhttp://example.com\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *a = arena_new();
        struct str text = str_of(rows[i].text);
        struct buf got = {0};
        size_t n, at = 0;
        const struct own_span *s = own_split(a, text, &n);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(s[k].from, at);
            for (; at < s[k].to; at++)
                if (text.p[at] == '\n' || at + 1 == text.n)
                    buf_addc(&got, "wqsl"[s[k].kind]);
        }
        assert_int_equal(at, text.n);
        if (strcmp(got.p, rows[i].kinds) != 0)
            fail_msg("%s: %s, not %s", rows[i].name, got.p, rows[i].kinds);
        buf_free(&got);
        arena_free(a);
    }
}

static void own_words_are_joined_and_trimmed(void **state)
{
    struct arena *a = arena_new();
    size_t n = 7;

    (void)state;
    assert_true(str_is(own_words(a, str_of("\n one\n\n> q\n\ntwo\n-- \nA\n")), "one\n\ntwo"));
    assert_true(str_is(own_words(a, str_of("> all\n")), ""));
    assert_true(str_is(own_words(a, (struct str){NULL, 0}), ""));
    own_split(a, str_of(""), &n);
    assert_int_equal(n, 0);
    arena_free(a);
}

/* Any bytes: spans stay in order, whole, and neighbours differ. */
static void any_bytes_give_spans_without_a_gap(void **state)
{
    static const char *const bits[] = {"> ",
                                       "\n",
                                       "-- \n",
                                       "From: ",
                                       "Sent: ",
                                       "To: ",
                                       "On 1 ",
                                       "wrote:",
                                       "\r\n",
                                       "\xff",
                                       "__________________________",
                                       "Sent from ",
                                       "@",
                                       "--",
                                       "12:30",
                                       " "};
    uint32_t seed = 12345;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct arena *a = arena_new();
        struct buf b = {0};
        size_t n, at = 0;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525 + 1013904223;
            buf_adds(&b, bits[seed >> 28]);
        }
        buf_add(&b, "\0x", 2);
        const struct own_span *s = own_split(a, buf_str(&b), &n);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(s[i].from, at);
            assert_true(s[i].to > s[i].from);
            assert_true(i == 0 || s[i].kind != s[i - 1].kind);
            at = s[i].to;
        }
        assert_int_equal(at, b.len);
        buf_free(&b);
        arena_free(a);
    }
}

/* The fixtures of a reply parser by others, which stand beside a checkout or not.  Its own tests hide a signature,
 * a list's footer and what is quoted; the line ranges are what a reader calls the writer's own words. */
static void replies_that_others_collected_are_split_as_a_reader_would(void **state)
{
    static const struct {
        const char *file, *own;
    } rows[] = {{"correct_sig", "1-2"},
                {"email_1_1", "1-6"},
                {"email_1_2", "1-1 9-35"},
                {"email_1_3", "1-4"},
                {"email_1_4", "1-2"},
                {"email_1_5", "1-15"},
                {"email_1_6", "1-2"},
                {"email_1_7", "1-2"},
                {"email_1_8", "13-14 19-20"},
                {"email_2_1", "1-3"},
                {"email_2_2", "1-1"},
                {"email_2_3", "1-2"},
                {"email_BlackBerry", "1-2"},
                {"email_bullets", "1-11"},
                {"email_iPhone", "1-2"},
                {"email_long_quote", "1-4 6-9"},
                {"email_multi_word_sent_from_my_mobile_device", "1-2"},
                {"email_one_is_not_on", "1-6"},
                {"email_sent_from_my_not_signature", "1-3"},
                {"email_sig_delimiter_in_middle_of_line", "1-7"},
                {"greedy_on", "1-7"},
                {"pathological", "1-2"}};
    const char *root = "../shared/data/mail/email_reply_parser/test/emails";

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *path = mem_printf("%s/%s.txt", root, rows[i].file);
        struct buf b = {0}, got = {0};
        struct err *e = buf_read_file(&b, path, 1 << 20);
        free(path);
        if (e != NULL && e->code == ERR_NOINPUT) {
            err_free(e);
            print_message("the reply parser's fixtures are not there\n");
            skip();
        }
        assert_null(e);
        struct arena *a = arena_new();
        size_t n, line = 1, at = 0;
        const struct own_span *s = own_split(a, buf_str(&b), &n);
        for (size_t k = 0; k < n; k++) {
            size_t first = line;
            for (; at < s[k].to; at++)
                line += b.p[at] == '\n';
            if (s[k].kind == OWN_WORDS)
                buf_printf(&got, "%s%zu-%zu", got.len > 0 ? " " : "", first, line - 1);
        }
        if (strcmp(got.p, rows[i].own) != 0)
            fail_msg("%s: %s, not %s", rows[i].file, got.p, rows[i].own);
        arena_free(a);
        buf_free(&got);
        buf_free(&b);
    }
    print_message("# %zu of %zu replies are split as a reader would\n", sizeof rows / sizeof rows[0],
                  sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kind_of_every_line_is_told),
        cmocka_unit_test(own_words_are_joined_and_trimmed),
        cmocka_unit_test(any_bytes_give_spans_without_a_gap),
        cmocka_unit_test(replies_that_others_collected_are_split_as_a_reader_would),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
