#define _GNU_SOURCE
#include "cmd/helper/cust-mime/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#include "cmd/helper/cust-mime/flags.h"

/* One name for each converter module of the C library that mail is known to use. */
static const char *const common[] = {
    "ISO-8859-1", "ISO-8859-2", "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",  "ISO-8859-7",
    "ISO-8859-8", "ISO-8859-9", "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
    "CP1250",     "CP1251",     "CP1252",      "CP1253",      "CP1254",      "CP1255",      "CP1256",
    "CP1257",     "CP1258",     "CP437",       "CP850",       "CP852",       "CP866",       "CP874",
    "TIS-620",    "KOI8-R",     "KOI8-U",      "MACINTOSH",   "GB18030",     "GBK",         "EUC-CN",
    "BIG5",       "BIG5-HKSCS", "SHIFT_JIS",   "CP932",       "EUC-JP",      "ISO-2022-JP", "ISO-2022-JP-2",
    "EUC-KR",     "UHC",        "ISO-2022-KR", "UTF-7",       "UTF-16",      "UTF-32",      "ISO-8859-11"};

/* Labels that mean another charset than they say, or that the C library does not know. */
static const struct {
    const char *label, *means;
} aliases[] = {{"iso-8859-1", "CP1252"},
               {"latin1", "CP1252"},
               {"us-ascii", "CP1252"},
               {"ascii", "CP1252"},
               {"ansi_x3.4-1968", "CP1252"},
               {"iso-8859-9", "CP1254"},
               {"gb2312", "GB18030"},
               {"gbk", "GB18030"},
               {"x-gbk", "GB18030"},
               {"hz-gb-2312", "GB18030"},
               {"shift_jis", "CP932"},
               {"shift-jis", "CP932"},
               {"x-sjis", "CP932"},
               {"ks_c_5601-1987", "UHC"},
               {"euc-kr", "UHC"},
               {"tis-620", "CP874"},
               {"iso-8859-11", "CP874"},
               {"big5", "BIG5-HKSCS"},
               {"iso-8859-8-i", "ISO-8859-8"},
               {"x-mac-roman", "MACINTOSH"},
               {"utf8", "UTF-8"},
               {"unicode-1-1-utf-7", "UTF-7"},
               {"cp-850", "CP850"}};

/* What windows-1252 has at 0x80 to 0x9f; 0 where it has nothing. */
static const uint16_t cp1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

#define REPLACEMENT "\xef\xbf\xbd"

void charset_load(void)
{
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        iconv_t cd = iconv_open("UTF-8", common[i]);
        char in[] = "a", out[16], *ip = in, *op = out;
        size_t in_n = 1, out_n = sizeof out;
        /* The first conversion, not the opening, may be what loads the last piece. */
        if (cd != (iconv_t)-1)
            (void)iconv(cd, &ip, &in_n, &op, &out_n);
    }
}

static void add_cp1252(struct buf *out, struct str in)
{
    for (size_t i = 0; i < in.n; i++) {
        unsigned char c = (unsigned char)in.p[i];
        uint8_t utf8[6];
        ucs4_t u = c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c;
        int n = u8_uctomb(utf8, u != 0 ? u : 0xfffd, sizeof utf8);
        buf_add(out, utf8, n > 0 ? (size_t)n : 0);
    }
}

/* Adds UTF-8 with every wrong byte and NUL replaced.  Gives how many there were, and how many good characters
 * beyond ASCII. */
static size_t add_utf8(struct buf *out, struct str in, size_t *good)
{
    const uint8_t *p = (const uint8_t *)in.p;
    size_t bad = 0;

    for (size_t i = 0; i < in.n;) {
        ucs4_t u;
        int n = p[i] < 0x80 ? 1 : u8_mbtoucr(&u, p + i, in.n - i);
        if (n > 0 && p[i] != 0) {
            *good += n > 1;
            buf_add(out, p + i, (size_t)n);
        } else {
            bad++;
            buf_adds(out, REPLACEMENT);
        }
        i += n > 0 ? (size_t)n : 1;
    }
    return bad;
}

/* Said to be UTF-8, or nothing said.  When more of it is wrong than right it was windows-1252 all along. */
static void add_maybe_utf8(struct buf *out, struct str in, unsigned *flags)
{
    size_t start = out->len, good = 0;
    size_t bad = add_utf8(out, in, &good);

    if (bad == 0)
        return;
    *flags |= FLAGS_CHARSET;
    if (bad > good) {
        out->len = start;
        add_cp1252(out, in);
    }
}

void charset_add_guess(struct buf *out, struct str in, unsigned *flags)
{
    add_maybe_utf8(out, in, flags);
}

static void add_iconv(struct buf *out, struct str in, iconv_t cd, unsigned *flags)
{
    char chunk[8192];
    char *ip = (char *)(uintptr_t)in.p;
    size_t in_n = in.n, good = 0;

    for (bool flushed = false; !flushed;) {
        char *op = chunk;
        size_t out_n = sizeof chunk;
        /* At the end a converter may still hold a character that could have been composed with the next. */
        bool last = in_n == 0;
        size_t rc = last ? iconv(cd, NULL, NULL, &op, &out_n) : iconv(cd, &ip, &in_n, &op, &out_n);
        int why = rc == (size_t)-1 ? errno : 0;
        add_utf8(out, (struct str){chunk, (size_t)(op - chunk)}, &good);
        flushed = last && why != E2BIG;
        if (!last && why != 0 && why != E2BIG) {
            *flags |= FLAGS_CHARSET;
            buf_adds(out, REPLACEMENT);
            ip++;
            in_n--;
        }
    }
}

static const char *meaning(const char *label)
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (strcasecmp(label, aliases[i].label) == 0)
            return aliases[i].means;
    return label;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || s.p[i] == 0)
            return false;
    return true;
}

void charset_add(struct buf *out, struct str in, const char *label, unsigned *flags)
{
    const char *means = label != NULL && label[0] != '\0' ? meaning(label) : "UTF-8";

    if (strcasecmp(means, "UTF-8") == 0) {
        add_maybe_utf8(out, in, flags);
        return;
    }
    if (strcmp(means, "CP1252") == 0) {
        /* Real UTF-8 is hardly ever something else by chance, and programs do mislabel it as ASCII. */
        bool ascii_label = strcasecmp(label, "us-ascii") == 0 || strcasecmp(label, "ascii") == 0;
        if (ascii_label && !is_ascii(in)) {
            *flags |= FLAGS_CHARSET;
            add_maybe_utf8(out, in, flags);
        } else {
            add_cp1252(out, in);
        }
        return;
    }
    iconv_t cd = iconv_open("UTF-8", means);
    if (cd == (iconv_t)-1) {
        *flags |= FLAGS_CHARSET;
        add_maybe_utf8(out, in, flags);
        return;
    }
    add_iconv(out, in, cd, flags);
    iconv_close(cd);
}
