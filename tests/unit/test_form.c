/* Listings as bare lines, and what all five forms share: columns picked, sinks that fail, words for times. */
#include "form_help.h"

#include "base/text.h"
#include "base/zone.h"
#include "form/form_when.h"

static const struct form_settings plain = {.schema = "cust.test/1", .now = NOW};

static void a_bare_line_is_what_the_page_says(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_null(write_sample(FORM_TSV, &plain, "4 open", &b));
    assert_golden("sample.tsv", &b);
    buf_free(&b);
}

/* Pseudo-random bytes; the same in every run. */
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

static void any_bytes_read_back_from_a_line_as_they_were(void **state)
{
    static const char odd[] = {'\t',   '\n',       '\\',       '-',        'x',       '\0',
                               '\x1b', (char)0xff, (char)0xe2, (char)0x80, (char)0xae};
    static const struct form_column one[2] = {{.name = "REF"}, {.name = "TEXT"}};
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char bytes[24];
        size_t n = next(&seed) % sizeof bytes + 1;
        for (size_t i = 0; i < n; i++)
            bytes[i] = round % 2 == 0 ? odd[next(&seed) % sizeof odd] : (char)next(&seed);
        struct buf line = {0}, back = {0};
        struct form *f;
        struct form_value v[2] = {words("1"), form_text((struct str){bytes, n})};
        assert_null(form_open(FORM_TSV, one, 2, &plain, keeping(&line), &f));
        assert_null(form_row(f, v));
        assert_null(form_close(f, NULL));
        assert_int_equal(line.p[line.len - 1], '\n');
        struct str cell = {line.p + 2, line.len - 3};
        assert_null(memchr(cell.p, '\n', cell.n));
        assert_null(memchr(cell.p, '\t', cell.n));
        assert_false(str_is(cell, "-"));
        assert_null(text_unescape(cell, &back));
        assert_true(str_eq(buf_str(&back), (struct str){bytes, n}));
        buf_free(&line);
        buf_free(&back);
    }
}

static void fields_are_picked_by_name_in_any_case_and_order(void **state)
{
    static const struct {
        const char *fields, *first, *wrong;
    } cases[] = {
        {"ref", "42\n", NULL},
        {"Priority,REF", "P1\t42\n", NULL},
        {" ref , points ", "42\t118\n", NULL},
        {"ref,ref", "42\t42\n", NULL},
        {"priorty", NULL, "no field 'priorty'; did you mean priority?"},
        {"xyzzyxyzzy", NULL, "no field 'xyzzyxyzzy'; there are ref, priority, due, points, signals, subject"},
        {"ref,", NULL, "there are"},
        {"", NULL, "there are"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_settings s = plain;
        struct buf b = {0};
        s.fields = cases[i].fields;
        struct err *e = write_sample(FORM_TSV, &s, NULL, &b);
        if (cases[i].wrong != NULL) {
            assert_non_null(e);
            assert_int_equal(e->code, ERR_USAGE);
            assert_string_equal(e->where, "--fields");
            assert_non_null(strstr(e->text, cases[i].wrong));
            err_free(e);
        } else {
            assert_null(e);
            assert_memory_equal(b.p, cases[i].first, strlen(cases[i].first));
        }
        buf_free(&b);
    }
}

static void a_wrong_format_suggests_the_near_one(void **state)
{
    enum form_kind kind = FORM_TSV;

    (void)state;
    assert_null(form_kind_find(str_of("jsonl"), &kind));
    assert_int_equal(kind, FORM_JSONL);
    struct err *e = form_kind_find(str_of("tabel"), &kind);
    assert_non_null(e);
    assert_string_equal(e->text, "no format 'tabel'; did you mean table?");
    err_free(e);
}

static struct err *full(void *context, struct str bytes)
{
    size_t *calls = context;

    assert_true(bytes.n > 0);
    return ++*calls == 2 ? err_new(ERR_IO, NULL, "full") : NULL;
}

static void an_error_of_the_sink_is_passed_up_and_long_listings_are_not_held(void **state)
{
    static const enum form_kind kinds[] = {FORM_TSV, FORM_TABLE, FORM_JSON, FORM_JSONL, FORM_CSV};

    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        struct form_value rows[ROWS][COLUMNS];
        struct form *f;
        size_t calls = 0;
        struct err *e = NULL;
        sample(rows);
        assert_null(form_open(kinds[k], columns, COLUMNS, &plain, (struct form_sink){full, &calls}, &f));
        for (int i = 0; e == NULL && i < 20000; i++)
            e = form_row(f, rows[i % ROWS]);
        assert_non_null(e);
        assert_string_equal(e->text, "full");
        err_free(e);
        form_abandon(f);
    }
}

