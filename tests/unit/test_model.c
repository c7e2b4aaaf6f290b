/* What the model sees, learns and says; its bytes; and how agreement with labels is measured. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/feature.h"
#include "judge/learn.h"
#include "judge/little.h"
#include "judge/measure.h"
#include "judge/model.h"
#include "judge/number.h"
#include "judge/shipped_model.h"
#include "judge/taught.h"
#include "judge/train.h"
#include "rule/word.h"

/* --- features ------------------------------------------------------------------------------------------------- */

static bool same_features(const char *a, const char *b)
{
    struct features x = {0}, y = {0};

    feature_read(&x, str_of(a));
    feature_read(&y, str_of(b));
    bool same = x.n == y.n && (x.n == 0 || memcmp(x.bucket, y.bucket, x.n * sizeof *x.bucket) == 0);
    feature_free(&x);
    feature_free(&y);
    return same;
}

static void texts_that_mean_the_same_give_the_same_features(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"The parcel is late", "the parcel is late", true},
        {"Stra\303\237e", "stra\303\237e", true},
        {"the parcel  is\tlate", "the parcel is late", true},
        {"hello @alice", "hello @bob", true},
        {"hello <company>", "hello <user>", true},
        {"late\n> I will sue you", "late", true},
        {"late late late", "late late", true},
        {"the parcel is late", "late is the parcel", false},
        {"late", "LATE", false},
        {"late", "late :(", false},
        {"late :(", "late :)", false},
        {"", "late", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (same_features(rows[i].a, rows[i].b) != rows[i].same)
            fail_msg("\"%s\" and \"%s\" must %sbe the same", rows[i].a, rows[i].b,
                     rows[i].same ? "" : "not ");
}

static void a_number_stands_in_the_list_once(void **state)
{
    struct features f = {0};
    static uint8_t seen[FEATURE_BUCKETS];

    (void)state;
    feature_read(&f, str_of("it is late, it is so late, late it is, and it is broken too, isn't it?!"));
    assert_true(f.n > 20);
    for (size_t i = 0; i < f.n; i++)
        assert_int_equal(seen[f.bucket[i]]++, 0);
    feature_free(&f);
}

static void any_bytes_cost_little_memory(void **state)
{
    enum { LONG = 1 << 20 };
    struct features f = {0};
    char *text = mem_alloc(LONG);

    (void)state;
    memset(text, 'a', LONG);
    feature_read(&f, (struct str){text, LONG});
    assert_in_range(f.n, 2, FEATURE_LETTERS + 4);
    for (size_t i = 0; i < LONG; i++)
        text[i] = (char)(i * 7919 >> 3);
    feature_read(&f, (struct str){text, LONG});
    assert_in_range(f.nwords, 1, FEATURE_WORDS_MAX);
    for (size_t i = 0; i + 2 < LONG;
         i += 2) /* capital and small letters beyond ASCII, behind more than fit */
        memcpy(text + i, i < 60 ? "aa" : i % 4 == 0 ? "\303\226" : "\303\266", 2);
    feature_read(&f, (struct str){text, LONG - 2});
    assert_in_range(f.n, 2, FEATURE_LETTERS + 4);
    free(text);
    feature_free(&f);
}

