/* From words to strengths, points and a priority; and the reasons' way into the store and back. */
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
#include "base/mem.h"
#include "judge/triage.h"

enum { ANGER, HOSTILITY, SAFETY };

static const char *const names[TRIAGE_SIGNALS] = {"anger", "hostility", "safety",    "legal",
                                                  "churn", "urgency",   "publicity", "vulnerable"};

static const struct triage_settings settings = {.signal = {{3, 4, 700},
                                                           {4, 4, 700},
                                                           {7, 7, 1000},
                                                           {6, 5, 1000},
                                                           {4, 4, 800},
                                                           {3, 7, 500},
                                                           {4, 4, 900},
                                                           {5, 5, 1000}},
                                                .speech = 500,
                                                .shown = 400,
                                                .points = {25, 15, 6}};

static const char *const furious = "furious", *const annoyed = "annoy*", *const poor = "poor",
                         *const fire = "caught ... fire";
static const char *const cross = "cross", *const sad = "sad";
static const struct phrase_rule rules[] = {
    {.name = "anger.furious", .signal = ANGER, .strength = 1000, .patterns = &furious, .npatterns = 1},
    {.name = "anger.annoyed", .signal = ANGER, .strength = 500, .patterns = &annoyed, .npatterns = 1},
    {.name = "anger.poor", .signal = ANGER, .strength = 300, .patterns = &poor, .npatterns = 1},
    {.name = "anger.cross", .signal = ANGER, .strength = 200, .patterns = &cross, .npatterns = 1},
    {.name = "anger.sad", .signal = ANGER, .strength = 100, .patterns = &sad, .npatterns = 1},
    {.name = "safety.fire", .signal = SAFETY, .strength = 900, .patterns = &fire, .npatterns = 1},
};

struct desk {
    struct phrases *phrases;
    struct arena *arena;
};

static int open_desk(void **state)
{
    static struct desk d;

    d.arena = arena_new();
    *state = &d;
    return phrase_compile(rules, sizeof rules / sizeof rules[0], &d.phrases) != NULL;
}

static int close_desk(void **state)
{
    struct desk *d = *state;

    phrase_free(d->phrases);
    arena_free(d->arena);
    return 0;
}

static struct triage_result judge(const struct desk *d, const struct triage_text *texts, size_t n)
{
    struct triage_result res;

    triage_judge(&settings, d->phrases, names, texts, n, NULL, 0, d->arena, &res);
    return res;
}

static struct triage_result judge_one(const struct desk *d, const char *text)
{
    const struct triage_text t = {.text = str_of(text), .event = 7};

    return judge(d, &t, 1);
}

