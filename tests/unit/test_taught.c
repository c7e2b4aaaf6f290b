/* What corrections teach: at once, the same however it is kept in between, and never too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "judge/taught.h"
#include "judge/verdict.h"
#include "rule/correction.h"

static const char *const words[] = {"kettle", "refund",  "late",   "thanks",     "never", "broken",
                                    "lovely", "invoice", "driver", "parcel",     "not",   "why",
                                    "again",  "today",   "!!",     "caf\303\251"};

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void any_text(uint32_t *seed, struct features *f)
{
    struct buf b = {0};

    for (size_t n = next(seed) % 12; n > 0; n--)
        buf_printf(&b, "%s ", words[next(seed) % (sizeof words / sizeof words[0])]);
    feature_read(f, b.p != NULL ? buf_str(&b) : str_of(""));
    buf_free(&b);
}

static void assert_same_bytes(const struct taught *a, const struct taught *b)
{
    struct buf x = {0}, y = {0};

    taught_write(a, &x);
    taught_write(b, &y);
    assert_int_equal(x.len, y.len);
    assert_memory_equal(x.p, y.p, x.len);
    buf_free(&x);
    buf_free(&y);
}

static struct taught *through_bytes(struct taught *t)
{
    struct buf b = {0};
    struct taught *again;

    taught_write(t, &b);
    assert_null(taught_read(buf_str(&b), &again));
    buf_free(&b);
    taught_free(t);
    return again;
}

/* The law that the desk's log rests on: learning one after the other, kept in the store in between, is learning all. */
static void lessons_kept_in_between_give_the_same_bytes(void **state)
{
    static struct features f;

    (void)state;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct taught *whole = taught_new(), *pieces = taught_new();
        uint32_t s = seed;
        for (int i = 0; i < 40; i++) {
            any_text(&s, &f);
            bool yes = next(&s) % 3 == 0;
            taught_learn(whole, &f, yes);
            taught_learn(pieces, &f, yes);
            if (next(&s) % 4 == 0)
                pieces = through_bytes(pieces);
        }
        assert_same_bytes(whole, pieces);
        taught_free(whole);
        taught_free(pieces);
    }
    feature_free(&f);
}

static double margin_of(const struct taught *t, const char *text)
{
    struct features f = {0};

    feature_read(&f, str_of(text));
    double margin = taught_margin(t, &f);
    feature_free(&f);
    return margin;
}

static void teach(struct taught *t, const char *text, bool yes)
{
    struct features f = {0};

    feature_read(&f, str_of(text));
    taught_learn(t, &f, yes);
    feature_free(&f);
}

static void lessons_of_one_kind_leave_other_talk_alone(void **state)
{
    struct taught *t = taught_new();
    char text[200];

    (void)state;
    for (int i = 0; i < 30; i++) {
        (void)snprintf(text, sizeof text, "I have to say that the %s of this %s is %s to me", words[i % 16],
                       words[(i * 5 + 3) % 16], words[(i * 7 + 1) % 16]);
        teach(t, text, false);
    }
    double other = margin_of(t, "We would like to book a table for the evening, can you do that for us?");
    assert_true(other > -1 && other < 1);
    assert_true(margin_of(t, text) < other);
    taught_free(t);
}

static void a_lesson_moves_no_text_that_shares_no_telling_word(void **state)
{
    static const char *const lessons[] = {
        "I have been waiting for my parcel and nobody told me where it is",
        "What is the price of your kettle? I would like to know if it is here.",
        "Thank you so much for the help with the invoice!",
    };
    static const char *const others[] = {
        "Hi, what do I have to do so that you book a table for us?",
        "We were there at ten and the lift did not work; it is on the second floor",
        "They said it would be in by Monday, and now you say that it was never so",
        "@shop why is this so slow? It was not like that before.",
        "No.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lessons / sizeof lessons[0]; i++)
        for (int yes = 0; yes < 2; yes++) {
            struct taught *t = taught_new();
            teach(t, lessons[i], yes);
            double own = margin_of(t, lessons[i]);
            assert_true(yes ? own > 0.1 : own < -0.1);
            for (size_t k = 0; k < sizeof others / sizeof others[0]; k++)
                if (margin_of(t, others[k]) < 0 || margin_of(t, others[k]) > 0)
                    fail_msg("lesson %zu moves text %zu by %f", i, k, margin_of(t, others[k]));
            taught_free(t);
        }
}

static void lessons_of_one_kind_move_nothing_the_other_way(void **state)
{
    (void)state;
    for (int yes = 0; yes < 2; yes++) {
        struct taught *t = taught_new();
        uint32_t seed = 7;
        static struct features f;
        for (int i = 0; i < 30; i++) {
            any_text(&seed, &f);
            taught_learn(t, &f, yes);
            for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
                double margin = margin_of(t, words[w]);
                assert_true(yes ? margin >= 0 : margin <= 0);
            }
        }
        feature_free(&f);
        taught_free(t);
    }
}