/* --- learning ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    size_t label;
} lessons[] = {
    {"this is terrible, it broke", 1}, {"lovely, thank you", 0},           {"broken again, terrible shop", 1},
    {"thank you for the lamp", 0},     {"it broke and nobody answers", 1}, {"a lovely lamp, works well", 0},
    {"terrible, nobody answers", 1},   {"works well, thank you", 0},
};
enum { LESSONS = sizeof lessons / sizeof lessons[0] };

struct school {
    struct features f;
    size_t at;
};

static bool next(void *context, struct features **f, size_t *label)
{
    struct school *s = context;

    if (s->at == LESSONS)
        return false;
    feature_read(&s->f, str_of(lessons[s->at].text));
    *label = lessons[s->at++].label;
    *f = &s->f;
    return true;
}

static void go_back(void *context)
{
    ((struct school *)context)->at = 0;
}

static void train(struct buf *bytes, const char *const *names, size_t n)
{
    struct school s = {.at = 0};
    const struct train_source source = {next, go_back, &s};
    struct train_report report;

    assert_null(train_model(&source, names, n, bytes, &report));
    assert_int_equal(report.n, LESSONS);
    feature_free(&s.f);
}

static const char *const anger = "anger", *const kinds[] = {"praise", "trouble"};

static double say(const struct model *m, size_t output, const char *text)
{
    struct features f = {0};
    double p[MODEL_OUTPUTS_MAX];

    feature_read(&f, str_of(text));
    model_judge(m, &f, p);
    feature_free(&f);
    return p[output];
}

static void a_model_goes_for_texts_that_it_has_not_seen(void **state)
{
    struct buf bytes = {0};
    struct model m;

    (void)state;
    train(&bytes, &anger, 1);
    assert_null(model_open(buf_str(&bytes), false, &m));
    assert_true(say(&m, 0, "terrible, it broke again") > say(&m, 0, "it is a lamp"));
    assert_true(say(&m, 0, "it is a lamp") > say(&m, 0, "lovely, thank you, works"));
    buf_free(&bytes);
}

static void equal_examples_give_equal_bytes(void **state)
{
    struct buf a = {0}, b = {0};

    (void)state;
    train(&a, kinds, 2);
    train(&b, kinds, 2);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.p, b.p, a.len);
    buf_free(&a);
    buf_free(&b);
}

static void the_probabilities_of_a_group_add_up_to_one(void **state)
{
    struct buf bytes = {0};
    struct model m;

    (void)state;
    train(&bytes, kinds, 2);
    assert_null(model_open(buf_str(&bytes), false, &m));
    double a = say(&m, 0, "lovely lamp"), b = say(&m, 1, "lovely lamp");
    assert_true(a > b && a + b > 0.999999 && a + b < 1.000001);
    buf_free(&bytes);
}

static void one_correction_teaches_at_once(void **state)
{
    struct taught *t = taught_new();
    struct features f = {0};

    (void)state;
    feature_read(&f, str_of("the zip is stuck"));
    double before = taught_margin(t, &f);
    taught_learn(t, &f, true);
    assert_true(before == 0 && taught_margin(t, &f) > 1);
    feature_read(&f, str_of("nothing of that is said here"));
    assert_true(taught_margin(t, &f) < 0.5 && taught_margin(t, &f) > -0.5);
    feature_free(&f);
    taught_free(t);
}

static void the_reason_is_the_words_that_spoke_for_it(void **state)
{
    static const char *const text = "on Monday I opened the box: terrible, it broke";
    struct buf bytes = {0};
    struct model m;
    struct model_reason why;
    struct features f = {0};

    (void)state;
    train(&bytes, &anger, 1);
    assert_null(model_open(buf_str(&bytes), false, &m));
    feature_read(&f, str_of(text));
    assert_true(model_reason(&m, 0, &f, &why));
    assert_true(why.off + why.len <= strlen(text));
    struct str words = {text + why.off, why.len};
    assert_true(strstr(text, "terrible") >= words.p && strstr(text, "terrible") < words.p + words.n);
    feature_read(&f, str_of(""));
    assert_false(model_reason(&m, 0, &f, &why));
    feature_free(&f);
    buf_free(&bytes);
}

static void joined_models_say_what_each_said(void **state)
{
    struct buf a = {0}, b = {0}, both = {0};
    struct model one, two, m;
    const struct model *list[] = {&one, &two};

    (void)state;
    train(&a, &anger, 1);
    train(&b, kinds, 2);
    assert_null(model_open(buf_str(&a), false, &one));
    assert_null(model_open(buf_str(&b), false, &two));
    assert_null(model_join(list, 2, &both));
    assert_null(model_open(buf_str(&both), false, &m));
    assert_int_equal(m.n, 3);
    assert_int_equal(model_find(&m, "trouble"), 2);
    assert_int_equal(model_find(&m, "safety"), -1);
    assert_true(say(&m, 0, "broken lamp") == say(&one, 0, "broken lamp"));
    assert_true(say(&m, 2, "broken lamp") == say(&two, 1, "broken lamp"));
    buf_free(&a);
    buf_free(&b);
    buf_free(&both);
}

/* --- bytes ---------------------------------------------------------------------------------------------------- */

