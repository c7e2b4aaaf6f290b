#include "judge/token.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwbrk.h>

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))
#define HASH_START UINT64_C(0x7a5e2f0d3c914b86)
#define HASH_MULTIPLY UINT64_C(0x9e3779b97f4a7c15)

/* How far a closing quotation mark is looked for, in bytes; it keeps the reading linear. */
#define SPEECH_MAX 2000

/* What a byte is to the reader between words.  BLANK must be 0. */
enum kind { BLANK, WORD, OTHER, CLAUSE, DOT, MARK, LINE, DASH, QUOTE, HIGH };

#define ROW(k) k, k, k, k, k, k, k, k, k, k, k, k, k, k, k, k
static const uint8_t kinds[256] = {
    ['\n'] = LINE,  ['!'] = MARK,   ['"'] = QUOTE,  ['#'] = OTHER,  ['$'] = OTHER, ['%'] = OTHER,
    ['&'] = OTHER,  ['\''] = OTHER, ['('] = CLAUSE, [')'] = CLAUSE, ['*'] = OTHER, ['+'] = OTHER,
    [','] = CLAUSE, ['-'] = DASH,   ['.'] = DOT,    ['/'] = OTHER,  ['0'] = WORD,  ['1'] = WORD,
    ['2'] = WORD,   ['3'] = WORD,   ['4'] = WORD,   ['5'] = WORD,   ['6'] = WORD,  ['7'] = WORD,
    ['8'] = WORD,   ['9'] = WORD,   [':'] = CLAUSE, [';'] = CLAUSE, ['<'] = OTHER, ['='] = OTHER,
    ['>'] = OTHER,  ['?'] = MARK,   ['@'] = OTHER,  ['A'] = WORD,   ['B'] = WORD,  ['C'] = WORD,
    ['D'] = WORD,   ['E'] = WORD,   ['F'] = WORD,   ['G'] = WORD,   ['H'] = WORD,  ['I'] = WORD,
    ['J'] = WORD,   ['K'] = WORD,   ['L'] = WORD,   ['M'] = WORD,   ['N'] = WORD,  ['O'] = WORD,
    ['P'] = WORD,   ['Q'] = WORD,   ['R'] = WORD,   ['S'] = WORD,   ['T'] = WORD,  ['U'] = WORD,
    ['V'] = WORD,   ['W'] = WORD,   ['X'] = WORD,   ['Y'] = WORD,   ['Z'] = WORD,  ['['] = OTHER,
    ['\\'] = OTHER, [']'] = OTHER,  ['^'] = OTHER,  ['_'] = OTHER,  ['`'] = OTHER, ['a'] = WORD,
    ['b'] = WORD,   ['c'] = WORD,   ['d'] = WORD,   ['e'] = WORD,   ['f'] = WORD,  ['g'] = WORD,
    ['h'] = WORD,   ['i'] = WORD,   ['j'] = WORD,   ['k'] = WORD,   ['l'] = WORD,  ['m'] = WORD,
    ['n'] = WORD,   ['o'] = WORD,   ['p'] = WORD,   ['q'] = WORD,   ['r'] = WORD,  ['s'] = WORD,
    ['t'] = WORD,   ['u'] = WORD,   ['v'] = WORD,   ['w'] = WORD,   ['x'] = WORD,  ['y'] = WORD,
    ['z'] = WORD,   ['{'] = OTHER,  ['|'] = OTHER,  ['}'] = OTHER,  ['~'] = OTHER, [0x80] = ROW(HIGH),
    ROW(HIGH),      ROW(HIGH),      ROW(HIGH),      ROW(HIGH),      ROW(HIGH),     ROW(HIGH),
    ROW(HIGH)};
#undef ROW

/* A character beyond ASCII. */
enum rune { RUNE_BREAK, RUNE_LETTER, RUNE_ALONE, RUNE_JOINS, RUNE_SILENT, RUNE_APOSTROPHE };

/* A word being folded: hash, first bytes, and the text when `out` asks for it. */
struct fold {
    uint64_t hash, chunk, head;
    size_t n; /* folded bytes */
    unsigned upper, lower;
    char *out;
    size_t max;
};

static uint64_t hash_chunk(uint64_t h, uint64_t chunk)
{
    h = (h ^ chunk) * HASH_MULTIPLY;
    return h ^ (h >> 32);
}

static void fold_put(struct fold *f, uint8_t c)
{
    if (f->out != NULL && f->n < f->max)
        f->out[f->n] = (char)c;
    f->chunk |= (uint64_t)c << (8 * (f->n & 7));
    f->n++;
    if ((f->n & 7) == 0) {
        if (f->n == 8)
            f->head = f->chunk;
        f->hash = hash_chunk(f->hash, f->chunk);
        f->chunk = 0;
    }
}

