/* clock: the second that runs is the one that everybody else sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "cmd/common/clock.h"

static int naps;

/* In place of the C library's: how often somebody slept tells what a stopwatch cannot on a busy machine. */
int nanosleep(const struct timespec *wanted, struct timespec *left)
{
    naps++;
    return clock_nanosleep(CLOCK_REALTIME, 0, wanted, left) == 0 ? 0 : -1;
}

static struct timespec exact(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return t;
}

/* Over the edge of a second, where time(3) lags. */
static void it_never_lags_behind_what_others_see(void **state)
{
    time_t began = exact().tv_sec, before;

    (void)state;
    do {
        before = exact().tv_sec;
        assert_true(clock_now() >= before);
    } while (before == began || exact().tv_nsec < 20000000);
}

static void a_second_that_was_waited_for_is_over_for_everybody(void **state)
{
    instant t = clock_now();

    (void)state;
    clock_pass(t);
    assert_true(exact().tv_sec > t);
    assert_true(clock_now() > t);
}

static void nobody_waits_for_the_past(void **state)
{
    instant t = clock_now();

    (void)state;
    naps = 0;
    clock_pass(t - 1);
    clock_pass(INSTANT_MIN);
    assert_int_equal(naps, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_never_lags_behind_what_others_see),
                                       cmocka_unit_test(a_second_that_was_waited_for_is_over_for_everybody),
                                       cmocka_unit_test(nobody_waits_for_the_past)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
