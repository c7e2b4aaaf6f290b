/* Curves: probabilities hold what they say, and the order of texts stays. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "judge/curve.h"
#include "judge/number.h"

enum { N = 20000 };

static double roll(uint32_t *dice)
{
    *dice = *dice * 1664525U + 1013904223U;
    return (double)(*dice >> 8) / (1 << 24);
}

/* What a text of these log odds is really. */
static double as_said(double odds)
{
    return number_sigmoid(odds);
}

static double half_as_sure(double odds)
{
    return number_sigmoid(odds / 2);
}

/* Labels are people's: of ten that are surely yes eight say so, of ten that are surely no one says yes. */
static double never_sure(double odds)
{
    return 0.1 + 0.7 * number_sigmoid(odds);
}

static double too_shy(double odds)
{
    return number_sigmoid(2 * odds);
}

/* Log odds from -5 to 5, and labels as `truth` wants them. */
static struct measure_item *texts(size_t n, double (*truth)(double))
{
    struct measure_item *items = mem_array(NULL, n, sizeof *items);
    uint32_t dice = 7;

    for (size_t i = 0; i < n; i++) {
        double odds = 10 * roll(&dice) - 5;
        items[i] = (struct measure_item){odds, roll(&dice) < truth(odds)};
    }
    return items;
}

/* The furthest that a curve of n such texts is from the truth, as a probability, where there are texts. */
static double off_by(size_t n, double (*truth)(double))
{
    struct measure_item *items = texts(n, truth);
    double bend[CURVE_KNOTS], worst = 0;

    curve_fit(items, n, bend);
    for (double odds = -4.5; odds <= 4.5; odds += 0.25) {
        double off = fabs(number_sigmoid(curve_at(bend, odds)) - truth(odds));
        worst = off > worst ? off : worst;
    }
    free(items);
    return worst;
}

static void what_was_said_wrongly_is_put_right(void **state)
{
    static double (*const truths[])(double) = {half_as_sure, never_sure, too_shy};

    (void)state;
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++) {
        double before = 0, after = off_by(N, truths[i]);
        for (double odds = -4.5; odds <= 4.5; odds += 0.25)
            before = fmax(before, fabs(number_sigmoid(odds) - truths[i](odds)));
        if (before < 0.1 || after > 0.04)
            fail_msg("truth %zu: off by %.3f, before by %.3f", i, after, before);
    }
}

static void what_was_said_rightly_stays(void **state)
{
    (void)state;
    assert_true(off_by(N, as_said) < 0.02);
    assert_true(off_by(200, as_said) < 0.1);
}

static void few_labels_leave_it_straight(void **state)
{
    struct measure_item *items = texts(60, never_sure);
    double bend[CURVE_KNOTS];

    (void)state;
    curve_fit(items, 60, bend);
    for (int k = 0; k < CURVE_KNOTS; k++)
        assert_true(bend[k] == 0);
    curve_fit(NULL, 0, bend);
    assert_true(bend[0] == 0 && curve_at(bend, 1.5) == 1.5);
    free(items);
}

/* Whatever the labels are, the order must stay: also where they say the opposite, and where all texts are at one place. */
static void the_order_stays(void **state)
{
    uint32_t dice = 3;

    (void)state;
    for (int round = 0; round < 50; round++) {
        size_t n = 100 + (size_t)(roll(&dice) * 1000);
        struct measure_item *items = mem_array(NULL, n, sizeof *items);
        double bend[CURVE_KNOTS], middle = 20 * roll(&dice) - 10, wide = 10 * roll(&dice);
        for (size_t i = 0; i < n; i++) {
            double odds = middle + wide * (roll(&dice) - 0.5);
            items[i] = (struct measure_item){odds, round % 3 == 0   ? odds < middle
                                                   : round % 3 == 1 ? roll(&dice) < 0.5
                                                                    : odds > middle};
        }
        curve_fit(items, n, bend);
        assert_true(curve_rises(bend));
        for (double odds = -12; odds < 12; odds += 0.125)
            assert_true(curve_at(bend, odds + 0.125) > curve_at(bend, odds));
        free(items);
    }
}

static void only_a_rising_curve_rises(void **state)
{
    static const struct {
        double bend[CURVE_KNOTS];
        bool rises;
    } rows[] = {
        {{0}, true},
        {{[3] = 0.99}, true},
        {{[3] = 1}, false}, /* level from there to the next */
        {{[3] = 5}, false},
        {{[CURVE_KNOTS - 1] = -1.5}, false},
        {{[CURVE_KNOTS - 1] = 9}, true},
        {{[0] = (double)NAN}, false},
        {{[6] = (double)NAN}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (curve_rises(rows[i].bend) != rows[i].rises)
            fail_msg("row %zu", i);
}

static void between_knots_it_is_straight_and_outside_it_goes_on(void **state)
{
    static const double bend[CURVE_KNOTS] = {[0] = 2, [7] = 0.5, [CURVE_KNOTS - 1] = -0.5};
    static const struct {
        double odds, to;
    } rows[] = {{-20, -18}, {-6, -4}, {-5.5, -4.5}, {0, 0}, {0.5, 0.75}, {1, 1.5}, {6, 5.5}, {30, 29.5}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (fabs(curve_at(bend, rows[i].odds) - rows[i].to) > 1e-12)
            fail_msg("%g becomes %g", rows[i].odds, curve_at(bend, rows[i].odds));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_wrongly_is_put_right),
        cmocka_unit_test(what_was_said_rightly_stays),
        cmocka_unit_test(few_labels_leave_it_straight),
        cmocka_unit_test(the_order_stays),
        cmocka_unit_test(only_a_rising_curve_rises),
        cmocka_unit_test(between_knots_it_is_straight_and_outside_it_goes_on),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
