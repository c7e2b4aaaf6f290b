#include "judge/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PREFIX_SALT UINT64_C(0xd1b54a32d192ed03)

enum { CLASSES = 32, BUCKETS = 1024, FILTER = 1 << 15, CAPS_LETTERS = 4 };

/* A word or an ending, while adding. */
struct entry {
    uint64_t hash; /* salted for an ending */
    uint64_t head; /* first eight folded bytes */
    uint32_t classes;
    uint16_t roles;
    bool used;
    uint8_t length; /* of an ending, in folded bytes; 0: a word */
    uint16_t next;  /* next ending of the bucket, longest first */
    uint32_t first; /* its symbols: [first, first + n) of `lists` */
    uint16_t n;
    char text[PATTERN_PREFIX_MAX]; /* of an ending, folded */
};

struct lexicon {
    struct entry *entry; /* by symbol; classes' symbols have an unused one */
    size_t n, cap;
    struct str *source; /* by symbol: as written; until sealing */
    size_t cap_source;

    struct slot {
        uint64_t hash;
        uint32_t symbol;
    } * slot;
    size_t nslots; /* a power of two */

    lexicon_symbol class_symbol[CLASSES]; /* 0: not used yet */
    uint16_t bucket[BUCKETS];             /* endings by their first three bytes */
    uint64_t filter[FILTER / 64];         /* words that are there, and a few more */
    lexicon_symbol *lists;
    size_t nlists, cap_lists;
};

static const struct {
    const char *words;
    uint16_t roles;
} role_words[] = {
    {"not never cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't "
     "shouldn't haven't "
     "hasn't hadn't ain't mustn't needn't dont doesnt didnt isnt arent wasnt werent wont wouldnt cant "
     "couldnt shouldnt "
     "havent hasnt hadnt aint",
     LEXICON_NEGATOR},
    {"no nor neither without", LEXICON_NEAR},
    {"and but because so although though yet however when while which who where since until unless as then",
     LEXICON_JOINS},
    {"only just", LEXICON_UNNEGATES},
    {"i i'm i'll i'd i've we we're we'll we'd we've me us husband wife son daughter mother father partner",
     LEXICON_SELF},
    {"you you're you'll you'd you've they they're they'll they'd they've he he's he'll she she's she'll who "
     "someone "
     "somebody company companies bank lender landlord lawyers collector collectors agency creditor creditors",
     LEXICON_OTHER},
};

static size_t slot_of(const struct lexicon *x, uint64_t hash)
{
    size_t i = (size_t)hash & (x->nslots - 1);

    while (x->slot[i].symbol != 0 && x->slot[i].hash != hash)
        i = (i + 1) & (x->nslots - 1);
    return i;
}

static void widen(struct lexicon *x)
{
    struct slot *old = x->slot;
    size_t n = x->nslots;

    x->nslots = n * 2;
    x->slot = mem_zero(x->nslots * sizeof *x->slot);
    for (size_t i = 0; i < n; i++)
        if (old[i].symbol != 0)
            x->slot[slot_of(x, old[i].hash)] = old[i];
    free(old);
}

/* A new symbol; beyond the limit all get the last one, and lexicon_count() tells. */
static lexicon_symbol new_symbol(struct lexicon *x, uint64_t hash, struct str text)
{
    if (x->n > LEXICON_SYMBOLS_MAX)
        return LEXICON_SYMBOLS_MAX;
    x->entry = mem_grow(x->entry, &x->cap, x->n + 1, sizeof *x->entry);
    x->source = mem_grow(x->source, &x->cap_source, x->n + 1, sizeof *x->source);
    x->entry[x->n] = (struct entry){.hash = hash};
    x->source[x->n] = text;
    return (lexicon_symbol)x->n++;
}

