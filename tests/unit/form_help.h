/* form_help: a listing for the tests of lib/form, and a sink that keeps what was written. */
#ifndef TESTS_FORM_HELP_H
#define TESTS_FORM_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "form/form.h"

#define NOW ((instant)1795294200) /* 2026-11-21T20:50:00Z, a Saturday */

enum { COLUMNS = 6, ROWS = 4 };

static const struct form_column columns[COLUMNS] = {
    {.name = "REF"},
    {.name = "PRIORITY", .look = FORM_PRIORITY},
    {.name = "DUE", .type = FORM_DUE},
    {.name = "POINTS", .type = FORM_NUMBER},
    {.name = "SIGNALS", .type = FORM_LIST},
    {.name = "SUBJECT", .elastic = true},
};

static inline struct form_value words(const char *s)
{
    return form_text(str_of(s));
}

/* Plain, hostile, empty and wide. */
static inline void sample(struct form_value rows[ROWS][COLUMNS])
{
    static const char hostile[] = "a\tb\\c\nd\x1b[31m \xff \"q\", \xe2\x80\xae!";

    rows[0][0] = words("42");
    rows[0][1] = words("P1");
    rows[0][2] = form_time(NOW - 2 * 3600 - 5);
    rows[0][3] = form_number(118);
    rows[0][4] = words("anger,legal");
    rows[0][5] = words("The kettle leaks and nobody rings back");
    rows[1][0] = words("7");
    rows[1][1] = words("P3");
    rows[1][2] = form_time(NOW + 20 * 3600);
    rows[1][3] = form_number(-3);
    rows[1][4] = form_none();
    rows[1][5] = form_text((struct str){hostile, sizeof hostile - 1});
    rows[2][0] = words("1005");
    for (size_t i = 1; i < COLUMNS; i++)
        rows[2][i] = form_none();
    rows[3][0] = words("8");
    rows[3][1] = words("P4");
    rows[3][2] = form_time(NOW - 10);
    rows[3][2].settled = true;
    rows[3][3] = form_number(0);
    rows[3][4] = words("safety");
    rows[3][5] = words("-");
}

static inline struct err *keep(void *context, struct str bytes)
{
    buf_addstr(context, bytes);
    return NULL;
}

static inline struct form_sink keeping(struct buf *b)
{
    return (struct form_sink){keep, b};
}

/* The sample written whole. */
static inline struct err *write_sample(enum form_kind kind, const struct form_settings *settings,
                                       const char *footing, struct buf *out)
{
    struct form_value rows[ROWS][COLUMNS];
    struct form *f;
    struct err *e = form_open(kind, columns, COLUMNS, settings, keeping(out), &f);

    if (e != NULL)
        return e;
    sample(rows);
    for (size_t i = 0; i < ROWS; i++)
        assert_null(form_row(f, rows[i]));
    assert_int_equal(form_rows(f), ROWS);
    return form_close(f, footing);
}

/* The file must hold exactly these bytes; CUST_GOLDEN=write in the environment writes it instead. */
static inline void assert_golden(const char *name, const struct buf *got)
{
    char *path = NULL;
    struct buf want = {0}, b = {0};

    buf_printf(&b, "tests/golden/form/%s", name);
    path = buf_take(&b);
    if (getenv("CUST_GOLDEN") != NULL) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(got->p, 1, got->len, f), got->len);
        assert_int_equal(fclose(f), 0);
    }
    assert_null(buf_read_file(&want, path, 1 << 20));
    if (want.len != got->len || memcmp(want.p, got->p, got->len) != 0)
        fail_msg("%s differs; got:\n%s", path, got->p);
    buf_free(&want);
    free(path);
}

#endif
