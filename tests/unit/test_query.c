/* The query language: what is read, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/zone.h"
#include "rule/query.h"

#define NOW INT64_C(1795294800) /* 2026-11-21T21:00:00Z, a Saturday */

static void write_test(const struct query *q, struct buf *out)
{
    static const char *const names[QUERY_KEYS] = {"text",     "number", "status",   "priority", "signal",
                                                  "category", "owner",  "customer", "channel",  "cause",
                                                  "kind",     "state",  "due",      "since",    "before"};
    char from[CIVIL_SIZE], to[CIVIL_SIZE];

    buf_adds(out, names[q->key]);
    switch (q->key) {
    case QUERY_TEXT:
        buf_printf(out, "<%.*s>%s", (int)q->text.n, q->text.p, q->value == 1 ? "*" : "");
        break;
    case QUERY_CATEGORY:
    case QUERY_OWNER:
    case QUERY_CAUSE:
        if (q->value == QUERY_NONE)
            buf_adds(out, "=none");
        else
            buf_printf(out, "<%.*s>", (int)q->text.n, q->text.p);
        break;
    case QUERY_CUSTOMER:
        buf_printf(out, "=%lld<%.*s>", (long long)q->value, (int)q->text.n, q->text.p);
        break;
    case QUERY_DUE:
    case QUERY_SINCE:
    case QUERY_BEFORE:
        if (q->value == QUERY_NONE)
            buf_adds(out, "=none");
        else
            buf_printf(out, "[%s,%s)", q->from == INSTANT_MIN ? "" : civil_format(q->from, from),
                       q->to == INSTANT_NONE ? "" : civil_format(q->to, to));
        break;
    default:
        buf_printf(out, "=%lld", (long long)q->value);
        if (q->no != 0)
            buf_printf(out, "/%u", q->no);
    }
}

static void write_query(const struct query *q, struct buf *out)
{
    static const char *const ops[] = {"and", "or", "not"};

    if (q == NULL) {
        buf_adds(out, "all");
        return;
    }
    if (q->op == QUERY_TEST) {
        write_test(q, out);
        return;
    }
    buf_printf(out, "(%s ", ops[q->op]);
    write_query(q->left, out);
    if (q->right != NULL) {
        buf_addc(out, ' ');
        write_query(q->right, out);
    }
    buf_addc(out, ')');
}

/* Operands stand apart by "|". */
static struct err *parse(const char *line, struct arena *a, const struct query **q)
{
    const struct query_context cx = {.now = NOW, .zone = zone_utc(), .login = str_of("anna")};
    const char *operands[32];
    size_t n = 0;
    struct str rest = str_of(line), piece;

    while (line[0] != '\0' && n < 32 && str_cut(&rest, '|', &piece))
        operands[n++] = arena_dup(a, piece.p, piece.n);
    return query_parse(operands, n, &cx, a, q);
}

