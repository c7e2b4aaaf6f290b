#include "judge/verdict.h"

#include <string.h>

#include "judge/language.h"
#include "judge/number.h"
#include "judge/own.h"

/* What a model's hostility counts for: below every sensible threshold of showing. */
#define AMONG_STRANGERS 0.39

/* What a model's log odds lose where the words that it would show stand under a negation, and no others are there: it
 * sees the words more than the "not". */
#define DENIED 2.5

/* Of fewer than WORDS_LEAST words a model is believed from here on; what it says below that stays below what is shown,
 * in its order. */
#define SHORT_SURE 0.7
#define SHORT_MOST 0.38

/* How far a rule raises what the model says, by signal. */
static const double trust[TRIAGE_SIGNALS] = {0.1, 0.5, 0.5, 0.5, 1, 1, 1, 1};

/* What moves the model's complaint to talk that it did not learn from: a part of the anger above what is usual there,
 * what rules found of any signal, and the length against that of a usual message.  There it is too sure of itself: three
 * fifths of the log odds hold.  Chosen on the training folds of three other sets of texts. */
#define ANGER_SHARE 0.45
#define ANGER_USUAL (-1.7) /* as log odds */
#define RULES_SHARE 1.0
#define LENGTH_SHARE 1.5
#define WORDS_USUAL 16.0
#define HOLDS 0.6

/* Log odds of what no model knows, before the desk was taught: one in ten. */
#define UNHEARD (-2.2)

/* How sure taught texts must be to take all that they may off of a rule, and to be named where they add. */
#define DOUBT_MARGIN 4.0
#define TELLING_MARGIN 0.5

enum {
    ANGER = 0,
    HOSTILITY = 1,
    WORDS_LEAST = 4,
    WORDS_MOST = 32,
    DOUBT_MOST = TRIAGE_STRENGTH / 2,
    BATCH = 64 /* tokens that are read at a time */
};

/* Signals of danger: what rules find of them stays whole.  In the order of enum signal. */
static const bool lasting[TRIAGE_SIGNALS] = {false, true, true, true, false, false, false, true};

/* A text of several lines may be a mail: what they did not write themselves is blanked, so that places stay true.  The
 * text itself when they wrote all of it. */
static struct str blank_others(struct arena *a, struct str text)
{
    size_t n;

    if (text.n == 0 || memchr(text.p, '\n', text.n) == NULL)
        return text;
    const struct own_span *spans = own_split(a, text, &n);
    if (n == 1 && spans[0].kind == OWN_WORDS)
        return text;
    char *copy = arena_dup(a, text.p, text.n);
    for (size_t i = 0; i < n; i++)
        for (size_t at = spans[i].from; spans[i].kind != OWN_WORDS && at < spans[i].to; at++)
            if (copy[at] != '\n')
                copy[at] = ' ';
    return (struct str){copy, text.n};
}

/* One pass gives the words to the rules and to what the model sees. */
static void read_words(struct verdict_reader *r, struct str text)
{
    struct triage_reader rules;
    struct token_reader words;
    struct token tokens[BATCH];
    size_t n;

    token_start(&words, text);
    triage_start(&rules, r->settings, r->phrases, text);
    feature_start(&r->features, text);
    while ((n = token_read(&words, tokens, BATCH)) > 0) {
        triage_feed(&rules, tokens, n);
        feature_feed(&r->features, tokens, n);
    }
    triage_end(&rules, r->ruled);
    feature_end(&r->features);
    for (int s = 0; s < FEATURE_RULES; s++)
        r->features.input[s] = r->ruled[s].strength;
}

void verdict_look(struct verdict_reader *r, struct str text, struct triage_result *result)
{
    arena_reset(r->arena);
    struct triage_text one = {.text = blank_others(r->arena, text), .event = 1, .ruled = r->ruled};
    read_words(r, one.text);
    r->whole = one.text.p == text.p;
    if (result != NULL)
        triage_judge(r->settings, r->phrases, r->names, &one, 1, NULL, 0, r->arena, result);
}

void verdict_features(struct arena *a, struct str text, struct features *f)
{
    feature_read(f, blank_others(a, text));
}

/* The rule's words of a signal. */
static void quote_rule(const struct verdict_reader *r, const struct triage_result *res, struct str text,
                       int s, struct verdict *v)
{
    for (size_t i = 0; i < res->nterms; i++)
        if (res->terms[i].source == r->names[s]) {
            v->rule[s] = res->terms[i].rule;
            v->quote[s] = (struct str){text.p + res->terms[i].off, res->terms[i].len};
        }
}

