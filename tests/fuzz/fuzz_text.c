/* Any bytes as text: what is kept, shown and searched is valid, holds nothing that steers a terminal, and goes back to
 * the same bytes where there is a way back. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "form/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

/* A line, or several, without a control that a terminal would obey. */
static bool calm(struct str s, bool lines)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < ' ' && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f)
            return false;
    }
    return text_valid(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    struct buf a = {0}, b = {0};

    text_escape(s, &a);
    check(calm(buf_str(&a), false) && text_unescape(buf_str(&a), &b) == NULL && str_eq(buf_str(&b), s));
    buf_reset(&a);
    text_show(s, &a);
    check(calm(buf_str(&a), true));
    buf_reset(&a);
    check(text_clean(s, &a) != (text_valid(s) && a.len == size) && text_valid(buf_str(&a)));
    buf_reset(&a);
    buf_reset(&b);
    text_fold(s, &a);
    text_fold(buf_str(&a), &b);
    check(text_valid(buf_str(&a)) && str_eq(buf_str(&a), buf_str(&b)));
    buf_reset(&a);
    text_head(s, 40, &a);
    check(calm(buf_str(&a), false) && text_width(buf_str(&a)) <= 40);
    buf_reset(&a);
    buf_reset(&b);
    base64_encode(s, &a);
    check(base64_decode(buf_str(&a), &b) && str_eq(buf_str(&b), s));
    buf_reset(&b);
    struct err *e = text_unescape(s, &b);
    check(e == NULL || e->code == ERR_DATA);
    err_free(e);
    buf_free(&a);
    buf_free(&b);
    return 0;
}
