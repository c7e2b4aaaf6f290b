/* The tone check of the default policy on answers of our own writing, and the check's own rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "policy/answers.h"

#define ANSWERS "tests/golden/tone/answers.txt"

enum { LEAST_ANSWERS = 80 };

struct rules {
    struct policy *policy;
    struct arena *a;
    struct tone *tone;
};

static int load(void **state)
{
    static struct rules r;
    const struct policy_place here = {NULL, NULL};

    r.a = arena_new();
    assert_null(policy_default(&here, &r.policy));
    assert_null(answers_tone(r.policy, r.a, &r.tone));
    *state = &r;
    return 0;
}

static int unload(void **state)
{
    struct rules *r = *state;

    tone_free(r->tone);
    arena_free(r->a);
    policy_free(r->policy);
    return 0;
}

static bool has_word(struct str list, const char *word)
{
    struct str one;

    while (str_cut(&list, ' ', &one))
        if (str_is(one, word))
            return true;
    return false;
}

static const char *finding_name(const struct tone_finding *f, char out[64])
{
    snprintf(out, 64, "%s%s", f->missing ? "no-" : "", tone_name(f->kind));
    return out;
}

/* "robotic [company policy] no-apology" of what was found; *same says whether the kinds are those wanted. */
static void compare(const struct tone_case *c, const struct tone_finding *f, size_t n, struct str want,
                    struct buf *said, bool *same)
{
    struct str rest = want, one;
    char name[64];

    *same = true;
    buf_adds(said, "");
    for (size_t i = 0; i < n; i++) {
        *same = has_word(want, finding_name(&f[i], name)) && *same;
        buf_printf(said, " %s [%.*s]", name, (int)f[i].len, c->text.p + f[i].off);
    }
    while (str_cut(&rest, ' ', &one)) {
        bool found = str_is(one, "-");
        for (size_t i = 0; i < n; i++)
            found = found || str_is(one, finding_name(&f[i], name));
        *same = *same && found;
    }
}

static bool answer_is_right(const struct rules *r, struct str record)
{
    struct tone_case c = {.legal = false};
    struct str want = {0}, line, rest = record;
    struct tone_finding *f;
    struct buf said = {0};
    size_t n;
    bool same;

    while (str_cut(&rest, '\n', &line) && line.n > 0) {
        struct str key = {0}, value = line;
        assert_true(str_cut(&value, ':', &key));
        value = str_trim(value);
        if (str_is(key, "want"))
            want = value;
        else if (str_is(key, "theirs"))
            c.theirs = value;
        else if (str_is(key, "case")) {
            c.legal = has_word(value, "legal");
            c.delayed = has_word(value, "delayed");
            c.final = has_word(value, "final");
            c.signpost = has_word(value, "signpost");
        } else
            fail_msg("%s: unknown line: %.*s", ANSWERS, (int)line.n, line.p);
    }
    c.text = str_trim(rest);
    assert_true(want.n > 0 && c.text.n > 0);
    tone_check(r->tone, &c, r->a, &f, &n);
    compare(&c, f, n, want, &said, &same);
    if (!same)
        print_message("# wanted %.*s, got%s: %.*s\n", (int)want.n, want.p, said.p, (int)c.text.n, c.text.p);
    buf_free(&said);
    return same;
}

static void answers_get_the_warnings_that_a_person_would_give(void **state)
{
    const struct rules *r = *state;
    struct buf file = {0};
    size_t wrong = 0, n = 0;

    assert_null(buf_read_file(&file, ANSWERS, 1 << 20));
    for (char *at = strstr(file.p, "want:"), *end; at != NULL && (end = strstr(at, "\n%%\n")) != NULL;
         at = strstr(end, "want:")) {
        n++;
        wrong += !answer_is_right(r, (struct str){at, (size_t)(end - at)});
    }
    buf_free(&file);
    assert_true(n >= LEAST_ANSWERS);
    assert_int_equal(wrong, 0);
}

