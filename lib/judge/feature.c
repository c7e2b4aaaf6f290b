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
    BATCH = 64,      /* tokens that are read at a time */
    GAP_MARKS = 8,   /* marks between two words that count */
    GRAM = 4,        /* letters in a row */
    GAP_BYTES = 64,  /* looked at behind the last word */
    WORD_BUCKETS = 3 /* a word, its pair, its capitals */
};

/* One number for each kind of thing, so that equal bytes of two kinds fall apart. */
enum salt { SALT_WORD = 1, SALT_PAIR, SALT_GRAM, SALT_CAPS, SALT_MARK };

static uint16_t bucket_of(uint64_t hash, enum salt salt)
{
    return (uint16_t)(((hash ^ (uint64_t)salt << 56) * MULTIPLY) >> 48);
}

static void put(struct features *f, uint64_t hash, enum salt salt)
{
    uint16_t bucket = bucket_of(hash, salt);
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

/* Returns the word's hash. */
static uint64_t put_word(struct features *f, struct str text, const struct token *t, uint64_t before)
{
    if (is_name(text, t)) {
        put(f, NAME_HASH, SALT_WORD);
        put(f, before * 31 + NAME_HASH, SALT_PAIR);
        return NAME_HASH;
    }
    put(f, t->hash, SALT_WORD);
    put(f, before * 31 + t->hash, SALT_PAIR);
    if (t->flags & TOKEN_CAPS)
        put(f, t->hash, SALT_CAPS);
    if (!(t->flags & TOKEN_MARK))
        put_grams(f, text, t);
    return t->hash;
}

/* Each doubling counts as much. */
static int length_of(size_t words)
{
    double length = 1000 * number_log((double)words + 1) / number_log(1024);

    return length < 1000 ? (int)length : 1000;
}

void feature_read(struct features *f, struct str text)
{
    struct token_reader r;
    struct token tokens[BATCH];
    uint64_t before = 0;
    size_t n, end = 0;

    for (size_t i = 0; i < f->n; i++)
        f->seen[f->bucket[i] >> 6] = 0;
    f->n = f->nwords = 0;
    memset(f->input, 0, sizeof f->input);
    token_start(&r, text);
    while (f->nwords < FEATURE_WORDS_MAX && (n = token_read(&r, tokens, BATCH)) > 0) {
        for (size_t i = 0; i < n && f->nwords < FEATURE_WORDS_MAX; i++) {
            const struct token *t = &tokens[i];
            if (!(t->flags & TOKEN_CITED)) {
                make_room(f);
                f->word[f->nwords++] = (struct feature_word){t->off, t->len, (uint32_t)f->n};
                put_gap(f, text, end, t->off);
                before = put_word(f, text, t, before);
            }
            end = t->off + t->len;
        }
    }
    f->input[FEATURE_LENGTH] = length_of(f->nwords);
    make_room(f);
    put_gap(f, text, end, text.n - end > GAP_BYTES ? end + GAP_BYTES : text.n);
}

void feature_free(struct features *f)
{
    free(f->bucket);
    free(f->word);
    *f = (struct features){0};
}
