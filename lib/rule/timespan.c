#include "rule/timespan.h"

#include <stdio.h>
#include <string.h>

#include "rule/timescan.h"

enum { AMOUNT_MAX = 1000000, MINUTE = 60, HOUR = 3600 };

typedef enum timewords_fit fit;

static const char *const numbers[] = {"one", "two",   "three", "four", "five",
                                      "six", "seven", "eight", "nine", "ten"};

static const struct {
    const char *word; /* also with an "s" when longer than a letter */
    int months, days, seconds;
} span_units[] = {
    {"second", 0, 0, 1},   {"sec", 0, 0, 1},    {"s", 0, 0, 1},       {"minute", 0, 0, MINUTE},
    {"min", 0, 0, MINUTE}, {"m", 0, 0, MINUTE}, {"hour", 0, 0, HOUR}, {"h", 0, 0, HOUR},
    {"day", 0, 1, 0},      {"d", 0, 1, 0},      {"week", 0, 7, 0},    {"w", 0, 7, 0},
    {"month", 1, 0, 0},    {"year", 12, 0, 0},  {"y", 12, 0, 0},      {"fortnight", 0, 14, 0},
};

static bool take_unit(struct str *s, int64_t amount, struct timewords *out)
{
    struct str w = timescan_letters(*s);
    size_t n = w.n;

    if (w.n == 0)
        return false;
    if (w.n > 2 && (w.p[w.n - 1] == 's' || w.p[w.n - 1] == 'S'))
        w.n--;
    for (size_t i = 0; i < sizeof span_units / sizeof span_units[0]; i++) {
        if (!timescan_same(w, span_units[i].word))
            continue;
        out->months += amount * span_units[i].months;
        out->days += amount * span_units[i].days;
        out->seconds += amount * span_units[i].seconds;
        timescan_skip(s, n);
        return true;
    }
    return false;
}

/* A number in figures or words; -1 for none, -2 for one too great. */
static int64_t take_amount(struct str *s)
{
    size_t n = timescan_ndigits(*s);
    long long v = 0;

    if (n > 0) {
        if (!str_number((struct str){s->p, n}, AMOUNT_MAX, &v))
            return -2;
        timescan_skip(s, n);
        return v;
    }
    if (timescan_word(s, "a") || timescan_word(s, "an"))
        return 1;
    int which = timescan_whole_name(s, numbers, 10);
    return which < 0 ? -1 : which + 1;
}

static fit read_span_piece(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    int64_t amount = take_amount(&rest);

    timescan_blanks(&rest);
    if (amount == -2) {
        timescan_skip(&rest, timescan_ndigits(rest));
        timescan_blanks(&rest);
        return take_unit(&rest, 0, out) ? TIMEWORDS_TOO_LONG : TIMEWORDS_OTHER;
    }
    if (amount < 0 || !take_unit(&rest, amount, out) ||
        !(timescan_at_end(rest) || timescan_is_digit(rest.p[0])))
        return TIMEWORDS_OTHER;
    *s = rest;
    return TIMEWORDS_OK;
}

static fit read_pieces(struct str *s, struct timewords *out)
{
    fit how = read_span_piece(s, out);

    out->form = TIMEWORDS_SPAN;
    while (how == TIMEWORDS_OK) {
        struct str rest = *s;
        struct timewords more = *out;
        timescan_blanks(&rest);
        timescan_word(&rest, "and");
        timescan_blanks(&rest);
        fit next = read_span_piece(&rest, &more);
        if (next == TIMEWORDS_OTHER)
            return timescan_at_end(*s) ? TIMEWORDS_OK : TIMEWORDS_OTHER;
        how = next;
        *s = rest;
        *out = more;
    }
    return how;
}

static bool is_business(enum deadline_unit u)
{
    return u == DEADLINE_WORKING_DAYS || u == DEADLINE_BUSINESS_HOURS || u == DEADLINE_BUSINESS_MINUTES;
}

