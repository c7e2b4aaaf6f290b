#include "judge/phrase.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/graph_build.h"
#include "judge/lexicon_build.h"
#include "judge/packed.h"
#include "judge/pattern.h"
#include "judge/phrase_step.h"

enum { TOKENS = 128 };

/* Before the packed form.  `form` is there for change: other numbers, other bytes. */
struct header {
    uint64_t form;
    uint64_t rules; /* checksum of the rules that it was made of */
    uint64_t sum;   /* checksum of what follows */
};

#define FORM                                                                                                 \
    (UINT64_C(0x6375737401020500) ^ sizeof(struct lexicon_word) << 40 ^                                      \
     sizeof(struct lexicon_ending) << 32 ^ sizeof(struct graph_node) << 24 ^ sizeof(struct graph_arc) << 16)

static struct err *parse(const char *text, struct pattern *p, size_t *off)
{
    struct str s = str_of(text);

    *off = PHRASE_LENGTH_MAX;
    if (s.n > PHRASE_LENGTH_MAX)
        return err_new(ERR_POLICY, NULL, "the pattern is longer than %d bytes; make two of it",
                       PHRASE_LENGTH_MAX);
    return pattern_parse(s, p, off);
}

struct err *phrase_check(const char *pattern, size_t *off)
{
    struct pattern p;

    return parse(pattern, &p, off);
}

static struct err *add_rule(struct graph_build *b, const struct phrase_rule *rule, size_t number)
{
    struct pattern p;
    struct err *e;
    size_t off;

    if (rule->strength < 1 || rule->strength > PHRASE_STRENGTH_MAX)
        return err_new(ERR_POLICY, rule->name, "a strength is 0.001 to 1");
    for (size_t i = 0; i < rule->npatterns; i++) {
        e = parse(rule->patterns[i], &p, &off);
        if (e != NULL)
            return err_at(e, rule->name);
        graph_build_add(b, &p, (uint16_t)number);
    }
    return NULL;
}

/* The patterns in their order; names and strengths are not in the packed form. */
static uint64_t rules_sum(const struct phrase_rule *rules, size_t n)
{
    uint64_t sum = n;

    for (size_t i = 0; i < n; i++) {
        sum = packed_sum(sum, NULL, 0);
        for (size_t k = 0; k < rules[i].npatterns; k++)
            sum = packed_sum(sum, rules[i].patterns[k], strlen(rules[i].patterns[k]));
    }
    return sum;
}

/* Reads the packed form where it lies. */
static bool take(struct phrases *p, struct str bytes)
{
    struct header h;

    if (bytes.n < sizeof h)
        return false;
    memcpy(&h, bytes.p, sizeof h);
    struct str rest = {bytes.p + sizeof h, bytes.n - sizeof h};
    p->bytes = bytes;
    return h.form == FORM && h.rules == rules_sum(p->rules, p->nrules) &&
           h.sum == packed_sum(0, rest.p, rest.n) && lexicon_unpack(&rest, &p->words) &&
           graph_unpack(&rest, &p->graph) && rest.n == 0;
}

static struct phrases *new_phrases(const struct phrase_rule *rules, size_t n)
{
    struct phrases *p = mem_zero(sizeof *p);

    p->rules = rules;
    p->nrules = n;
    return p;
}

/* Packs all of the rules. */
static struct err *pack(const struct phrase_rule *rules, size_t n, struct buf *out)
{
    struct header h = {.form = FORM};
    struct lexicon_build *words = lexicon_build_new();
    struct graph_build *graph = graph_build_new(words);
    struct err *e = NULL;