static void the_reason_is_what_was_taught(void **state)
{
    static const char text[] = "Good morning, the parcel smells of petrol again";
    struct taught *t = taught_new();
    struct features f = {0};
    uint32_t off = 0, len = 0;

    (void)state;
    feature_read(&f, str_of(text));
    assert_false(taught_reason(t, &f, &off, &len));
    teach(t, "it smells of petrol", true);
    teach(t, "the parcel came this morning", false);
    assert_true(taught_reason(t, &f, &off, &len));
    assert_true(off + len <= strlen(text));
    assert_true(text + off <= strstr(text, "petrol") && strstr(text, "petrol") < text + off + len);
    feature_free(&f);
    taught_free(t);
}

static void damaged_bytes_are_refused(void **state)
{
    struct taught *t = taught_new(), *out;
    struct buf b = {0};

    (void)state;
    teach(t, "the zip is stuck", true);
    taught_write(t, &b);
    for (size_t n = 0; n < b.len; n++) {
        struct err *e = taught_read((struct str){b.p, n}, &out);
        assert_non_null(e);
        assert_int_equal(e->code, ERR_DATA);
        err_free(e);
    }
    for (size_t i = 0; i < b.len * 8; i++) { /* any bit: refused, or read as something that can be used */
        b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
        struct err *e = taught_read(buf_str(&b), &out);
        if (e == NULL)
            (void)margin_of(out, "the zip is stuck");
        taught_free(out);
        err_free(e);
        b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
    }
    buf_free(&b);
    taught_free(t);
}

/* --- in a verdict -------------------------------------------------------------------------------------------------- */

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
static const char *const joke = "joke", *const burned = "burned";
static const struct phrase_rule rules[] = {
    {.name = "anger.joke", .signal = 0, .strength = 800, .patterns = &joke, .npatterns = 1},
    {.name = "safety.burn", .signal = 2, .strength = 900, .patterns = &burned, .npatterns = 1},
};

/* Judges one text with what was taught of every signal. */
static int strength_of(const struct taught *t, int signal, const char *text, bool decided, bool yes)
{
    struct verdict_reader r = {.settings = &settings, .names = names};
    struct triage_learned found[TRIAGE_SIGNALS];
    struct triage_result res;
    struct phrases *phrases;

    assert_null(phrase_compile(rules, sizeof rules / sizeof rules[0], &phrases));
    r.phrases = phrases;
    r.arena = arena_new();
    r.taught[signal] = t;
    assert_true(verdict_learned(&r, str_of(text), found));
    if (decided) {
        found[signal].decided = true;
        found[signal].strength = yes ? TRIAGE_STRENGTH : 0;
    }
    struct triage_text one = {.text = str_of(text), .event = 1, .learned = found};
    struct arena *a = arena_new();
    triage_judge(&settings, phrases, names, &one, 1, NULL, 0, a, &res);
    int strength = res.strength[signal];
    arena_free(a);
    arena_free(r.arena);
    feature_free(&r.features);
    phrase_free(phrases);
    return strength;
}

static void what_rules_find_is_never_talked_away(void **state)
{
    static const char *const text = "this is a joke, my hand was burned";
    struct taught *t = taught_new();

    (void)state;
    assert_int_equal(strength_of(NULL, 0, text, false, false), 800);
    for (int i = 0; i < 200; i++)
        teach(t, text, false);
    assert_true(strength_of(t, 0, text, false, false) < 800);
    assert_true(strength_of(t, 0, text, false, false) >= 400);
    assert_int_equal(strength_of(t, 2, text, false, false), 900);
    taught_free(t);
}

static void two_lessons_show_a_signal_that_nothing_knows(void **state)
{
    static const char *const text = "your rival across the road has a newer one";
    struct taught *t = taught_new();

    (void)state;
    assert_int_equal(strength_of(NULL, 4, text, false, false), 0);
    teach(t, text, true);
    teach(t, text, true);
    assert_true(strength_of(t, 4, text, false, false) >= settings.shown);
    assert_int_equal(strength_of(t, 4, "we would like to book a table for two", false, false), 0);
    taught_free(t);
}

static void a_person_decides(void **state)
{
    (void)state;
    assert_int_equal(strength_of(NULL, 2, "my hand was burned by it", true, false), 0);
    assert_int_equal(strength_of(NULL, 2, "all is well with it here", true, true), TRIAGE_STRENGTH);
}

