/* What a policy file must not hold, and that each mistake is named with its line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/policy_compile.h"

static const struct policy_place here = {NULL, NULL};

/* All mistakes of a text, one a line. */
static char *mistakes(struct str yaml)
{
    struct policy_errors errors = {.name = "p"};
    struct buf out = {0}, all = {0};

    bool good = policy_compile(yaml, policy_default_text(), &here, &out, &errors);
    assert_int_equal(good, errors.n == 0);
    assert_int_equal(good, out.len > 0);
    for (size_t i = 0; i < errors.n; i++) {
        assert_int_equal(errors.e[i]->code, ERR_POLICY);
        buf_printf(&all, "%s: %s\n", errors.e[i]->where, errors.e[i]->text);
    }
    policy_errors_free(&errors);
    buf_free(&out);
    return buf_take(&all);
}

static void check_rows(const char *const rows[][2], size_t n)
{
    size_t bad = 0;

    for (size_t i = 0; i < n; i++) {
        char *said = mistakes(str_of(rows[i][0]));
        if (strncmp(said, rows[i][1], strlen(rows[i][1])) != 0) {
            print_error("for <<%s>> expected <<%s>> first, got <<%s>>\n", rows[i][0], rows[i][1], said);
            bad++;
        }
        free(said);
    }
    assert_int_equal(bad, 0);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof rows / sizeof rows[0])

