#include "policy/setvalue.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "judge/letter.h"
#include "judge/phrase.h"
#include "judge/tone.h"
#include "rule/calendar.h"
#include "rule/deadline.h"
#include "rule/word.h"

enum { NAME_MAX_BYTES = 64, PERCENT_MAX = 1000 };
#define MONEY_MAX 10000000000

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Says what is wrong: the value in quotes, then the rest. */
static bool no(struct str text, struct buf *why, const char *rest)
{
    char quote[TEXT_QUOTE];

    buf_printf(why, "%s %s", text_quote(text, quote), rest);
    return false;
}

/* ASCII and C1 controls. */
static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && !is_blank((char)c)) || c == 0x7F)
            return true;
        if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0)
            return true;
    }
    return false;
}

bool setvalue_text(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    struct str s = str_trim(text);

    (void)min;
    if (has_control(s))
        return no(text, why, "holds control characters; take them out");
    for (size_t i = 0; i < s.n; i++) {
        bool blank = is_blank(s.p[i]);
        if (!blank)
            buf_addc(out, s.p[i]);
        else if (!is_blank(s.p[i - 1]))
            buf_addc(out, ' ');
    }
    if (out->len == 0) {
        buf_adds(why, "the text is empty; write something, or leave the line out");
        return false;
    }
    if (out->len > (size_t)max) {
        buf_printf(why, "the text is longer than %ld bytes; shorten it", max);
        return false;
    }
    return true;
}

bool setvalue_number(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    long long v;

    if (!str_number(text, max, &v) || v < min) {
        char quote[TEXT_QUOTE];
        buf_printf(why, "%s is no whole number from %ld to %ld", text_quote(text, quote), min, max);
        return false;
    }
    buf_printf(out, "%lld", v);
    return true;
}

/* "1", "0.85": with at most three decimals and no more than `max`, in thousandths; -1: it is none. */
static long long thousandths(struct str s, long long max)
{
    struct str rest = s, whole;
    long long a, b = 0;

    if (!str_cut(&rest, '.', &whole) || !str_number(whole, max, &a) ||
        (rest.p != NULL && (rest.n > 3 || !str_number(rest, 999, &b))))
        return -1;
    for (size_t i = rest.p != NULL ? rest.n : 3; i < 3; i++)
        b *= 10;
    return a == max && b > 0 ? -1 : a * 1000 + b;
}

/* A fraction; -1: it is none. */
static int permille(struct str s)
{
    return (int)thousandths(s, 1);
}

/* "0.850" is kept as "0.85", "1.000" as "1". */
static bool trim_zeros(struct buf *b)
{
    while (b->p[b->len - 1] == '0')
        b->len--;
    if (b->p[b->len - 1] == '.')
        b->len--;
    return true;
}

bool setvalue_fraction(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    int v = permille(text);

    if (v < min || v > max) {
        char quote[TEXT_QUOTE];
        buf_printf(why, "%s is no fraction from %ld.%03ld to %ld.%03ld, such as 0.85",
                   text_quote(text, quote), min / 1000, min % 1000, max / 1000, max % 1000);
        return false;
    }
    buf_printf(out, "%d.%03d", v / 1000, v % 1000);
    return trim_zeros(out);
}

/* Hundredths, or -1. */
static int64_t money(struct str text)
{
    struct str rest = text, whole;
    long long units = 0, cents = 0;

    str_cut(&rest, '.', &whole);
    if (!str_number(whole, MONEY_MAX, &units))
        return -1;
    if (rest.p == NULL)
        return units * 100;
    if (rest.n < 1 || rest.n > 2 || !str_number(rest, 99, &cents))
        return -1;
    return units * 100 + (rest.n == 1 ? cents * 10 : cents);
}

bool setvalue_money(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    int64_t v = money(text);

    (void)min;
    (void)max;
    if (v < 0)
        return no(text, why, "is no amount; write 25 or 25.50");
    buf_printf(out, "%lld.%02d", (long long)(v / 100), (int)(v % 100));
    return true;
}

bool setvalue_to_money(struct str kept, int64_t *out)
{
    *out = money(kept);
    return *out >= 0;
}

bool setvalue_name_money(struct str text, struct buf *why)
{
    return money(text) >= 0 || no(text, why, "is no amount; write what the sum holds from: 0, 1000");
}