static void queries_are_read_as_written(void **state)
{
    static const char *const rows[][2] = {
        {"", "all"},
        {"kettle", "text<kettle>"},
        {"arrived broken", "text<arrived broken>"},
        {"\"broken\"", "text<broken>"},
        {"kett*", "text<kett>*"},
        {"\"kett*\"", "text<kett*>"},
        {"*", "text<*>"},
        {"42", "number=42"},
        {"c7", "number=-7"},
        {"042", "text<042>"},
        {"42/3", "number=42/3"},
        {"10:30", "text<10:30>"},
        {"https://x.example/a", "text<https://x.example/a>"},
        {"status:open", "status=-2"},
        {"STATUS:Closed", "status=5"},
        {"status:waiting", "status=-3"},
        {"status:Open", "status=-2"},
        {"SIGNAL:None", "signal=-1"},
        {"owner:None", "owner=none"},
        {"due:Late", "due[,2026-11-21T21:00:00Z)"},
        {"status:void", "status=-4"},
        {"status:approval", "status=-6"},
        {"priority:p1", "priority=0"},
        {"signal:legal", "signal=3"},
        {"signal:none", "signal=-1"},
        {"kind:promise|state:open", "(and kind=0 state=0)"},
        {"channel:mail", "channel=1"},
        {"owner:me", "owner<anna>"},
        {"owner:none", "owner=none"},
        {"owner:bert", "owner<bert>"},
        {"category:\"late parcel\"", "category<late parcel>"},
        {"category:late parcel", "category<late parcel>"},
        {"customer:acme", "customer=0<acme>"},
        {"customer:c7", "customer=-7<c7>"},
        {"cause:transit", "cause<transit>"},
        {"a|b|c", "(and (and text<a> text<b>) text<c>)"},
        {"a|or|b|c", "(or text<a> (and text<b> text<c>))"},
        {"not|a|b", "(and (not text<a>) text<b>)"},
        {"not|not|a", "(not (not text<a>))"},
        {"(|a|or|b|)|c", "(and (or text<a> text<b>) text<c>)"},
        {"(a|or|b)|c", "(and (or text<a> text<b>) text<c>)"},
        {"(a or \"b c\") ", "(or text<a> text<b c>)"},
        {"not|(a|or|b)", "(not (or text<a> text<b>))"},
        {"f(x)", "text<f(x)>"},
        {"\"or\"", "text<or>"},
        {"due:today", "due[2026-11-21T00:00:00Z,2026-11-22T00:00:00Z)"},
        {"due:late", "due[,2026-11-21T21:00:00Z)"},
        {"due:none", "due=none"},
        {"due:+2h", "due[,2026-11-21T23:00:01Z)"},
        {"due:2026-12-01", "due[2026-12-01T00:00:00Z,2026-12-02T00:00:00Z)"},
        {"since:2026-11-01", "since[2026-11-01T00:00:00Z,)"},
        {"since:30d", "since[2026-10-22T21:00:00Z,)"},
        {"before:2026-11-01", "before[,2026-11-01T00:00:00Z)"},
        {"since:yesterday|before:today", "(and since[2026-11-20T00:00:00Z,) before[,2026-11-21T00:00:00Z))"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *a = arena_new();
        struct buf out = {0};
        const struct query *q;
        struct err *e = parse(rows[i][0], a, &q);
        if (e != NULL)
            fail_msg("'%s' was refused: %s", rows[i][0], e->text);
        write_query(q, &out);
        if (strcmp(out.p, rows[i][1]) != 0)
            fail_msg("'%s' gives %s, not %s", rows[i][0], out.p, rows[i][1]);
        buf_free(&out);
        arena_free(a);
    }
}

static void what_cannot_be_meant_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *line, *where, *word;
    } rows[] = {
        {"status:opne", "query, column 1", "status:open"},
        {"a|status:purple", "query, column 3", "received"},
        {"prioritty:P1", "query, column 1", "priority:"},
        {"foo:bar", "query, column 1", "quotes"},
        {"owner:", "query, column 1", "owner:WORD"},
        {"or", "query, column 1", "missing"},
        {"a|or", "query, column 5", "missing"},
        {"not", "query, column 4", "missing"},
        {"(a", "query, column 3", "parenthesis"},
        {"a)", "query, column 2", "open for"},
        {"()", "query, column 2", "missing"},
        {" ", "query, column 1", "empty"},
        {"a||b", "query, column 3", "empty"},
        {"due:never", "query, column 1", ""},
        {"due:lat", "query, column 1", "did you mean due:late"},
        {"a|since:yestrday", "query, column 3", "did you mean since:yesterday"},
        {"since:lat", "query, column 1", "is no time"},
        {"due:03/04/2026", "query, column 1", ""},
        {"since:2026-02-31", "query, column 1", ""},
        {"signal:anger|since:nonsense", "query, column 14", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *a = arena_new();
        const struct query *q;
        struct err *e = parse(rows[i].line, a, &q);
        if (e == NULL)
            fail_msg("'%s' was not refused", rows[i].line);
        else if (e->code != ERR_USAGE || e->where == NULL || strcmp(e->where, rows[i].where) != 0 ||
                 strstr(e->text, rows[i].word) == NULL)
            fail_msg("'%s': %d %s: %s", rows[i].line, (int)e->code, e->where != NULL ? e->where : "-",
                     e->text);
        assert_null(q);
        err_free(e);
        arena_free(a);
    }
}

static void a_query_has_limits(void **state)
{
    const struct query_context cx = {.now = NOW, .zone = zone_utc(), .login = str_of("anna")};
    static const char *many[QUERY_OPERANDS + 1];
    struct arena *a = arena_new();
    const struct query *q;

    (void)state;
    for (int i = 0; i <= QUERY_OPERANDS; i++)
        many[i] = "not";
    struct err *e = query_parse(many, QUERY_DEPTH + 2, &cx, a, &q);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_USAGE);
    err_free(e);
    many[QUERY_DEPTH] = "a";
    assert_null(query_parse(many, QUERY_DEPTH + 1, &cx, a, &q));
    for (int i = 0; i <= QUERY_OPERANDS; i++)
        many[i] = "a";
    assert_null(query_parse(many, QUERY_OPERANDS, &cx, a, &q));
    e = query_parse(many, QUERY_OPERANDS + 1, &cx, a, &q);
    assert_non_null(e);
    err_free(e);
    char *deep = arena_alloc(a, 5000);
    memset(deep, '(', 4998);
    many[0] = deep;
    e = query_parse(many, 1, &cx, a, &q);
    assert_non_null(e);
    err_free(e);
    arena_free(a);
}

static void a_query_says_what_it_asks_about(void **state)
{
    struct arena *a = arena_new();
    const struct query *q;

    (void)state;
    assert_null(parse("kettle|not|(a|or|status:open)", a, &q));
    assert_true(query_mentions(q, QUERY_STATUS));
    assert_true(query_mentions(q, QUERY_TEXT));
    assert_false(query_mentions(q, QUERY_STATE));
    assert_false(query_mentions(NULL, QUERY_STATUS));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_are_read_as_written),
        cmocka_unit_test(what_cannot_be_meant_is_refused_with_its_place),
        cmocka_unit_test(a_query_has_limits),
        cmocka_unit_test(a_query_says_what_it_asks_about),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
