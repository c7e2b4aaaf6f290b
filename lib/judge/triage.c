#include "judge/triage.h"

#include <stdlib.h>
#include <string.h>

/* The longest name and the longest line in the store's form; tokens that are read at a time. */
enum { NAME_BYTES = 200, LINE_BYTES = 64 * 1024, BATCH = 64 };

static int within(int value, int max)
{
    return value < 0 ? 0 : value > max ? max : value;
}

int triage_points(int strength, int weight)
{
    return (strength * weight + TRIAGE_STRENGTH / 2) / TRIAGE_STRENGTH;
}

const char *triage_history_name(enum triage_history h)
{
    static const char *const names[TRIAGE_HISTORIES] = {"broken",        "reopened",   "repeated",
                                                        "unanswered",    "recurrence", "escalated",
                                                        "vulnerability", "money",      "tenure"};

    return names[h];
}

int triage_priority(const struct triage_settings *set, int points)
{
    int p = 0;

    while (p < TRIAGE_PRIORITIES - 1 && points < set->points[p])
        p++;
    return p;
}

bool triage_same(const struct triage_settings *a, const struct triage_settings *b)
{
    return memcmp(a->signal, b->signal, sizeof a->signal) == 0 &&
           memcmp(a->points, b->points, sizeof a->points) == 0 &&
           memcmp(a->history, b->history, sizeof a->history) == 0 && a->speech == b->speech &&
           a->shown == b->shown && a->stake == b->stake;
}

static struct err *check_range(const char *what, int value, int min, int max)
{
    if (value >= min && value <= max)
        return NULL;
    return err_new(ERR_POLICY, NULL, "%s is %d; it must be %d to %d", what, value, min, max);
}

struct err *triage_check(const struct triage_settings *set)
{
    struct err *e = check_range("speech", set->speech, 0, TRIAGE_STRENGTH);

    if (e == NULL)
        e = check_range("shown", set->shown, 1, TRIAGE_STRENGTH);
    for (int i = 0; e == NULL && i < TRIAGE_SIGNALS; i++) {
        e = check_range("impact", set->signal[i].impact, 1, TRIAGE_FACTOR_MAX);
        if (e == NULL)
            e = check_range("urgency", set->signal[i].urgency, 1, TRIAGE_FACTOR_MAX);
        if (e == NULL)
            e = check_range("keep", set->signal[i].keep, 0, TRIAGE_STRENGTH);
    }
    for (int i = 0; e == NULL && i < TRIAGE_PRIORITIES - 1; i++)
        if (set->points[i] < 1 || (i > 0 && set->points[i] >= set->points[i - 1]))
            e = err_new(ERR_POLICY, NULL, "the points must be above 0 and fall from P1 to P3; order them");
    return e;
}

/* --- reading one text -------------------------------------------------------------------------------------------- */

/* The place for a rule among those of its signal: its own, a free one, or that of the weakest if it is weaker. */
static struct triage_found *place_for(struct triage_reader *rd, int signal, uint32_t rule, int strength)
{
    struct triage_found *f = rd->found[signal], *weakest = f;
    uint32_t n = rd->n[signal];

    for (uint32_t i = 0; i < n; i++) {
        if (f[i].rule == rule)
            return &f[i];
        if (f[i].strength < weakest->strength)
            weakest = &f[i];
    }
    if (n == TRIAGE_RULES)
        return weakest->strength < strength ? weakest : NULL;
    rd->n[signal]++;
    f[n].strength = 0;
    return &f[n];
}

/* Whether a hit of the same rule tells more: stronger, or the same words and more of them. */
static bool tells_more(const struct triage_found *f, const struct phrase_hit *hit, int strength)
{
    if (f->rule != hit->rule || f->strength != strength)
        return f->rule != hit->rule || f->strength < strength;
    return hit->off <= f->off + f->len && f->off <= hit->off + hit->len && hit->len > f->len;
}

static void note_hit(void *ctx, const struct phrase_hit *hit)
{
    struct triage_reader *rd = ctx;
    const struct phrase_rule *rule = phrase_rule(rd->phrases, hit->rule);
    int strength = hit->speech ? rule->strength * rd->set->speech / TRIAGE_STRENGTH : rule->strength;

    if (hit->negated)
        rd->denied[rule->signal] = (struct triage_found){.off = hit->off, .len = hit->len};
    if (hit->negated || strength == 0)
        return;
    struct triage_found *f = place_for(rd, rule->signal, hit->rule, strength);
    if (f != NULL && (f->strength == 0 || tells_more(f, hit, strength)))
        *f = (struct triage_found){hit->rule, hit->off, hit->len, strength};
}

static int by_strength(const void *a, const void *b)
{
    const struct triage_found *x = a, *y = b;

    if (x->strength != y->strength)
        return x->strength > y->strength ? -1 : 1;
    return x->off < y->off ? -1 : x->off > y->off;
}