static void each_wrong_value_is_named_with_its_place(void **state)
{
    static const char *const rows[][2] = {
        /* returns */
        {"returns: {r: {rows: [produkt], columns: {a: {count: received}}}}",
         "p:1:22: 'produkt' is no value of a "
         "complaint; did you mean \"product\"?"},
        {"returns: {r: {columns: {b: {count: closed}, a: {count: recieved}}}}",
         "p:1:56: 'recieved' is no moment of a complaint; did you "
         "mean \"received\"?"},
        {"returns: {r: {columns: {a: {title: A}}}}", "p:1:25: column \"a\" must have one of \"count\""},
        {"returns: {r: {columns: {a: {count: closed, sum: amount}}}}",
         "p:1:25: column \"a\" must have one of"},
        {"returns: {r: {columns: {a: {sum: product}}}}", "p:1:34: only an amount can be summed"},
        {"returns: {r: {columns: {a: {show: product}}}}",
         "p:1:25: column \"a\" shows a value of one complaint"},
        {"returns: {r: {rows: [issue], columns: {a: {count: closed}}}}", "p:1:22: these are words"},
        {"returns: {r: {columns: {a: {count: closed, where: {desision: [x]}}}}}",
         "p:1:52: 'desision' is no field of a complaint; did you mean \"decision\"?"},
        {"returns: {r: {columns: {a: {count: closed}}, required: {product: never}}}",
         "p:1:66: 'never' is no moment of a complaint"},
        {"returns: {r: {rows: [product]}}", "p:1:11: \"r\" has no columns"},
        /* texts */
        {"desk: \"\"", "p:1:7: the text is empty"},
        {"desk: \"a\\u0007b\"", "p:1:7: 'a\\x07b' holds control characters"},
        {"desk: \"a\\0b\"", "p:1:7: 'a\\x00b' holds control characters"},
        {"desk: [a]", "p:1:7: \"desk\" needs one value; here is a list"},
        {"desk: {a: b}", "p:1:7: \"desk\" needs one value; here is a map"},
        {"desk:", "p:1:6: nothing stands behind \"desk\""},
        {"desk: null", "p:1:7: \"desk\" cannot be taken away"},
        {"\ndesk: ~", "p:2:7: \"desk\" cannot be taken away"},
        /* zones */
        {"zone: Europe/Atlantis", "p:1:7: time zone 'Europe/Atlantis' is not known"},
        {"zone: ../etc/passwd", "p:1:7: '../etc/passwd' is no name of a time zone"},
        {"zone: /etc/localtime", "p:1:7: '/etc/localtime' is no name"},
        {"zone: GMT+1 or so", "p:1:7: 'GMT+1 or so' is no name"},
        /* pieces of the day */
        {"hours: {mon: 9-17}", "p:1:14: '9-17' is no piece of a day"},
        {"hours: {mon: 17:00-09:00}", "p:1:14: '17:00-09:00' is no piece"},
        {"hours: {mon: 09:00-24:01}", "p:1:14: '09:00-24:01' is no piece"},
        {"hours: {mon: 09:00-09:00}", "p:1:14: '09:00-09:00' is no piece"},
        {"hours: {mon: [09:00-12:00, 11:00-13:00]}", "p:1:28: this piece of the day begins before"},
        {"hours: {mon: [13:00-17:00, 09:00-12:00]}", "p:1:28: this piece of the day begins before"},
        {"hours: {mon: {from: 9}}", "p:1:14: \"mon\" needs a list"},
        {"hours: {mon: null}", "p:1:14: \"mon\" cannot be taken away"},
        {"hours: {mon: }", "p:1:14: nothing stands behind \"mon\""},
        {"hours: 09:00-17:00", "p:1:8: \"hours\" needs more settings, indented below it; here is a text"},
        {"hours:\n  munday: closed", "p:2:3: unknown key 'munday' in hours"},
        {"hours:\n  mno: closed", "p:2:3: unknown key 'mno'; did you mean \"mon\"?"},
        {"hours: {mon: closed, tue: closed, wed: closed, thu: closed, fri: closed}", "p:1:8: "},
        /* days */
        {"holidays: {2026-02-29: closed}", "p:1:12: '2026-02-29' is no day"},
        {"holidays: {25.12.: closed}", "p:1:12: '25.12.' is no day"},
        {"holidays: {12-32: closed}", "p:1:12: '12-32' is no day"},
        {"holidays: {12-25: shut}", "p:1:19: 'shut' is no piece of a day"},
        {"holidays: [12-25]", "p:1:11: \"holidays\" needs more settings"},
        /* spans */
        {"deadlines: {P1: {response: soon}}", "p:1:28: "},
        {"deadlines: {P1: {response: 0 hours}}", "p:1:28: "},
        {"deadlines: {P1: {response: -1 hours}}", "p:1:28: "},
        {"deadlines: {P5: {response: 1 hour}}", "p:1:13: unknown key 'P5'"},
        {"deadlines: {p1: {response: 1 hour}}", "p:1:13: unknown key 'p1'; did you mean \"P1\"?"},
        {"deadlines: {P1: {respons: 1 hour}}", "p:1:18: unknown key 'respons'; did you mean \"response\"?"},
        {"deadlines: {P1: null}", "p:1:17: \"P1\" cannot be taken away"},
        {"soon: 2 working days", "p:1:7: '2 working days' cannot be counted here"},
        {"reopen: 1 month", "p:1:9: '1 month' cannot be counted here"},
        /* names */
        {"categories: {a/b: {}}", "p:1:14: 'a/b' cannot be a name"},
        {"categories: {\"\": {}}", "p:1:14: '' cannot be a name"},
        {"categories: {-x: {}}", "p:1:14: '-x' cannot be a name"},
        {"categories: {two words: {}}", "p:1:14: 'two words' cannot be a name"},
        {"categories: {x: y}", "p:1:17: \"x\" needs more settings"},
        {"categories: {nosuch: null}", "p:1:14: there is no \"nosuch\" that null could take away"},
        {"staff: {anna: {nmae: Anna}}", "p:1:16: unknown key 'nmae'; did you mean \"name\"?"},
        /* numbers */
        {"categories: {delivery: {impact: 8}}", "p:1:33: '8' is no whole number from 0 to 7"},
        {"categories: {delivery: {impact: -1}}", "p:1:33: '-1' is no whole number"},
        {"categories: {delivery: {impact: 1.5}}", "p:1:33: '1.5' is no whole number"},
        {"categories: {delivery: {impact: 99999999999999999999}}", "p:1:33: '99999999999999999999' is no"},
        {"signals: {legal: {impact: 0}}", "p:1:27: '0' is no whole number from 1 to 7"},
        /* lists */
        {"categories:\n  delivery:\n    ask: {a: b}", "p:3:10: \"ask\" needs a list"},
        {"categories:\n  delivery:\n    ask:\n      - \"\"", "p:4:9: the text is empty"},
        {"categories:\n  delivery:\n    ask:\n      -", "p:4:8: nothing stands behind \"ask\""},
        /* fractions */
        {"triage: {speech: 1.1}", "p:1:18: '1.1' is no fraction from 0.000 to 1.000"},
        {"triage: {speech: -0.1}", "p:1:18: '-0.1' is no fraction"},
        {"triage: {speech: 50%}", "p:1:18: '50%' is no fraction"},
        {"triage: {speech: .5}", "p:1:18: '.5' is no fraction"},
        {"triage: {speech: 0.1234}", "p:1:18: '0.1234' is no fraction"},
        {"triage: {points: {P1: 3, P2: 20}}", "p:1:18: "},
        /* words and phrases */
        {"phrases: {x: {signal: legl, strength: 1, patterns: [a]}}",
         "p:1:23: 'legl' is no signal; did you mean \"legal\"?"},
        {"phrases: {x: {signal: colour, strength: 1, patterns: [a]}}",
         "p:1:23: 'colour' is no signal; there are anger,"},
        {"phrases: {x: {strength: 1, patterns: [a]}}", "p:1:11: \"x\" has no \"signal\"; add it"},
        {"phrases: {x: {signal: legal, patterns: [a]}}", "p:1:11: \"x\" has no \"strength\"; add it"},
        {"phrases: {x: {signal: legal, strength: 1}}", "p:1:11: \"x\" has no \"patterns\"; add it"},
        {"phrases: {x: {signal: legal, strength: 1, patterns: []}}", "p:1:11: \"x\" has no patterns"},
        {"phrases: {x: {signal: legal, strength: 0, patterns: [a]}}",
         "p:1:40: '0' is no fraction from 0.001"},
        {"phrases: {x: {signal: legal, strength: 1, negated: maybe, patterns: [a]}}",
         "p:1:52: 'maybe' is neither yes nor no"},
        {"phrases: {x: {signal: legal, strength: 1, patterns: [\"(a|b\"]}}", "p:1:54: "},
        {"phrases: {x: {signal: legal, strength: 1, patterns: [\"<nosuch> a\"]}}", "p:1:54: "},
    };
    (void)state;
    CHECK_ROWS(rows);
}

