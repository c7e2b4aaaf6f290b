/* What our sentences promise, and when it is due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/promised.h"
#include "desk/reply.h"
#include "policy/answers.h"

#define GOLDEN "tests/golden/promises.tsv"

enum { LEAST_ROWS = 120 };

struct rules {
    struct policy *policy;
    struct arena *a;
    struct tone *tone;
    struct when cx;
};

static int load(void **state)
{
    static struct rules r;
    const struct policy_place here = {NULL, NULL};

    r.a = arena_new();
    assert_null(policy_default(&here, &r.policy));
    assert_null(answers_tone(r.policy, r.a, &r.tone));
    r.cx = (struct when){.zone = r.policy->zone, .calendar = r.policy->calendar, .mode = WHEN_ANY};
    assert_null(when_parse(str_of("2026-11-18T10:00:00Z"), &r.cx, &r.cx.now));
    r.cx.mode = WHEN_DUE;
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

static bool row_is_right(const struct rules *r, struct str line)
{
    struct str due = {0}, kind = {0}, text = {0};
    struct promised *p;
    struct buf words = {0};
    instant want = INSTANT_NONE;
    size_t n;

    assert_true(str_cut(&line, '\t', &due) && str_cut(&line, '\t', &kind) && str_cut(&line, '\t', &text));
    assert_null(text_unescape(text, &words));
    promised_find(r->tone, buf_str(&words), &r->cx, r->a, &p, &n);
    bool none = str_is(due, "-"), same = none ? n == 0 : n >= 1;
    if (!none && n >= 1) {
        assert_null(when_parse(due, &r->cx, &want));
        same = p[0].due == want && str_is(kind, word_name(WORD_KIND, (int)p[0].kind));
    }
    if (!same) {
        char got[ZONE_SHOW] = "nothing";
        print_message("# wanted %.*s %.*s, got %s %s: %.*s\n", (int)due.n, due.p, (int)kind.n, kind.p,
                      n > 0 ? zone_show(r->policy->zone, p[0].due, got) : got,
                      n > 0 ? word_name(WORD_KIND, (int)p[0].kind) : "", (int)text.n, text.p);
    }
    buf_free(&words);
    return same;
}

static void a_sentence_promises_what_a_customer_would_hold_us_to(void **state)
{
    const struct rules *r = *state;
    struct buf file = {0};
    struct str rest, line;
    size_t rows = 0, wrong = 0;

    assert_null(buf_read_file(&file, GOLDEN, 1 << 20));
    rest = buf_str(&file);
    while (str_cut(&rest, '\n', &line)) {
        if (line.n == 0 || line.p[0] == '#')
            continue;
        rows++;
        wrong += !row_is_right(r, line);
    }
    buf_free(&file);
    assert_true(rows >= LEAST_ROWS);
    assert_int_equal(wrong, 0);
}

static void each_promise_of_a_sentence_keeps_its_own_time(void **state)
{
    const struct rules *r = *state;
    struct promised *p;
    size_t n;
    instant first, second;

    promised_find(r->tone, str_of("I'll call you tomorrow at 10, and you will have your refund by Friday."),
                  &r->cx, r->a, &p, &n);
    assert_int_equal(n, 2);
    assert_null(when_parse(str_of("2026-11-19T10:00"), &r->cx, &first));
    assert_null(when_parse(str_of("2026-11-20T17:00"), &r->cx, &second));
    assert_int_equal(p[0].kind, KIND_CALLBACK);
    assert_true(p[0].due == first);
    assert_true(str_is(p[0].words, "I'll call you tomorrow at 10, and"));
    assert_int_equal(p[1].kind, KIND_PROMISE);
    assert_true(p[1].due == second);
}

/* The promises of a sentence as "kind due, kind due"; the clock times are all on whole minutes. */
static void list(const struct rules *r, const char *text, struct buf *out)
{
    struct promised *p;
    size_t n;

    promised_find(r->tone, str_of(text), &r->cx, r->a, &p, &n);
    for (size_t i = 0; i < n; i++) {
        char due[ZONE_SHOW];
        buf_printf(out, "%s%s %s", i > 0 ? ", " : "", word_name(WORD_KIND, (int)p[i].kind),
                   zone_show(r->policy->zone, p[i].due, due));
    }
}