/* The symbol of a hash, new or not; *fresh says which. */
static lexicon_symbol symbol_of(struct lexicon *x, uint64_t hash, struct str text, bool *fresh)
{
    size_t i = slot_of(x, hash);

    *fresh = x->slot[i].symbol == 0;
    if (!*fresh)
        return (lexicon_symbol)x->slot[i].symbol;
    lexicon_symbol s = new_symbol(x, hash, text);
    x->slot[i] = (struct slot){hash, s};
    if (x->n * 2 > x->nslots)
        widen(x);
    return s;
}

static void head_of(struct entry *e, const char *folded, size_t n)
{
    for (size_t i = 0; i < n && i < 8; i++)
        e->head |= (uint64_t)(uint8_t)folded[i] << (8 * i);
}

lexicon_symbol lexicon_word(struct lexicon *x, uint64_t hash, struct str text)
{
    bool fresh;

    return symbol_of(x, hash, text, &fresh);
}

lexicon_symbol lexicon_prefix(struct lexicon *x, uint64_t hash, struct str text)
{
    bool fresh;
    lexicon_symbol s = symbol_of(x, hash ^ PREFIX_SALT, text, &fresh);

    if (fresh) {
        struct entry *e = &x->entry[s];
        e->length = (uint8_t)token_fold(text, e->text, sizeof e->text);
        head_of(e, e->text, e->length);
    }
    return s;
}

/* Adds every word of a list, with a class or roles. */
static void add_words(struct lexicon *x, const char *words, uint32_t class, uint16_t roles)
{
    struct str rest = str_of(words), word;

    while (str_cut(&rest, ' ', &word)) {
        bool prefix = word.p[word.n - 1] == '*';
        struct str text = {word.p, word.n - prefix};
        lexicon_symbol s =
            prefix ? lexicon_prefix(x, token_hash(text), text) : lexicon_word(x, token_hash(text), text);

        x->entry[s].classes |= class;
        x->entry[s].roles |= roles;
    }
}

lexicon_symbol lexicon_class(struct lexicon *x, int number)
{
    const struct pattern_class *c = pattern_class(number);

    if (x->class_symbol[number] == 0) {
        x->class_symbol[number] = new_symbol(x, 0, (struct str){NULL, 0});
        if (c->words != NULL)
            add_words(x, c->words, 1U << number, 0);
    }
    return x->class_symbol[number];
}

size_t lexicon_count(const struct lexicon *x)
{
    return x->n;
}

struct lexicon *lexicon_new(void)
{
    struct lexicon *x = mem_zero(sizeof *x);

    x->nslots = 4096;
    x->slot = mem_zero(x->nslots * sizeof *x->slot);
    new_symbol(x, 0, (struct str){NULL, 0});
    for (size_t i = 0; i < sizeof role_words / sizeof role_words[0]; i++)
        add_words(x, role_words[i].words, 0, role_words[i].roles);
    return x;
}

void lexicon_free(struct lexicon *x)
{
    if (x == NULL)
        return;
    free(x->entry);
    free(x->source);
    free(x->slot);
    free(x->lists);
    free(x);
}

/* --- endings ----------------------------------------------------------------------------------------------------- */

static size_t bucket_of(uint64_t head)
{
    return (size_t)((head & 0xffffff) * UINT64_C(0x9e3779b97f4a7c15) >> 54);
}

static bool has_prefix(const struct entry *e, uint64_t head, struct str word)
{
    char folded[PATTERN_PREFIX_MAX];
    uint64_t mask = e->length >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * e->length)) - 1;

    if (((head ^ e->head) & mask) != 0)
        return false;
    return e->length <= 8 ||
           (token_fold(word, folded, e->length) == e->length && memcmp(folded, e->text, e->length) == 0);
}

/* The longest ending of the chain that the word has; 0 when none. */
static lexicon_symbol prefix_from(const struct lexicon *x, lexicon_symbol s, uint64_t head, struct str word)
{
    while (s != 0 && !has_prefix(&x->entry[s], head, word))
        s = x->entry[s].next;
    return s;
}