static void what_is_no_plain_yaml_map_is_refused(void **state)
{
    static const char *const rows[][2] = {
        {"- desk", "p:1:1: a policy is a map of settings such as \"zone: local\"; this is a list"},
        {"desk", "p:1:1: a policy is a map of settings such as \"zone: local\"; this is a text"},
        {"desk: a\ndesk: b", "p:2:1: \"desk\" stands twice in one map, first in line 1"},
        {"categories: {x: {}, y: {}, x: {}}", "p:1:28: \"x\" stands twice"},
        {"desk: &a x", "p:1:7: anchors (&) are not used"},
        {"hours: &a {}", "p:1:8: anchors (&) are not used"},
        {"desk: *a", "p:1:7: aliases (*) are not used"},
        {"*a : x", "p:1:1: aliases (*) are not used"},
        {"desk: !!str x", "p:1:7: tags (!) are not used"},
        {"desk: ! x", "p:1:7: tags (!) are not used"},
        {"hours: !x {}", "p:1:8: tags (!) are not used"},
        {"categories: !x []", "p:1:13: tags (!) are not used"},
        {"# x\n%YAML 1.1\n---\ndesk: a", "p:2:1: directives (%) are not used"},
        {"[a]: b", "p:1:1: a key must be a word"},
        {"{{a: b}: c}", "p:1:2: a key must be a word"},
        {"desk: a\n---\ndesk: b", "p:2:1: a second document begins here"},
        {"desk: a\n  zone: b", "p:2:7: mapping values are not allowed in this context"},
        {"desk: \"a", "p:1:9: found unexpected end of stream"},
        {"desk: a\n\tzone: b", "p:2:1: found a tab character"},
        {"desk: [a", "p:2:1: did not find expected ',' or ']'"},
        {"desk: a\nzone: \xff", "p:2:7: invalid leading UTF-8 octet; a policy is plain text in UTF-8"},
        {"# gr\xc3\xbc\xc3\x9f \xe9\n", "p:1:8: "},
        {"desk: \x01", "p:1:7: control characters are not allowed"},
        {"<<: {desk: a}", "p:1:1: unknown key '<<'"},
        {"hors: {}", "p:1:1: unknown key 'hors'; did you mean \"hours\"?"},
        {"colours: {}", "p:1:1: unknown key 'colours'; cust-policy(5) lists them all"},
    };
    (void)state;
    CHECK_ROWS(rows);
}

static void all_mistakes_come_at_once_in_the_order_of_the_text(void **state)
{
    (void)state;
    char *said = mistakes(str_of("phrases:\n"
                                 "  a: {signal: legal, strength: 2, patterns: [x]}\n"
                                 "desk: []\n"
                                 "deadlines:\n"
                                 "  P1:\n"
                                 "    respons: 1 hour\n"
                                 "desk: twice\n"));
    assert_string_equal(said, "p:2:32: '2' is no fraction from 0.001 to 1.000, such as 0.85\n"
                              "p:3:7: \"desk\" needs one value; here is a list\n"
                              "p:6:5: unknown key 'respons'; did you mean \"response\"?\n"
                              "p:7:1: \"desk\" stands twice in one map, first in line 3; keep one of them\n");
    free(said);
}

