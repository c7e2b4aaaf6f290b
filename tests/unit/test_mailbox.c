/* Names and addresses in the headers of our letters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "desk/mailbox.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void a_name_is_quoted_where_it_could_be_read_as_more(void **unused)
{
    static const struct {
        const char *name, *address, *want;
    } rows[] = {
        {"Jane Doe", "jane@example.com", "Jane Doe <jane@example.com>"},
        {"Doe, Jane", "jane@example.com", "\"Doe, Jane\" <jane@example.com>"},
        {"a \"b\" \\ c", "x@example.com", "\"a \\\"b\\\" \\\\ c\" <x@example.com>"},
        {"<evil@example.com>", "x@example.com", "\"<evil@example.com>\" <x@example.com>"},
        {"", "x@example.com", "<x@example.com>"},
        {"x@example.com", "x@example.com", "<x@example.com>"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf b = {0};
        mailbox_write(str_of(rows[i].name), str_of(rows[i].address), &b);
        assert_string_equal(b.p, rows[i].want);
        buf_free(&b);
    }
}

static void nobody_is_called_by_their_address(void **unused)
{
    static const struct {
        const char *name, *want;
    } rows[] = {
        {"Jane Doe", "Jane Doe"},
        {"bob@x.example", "customer"},
        {"+353 86 555 0199", "customer"},
        {"Bob @ the shop", "Bob @ the shop"},
        {"@lampfan", "customer"},
        {"Søren", "Søren"},
        {"4you", "4you"},
        {"", ""},
    };
    struct arena *a = arena_new();

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_true(str_is(mailbox_called(a, str_of(rows[i].name)), rows[i].want));
    arena_free(a);
}

static void a_line_stays_one_line(void **unused)
{
    static const char *const rows[] = {"a\nBcc: b@example.com", "a\r\nb", "a\tb\vc", "a\x01z",
                                       "a\xe2\x80\xaez"};
    struct arena *a = arena_new();

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = mailbox_line(a, str_of(rows[i]));
        for (size_t k = 0; k < s.n; k++)
            assert_true((unsigned char)s.p[k] >= ' ' && s.p[k] != 127);
        assert_null(strstr(s.p, "\xe2\x80\xae"));
    }
    arena_free(a);
}

static void no_letter_goes_where_nobody_reads_it(void **unused)
{
    static const struct {
        const char *address;
        bool automatic;
    } rows[] = {
        {"MAILER-DAEMON@mx.example", true},
        {"postmaster@example.com", true},
        {"no-reply@shop.example", true},
        {"NoReply@shop.example", true},
        {"do-not-reply@x.example", true},
        {"bounces+42=jane@list.example", true},
        {"@example.com", true},
        {"", true},
        {"jane@example.com", false},
        {"no-replyland@example.com", false},
        {"bouncer@club.example", false},
        {"jane+shop@example.com", false},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (mailbox_is_automatic(str_of(rows[i].address)) != rows[i].automatic)
            fail_msg("%s", rows[i].address);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_quoted_where_it_could_be_read_as_more),
        cmocka_unit_test(nobody_is_called_by_their_address),
        cmocka_unit_test(a_line_stays_one_line),
        cmocka_unit_test(no_letter_goes_where_nobody_reads_it),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
