/* JSON: valid for every strict reader, loss-free for every byte, harmless on a terminal. */
#include "form_help.h"

#include <jansson.h>

#include "base/text.h"
#include "form/base64.h"
#include "form/form_json.h"

static const struct form_settings plain = {.schema = "cust.test/1", .now = NOW};

static void json_and_jsonl_are_what_the_page_says(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_null(write_sample(FORM_JSON, &plain, "not shown", &b));
    assert_golden("sample.json", &b);
    json_t *j = json_loadb(b.p, b.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(j);
    assert_int_equal(json_array_size(json_object_get(j, "rows")), ROWS);
    json_decref(j);
    buf_reset(&b);
    assert_null(write_sample(FORM_JSONL, &plain, NULL, &b));
    assert_golden("sample.jsonl", &b);
    buf_free(&b);
}

static void an_empty_listing_is_an_empty_array(void **state)
{
    struct buf b = {0};
    struct form *f;

    (void)state;
    assert_null(form_open(FORM_JSON, columns, COLUMNS, &plain, keeping(&b), &f));
    assert_null(form_close(f, NULL));
    assert_string_equal(b.p, "{\"schema\":\"cust.test/1\",\"rows\":[]}\n");
    buf_free(&b);
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

static void any_bytes_come_back_from_json(void **state)
{
    static const char *const odd[] = {
        "\xff", "\xe2\x80\xae",     "\xc2\x9b", "\x7f", "\x1b",         "\"", "\\",
        "\n",   "\xf0\x9f\x98\x80", "\xc3\xa9", "a",    "\xed\xa0\x80", "/"};
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct buf bytes = {0}, out = {0}, back = {0};
        for (size_t n = next(&seed) % 8 + 1; n > 0; n--) {
            if (next(&seed) % 20 == 0)
                buf_addc(&bytes, '\0');
            buf_adds(&bytes, odd[next(&seed) % (sizeof odd / sizeof odd[0])]);
        }
        buf_addc(&out, '{');
        form_json_text("t", buf_str(&bytes), &out);
        buf_addc(&out, '}');
        for (size_t i = 0; i < out.len; i++)
            assert_true((unsigned char)out.p[i] >= ' ' && out.p[i] != '\x7f');
        assert_null(strstr(out.p, "\xe2\x80\xae"));
        assert_null(strstr(out.p, "\xc2\x9b"));
        json_t *j = json_loadb(out.p, out.len, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(j);
        const json_t *exact = json_object_get(j, "t_base64");
        const json_t *text = json_object_get(j, "t");
        assert_true(json_is_string(text));
        if (exact != NULL)
            assert_true(base64_decode(str_of(json_string_value(exact)), &back));
        else
            buf_add(&back, json_string_value(text), json_string_length(text));
        assert_true(str_eq(buf_str(&back), buf_str(&bytes)));
        json_decref(j);
        buf_free(&bytes);
        buf_free(&out);
        buf_free(&back);
    }
}

static void base64_is_rfc_4648_and_has_one_spelling(void **state)
{
    static const char *const good[][2] = {{"", ""},
                                          {"f", "Zg=="},
                                          {"fo", "Zm8="},
                                          {"foo", "Zm9v"},
                                          {"foob", "Zm9vYg=="},
                                          {"fooba", "Zm9vYmE="},
                                          {"foobar", "Zm9vYmFy"}};
    static const char *const bad[] = {
        "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Z===", "====", "Zm 9", "Zm9v\n", "Zm-_", "=Zg="};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct buf b = {0}, back = {0};
        base64_encode(str_of(good[i][0]), &b);
        assert_string_equal(b.p != NULL ? b.p : "", good[i][1]);
        assert_true(base64_decode(str_of(good[i][1]), &back));
        assert_true(str_is(buf_str(&back), good[i][0]));
        buf_free(&b);
        buf_free(&back);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buf back = {0};
        if (base64_decode(str_of(bad[i]), &back))
            fail_msg("'%s' was taken", bad[i]);
        buf_free(&back);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_and_jsonl_are_what_the_page_says),
        cmocka_unit_test(an_empty_listing_is_an_empty_array),
        cmocka_unit_test(any_bytes_come_back_from_json),
        cmocka_unit_test(base64_is_rfc_4648_and_has_one_spelling),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
