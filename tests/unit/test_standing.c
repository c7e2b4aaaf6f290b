/* How a customer came and left, by complaint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule/standing.h"

#define ANGER (UINT32_C(1) << SIGNAL_ANGER)
#define HOSTILE (UINT32_C(1) << SIGNAL_HOSTILITY)
#define LEGAL (UINT32_C(1) << SIGNAL_LEGAL)

static const struct {
    struct complaint c;
    bool difficult;
    enum standing after;
} rows[] = {
    {{.status = STATUS_RECEIVED}, false, STANDING_NEUTRAL},
    {{.status = STATUS_RECEIVED, .signals = ANGER}, true, STANDING_DIFFICULT},
    {{.status = STATUS_OFFERED, .signals = HOSTILE}, true, STANDING_DIFFICULT},
    {{.status = STATUS_RECEIVED, .signals = LEGAL}, false, STANDING_NEUTRAL}, /* a lawyer is no rudeness */
    {{.status = STATUS_ACKNOWLEDGED, .reopened = 1}, true, STANDING_DIFFICULT},
    {{.status = STATUS_CLOSED, .satisfied = true}, false, STANDING_LOYAL},
    {{.status = STATUS_CLOSED, .satisfied = true, .signals = ANGER, .reopened = 2}, true, STANDING_LOYAL},
    {{.status = STATUS_CLOSED, .signals = ANGER}, true, STANDING_DIFFICULT},
    {{.status = STATUS_CLOSED}, false, STANDING_NEUTRAL},
    {{.status = STATUS_RESOLVED, .satisfied = true}, false, STANDING_NEUTRAL}, /* a yes closes */
    {{.status = STATUS_CLOSED, .voided = true, .signals = ANGER, .satisfied = true}, false, STANDING_NEUTRAL},
};

static void a_yes_makes_loyal_and_anger_difficult(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (standing_came_difficult(&rows[i].c) != rows[i].difficult ||
            standing_after(&rows[i].c) != rows[i].after)
            fail_msg("row %zu: %d, %s", i, standing_came_difficult(&rows[i].c),
                     standing_name(standing_after(&rows[i].c)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_yes_makes_loyal_and_anger_difficult)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