    if (n > PHRASE_RULES_MAX)
        e = err_new(ERR_POLICY, NULL, "there are more than %d phrase rules; join some", PHRASE_RULES_MAX);
    for (size_t i = 0; e == NULL && i < n; i++)
        e = add_rule(graph, &rules[i], i);
    buf_add(out, &h, sizeof h);
    if (e == NULL && !graph_build_pack(graph, out))
        e = err_new(ERR_POLICY, NULL, "the phrase rules have too many words in all; take some away");
    if (e == NULL) {
        h.rules = rules_sum(rules, n);
        h.sum = packed_sum(0, out->p + sizeof h, out->len - sizeof h);
        memcpy(out->p, &h, sizeof h);
    }
    graph_build_free(graph);
    lexicon_build_free(words);
    return e;
}

struct err *phrase_compile(const struct phrase_rule *rules, size_t n, struct phrases **out)
{
    struct phrases *p = new_phrases(rules, n);
    struct buf bytes = {0};
    struct err *e = pack(rules, n, &bytes);

    p->own = bytes.p;
    if (e == NULL && !take(p, buf_str(&bytes)))
        e = err_new(ERR_BUG, NULL, "the phrase rules cannot be read back; please report it");
    *out = e == NULL ? p : NULL;
    if (e != NULL)
        phrase_free(p);
    return e;
}

void phrase_pack(const struct phrases *p, struct buf *out)
{
    buf_addstr(out, p->bytes);
}

struct phrases *phrase_unpack(struct str bytes, const struct phrase_rule *rules, size_t n)
{
    struct phrases *p = new_phrases(rules, n);

    if ((uintptr_t)bytes.p % sizeof(uint64_t) != 0) {
        p->own = mem_dup(bytes.p, bytes.n);
        bytes.p = p->own;
    }
    if (take(p, bytes))
        return p;
    phrase_free(p);
    return NULL;
}

void phrase_free(struct phrases *p)
{
    if (p == NULL)
        return;
    free(p->own);
    free(p);
}

size_t phrase_count(const struct phrases *p)
{
    return p->nrules;
}

const struct phrase_rule *phrase_rule(const struct phrases *p, size_t i)
{
    return &p->rules[i];
}

void phrase_start(struct phrase_reader *r, const struct phrases *p, struct str text, phrase_fn *fn, void *ctx)
{
    r->p = p;
    r->text = text;
    r->fn = fn;
    r->ctx = ctx;
    r->at = r->reach = r->negator = r->teller = r->soon = r->read = r->nthreads = 0;
    r->other = r->told = false;
    r->gaps = 0;
    r->set = 0;
    r->last = (struct phrase_hit){0};
    r->before[0] = r->before[1] = (struct phrase_before){0};
}

/* What is left of the word before where nothing goes on. */
static void start_sentence(struct phrase_reader *r)
{
    r->nthreads = 0;
    r->before[r->set].n = 0;
}

static void feed(struct phrase_reader *r, const struct token *t)
{
    r->at++;
    if (t->flags & (TOKEN_SENTENCE | TOKEN_CLAUSE)) {
        r->reach = 0;
        r->other = r->told = false;
        if (t->flags & TOKEN_SENTENCE)
            start_sentence(r);
    }
    const struct lexicon_word *w = lexicon_find(&r->p->words, t, r->text);
    bool special = lexicon_special(&r->p->words, t);
    if (w != NULL || special || r->soon == r->at)
        phrase_step_known(r, t, w, special);
    else
        r->before[r->set].n = 0; /* most others: a thread that waits in a gap ends by itself */
}

void phrase_feed(struct phrase_reader *r, const struct token *tokens, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(tokens[i].flags & TOKEN_CITED))
            feed(r, &tokens[i]);
}

void phrase_match(const struct phrases *p, struct str text, phrase_fn *fn, void *ctx)
{
    struct phrase_reader r;
    struct token_reader tr;
    struct token tokens[TOKENS];
    size_t n;

    token_start(&tr, text);
    phrase_start(&r, p, text, fn, ctx);
    while ((n = token_read(&tr, tokens, TOKENS)) != 0)
        phrase_feed(&r, tokens, n);
}
