/* What a file's first bytes look like is said from a list of our own, and a stranger's type is never taken over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form/filetype.h"

#define BYTES(s)                                                                                             \
    {                                                                                                        \
        (s), sizeof(s) - 1                                                                                   \
    }

static void the_first_bytes_tell_the_type(void **unused)
{
    static const struct {
        struct str bytes;
        const char *type;
    } rows[] = {
        {BYTES("%PDF-1.7\n"), "application/pdf"},
        {BYTES("\x89PNG\r\n\x1a\n...."), "image/png"},
        {BYTES("\xff\xd8\xff\xe0"), "image/jpeg"},
        {BYTES("GIF89a"), "image/gif"},
        {BYTES("RIFF\x10\x20\x30\x40WEBPVP8 "), "image/webp"},
        {BYTES("RIFF\x10\x20\x30\x40WAVE"), "audio/wave"},
        {BYTES("RIFF1234XXXX"), "text/plain"},
        {BYTES("PK\x03\x04"), "application/zip"},
        {BYTES("\x01\x02\x03\x04"
               "ftypisom"),
         "video/mp4"},
        {BYTES(""), "text/plain"},
        {BYTES("Gr\xc3\xbc\xc3\x9f"
               "e\r\n\ttab"),
         "text/plain"},
        {BYTES("Gr\xfc\xdf"
               "e"),
         "application/octet-stream"},
        {BYTES("a\0b"), "application/octet-stream"},
        {BYTES("%PD"), "text/plain"},
        {BYTES("\x7f"
               "ELF\x02\x01\x01\0"),
         "application/octet-stream"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(filetype_guess(rows[i].bytes), rows[i].type);
}

static void a_type_that_is_not_in_the_list_is_not_taken_over(void **unused)
{
    static const char *const rows[][2] = {
        {"image/png", "image/png"},
        {"IMAGE/PNG", "image/png"},
        {"text/calendar", "text/calendar"},
        {"application/x-jane-doe", "application/octet-stream"},
        {"image/png; name=x", "application/octet-stream"},
        {"", "application/octet-stream"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(filetype_known(str_of(rows[i][0])), rows[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_bytes_tell_the_type),
        cmocka_unit_test(a_type_that_is_not_in_the_list_is_not_taken_over),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