/* tests/golden/policy/broken.yaml has one mistake of each sort; broken.errors is what is said about it. */
static void a_file_with_a_mistake_of_each_sort_has_all_of_them_named(void **state)
{
    struct buf yaml = {0}, expected = {0};
    struct err *e = buf_read_file(&yaml, "tests/golden/policy/broken.yaml", 1 << 20);

    (void)state;
    if (e == NULL)
        e = buf_read_file(&expected, "tests/golden/policy/broken.errors", 1 << 20);
    if (e != NULL) {
        print_message("# no tests/golden/policy here: run from the top of the source\n");
        err_free(e);
        skip();
    }
    char *said = mistakes(buf_str(&yaml));
    assert_string_equal(said, expected.p);
    free(said);
    buf_free(&yaml);
    buf_free(&expected);
}

static void a_file_of_rubbish_gives_a_hundred_errors_and_a_word_that_there_are_more(void **state)
{
    struct buf yaml = {0};
    struct policy_errors errors = {.name = "p"};
    struct buf out = {0};

    (void)state;
    for (int i = 0; i < 500; i++)
        buf_printf(&yaml, "rubbish%d: 1\n", i);
    assert_false(policy_compile(buf_str(&yaml), policy_default_text(), &here, &out, &errors));
    assert_int_equal(errors.n, POLICY_ERRORS_MAX + 1);
    assert_string_equal(errors.e[0]->where, "p:1:1");
    assert_string_equal(errors.e[POLICY_ERRORS_MAX]->text, "more errors follow; mend these first");
    policy_errors_free(&errors);
    buf_free(&yaml);
}

static char *repeated(const char *head, const char *piece, size_t n)
{
    struct buf b = {0};

    buf_adds(&b, head);
    for (size_t i = 0; i < n; i++)
        buf_adds(&b, piece);
    return buf_take(&b);
}

static void size_depth_and_number_have_limits(void **state)
{
    static const struct {
        const char *head, *piece;
        size_t n;
        const char *said;
    } rows[] = {
        {"# ", "x", 1 << 20, "p: longer than 1048576 bytes"},
        {"desk: ", "[", 64, "p:1:70: nested too deeply"},
        {"desk: ", "[", 1000000, "p:1:70: nested too deeply"},
        {"desk: ", "{a: ", 100000, "nested too deeply"},
        {"holidays: {12-25: [", "a, ", 5000, "more entries than a policy can need"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *yaml = repeated(rows[i].head, rows[i].piece, rows[i].n);
        char *said = mistakes(str_of(yaml));
        if (strstr(said, rows[i].said) == NULL)
            fail_msg("row %zu: %s", i, said);
        free(said);
        free(yaml);
    }
}

static void a_nul_byte_in_the_text_is_refused(void **state)
{
    static const char yaml[] = "desk: a\0b\n";

    (void)state;
    char *said = mistakes((struct str){yaml, sizeof yaml - 1});
    assert_ptr_equal(strstr(said, "p:1:8: control characters are not allowed"), said);
    free(said);
}

static void a_file_that_cannot_be_read_is_an_error_of_its_own(void **state)
{
    struct policy_errors errors = {0};
    struct buf source = {0}, compiled = {0};

    (void)state;
    struct err *e = policy_compile_file("/nonexistent/policy.yaml", &here, NULL, &source, &compiled, &errors);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_NOINPUT);
    assert_int_equal(errors.n, 0);
    err_free(e);
    e = policy_compile_file("/", &here, NULL, &source, &compiled, &errors);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_IO);
    err_free(e);
    buf_free(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_value_is_named_with_its_place),
        cmocka_unit_test(what_is_no_plain_yaml_map_is_refused),
        cmocka_unit_test(all_mistakes_come_at_once_in_the_order_of_the_text),
        cmocka_unit_test(a_file_with_a_mistake_of_each_sort_has_all_of_them_named),
        cmocka_unit_test(a_file_of_rubbish_gives_a_hundred_errors_and_a_word_that_there_are_more),
        cmocka_unit_test(size_depth_and_number_have_limits),
        cmocka_unit_test(a_nul_byte_in_the_text_is_refused),
        cmocka_unit_test(a_file_that_cannot_be_read_is_an_error_of_its_own),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
