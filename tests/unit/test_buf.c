#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/table.h"

static void a_buffer_grows_and_stays_a_c_string(void **state)
{
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < 10000; i++) {
        buf_addc(&b, (char)('a' + i % 26));
        assert_int_equal(b.len, i + 1);
        assert_true(b.p[b.len] == '\0' && b.cap > b.len);
    }
    for (int i = 0; i < 10000; i++)
        assert_int_equal(b.p[i], 'a' + i % 26);
    buf_reset(&b);
    assert_string_equal(b.p, "");
    buf_adds(&b, "one");
    buf_addstr(&b, (struct str){"\0two", 4});
    buf_addstr(&b, (struct str){NULL, 0});
    assert_true(str_eq(buf_str(&b), (struct str){"one\0two", 7}));
    buf_free(&b);
    assert_null(b.p);
    buf_free(&b);
}

static void adding_nothing_still_gives_a_string(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_add(&b, NULL, 0);
    assert_non_null(b.p);
    assert_string_equal(b.p, "");
    buf_free(&b);
}

static void printing_fits_any_length(void **state)
{
    char word[5001];

    (void)state;
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    for (int n = 0; n <= 5000; n += 7) {
        struct buf b = {0};
        buf_printf(&b, "%d:", n);
        buf_printf(&b, "%.*s", n, word);
        buf_printf(&b, "%s", "");
        assert_int_equal(b.len, strlen(b.p));
        assert_int_equal(strspn(strchr(b.p, ':') + 1, "x"), n);
        buf_free(&b);
    }
}

static void numbers_are_written_as_printf_writes_them(void **state)
{
    static const long long rows[] = {0, 1, 9, 10, 99, 100, -1, -10, 1234567890, LLONG_MAX, LLONG_MIN};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = {0}, wanted = {0};
        buf_addn(&b, rows[i]);
        buf_printf(&wanted, "%lld", rows[i]);
        assert_string_equal(b.p, wanted.p);
        assert_int_equal(b.len, wanted.len);
        buf_free(&b);
        buf_free(&wanted);
    }
}

static void taken_memory_is_the_callers(void **state)
{
    struct buf b = {0};

    (void)state;
    char *none = buf_take(&b);
    assert_string_equal(none, "");
    free(none);
    buf_adds(&b, "words");
    char *p = buf_take(&b);
    assert_string_equal(p, "words");
    assert_true(b.p == NULL && b.len == 0 && b.cap == 0);
    free(p);
}

static int pipe_with(const char *bytes, size_t n)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, n), (ssize_t)n);
    close(ends[1]);
    return ends[0];
}

static void reading_keeps_every_byte_up_to_the_limit(void **state)
{
    struct buf b = {0};
    int fd = pipe_with("a\0b\n", 4);

    (void)state;
    assert_null(buf_read_fd(&b, fd, 4, "pipe"));
    close(fd);
    assert_true(str_eq(buf_str(&b), (struct str){"a\0b\n", 4}));
    buf_reset(&b);
    fd = pipe_with("12345", 5);
    struct err *e = buf_read_fd(&b, fd, 4, "pipe");
    close(fd);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_DATA);
    assert_string_equal(e->where, "pipe");
    err_free(e);
    buf_free(&b);
}

static void what_cannot_be_read_is_said(void **state)
{
    struct buf b = {0};

    (void)state;
    struct err *e = buf_read_file(&b, "/nowhere/at/all", 10);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_NOINPUT);
    err_free(e);
    e = buf_read_file(&b, "/", 10);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_IO);
    err_free(e);
    e = buf_read_fd(&b, -1, 10, "nothing");
    assert_non_null(e);
    assert_int_equal(e->code, ERR_IO);
    err_free(e);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_and_stays_a_c_string),
        cmocka_unit_test(adding_nothing_still_gives_a_string),
        cmocka_unit_test(printing_fits_any_length),
        cmocka_unit_test(numbers_are_written_as_printf_writes_them),
        cmocka_unit_test(taken_memory_is_the_callers),
        cmocka_unit_test(reading_keeps_every_byte_up_to_the_limit),
        cmocka_unit_test(what_cannot_be_read_is_said),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
