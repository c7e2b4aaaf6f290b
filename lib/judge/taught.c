#include "judge/taught.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/little.h"
#include "judge/number.h"

#define MAGIC "cust-tgt"

/* For texts that are seen once: about what was best on the training folds of five sets.  How differently a word stands
 * in texts with the label and without (learn.c) is no guide here: of a few texts, most of one label, it says
 * nothing. */
#define RATE 0.75
#define LEAST_SQUARE 0.02
#define BIAS_SHARE 0.1

/* What the words of plain talk, and which label is the commoner, say is only known of texts of both labels: with so many
 * of the rarer one half of it counts. */
#define BOTH 30.0

/* Two texts share a word by chance.  So much of the first lesson counts for nothing, of each further one less: of the
 * tenth half of it. */
#define CHANCE 0.4
#define CHANCE_LESSONS 10.0

/* Words that stand in letters of every kind. */
static const char plain_talk[] =
    "Hello, I have a question about my order and I would like to know what is going on with it. I "
    "bought it from you and you said that it would be here. Please can you tell me when I can have "
    "it, or what I have to do to get it? It was on my account. There is no more to say about this, so "
    "thank you for the help and all the best to you. We are at home now and they have been here but "
    "it is not what we want as it does not do what it should. How do you do this? Just let me know if "
    "you need more from me. I will be there at the time that you give me. Do I need to call back "
    "again for that? Not by then. Hi, this has been good, but only one of them came. Their number is "
    "the one that I got from your website by email today. Could you also see about the service and "
    "the price? @shop I was there with <name>! We were in it, and it got to me... Which would you say, "
    "who did that, why or where? They had some more than she or he has; if so, then when? After this, "
    "before that: don't, can't, won't, didn't, I'm, I've, it's. My own, our own, his, her, its, their. "
    "Go on over, out, off, up, down, into, now, never, just as well, only because of us.";

enum { VERSION = 2, HEAD_BYTES = 24, REALS = 2, SLOT_BYTES = 12 };

struct slot {
    uint32_t bucket;
    float weight, square; /* the sum of squared gradients */
};

struct taught {
    uint32_t texts, yes;
    double bias, bias_square;
    struct features plain_talk; /* read when there is a first weight */
    struct slot *slot;
    size_t n, cap;
    uint32_t at[FEATURE_BUCKETS]; /* place of a bucket in `slot` + 1; 0: none */
};

struct taught *taught_new(void)
{
    return mem_zero(sizeof(struct taught));
}

void taught_free(struct taught *t)
{
    if (t == NULL)
        return;
    feature_free(&t->plain_talk);
    free(t->slot);
    free(t);
}

static double value_of(const struct features *f)
{
    return f->n > 0 ? 1 / sqrt((double)f->n) : 0;
}

/* What its words say: those of plain talk, and all others.  `part` is which part of them are of plain talk. */
struct sums {
    double plain, telling, part;
};

static bool is_plain(const struct taught *t, uint32_t bucket)
{
    return t->plain_talk.seen[bucket / 64] >> bucket % 64 & 1;
}

static struct sums sums_of(const struct taught *t, const struct features *f)
{
    double value = value_of(f);
    struct sums sums = {0};
    size_t plain = 0;

    for (size_t i = 0; i < f->n; i++) {
        uint32_t at = t->at[f->bucket[i]];
        bool common = is_plain(t, f->bucket[i]);
        plain += common;
        if (at != 0)
            *(common ? &sums.plain : &sums.telling) += (double)t->slot[at - 1].weight * value;
    }
    sums.part = f->n > 0 ? (double)plain / (double)f->n : 0;
    return sums;
}

/* How much plain talk counts. */
static double plain_share(const struct taught *t)
{
    double few = t->yes < t->texts - t->yes ? t->yes : t->texts - t->yes;

    return few * few / (few * few + BOTH * BOTH);
}

/* Without what may be chance: nothing up to there, all of what is three times as much. */
static double beyond_chance(const struct taught *t, double telling)
{
    double chance = CHANCE * CHANCE_LESSONS / (CHANCE_LESSONS - 1 + t->texts);
    double size = telling < 0 ? -telling : telling;

    if (size >= 3 * chance)
        return telling;
    double left = size > chance ? 1.5 * (size - chance) : 0;
    return telling < 0 ? -left : left;
}

double taught_margin(const struct taught *t, const struct features *f)
{
    if (t->texts == 0)
        return 0;
    struct sums sums = sums_of(t, f);
    double share = plain_share(t);
    double telling = sums.telling * (1 + (1 - share) * sums.part); /* for those that do not count */
    return beyond_chance(t, telling) + share * (sums.plain + t->bias);
}

/* How much one word, with what leads to it, speaks for it; in plain talk none does. */
static double word_weight(const struct taught *t, const struct features *f, size_t word)
{
    size_t end = word + 1 < f->nwords ? f->word[word + 1].first : f->n;
    double sum = 0;

    for (size_t i = f->word[word].first; i < end; i++) {
        uint32_t at = t->at[f->bucket[i]];
        if (at != 0 && !is_plain(t, f->bucket[i]))
            sum += (double)t->slot[at - 1].weight;
    }
    return sum;
}