/* The strength of all rules together: each takes half its strength of the doubt that those before it left. */
static int joint_strength(const struct triage_found *f, uint32_t n)
{
    int strength = f[0].strength;

    for (uint32_t i = 1; i < n; i++)
        strength += (TRIAGE_STRENGTH - strength) * f[i].strength / (2 * TRIAGE_STRENGTH);
    return strength;
}

void triage_start(struct triage_reader *r, const struct triage_settings *set, const struct phrases *phrases,
                  struct str text)
{
    r->set = set;
    r->phrases = phrases;
    memset(r->n, 0, sizeof r->n);
    memset(r->denied, 0, sizeof r->denied);
    phrase_start(&r->reader, phrases, text, note_hit, r);
}

void triage_feed(struct triage_reader *r, const struct token *tokens, size_t n)
{
    phrase_feed(&r->reader, tokens, n);
}

void triage_end(struct triage_reader *r, struct triage_ruled out[TRIAGE_SIGNALS])
{
    for (int s = 0; s < TRIAGE_SIGNALS; s++) {
        struct triage_found *f = r->found[s];
        out[s] = (struct triage_ruled){
            .denied = r->denied[s].len > 0, .off = r->denied[s].off, .len = r->denied[s].len};
        if (r->n[s] == 0)
            continue;
        qsort(f, r->n[s], sizeof *f, by_strength);
        out[s] = (struct triage_ruled){.strength = joint_strength(f, r->n[s]),
                                       .rule = phrase_rule(r->phrases, f->rule)->name,
                                       .off = f->off,
                                       .len = f->len,
                                       .more = r->n[s] - 1};
    }
}

/* A person's word, or a model that found more than the rules did. */
static struct triage_term weigh_learned(const struct triage_learned *l, struct triage_term ruled)
{
    struct triage_term t = {.strength = within(l->strength, TRIAGE_STRENGTH),
                            .rule = l->decided  ? TRIAGE_DECIDED
                                    : l->taught ? TRIAGE_TAUGHT
                                                : TRIAGE_MODEL,
                            .event = ruled.event,
                            .off = l->off,
                            .len = l->len};

    if (l->decided) { /* a model's words are not what the person meant */
        t.off = ruled.off;
        t.len = ruled.len;
    }
    ruled.strength -= ruled.strength * within(l->doubt, TRIAGE_STRENGTH) / TRIAGE_STRENGTH;
    return l->decided || t.strength > ruled.strength ? t : ruled;
}

/* What one text gives a signal: its rules together, or what is known besides. */
static struct triage_term find_term(const struct triage_ruled *found, int s, const struct triage_text *text)
{
    struct triage_term t = {.event = text->event,
                            .strength = found[s].strength,
                            .rule = found[s].rule,
                            .off = found[s].off,
                            .len = found[s].len,
                            .more = found[s].more};

    return text->learned != NULL ? weigh_learned(&text->learned[s], t) : t;
}

static void read_rules(const struct triage_settings *set, const struct phrases *phrases, struct str text,
                       struct triage_ruled out[TRIAGE_SIGNALS])
{
    struct triage_reader r;
    struct token_reader words;
    struct token tokens[BATCH];
    size_t n;

    token_start(&words, text);
    triage_start(&r, set, phrases, text);
    while ((n = token_read(&words, tokens, BATCH)) > 0)
        triage_feed(&r, tokens, n);
    triage_end(&r, out);
}

/* Takes one text that is `age` texts old; a signal that is stronger than what is in `best` so far replaces it. */
static void take_text(const struct triage_settings *set, const struct phrases *phrases,
                      const struct triage_text *text, size_t age, struct triage_term *best)
{
    struct triage_ruled read[TRIAGE_SIGNALS];
    const struct triage_ruled *found = text->ruled;

    if (found == NULL) {
        read_rules(set, phrases, text->text, read);
        found = read;
    }
    for (int s = 0; s < TRIAGE_SIGNALS; s++) {
        struct triage_term t = find_term(found, s, text);
        for (size_t i = 0; i < age && t.strength > 0; i++)
            t.strength = t.strength * set->signal[s].keep / TRIAGE_STRENGTH;
        if (t.strength > best[s].strength)
            best[s] = t;
    }
}

/* --- the score --------------------------------------------------------------------------------------------------- */

/* Adds a term, most points first, equals in the order of adding. */
static void add_term(struct triage_result *res, struct triage_term *terms, struct triage_term term)
{
    size_t i = res->nterms;

    term.strength = within(term.strength, TRIAGE_STRENGTH);
    term.weight = within(term.weight, TRIAGE_WEIGHT_MAX);
    term.points = triage_points(term.strength, term.weight);
    if (term.points == 0 || res->nterms == TRIAGE_TERMS_MAX)
        return;
    for (; i > 0 && terms[i - 1].points < term.points; i--)
        terms[i] = terms[i - 1];
    terms[i] = term;
    res->nterms++;
    res->points += term.points;
}

