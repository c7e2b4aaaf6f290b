/* The command line: what goes in as argv comes out as operands, words and options, or as one clear refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cmd/common/opt.h"

static const struct opt common[] = {
    {"desk", 0, OPT_VALUE, "DIR", "the desk's folder"},
    {"yes", 'y', OPT_FLAG, NULL, "answer yes"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};
static const struct opt speaking[] = {
    {"as", 'a', OPT_VALUE, "KIND", "what kind of answer"},
    {"promise", 'p', OPT_MANY, "TEXT", "what we promise"},
    {"quiet", 'q', OPT_FLAG, NULL, "say less"},
    {"limit", 'n', OPT_VALUE, "N", "at most N"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};
static const struct opt_verb said = {"said", "REF WORDS",    "what we said",    1,
                                     1,      OPT_REST_WORDS, {common, speaking}};
static const struct opt_verb new = {"new", "WORDS",        "a new complaint", 0,
                                    0,     OPT_REST_WORDS, {common, speaking}};
static const struct opt_verb confirm = {"confirm", "REF yes|no", "satisfied?", 2, 2, OPT_REST_NONE, {common}};
static const struct opt_verb merge = {"merge", "REF [REF]",   "one matter",      1,
                                      2,       OPT_REST_NONE, {common, speaking}};
static const struct opt_verb queue = {NULL, "[QUERY]",         "the queue",       0,
                                      0,    OPT_REST_OPERANDS, {common, speaking}};
static const struct opt_verb explain = {"explain", "REF", "why", 1, 1, OPT_REST_NONE, {common}};

/* Everything that a parse gave, as one line: operands / words / options. */
static void spell(const struct opt_args *a, struct buf *out)
{
    for (size_t i = 0; i < a->n_operands; i++)
        buf_printf(out, "[%s]", a->operands[i]);
    buf_adds(out, " /");
    for (size_t i = 0; i < a->n_words; i++)
        buf_printf(out, " [%s]", a->words[i]);
    buf_adds(out, " /");
    for (size_t i = 0; i < a->n_given; i++)
        buf_printf(out, " %s%s%s", a->given[i].opt->name, a->given[i].value != NULL ? "=" : "",
                   a->given[i].value != NULL ? a->given[i].value : "");
}

enum { ARGS_MAX = 12 };

static struct err *parse(const struct opt_verb *v, const char *const *args, struct opt_args *out)
{
    char *argv[ARGS_MAX + 1] = {NULL};
    size_t n = 0;

    for (; n < ARGS_MAX && args[n] != NULL; n++)
        argv[n] = (char *)(uintptr_t)args[n];
    return opt_parse(v, n, argv, out);
}

