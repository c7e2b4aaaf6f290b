#include "judge/taught.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/little.h"
#include "judge/number.h"

#define MAGIC "cust-tgt"

/* For texts that are seen once: tried on the training folds of five sets.  How differently a word stands in texts with
 * the label and without (learn.c) is no guide here: of a few texts, most of one label, it says nothing. */
#define RATE 0.7
#define LEAST_SQUARE 0.02
#define BIAS_SHARE 0.1

/* What is taken off of what plain talk gets.  Without it thirty corrections of one label move every text by 2 and
 * more, with it by less than half; one correction moves its like by 2. */
#define PLAIN_SHARE 0.8

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
    "the price?";

enum { VERSION = 1, HEAD_BYTES = 24, REALS = 3, SLOT_BYTES = 12 };

struct slot {
    uint32_t bucket;
    float weight, square; /* the sum of squared gradients */
};

struct taught {
    uint32_t texts;
    double bias, bias_square;
    double plain;               /* what plain talk gets */
    struct features plain_talk; /* read when something is learned */
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

size_t taught_count(const struct taught *t)
{
    return t->texts;
}

static double value_of(const struct features *f)
{
    return f->n > 0 ? 1 / sqrt((double)f->n) : 0;
}

static double raw_margin(const struct taught *t, const struct features *f)
{
    double sum = 0;

    for (size_t i = 0; i < f->n; i++) {
        uint32_t at = t->at[f->bucket[i]];
        if (at != 0)
            sum += (double)t->slot[at - 1].weight;
    }
    return sum * value_of(f) + t->bias;
}

double taught_margin(const struct taught *t, const struct features *f)
{
    return t->texts > 0 ? raw_margin(t, f) - PLAIN_SHARE * t->plain : 0;
}

/* How much one word, with what leads to it, speaks for it. */
static double word_weight(const struct taught *t, const struct features *f, size_t word)
{
    size_t end = word + 1 < f->nwords ? f->word[word + 1].first : f->n;
    double sum = 0;

    for (size_t i = f->word[word].first; i < end; i++)
        if (t->at[f->bucket[i]] != 0)
            sum += (double)t->slot[t->at[f->bucket[i]] - 1].weight;
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
        t->slot = mem_grow(t->slot, &t->cap, t->n + 1, sizeof *t->slot);
        t->slot[t->n++] = (struct slot){.bucket = bucket};
        t->at[bucket] = (uint32_t)t->n;
    }
    return &t->slot[t->at[bucket] - 1];
}

void taught_learn(struct taught *t, const struct features *f, bool yes)
{
    double error = number_sigmoid(raw_margin(t, f)) - (yes ? 1 : 0);
    double bias = error * BIAS_SHARE;
    float gradient = (float)(error * value_of(f));

    t->texts++;
    t->bias_square += bias * bias;
    t->bias -= RATE * bias / sqrt(t->bias_square + LEAST_SQUARE);
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = slot_of(t, f->bucket[i]);
        s->square += gradient * gradient;
        s->weight -= (float)RATE * gradient / sqrtf(s->square + (float)LEAST_SQUARE);
    }
    if (t->plain_talk.n == 0)
        feature_read(&t->plain_talk, str_of(plain_talk));
    t->plain = raw_margin(t, &t->plain_talk);
}

/* --- bytes -------------------------------------------------------------------------------------------------------- */

void taught_write(const struct taught *t, struct buf *out)
{
    const double reals[REALS] = {t->bias, t->bias_square, t->plain};

    buf_add(out, MAGIC, 8);
    little_put(out, VERSION, 4);
    little_put(out, t->texts, 4);
    little_put(out, t->n, 4);
    little_put(out, 0, 4);
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
    struct slot s = {(uint32_t)little_get(p, 4), little_get_float(p + 4), little_get_float(p + 8)};

    if (s.bucket >= FEATURE_BUCKETS || t->at[s.bucket] != 0 || !good_real((double)s.weight) ||
        !good_real((double)s.square) || s.square < 0)
        return false;
    *slot_of(t, s.bucket) = s;
    return true;
}

static bool read_all(struct taught *t, struct str s)
{
    double *const reals[REALS] = {&t->bias, &t->bias_square, &t->plain};
    const char *p = s.p + HEAD_BYTES + 8 * REALS;

    if (s.n < HEAD_BYTES + 8 * REALS || memcmp(s.p, MAGIC, 8) != 0 || little_get(s.p + 8, 4) != VERSION)
        return false;
    size_t n = (size_t)little_get(s.p + 16, 4);
    if (n > FEATURE_BUCKETS || s.n != HEAD_BYTES + 8 * REALS + n * SLOT_BYTES)
        return false;
    t->texts = (uint32_t)little_get(s.p + 12, 4);
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
