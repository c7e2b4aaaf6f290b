#include "cmd/common/refs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "form/lines.h"

enum { LINE_MAX_BYTES = 1 << 20 };

/* The references seen so far, and a hash table of places in the list, so that a million stay quick. */
struct seen {
    struct ref *list;
    size_t n, cap;
    size_t *slots; /* place + 1; 0 is free */
    size_t mask;
};

static size_t hash(const struct ref *r)
{
    uint64_t h = (uint64_t)r->id * UINT64_C(0x9e3779b97f4a7c15);

    h ^= ((uint64_t)r->no << 3 | (uint64_t)r->kind) * UINT64_C(0xc2b2ae3d27d4eb4f);
    return (size_t)(h ^ h >> 29);
}

static size_t *slot(struct seen *s, const struct ref *r)
{
    size_t i = hash(r) & s->mask;

    while (s->slots[i] != 0 && !ref_eq(&s->list[s->slots[i] - 1], r))
        i = (i + 1) & s->mask;
    return &s->slots[i];
}

static void widen(struct seen *s)
{
    size_t size = s->slots == NULL ? 64 : (s->mask + 1) * 2;

    free(s->slots);
    s->slots = mem_zero(size * sizeof *s->slots);
    s->mask = size - 1;
    for (size_t i = 0; i < s->n; i++)
        *slot(s, &s->list[i]) = i + 1;
}

static void add(struct seen *s, const struct ref *r)
{
    if (s->slots == NULL || s->n * 2 > s->mask)
        widen(s);
    size_t *at = slot(s, r);
    if (*at != 0)
        return;
    s->list = mem_grow(s->list, &s->cap, s->n + 1, sizeof *s->list);
    s->list[s->n++] = *r;
    *at = s->n;
}

static struct err *read_all(struct session *s, struct lines *l, struct seen *found)
{
    struct str line;
    bool end = false, have;
    struct ref r;

    while (!end) {
        struct err *e = lines_next(l, &line, &end);
        if (e != NULL && e->code == ERR_IO)
            return e;
        if (e == NULL && !end) {
            e = ref_first_field(line, &r, &have);
            if (e == NULL && have)
                add(found, &r);
        }
        if (e != NULL)
            session_bad(s, err_at(e, lines_where(l)));
    }
    return NULL;
}

struct err *refs_get(struct session *s, const char *operand, struct ref **out, size_t *n)
{
    struct seen found = {0};

    *out = NULL;
    *n = 0;
    if (strcmp(operand, "-") != 0)
        return ref_parse_list(str_of(operand), out, n);
    if (isatty(STDIN_FILENO) == 1)
        return err_new(ERR_USAGE, NULL,
                       "- reads references from standard input, which is the terminal; name them");
    struct lines *l = lines_open(STDIN_FILENO, "standard input", LINE_MAX_BYTES);
    struct err *e = read_all(s, l, &found);
    lines_close(l);
    free(found.slots);
    if (e == NULL && found.n == 0 && s->bad == 0)
        e = err_new(ERR_NONE_FOUND, NULL, "no reference came in; nothing was done");
    if (e != NULL) {
        free(found.list);
        return e;
    }
    *out = found.list;
    *n = found.n;
    return NULL;
}