/* Judges a text twice, once from what was handed on; whether anything was. */
static bool handed_on(const struct taught *t, const char *text)
{
    struct verdict_reader r = {.settings = &settings, .names = names, .taught = {t}, .arena = arena_new()};
    struct arena *a = arena_new();
    struct triage_learned found[TRIAGE_SIGNALS];
    struct triage_result again, handed;
    struct phrases *phrases;

    assert_null(phrase_compile(rules, sizeof rules / sizeof rules[0], &phrases));
    r.phrases = phrases;
    (void)verdict_learned(&r, str_of(text), found);
    struct triage_text one = {.text = str_of(text), .event = 1};
    triage_judge(&settings, phrases, names, &one, 1, NULL, 0, a, &again);
    one.ruled = verdict_ruled(&r);
    triage_judge(&settings, phrases, names, &one, 1, NULL, 0, a, &handed);
    assert_memory_equal(again.strength, handed.strength, sizeof again.strength);
    assert_int_equal(again.nterms, handed.nterms);
    for (size_t i = 0; i < again.nterms; i++) {
        assert_string_equal(again.terms[i].rule, handed.terms[i].rule);
        assert_int_equal(again.terms[i].points, handed.terms[i].points);
        assert_int_equal(again.terms[i].off, handed.terms[i].off);
        assert_int_equal(again.terms[i].len, handed.terms[i].len);
        assert_int_equal(again.terms[i].more, handed.terms[i].more);
    }
    arena_free(a);
    arena_free(r.arena);
    feature_free(&r.features);
    phrase_free(phrases);
    return one.ruled != NULL;
}

static void what_rules_found_is_handed_on_only_of_the_very_text(void **state)
{
    static const struct {
        const char *text;
        bool handed;
    } rows[] = {
        {"this is a joke, my hand was burned", true},
        {"nothing of the sort is in here", true},
        {"this is a joke\n\nand my hand was burned", true},
        {"a joke", true},
        {"", true},
        {"this is a joke for you\n> my hand was burned", false},
        {"my hand was burned\n-- \nnot a joke", false},
        {"das ist ein joke und nicht mehr", false},
    };
    struct taught *t = taught_new();

    (void)state;
    assert_false(handed_on(NULL, rows[0].text)); /* nothing learned: nobody read it yet */
    teach(t, "lovely, thank you for it", false);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (handed_on(t, rows[i].text) != rows[i].handed)
            fail_msg("row %zu: \"%s\"", i, rows[i].text);
    taught_free(t);
}

/* --- which stand --------------------------------------------------------------------------------------------------- */

static void the_last_word_on_a_text_stands_unless_struck(void **state)
{
    static const struct {
        struct event ev[6];
        size_t n;
        bool stands[6];
    } rows[] = {
        {{{.kind = EVENT_HEARD}, {.kind = EVENT_CORRECTED, .ref = 1}}, 2, {false, true}},
        {{{.kind = EVENT_HEARD},
          {.kind = EVENT_CORRECTED, .ref = 1},
          {.kind = EVENT_CORRECTED, .ref = 1, .num = 1}},
         3,
         {false, false, true}},
        {{{.kind = EVENT_HEARD},
          {.kind = EVENT_CORRECTED, .ref = 1},
          {.kind = EVENT_CORRECTED, .ref = 1, .num = 1},
          {.kind = EVENT_STRUCK, .ref = 3}},
         4,
         {false, true, false, false}},
        {{{.kind = EVENT_HEARD},
          {.kind = EVENT_HEARD},
          {.kind = EVENT_CORRECTED, .ref = 1},
          {.kind = EVENT_CORRECTED, .ref = 2},
          {.kind = EVENT_CORRECTED, .ref = 2, .code = OUTPUT_COMPLAINT}},
         5,
         {false, false, true, true, true}},
        {{{.kind = EVENT_HEARD},
          {.kind = EVENT_CORRECTED, .ref = 1},
          {.kind = EVENT_STRUCK, .ref = 2},
          {.kind = EVENT_STRUCK, .ref = 3}},
         4,
         {false, true, false, false}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct event ev[6];
        bool stands[6];
        memcpy(ev, rows[i].ev, sizeof ev);
        for (size_t k = 0; k < rows[i].n; k++)
            ev[k].no = (uint32_t)k + 1;
        correction_standing(ev, rows[i].n, stands);
        for (size_t k = 0; k < rows[i].n; k++)
            if (stands[k] != rows[i].stands[k])
                fail_msg("row %zu: event %zu %s", i, k + 1, stands[k] ? "stands" : "does not stand");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lessons_kept_in_between_give_the_same_bytes),
        cmocka_unit_test(lessons_of_one_kind_leave_other_talk_alone),
        cmocka_unit_test(a_lesson_moves_no_text_that_shares_no_telling_word),
        cmocka_unit_test(lessons_of_one_kind_move_nothing_the_other_way),
        cmocka_unit_test(the_reason_is_what_was_taught),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(what_rules_find_is_never_talked_away),
        cmocka_unit_test(two_lessons_show_a_signal_that_nothing_knows),
        cmocka_unit_test(a_person_decides),
        cmocka_unit_test(what_rules_found_is_handed_on_only_of_the_very_text),
        cmocka_unit_test(the_last_word_on_a_text_stands_unless_struck),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
