#include "judge/lexicon_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/packed.h"

#define ENDING_SALT UINT64_C(0xd1b54a32d192ed03)

enum { CLASSES = 32, SLOTS = 8192 };

/* A symbol, while adding. */
struct entry {
    uint64_t hash;   /* salted for an ending; 0 for a class */
    struct str text; /* as written */
    uint32_t classes;
    uint16_t roles;
    uint16_t ending; /* number of the ending + 1; 0: a word */
    bool used;
};

struct slot {
    uint64_t hash;
    uint32_t symbol;
};

struct lexicon_build {
    struct entry *entry; /* by symbol */
    size_t n, cap;
    struct slot *slot;
    size_t nslots; /* a power of two */
    struct lexicon_ending *ending;
    size_t nendings, cap_endings;
    lexicon_symbol class_symbol[CLASSES]; /* 0: not used yet */
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
    {"told tells telling asked ordered", LEXICON_TELLS},
};

static size_t slot_of(const struct lexicon_build *b, uint64_t hash)
{
    size_t i = (size_t)hash & (b->nslots - 1);

    while (b->slot[i].symbol != 0 && b->slot[i].hash != hash)
        i = (i + 1) & (b->nslots - 1);
    return i;
}

static void widen(struct lexicon_build *b)
{
    struct slot *old = b->slot;
    size_t n = b->nslots;

    b->nslots = n * 2;
    b->slot = mem_zero(b->nslots * sizeof *b->slot);
    for (size_t i = 0; i < n; i++)
        if (old[i].symbol != 0)
            b->slot[slot_of(b, old[i].hash)] = old[i];
    free(old);
}

/* A new symbol; beyond the limit all get the last one, and lexicon_build_count() tells. */
static lexicon_symbol new_symbol(struct lexicon_build *b, uint64_t hash, struct str text)
{
    if (b->n > LEXICON_SYMBOLS_MAX)
        return LEXICON_SYMBOLS_MAX;
    b->entry = mem_grow(b->entry, &b->cap, b->n + 1, sizeof *b->entry);
    b->entry[b->n] = (struct entry){.hash = hash, .text = text};
    return (lexicon_symbol)b->n++;
}

/* The symbol of a hash, new or not; *fresh says which. */
static lexicon_symbol symbol_of(struct lexicon_build *b, uint64_t hash, struct str text, bool *fresh)
{
    size_t i = slot_of(b, hash);

    *fresh = b->slot[i].symbol == 0;
    if (!*fresh)
        return (lexicon_symbol)b->slot[i].symbol;
    lexicon_symbol s = new_symbol(b, hash, text);
    b->slot[i] = (struct slot){hash, s};
    if (b->n * 2 > b->nslots)
        widen(b);
    return s;
}

static uint64_t head_of(const char *folded, size_t n)
{
    uint64_t head = 0;

    for (size_t i = 0; i < n && i < 8; i++)
        head |= (uint64_t)(uint8_t)folded[i] << (8 * i);
    return head;
}

lexicon_symbol lexicon_build_word(struct lexicon_build *b, uint64_t hash, struct str text)
{
    bool fresh;

    return symbol_of(b, hash, text, &fresh);
}

lexicon_symbol lexicon_build_ending(struct lexicon_build *b, uint64_t hash, struct str text)
{
    bool fresh;
    lexicon_symbol s = symbol_of(b, hash ^ ENDING_SALT, text, &fresh);

    if (fresh) {
        struct lexicon_ending e = {.symbol = s};
        e.length = (uint8_t)token_fold(text, e.text, sizeof e.text);
        e.head = head_of(e.text, e.length);
        b->ending = mem_grow(b->ending, &b->cap_endings, b->nendings + 1, sizeof *b->ending);
        b->ending[b->nendings++] = e;
        b->entry[s].ending = (uint16_t)b->nendings;
    }
    return s;
}

/* Adds every word of a list, with a class or roles. */
static void add_words(struct lexicon_build *b, const char *words, uint32_t class, uint16_t roles)
{
    struct str rest = str_of(words), word;

    while (str_cut(&rest, ' ', &word)) {
        bool ending = word.p[word.n - 1] == '*';
        struct str text = {word.p, word.n - ending};
        uint64_t hash = token_hash(text);
        lexicon_symbol s = ending ? lexicon_build_ending(b, hash, text) : lexicon_build_word(b, hash, text);

        b->entry[s].classes |= class;
        b->entry[s].roles |= roles;
    }
}

lexicon_symbol lexicon_build_class(struct lexicon_build *b, int number)
{
    const struct pattern_class *c = pattern_class(number);

    if (b->class_symbol[number] == 0) {
        b->class_symbol[number] = new_symbol(b, 0, (struct str){NULL, 0});
        if (c->words != NULL)
            add_words(b, c->words, 1U << number, 0);
    }
    return b->class_symbol[number];
}

void lexicon_build_use(struct lexicon_build *b, lexicon_symbol s)
{
    b->entry[s].used = true;
}

size_t lexicon_build_count(const struct lexicon_build *b)
{
    return b->n;
}

