#include "judge/feature.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/number.h"
#include "judge/token.h"

#define MULTIPLY UINT64_C(0x9e3779b97f4a7c15)
#define NAME_HASH UINT64_C(0x40) /* of all handles and names */

enum {
    BATCH = 64,       /* tokens that are read at a time */
    GAP_MARKS = 8,    /* marks between two words that count */
    GRAM = 4,         /* letters in a row */
    GAP_BYTES = 64,   /* looked at behind the last word */
    WORD_BUCKETS = 4, /* a word, its pair, its capitals, it behind "not" */
    NEGATED = 4       /* words behind "not" that it may turn round */
};

#define BEGINNING_HASH UINT64_C(0x77) /* stands before a sentence's first word */

/* One number for each kind of thing, so that equal bytes of two kinds fall apart. */
enum salt { SALT_WORD = 1, SALT_PAIR, SALT_GRAM, SALT_CAPS, SALT_MARK, SALT_NEGATED };

static uint32_t bucket_of(uint64_t hash, enum salt salt)
{
    return (uint32_t)(((hash ^ (uint64_t)salt << 56) * MULTIPLY) >> (64 - FEATURE_BITS));
}

static void put(struct features *f, uint64_t hash, enum salt salt)
{
    uint32_t bucket = bucket_of(hash, salt);
    uint64_t bit = UINT64_C(1) << (bucket & 63);

    if (f->seen[bucket >> 6] & bit)
        return;
    f->seen[bucket >> 6] |= bit;
    f->bucket[f->n++] = bucket;
}

/* Room for all that one word can bring. */
static void make_room(struct features *f)
{
    size_t most = WORD_BUCKETS + GAP_MARKS + FEATURE_LETTERS + 2;

    if (f->n + most > f->cap)
        f->bucket = mem_grow(f->bucket, &f->cap, f->n + most, sizeof *f->bucket);
    if (f->nwords == f->wordcap)
        f->word = mem_grow(f->word, &f->wordcap, f->nwords + 1, sizeof *f->word);
}

/* What stands between two words: runs of ASCII marks whole, each character beyond ASCII alone. */
static void put_gap(struct features *f, struct str text, size_t from, size_t to)
{
    uint64_t run = 0;
    int marks = 0;

    for (size_t i = from; i < to && marks < GAP_MARKS; i++) {
        uint8_t c = (uint8_t)text.p[i];
        bool blank = c <= ' ', high = c >= 0x80, begins = c >= 0xc0;
        if (run != 0 && (blank || begins)) {
            put(f, run, SALT_MARK);
            marks++;
            run = 0;
        }
        if (!blank && (run != 0 || !high || begins))
            run = (run << 8 | c) & UINT64_C(0xffffffff);
    }
    if (run != 0 && marks < GAP_MARKS)
        put(f, run, SALT_MARK);
}

/* The folded letters of a word between two marks; returns how many bytes. */
static size_t letters_of(struct str text, const struct token *t, uint8_t out[FEATURE_LETTERS + 2])
{
    size_t n;

    out[0] = '<';
    if (t->len <= sizeof t->head) {
        for (n = 0; n < sizeof t->head && (t->head >> (8 * n) & 0xff) != 0; n++)
            out[n + 1] = (uint8_t)(t->head >> (8 * n));
    } else {
        n = token_fold((struct str){text.p + t->off, t->len}, (char *)out + 1, FEATURE_LETTERS);
    }
    out[n + 1] = '>';
    return n + 2;
}

static void put_grams(struct features *f, struct str text, const struct token *t)
{
    uint8_t s[FEATURE_LETTERS + 2];
    size_t n = letters_of(text, t, s);

    for (size_t i = 0; i + GRAM <= n; i++)
        put(f, (uint64_t)s[i] | (uint64_t)s[i + 1] << 8 | (uint64_t)s[i + 2] << 16 | (uint64_t)s[i + 3] << 24,
            SALT_GRAM);
}

/* A handle, or a place where a name was taken out: "@shop", "<company>".  Who is spoken to says nothing of how. */
static bool is_name(struct str text, const struct token *t)
{
    size_t end = t->off + t->len;

    return t->off > 0 &&
           (text.p[t->off - 1] == '@' || (text.p[t->off - 1] == '<' && end < text.n && text.p[end] == '>'));
}

