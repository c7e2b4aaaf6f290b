#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/mem.h"

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */
static const char ELLIPSIS[] = "\xE2\x80\xA6";    /* U+2026 */

enum { ZWNJ = 0x200C, ZWJ = 0x200D, CLUSTER_MAX = 128 };

static const uint8_t *bytes(struct str s)
{
    return (const uint8_t *)s.p;
}

static void advance(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

static bool printable_ascii(char c)
{
    return c >= 0x20 && c <= 0x7E;
}

/* The character at the start of s (not empty) and its length; false for a byte that starts none. */
static bool decode(struct str s, ucs4_t *uc, size_t *len)
{
    int n = u8_mbtoucr(uc, bytes(s), s.n);

    *len = n > 0 ? (size_t)n : 1;
    return n > 0;
}

/* Code points that steer a terminal or a reader's eye without being seen.  Its own table and not the general
 * category Cf, which also holds visible signs (Arabic number signs) and changes with each version of Unicode:
 * a line written today must be written the same tomorrow. */
static const struct {
    ucs4_t first, last;
} hidden[] = {
    {0x0080, 0x009F},   /* C1 controls */
    {0x00AD, 0x00AD},   /* soft hyphen */
    {0x061C, 0x061C},   /* Arabic letter mark */
    {0x180E, 0x180E},   /* Mongolian vowel separator */
    {0x200B, 0x200F},   /* zero-width space, joiners, direction marks */
    {0x2028, 0x202E},   /* line and paragraph separator, bidi embeddings and overrides */
    {0x2060, 0x206F},   /* word joiner, invisible operators, bidi isolates, deprecated format characters */
    {0xFEFF, 0xFEFF},   /* byte order mark */
    {0xFFF9, 0xFFFB},   /* interlinear annotation */
    {0x1BCA0, 0x1BCA3}, /* shorthand format controls */
    {0x1D173, 0x1D17A}, /* musical format controls */
    {0xE0000, 0xE0FFF}, /* tags and other default-ignorable code points */
};

static bool is_hidden(ucs4_t uc)
{
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (uc <= hidden[i].last)
            return uc >= hidden[i].first;
    return false;
}

static bool is_joiner(ucs4_t uc)
{
    return uc == ZWNJ || uc == ZWJ;
}

bool text_valid(struct str s)
{
    return s.n == 0 || u8_check(bytes(s), s.n) == NULL;
}

/* Length of the run of printable ASCII at the start of s. */
static size_t ascii_run(struct str s)
{
    size_t n = 0;

    while (n < s.n && printable_ascii(s.p[n]))
        n++;
    return n;
}

bool text_clean(struct str s, struct buf *out)
{
    bool changed = false;

    if (out != NULL)
        buf_add(out, "", 0);
    while (s.n > 0) {
        ucs4_t uc;
        size_t len = ascii_run(s);
        bool good = len > 0 || (decode(s, &uc, &len) && uc != 0);
        if (out != NULL)
            buf_add(out, good ? s.p : REPLACEMENT, good ? len : strlen(REPLACEMENT));
        changed = changed || !good;
        advance(&s, len);
    }
    return changed;
}

/* --- the line escape ------------------------------------------------------------------------------------------ */

static void put_hex(struct buf *out, char kind, int width, uint32_t v)
{
    buf_printf(out, "\\%c%0*lX", kind, width, (unsigned long)v);
}

/* Adds the character at the start of *s in its escaped form.  *prev is the code point before it that stands
 * visible, 0 for none. */
static void escape_one(struct str *s, ucs4_t *prev, struct buf *out)
{
    ucs4_t uc = 0;
    size_t len = 0;
    bool good = decode(*s, &uc, &len);
    bool joins = is_joiner(uc) && *prev > 0x7F;
    ucs4_t seen = 0;

    if (!good || uc < 0x20 || uc == 0x7F) {
        put_hex(out, 'x', 2, (unsigned char)s->p[0]);
    } else if (is_hidden(uc) && !joins) {
        put_hex(out, uc > 0xFFFF ? 'U' : 'u', uc > 0xFFFF ? 8 : 4, uc);
    } else {
        buf_add(out, s->p, len);
        seen = joins ? 0 : uc;
    }
    *prev = seen;
    advance(s, len);
}

static const char *short_escape(char c)
{
    switch (c) {
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\\':
        return "\\\\";
    default:
        return NULL;
    }
}

void text_escape(struct str s, struct buf *out)
{
    ucs4_t prev = 0;

    buf_add(out, "", 0);
    while (s.n > 0) {
        size_t n = 0;
        while (n < s.n && printable_ascii(s.p[n]) && s.p[n] != '\\')
            n++;
        const char *form = n == 0 ? short_escape(s.p[0]) : NULL;
        if (n > 0 || form != NULL) {
            if (form != NULL)
                buf_adds(out, form);
            else
                buf_add(out, s.p, n);
            advance(&s, form != NULL ? 1 : n);
            prev = 0;
        } else {
            escape_one(&s, &prev, out);
        }
    }
}

void text_show(struct str s, struct buf *out)
{
    ucs4_t prev = 0;

    buf_add(out, "", 0);
    while (s.n > 0) {
        size_t n = 0;
        while (n < s.n && (printable_ascii(s.p[n]) || s.p[n] == '\n' || s.p[n] == '\t'))
            n++;
        if (n > 0) {
            buf_add(out, s.p, n);
            advance(&s, n);
            prev = 0;
        } else if (s.n > 1 && s.p[0] == '\r' && s.p[1] == '\n') {
            advance(&s, 1);
        } else {
            escape_one(&s, &prev, out);
        }
    }
}

/* `width` hexadecimal digits at the start of s; false when they are not there. */
static bool hex(struct str s, size_t width, uint32_t *out)
{
    uint32_t v = 0;

    if (s.n < width)
        return false;
    for (size_t i = 0; i < width; i++) {
        char c = s.p[i];
        uint32_t d;
        if (c >= '0' && c <= '9')
            d = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            d = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            d = (uint32_t)(c - 'A') + 10;
        else
            return false;
        v = v << 4 | d;
    }
    *out = v;
    return true;
}

/* Reads the escape at the start of s, which begins with a backslash; gives its length, 0 when it is none. */
static size_t unescape_one(struct str s, struct buf *out)
{
    uint32_t v = 0;
    if (s.n < 2)
        return 0;
    char kind = s.p[1];
    struct str tail = {s.p + 2, s.n - 2};
    size_t width = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;

    if (kind == 't' || kind == 'n' || kind == '\\') {
        buf_adds(out, kind == 't' ? "\t" : kind == 'n' ? "\n" : "\\");
        return 2;
    }
    if (width == 0 || !hex(tail, width, &v))
        return 0;
    if (kind == 'x') {
        buf_addc(out, (char)v);
        return 4;
    }
    uint8_t utf8[6];
    int n = u8_uctomb(utf8, v, (ptrdiff_t)sizeof utf8);
    if (n <= 0)
        return 0;
    buf_add(out, utf8, (size_t)n);
    return 2 + width;
}

struct err *text_unescape(struct str s, struct buf *out)
{
    const char *start = s.p;

    buf_add(out, "", 0);
    while (s.n > 0) {
        const char *at = memchr(s.p, '\\', s.n);
        size_t plain = at != NULL ? (size_t)(at - s.p) : s.n;
        buf_add(out, s.p, plain);
        advance(&s, plain);
        if (s.n == 0)
            break;
        size_t len = unescape_one(s, out);
        if (len == 0)
            return err_new(
                ERR_DATA, NULL,
                "bad escape at byte %zu; \\t \\n \\\\ \\xHH \\uHHHH \\UHHHHHHHH are known, and a backslash "
                "itself is written \\\\",
                (size_t)(s.p - start) + 1);
        advance(&s, len);
    }
    return NULL;
}

/* --- search keys --------------------------------------------------------------------------------------------------- */

static bool is_variation(ucs4_t uc)
{
    return uc >= 0xFE00 && uc <= 0xFE0F;
}

/* Adds s without what cannot be seen, bad bytes as U+FFFD. */
static void add_visible(struct str s, struct buf *out)
{
    while (s.n > 0) {
        ucs4_t uc = 0;
        size_t len = ascii_run(s);
        if (len > 0) {
            buf_add(out, s.p, len);
        } else if (!decode(s, &uc, &len) || uc == 0) {
            buf_adds(out, REPLACEMENT);
        } else if (uc == '\n' || uc == '\t' || uc == 0x2028 || uc == 0x2029) {
            buf_addc(out, uc == '\t' ? '\t' : '\n');
        } else if (!is_hidden(uc) && !is_variation(uc)) {
            buf_add(out, s.p, len);
        }
        advance(&s, len);
    }
}

static bool fold_ascii(struct str s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > 0x7F || s.p[i] == '\0')
            return false;
    buf_add(out, s.p, s.n);
    for (char *p = out->p + out->len - s.n; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return true;
}

void text_fold(struct str s, struct buf *out)
{
    struct buf seen = {0};
    size_t n = 0;

    if (fold_ascii(s, out))
        return;
    add_visible(s, &seen);
    uint8_t *key = u8_casefold((uint8_t *)seen.p, seen.len, NULL, UNINORM_NFKC, NULL, &n);
    if (key == NULL)                                /* only for want of memory: the text is valid */
        key = mem_dup("", SIZE_MAX);                /* ends the process */
    add_visible((struct str){(char *)key, n}, out); /* folding can bring an invisible one forth */
    free(key);
    buf_free(&seen);
}

/* --- columns ------------------------------------------------------------------------------------------------------- */

/* Bytes of the grapheme cluster (UAX #29) at the start of s, whose first character has `len` bytes.  No honest cluster
 * is longer than the part that is looked at; that keeps a hostile one from costing more than its length. */
static size_t cluster_size(struct str s, ucs4_t uc, size_t len)
{
    char breaks[CLUSTER_MAX];
    struct str tail = {s.p + len, s.n - len}, piece = {s.p, s.n < CLUSTER_MAX ? s.n : CLUSTER_MAX};
    ucs4_t next = 0;
    size_t n = 0;

    if (tail.n == 0 || !decode(tail, &next, &n) || uc_is_grapheme_break(uc, next))
        return len;
    u8_grapheme_breaks(bytes(piece), piece.n, breaks);
    for (n = len; n < piece.n && breaks[n] == 0; n++)
        ;
    while (n < s.n && n > len &&
           ((unsigned char)s.p[n] & 0xC0) == 0x80) /* the part ended within a character */
        n--;
    return n;
}

/* The grapheme cluster at the start of s (not empty): its length in bytes; *cols its width. */
static size_t cluster(struct str s, size_t *cols)
{
    ucs4_t uc = 0;
    size_t len = 0;
    int width = 0;

    if ((unsigned char)s.p[0] < 0x80 && (s.n == 1 || (unsigned char)s.p[1] < 0x80)) {
        *cols = printable_ascii(s.p[0]);
        return 1;
    }
    *cols = 1;
    if (!decode(s, &uc, &len))
        return len;
    struct str piece = {s.p, cluster_size(s, uc, len)};
    size_t total = piece.n;
    while (piece.n > 0 && decode(piece, &uc, &len)) {
        int w = uc_width(uc, "UTF-8");
        width += w > 0 ? w : 0;
        advance(&piece, len);
    }
    *cols = width > 2 ? 2 : (size_t)width;
    return total - piece.n;
}

size_t text_width(struct str s)
{
    size_t sum = 0, cols = 0;

    while (s.n > 0) {
        advance(&s, cluster(s, &cols));
        sum += cols;
    }
    return sum;
}

/* How many bytes of s fit into `limit` columns; *used the columns that they take. */
static size_t fitting(struct str s, size_t limit, size_t *used)
{
    size_t n = 0, cols = 0;

    *used = 0;
    while (s.n > 0) {
        for (; s.n > 1 && *used < limit && printable_ascii(s.p[0]) && (s.p[1] & 0x80) == 0; ++*used, n++)
            advance(&s, 1);
        size_t len = cluster(s, &cols);
        if (cols > limit - *used)
            break;
        *used += cols;
        n += len;
        advance(&s, len);
    }
    return n;
}

size_t text_fit(struct str s, size_t cols, struct buf *out)
{
    size_t used = 0;
    size_t n = fitting(s, cols, &used);

    if (n == s.n) {
        buf_addstr(out, s);
        return used;
    }
    if (cols == 0)
        return 0;
    n = fitting(s, cols - 1, &used);
    buf_add(out, s.p, n);
    buf_adds(out, ELLIPSIS);
    return used + 1;
}

const char *text_quote(struct str s, char out[TEXT_QUOTE])
{
    struct buf escaped = {0}, fit = {0};
    struct str head = {s.p, s.n < 256 ? s.n : 256};

    text_escape(head, &escaped);
    text_fit(buf_str(&escaped), 40, &fit);
    size_t n = fit.len < TEXT_QUOTE - 3 ? fit.len : 0; /* 40 clusters of many marks each: quote nothing */
    out[0] = '\'';
    memcpy(out + 1, fit.p, n);
    memcpy(out + 1 + n, "'", 2);
    buf_free(&escaped);
    buf_free(&fit);
    return out;
}

static bool is_blank(ucs4_t uc)
{
    return uc == ' ' || (uc >= '\t' && uc <= '\r') || uc == 0x00A0 || uc == 0x1680 ||
           (uc >= 0x2000 && uc <= 0x200A) || uc == 0x202F || uc == 0x205F || uc == 0x3000;
}

/* Adds one line's visible characters, each run of white space as one space, until `max` bytes are there. */
static void add_folded(struct str line, size_t max, struct buf *out)
{
    bool gap = false;

    while (line.n > 0 && out->len < max) {
        ucs4_t uc = 'x';
        size_t len = 0, most = line.n < max - out->len ? line.n : max - out->len;
        while (len < most && printable_ascii(line.p[len]) &&
               (line.p[len] != ' ' ||
                (len > 0 && len + 1 < most && line.p[len + 1] > ' ' && printable_ascii(line.p[len + 1]))))
            len++; /* letters with single spaces between them: most of a text */
        bool good = len > 0 || (decode(line, &uc, &len) && uc != 0);
        bool joins = is_joiner(uc) && out->len > 0 && (unsigned char)out->p[out->len - 1] > 0x7F;
        if (good && is_blank(uc)) {
            gap = out->len > 0;
        } else if (!good || joins || (uc >= 0x20 && uc != 0x7F && !is_hidden(uc))) {
            if (gap)
                buf_addc(out, ' ');
            gap = false;
            if (good)
                buf_add(out, line.p, len);
            else
                buf_adds(out, REPLACEMENT);
        }
        advance(&line, len);
    }
}

void text_head(struct str s, size_t cols, struct buf *out)
{
    struct buf line = {0};
    struct str rest = s, piece;
    size_t used = 0;

    buf_add(out, "", 0);
    if (s.p == NULL || cols == 0)
        return;
    while (line.len == 0 && str_cut(&rest, '\n', &piece))
        add_folded(piece, cols < SIZE_MAX / 64 ? cols * 16 + 256 : SIZE_MAX, &line);
    struct str folded = buf_str(&line);
    size_t n = fitting(folded, cols, &used);
    if (n == folded.n) {
        buf_addstr(out, folded);
    } else {
        n = fitting(folded, cols - 1, &used);
        size_t word = n;
        while (word > 0 && folded.p[word] != ' ')
            word--;
        buf_add(out, folded.p, word > 0 ? word : n);
        buf_adds(out, ELLIPSIS);
    }
    buf_free(&line);
}
