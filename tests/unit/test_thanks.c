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

static void what_is_glad_of_it_in_each_clause_is_praise(void **state)
{
    static const struct {
        const char *text;
        bool praise;
    } rows[] = {
        {"Thanks a lot Ben, the new lid fits. Much appreciated.", true},
        {"Great, it arrived today. Thanks for your help!", true},
        {"Brilliant service, will buy again", true},
        {"Received, thanks", true},
        {"OK", true},
        {"The new one came and it is perfect. Thank you so much!", true},
        {"The refund came, thank you.", true},
        {"All sorted now, you have been very kind.\n\nJane Doe", true},
        {"It's perfect, I'm delighted.", true},
        {"Thanks again, it\342\200\231s working", true},
        {"", false},
        {"Jane Doe", false},
        {"Thanks, but it still leaks", false},
        {"Thank you, the new one hums", false},
        {"Wonderful, now the lid leaks. Thanks!", false},
        {"It works, and the cable smells of fish", false},
        {"Thank you. When does it come?", false},
        {"It isn't perfect", false},
        {"It isn\342\200\231t perfect", false},
        {"Great, it came broken", false},
        {"It came apart again", false},
        {"It works again and again", false},
        {"Great job losing my parcel, thanks", false},
        {"Thanks, I need a second one", false},
        {"Good morning, my kettle hums", false},
        {"I got it, please call me", false},
        {"We received a blue kettle in place of the red kettle that we ordered from you", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (thanks_happy(str_of(rows[i].text), str_of("Jane Doe"), str_of("jane@example.com")) !=
            rows[i].praise)
            fail_msg("%s", rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_thanks_and_nothing_else_is_thanks),
        cmocka_unit_test(what_is_glad_of_it_in_each_clause_is_praise),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