/* A short word as token.h has it in `head`. */
#define HEAD(a, b, c, d, e, f, g)                                                                            \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | (uint64_t)(e) << 32 |  \
     (uint64_t)(f) << 40 | (uint64_t)(g) << 48)

/* "not", and what ends in "n't" with either apostrophe. */
static bool is_negation(struct str text, const struct token *t)
{
    static const uint64_t heads[] = {
        HEAD('n', 'o', 't', 0, 0, 0, 0),         HEAD('n', 'o', 0, 0, 0, 0, 0),
        HEAD('n', 'e', 'v', 'e', 'r', 0, 0),     HEAD('c', 'a', 'n', 'n', 'o', 't', 0),
        HEAD('w', 'i', 't', 'h', 'o', 'u', 't'), HEAD('n', 'o', 't', 'h', 'i', 'n', 'g'),
        HEAD('n', 'o', 'b', 'o', 'd', 'y', 0)};
    const char *end = text.p + t->off + t->len;

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (t->head == heads[i])
            return true;
    if (t->len < 4 || (end[-1] | 0x20) != 't')
        return false;
    if (end[-2] == '\'')
        return (end[-3] | 0x20) == 'n';
    return t->len > 5 && memcmp(end - 4, "\342\200\231", 3) == 0 && (end[-5] | 0x20) == 'n';
}

static void put_word(struct features *f, const struct token *t)
{
    struct str text = f->text;
    bool name = is_name(text, t);
    uint64_t hash = name ? NAME_HASH : t->hash;

    if (t->flags & TOKEN_SENTENCE) {
        f->before = BEGINNING_HASH;
        f->negated = 0;
    }
    put(f, hash, SALT_WORD);
    put(f, f->before * 31 + hash, SALT_PAIR);
    f->before = hash;
    if (name)
        return;
    if (t->flags & TOKEN_CAPS)
        put(f, hash, SALT_CAPS);
    if (f->negated > 0) {
        put(f, hash, SALT_NEGATED);
        f->negated--;
    }
    if (t->flags & TOKEN_MARK)
        return;
    put_grams(f, text, t);
    if (is_negation(text, t))
        f->negated = NEGATED;
}

/* Each doubling counts as much. */
static int length_of(size_t words)
{
    double length = 1000 * number_log((double)words + 1) / number_log(1024);

    return length < 1000 ? (int)length : 1000;
}

void feature_start(struct features *f, struct str text)
{
    for (size_t i = 0; i < f->n; i++)
        f->seen[f->bucket[i] >> 6] = 0;
    f->n = f->nwords = f->end = 0;
    memset(f->input, 0, sizeof f->input);
    f->text = text;
    f->before = BEGINNING_HASH;
    f->negated = 0;
}

void feature_feed(struct features *f, const struct token *tokens, size_t n)
{
    for (size_t i = 0; i < n && f->nwords < FEATURE_WORDS_MAX; i++) {
        const struct token *t = &tokens[i];
        if (!(t->flags & TOKEN_CITED)) {
            make_room(f);
            f->word[f->nwords++] = (struct feature_word){t->off, t->len, (uint32_t)f->n};
            put_gap(f, f->text, f->end, t->off);
            put_word(f, t);
        }
        f->end = t->off + t->len;
    }
}

void feature_end(struct features *f)
{
    size_t end = f->end, rest = f->text.n - end;

    f->input[FEATURE_LENGTH] = length_of(f->nwords);
    make_room(f);
    put_gap(f, f->text, end, rest > GAP_BYTES ? end + GAP_BYTES : f->text.n);
}

void feature_read(struct features *f, struct str text)
{
    struct token_reader r;
    struct token tokens[BATCH];
    size_t n;

    token_start(&r, text);
    feature_start(f, text);
    while (f->nwords < FEATURE_WORDS_MAX && (n = token_read(&r, tokens, BATCH)) > 0)
        feature_feed(f, tokens, n);
    feature_end(f);
}

void feature_free(struct features *f)
{
    free(f->bucket);
    free(f->word);
    *f = (struct features){0};
}