static void each_day_of_a_sentence_is_its_own_promise(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"I will call you tomorrow at 10 and on friday at 11 I will send a letter.",
         "callback 2026-11-19 10:00 UTC, promise 2026-11-20 11:00 UTC"},
        {"I will call you tomorrow at 10 and friday at 11.",
         "callback 2026-11-19 10:00 UTC, callback 2026-11-20 11:00 UTC"},
        {"I will call you tomorrow at 10, and again on Friday.",
         "callback 2026-11-19 10:00 UTC, callback 2026-11-20 17:00 UTC"},
        {"I will call you tomorrow at 10 and send the lid on Friday.",
         "callback 2026-11-19 10:00 UTC, promise 2026-11-20 17:00 UTC"},
        {"Tomorrow at 10 I will call you and on Friday I will send it.",
         "callback 2026-11-19 10:00 UTC, promise 2026-11-20 17:00 UTC"},
        {"I will call you and on Friday I will send it.", "promise 2026-11-20 17:00 UTC"},
        {"I will call you on Friday and I will send it.", "callback 2026-11-20 17:00 UTC"},
        {"I will call you tomorrow, Thursday, at 10.", "callback 2026-11-19 10:00 UTC"},
        {"We will send it between tomorrow and Friday.", "promise 2026-11-20 17:00 UTC"},
        {"I will call you tomorrow and the shop is closed on Friday.", "callback 2026-11-19 17:00 UTC"},
        {"I will answer you in 2 hours and 30 minutes.", "promise 2026-11-18 12:30 UTC"},
        {"We will call at 10:30 and again at 16:00.",
         "callback 2026-11-18 10:30 UTC, callback 2026-11-18 16:00 UTC"},
        {"We will call you tomorrow at 10 and again at 16:00.",
         "callback 2026-11-19 10:00 UTC, callback 2026-11-19 16:00 UTC"},
        {"We will call you on Friday at 10, and then again at 4pm.",
         "callback 2026-11-20 10:00 UTC, callback 2026-11-20 16:00 UTC"},
        {"I will ring you tomorrow at 10 and at 16:00.",
         "callback 2026-11-19 10:00 UTC, callback 2026-11-19 16:00 UTC"},
        {"I will ring you tomorrow at 10 and at 16:00 the shop closes.", "callback 2026-11-19 10:00 UTC"},
        {"I will ring you tomorrow between 10 and 16:00.", "callback 2026-11-19 16:00 UTC"},
        {"I will call you tomorrow and, if you pay on Friday, all is well.", ""},
    };
    const struct rules *r = *state;
    struct buf got = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        got.len = 0;
        buf_adds(&got, "");
        list(r, rows[i].text, &got);
        assert_string_equal(got.p != NULL ? got.p : "", rows[i].want);
    }
    buf_free(&got);
}

static void endless_ands_end(void **state)
{
    const struct rules *r = *state;
    struct promised *p;
    struct buf b = {0};
    size_t n;

    buf_adds(&b, "I will call you tomorrow");
    for (int i = 0; i < 20000; i++)
        buf_adds(&b, i % 2 == 0 ? " and friday" : ", then");
    promised_find(r->tone, buf_str(&b), &r->cx, r->a, &p, &n);
    assert_in_range(n, 1, 4);
    buf_free(&b);
}

static void a_promise_is_never_due_before_now(void **state)
{
    const struct rules *r = *state;
    struct promised *p;
    size_t n;

    promised_find(r->tone, str_of("I will send it at 9:00 today. I will send it on 17 November 2026."),
                  &r->cx, r->a, &p, &n);
    for (size_t i = 0; i < n; i++)
        assert_true(p[i].due >= r->cx.now);
}

static void a_time_without_a_promise_is_worth_a_word(void **state)
{
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"The lid: Friday at 3pm.", 1},
        {"Ben takes it to the post on Thursday. We can send it tomorrow.", 2},
        {"I will call you tomorrow at 10.", 0},
        {"We can send it soon.", 0},
        {"We sent it on Friday.", 0},
        {"It arrived on Friday.", 0},
        {"Shall we send it on Friday?", 0},
        {"If you send it by Friday, the lid is free.", 0},
        {"> the lid, Friday at 3pm", 0},
    };
    const struct rules *r = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct promised *p;
        size_t n;
        promised_unread(r->tone, str_of(rows[i].text), &r->cx, r->a, &p, &n);
        if (n != rows[i].n)
            fail_msg("%zu of %s", n, rows[i].text);
    }
}

static void the_day_after_a_change_of_the_clock_is_another_day(void **state)
{
    struct zone *z;
    struct policy p = {0};
    struct desk d = {.policy = &p};
    instant sunday, late, monday;

    (void)state;
    assert_null(zone_load(NULL, "Europe/Berlin", &z));
    p.zone = z;
    assert_null(civil_parse(str_of("2026-03-29T00:30:00+01:00"), &sunday));
    assert_null(civil_parse(str_of("2026-03-29T23:30:00+02:00"), &late));
    assert_null(civil_parse(str_of("2026-03-30T00:30:00+02:00"), &monday));
    assert_true(reply_same_day(&d, sunday, late));
    assert_false(reply_same_day(&d, sunday, monday));
    zone_free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_promises_what_a_customer_would_hold_us_to),
        cmocka_unit_test(each_promise_of_a_sentence_keeps_its_own_time),
        cmocka_unit_test(each_day_of_a_sentence_is_its_own_promise),
        cmocka_unit_test(endless_ands_end),
        cmocka_unit_test(a_time_without_a_promise_is_worth_a_word),
        cmocka_unit_test(a_promise_is_never_due_before_now),
        cmocka_unit_test(the_day_after_a_change_of_the_clock_is_another_day),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load, unload);
}