bool taught_reason(const struct taught *t, const struct features *f, uint32_t *off, uint32_t *len)
{
    size_t best = 0;
    double most = 0, w;

    for (size_t i = 0; i < f->nwords; i++)
        if ((w = word_weight(t, f, i)) > most) {
            most = w;
            best = i;
        }
    if (most == 0)
        return false;
    size_t from = best > 0 && word_weight(t, f, best - 1) > most / 3 ? best - 1 : best;
    size_t to = best + 1 < f->nwords && word_weight(t, f, best + 1) > most / 3 ? best + 1 : best;
    *off = f->word[from].off;
    *len = f->word[to].off + f->word[to].len - *off;
    return true;
}

/* --- learning ----------------------------------------------------------------------------------------------------- */

static struct slot *slot_of(struct taught *t, uint32_t bucket)
{
    if (t->at[bucket] == 0) {
        if (t->n == 0)
            feature_read(&t->plain_talk, str_of(plain_talk));
        t->slot = mem_grow(t->slot, &t->cap, t->n + 1, sizeof *t->slot);
        t->slot[t->n++] = (struct slot){.bucket = bucket};
        t->at[bucket] = (uint32_t)t->n;
    }
    return &t->slot[t->at[bucket] - 1];
}

void taught_learn(struct taught *t, const struct features *f, bool yes)
{
    struct sums known = sums_of(t, f);
    double error = number_sigmoid(known.telling + known.plain + t->bias) - (yes ? 1 : 0);
    double bias = error * BIAS_SHARE;
    float gradient = (float)(error * value_of(f));

    t->texts++;
    t->yes += yes;
    t->bias_square += bias * bias;
    t->bias -= RATE * bias / sqrt(t->bias_square + LEAST_SQUARE);
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = slot_of(t, f->bucket[i]);
        s->square += gradient * gradient;
        s->weight -= (float)RATE * gradient / sqrtf(s->square + (float)LEAST_SQUARE);
    }
}

/* --- bytes -------------------------------------------------------------------------------------------------------- */

void taught_write(const struct taught *t, struct buf *out)
{
    const double reals[REALS] = {t->bias, t->bias_square};

    buf_add(out, MAGIC, 8);
    little_put(out, VERSION, 4);
    little_put(out, t->texts, 4);
    little_put(out, t->n, 4);
    little_put(out, t->yes, 4);
    for (int i = 0; i < REALS; i++)
        little_put_real(out, reals[i]);
    for (size_t b = 0; b < FEATURE_BUCKETS; b++) {
        if (t->at[b] == 0)
            continue;
        const struct slot *s = &t->slot[t->at[b] - 1];
        little_put(out, s->bucket, 4);
        little_put_float(out, s->weight);
        little_put_float(out, s->square);
    }
}

static bool good_real(double d)
{
    return d > -1e12 && d < 1e12;
}

static bool read_slot(struct taught *t, const char *p)
{
    uint32_t bucket = (uint32_t)little_get(p, 4);
    float weight = little_get_float(p + 4), square = little_get_float(p + 8);

    if (bucket >= FEATURE_BUCKETS || t->at[bucket] != 0 || !good_real((double)weight) ||
        !good_real((double)square) || square < 0)
        return false;
    struct slot *s = slot_of(t, bucket);
    s->weight = weight;
    s->square = square;
    return true;
}

static bool read_all(struct taught *t, struct str s)
{
    double *const reals[REALS] = {&t->bias, &t->bias_square};
    const char *p = s.p + HEAD_BYTES + 8 * REALS;

    if (s.n < HEAD_BYTES + 8 * REALS || memcmp(s.p, MAGIC, 8) != 0 || little_get(s.p + 8, 4) != VERSION)
        return false;
    size_t n = (size_t)little_get(s.p + 16, 4);
    if (n > FEATURE_BUCKETS || s.n != HEAD_BYTES + 8 * REALS + n * SLOT_BYTES)
        return false;
    t->texts = (uint32_t)little_get(s.p + 12, 4);
    t->yes = (uint32_t)little_get(s.p + 20, 4);
    if (t->yes > t->texts)
        return false;
    for (int i = 0; i < REALS; i++) {
        *reals[i] = little_get_real(s.p + HEAD_BYTES + 8 * i);
        if (!good_real(*reals[i]))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!read_slot(t, p + i * SLOT_BYTES))
            return false;
    return true;
}

struct err *taught_read(struct str bytes, struct taught **out)
{
    struct taught *t = taught_new();

    *out = NULL;
    if (!read_all(t, bytes)) {
        taught_free(t);
        return err_new(
            ERR_DATA, NULL,
            "what the desk learned is damaged or of another version; cust-triage run learns it again "
            "from its corrections");
    }
    *out = t;
    return NULL;
}