static void operands_words_and_options_are_told_apart(void **state)
{
    static const struct {
        const struct opt_verb *verb;
        const char *args[ARGS_MAX];
        const char *expect;
    } cases[] = {
        {&said, {"42", "your", "parcel"}, "[42] / [your] [parcel] /"},
        {&said, {"--as", "ack", "42", "hello"}, "[42] / [hello] / as=ack"},
        {&said, {"42", "--as=ack", "hello"}, "[42] / [hello] / as=ack"},
        {&said, {"42", "hello", "--like=that", "-q", "--"}, "[42] / [hello] [--like=that] [-q] [--] /"},
        {&said, {"42", "--", "hello", "--as=ack"}, "[42] / [hello] [--as=ack] /"},
        {&said, {"42", "--", "--as=ack"}, "[42] / [--as=ack] /"},
        {&said, {"--", "42", "-q"}, "[42] / [-q] /"},
        {&said, {"42"}, "[42] / /"},
        {&said, {"-", "-"}, "[-] / [-] /"},
        {&said, {"-qy", "42", "x"}, "[42] / [x] / quiet yes"},
        {&said, {"-qaack", "42", "x"}, "[42] / [x] / quiet as=ack"},
        {&said, {"-qa", "ack", "42", "x"}, "[42] / [x] / quiet as=ack"},
        {&said, {"-p", "one", "-p", "two", "42", "x"}, "[42] / [x] / promise=one promise=two"},
        {&said, {"--as", "--odd", "42", "x"}, "[42] / [x] / as=--odd"},
        {&said, {"--as=", "42", "x"}, "[42] / [x] / as="},
        {&said, {"42", "a b", ""}, "[42] / [a b] [] /"},
        {&new, {"the", "kettle", "-leaks"}, " / [the] [kettle] [-leaks] /"},
        {&new, {"-q", "the"}, " / [the] / quiet"},
        {&confirm, {"42", "yes"}, "[42][yes] / /"},
        {&confirm, {"42", "-y", "yes", "--desk", "d"}, "[42][yes] / / yes desk=d"},
        {&merge, {"42"}, "[42] / /"},
        {&merge, {"42", "57"}, "[42][57] / /"},
        {&queue, {NULL}, " / /"},
        {&queue, {"due:today", "-n", "3", "or", "--", "-x"}, "[due:today][or][-x] / / limit=3"},
        {&confirm, {"--help"}, " / / help"},
        {&explain, {"-h", "1", "2", "3"}, "[1][2][3] / / help"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct opt_args a;
        struct buf got = {0};
        struct err *e = parse(cases[i].verb, cases[i].args, &a);
        assert_null(e);
        spell(&a, &got);
        assert_string_equal(got.p, cases[i].expect);
        buf_free(&got);
        opt_clear(&a);
    }
}

static void a_wrong_command_line_is_refused_with_what_to_write(void **state)
{
    static const struct {
        const struct opt_verb *verb;
        const char *args[ARGS_MAX];
        const char *part; /* of the message */
    } cases[] = {
        {&said, {"--promse", "x", "42"}, "did you mean --promise?"},
        {&said, {"--zzzzzzzzz", "42"}, "--help lists them"},
        {&said, {"-z", "42"}, "no option '-z'"},
        {&said, {"-qz", "42"}, "no option"},
        {&said, {"42", "--as"}, "write --as=KIND"},
        {&said, {"42", "-a"}, "write --as=KIND"},
        {&said, {"--quiet=yes", "42"}, "takes no value"},
        {&said, {NULL}, "write said REF WORDS"},
        {&said, {"42", "sorry", "--promise", "16:00 ring"}, "put it before them"},
        {&said, {"42", "sorry", "--as=ack"}, "--as stands behind"},
        {&confirm, {"42"}, "write confirm REF yes|no"},
        {&confirm, {"42", "yes", "really"}, "'really' is too much"},
        {&merge, {"1", "2", "3"}, "'3' is too much"},
        {&said, {"--as\x1b[2J", "42"}, "\\x1B"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct opt_args a;
        struct err *e = parse(cases[i].verb, cases[i].args, &a);
        assert_non_null(e);
        assert_int_equal(e->code, ERR_USAGE);
        if (strstr(e->text, cases[i].part) == NULL)
            fail_msg("case %zu: '%s' lacks '%s'", i, e->text, cases[i].part);
        assert_null(strchr(e->text, '\x1b'));
        err_free(e);
        opt_clear(&a);
    }
}

static void the_verb_is_found_behind_options_and_a_slip_is_not_a_query(void **state)
{
    static const struct opt_verb *const with_daily[] = {&queue, &explain, &said};
    static const struct opt_verb *const without[] = {&explain, &said};
    static const struct {
        bool daily;
        const char *args[ARGS_MAX];
        const struct opt_verb *verb; /* NULL: none, or refused when part is set */
        size_t at;
        const char *part;
    } cases[] = {
        {true, {"explain", "1"}, &explain, 0, NULL},
        {true, {"--desk", "explain", "said", "1"}, &said, 2, NULL},
        {true, {"--desk=x", "-y", "said", "1"}, &said, 2, NULL},
        {true, {"-n", "3", "explain"}, &explain, 2, NULL},
        {true, {"-n3", "explain"}, &explain, 1, NULL},
        {true, {NULL}, &queue, 0, NULL},
        {true, {"signal:legal"}, &queue, 1, NULL},
        {true, {"--", "explain"}, &queue, 2, NULL},
        {true, {"explian", "1"}, NULL, 0, "did you mean explain?"},
        {true, {"--", "explian"}, &queue, 2, NULL},
        {true, {"--help"}, &queue, 1, NULL},
        {false, {NULL}, NULL, 0, NULL},
        {false, {"frobnicate"}, NULL, 0, "--help lists them"},
        {false, {"sad"}, NULL, 0, "did you mean said?"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *argv[ARGS_MAX];
        size_t n = 0, at = 99;
        const struct opt_verb *got = &merge;
        for (; cases[i].args[n] != NULL; n++)
            argv[n] = (char *)(uintptr_t)cases[i].args[n];
        struct err *e =
            opt_find(cases[i].daily ? with_daily : without, cases[i].daily ? 3 : 2, n, argv, &got, &at);
        if (cases[i].part != NULL) {
            assert_non_null(e);
            assert_non_null(strstr(e->text, cases[i].part));
            err_free(e);
            continue;
        }
        assert_null(e);
        assert_ptr_equal(got, cases[i].verb);
        assert_int_equal(at, cases[i].at);
    }
}

static void values_are_read_by_name(void **state)
{
    static const char *const args[] = {"42",  "-q", "--as=ack", "--as", "final", "-p",
                                       "one", "-p", "two",      "-n",   "7",     NULL};
    static const char *const kinds[] = {"ack", "holding", "final"};
    struct opt_args a;
    size_t at = 0;
    long long n = 0;
    int kind = 0;

    (void)state;
    assert_null(parse(&said, args, &a));
    assert_true(opt_has(&a, "quiet"));
    assert_false(opt_has(&a, "yes"));
    assert_string_equal(opt_text(&a, "as"), "final");
    assert_null(opt_text(&a, "desk"));
    assert_string_equal(opt_next(&a, "promise", &at), "one");
    assert_string_equal(opt_next(&a, "promise", &at), "two");
    assert_null(opt_next(&a, "promise", &at));
    assert_null(opt_number(&a, "limit", 1, 10, 3, &n));
    assert_int_equal(n, 7);
    assert_null(opt_choice(&a, "as", kinds, 3, -1, &kind));
    assert_int_equal(kind, 2);
    struct err *e = opt_number(&a, "limit", 8, 10, 3, &n);
    assert_non_null(e);
    err_free(e);
    e = opt_choice(&a, "as", kinds, 2, -1, &kind);
    assert_non_null(e);
    assert_string_equal(e->text, "no --as 'final'; it is ack or holding");
    err_free(e);
    opt_clear(&a);
}

static void the_help_names_every_option_of_the_table(void **state)
{
    static const struct opt_verb *const verbs[] = {&queue, &explain, &said};
    struct buf b = {0};

    (void)state;
    opt_help("cust-log", &said, &b);
    assert_string_equal(b.p, "Usage: cust-log said [OPTION]... REF WORDS\n"
                             "what we said\n"
                             "\n"
                             "      --desk=DIR          the desk's folder\n"
                             "  -y, --yes               answer yes\n"
                             "  -a, --as=KIND           what kind of answer\n"
                             "  -p, --promise=TEXT...   what we promise\n"
                             "  -q, --quiet             say less\n"
                             "  -n, --limit=N           at most N\n"
                             "  -h, --help              show this help\n"
                             "      --version           show the version\n"
                             "\n"
                             "cust-log(1) tells all.\n");
    buf_reset(&b);
    opt_tool_help("cust-log", "write down what customers say", verbs, 3, &b);
    assert_non_null(strstr(b.p, "Without a verb: the queue"));
    assert_non_null(strstr(b.p, "  explain REF             why\n"));
    assert_non_null(strstr(b.p, "-n, --limit=N"));
    buf_free(&b);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands_words_and_options_are_told_apart),
        cmocka_unit_test(a_wrong_command_line_is_refused_with_what_to_write),
        cmocka_unit_test(the_verb_is_found_behind_options_and_a_slip_is_not_a_query),
        cmocka_unit_test(values_are_read_by_name),
        cmocka_unit_test(the_help_names_every_option_of_the_table),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
