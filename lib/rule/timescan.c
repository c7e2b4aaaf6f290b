#include "rule/timescan.h"

#include <string.h>
#include <strings.h>

bool timescan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool timescan_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool timescan_is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

void timescan_skip(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

void timescan_blanks(struct str *s)
{
    while (s->n > 0 && timescan_is_blank(s->p[0]))
        timescan_skip(s, 1);
}

void timescan_gap(struct str *s)
{
    timescan_blanks(s);
    if (s->n > 0 && s->p[0] == ',')
        timescan_skip(s, 1);
    timescan_blanks(s);
}

bool timescan_at_end(struct str s)
{
    if (s.n == 0 || timescan_is_blank(s.p[0]))
        return true;
    return timescan_is_one_of(s.p[0], ",;:.!?)") && (s.n == 1 || !timescan_is_digit(s.p[1]));
}

struct str timescan_letters(struct str s)
{
    struct str w = {s.p, 0};

    while (w.n < s.n && is_letter(s.p[w.n]))
        w.n++;
    return w;
}

bool timescan_same(struct str w, const char *name)
{
    return w.n == strlen(name) && strncasecmp(w.p, name, w.n) == 0;
}

bool timescan_word(struct str *s, const char *name)
{
    struct str w = timescan_letters(*s);

    if (!timescan_same(w, name))
        return false;
    timescan_skip(s, w.n);
    return true;
}

int timescan_name(struct str *s, const char *const *names, int n, size_t min)
{
    struct str w = timescan_letters(*s);

    for (int i = 0; i < n && w.n >= min; i++) {
        if (w.n <= strlen(names[i]) && strncasecmp(w.p, names[i], w.n) == 0) {
            timescan_skip(s, w.n);
            return i;
        }
    }
    return -1;
}

int timescan_whole_name(struct str *s, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (timescan_word(s, names[i]))
            return i;
    return -1;
}

size_t timescan_ndigits(struct str s)
{
    size_t n = 0;

    while (n < s.n && timescan_is_digit(s.p[n]))
        n++;
    return n;
}

int timescan_digits(struct str *s, size_t min, size_t max)
{
    size_t n = timescan_ndigits(*s);
    int v = 0;

    if (n < min || n > max)
        return -1;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (s->p[i] - '0');
    timescan_skip(s, n);
    return v;
}