/* "2 working days", "two working days": the same forms as in policy, and small numbers as words. */
static bool take_business(struct str *s, struct timewords *out)
{
    char figures[48];
    struct str rest = *s;
    int which = timescan_whole_name(&rest, numbers, 10);

    if (which >= 0) {
        int n =
            snprintf(figures, sizeof figures, "%d%.*s", which + 1, (int)(rest.n < 40 ? rest.n : 40), rest.p);
        struct str text = {figures, (size_t)n};
        if (!deadline_take_span(&text, &out->business))
            return false;
        size_t digits = which + 1 > 9 ? 2 : 1, used = (size_t)n - text.n - digits;
        timescan_skip(&rest, used);
    } else if (!deadline_take_span(&rest, &out->business)) {
        return false;
    }
    if (!is_business(out->business.unit) || !timescan_at_end(rest))
        return false;
    *s = rest;
    return true;
}

static bool take_from_now(struct str *s)
{
    struct str rest = *s;

    if (!timescan_word(&rest, "from"))
        return false;
    timescan_blanks(&rest);
    if (!timescan_word(&rest, "now") || !timescan_at_end(rest))
        return false;
    *s = rest;
    return true;
}

fit timespan_read(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    if (rest.n > 0 && (rest.p[0] == '+' || rest.p[0] == '-')) {
        out->direction = rest.p[0] == '+' ? TIMEWORDS_AHEAD : TIMEWORDS_BACK;
        timescan_skip(&rest, 1);
    } else if (timescan_word(&rest, "in") || timescan_word(&rest, "within")) {
        out->direction = TIMEWORDS_AHEAD;
    }
    timescan_blanks(&rest);
    struct str business = rest;
    fit how = TIMEWORDS_OK;
    if (take_business(&business, out)) {
        out->form = TIMEWORDS_BUSINESS;
        rest = business;
    } else {
        how = read_pieces(&rest, out);
    }
    if (how != TIMEWORDS_OK)
        return how;
    *s = rest;
    timescan_blanks(&rest);
    if (out->direction == TIMEWORDS_OPEN && timescan_word(&rest, "ago") && timescan_at_end(rest)) {
        out->direction = TIMEWORDS_BACK;
        *s = rest;
    } else if (out->direction == TIMEWORDS_OPEN && take_from_now(&rest)) {
        out->direction = TIMEWORDS_AHEAD;
        *s = rest;
    }
    return TIMEWORDS_OK;
}

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* ISO 8601: P1Y2M3W4DT5H6M7S, each part once at most and in this order. */
fit timespan_read_iso(struct str *s, struct timewords *out)
{
    static const char letters[] = "YMWDTHMS";
    static const char *const names[] = {"year", "month", "week", "day", "", "hour", "minute", "second"};
    struct str rest = *s;
    size_t place = 0, parts = 0;

    if (rest.n > 0 && (rest.p[0] == '+' || rest.p[0] == '-')) {
        out->direction = rest.p[0] == '+' ? TIMEWORDS_AHEAD : TIMEWORDS_BACK;
        timescan_skip(&rest, 1);
    }
    if (rest.n < 2 || (rest.p[0] != 'P' && rest.p[0] != 'p') ||
        !(timescan_is_digit(rest.p[1]) || strchr("Tt", rest.p[1])))
        return TIMEWORDS_OTHER;
    timescan_skip(&rest, 1);
    while (!timescan_at_end(rest)) {
        bool timed = place <= 4 && (rest.p[0] == 'T' || rest.p[0] == 't');
        int64_t amount = timed ? 0 : take_amount(&rest);
        if (amount == -2)
            return TIMEWORDS_TOO_LONG;
        char c = '\0';
        if (rest.n > 0)
            c = rest.p[0];
        const char *at = amount < 0 || c == '\0' ? NULL : strchr(letters + place, upper(c));
        if (at == NULL || (timed != (*at == 'T')) || (place <= 4 && at > letters + 4))
            return TIMEWORDS_OTHER;
        struct str name = str_of(names[at - letters]);
        if (!timed)
            take_unit(&name, amount, out);
        parts += !timed;
        place = (size_t)(at - letters) + 1;
        timescan_skip(&rest, 1);
    }
    if (parts == 0 || place == 5) /* "P1DT" */
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_SPAN;
    *s = rest;
    return TIMEWORDS_OK;
}