static void times_are_said_in_words(void **state)
{
    static const struct {
        instant t; /* less NOW */
        const char *time, *due;
    } cases[] = {
        {-1, "today 20:49", "just late"},
        {-59, "today 20:49", "just late"},
        {-60, "today 20:49", "1 min late"},
        {-3599, "today 19:50", "59 min late"},
        {-3600, "today 19:50", "1 h late"},
        {-2 * 86400 + 1, "Thu 19 Nov", "47 h late"},
        {-2 * 86400, "Thu 19 Nov", "2 days late"},
        {-86400, "yesterday 20:50", "24 h late"},
        {-400 * 86400, "17 Oct 2025", "400 days late"},
        {0, "today 20:50", "now"},
        {25 * 60, "today 21:15", "in 25 min"},
        {3599, "today 21:49", "in 60 min"},
        {3600, "today 21:50", "today 21:50"},
        {86400, "tomorrow 20:50", "tomorrow 20:50"},
        {6 * 86400, "Fri 20:50", "Fri 20:50"},
        {7 * 86400, "Sat 28 Nov", "Sat 28 Nov"},
        {60 * 86400, "20 Jan 2027", "20 Jan 2027"},
    };
    char out[FORM_WHEN_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(form_when_time(NOW + cases[i].t, NOW, NULL, out), cases[i].time);
        assert_string_equal(form_when_due(NOW + cases[i].t, NOW, NULL, out), cases[i].due);
    }
    assert_string_equal(form_when_time(INSTANT_NONE, NOW, NULL, out), "-");
    assert_string_equal(form_when_clock(INSTANT_NONE, NOW, NULL, out), "-");
    assert_string_equal(form_when_due(INSTANT_NONE, NOW, NULL, out), "-");
}

static void a_clock_time_is_said_however_long_ago(void **state)
{
    char out[FORM_WHEN_SIZE];

    (void)state;
    assert_string_equal(form_when_clock(NOW - 60, NOW, NULL, out), "today 20:49");
    assert_string_equal(form_when_clock(NOW - 2 * 86400, NOW, NULL, out), "Thu 19 Nov 20:50");
    assert_string_equal(form_when_clock(NOW - 400 * 86400, NOW, NULL, out), "17 Oct 2025 20:50");
}

static void how_long_it_took_is_said_in_whole_units(void **state)
{
    char out[FORM_WHEN_SIZE];

    (void)state;
    assert_string_equal(form_when_span(0, false, out), "0 min");
    assert_string_equal(form_when_span(119, false, out), "119 min");
    assert_string_equal(form_when_span(120, false, out), "2 h");
    assert_string_equal(form_when_span(2879, false, out), "47 h");
    assert_string_equal(form_when_span(11520, false, out), "8 d");
    assert_string_equal(form_when_span(11520, true, out), "192 h");
}

static void today_is_what_the_zone_says(void **state)
{
    struct zone *kiritimati = NULL;
    char out[FORM_WHEN_SIZE];

    (void)state;
    struct err *e = zone_load(NULL, "Pacific/Kiritimati", &kiritimati);
    if (e != NULL) {
        err_free(e);
        skip();
    }
    assert_string_equal(form_when_time(NOW, NOW, kiritimati, out), "today 10:50");
    assert_string_equal(form_when_time(NOW - 11 * 3600, NOW, kiritimati, out), "yesterday 23:50");
    zone_free(kiritimati);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_line_is_what_the_page_says),
        cmocka_unit_test(any_bytes_read_back_from_a_line_as_they_were),
        cmocka_unit_test(fields_are_picked_by_name_in_any_case_and_order),
        cmocka_unit_test(a_wrong_format_suggests_the_near_one),
        cmocka_unit_test(an_error_of_the_sink_is_passed_up_and_long_listings_are_not_held),
        cmocka_unit_test(times_are_said_in_words),
        cmocka_unit_test(a_clock_time_is_said_however_long_ago),
        cmocka_unit_test(how_long_it_took_is_said_in_whole_units),
        cmocka_unit_test(today_is_what_the_zone_says),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