static void a_kind_that_policy_took_away_is_not_asked_for(void **state)
{
    static const char *const patterns[] = {"sorry"};
    const struct tone_rule only = {"a.b", TONE_APOLOGY, 100, "no sorry", false, patterns, 1};
    const struct rules *r = *state;
    struct tone_case c = {.text = {"Hello.", 6}};
    struct tone_finding *f;
    struct tone *t;
    size_t n;

    assert_null(tone_compile(&only, 1, &t));
    tone_check(t, &c, r->a, &f, &n);
    assert_int_equal(n, 1);
    assert_int_equal(f[0].kind, TONE_APOLOGY);
    assert_true(f[0].missing);
    assert_string_equal(f[0].say, "no sorry");
    tone_free(t);
    assert_null(tone_compile(NULL, 0, &t));
    tone_check(t, &c, r->a, &f, &n);
    assert_int_equal(n, 0);
    tone_free(t);
}

static void a_bad_pattern_is_an_error_with_the_name_of_its_entry(void **state)
{
    static const char *const patterns[] = {"(open"};
    const struct tone_rule bad = {"robotic.x", TONE_ROBOTIC, 100, "", false, patterns, 1};
    struct tone *t;

    (void)state;
    struct err *e = tone_compile(&bad, 1, &t);
    assert_non_null(e);
    assert_null(t);
    assert_int_equal(e->code, ERR_POLICY);
    assert_string_equal(e->where, "robotic.x");
    err_free(e);
}

static void their_words_between_quotation_marks_are_not_ours(void **state)
{
    const struct rules *r = *state;
    const char *text = "You write: \"calm down, you idiots\". I am sorry.";
    struct tone_case c = {.text = str_of(text)};
    struct tone_finding *f;
    size_t n;

    tone_check(r->tone, &c, r->a, &f, &n);
    for (size_t i = 0; i < n; i++)
        assert_true(f[i].missing);
}

static void any_bytes_can_be_checked(void **state)
{
    const struct rules *r = *state;
    uint64_t seed = 88172645463325252u;
    char text[512];

    for (int round = 0; round < 500; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text[i] = (char)(seed >> 20);
        }
        struct arena *a = arena_new();
        struct tone_case c = {.text = {text, sizeof text}, .theirs = {text, sizeof text / 2}};
        struct tone_finding *f;
        struct tone_promise *p;
        size_t n, np;
        tone_check(r->tone, &c, a, &f, &n);
        tone_promises(r->tone, c.text, a, &p, &np);
        for (size_t i = 0; i < n; i++)
            assert_true((size_t)f[i].off + f[i].len <= sizeof text);
        for (size_t i = 0; i < np; i++)
            assert_true(p[i].from <= p[i].to && p[i].to <= sizeof text);
        arena_free(a);
    }
}

static void sums_above_the_authors_limit_are_warned_of_where_something_is_offered(void **state)
{
    static const struct {
        const char *text, *found; /* "": none */
    } rows[] = {
        {"I can refund 120 EUR.", "120 EUR"},
        {"We will refund you \xe2\x82\xac"
         "1,200.50 today.",
         "\xe2\x82\xac"
         "1,200.50"},
        {"You get a refund of 1.200,50 euros.", "1.200,50 euros"},
        {"You get a voucher of $ 100.01.", "$ 100.01"},
        {"I can refund 100 EUR.", ""},
        {"I can refund 99.99 pounds.", ""},
        {"I can refund order 2231.", ""},
        {"You paid 500 EUR in March.", ""},
        {"I can refund 99999999999999999999 EUR", "99999999999999999999 EUR"},
        {"A refund of 20000 eurocents.", ""},
        {"I will refund you 300.00 tomorrow at 10.", "300.00"},
        {"We will refund 1.200,50.", "1.200,50"},
        {"I will refund you 99.99 tomorrow.", ""},
        {"I will refund you 300 tomorrow.", ""},
        {"I will refund it on 120.12. or before 200.30.", ""},
        {"I will refund it until 2026.11.", ""},
        {"A discount of 100.50 % or 100.50%.", ""},
        {"I will refund order no 4711-200.00 and v.200.10.", ""},
        {"You paid 500.00 in March.", ""},
    };
    const struct rules *r = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tone_case c = {.text = str_of(rows[i].text),
                              .may = {.limited = true, .other = 10000, .left = INT64_MAX}};
        struct str got = {"", 0};
        struct tone_finding *f;
        size_t n;
        tone_check(r->tone, &c, r->a, &f, &n);
        for (size_t k = 0; k < n; k++)
            if (f[k].kind == TONE_OVER_AUTHORITY)
                got = (struct str){c.text.p + f[k].off, f[k].len};
        if (!str_is(got, rows[i].found))
            fail_msg("%s: found '%.*s'", rows[i].text, (int)got.n, got.p);
        c.may.limited = false;
        tone_check(r->tone, &c, r->a, &f, &n);
        for (size_t k = 0; k < n; k++)
            assert_int_not_equal(f[k].kind, TONE_OVER_AUTHORITY);
    }
}

