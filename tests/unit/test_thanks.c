#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "judge/thanks.h"

static void only_what_thanks_and_nothing_else_is_thanks(void **state)
{
    static const struct {
        const char *text;
        bool only;
    } rows[] = {
        {"Thanks!", true},
        {"Thank you so much for your quick reply.\n\nKind regards\nJane Doe", true},
        {"Many thanks, it works now. Jane", true},
        {"Vielen Dank für die schnelle Hilfe!\nLG Jane", true},
        {"Merci beaucoup", true},
        {"Thanks, everything is fine :)", true},
        {"", false},
        {"Jane Doe", false},
        {"It works now", false},
        {"Thanks, but it still leaks", false},
        {"Thanks for nothing", false},
        {"Thanks. When does it come?", false},
        {"Thank you, Bob", false},
        {"Thanks a lot, I am not happy", false},
        {"Thanks 42", false},
        {"thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks "
         "thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks "
         "thanks thanks thanks",
         false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (thanks_only(str_of(rows[i].text), str_of("Jane Doe"), str_of("jane@example.com")) != rows[i].only)
            fail_msg("%s", rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_thanks_and_nothing_else_is_thanks)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
