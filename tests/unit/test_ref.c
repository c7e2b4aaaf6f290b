#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rule/ref.h"
#include "tests/unit/table.h"

static void every_kind_of_reference_is_read_and_written(void **state)
{
    static const struct {
        const char *text;
        struct ref ref;
        subject of;
    } rows[] = {
        {"42", {REF_COMPLAINT, 42, 0}, 42},
        {"1", {REF_COMPLAINT, 1, 0}, 1},
        {"42/3", {REF_FOLLOWUP, 42, 3}, 42},
        {"42/10", {REF_FOLLOWUP, 42, 10}, 42},
        {"42@17", {REF_EVENT, 42, 17}, 42},
        {"c7", {REF_CUSTOMER, 7, 0}, -7},
        {"c7/2", {REF_CUSTOMER_FOLLOWUP, 7, 2}, -7},
        {"c7@3", {REF_CUSTOMER_EVENT, 7, 3}, -7},
        {"999999999999999", {REF_COMPLAINT, REF_ID_MAX, 0}, REF_ID_MAX},
        {"c999999999999999/999999999", {REF_CUSTOMER_FOLLOWUP, REF_ID_MAX, REF_NO_MAX}, -REF_ID_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ref r;
        char text[REF_SIZE];
        assert_null(ref_parse(str_of(rows[i].text), &r));
        assert_true(ref_eq(&r, &rows[i].ref));
        assert_int_equal(ref_subject(&r), rows[i].of);
        assert_string_equal(ref_format(&r, text), rows[i].text);
    }
}

static void what_is_no_reference_is_refused_with_what_one_looks_like(void **state)
{
    static const char *const bad[] = {
        "",
        "0",
        "00",
        "042",
        "-1",
        "+1",
        "42.1",
        "42 ",
        " 42",
        "42/",
        "42/0",
        "42/03",
        "42/3x",
        "42//3",
        "42@",
        "42@0",
        "c",
        "c0",
        "c7@0",
        "c7@",
        "C7",
        "c7/0",
        "cc7",
        "42/3/4",
        "42@1/2",
        "x42",
        "4 2",
        "42,57",
        "#42",
        "\xD9\xA4",
        "1000000000000000",
        "99999999999999999999999",
        "42/1000000000",
        "42/99999999999999999999",
        "42\n",
        "0x10",
        "1e3",
        "REF",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ref r = {REF_EVENT, 5, 5};
        struct err *e = ref_parse(str_of(bad[i]), &r);
        if (e == NULL)
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(e->code, ERR_USAGE);
        assert_non_null(strstr(e->text, "42/3 (its follow-up)"));
        assert_null(strchr(e->text, '\n'));
        assert_int_equal(r.id, 5);
        err_free(e);
    }
    struct ref r;
    struct err *e = ref_parse((struct str){"42\0", 3}, &r);
    assert_non_null(e);
    err_free(e);
}

static void a_list_keeps_its_order_and_each_once(void **state)
{
    static const char *const bad[] = {"", ",", "42,", ",42", "42,,57", "42, 57", "42;57", "42,x"};
    struct ref *list = NULL;
    size_t n = 0;

    (void)state;
    assert_null(ref_parse_list(str_of("57,42,c7,57,42/3,42"), &list, &n));
    assert_int_equal(n, 4);
    assert_int_equal(list[0].id, 57);
    assert_int_equal(list[1].id, 42);
    assert_int_equal(list[2].kind, REF_CUSTOMER);
    assert_int_equal(list[3].no, 3);
    free(list);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        list = NULL;
        struct err *e = ref_parse_list(str_of(bad[i]), &list, &n);
        assert_non_null(e);
        assert_null(list);
        err_free(e);
    }
}

static void a_pipelines_line_gives_its_first_field(void **state)
{
    static const struct {
        const char *line, *ref; /* "": a line to pass over; NULL: an error */
    } rows[] = {
        {"42\tP1\topen", "42"},
        {"42 P1 open", "42"},
        {"42", "42"},
        {"42\n", "42"},
        {"42\r\n", "42"},
        {"  42  P1  open", "42"},
        {"42/3\tpromise", "42/3"},
        {"c7/2\tmeeting", "c7/2"},
        {"42@17 x", "42@17"},
        {"REF\tPRIORITY", ""},
        {"REF  PRIORITY", ""},
        {"  REF", ""},
        {"TOTAL 12 open, 3 late", ""},
        {"", ""},
        {"\n", ""},
        {"   ", ""},
        {"\t", ""},
        {"Ref\tx", NULL},
        {"P1\t42", NULL},
        {"42.1\tx", NULL},
        {"042\tx", NULL},
        {"\t42", NULL},
        {"-", NULL},
        {"hello", NULL},
        {"42,57\tx", NULL},
        {"42:\tx", NULL},
        {"\x1B[1m42\x1B[0m", NULL},
        {"R\xC3\x84\tx", NULL},
        {"REF-NO x", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ref r;
        bool found = true;
        char text[REF_SIZE];
        struct err *e = ref_first_field(str_of(rows[i].line), &r, &found);
        if ((e != NULL) != (rows[i].ref == NULL))
            fail_msg("row %zu: %s", i, rows[i].line);
        if (e != NULL) {
            assert_int_equal(e->code, ERR_DATA);
            assert_false(found);
        } else {
            assert_int_equal(found, rows[i].ref[0] != '\0');
            if (found)
                assert_string_equal(ref_format(&r, text), rows[i].ref);
        }
        err_free(e);
    }
}

static void references_go_there_and_back(void **state)
{
    uint64_t seed = 12;

    (void)state;
    for (int i = 0; i < 50000; i++) {
        struct ref r = {(enum ref_kind)(i % 5), table_between(&seed, 1, REF_ID_MAX), 0}, back;
        char text[REF_SIZE];
        if (r.kind != REF_COMPLAINT && r.kind != REF_CUSTOMER)
            r.no = (uint32_t)table_between(&seed, 1, REF_NO_MAX);
        assert_null(ref_parse(str_of(ref_format(&r, text)), &back));
        assert_true(ref_eq(&r, &back));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_reference_is_read_and_written),
        cmocka_unit_test(what_is_no_reference_is_refused_with_what_one_looks_like),
        cmocka_unit_test(a_list_keeps_its_order_and_each_once),
        cmocka_unit_test(a_pipelines_line_gives_its_first_field),
        cmocka_unit_test(references_go_there_and_back),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