static void a_sum_goes_by_its_remedy_and_by_what_is_left(void **state)
{
    static const struct allowance_limit own[] = {{{"discount", 8}, 1000}, {{"store-credit", 12}, 20000}};
    static const struct allowance_limit granted[] = {{{"refund", 6}, 30000}};
    static const struct {
        const char *text;
        int64_t sum, left;
        bool granted, ok;
    } rows[] = {
        {"we refund you", 10000, INT64_MAX, false, true},
        {"we refund you", 10001, INT64_MAX, false, false},
        {"a discount is yours", 1000, INT64_MAX, false, true},
        {"a Discount is yours", 1001, INT64_MAX, false, false},
        {"no remedy by name", 10001, INT64_MAX, false, false},
        {"store credit is yours", 20000, INT64_MAX, false, true},
        {"store\ncredit is yours", 20001, INT64_MAX, false, false},
        {"nodiscount here", 10000, INT64_MAX, false, true},
        {"we refund you", 5000, 4999, false, false},
        {"we refund you", 5000, 5000, false, true},
        {"we refunded you", 29999, 0, true, true},
        {"you get back", 30000, 0, true, true},
        {"you get back", 29999, 0, true, false},
        {"we refund you", 30001, INT64_MAX, true, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct allowance a = {.limited = true,
                                    .limit = own,
                                    .nlimits = 2,
                                    .other = 10000,
                                    .left = rows[i].left,
                                    .granted = granted,
                                    .ngranted = rows[i].granted};
        if (allowance_covers(&a, str_of(rows[i].text), 5, rows[i].sum) != rows[i].ok)
            fail_msg("%s: %lld", rows[i].text, (long long)rows[i].sum);
    }
    /* Of several the nearest. */
    const struct allowance a = {
        .limited = true, .limit = own, .nlimits = 2, .other = 10000, .left = INT64_MAX};
    assert_false(allowance_covers(&a, str_of("discount 50 EUR or store credit 50 EUR"), 9, 5000));
    assert_true(allowance_covers(&a, str_of("discount 50 EUR or store credit 50 EUR"), 32, 5000));
}

static void names_of_kinds_go_both_ways(void **state)
{
    (void)state;
    for (int i = 0; i < TONE_KINDS; i++)
        assert_int_equal(tone_find(str_of(tone_name(i))), i);
    assert_int_equal(tone_find(str_of("nosuch")), -1);
    assert_string_equal(tone_name(TONE_KINDS), "?");
    assert_string_equal(tone_near(str_of("robotik")), "robotic");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_get_the_warnings_that_a_person_would_give),
        cmocka_unit_test(a_kind_that_policy_took_away_is_not_asked_for),
        cmocka_unit_test(a_bad_pattern_is_an_error_with_the_name_of_its_entry),
        cmocka_unit_test(their_words_between_quotation_marks_are_not_ours),
        cmocka_unit_test(any_bytes_can_be_checked),
        cmocka_unit_test(sums_above_the_authors_limit_are_warned_of_where_something_is_offered),
        cmocka_unit_test(a_sum_goes_by_its_remedy_and_by_what_is_left),
        cmocka_unit_test(names_of_kinds_go_both_ways),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load, unload);
}