static void fold_end(struct fold *f)
{
    if (f->n < 8)
        f->head = f->chunk;
    if ((f->n & 7) != 0)
        f->hash = hash_chunk(f->hash, f->chunk);
}

static void fold_rune(struct fold *f, ucs4_t uc)
{
    uint8_t utf8[6];
    ucs4_t low = uc_tolower(uc);
    int n = u8_uctomb(utf8, low, sizeof utf8);

    f->upper += low != uc;
    f->lower += low == uc && uc_is_lower(uc);
    if (f->out != NULL && n > 0 && f->n < f->max && f->n + (size_t)n > f->max)
        f->max = f->n; /* cut at a character */
    for (int i = 0; i < n; i++)
        fold_put(f, utf8[i]);
}

static void fold_ascii(struct fold *f, uint8_t c)
{
    bool upper = c >= 'A' && c <= 'Z';

    f->upper += upper;
    f->lower += c >= 'a' && c <= 'z';
    fold_put(f, upper ? (uint8_t)(c | 0x20) : c);
}

/* Pictographs carry feelings, so each is a word. */
static bool is_pictograph(ucs4_t uc)
{
    return (uc >= 0x1f300 && uc <= 0x1faff) || (uc >= 0x2600 && uc <= 0x27bf);
}

static enum rune rune_kind(ucs4_t uc)
{
    if (uc == 0x2019 || uc == 0x2018 || uc == 0x02bc)
        return RUNE_APOSTROPHE;
    switch (uc_wordbreak_property(uc)) {
    case WBP_ALETTER:
    case WBP_HL:
    case WBP_NUMERIC:
    case WBP_KATAKANA:
        return RUNE_LETTER;
    case WBP_EXTEND:
        return RUNE_JOINS;
    case WBP_FORMAT:
    case WBP_ZWJ:
        return RUNE_SILENT;
    default:
        return uc_is_alpha(uc) || (is_pictograph(uc) && uc != 0xfffd) ? RUNE_ALONE : RUNE_BREAK;
    }
}

static size_t rune_at(struct str s, size_t i, ucs4_t *uc)
{
    int n = u8_mbtouc(uc, (const uint8_t *)s.p + i, s.n - i);

    return n > 0 ? (size_t)n : 1;
}

/* Whether a word can go on at i: what an apostrophe needs behind it. */
static bool goes_on(struct str s, size_t i)
{
    ucs4_t uc;

    if (i >= s.n)
        return false;
    uint8_t kind = kinds[(uint8_t)s.p[i]];
    if (kind != HIGH)
        return kind == WORD;
    rune_at(s, i, &uc);
    return rune_kind(uc) == RUNE_LETTER;
}

/* Folds the word that starts at i, whatever it is made of; returns where it ends (i: there is none). */
static size_t fold_word(struct str s, size_t i, struct fold *f)
{
    size_t start = i;

    while (i < s.n) {
        uint8_t c = (uint8_t)s.p[i];
        ucs4_t uc = c;
        size_t step = 1;
        enum rune kind = c == '\'' ? RUNE_APOSTROPHE : RUNE_BREAK;

        if (kinds[c] == WORD) {
            fold_ascii(f, c);
            i++;
            continue;
        }
        if (c >= 0x80) {
            step = rune_at(s, i, &uc);
            kind = rune_kind(uc);
        }
        if (kind == RUNE_ALONE && i == start) {
            fold_rune(f, uc);
            return i + step;
        }
        if (kind == RUNE_BREAK || kind == RUNE_ALONE || (kind != RUNE_LETTER && i == start))
            break;
        if (kind == RUNE_APOSTROPHE && !goes_on(s, i + step))
            break;
        if (kind == RUNE_APOSTROPHE)
            fold_put(f, '\'');
        else if (kind != RUNE_SILENT)
            fold_rune(f, uc);
        i += step;
    }
    return i;
}

