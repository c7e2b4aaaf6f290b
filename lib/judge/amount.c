#include "judge/amount.h"

#include <string.h>

static const char *const currencies[] = {"\xe2\x82\xac", "\xc2\xa3", "$",     "euros", "euro",
                                         "eur",          "pounds",   "pound", "gbp",   "quid",
                                         "dollars",      "dollar",   "usd",   "chf",   "francs"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Length of the currency that `s` begins with; 0: none. */
static size_t begins(struct str s)
{
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++) {
        size_t n = strlen(currencies[i]), k = 0;
        while (k < n && k < s.n && lower(s.p[k]) == currencies[i][k])
            k++;
        if (k == n && (!is_letter(currencies[i][0]) || n == s.n || !is_letter(s.p[n])))
            return n;
    }
    return 0;
}

/* Length of the currency that stands right before `at`. */
static size_t ends(struct str s, size_t at)
{
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++) {
        size_t n = strlen(currencies[i]);
        if (n <= at && begins((struct str){s.p + at - n, s.n - (at - n)}) == n &&
            (!is_letter(currencies[i][0]) || n == at || !is_letter(s.p[at - n - 1])))
            return n;
    }
    return 0;
}

/* 1,200.50 and 1.200,50: the last mark with one or two digits behind it parts the hundredths. */
static int64_t value(struct str number)
{
    size_t point = number.n;
    int64_t v = 0, cents = 0;

    for (size_t i = 0; i < number.n; i++)
        if (!is_digit(number.p[i]) && number.n - i - 1 <= 2)
            point = i;
    for (size_t i = 0; i < point; i++)
        if (is_digit(number.p[i]) && v < AMOUNT_MAX)
            v = v * 10 + (number.p[i] - '0');
    for (size_t i = point + 1; i < number.n; i++)
        cents = cents * 10 + (number.p[i] - '0');
    if (number.n - point == 2)
        cents *= 10;
    return v >= AMOUNT_MAX / 100 ? AMOUNT_MAX : v * 100 + cents;
}

static struct str number_at(struct str s, size_t at)
{
    size_t n = at;

    while (n < s.n &&
           (is_digit(s.p[n]) || ((s.p[n] == '.' || s.p[n] == ',') && n + 1 < s.n && is_digit(s.p[n + 1]))))
        n++;
    return (struct str){s.p + at, n - at};
}

/* The word in front of text[at]; empty: none. */
static struct str word_before(struct str text, size_t at)
{
    size_t end = at, from;

    while (end > 0 && text.p[end - 1] == ' ')
        end--;
    for (from = end; from > 0 && is_letter(text.p[from - 1]);)
        from--;
    return (struct str){text.p + from, end - from};
}

static bool is_one_of(struct str word, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < word.n && names[i][k] != '\0' && lower(word.p[k]) == names[i][k])
            k++;
        if (k == word.n && names[i][k] == '\0')
            return true;
    }
    return false;
}

/* 300.00 as a sum without its currency: hundredths, and nothing beside it that makes it a time, a date or a share. */
static bool is_bare_sum(struct str text, struct str number)
{
    static const char *const of_time[] = {"at", "on", "until", "before", "since", "between", "from"};
    static const char *const behind[] = {"am", "pm", "o", "h", "percent"};
    size_t from = (size_t)(number.p - text.p), end = from + number.n;

    if (number.n < 4 || is_digit(number.p[number.n - 3]) ||
        (from > 0 && strchr(".,:/-+#", text.p[from - 1])) ||
        is_one_of(word_before(text, from), of_time, sizeof of_time / sizeof of_time[0]))
        return false;
    if (end < text.n && (is_letter(text.p[end]) || strchr("%:/-", text.p[end]) != NULL))
        return false;
    while (end < text.n && text.p[end] == ' ')
        end++;
    struct str word = {text.p + end, 0};
    while (end + word.n < text.n && is_letter(word.p[word.n]))
        word.n++;
    return !(end < text.n && text.p[end] == '%') &&
           !is_one_of(word, behind, sizeof behind / sizeof behind[0]);
}

bool amount_next(struct str text, size_t *at, struct amount *out)
{
    while (*at < text.n) {
        size_t from = *at;
        if (!is_digit(text.p[from])) {
            *at += 1;
            continue;
        }
        struct str number = number_at(text, from);
        size_t end = from + number.n, gap = end < text.n && text.p[end] == ' ' ? 1 : 0;
        size_t back = from > 0 && text.p[from - 1] == ' ' ? 1 : 0;
        *at = end;
        if (from > 0 && is_letter(text.p[from - 1]))
            continue;
        size_t behind = begins((struct str){text.p + end + gap, text.n - end - gap});
        size_t before = ends(text, from - back);
        if (behind == 0 && before == 0) {
            if (!is_bare_sum(text, number))
                continue;
            *out = (struct amount){from, number.n, value(number)};
            return true;
        }
        *out = (struct amount){.hundredths = value(number)};
        out->off = before > 0 ? from - back - before : from;
        out->len = (before > 0 ? end : end + gap + behind) - out->off;
        return true;
    }
    return false;
}
