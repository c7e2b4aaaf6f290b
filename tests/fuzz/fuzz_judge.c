/* Any bytes as a pattern, as a customer's words, as packed phrases, and as a stored line of reasons. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "judge/phrase.h"
#include "judge/triage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const patterns[] = {
    "<i'll> ... sue",  "a ...3 b? c",  "burn*", "<not> <very>? (good|bad bit*)", "!!",
    "<caps> <number>", "extraordinar*"};
static const struct phrase_rule plain = {
    .name = "r", .strength = 700, .customer = true, .patterns = patterns, .npatterns = 7};

static void see(void *ctx, const struct phrase_hit *hit)
{
    const struct str *text = ctx;

    if (hit->len == 0 || hit->off + hit->len > text->n)
        abort();
}

/* The first line is a pattern, the rest a text. */
static void match(struct str s)
{
    struct str pattern;
    struct phrases *p;
    size_t off;

    if (!str_cut(&s, '\n', &pattern) || s.p == NULL)
        s = (struct str){"", 0};
    char *own = mem_dup(pattern.p, pattern.n);
    const char *const one = own;
    const struct phrase_rule rule = {.name = "r", .strength = 500, .patterns = &one, .npatterns = 1};
    struct err *e = phrase_check(own, &off);
    if (e != NULL && off > strlen(own))
        abort();
    struct err *again = phrase_compile(e == NULL ? &rule : &plain, 1, &p);
    if (again != NULL)
        abort(); /* what was checked must compile */
    phrase_match(p, s, see, &s);
    phrase_free(p);
    err_free(e);
    free(own);
}

static void decode(struct str s)
{
    struct arena *a = arena_new();
    const struct triage_term *terms;
    struct buf line = {0};
    size_t n;
    struct err *e = triage_terms_decode(s, a, &terms, &n);

    if (e == NULL) {
        triage_terms_encode(terms, n, &line);
        if (!str_eq(buf_str(&line), s))
            abort(); /* what is taken goes back as it came */
    }
    err_free(e);
    buf_free(&line);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    char *own = mem_dup(data + 1, size - 1);
    struct str s = {own, size - 1};

    if (data[0] % 3 == 0)
        decode(s);
    else if (data[0] % 3 == 1)
        match(s);
    else
        phrase_free(phrase_unpack(s, &plain, 1));
    free(own);
    return 0;
}