static void refused(struct str bytes, const char *what)
{
    struct model m;
    struct err *e = model_open(bytes, false, &m);

    if (e == NULL)
        fail_msg("a model is taken with %s", what);
    assert_int_equal(e->code, ERR_DATA);
    err_free(e);
}

static void a_damaged_model_is_refused(void **state)
{
    struct buf b = {0};
    char what[40];

    (void)state;
    train(&b, kinds, 2);
    for (size_t n = 0; n < b.len; n += n < 400 ? 1 : 9973)
        refused((struct str){b.p, n}, "an end too soon");
    for (size_t at = 0; at < b.len; at += at < 400 ? 1 : 991) {
        (void)snprintf(what, sizeof what, "byte %zu changed", at);
        b.p[at] ^= 0x10;
        refused(buf_str(&b), what);
        b.p[at] ^= 0x10;
    }
    buf_addc(&b, '\0');
    refused(buf_str(&b), "a byte too many");
    buf_free(&b);
}

/* Behind a right checksum. */
static void a_calibration_that_cannot_be_is_refused(void **state)
{
    enum { OUTPUT = 32, SLOPE = OUTPUT + 56, OFFSET = OUTPUT + 64, BENDS = OUTPUT + 144 };
    static const struct {
        size_t at;
        double put;
        const char *what;
    } rows[] = {
        {SLOPE, (double)NAN, "a slope that is no number"},
        {OFFSET, 1e300, "an offset without bounds"},
        {BENDS, (double)NAN, "a first bend that is no number"},
        {BENDS, 1.5, "a curve that falls at once"},
        {BENDS + 48, 2, "a curve that falls in the middle"},
        {BENDS + 96, -3, "a curve that falls at its end"},
        {BENDS + 96, (double)INFINITY, "a bend without bounds"},
    };
    struct buf b = {0};
    struct model m;

    (void)state;
    train(&b, &anger, 1);
    assert_null(model_open(buf_str(&b), true, &m));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char was[8];
        struct buf put = {0};
        little_put_real(&put, rows[i].put);
        memcpy(was, b.p + rows[i].at, sizeof was);
        memcpy(b.p + rows[i].at, put.p, sizeof was);
        buf_free(&put);
        struct err *e = model_open(buf_str(&b), true, &m);
        if (e == NULL)
            fail_msg("a model is taken with %s", rows[i].what);
        assert_non_null(strstr(e->text, "an output that cannot be"));
        err_free(e);
        memcpy(b.p + rows[i].at, was, sizeof was);
    }
    buf_free(&b);
}

static void a_model_of_another_version_is_named_as_one(void **state)
{
    struct buf b = {0};
    struct model m;

    (void)state;
    train(&b, &anger, 1);
    for (char version = 0; version < 9; version++) {
        b.p[8] = version;
        struct err *e = model_open(buf_str(&b), true, &m);
        if (version == 3) {
            assert_null(e);
            continue;
        }
        assert_non_null(e);
        assert_non_null(strstr(e->text, "is of another version; make it again with cust-triage train"));
        err_free(e);
    }
    buf_free(&b);
}

static void too_few_examples_are_refused(void **state)
{
    struct school s = {.at = 0};
    const struct train_source source = {next, go_back, &s};
    const char *const three[] = {"praise", "trouble", "question"};
    struct train_report report;
    struct buf out = {0};
    struct err *e = train_model(&source, three, 3, &out, &report);

    (void)state;
    assert_non_null(e);
    assert_non_null(strstr(e->text, "question"));
    assert_int_equal(out.len, 0);
    err_free(e);
    feature_free(&s.f);
    buf_free(&out);
}

static void the_shipped_model_is_whole(void **state)
{
    static const char *const names[] = {"anger", "hostility", "safety", "legal", "complaint", "none"};
    struct model m;

    (void)state;
    assert_null(model_open((struct str){(const char *)shipped_model_bytes, shipped_model_size}, false, &m));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(model_find(&m, names[i]) >= 0);
    assert_true(say(&m, (size_t)model_find(&m, "complaint"), "Worst service ever, still no refund.") >
                say(&m, (size_t)model_find(&m, "complaint"), "Thank you, this is wonderful!"));
}