struct lexicon_build *lexicon_build_new(void)
{
    struct lexicon_build *b = mem_zero(sizeof *b);

    b->nslots = SLOTS;
    b->slot = mem_zero(b->nslots * sizeof *b->slot);
    new_symbol(b, 0, (struct str){NULL, 0});
    for (size_t i = 0; i < sizeof role_words / sizeof role_words[0]; i++)
        add_words(b, role_words[i].words, 0, role_words[i].roles);
    return b;
}

void lexicon_build_free(struct lexicon_build *b)
{
    if (b == NULL)
        return;
    free(b->entry);
    free(b->slot);
    free(b->ending);
    free(b->lists);
    free(b);
}

/* --- packing ----------------------------------------------------------------------------------------------------- */

/* Puts every ending into its bucket, the longer before the shorter. */
static void fill_buckets(struct lexicon_build *b, struct lexicon_table *table)
{
    for (size_t i = 0; i < b->nendings; i++) {
        struct lexicon_ending *e = &b->ending[i];
        uint16_t *at = &table->bucket[lexicon_bucket(e->head)];

        while (*at != 0 && b->ending[*at - 1].length > e->length)
            at = &b->ending[*at - 1].next;
        e->next = *at;
        *at = (uint16_t)(i + 1);
    }
}

/* Adds to the list that begins at `first`, when some pattern reads the symbol and there is room. */
static void push(struct lexicon_build *b, size_t first, lexicon_symbol s)
{
    if (!b->entry[s].used || b->nlists - first >= LEXICON_AT_ONCE - PATTERN_SPECIALS)
        return;
    b->lists = mem_grow(b->lists, &b->cap_lists, b->nlists + 1, sizeof *b->lists);
    b->lists[b->nlists++] = s;
}

/* What a word or an ending is: itself, its endings, all their classes. */
static struct lexicon_word list_symbols(struct lexicon_build *b, const struct lexicon_table *table,
                                        const struct lexicon_mark *marks, lexicon_symbol s)
{
    const struct entry *e = &b->entry[s];
    uint32_t classes = e->classes;
    size_t first = b->nlists;
    char folded[8] = {0};
    uint64_t head = e->ending != 0 ? b->ending[e->ending - 1].head
                                   : head_of(folded, token_fold(e->text, folded, sizeof folded));

    push(b, first, s);
    for (uint16_t i = table->bucket[lexicon_bucket(head)]; i != 0; i = b->ending[i - 1].next) {
        const struct lexicon_ending *end = &b->ending[i - 1];
        if (end->symbol == s || !lexicon_begins(end, head, e->text))
            continue;
        push(b, first, end->symbol);
        classes |= b->entry[end->symbol].classes;
    }
    for (int c = 0; classes != 0; c++, classes >>= 1)
        if (classes & 1)
            push(b, first, b->class_symbol[c]);
    struct lexicon_word w = {(uint32_t)first, (uint16_t)(b->nlists - first), e->roles, 0};
    for (size_t i = first; i < b->nlists; i++) {
        w.roles |= marks[b->lists[i]].roles;
        w.gaps |= marks[b->lists[i]].gaps;
    }
    return w;
}

/* The words by their hashes; endings and classes are not found there. */
static struct lexicon_slot *fill_slots(const struct lexicon_build *b, struct lexicon_table *table)
{
    struct lexicon_slot *slots = mem_zero(b->nslots * sizeof *slots);

    for (size_t s = 1; s < b->n; s++) {
        uint64_t hash = b->entry[s].hash;
        size_t i = (size_t)hash & (b->nslots - 1);
        if (hash == 0 || b->entry[s].ending != 0)
            continue;
        while (slots[i].symbol != 0)
            i = (i + 1) & (b->nslots - 1);
        slots[i] = (struct lexicon_slot){(uint32_t)(hash >> 32), (uint32_t)s};
        table->filter[hash % LEXICON_FILTER / 64] |= UINT64_C(1) << (hash % 64);
    }
    return slots;
}

void lexicon_build_pack(struct lexicon_build *b, const struct lexicon_mark *marks, struct buf *out)
{
    struct lexicon_table *table = mem_zero(sizeof *table);
    struct lexicon_word *words = mem_zero(b->n * sizeof *words);
    struct lexicon_slot *slots = fill_slots(b, table);

    fill_buckets(b, table);
    for (size_t s = 1; s < b->n; s++)
        if (b->entry[s].hash != 0)
            words[s] = list_symbols(b, table, marks, (lexicon_symbol)s);
    for (int i = 0; i < PATTERN_SPECIALS; i++)
        table->special[i] = b->class_symbol[i];
    packed_add(out, words, b->n, sizeof *words);
    packed_add(out, slots, b->nslots, sizeof *slots);
    packed_add(out, b->ending, b->nendings, sizeof *b->ending);
    packed_add(out, b->lists, b->nlists, sizeof *b->lists);
    packed_add(out, table, 1, sizeof *table);
    free(slots);
    free(words);
    free(table);
}
