/* Lines of an input: all of them, numbered, and none that can eat the memory. */
#include "form_help.h"

#include <sys/resource.h>
#include <unistd.h>

#include "form/lines.h"

static int file_of(struct str bytes)
{
    FILE *f = tmpfile();

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fflush(f), 0);
    int fd = dup(fileno(f));
    fclose(f);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void spell(struct str input, size_t max, struct buf *out)
{
    int fd = file_of(input);
    struct lines *l = lines_open(fd, "f", max);
    struct str line;
    bool end = false;

    buf_adds(out, "");
    for (;;) {
        struct err *e = lines_next(l, &line, &end);
        if (end && e == NULL)
            break;
        if (e != NULL)
            buf_printf(out, "!%s;", e->where);
        else
            buf_printf(out, "%zu:%.*s;", lines_number(l), (int)line.n, line.p);
        err_free(e);
        if (end)
            break;
    }
    lines_close(l);
    close(fd);
}

static void every_line_comes_once_with_its_number(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"\n", "1:;"},
        {"a", "1:a;"},
        {"a\n", "1:a;"},
        {"a\nb", "1:a;2:b;"},
        {"\n\na\r\n", "1:;2:;3:a\r;"},
        {"123456\n12345\n", "!f:1;2:12345;"},
        {"12345\n123456", "1:12345;!f:2;"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        spell(str_of(cases[i][0]), 5, &out);
        assert_string_equal(out.p, cases[i][1]);
        buf_free(&out);
    }
}

static void lines_across_the_reads_of_the_input_stay_whole(void **state)
{
    struct buf in = {0}, want = {0}, out = {0};

    (void)state;
    for (size_t n = 1; n < 3000; n += 7) {
        for (size_t i = 0; i < n * 31 % 70001; i++)
            buf_addc(&in, (char)('a' + i % 26));
        buf_addc(&in, '\n');
    }
    struct str rest = buf_str(&in), line;
    for (size_t no = 1; str_cut(&rest, '\n', &line) && rest.p != NULL; no++)
        buf_printf(&want, "%zu:%.*s;", no, (int)line.n, line.p);
    spell(buf_str(&in), 70000, &out);
    assert_true(str_eq(buf_str(&out), buf_str(&want)));
    buf_free(&in);
    buf_free(&want);
    buf_free(&out);
}

static long peak_kilobytes(void)
{
    struct rusage u;

    assert_int_equal(getrusage(RUSAGE_SELF, &u), 0);
    return u.ru_maxrss;
}

static void a_line_of_a_hundred_megabytes_costs_no_memory(void **state)
{
    int ends[2];
    long before = peak_kilobytes();
    struct str line;
    bool end = false;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static char block[65536];
        memset(block, 'x', sizeof block);
        close(ends[0]);
        for (int i = 0; i < 1600; i++)
            if (write(ends[1], block, sizeof block) < 0)
                _exit(1);
        _exit(write(ends[1], "\nnext\n", 6) == 6 ? 0 : 1);
    }
    close(ends[1]);
    struct lines *l = lines_open(ends[0], "f", 1 << 20);
    struct err *e = lines_next(l, &line, &end);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_DATA);
    assert_false(end);
    err_free(e);
    assert_null(lines_next(l, &line, &end));
    assert_true(str_is(line, "next"));
    lines_close(l);
    close(ends[0]);
    assert_true(peak_kilobytes() - before < 20000);
}

static void an_input_that_cannot_be_read_is_an_error(void **state)
{
    struct lines *l = lines_open(-1, "f", 5);
    struct str line;
    bool end = false;

    (void)state;
    struct err *e = lines_next(l, &line, &end);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_IO);
    err_free(e);
    lines_close(l);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_comes_once_with_its_number),
        cmocka_unit_test(lines_across_the_reads_of_the_input_stay_whole),
        cmocka_unit_test(a_line_of_a_hundred_megabytes_costs_no_memory),
        cmocka_unit_test(an_input_that_cannot_be_read_is_an_error),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