static void rules_of_a_signal_join_as_documented(void **state)
{
    static const struct {
        const char *text;
        int anger;
        uint32_t more;
    } rows[] = {
        {"", 0, 0},
        {"fine", 0, 0},
        {"furious", 1000, 0},
        {"annoyed", 500, 0},
        {"annoyed, annoying, annoys", 500, 0},
        {"poor and annoyed", 500 + 500 * 300 / 2000, 1},
        {"furious and annoyed", 1000, 1},
        {"\"annoyed\"", 250, 0},
        {"\"annoyed\" annoyed", 500, 0},
        {"not annoyed", 0, 0},
        {"poor, cross, sad", 300 + 700 * 200 / 2000 + (1000 - 370) * 100 / 2000, 2},
        {"sad, cross, poor, annoyed, furious", 1000, 3},
        {"> furious\npoor", 300, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result res = judge_one(*state, rows[i].text);
        if (res.strength[ANGER] != rows[i].anger)
            fail_msg("%s: %d, not %d", rows[i].text, res.strength[ANGER], rows[i].anger);
        if (res.nterms != 0)
            assert_int_equal(res.terms[0].more, rows[i].more);
    }
}

static void a_reason_quotes_the_customers_own_words(void **state)
{
    static const char text[] = "Hello. The kettle caught a fire; I am annoyed.";
    struct triage_result res = judge_one(*state, text);

    assert_int_equal(res.nterms, 2);
    assert_string_equal(res.terms[0].source, "safety");
    assert_string_equal(res.terms[0].rule, "safety.fire");
    assert_int_equal(res.terms[0].event, 7);
    assert_memory_equal(text + res.terms[0].off, "caught a fire", res.terms[0].len);
    assert_int_equal(res.terms[0].points, 44); /* 0.9 x 49 = 44.1 */
    assert_string_equal(res.terms[1].source, "anger");
    assert_memory_equal(text + res.terms[1].off, "annoyed", res.terms[1].len);
    assert_int_equal(res.terms[1].points, 6);
    assert_int_equal(res.points, 50);
    assert_int_equal(res.signals, 1U << ANGER | 1U << SAFETY);
    assert_int_equal(res.priority, 0);
}

static void older_words_fade_as_policy_says_and_the_strongest_stand(void **state)
{
    static const struct {
        const char *texts[3]; /* oldest first */
        int anger, safety;
        uint32_t event; /* of the anger */
    } rows[] = {
        {{"furious", "ok", "ok"}, 490, 0, 1},      {{"furious", "annoyed", "ok"}, 490, 0, 1},
        {{"annoyed", "furious", "ok"}, 700, 0, 2}, {{"furious", "ok", "annoyed"}, 500, 0, 3},
        {{"annoyed", "ok", "annoyed"}, 500, 0, 3}, {{"it caught fire", "ok", "ok"}, 0, 900, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_text t[3];
        for (uint32_t k = 0; k < 3; k++)
            t[k] = (struct triage_text){.text = str_of(rows[i].texts[k]), .event = k + 1};
        struct triage_result res = judge(*state, t, 3);
        assert_int_equal(res.strength[ANGER], rows[i].anger);
        assert_int_equal(res.strength[SAFETY], rows[i].safety);
        if (rows[i].event != 0)
            assert_int_equal(res.terms[0].event, rows[i].event);
    }
}

static void a_priority_begins_at_its_points(void **state)
{
    static const int rows[][2] = {{0, 3}, {5, 3}, {6, 2}, {14, 2}, {15, 1}, {24, 1}, {25, 0}, {1000, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(triage_priority(&settings, rows[i][0]), rows[i][1]);
}

static void points_are_rounded_to_the_nearest(void **state)
{
    static const int rows[][3] = {{0, 49, 0},  {1000, 49, 49}, {500, 49, 25}, {499, 49, 24},
                                  {10, 49, 0}, {11, 49, 1},    {1000, 0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(triage_points(rows[i][0], rows[i][1]), rows[i][2]);
}

/* The law of the score, over many texts and extra terms. */
static void the_terms_add_up_to_the_score(void **state)
{
    static const char *const words[] = {"furious ", "annoyed ", "poor ", "caught ", "fire ",
                                        "not ",     "\"",       ". ",    "x ",      "and "};
    struct desk *d = *state;
    uint32_t seed = 3;

    for (int round = 0; round < 2000; round++) {
        struct buf text = {0};
        struct triage_term extra[80] = {{0}};
        size_t nextra = (size_t)round % 80;
        struct triage_result res;
        int sum = 0;
        for (int i = 0; i < round % 12; i++) {
            seed = seed * 1664525 + 1013904223;
            buf_adds(&text, words[(seed >> 20) % (sizeof words / sizeof words[0])]);
        }
        for (size_t i = 0; i < nextra; i++) {
            seed = seed * 1664525 + 1013904223;
            extra[i] = (struct triage_term){.source = "category",
                                            .rule = "x",
                                            .strength = (int)(seed >> 16) % 1200 - 100,
                                            .weight = (int)(seed >> 8) % 1200 - 100,
                                            .points = 12345};
        }
        struct triage_text t = {.text = buf_str(&text), .event = 1};
        arena_reset(d->arena);
        triage_judge(&settings, d->phrases, names, &t, 1, extra, nextra, d->arena, &res);
        for (size_t i = 0; i < res.nterms; i++) {
            assert_true(res.terms[i].points > 0);
            assert_int_equal(res.terms[i].points, triage_points(res.terms[i].strength, res.terms[i].weight));
            assert_true(i == 0 || res.terms[i - 1].points >= res.terms[i].points);
            sum += res.terms[i].points;
        }
        assert_int_equal(sum, res.points);
        assert_int_equal(res.priority, triage_priority(&settings, res.points));
        assert_true(res.nterms <= TRIAGE_TERMS_MAX);
        buf_free(&text);
    }
}

static void no_words_are_no_signal(void **state)
{
    struct triage_result res = judge(*state, NULL, 0);

    assert_int_equal(res.points, 0);
    assert_int_equal(res.nterms, 0);
    assert_int_equal(res.signals, 0);
    assert_int_equal(res.priority, 3);
}

static void settings_that_make_no_sense_are_refused(void **state)
{
    struct triage_settings s = settings;
    int *const fields[] = {&s.signal[0].impact, &s.signal[7].urgency, &s.signal[3].keep, &s.speech, &s.shown,
                           &s.points[2]};
    static const int bad[] = {-1, 100000};

    (void)state;
    assert_null(triage_check(&s));
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        for (size_t k = 0; k < 2; k++) {
            int was = *fields[i];
            *fields[i] = bad[k];
            struct err *e = triage_check(&s);
            assert_non_null(e);
            assert_int_equal(e->code, ERR_POLICY);
            err_free(e);
            *fields[i] = was;
        }
    s.points[1] = s.points[0];
    struct err *e = triage_check(&s);
    assert_non_null(e);
    err_free(e);
}

static void reasons_come_back_from_the_store_as_they_went_in(void **state)
{
    static const struct triage_term terms[] = {
        {"safety", "safety.burn", 920, 49, 45, 1, 42, 17, 3},
        {"category", "late payment: 50%", 1000, 2, 2, 0, 0, 0, 0},
        {"recurrence", "", 1000, 22, 22, 0, UINT32_MAX, UINT32_MAX, 0},
        {"caf\xc3\xa9", "na\xc3\xafve", 500, 1000, 500, UINT32_MAX, 0, 1, 1},
    };
    enum { N = sizeof terms / sizeof terms[0] };
    const struct triage_term *back;
    struct desk *d = *state;
    struct buf line = {0};
    size_t n;

    triage_terms_encode(terms, N, &line);
    assert_string_equal(
        line.p, "safety:920:49:45:1:42:17:3:safety.burn category:1000:2:2:0:0:0:0:late%20payment%3A%2050%25 "
                "recurrence:1000:22:22:0:4294967295:4294967295:0: "
                "caf\xc3\xa9:500:1000:500:4294967295:0:1:1:na\xc3\xafve");
    assert_null(triage_terms_decode(buf_str(&line), d->arena, &back, &n));
    assert_int_equal(n, N);
    for (size_t i = 0; i < N; i++) {
        assert_string_equal(back[i].source, terms[i].source);
        assert_string_equal(back[i].rule, terms[i].rule);
        assert_int_equal(back[i].strength, terms[i].strength);
        assert_int_equal(back[i].weight, terms[i].weight);
        assert_int_equal(back[i].points, terms[i].points);
        assert_int_equal(back[i].event, terms[i].event);
        assert_int_equal(back[i].off, terms[i].off);
        assert_int_equal(back[i].len, terms[i].len);
        assert_int_equal(back[i].more, terms[i].more);
    }
    buf_free(&line);
    assert_null(triage_terms_decode(str_of(""), d->arena, &back, &n));
    assert_int_equal(n, 0);
}

static void a_damaged_line_of_reasons_is_refused(void **state)
{
    static const char *const rows[] = {
        " ",
        "safety",
        "safety:",
        "safety:920:49:45:1:42:17:3",
        ":920:49:45:1:42:17:3:r",
        "safety:920:49:46:1:42:17:3:r",
        "safety:1001:49:49:1:42:17:3:r",
        "safety:-1:49:0:1:42:17:3:r",
        "safety:920:49:45:1:42:17:4:r",
        "safety:0:49:0:1:42:17:0:r",
        "safety:0920:49:45:1:42:17:3:r",
        "safety:920:1001:921:1:42:17:3:r",
        "safety:920:49:45:4294967296:42:17:3:r",
        "safety:920:49:45:1:42:17:3:r ",
        " safety:920:49:45:1:42:17:3:r",
        "safety:920:49:45:1:42:17:3:r  safety:920:49:45:1:42:17:3:r",
        "safety:920:49:45:1:42:17:3:r:x",
        "safety:920:49:45:1:42:17:3:%",
        "safety:920:49:45:1:42:17:3:%2",
        "safety:920:49:45:1:42:17:3:%2g",
        "safety:920:49:45:1:42:17:3:%00",
        "safety:920:49:45:1:42:17:3:%41",
        "safety:920:49:45:1:42:17:3:a\nb",
        "sa fety:920:49:45:1:42:17:3:r",
    };
    struct desk *d = *state;
    const struct triage_term *back;
    size_t n;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err *e = triage_terms_decode(str_of(rows[i]), d->arena, &back, &n);
        if (e == NULL)
            fail_msg("\"%s\" is taken", rows[i]);
        assert_int_equal(e->code, ERR_DATA);
        err_free(e);
    }
    struct buf many = {0};
    for (int i = 0; i < TRIAGE_TERMS_MAX + 1; i++)
        buf_printf(&many, "%ssafety:920:49:45:1:42:17:3:r", i == 0 ? "" : " ");
    struct err *e = triage_terms_decode(buf_str(&many), d->arena, &back, &n);
    assert_non_null(e);
    err_free(e);
    buf_free(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_of_a_signal_join_as_documented),
        cmocka_unit_test(a_reason_quotes_the_customers_own_words),
        cmocka_unit_test(older_words_fade_as_policy_says_and_the_strongest_stand),
        cmocka_unit_test(a_priority_begins_at_its_points),
        cmocka_unit_test(points_are_rounded_to_the_nearest),
        cmocka_unit_test(the_terms_add_up_to_the_score),
        cmocka_unit_test(no_words_are_no_signal),
        cmocka_unit_test(settings_that_make_no_sense_are_refused),
        cmocka_unit_test(reasons_come_back_from_the_store_as_they_went_in),
        cmocka_unit_test(a_damaged_line_of_reasons_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
