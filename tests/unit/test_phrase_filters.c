/* Matching looks closer only at words that its filters let through.  They must lose nothing: the same texts are read
 * with every filter open, and the hits must be the same ones in the same order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "judge/phrase.h"

enum { TEXTS = 20000, WORDS_MAX = 40 };

#define PATTERNS(...)                                                                                        \
    .patterns = (const char *const[]){__VA_ARGS__},                                                          \
    .npatterns = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)

static const struct phrase_rule rules[] = {
    {.name = "plain", .strength = 500, PATTERNS("caught fire", "burn*", "fire", "my blood boil")},
    {.name = "gap",
     .strength = 500,
     PATTERNS("sue ... court", "never ...2 again", "fire ...12 (boil|burn* again)")},
    {.name = "optional",
     .strength = 500,
     PATTERNS("<very>? angry", "sue ... (the)? court (again)? now", "the (very)? end")},
    {.name = "customer",
     .strength = 500,
     .customer = true,
     PATTERNS("legal action", "<i'll> sue", "sue you")},
    {.name = "group",
     .strength = 500,
     PATTERNS("(sick|tired (and sick)?) of (this|the court)", "(a|the) (fire|court) (and|or) (a|the) burn*")},
    {.name = "special",
     .strength = 500,
     PATTERNS("<number> (days|fire)", "for <number>", "<caps> fire", "fire <caps>", "never ... <number>")},
    {.name = "marks", .strength = 500, .negated_ok = true, PATTERNS("fire !!", "angry ... !!")},
    {.name = "not", .strength = 500, PATTERNS("<not> ... (fire|court)", "no <very>? end", "cannot")},
};

static const char *const words[] = {"caught", "fire",
                                    "burned", "burning",
                                    "my",     "blood",
                                    "boil",   "sue",
                                    "court",  "never",
                                    "again",  "very",
                                    "angry",  "the",
                                    "end",    "legal",
                                    "action", "i",
                                    "will",   "i'll",
                                    "you",    "they",
                                    "sick",   "tired",
                                    "of",     "this",
                                    "and",    "or",
                                    "a",      "3",
                                    "days",   "for",
                                    "FIRE",   "COURT",
                                    "!!",     "not",
                                    "don't",  "no",
                                    "cannot", "only",
                                    "but",    "because",
                                    "now",    "parcel",
                                    "letter", "\xc3\xa9t\xc3\xa9",
                                    "so"};
static const char *const breaks[] = {" ",  " ",  " ",  " ",  " ",   " ",   " ",    ", ",
                                     ". ", "; ", "\n", "! ", " \"", "\" ", "\n\n", "\n> "};

static uint32_t next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

static void make_text(uint64_t *state, struct buf *out)
{
    size_t n = next(state) % WORDS_MAX;

    buf_reset(out);
    buf_add(out, "", 0);
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, words[next(state) % (sizeof words / sizeof words[0])]);
        buf_adds(out, breaks[next(state) % (sizeof breaks / sizeof breaks[0])]);
    }
}

static void list(void *context, const struct phrase_hit *hit)
{
    buf_printf(context, "%s %u+%u%s%s; ", rules[hit->rule].name, (unsigned)hit->off, (unsigned)hit->len,
               hit->negated ? " negated" : "", hit->speech ? " speech" : "");
}

/* One token at a time, and before each what the filters ask is answered with yes. */
static void read_openly(const struct phrases *p, struct str text, struct buf *out)
{
    static struct phrase_reader r;
    struct token_reader tokens;
    struct token t;

    token_start(&tokens, text);
    phrase_start(&r, p, text, list, out);
    while (token_read(&tokens, &t, 1) == 1) {
        struct phrase_before *b = &r.before[r.set];
        if (b->n != 0 && b->symbols != b->own) {
            memcpy(b->own, b->symbols, b->n * sizeof *b->symbols);
            b->symbols = b->own;
        }
        r.soon = r.at + 1;
        phrase_feed(&r, &t, 1);
    }
}

static void the_filters_lose_no_hit_and_keep_the_order(void **state)
{
    struct phrases *p = NULL;
    struct buf text = {0}, filtered = {0}, open = {0};
    uint64_t random = 20261122;
    size_t hits = 0;

    (void)state;
    assert_null(phrase_compile(rules, sizeof rules / sizeof rules[0], &p));
    for (int i = 0; i < TEXTS; i++) {
        make_text(&random, &text);
        buf_reset(&filtered);
        buf_reset(&open);
        buf_add(&filtered, "", 0);
        buf_add(&open, "", 0);
        phrase_match(p, buf_str(&text), list, &filtered);
        read_openly(p, buf_str(&text), &open);
        if (strcmp(filtered.p, open.p) != 0)
            fail_msg("text:\n%s\nfiltered: %s\nopen:     %s", text.p, filtered.p, open.p);
        hits += filtered.len != 0;
    }
    assert_true(hits > TEXTS / 2);
    buf_free(&text);
    buf_free(&filtered);
    buf_free(&open);
    phrase_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_filters_lose_no_hit_and_keep_the_order),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
