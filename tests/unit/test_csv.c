/* CSV out and in, and bare lines in: what we write reads back; what is broken is said with its line and passed over. */
#include "form_help.h"

#include <fcntl.h>
#include <unistd.h>

#include "form/csv_in.h"

static void csv_is_what_the_page_says(void **state)
{
    static const struct form_settings plain = {.schema = "cust.test/1", .now = NOW};
    struct buf b = {0};

    (void)state;
    assert_null(write_sample(FORM_CSV, &plain, "not shown", &b));
    assert_golden("sample.csv", &b);
    buf_free(&b);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static struct err *spell_row(void *context, const struct csv_in_row *row)
{
    struct buf *out = context;

    buf_printf(out, "%zu", row->line);
    for (size_t i = 0; i < row->n; i++) {
        buf_adds(out, i == 0 ? ":" : "|");
        buf_addstr(out, row->cells[i]);
    }
    buf_addc(out, ';');
    return NULL;
}

static void spell_bad(void *context, struct err *e)
{
    assert_int_equal(e->code, ERR_DATA);
    buf_printf(context, "!%s;", e->where);
    err_free(e);
}

/* A file with these bytes, open for reading. */
static int file_of(struct str bytes)
{
    FILE *f = tmpfile();

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fflush(f), 0);
    int fd = dup(fileno(f));
    fclose(f);
    assert_true(fd >= 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void read_all(enum csv_in_kind kind, struct str bytes, size_t max, struct buf *out)
{
    struct csv_in_calls calls = {spell_row, spell_bad, out};
    int fd = file_of(bytes);

    assert_null(csv_in_read(fd, "f", kind, max, &calls));
    close(fd);
}

static void rows_come_with_the_line_they_start_at(void **state)
{
    static const struct {
        enum csv_in_kind kind;
        const char *bytes, *expect;
    } cases[] = {
        {CSV_IN_COMMA, "", ""},
        {CSV_IN_COMMA, "\n\n", ""},
        {CSV_IN_COMMA, "a,b\nc,d\n", "1:a|b;2:c|d;"},
        {CSV_IN_COMMA, "a,b\r\nc,d", "1:a|b;2:c|d;"},
        {CSV_IN_COMMA,
         "\xef\xbb\xbf"
         "a\n",
         "1:a;"},
        {CSV_IN_COMMA, " a , b \n", "1: a | b ;"},
        {CSV_IN_COMMA, "a,\"b\nb\",c\n\nd\n", "1:a|b\nb|c;4:d;"},
        {CSV_IN_COMMA, "\"a\"\"b\",\"\"\n", "1:a\"b|;"},
        {CSV_IN_COMMA, ",\n", "1:|;"},
        {CSV_IN_COMMA, "a\nb\"c,d\ne\n", "1:a;!f:2;3:e;"},
        {CSV_IN_COMMA, "\"a\"x\nb\n", "!f:1;2:b;"},
        {CSV_IN_COMMA, "\"a\n\"x\nb\n", "!f:1;!f:2;3:b;"},
        {CSV_IN_COMMA, "a\n\"b\nc\n", "1:a;!f:2;3:c;"},
        {CSV_IN_COMMA, "a\n0123456789012345678901234567890123456789\nb\n", "1:a;!f:2;3:b;"},
        {CSV_IN_COMMA, "\"01234567890\n0123456789\n0123456789\nb\nc\n",
         "!f:1;2:0123456789;3:0123456789;4:b;5:c;"},
        {CSV_IN_COMMA, "a,\"\nb,c\nd,\"e", "!f:1;2:b|c;!f:3;"},
        {CSV_IN_COMMA, "\"a\nb\nc\n\"d\ne\n", "!f:1;2:b;3:c;!f:4;5:e;"},
        {CSV_IN_COMMA, "a,\"\n\"\"\nb,\"c\nd\"\n", "!f:1;2:;3:b|c\nd;"},
        {CSV_IN_COMMA, "a,\"\r\n\r\nb\r\n", "!f:1;3:b;"},
        {CSV_IN_COMMA, "a,b\rc,\"d\re\"\r\rf,g", "1:a|b;2:c|d\re;5:f|g;"},
        {CSV_IN_COMMA, "a\rb\"c,d\re\r", "1:a;!f:2;3:e;"},
        {CSV_IN_COMMA, "a\r\"b\rc\r", "1:a;!f:2;3:c;"},
        {CSV_IN_COMMA, "a\n\"b\rc\"\nd\re\"e\nf\n", "1:a;2:b\rc;3:d;!f:3;4:f;"},
        {CSV_IN_COMMA, "a,\"b\rc\"\r\nd\r\n", "1:a|b\rc;2:d;"},
        {CSV_IN_TAB, "a\tb\rc\td\re\r", "1:a|b;2:c|d;3:e;"},
        {CSV_IN_TAB, "a\tb\nc\\q\rd\ne", "1:a|b;!f:2;3:e;"},
        {CSV_IN_TAB, "a\tb\nc\td", "1:a|b;2:c|d;"},
        {CSV_IN_TAB, "a\\tb\t-\t\\x2D\t\n\nc\r\n", "1:a\tb||-|;3:c;"},
        {CSV_IN_TAB, "a\\q\nb\n", "!f:1;2:b;"},
        {CSV_IN_TAB, "a\"b\t\"c\n", "1:a\"b|\"c;"},
        {CSV_IN_TAB, "a\n0123456789012345678901234567890123456789\nb\n", "1:a;!f:2;3:b;"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        buf_adds(&out, "");
        read_all(cases[i].kind, str_of(cases[i].bytes), 30, &out);
        if (strcmp(out.p, cases[i].expect) != 0)
            fail_msg("case %zu: '%s' is not '%s'", i, out.p, cases[i].expect);
        buf_free(&out);
    }
}

static void a_row_without_end_is_refused_in_flat_memory(void **state)
{
    struct buf bytes = {0}, out = {0};

    (void)state;
    buf_adds(&bytes, "\"");
    for (int i = 0; i < 3000000; i++)
        buf_addc(&bytes, i % 1000 == 999 ? ',' : 'x');
    buf_adds(&bytes, "\nlast\n");
    read_all(CSV_IN_COMMA, buf_str(&bytes), 100000, &out);
    assert_string_equal(out.p, "!f:1;2:last;");
    buf_reset(&out);
    read_all(CSV_IN_TAB, buf_str(&bytes), 100000, &out);
    assert_string_equal(out.p, "!f:1;2:last;");
    buf_reset(&out);
    buf_reset(&bytes);
    for (int i = 0; i < CSV_IN_CELLS + 5; i++)
        buf_adds(&bytes, "x,");
    buf_adds(&bytes, "\nlast\n");
    read_all(CSV_IN_COMMA, buf_str(&bytes), 100000, &out);
    assert_string_equal(out.p, "!f:1;2:last;");
    buf_free(&bytes);
    buf_free(&out);
}

struct collected {
    size_t rows;
    struct buf cells[COLUMNS];
};

static struct err *collect(void *context, const struct csv_in_row *row)
{
    struct collected *c = context;

    assert_int_equal(row->n, COLUMNS);
    if (c->rows++ == 2) /* the header and row 0 stand before the hostile one */
        for (size_t i = 0; i < COLUMNS; i++)
            buf_addstr(&c->cells[i], row->cells[i]);
    return NULL;
}

static void what_we_write_reads_back(void **state)
{
    static const struct form_settings plain = {.schema = "cust.test/1", .now = NOW};
    struct buf b = {0};
    struct collected c = {0};
    struct csv_in_calls calls = {collect, spell_bad, &c};

    (void)state;
    assert_null(write_sample(FORM_CSV, &plain, NULL, &b));
    int fd = file_of(buf_str(&b));
    assert_null(csv_in_read(fd, "f", CSV_IN_COMMA, 1000, &calls));
    close(fd);
    assert_int_equal(c.rows, ROWS + 1);
    assert_string_equal(c.cells[0].p, "7");
    assert_string_equal(c.cells[5].p, "a\tb\\c\nd\\x1B[31m \\xFF \"q\", \\u202E!");
    for (size_t i = 0; i < COLUMNS; i++)
        buf_free(&c.cells[i]);
    buf_free(&b);
}

static struct err *stop(void *context, const struct csv_in_row *row)
{
    (void)row;
    ++*(int *)context;
    return err_new(ERR_TEMP, NULL, "enough");
}

static void an_error_of_the_caller_ends_the_reading(void **state)
{
    static const enum csv_in_kind kinds[] = {CSV_IN_COMMA, CSV_IN_TAB};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        int n = 0, fd = file_of(str_of("a\nb\n\"c\n"));
        struct csv_in_calls calls = {stop, spell_bad, &n};
        struct err *e = csv_in_read(fd, "f", kinds[i], 100, &calls);
        assert_non_null(e);
        assert_int_equal(e->code, ERR_TEMP);
        assert_int_equal(n, 1);
        err_free(e);
        close(fd);
    }
    struct csv_in_calls calls = {stop, spell_bad, NULL};
    struct err *e = csv_in_read(-1, "f", CSV_IN_COMMA, 100, &calls);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_IO);
    err_free(e);
}

static void headers_are_bound_by_name_and_map(void **state)
{
    static const struct csv_in_column known[] = {{"customer", true}, {"text", true}, {"category", false}};
    static const struct csv_in_map map[] = {{"Narrative", "text"}, {"fold", ""}};
    static const struct {
        const char *cells[4];
        int at[3];
        const char *wrong;
    } cases[] = {
        {{"customer", "text", "category"}, {0, 1, 2}, NULL},
        {{"TEXT", " Customer "}, {1, 0, -1}, NULL},
        {{"fold", "narrative", "customer"}, {2, 1, -1}, NULL},
        {{"customer"}, {0}, "column text is missing"},
        {{"customer", "text", "text"}, {0}, "column text comes twice"},
        {{"customer", "text", "narrative"}, {0}, "column text comes twice"},
        {{"custmer", "text"}, {0}, "did you mean customer"},
        {{"customer", "text", "xyzzy"}, {0}, "no column 'xyzzy'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str cells[4];
        struct csv_in_row row = {"f", 1, cells, 0};
        int at[3];
        for (; row.n < 4 && cases[i].cells[row.n] != NULL; row.n++)
            cells[row.n] = str_of(cases[i].cells[row.n]);
        struct err *e = csv_in_bind(&row, known, 3, map, 2, at, NULL);
        if (cases[i].wrong == NULL) {
            assert_null(e);
            assert_memory_equal(at, cases[i].at, sizeof at);
        } else {
            assert_non_null(e);
            assert_non_null(strstr(e->text, cases[i].wrong));
            err_free(e);
        }
    }
    struct str cells[3] = {str_of("text"), str_of("xyzzy"), str_of("customer")};
    struct csv_in_row row = {"f", 1, cells, 3};
    int at[3], stray = -1;
    assert_null(csv_in_bind(&row, known, 3, NULL, 0, at, &stray));
    assert_int_equal(stray, 1);
    assert_int_equal(at[0], 2);
}

/* Any mixture of cells, written as RFC 4180 has it, comes back cell for cell with the line it starts at. */
static void any_cells_come_back_from_csv(void **state)
{
    static const char alphabet[] = "ab ,\"\n\r\t\\-";
    uint32_t seed = 9;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct buf file = {0}, want = {0}, got = {0};
        size_t line = 1;
        for (int row = 0; row < 3; row++) {
            buf_printf(&want, "%zu:", line);
            for (int cell = 0; cell < 3; cell++) {
                buf_adds(&want, cell > 0 ? "|" : "");
                buf_adds(&file, cell > 0 ? ",\"" : "\"");
                for (uint32_t n = (seed = seed * 1664525U + 1013904223U) >> 29; n > 0; n--) {
                    char c = alphabet[((seed = seed * 1664525U + 1013904223U) >> 16) % (sizeof alphabet - 1)];
                    buf_addc(&want, c);
                    buf_addc(&file, c);
                    if (c == '"')
                        buf_addc(&file, c);
                    line += c == '\n';
                }
                buf_addc(&file, '"');
            }
            buf_adds(&want, ";");
            buf_adds(&file, row % 2 == 0 ? "\r\n" : "\n");
            line++;
        }
        read_all(CSV_IN_COMMA, buf_str(&file), 1000, &got);
        if (strcmp(got.p, want.p) != 0)
            fail_msg("'%s' is not '%s'", got.p, want.p);
        buf_free(&file);
        buf_free(&want);
        buf_free(&got);
    }
}

struct counted {
    size_t rows, cells, bad;
};

static struct err *count_row(void *context, const struct csv_in_row *row)
{
    struct counted *c = context;

    if (c->rows++ == 0)
        c->cells = row->n;
    return row->n == c->cells ? NULL
                              : err_new(ERR_DATA, row->name, "line %zu has %zu cells", row->line, row->n);
}

static void count_bad(void *context, struct err *e)
{
    ((struct counted *)context)->bad++;
    err_free(e);
}

static void real_tables_are_read_whole(void **state)
{
    static const char file[] = "../shared/data/triage/cfpb_product.tsv";
    struct counted c = {0, 0, 0};
    struct csv_in_calls calls = {count_row, count_bad, &c};
    int fd = open(file, O_RDONLY);

    (void)state;
    if (fd < 0) {
        print_message("# %s is not here\n", file);
        skip();
    }
    assert_null(csv_in_read(fd, file, CSV_IN_TAB, 1 << 20, &calls));
    assert_int_equal(c.rows, 7005 + 1);
    assert_int_equal(c.bad, 0);
    close(fd);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_what_the_page_says),
        cmocka_unit_test(rows_come_with_the_line_they_start_at),
        cmocka_unit_test(a_row_without_end_is_refused_in_flat_memory),
        cmocka_unit_test(what_we_write_reads_back),
        cmocka_unit_test(an_error_of_the_caller_ends_the_reading),
        cmocka_unit_test(any_cells_come_back_from_csv),
        cmocka_unit_test(headers_are_bound_by_name_and_map),
        cmocka_unit_test(real_tables_are_read_whole),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