static void quote_model(const struct verdict_reader *r, struct str text, int output, int s, struct verdict *v)
{
    struct model_reason why;

    v->rule[s] = NULL;
    if (model_reason(r->model, (size_t)output, &r->features, &why))
        v->quote[s] = (struct str){text.p + why.off, why.len};
}

static double log_odds(double p)
{
    return number_log(p / (1 - p + 1e-9) + 1e-9);
}

/* Whether what a model would show are words that a rule found denied. */
static bool denied(const struct verdict_reader *r, double found, int output, int s)
{
    const struct triage_ruled *by = &r->ruled[s];
    struct model_reason why;

    return by->denied && found * TRIAGE_STRENGTH >= r->settings->shown &&
           model_reason(r->model, (size_t)output, &r->features, &why) && why.off < by->off + by->len &&
           by->off < why.off + why.len;
}

/* How much a model finds of a signal, from 0 to 1. */
static double modelled(const struct verdict_reader *r, const double *p, int output, int s)
{
    double found = output < 0 ? 0 : p[output];

    if (denied(r, found, output, s))
        found = number_sigmoid(log_odds(found) - DENIED);
    if (r->features.nwords < WORDS_LEAST && found > SHORT_MOST && found < SHORT_SURE)
        found = SHORT_MOST + (found - SHORT_MOST) / 50;
    return s == HOSTILITY ? found * AMONG_STRANGERS : found;
}

static void weigh_signal(const struct verdict_reader *r, const struct triage_result *res, struct str text,
                         const double *p, int s, struct verdict *v)
{
    int output = r->model != NULL ? model_find(r->model, r->names[s]) : -1;
    double ruled = (double)res->strength[s] / TRIAGE_STRENGTH, learned = modelled(r, p, output, s);
    double share = output >= 0 ? trust[s] : 1, more = ruled > learned ? share * (ruled - learned) : 0;
    bool seen = learned * TRIAGE_STRENGTH >= r->settings->shown; /* a doubt here and there must not add up */
    double counts = seen && learned > ruled ? learned : ruled;

    v->strength[s] = learned + more;
    v->points += triage_points((int)(counts * TRIAGE_STRENGTH + 0.5),
                               r->settings->signal[s].impact * r->settings->signal[s].urgency);
    if (counts * TRIAGE_STRENGTH < r->settings->shown)
        return;
    if (counts > ruled)
        quote_model(r, text, output, s, v);
    else
        quote_rule(r, res, text, s, v);
}

/* Who complains writes more than who thanks or asks: everywhere, but the texts that may be learned from do not show
 * it, since the complaints among them are of another kind than the rest. */
static double complaint_of(const struct verdict_reader *r, const double *p)
{
    int complaint = model_find(r->model, "complaint"), anger = model_find(r->model, r->names[ANGER]);
    size_t words = r->features.nwords;

    if (complaint < 0)
        return 0;
    double odds = log_odds(p[complaint]);
    if (anger >= 0)
        odds += ANGER_SHARE * (log_odds(p[anger]) - ANGER_USUAL);
    for (int s = 0; s < FEATURE_RULES; s++)
        odds += RULES_SHARE * r->features.input[s] / 1000;
    words = words < WORDS_LEAST ? WORDS_LEAST : words > WORDS_MOST ? WORDS_MOST : words;
    return number_sigmoid(HOLDS * (odds + LENGTH_SHARE * number_log((double)words / WORDS_USUAL)));
}

static void name_category(const struct model *m, const double *p, struct verdict *v)
{
    size_t best = m->n;

    for (size_t i = 0; i < m->n; i++)
        if (m->output[i].group != 0 && (best == m->n || p[i] > p[best]))
            best = i;
    if (best == m->n)
        return;
    v->likeliest = m->output[best].name;
    if (p[best] >= 0.5 && strcmp(v->likeliest, "none") != 0)
        v->category = v->likeliest;
}

void verdict_read(struct verdict_reader *r, struct str text, struct verdict *out)
{
    double p[MODEL_OUTPUTS_MAX];
    struct triage_result res;

    *out = (struct verdict){0};
    if (language_foreign(text)) {
        out->foreign = true;
        out->no_text = language_none(text);
        out->complaint = 0.5;
        out->priority = triage_priority(r->settings, 0);
        return;
    }
    verdict_look(r, text, &res);
    if (r->model != NULL && r->features.n > 0) {
        model_judge(r->model, &r->features, p);
        out->complaint = complaint_of(r, p);
        name_category(r->model, p, out);
    } else {
        memset(p, 0, sizeof p);
    }
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        weigh_signal(r, &res, text, p, s, out);
    out->priority = triage_priority(r->settings, out->points);
}