bool setvalue_percent(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    struct str s = str_trim(text);
    if (s.n > 0 && s.p[s.n - 1] == '%')
        s = str_trim((struct str){s.p, s.n - 1});
    long long v = thousandths(s, PERCENT_MAX);

    (void)min;
    (void)max;
    if (v < 0)
        return no(text, why, "is no rate in percent a year; write 12 or 11.75");
    buf_printf(out, "%lld.%03lld", v / 1000, v % 1000);
    return trim_zeros(out);
}

bool setvalue_to_percent(struct str kept, int32_t *out)
{
    *out = (int32_t)thousandths(kept, PERCENT_MAX);
    return *out >= 0;
}

bool setvalue_slot(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    struct calendar_slot s;

    (void)min;
    (void)max;
    if (!calendar_parse_slot(text, &s))
        return no(
            text, why,
            "is no piece of a day; write 09:00-17:30, the end after the beginning, 24:00 at the latest");
    buf_printf(out, "%02d:%02d-%02d:%02d", s.from / 60, s.from % 60, s.to / 60, s.to % 60);
    return true;
}

bool setvalue_zone(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    bool good = text.n > 0 && text.n <= 64 && text.p[0] != '/' && text.p[0] != '.';

    (void)min;
    (void)max;
    for (size_t i = 0; good && i < text.n; i++)
        good =
            strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/", text.p[i]) != NULL &&
            text.p[i] != '\0';
    if (!good)
        return no(text, why, "is no name of a time zone; write local, UTC or a name such as Europe/Berlin");
    buf_addstr(out, text);
    return true;
}

static bool either(struct str text, const char *one, const char *other, const char *neither, struct buf *out,
                   struct buf *why)
{
    if (!str_is(text, one) && !str_is(text, other))
        return no(text, why, neither);
    buf_addstr(out, text);
    return true;
}

bool setvalue_choice(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    return either(text, "yes", "no", "is neither yes nor no", out, why);
}

bool setvalue_who(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    if (str_is(text, "speaker")) {
        buf_addstr(out, text);
        return true;
    }
    return either(text, "customer", "anyone", "is none of customer, speaker and anyone", out, why);
}

bool setvalue_deadline(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    if (!str_is(text, "response") && !str_is(text, "update") && !str_is(text, "resolution"))
        return no(text, why, "is no deadline; write response, update or resolution");
    buf_addstr(out, text);
    return true;
}

bool setvalue_occasion(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    const size_t signal = strlen("signal:"), category = strlen("category:");
    bool good = str_is(text, "late");

    (void)min;
    (void)max;
    if (str_starts(text, "signal:"))
        good = word_find(WORD_SIGNAL, (struct str){text.p + signal, text.n - signal}) >= 0;
    else if (str_starts(text, "category:"))
        good = setvalue_name((struct str){text.p + category, text.n - category}, why);
    if (!good) {
        buf_reset(why);
        return no(text, why, "is no occasion; write late, signal:legal or category:late-payment");
    }
    buf_addstr(out, text);
    return true;
}

bool setvalue_clock(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    return either(text, "desk", "always",
                  "is neither desk (the hours of the desk) nor always (day and night)", out, why);
}

bool setvalue_from(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    return either(text, "received", "acknowledged", "is neither received nor acknowledged", out, why);
}

bool setvalue_date(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    int64_t day;
    struct err *e = civil_parse_date(text, &day);

    (void)min;
    (void)max;
    if (e != NULL) {
        err_free(e);
        return no(text, why, "is no day; write it as 2026-04-08");
    }
    buf_addstr(out, text);
    return true;
}

static bool word(enum word_set set, struct str text, struct buf *out, struct buf *why)
{
    char quote[TEXT_QUOTE];
    int v = word_find(set, text);
    const char *near = word_near(set, text);

    if (v >= 0) {
        buf_adds(out, word_name(set, v));
        return true;
    }
    buf_printf(why, "%s is no %s; ", text_quote(text, quote), word_set_name(set));
    if (near != NULL) {
        buf_printf(why, "did you mean \"%s\"?", near);
        return false;
    }
    buf_adds(why, "there are");
    for (int i = 0; i < word_count(set); i++)
        buf_printf(why, "%s %s", i > 0 ? "," : "", word_name(set, i));
    return false;
}

