#include "form/json_out.h"

#include "base/civil.h"
#include "form/form_json.h"

static void comma(struct buf *out)
{
    char last = out->len > 0 ? out->p[out->len - 1] : '{';

    if (last != '{' && last != '[' && last != '\n')
        buf_addc(out, ',');
}

static void begin(const char *key, struct buf *out)
{
    comma(out);
    if (key != NULL)
        buf_printf(out, "\"%s\":", key);
}

void json_out_open(const char *key, char bracket, struct buf *out)
{
    begin(key, out);
    buf_addc(out, bracket);
}

void json_out_close(char bracket, struct buf *out)
{
    buf_addc(out, bracket);
}

void json_out_text(const char *key, struct str s, struct buf *out)
{
    if (s.n == 0) {
        begin(key, out);
        buf_adds(out, "null");
    } else if (key != NULL) {
        comma(out);
        form_json_text(key, s, out);
    } else {
        json_out_open(NULL, '{', out);
        form_json_text("text", s, out);
        json_out_close('}', out);
    }
}

void json_out_string(const char *key, struct str s, struct buf *out)
{
    begin(key, out);
    form_json_string(s, out);
}

void json_out_number(const char *key, int64_t n, struct buf *out)
{
    begin(key, out);
    buf_printf(out, "%lld", (long long)n);
}

void json_out_thousandths(const char *key, int64_t n, struct buf *out)
{
    begin(key, out);
    buf_printf(out, "%lld.%03d", (long long)(n / 1000), (int)(n % 1000));
}

void json_out_hundredths(const char *key, int64_t n, struct buf *out)
{
    begin(key, out);
    buf_printf(out, "%s%lld.%02d", n < 0 ? "-" : "", (long long)(n / 100 < 0 ? -(n / 100) : n / 100),
               (int)(n % 100 < 0 ? -(n % 100) : n % 100));
}

void json_out_bool(const char *key, bool yes, struct buf *out)
{
    begin(key, out);
    buf_adds(out, yes ? "true" : "false");
}

void json_out_time(const char *key, instant t, struct buf *out)
{
    char when[CIVIL_SIZE];

    begin(key, out);
    if (t == INSTANT_NONE)
        buf_adds(out, "null");
    else
        buf_printf(out, "\"%s\"", civil_format(t, when));
}