/* With what the desk was taught. */
static double with_taught(double known, bool has_model, double margin)
{
    return number_sigmoid((has_model ? log_odds(known) : UNHEARD) + margin);
}

/* What taught texts take off of a rule: all of DOUBT_MOST where they are sure. */
static int doubt_of(int s, double margin)
{
    double doubt = margin < 0 ? -margin / DOUBT_MARGIN : 0;

    return lasting[s] ? 0 : (int)(DOUBT_MOST * (doubt > 1 ? 1 : doubt));
}

static void place_of(const struct verdict_reader *r, int output, int s, struct triage_learned *found)
{
    struct model_reason why;

    if (found->taught && taught_reason(r->taught[s], &r->features, &found->off, &found->len))
        return;
    if (output < 0 || !model_reason(r->model, (size_t)output, &r->features, &why))
        return;
    found->off = why.off;
    found->len = why.len;
}

/* What is known of a signal in a text, if it counts beside what the rules gave. */
static struct triage_learned learned(const struct verdict_reader *r, const double *p, int s)
{
    struct triage_learned found = {0};
    int output = r->model != NULL ? model_find(r->model, r->names[s]) : -1;
    double known = modelled(r, p, output, s);

    if (r->taught[s] != NULL) {
        double margin = taught_margin(r->taught[s], &r->features);
        known = with_taught(known, output >= 0, margin);
        found.taught = margin > TELLING_MARGIN;
        found.doubt = doubt_of(s, margin);
    }
    int strength = (int)(known * TRIAGE_STRENGTH + 0.5);
    if (strength < r->settings->shown || strength <= r->features.input[s])
        return found;
    found.strength = strength;
    place_of(r, output, s, &found);
    return found;
}

static bool any_taught(const struct verdict_reader *r)
{
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        if (r->taught[s] != NULL)
            return true;
    return false;
}

bool verdict_learned(struct verdict_reader *r, struct str text, struct triage_learned out[TRIAGE_SIGNALS])
{
    double p[MODEL_OUTPUTS_MAX] = {0};

    memset(out, 0, TRIAGE_SIGNALS * sizeof *out);
    r->whole = false;
    if (language_foreign(text))
        return false;
    if (r->model == NULL && !any_taught(r))
        return true;
    verdict_look(r, text, NULL);
    if (r->features.nwords == 0)
        return true;
    if (r->model != NULL)
        model_judge(r->model, &r->features, p);
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        out[s] = learned(r, p, s);
    return true;
}

const struct triage_ruled *verdict_ruled(const struct verdict_reader *r)
{
    return r->whole ? r->ruled : NULL;
}

int verdict_complaint(const struct verdict_reader *r)
{
    double p[MODEL_OUTPUTS_MAX];

    if (r->taught_complaint == NULL || r->model == NULL || r->features.nwords == 0)
        return -1;
    double margin = taught_margin(r->taught_complaint, &r->features);
    if (margin > -TELLING_MARGIN && margin < TELLING_MARGIN)
        return -1;
    model_judge(r->model, &r->features, p);
    double odds = log_odds(complaint_of(r, p)) + margin;
    return (int)(number_sigmoid(odds) * TRIAGE_STRENGTH + 0.5);
}

void verdict_reasons(const struct verdict_reader *r, const struct verdict *v, struct buf *out)
{
    bool done[TRIAGE_SIGNALS] = {false};

    if (v->foreign)
        buf_adds(out, v->no_text ? "text?" : "language?");
    for (int round = 0; round < TRIAGE_SIGNALS; round++) {
        double most = 0;
        int best = -1;
        for (int s = 0; s < TRIAGE_SIGNALS; s++) {
            double weight = v->strength[s] * r->settings->signal[s].impact * r->settings->signal[s].urgency;
            if (!done[s] && v->quote[s].n > 0 && weight > most) {
                most = weight;
                best = s;
            }
        }
        if (best < 0)
            return;
        done[best] = true;
        buf_printf(out, "%s%s \"", out->len > 0 ? "; " : "", r->names[best]);
        buf_addstr(out, v->quote[best]);
        buf_adds(out, "\"");
    }
}