void triage_judge(const struct triage_settings *set, const struct phrases *phrases, const char *const *names,
                  const struct triage_text *texts, size_t ntexts, const struct triage_term *extra,
                  size_t nextra, struct arena *arena, struct triage_result *result)
{
    struct triage_term best[TRIAGE_SIGNALS] = {0};
    struct triage_term *terms = arena_alloc(arena, TRIAGE_TERMS_MAX * sizeof *terms);

    *result = (struct triage_result){.terms = terms};
    for (size_t i = ntexts; i > 0; i--)
        take_text(set, phrases, &texts[i - 1], ntexts - i, best);
    for (int s = 0; s < TRIAGE_SIGNALS; s++) {
        best[s].source = names[s];
        best[s].weight = set->signal[s].impact * set->signal[s].urgency;
        result->strength[s] = best[s].strength;
        if (best[s].strength >= set->shown)
            result->signals |= 1U << s;
        add_term(result, terms, best[s]);
    }
    for (size_t i = 0; i < nextra && i < TRIAGE_TERMS_MAX - TRIAGE_SIGNALS; i++)
        add_term(result, terms, extra[i]);
    result->priority = triage_priority(set, result->points);
}

/* --- as a line for the store ------------------------------------------------------------------------------------- */

static bool is_plain(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_' || c >= 0x80;
}

static void encode_name(const char *name, struct buf *out)
{
    size_t n = 0, plain = 0;

    for (; n < NAME_BYTES && name[n] != '\0'; n++) {
        if (is_plain((uint8_t)name[n]))
            continue;
        buf_add(out, name + plain, n - plain);
        buf_printf(out, "%%%02X", (unsigned)(uint8_t)name[n]);
        plain = n + 1;
    }
    buf_add(out, name + plain, n - plain);
}

void triage_terms_encode(const struct triage_term *terms, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct triage_term *t = &terms[i];
        if (i > 0)
            buf_addc(out, ' ');
        const long long numbers[] = {t->strength, t->weight, t->points, t->event, t->off, t->len, t->more};
        encode_name(t->source, out);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            buf_addc(out, ':');
            buf_addn(out, numbers[k]);
        }
        buf_addc(out, ':');
        encode_name(t->rule, out);
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL when it is not a name as encode_name() writes one. */
static const char *decode_name(struct str s, struct arena *arena)
{
    char *out = arena_alloc(arena, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = (uint8_t)s.p[i];
        if (c == '%') {
            int hi = s.n - i > 2 ? hex_digit(s.p[i + 1]) : -1, lo = s.n - i > 2 ? hex_digit(s.p[i + 2]) : -1;
            c = (uint8_t)(hi * 16 + lo);
            if (hi < 0 || lo < 0 || c == 0 || is_plain(c))
                return NULL;
            i += 2;
        } else if (!is_plain(c)) {
            return NULL;
        }
        out[n++] = (char)c;
    }
    return n <= NAME_BYTES ? out : NULL;
}

/* A number without a sign or a zero before it. */
static bool number(struct str *rest, long long max, long long *out)
{
    struct str field;

    return str_cut(rest, ':', &field) && rest->p != NULL && str_number(field, max, out) &&
           (field.n == 1 || field.p[0] != '0');
}

/* "" when the term is good, else what is wrong with it. */
static const char *decode_term(struct str s, struct arena *arena, struct triage_term *t)
{
    struct str source;
    long long v[7];
    static const long long max[7] = {TRIAGE_STRENGTH, TRIAGE_WEIGHT_MAX, TRIAGE_WEIGHT_MAX, UINT32_MAX,
                                     UINT32_MAX,      UINT32_MAX,        TRIAGE_RULES - 1};

    if (!str_cut(&s, ':', &source) || s.p == NULL || source.n == 0)
        return "no source";
    for (int i = 0; i < 7; i++)
        if (!number(&s, max[i], &v[i]))
            return "a bad number";
    *t = (struct triage_term){.source = decode_name(source, arena),
                              .rule = decode_name(s, arena),
                              .strength = (int)v[0],
                              .weight = (int)v[1],
                              .points = (int)v[2],
                              .event = (uint32_t)v[3],
                              .off = (uint32_t)v[4],
                              .len = (uint32_t)v[5],
                              .more = (uint32_t)v[6]};
    if (t->source == NULL || t->rule == NULL)
        return "a bad name";
    if (t->points != triage_points(t->strength, t->weight) || t->points == 0)
        return "points that are not strength x weight";
    return "";
}

struct err *triage_terms_decode(struct str line, struct arena *arena, const struct triage_term **terms,
                                size_t *n)
{
    struct triage_term *list = arena_alloc(arena, TRIAGE_TERMS_MAX * sizeof *list);
    struct str rest = line, piece;
    const char *wrong = line.n > LINE_BYTES ? "too many bytes" : "";
    size_t count = 0;

    while (*wrong == '\0' && line.n != 0 && str_cut(&rest, ' ', &piece))
        wrong = count == TRIAGE_TERMS_MAX ? "too many terms" : decode_term(piece, arena, &list[count++]);
    if (*wrong != '\0')
        return err_new(ERR_DATA, NULL,
                       "the stored reasons of a score have %s (term %zu); run cust-triage run", wrong, count);
    *terms = list;
    *n = count;
    return NULL;
}
