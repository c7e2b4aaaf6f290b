/* Which form a file is in: by its name, or else by its first line, of which nothing is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/import_form.h"

static const struct {
    const char *name, *bytes;
    int form; /* -1: refused */
    enum err_code code;
} cases[] = {
    {"a.jsonl", "text,source-id\n", IMPORT_EVENTS, 0},
    {"a.JSON", "", IMPORT_EVENTS, 0},
    {"a.csv", "a\tb\n", IMPORT_CSV, 0},
    {"a.tsv", "a,b\n", IMPORT_TSV, 0},
    {".csv", "{\"a\":1}\n", IMPORT_EVENTS, 0},
    {"events", "{\"schema\":\"cust.event/1\"}\n", IMPORT_EVENTS, 0},
    {"rows", "text,source\tid\nx\ty\n", IMPORT_TSV, 0},
    {"rows", "text,id\na\tb,c\n", IMPORT_CSV, 0},
    {"rows", "\xef\xbb\xbf{\"a\":1}\n", IMPORT_EVENTS, 0},
    {"rows", "text", IMPORT_CSV, 0},
    {"rows", "", -1, ERR_NOINPUT},
};

static void guess(size_t i, int from, int to)
{
    enum import_form form = IMPORT_CSV;
    char rest[64];

    assert_int_equal(write(to, cases[i].bytes, strlen(cases[i].bytes)), strlen(cases[i].bytes));
    close(to);
    struct err *e = import_form_guess(from, cases[i].name, &form);
    if (cases[i].form < 0 && (e == NULL || e->code != cases[i].code))
        fail_msg("case %zu is not refused as it should be", i);
    if (cases[i].form >= 0 && (e != NULL || (int)form != cases[i].form))
        fail_msg("case %zu: form %d: %s", i, (int)form, e != NULL ? e->text : "");
    err_free(e);
    assert_int_equal(read(from, rest, sizeof rest), strlen(cases[i].bytes));
    close(from);
}

static void a_pipe_tells_its_form_and_keeps_every_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        guess(i, ends[0], ends[1]);
    }
}

static void what_cannot_be_looked_at_asks_for_the_form(void **state)
{
    enum import_form form;
    struct err *e = import_form_guess(-1, "rows", &form);

    (void)state;
    assert_non_null(e);
    assert_int_equal(e->code, ERR_USAGE);
    assert_non_null(strstr(e->text, "--from"));
    err_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_tells_its_form_and_keeps_every_byte),
        cmocka_unit_test(what_cannot_be_looked_at_asks_for_the_form),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
