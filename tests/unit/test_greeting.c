#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "judge/greeting.h"

static void a_line_that_only_greets_is_passed_over(void **state)
{
    static const struct {
        const char *text;
        const char *left;
    } rows[] = {
        {"Hello,\nmy lamp is dark", "my lamp is dark"},
        {"Dear Sir or Madam,\n\nThe kettle leaks.", "\nThe kettle leaks."},
        {"\n\nGood morning\r\nThe kettle leaks.", "The kettle leaks."},
        {"Hi Ben!\nIt leaks", "It leaks"},
        {"Dear Mr. O'Neill,\nIt leaks", "It leaks"},
        {"DEAR SIRS:\nIt leaks", "It leaks"},
        {"To whom it may concern\nIt leaks", "It leaks"},
        {"Sehr geehrte Damen und Herren,\nes leckt", "es leckt"},
        {"Buenos días,\nla tetera no funciona", "la tetera no funciona"},
        {"Hello Lamp Shop customer service team,\nIt leaks", "It leaks"},
        /* these say something */
        {"Hello, it broke,\nand nobody rings", "Hello, it broke,\nand nobody rings"},
        {"Hello it broke\nagain", "Hello it broke\nagain"},
        {"HELLO MY LAMP BROKE\nagain", "HELLO MY LAMP BROKE\nagain"},
        {"Dear Ben, my kettle leaks\nbadly", "Dear Ben, my kettle leaks\nbadly"},
        {"Hi Ann Bob Carl Dora Emil Fritz Gus\nIt leaks", "Hi Ann Bob Carl Dora Emil Fritz Gus\nIt leaks"},
        {"Hi 42\nIt leaks", "Hi 42\nIt leaks"},
        {"Hideous\nIt leaks", "Hideous\nIt leaks"},
        {"The lamp is dark\nHello,", "The lamp is dark\nHello,"},
        {"Hello\?\nIt leaks", "Hello\?\nIt leaks"},
        /* nothing else is there */
        {"Hello,", "Hello,"},
        {"Hello,\n \n", "Hello,\n \n"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (!str_is(greeting_skip(str_of(rows[i].text)), rows[i].left))
            fail_msg("%s", rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_line_that_only_greets_is_passed_over)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