static void add_bucket(struct lexicon *x, lexicon_symbol s)
{
    uint16_t *at = &x->bucket[bucket_of(x->entry[s].head)];

    while (*at != 0 && x->entry[*at].length > x->entry[s].length)
        at = &x->entry[*at].next;
    x->entry[s].next = *at;
    *at = s;
}

/* --- sealing ----------------------------------------------------------------------------------------------------- */

void lexicon_use(struct lexicon *x, lexicon_symbol s)
{
    x->entry[s].used = true;
}

/* Adds to the list that begins at `first`. */
static void push(struct lexicon *x, size_t first, lexicon_symbol s)
{
    if (!x->entry[s].used || x->nlists - first >= LEXICON_AT_ONCE - PATTERN_SPECIALS)
        return;
    x->lists = mem_grow(x->lists, &x->cap_lists, x->nlists + 1, sizeof *x->lists);
    x->lists[x->nlists++] = s;
}

/* Writes what a word is: itself, its endings, all their classes. */
static void list_symbols(struct lexicon *x, lexicon_symbol s)
{
    struct entry *e = &x->entry[s];
    uint32_t classes = e->classes;

    e->first = (uint32_t)x->nlists;
    push(x, e->first, s);
    for (lexicon_symbol p = prefix_from(x, x->bucket[bucket_of(e->head)], e->head, x->source[s]); p != 0;
         p = prefix_from(x, x->entry[p].next, e->head, x->source[s])) {
        if (p == s)
            continue;
        push(x, e->first, p);
        classes |= x->entry[p].classes;
    }
    for (int c = 0; classes != 0; c++, classes >>= 1)
        if (classes & 1)
            push(x, e->first, x->class_symbol[c]);
    e->n = (uint16_t)(x->nlists - e->first);
}

void lexicon_seal(struct lexicon *x)
{
    for (size_t s = 1; s < x->n; s++)
        if (x->entry[s].length != 0)
            add_bucket(x, (lexicon_symbol)s);
    for (size_t s = 1; s < x->n; s++) {
        struct entry *e = &x->entry[s];

        if (e->hash == 0)
            continue;
        if (e->length == 0) {
            char folded[8];
            head_of(e, folded, token_fold(x->source[s], folded, sizeof folded));
            x->filter[(e->hash % FILTER) / 64] |= UINT64_C(1) << (e->hash % 64);
        }
        list_symbols(x, (lexicon_symbol)s);
    }
    free(x->source);
    x->source = NULL;
}

/* --- looking up -------------------------------------------------------------------------------------------------- */

bool lexicon_find(const struct lexicon *x, const struct token *t, struct str text, struct lexicon_entry *out)
{
    lexicon_symbol s = 0;

    if (x->filter[(t->hash % FILTER) / 64] >> (t->hash % 64) & 1)
        s = (lexicon_symbol)x->slot[slot_of(x, t->hash)].symbol;
    if (s == 0) {
        s = x->bucket[bucket_of(t->head)];
        if (s != 0)
            s = prefix_from(x, s, t->head, (struct str){text.p + t->off, t->len});
    }
    if (s == 0)
        return false;
    const struct entry *e = &x->entry[s];
    *out = (struct lexicon_entry){x->lists + e->first, e->n, e->roles};
    return true;
}

uint32_t lexicon_symbols(const struct lexicon *x, const struct token *t, const struct lexicon_entry *e,
                         lexicon_symbol out[LEXICON_AT_ONCE])
{
    uint32_t n = e->n;

    for (uint32_t i = 0; i < n; i++)
        out[i] = e->symbols[i];
    if (x->class_symbol[PATTERN_NUMBER] != 0 && (t->flags & TOKEN_NUMBER))
        out[n++] = x->class_symbol[PATTERN_NUMBER];
    if (x->class_symbol[PATTERN_CAPS] != 0 && (t->flags & TOKEN_CAPS) && t->len >= CAPS_LETTERS)
        out[n++] = x->class_symbol[PATTERN_CAPS];
    return n;
}
