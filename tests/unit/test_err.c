/* Errors: what they say, and what kind they are. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void what_the_system_says_comes_with_what_mends_it(void **state)
{
    static const struct {
        int no;
        enum err_code code;
        const char *text, *expect; /* the beginning and the end of the message */
    } cases[] = {
        {EMFILE, ERR_TEMP, "cannot open", "; ulimit -n raises how many; then try again"},
        {ENFILE, ERR_TEMP, "cannot open", "; the whole system has too many; close some and try again"},
        {ENOSPC, ERR_TEMP, "cannot write", "; make room and try again"},
        {EDQUOT, ERR_TEMP, "cannot write", "; make room and try again"},
        {EACCES, ERR_IO, "cannot open", "cannot open: Permission denied"},
        {ENOSPC, ERR_TEMP, "it is sent, but stays; take it away",
         "it is sent, but stays; take it away: No space left on device"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        errno = cases[i].no;
        struct err *e = err_errno(ERR_IO, "place", "%s", cases[i].text);
        size_t n = strlen(e->text), m = strlen(cases[i].expect);
        assert_int_equal(e->code, cases[i].code);
        assert_string_equal(e->where, "place");
        if (strncmp(e->text, cases[i].text, strlen(cases[i].text)) != 0 || n < m ||
            strcmp(e->text + n - m, cases[i].expect) != 0)
            fail_msg("case %zu: '%s'", i, e->text);
        err_free(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_the_system_says_comes_with_what_mends_it)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
