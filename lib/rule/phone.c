#include "rule/phone.h"

#include <string.h>

/* ITU-T E.164 numbers have at most 15 digits; a trunk prefix and a + come on top. */
enum { DIGITS_MAX = 15, KEY_MAX = DIGITS_MAX + 2 };

struct visitor {
    phone_visit *visit;
    void *context;
    struct str own; /* the key that was asked for */
    bool stopped;
};

/* Digits of the country code that a number written with + begins with: zones 1 and 7 have one; of the others those of
 * two digits are listed (ITU-T E.164, annex to the Operational Bulletin), and all else has three. */
static size_t code_length(struct str digits)
{
    static const char two[] =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 "
        "61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

    if (digits.n < 3)
        return 0;
    if (digits.p[0] == '1' || digits.p[0] == '7')
        return 1;
    for (const char *p = two; *p != '\0'; p += p[2] == '\0' ? 2 : 3)
        if (memcmp(p, digits.p, 2) == 0)
            return 2;
    return 3;
}

/* "+" code "0" rest, of which all but the rest may be missing. */
static void give(struct visitor *v, struct str code, bool zero, struct str rest)
{
    char key[KEY_MAX];
    size_t n = 0;

    if (v->stopped || code.n + rest.n > DIGITS_MAX)
        return;
    if (code.n > 0) {
        key[n++] = '+';
        memcpy(key + n, code.p, code.n);
        n += code.n;
    }
    if (zero)
        key[n++] = '0';
    memcpy(key + n, rest.p, rest.n);
    struct str all = {key, n + rest.n};
    if (!str_eq(all, v->own))
        v->stopped = !v->visit(v->context, all);
}

static struct str without_zero(struct str s)
{
    return s.n > 0 && s.p[0] == '0' ? (struct str){s.p + 1, s.n - 1} : s;
}

static const struct str none = {"", 0};

/* With a country's code: at home, with the 0 that is dialled there and without; and as in "+44 (0)7700". */
static void from_abroad(struct visitor *v, struct str digits)
{
    size_t n = code_length(digits);
    struct str code = {digits.p, n}, rest = {digits.p + n, digits.n - n}, bare = without_zero(rest);

    if (n == 0 || bare.n < PHONE_MIN)
        return;
    give(v, none, true, bare);
    give(v, none, false, bare);
    give(v, code, false, bare);
    give(v, code, true, bare);
    give(v, none, false, digits); /* whoever wrote it forgot the + */
}

/* The number as a country's code, when it is one. */
static bool is_code(int number, char text[4], struct str *code)
{
    size_t n = number < 10 ? 1 : number < 100 ? 2 : 3;
    int left = number;

    memcpy(text, "000", 4);
    for (size_t i = n; i-- > 0; left /= 10)
        text[i] = (char)('0' + left % 10);
    *code = (struct str){text, n};
    return code_length((struct str){text, 3}) == n;
}

/* Without one: with each that there may be; some countries keep the 0 behind it (Italy). */
static void from_home(struct visitor *v, struct str digits)
{
    struct str bare = without_zero(digits), code;
    char text[4];

    if (bare.n < PHONE_MIN)
        return;
    give(v, none, true, bare);
    give(v, none, false, bare);
    code = (struct str){digits.p, code_length(digits)};
    if (digits.n == bare.n && code.n > 0) /* whoever wrote it forgot the + */
        give(v, code, false, (struct str){digits.p + code.n, digits.n - code.n});
    for (int number = 1; number < 1000 && !v->stopped; number++) {
        if (!is_code(number, text, &code))
            continue;
        give(v, code, false, bare);
        give(v, code, true, bare);
    }
}

void phone_alike(struct str folded, phone_visit *visit, void *context)
{
    struct visitor v = {.visit = visit, .context = context, .own = folded};

    if (folded.n > 0 && folded.p[0] == '+')
        from_abroad(&v, (struct str){folded.p + 1, folded.n - 1});
    else
        from_home(&v, folded);
}