/* --- measuring ------------------------------------------------------------------------------------------------ */

static bool near(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

static void measures_are_as_defined(void **state)
{
    struct measure_item perfect[] = {{.9, true}, {.8, true}, {.2, false}, {.1, false}};
    struct measure_item tied[] = {{.5, true}, {.5, false}, {.5, true}, {.5, false}};
    struct measure_item mixed[] = {{.9, true}, {.8, false}, {.7, true}, {.1, false}};
    struct measure_item one[] = {{.9, true}};
    static const size_t table[] = {3, 1, 0, 4};
    struct measure m;

    (void)state;
    m = measure_of(perfect, 4, .5);
    assert_true(near(m.auc, 1) && near(m.average, 1) && near(m.f1, 1) && m.n == 4 && m.positives == 2);
    m = measure_of(tied, 4, .5);
    assert_true(near(m.auc, .5) && near(m.average, .5) && near(m.precision, .5) && near(m.recall, 1));
    m = measure_of(mixed, 4, .5);
    assert_true(near(m.auc, .75) && near(m.average, (1 + 2.0 / 3) / 2) && near(m.f1, .8));
    m = measure_of(one, 1, .5);
    assert_true(near(m.auc, .5));
    struct measure_classes c = measure_classes(table, 2);
    assert_true(c.n == 8 && near(c.accuracy, 7.0 / 8) && near(c.macro_f1, (6.0 / 7 + 8.0 / 9) / 2));
}

static void fitted_probabilities_are_the_shares_of_right_ones(void **state)
{
    enum { N = 4000 };
    struct measure_item *items = mem_array(NULL, N, sizeof *items);
    double slope, offset;
    uint32_t dice = 1;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        double x = (double)(i % 100) / 10 - 5;
        dice = dice * 1664525U + 1013904223U;
        items[i] = (struct measure_item){x, (double)(dice >> 8) / (1 << 24) < number_sigmoid(0.5 * x - 1)};
    }
    measure_fit(items, N, &slope, &offset);
    assert_true(slope > 0.4 && slope < 0.6 && offset > -1.2 && offset < -0.8);
    free(items);
}

static void numbers_are_right_to_many_digits(void **state)
{
    static const struct {
        double x, log;
    } rows[] = {{1, 0}, {2, 0.69314718055994531}, {10, 2.3025850929940457}, {0.001, -6.9077552789821371}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(near(number_log(rows[i].x), rows[i].log));
        assert_true(near(number_exp(rows[i].log) / rows[i].x, 1));
    }
    assert_true(near(number_sigmoid(0), .5) && number_sigmoid(-1e9) < 1e-100 && near(number_sigmoid(1e9), 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_mean_the_same_give_the_same_features),
        cmocka_unit_test(a_number_stands_in_the_list_once),
        cmocka_unit_test(any_bytes_cost_little_memory),
        cmocka_unit_test(a_model_goes_for_texts_that_it_has_not_seen),
        cmocka_unit_test(equal_examples_give_equal_bytes),
        cmocka_unit_test(the_probabilities_of_a_group_add_up_to_one),
        cmocka_unit_test(one_correction_teaches_at_once),
        cmocka_unit_test(the_reason_is_the_words_that_spoke_for_it),
        cmocka_unit_test(joined_models_say_what_each_said),
        cmocka_unit_test(a_damaged_model_is_refused),
        cmocka_unit_test(a_calibration_that_cannot_be_is_refused),
        cmocka_unit_test(a_model_of_another_version_is_named_as_one),
        cmocka_unit_test(too_few_examples_are_refused),
        cmocka_unit_test(the_shipped_model_is_whole),
        cmocka_unit_test(measures_are_as_defined),
        cmocka_unit_test(fitted_probabilities_are_the_shares_of_right_ones),
        cmocka_unit_test(numbers_are_right_to_many_digits),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
