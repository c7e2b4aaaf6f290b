/* The table for eyes: aligned, cut to the terminal, coloured, and still readable by the next tool. */
#include "form_help.h"

#include "base/text.h"
#include "form/form_name.h"
#include "rule/ref.h"

static void the_table_looks_as_the_page_says(void **state)
{
    static const struct {
        struct form_settings settings;
        const char *golden;
    } cases[] = {
        {{.schema = "cust.test/1", .now = NOW}, "sample.table"},
        {{.schema = "cust.test/1", .now = NOW, .width = 60}, "sample-60.table"},
        {{.schema = "cust.test/1", .now = NOW, .width = 80, .colour = true}, "sample-colour.table"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf b = {0};
        assert_null(write_sample(FORM_TABLE, &cases[i].settings, "4 open, 1 late", &b));
        assert_golden(cases[i].golden, &b);
        buf_free(&b);
    }
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    (void)state;
    for (size_t width = 56; width < 120; width += 3) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = width};
        struct buf b = {0};
        assert_null(write_sample(FORM_TABLE, &s, NULL, &b));
        struct str rest = buf_str(&b), line;
        while (str_cut(&rest, '\n', &line))
            assert_true(text_width(line) <= width);
        buf_free(&b);
    }
}

static void a_narrow_terminal_cuts_headers_first_and_never_the_reference(void **state)
{
    static const struct form_column four[4] = {{.name = "REF"},
                                               {.name = "PRIORITY"},
                                               {.name = "CUSTOMER", .max = 20},
                                               {.name = "SUBJECT", .elastic = true}};
    static const struct {
        size_t width;
        const char *expect;
    } cases[] = {
        {80, "REF         PRIORITY  CUSTOMER              SUBJECT\n"
             "1000000001  P1        Klaerwerk Nord und \xe2\x80\xa6  The pump is loud and leaks\n"},
        {66, "REF         PRIO  CUSTOMER              SUBJECT\n"
             "1000000001  P1    Klaerwerk Nord und \xe2\x80\xa6  The pump is loud and leaks\n"},
        {60, "REF         PRIORITY  CUSTOMER\n"
             "1000000001  P1        Klaerwerk Nord und \xe2\x80\xa6\n"
             "            | The pump is loud and leaks\n"},
        {30, "REF         PRIO  CUSTOMER\n"
             "1000000001  P1    Klaerwerk N\xe2\x80\xa6\n"
             "            | The pump is lou\xe2\x80\xa6\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = cases[i].width};
        struct form_value v[4] = {words("1000000001"), words("P1"), words("Klaerwerk Nord und Sued GmbH"),
                                  words("The pump is loud and leaks")};
        struct buf b = {0};
        struct form *f;
        assert_null(form_open(FORM_TABLE, four, 4, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        assert_string_equal(b.p, cases[i].expect);
        buf_free(&b);
    }
}

static void a_name_that_has_no_room_goes_on_in_the_next_line(void **state)
{
    static const struct form_column four[4] = {{.name = "REF"},
                                               {.name = "PRESSURE_VESSEL", .type = FORM_NUMBER},
                                               {.name = "UNCERTAIN", .type = FORM_NUMBER},
                                               {.name = "SUBJECT", .elastic = true}};
    static const struct {
        size_t width;
        const char *expect;
    } cases[] = {
        {60, "REF  PRESSURE_VESSEL  UNCERTAIN  SUBJECT\n"
             "1                  7          8  The pump is loud and leaks\n"},
        {52, "     PRESSURE\n"
             "REF    VESSEL  UNCERTAIN  SUBJECT\n"
             "1           7          8  The pump is loud and leaks\n"},
        {36, "REF  PRESSURE_VESSEL  UNCERTAIN\n"
             "1                  7          8\n"
             "     | The pump is loud and leaks\n"},
        {24, "     PRESSURE\n"
             "REF    VESSEL  UNCERTAIN\n"
             "1           7          8\n"
             "     | The pump is loud\xe2\x80\xa6\n"},
        {15, "     PRESSURE\n"
             "REF    VESSEL\n"
             "1           7\n"
             "     | UNCERTAIN 8\n"
             "     | The pum\xe2\x80\xa6\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = cases[i].width};
        struct form_value v[4] = {words("1"), form_number(7), form_number(8),
                                  words("The pump is loud and leaks")};
        struct buf b = {0};
        struct form *f;
        assert_null(form_open(FORM_TABLE, four, 4, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        assert_string_equal(b.p, cases[i].expect);
        buf_free(&b);
    }
}

static void a_reference_wider_than_the_terminal_leaves_a_line_for_the_rest(void **state)
{
    static const struct form_column four[4] = {{.name = "CAUSE", .max = 32},
                                               {.name = "RESOLVED", .type = FORM_NUMBER},
                                               {.name = "BEFORE", .type = FORM_NUMBER},
                                               {.name = "SHARE", .type = FORM_NUMBER}};

    (void)state;
    for (size_t width = 1; width < 60; width++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = width};
        struct form_value v[4] = {words("box-thin-beyond-all-measure"), form_number(3), form_number(4),
                                  form_number(67)};
        struct buf b = {0};
        struct form *f;
        assert_null(form_open(FORM_TABLE, four, 4, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        struct str rest = buf_str(&b), line;
        while (str_cut(&rest, '\n', &line))
            assert_in_range(text_width(line), 0, 60);
        assert_non_null(strstr(b.p, "box-thin-beyond-all-measure"));
        buf_free(&b);
    }
}

static void a_figure_that_has_no_room_in_its_line_stands_below_with_its_name(void **state)
{
    static const struct form_column four[4] = {{.name = "CAUSE"},
                                               {.name = "RESOLVED", .type = FORM_NUMBER},
                                               {.name = "BEFORE", .type = FORM_NUMBER},
                                               {.name = "SHARE", .type = FORM_NUMBER}};
    static const struct {
        size_t width;
        const char *expect;
    } cases[] = {
        {40, "CAUSE                        RSVD  BEF\nbox-thin-beyond-all-measure     3    0\n"
             "                             | SHARE 67\n"},
        {34, "CAUSE                        RSVD\nbox-thin-beyond-all-measure     3\n"
             "                             | BEFORE 0\n                             | SHARE 67\n"},
        {50, "CAUSE                        RSVD  BEFORE  SHARE\n"
             "box-thin-beyond-all-measure     3       0     67\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = cases[i].width};
        struct form_value v[4] = {words("box-thin-beyond-all-measure"), form_number(3), form_number(0),
                                  form_number(67)};
        struct buf b = {0};
        struct form *f;
        assert_null(form_open(FORM_TABLE, four, 4, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        assert_string_equal(b.p, cases[i].expect);
        buf_free(&b);
    }
}

static void a_label_goes_on_below_before_a_figure_leaves_its_line(void **state)
{
    static const struct form_column four[4] = {{.name = "FIGURE", .look = FORM_LABEL},
                                               {.name = "NOW", .type = FORM_NUMBER},
                                               {.name = "BEFORE", .type = FORM_NUMBER},
                                               {.name = "CHANGE", .type = FORM_NUMBER}};
    static const struct {
        size_t width;
        const char *label, *expect;
    } cases[] = {
        {60, "4 of 9, 90th percentile, business hours only",
         "FIGURE                                   NOW  BEFORE  CHANGE\n"
         "4 of 9, 90th percentile, business hours    7       8    1234\n| only\n"},
        {40, "4 of 9, 90th percentile, business hours only",
         "FIGURE                  NOW  BEF  CHANGE\n"
         "4 of 9, 90th              7    8    1234\n| percentile, business hours only\n"},
        {24, "4 of 9, 90th percentile, business hours only",
         "FIGURE               NOW\n4 of 9, 90th           7\n| percentile, business\n| hours only\n"
         "| BEFORE 8  CHANGE 1234\n"},
        {34, "box-thin-beyond-all-measure",
         "FIGURE            NOW  BEF  CHANGE\nbox-thin-beyond-    7    8    1234\n"
         "| all-measure\n"},
        {34, "\xc3\xa9tranglementmanifeste",
         "FIGURE            NOW  BEF  CHANGE\n\xc3\xa9tranglementmani    7    8    1234\n"
         "| feste\n"},
        {0, "4 of 9, 90th percentile, business hours only",
         "FIGURE                                        NOW  BEFORE  CHANGE\n"
         "4 of 9, 90th percentile, business hours only    7       8    1234\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = cases[i].width};
        struct form_value v[4] = {words(cases[i].label), form_number(7), form_number(8), form_number(1234)};
        struct buf b = {0};
        struct form *f;
        assert_null(form_open(FORM_TABLE, four, 4, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        assert_string_equal(b.p, cases[i].expect);
        buf_free(&b);
    }
}

static void every_line_below_a_row_begins_with_its_mark(void **state)
{
    static const char *const names[] = {"SATISFIED", "WON_BACK", "MISSED", "SHARE",
                                        "PRAISE",    "BACKLOG",  "BEFORE"};
    enum { N = 1 + sizeof names / sizeof names[0] };
    struct form_column all[N] = {{.name = "OWNER", .look = FORM_LABEL}};

    (void)state;
    for (size_t i = 1; i < N; i++)
        all[i] = (struct form_column){.name = names[i - 1], .type = FORM_NUMBER};
    for (size_t width = 20; width < 90; width++) {
        struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = width};
        struct form_value v[N] = {words("ann 4 of the 4 4 4 4 desk 4")};
        struct buf b = {0};
        struct form *f;
        bool in_row = false;
        for (size_t i = 1; i < N; i++)
            v[i] = form_number(4);
        assert_null(form_open(FORM_TABLE, all, N, &s, keeping(&b), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        struct str rest = buf_str(&b), line;
        while (str_cut(&rest, '\n', &line)) {
            assert_in_range(text_width(line), 0, width);
            if (in_row && line.n > 0)
                assert_int_equal(line.p[0], '|');
            in_row = in_row || (line.n > 3 && memcmp(line.p, "ann", 3) == 0);
        }
        assert_true(in_row);
        buf_free(&b);
    }
}

static void a_name_is_taken_as_it_is_printed(void **state)
{
    static const struct {
        const char *said, *name;
        bool is;
    } cases[] = {
        {"RESOLVED", "RESOLVED", true},
        {"resolved", "RESOLVED", true},
        {"RSVD", "RESOLVED", true},
        {"rsvd", "RESOLVED", true},
        {"BUS MED", "BUSINESS_MEDIAN", true},
        {"bus_med", "BUSINESS_MEDIAN", true},
        {"business-median", "BUSINESS_MEDIAN", true},
        {"won back", "WON_BACK", true},
        {"Won-Back", "won back", true},
        {"RSV", "RESOLVED", false},
        {"", "RESOLVED", false},
        {"RESOLVED ", "RESOLVED", false},
        {"wonback", "WON_BACK", false},
        {"REOP", "REOPENED", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (form_name_is(str_of(cases[i].said), cases[i].name) != cases[i].is)
            fail_msg("'%s' for %s", cases[i].said, cases[i].name);
}

static void every_line_reads_back_or_is_passed_over(void **state)
{
    static const int64_t ids[] = {42, 7, 1005, 8};
    struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = 70, .colour = true};
    struct buf b = {0};
    size_t n = 0;

    (void)state;
    assert_null(write_sample(FORM_TABLE, &s, "4 open, 1 late", &b));
    struct str rest = buf_str(&b), line;
    while (str_cut(&rest, '\n', &line)) {
        struct ref r;
        bool found;
        assert_null(ref_first_field(line, &r, &found));
        if (found)
            assert_int_equal(r.id, ids[n++]);
    }
    assert_int_equal(n, ROWS);
    buf_free(&b);
}

static void a_footing_is_parted_between_words_and_each_part_is_passed_over(void **state)
{
    struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = 30};
    struct buf b = {0};
    struct form *f;

    (void)state;
    assert_null(form_open(FORM_TABLE, columns, COLUMNS, &s, keeping(&b), &f));
    assert_null(form_close(f, "17 open, 2 late, 3 unowned, 2 without next step"));
    assert_string_equal(b.p, "TOTAL 17 open, 2 late, 3\nTOTAL unowned, 2 without next\nTOTAL step\n");
    buf_free(&b);
}

static void an_empty_table_is_its_footing_only(void **state)
{
    struct form_settings s = {.schema = "cust.test/1", .now = NOW};
    struct buf b = {0};
    struct form *f;

    (void)state;
    assert_null(form_open(FORM_TABLE, columns, COLUMNS, &s, keeping(&b), &f));
    assert_null(form_close(f, "nothing is open"));
    assert_string_equal(b.p, "TOTAL nothing is open\n");
    buf_free(&b);
}

static void rows_behind_the_first_block_stream_and_keep_its_columns(void **state)
{
    static const struct form_column two[2] = {{.name = "REF"}, {.name = "TEXT", .elastic = true}};
    struct form_settings s = {.schema = "cust.test/1", .now = NOW, .width = 20};
    struct buf b = {0};
    struct form *f;

    (void)state;
    assert_null(form_open(FORM_TABLE, two, 2, &s, keeping(&b), &f));
    for (int i = 0; i < FORM_BLOCK + 2; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "%d", i < FORM_BLOCK ? 7 : 1234567);
        struct form_value v[2] = {words(ref), words("a text that is too long for it")};
        assert_null(form_row(f, v));
    }
    assert_null(form_close(f, NULL));
    const char *last = strstr(b.p, "1234567");
    assert_non_null(last);
    assert_memory_equal(last, "1234567  a text tha\xe2\x80\xa6\n", 22);
    assert_memory_equal(b.p, "REF  TEXT\n7    a text that is\xe2\x80\xa6\n", 33);
    buf_free(&b);
}

static void wide_characters_keep_the_columns_aligned(void **state)
{
    static const struct form_column three[3] = {{.name = "REF"}, {.name = "WHO", .max = 8}, {.name = "TEXT"}};
    static const char *const who[] = {"\xe6\x9d\xb1\xe4\xba\xac", "Jos\xc3\xa9", "e\xcc\x81t\xc3\xa9",
                                      "a name that is far too long"};
    struct form_settings s = {.schema = "cust.test/1", .now = NOW};
    struct buf b = {0};
    struct form *f;
    size_t lines = 0;

    (void)state;
    assert_null(form_open(FORM_TABLE, three, 3, &s, keeping(&b), &f));
    for (size_t i = 0; i < 4; i++) {
        struct form_value v[3] = {words("1"), words(who[i]), words("|")};
        assert_null(form_row(f, v));
    }
    assert_null(form_close(f, NULL));
    struct str rest = buf_str(&b), line;
    while (str_cut(&rest, '\n', &line)) {
        const char *bar = line.n > 0 ? memchr(line.p, '|', line.n) : NULL;
        if (bar == NULL)
            continue;
        assert_int_equal(text_width((struct str){line.p, (size_t)(bar - line.p)}), 3 + 2 + 8 + 2);
        lines++;
    }
    assert_int_equal(lines, 4);
    buf_free(&b);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_looks_as_the_page_says),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(a_narrow_terminal_cuts_headers_first_and_never_the_reference),
        cmocka_unit_test(a_name_that_has_no_room_goes_on_in_the_next_line),
        cmocka_unit_test(a_reference_wider_than_the_terminal_leaves_a_line_for_the_rest),
        cmocka_unit_test(a_figure_that_has_no_room_in_its_line_stands_below_with_its_name),
        cmocka_unit_test(a_label_goes_on_below_before_a_figure_leaves_its_line),
        cmocka_unit_test(every_line_below_a_row_begins_with_its_mark),
        cmocka_unit_test(a_name_is_taken_as_it_is_printed),
        cmocka_unit_test(every_line_reads_back_or_is_passed_over),
        cmocka_unit_test(a_footing_is_parted_between_words_and_each_part_is_passed_over),
        cmocka_unit_test(an_empty_table_is_its_footing_only),
        cmocka_unit_test(rows_behind_the_first_block_stream_and_keep_its_columns),
        cmocka_unit_test(wide_characters_keep_the_columns_aligned),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
