#include "desk/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

enum { BUCKETS = 1 << 15 };

struct known_customer {
    struct known_customer *next; /* in the bucket of their number */
    int64_t id;
    struct str name;
    instant *received; /* of their last complaints, oldest first */
    uint32_t n, cap;
    instant first; /* of the first of all */
    bool whole;    /* `received` and `first` are all that the store would say */
};

struct words {
    struct words *next;
    struct known_customer *who;
    struct str text;
    uint32_t hash;
    uint32_t alone; /* 0: an address is among them; else they hold until another customer is made */
};

struct known {
    struct arena *arena;
    size_t bytes;
    struct known_customer newcomer;
    uint32_t made; /* counts those who may make a name mean several; never 0 */
    struct words *by_words[BUCKETS];
    struct known_customer *by_id[BUCKETS];
};

struct known *known_new(void)
{
    struct known *k = mem_zero(sizeof *k);

    k->arena = arena_new();
    k->made = 1;
    k->newcomer = (struct known_customer){.first = INSTANT_NONE, .whole = true};
    return k;
}

void known_free(struct known *k)
{
    if (k == NULL)
        return;
    arena_free(k->arena);
    free(k);
}

void known_forget(struct known *k)
{
    arena_reset(k->arena);
    k->bytes = 0;
    memset(k->by_words, 0, sizeof k->by_words);
    memset(k->by_id, 0, sizeof k->by_id);
}

static void *take(struct known *k, size_t n)
{
    k->bytes += n;
    return arena_alloc(k->arena, n);
}

static struct str keep(struct known *k, struct str s)
{
    k->bytes += s.n + 1;
    return arena_str(k->arena, s);
}

/* --- found ------------------------------------------------------------------------------------------------------- */

static uint32_t hash_of(struct str s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(h ^ h >> 32);
}

struct known_customer *known_find(const struct known *k, struct str text)
{
    uint32_t h = hash_of(text);

    for (const struct words *w = k->by_words[h % BUCKETS]; w != NULL; w = w->next)
        if (w->hash == h && (w->alone == 0 || w->alone == k->made) && str_eq(w->text, text))
            return w->who;
    return NULL;
}

static struct known_customer *of_number(const struct known *k, int64_t id)
{
    struct known_customer *c = k->by_id[(uint64_t)id % BUCKETS];

    while (c != NULL && c->id != id)
        c = c->next;
    return c;
}

int64_t known_id(const struct known_customer *c)
{
    return c->id;
}

struct str known_name(const struct known_customer *c)
{
    return c->name;
}

/* --- learned ----------------------------------------------------------------------------------------------------- */

static struct known_customer *add_customer(struct known *k, const struct known_fact *fact)
{
    struct known_customer **bucket = &k->by_id[(uint64_t)fact->id % BUCKETS], *c = take(k, sizeof *c);

    *c = (struct known_customer){
        .next = *bucket, .id = fact->id, .name = keep(k, fact->name), .whole = fact->made};
    c->first = INSTANT_NONE;
    return *bucket = c;
}

struct known_customer *known_add(struct known *k, struct str text, const struct known_fact *fact)
{
    uint32_t h = hash_of(text);

    if (k->bytes > KNOWN_BYTES)
        known_forget(k);
    struct words *w = take(k, sizeof *w);
    struct known_customer *c = of_number(k, fact->id);
    *w = (struct words){.next = k->by_words[h % BUCKETS],
                        .who = c != NULL ? c : add_customer(k, fact),
                        .text = keep(k, text),
                        .hash = h,
                        .alone = fact->name_alone ? k->made : 0};
    k->by_words[h % BUCKETS] = w;
    return w->who;
}

void known_made_another(struct known *k)
{
    k->made = k->made == UINT32_MAX ? 1 : k->made + 1;
}

struct known_customer *known_newcomer(struct known *k)
{
    return &k->newcomer;
}

/* --- what they brought ------------------------------------------------------------------------------------------- */

static void grow(struct known *k, struct known_customer *c)
{
    uint32_t cap = c->cap == 0 ? 2 : 2 * c->cap;

    if (cap > KNOWN_COMPLAINTS)
        cap = KNOWN_COMPLAINTS;
    instant *more = take(k, cap * sizeof *more);
    if (c->n > 0)
        memcpy(more, c->received, c->n * sizeof *more);
    c->received = more;
    c->cap = cap;
}

/* Steps of ladders are rare: who has one is asked of the store from then on. */
static bool has_step(const struct matter *m)
{
    for (size_t i = 0; i < m->nf; i++)
        if (m->f[i].kind == KIND_ESCALATION)
            return true;
    return false;
}

void known_brought(struct known *k, struct known_customer *c, const struct matter *m)
{
    if (c == &k->newcomer)
        return;
    c->whole = c->whole && !m->c.voided && !has_step(m);
    if (!c->whole)
        return;
    if (c->first == INSTANT_NONE)
        c->first = m->c.received;
    if (c->n == KNOWN_COMPLAINTS)
        memmove(c->received, c->received + 1, --c->n * sizeof *c->received);
    if (c->n == c->cap)
        grow(k, c);
    c->received[c->n++] = m->c.received;
}

bool known_before(const struct known_customer *c, size_t most, instant since, struct db_before *out)
{
    *out = (struct db_before){.first = c->first};
    for (size_t i = c->n < most ? 0 : c->n - most; i < c->n; i++)
        out->n += c->received[i] >= since;
    return c->whole;
}