/* The next eight bytes, the first in the lowest; zeros behind the end. */
static uint64_t load8(const char *s, size_t n)
{
    uint8_t p[8] = {0};

    if (n >= sizeof p)
        memcpy(p, s, sizeof p);
    else
        memcpy(p, s, n);
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* The common word: ASCII letters and digits, then neither an apostrophe nor anything beyond ASCII.  Eight bytes are
 * classed at once: a sum carries into a byte's top bit when the byte is not below a bound. */
static bool plain_word(struct str s, size_t i, struct token *t)
{
    const uint64_t top = EACH_BYTE(0x80);
    uint64_t hash = HASH_START, all_upper = 0, lower = 0;
    size_t n = 0, upper_letters = 0;
    unsigned bits = 64;

    while (bits == 64) {
        uint64_t x = load8(s.p + i + n, s.n - i - n), low = x | EACH_BYTE(0x20);
        uint64_t letter = (low + EACH_BYTE(0x80 - 'a')) & ~(low + EACH_BYTE(0x7f - 'z')) & top;
        uint64_t digit = (x + EACH_BYTE(0x80 - '0')) & ~(x + EACH_BYTE(0x7f - '9')) & top;
        uint64_t out = ((~(letter | digit)) | x) & top, mask = UINT64_MAX;
        if (out != 0) {
            bits = (unsigned)__builtin_ctzll(out) & ~7U;
            uint8_t after = (uint8_t)(x >> bits);
            if (after == '\'' || after >= 0x80 || (bits == 0 && n == 0))
                return false;
            mask = (UINT64_C(1) << bits) - 1;
        }
        uint64_t upper = letter & ~(x << 2) & mask, folded = (x | upper >> 2) & mask;
        if (n == 0)
            t->head = folded;
        if (bits != 0)
            hash = hash_chunk(hash, folded);
        if (upper != 0)
            upper_letters += (upper & (upper - 1)) != 0 ? 2 : 1;
        all_upper |= upper;
        lower |= letter & mask & ~upper;
        n += bits / 8;
    }
    t->hash = hash;
    t->len = (uint32_t)n;
    if (all_upper != 0 && lower == 0 && upper_letters >= 2) {
        uint64_t mask = n < 8 ? (UINT64_C(1) << (8 * n)) - 1 : UINT64_MAX;
        if (t->head != (EACH_BYTE(t->head & 0xff) & mask))
            t->flags |= TOKEN_CAPS;
    }
    return true;
}

static bool read_word(struct token_reader *r, struct token *t)
{
    struct str s = r->text;
    struct fold f = {.hash = HASH_START};
    uint8_t first = (uint8_t)s.p[r->at];

    t->flags = first >= '0' && first <= '9' ? TOKEN_NUMBER : 0;
    t->off = (uint32_t)r->at;
    if (plain_word(s, r->at, t)) {
        r->at += t->len;
        return true;
    }
    size_t end = fold_word(s, r->at, &f);
    if (end == r->at)
        return false;
    fold_end(&f);
    t->head = f.head;
    t->hash = f.hash;
    t->len = (uint32_t)(end - r->at);
    if (f.upper >= 2 && f.lower == 0 && f.head != EACH_BYTE(f.head & 0xff))
        t->flags |= TOKEN_CAPS;
    r->at = end;
    return true;
}

/* The run of ! and ? at r->at; true when it is a token. */
static bool read_mark(struct token_reader *r, struct token *t)
{
    size_t i = r->at;
    bool exclaims = false;

    while (i < r->text.n && kinds[(uint8_t)r->text.p[i]] == MARK)
        exclaims |= r->text.p[i++] == '!';
    t->off = (uint32_t)r->at;
    t->len = (uint32_t)(i - r->at);
    t->flags = TOKEN_MARK;
    t->head = '!' | (uint64_t)'!' << 8;
    t->hash = hash_chunk(HASH_START, t->head);
    r->at = i;
    return exclaims && t->len > 1;
}

static uint8_t byte_at(const struct token_reader *r, size_t i)
{
    return i < r->text.n ? (uint8_t)r->text.p[i] : '\n';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Whether a dot before this byte ends a sentence. */
static bool ends_dot(uint8_t next)
{
    return next <= ' ' || next == '"' || next == '\'' || next == ')' || next >= 0x80;
}

/* At the start of a line: is it cited, is it empty? */
static void look_at_line(struct token_reader *r)
{
    const char *p = r->text.p;
    size_t i = r->at, n = r->text.n;

    while (i < n && (p[i] == ' ' || p[i] == '\t' || p[i] == '\r'))
        i++;
    if (i < n && p[i] == '>') {
        const char *nl = memchr(p + i, '\n', n - i);
        r->cite_end = nl != NULL ? (size_t)(nl - p) : n;
        r->pending |= TOKEN_SENTENCE | TOKEN_CLAUSE;
    } else if (i >= n || p[i] == '\n' || r->cite_end != 0) {
        r->cite_end = 0;
        r->pending |= TOKEN_SENTENCE | TOKEN_CLAUSE;
    }
    r->at = i; /* blanks are read once */
}

/* Behind an opening mark: where does the quotation close, if it does in this paragraph?  A stretch in which no
 * closing curly mark stands is looked through once, however many opening ones stand in it. */
static void open_speech(struct token_reader *r, bool curly)
{
    const char *p = r->text.p;
    size_t end = r->text.n - r->at > SPEECH_MAX ? r->at + SPEECH_MAX : r->text.n;
    size_t i = curly && r->unclosed > r->at ? r->unclosed : r->at;

    for (; i < end && !(p[i] == '\n' && byte_at(r, i + 1) == '\n'); i++) {
        if (curly ? end - i > 2 && memcmp(p + i, "\xe2\x80\x9d", 3) == 0 : p[i] == '"') {
            r->quote_end = i;
            r->pending |= TOKEN_CLAUSE;
            return;
        }
    }
    if (curly)
        r->unclosed = i > 2 ? i - 2 : 0;
}

static void pass_quote(struct token_reader *r)
{
    size_t at = r->at++;
    bool opens = at == 0 || r->text.p[at - 1] <= ' ' || strchr("([{-:", r->text.p[at - 1]) != NULL;

    if (r->quote_end == at && at != 0) {
        r->quote_end = 0;
        r->pending |= TOKEN_CLAUSE;
    } else if (opens && r->quote_end == 0) {
        open_speech(r, false);
    }
}

/* A character beyond ASCII that starts no word. */
static void pass_rune(struct token_reader *r)
{
    ucs4_t uc;
    size_t at = r->at;

    r->at += rune_at(r->text, at, &uc);
    switch (uc) {
    case 0x201c: /* left double quotation mark */
        if (r->quote_end == 0)
            open_speech(r, true);
        break;
    case 0x201d: /* right one */
        if (r->quote_end == at)
            r->quote_end = 0;
        r->pending |= TOKEN_CLAUSE;
        break;
    case 0x2013: /* dashes, ellipsis */
    case 0x2014:
    case 0x2026:
    case 0x3001:
        r->pending |= TOKEN_CLAUSE;
        break;
    case 0x3002: /* full stops and marks of other scripts */
    case 0xff01:
    case 0xff1f:
    case 0x061f:
    case 0x0964:
        r->pending |= TOKEN_SENTENCE | TOKEN_CLAUSE;
        break;
    default:
        break;
    }
}

/* Passes one separator that is more than a blank. */
static void pass(struct token_reader *r, enum kind kind)
{
    uint8_t next = byte_at(r, r->at + 1);

    switch (kind) {
    case LINE:
        r->at++;
        look_at_line(r);
        return;
    case QUOTE:
        pass_quote(r);
        return;
    case HIGH:
        pass_rune(r);
        return;
    case DOT:
        if (ends_dot(next))
            r->pending |= TOKEN_SENTENCE | TOKEN_CLAUSE;
        break;
    case CLAUSE:
        if (!is_digit(next))
            r->pending |= TOKEN_CLAUSE;
        break;
    case DASH:
        if (next <= ' ' || next == '-')
            r->pending |= TOKEN_CLAUSE;
        break;
    default:
        break;
    }
    r->at++;
}

void token_start(struct token_reader *r, struct str text)
{
    *r = (struct token_reader){.text = text, .pending = TOKEN_SENTENCE | TOKEN_CLAUSE};
    if (r->text.n > TOKEN_TEXT_MAX)
        r->text.n = TOKEN_TEXT_MAX;
    look_at_line(r);
}

/* The next token; false at the end. */
static bool next_token(struct token_reader *r, struct token *t)
{
    while (r->at < r->text.n) {
        enum kind kind = kinds[(uint8_t)r->text.p[r->at]];

        if (kind == BLANK) {
            r->at++;
            continue;
        }
        if (kind == WORD || kind == HIGH) {
            if (read_word(r, t))
                return true;
        } else if (kind == MARK) {
            bool is_token = read_mark(r, t);
            bool ends = t->len > 1 || ends_dot(byte_at(r, r->at));
            uint32_t after = ends ? TOKEN_SENTENCE | TOKEN_CLAUSE : 0;

            if (is_token) {
                t->flags |= r->pending;
                r->pending = after;
                return true;
            }
            r->pending |= after;
            continue;
        }
        pass(r, kind);
    }
    return false;
}

size_t token_read(struct token_reader *r, struct token *out, size_t max)
{
    size_t n = 0;

    while (n < max && next_token(r, &out[n])) {
        struct token *t = &out[n++];

        if (!(t->flags & TOKEN_MARK)) {
            t->flags |= r->pending;
            r->pending = 0;
        }
        if (t->off < r->quote_end)
            t->flags |= TOKEN_SPEECH;
        if (t->off < r->cite_end)
            t->flags |= TOKEN_CITED;
    }
    return n;
}

uint64_t token_hash(struct str word)
{
    struct token_reader r;
    struct token t;

    token_start(&r, word);
    return token_read(&r, &t, 1) == 1 ? t.hash : 0;
}

size_t token_fold(struct str word, char *out, size_t max)
{
    struct fold f = {.hash = HASH_START, .out = out, .max = max};

    if (word.n != 0 && kinds[(uint8_t)word.p[0]] == MARK) {
        size_t n = max < 2 ? max : 2;
        memset(out, '!', n);
        return n;
    }
    fold_word(word, 0, &f);
    return f.n < f.max ? f.n : f.max;
}