bool setvalue_word(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)max;
    return word((enum word_set)min, text, out, why);
}

bool setvalue_program(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    if (text.n > 0 && (text.p[0] != '/' || memchr(text.p, ' ', text.n) != NULL))
        return no(text, why, "is no full path of a program; write it as /usr/sbin/sendmail, without options");
    return setvalue_text(text, min, max, out, why);
}

bool setvalue_known(struct str text, const char *what, bool known, const char *near, struct buf *why)
{
    char quote[TEXT_QUOTE];

    if (known)
        return true;
    buf_printf(why, "%s is no %s; ", text_quote(text, quote), what);
    if (near != NULL)
        buf_printf(why, "did you mean \"%s\"?", near);
    else
        buf_adds(why, "cust-policy(5) lists them");
    return false;
}

static bool one_of(struct str text, const char *what, int found, const char *near, struct buf *out,
                   struct buf *why)
{
    if (!setvalue_known(text, what, found >= 0, near, why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setvalue_finding(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    int kind = tone_find(text);

    (void)min;
    (void)max;
    return one_of(text, "kind of finding",
                  kind == TONE_PLACEHOLDER || kind == TONE_OVER_AUTHORITY ? -1 : kind, tone_near(text), out,
                  why);
}

bool setvalue_part(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    return one_of(text, "part of a letter", letter_part_find(text), letter_part_near(text), out, why);
}

bool setvalue_pattern(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    size_t off = 0;

    if (!setvalue_text(text, min, max, out, why))
        return false;
    struct err *e = phrase_check(out->p, &off);
    if (e == NULL)
        return true;
    if (off > 0 && off < out->len)
        buf_printf(why, "%s (at \"%s\")", e->text, out->p + off);
    else
        buf_adds(why, e->text);
    err_free(e);
    return false;
}

bool setvalue_named(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    if (!setvalue_name(text, why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setvalue_span(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    struct deadline_span span;
    struct err *e = deadline_parse_span(text, &span);

    (void)max;
    if (e != NULL) {
        buf_adds(why, e->text);
        err_free(e);
        return false;
    }
    if ((1L << span.unit & min) == 0)
        return no(text, why, "cannot be counted here; write minutes, hours, days or weeks by the clock");
    deadline_format_span(&span, out);
    return true;
}

static bool name(struct str text, const char *also, struct buf *why)
{
    bool good = text.n > 0 && text.n <= NAME_MAX_BYTES && !has_control(text);

    for (size_t i = 0; good && i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
        good = letter || (i > 0 && c != '\0' && strchr(also, c) != NULL);
    }
    if (!good) {
        no(text, why, "cannot be a name; write letters and digits, with ");
        buf_printf(why, "%s between them, at most %d bytes", also, NAME_MAX_BYTES);
    }
    return good;
}

bool setvalue_name(struct str text, struct buf *why)
{
    return name(text, "-_.", why);
}

bool setvalue_login(struct str text, struct buf *why)
{
    return name(text, "-_.@", why);
}

bool setvalue_to_day(struct str kept, int *y, int *mo, int *d)
{
    struct civil c;
    struct buf full = {0};
    bool yearly = kept.n == 5;

    /* A leap year, so that 02-29 can be a yearly day. */
    buf_adds(&full, yearly ? "2000-" : "");
    buf_addstr(&full, kept);
    struct str s = buf_str(&full);
    bool good = civil_scan_date(&s, &c) == CIVIL_OK && s.n == 0;
    buf_free(&full);
    if (good) {
        *y = yearly ? 0 : c.y;
        *mo = c.mo;
        *d = c.d;
    }
    return good;
}

bool setvalue_name_day(struct str text, struct buf *why)
{
    int y, mo, d;

    return setvalue_to_day(text, &y, &mo, &d) ||
           no(text, why, "is no day; write 2026-12-24, or 12-24 for every year");
}

bool setvalue_to_number(struct str kept, long *out)
{
    long long v;

    if (!str_number(kept, 1000000000, &v))
        return false;
    *out = (long)v;
    return true;
}

bool setvalue_to_permille(struct str kept, int *out)
{
    *out = permille(kept);
    return *out >= 0;
}
