#include "judge/model.h"

#include <math.h>
#include <string.h>

#include "judge/little.h"
#include "judge/number.h"

#define MAGIC "cust-mdl"
#define HASH_MULTIPLY UINT64_C(0x9e3779b97f4a7c15)

enum {
    VERSION = 3, /* 1 had half the buckets, 2 no curve */
    HEAD_BYTES = 32,
    CHECKSUM_AT = 24,
    INPUTS_AT = 72,
    BENDS_AT = INPUTS_AT + 8 * FEATURE_INPUTS,
    OUTPUT_BYTES = BENDS_AT + 8 * CURVE_KNOTS,
    ROW = 16, /* rows of shorter models are lined up to this once they have more than half of it */
    REASON_WORDS = 4,
    WEIGHT_MOST = 127
};

/* Of all bytes but the checksum's own. */
static uint64_t checksum(const char *p, size_t n)
{
    uint64_t h = n;

    for (size_t i = 0; i < n; i += 8) {
        if (i == CHECKSUM_AT)
            continue;
        h = (h ^ little_get(p + i, n - i < 8 ? (int)(n - i) : 8)) * HASH_MULTIPLY;
        h ^= h >> 32;
    }
    return h;
}

/* --- reading -------------------------------------------------------------------------------------------------- */

static bool good_number(double d)
{
    return d > -1e12 && d < 1e12;
}

static bool read_output(const char *p, struct model_output *o)
{
    bool good = memchr(p, '\0', MODEL_NAME_SIZE) != NULL && *p != '\0';

    memcpy(o->name, p, MODEL_NAME_SIZE);
    o->group = (uint32_t)little_get(p + 32, 4);
    o->scale = little_get_real(p + 40);
    o->bias = little_get_real(p + 48);
    o->slope = little_get_real(p + 56);
    good = good && good_number(o->scale) && good_number(o->bias) && good_number(o->slope);
    for (int r = 0; r < FEATURE_INPUTS; r++) {
        o->input[r] = little_get_real(p + INPUTS_AT + 8 * r);
        good = good && good_number(o->input[r]);
    }
    for (int k = 0; k < CURVE_KNOTS; k++) {
        o->bend[k] = little_get_real(p + BENDS_AT + 8 * k);
        good = good && good_number(o->bend[k]);
    }
    o->offset = little_get_real(p + 64);
    return good && good_number(o->offset) && curve_rises(o->bend);
}

static const char *read_model(struct str s, bool checked, struct model *m)
{
    if (s.n < HEAD_BYTES || memcmp(s.p, MAGIC, 8) != 0)
        return "is no model of cust-triage train";
    if (little_get(s.p + 8, 4) != VERSION)
        return "is of another version";
    m->n = (size_t)little_get(s.p + 12, 4);
    m->stride = (size_t)little_get(s.p + 16, 4);
    if (m->n < 1 || m->n > MODEL_OUTPUTS_MAX || m->stride < m->n || m->stride > MODEL_OUTPUTS_MAX)
        return "is damaged in its head";
    if (s.n != HEAD_BYTES + m->n * OUTPUT_BYTES + m->stride * FEATURE_BUCKETS)
        return "has not the size that its head says";
    if (!checked && checksum(s.p, s.n) != little_get(s.p + CHECKSUM_AT, 8))
        return "is damaged: its checksum is another";
    for (size_t i = 0; i < m->n; i++)
        if (!read_output(s.p + HEAD_BYTES + i * OUTPUT_BYTES, &m->output[i]))
            return "has an output that cannot be";
    m->weights = (const int8_t *)s.p + HEAD_BYTES + m->n * OUTPUT_BYTES;
    return NULL;
}

struct err *model_open(struct str bytes, bool checked, struct model *out)
{
    const char *wrong = read_model(bytes, checked, out);

    if (wrong == NULL)
        return NULL;
    return err_new(ERR_DATA, NULL, "the model %s; make it again with cust-triage train", wrong);
}

int model_find(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->output[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* --- judging -------------------------------------------------------------------------------------------------- */

/* Rows of a fixed length, so that the compiler adds them in one go. */
static void add_rows(const int8_t *weights, const struct features *f, int32_t sum[ROW])
{
    for (size_t i = 0; i < f->n; i++) {
        const int8_t *w = weights + (size_t)f->bucket[i] * ROW;
        for (int o = 0; o < ROW; o++)
            sum[o] += w[o];
    }
}

static void add_weights(const struct model *m, const struct features *f, int32_t sum[MODEL_OUTPUTS_MAX])
{
    if (m->stride == ROW) {
        add_rows(m->weights, f, sum);
        return;
    }
    for (size_t i = 0; i < f->n; i++)
        for (size_t o = 0; o < m->n; o++)
            sum[o] += m->weights[f->bucket[i] * m->stride + o];
}

static double margin_of(const struct model_output *o, const struct features *f, int32_t sum, double root)
{
    double margin = o->scale * sum / root + o->bias;

    for (int r = 0; r < FEATURE_INPUTS; r++)
        margin += o->input[r] * f->input[r] / 1000;
    return o->slope * margin + o->offset;
}

void model_judge(const struct model *m, const struct features *f, double *p)
{
    int32_t sum[MODEL_OUTPUTS_MAX] = {0};
    double root = f->n > 0 ? sqrt((double)f->n) : 1;
    size_t next;

    add_weights(m, f, sum);
    for (size_t i = 0; i < m->n; i++)
        p[i] = margin_of(&m->output[i], f, sum[i], root);
    for (size_t i = 0; i < m->n; i = next) {
        uint32_t group = m->output[i].group;
        for (next = i + 1; group != 0 && next < m->n && m->output[next].group == group; next++)
            continue;
        if (group == 0)
            p[i] = number_sigmoid(curve_at(m->output[i].bend, p[i]));
        else
            number_softmax(p + i, next - i, p + i);
    }
}

/* How much one word, with what leads to it, speaks for an output. */
static int32_t word_weight(const struct model *m, size_t output, const struct features *f, size_t word)
{
    size_t end = word + 1 < f->nwords ? f->word[word + 1].first : f->n;
    int32_t sum = 0;

    for (size_t i = f->word[word].first; i < end; i++)
        sum += m->weights[f->bucket[i] * m->stride + output];
    return sum;
}

bool model_reason(const struct model *m, size_t output, const struct features *f, struct model_reason *out)
{
    size_t best = 0, from, to;
    int32_t most = 0, w;

    for (size_t i = 0; i < f->nwords; i++)
        if ((w = word_weight(m, output, f, i)) > most) {
            most = w;
            best = i;
        }
    if (most == 0)
        return false;
    from = to = best;
    while (to - from + 1 < REASON_WORDS) {
        int32_t left = from > 0 ? word_weight(m, output, f, from - 1) : 0;
        int32_t right = to + 1 < f->nwords ? word_weight(m, output, f, to + 1) : 0;
        if (left < most / 3 && right < most / 3)
            break;
        if (left >= right)
            from--;
        else
            to++;
    }
    if (from == to && from > 0 && word_weight(m, output, f, from - 1) > 0)
        from--;
    out->off = f->word[from].off;
    out->len = f->word[to].off + f->word[to].len - out->off;
    return true;
}

/* --- writing -------------------------------------------------------------------------------------------------- */

static void put_head(struct buf *b, size_t n, size_t stride)
{
    buf_add(b, MAGIC, 8);
    little_put(b, VERSION, 4);
    little_put(b, n, 4);
    little_put(b, stride, 4);
    little_put(b, 0, 4);
    little_put(b, 0, 8);
}

static void put_output(struct buf *b, const struct model_output *o)
{
    size_t n = strlen(o->name);

    buf_add(b, o->name, n);
    for (; n < MODEL_NAME_SIZE; n++)
        buf_addc(b, '\0');
    little_put(b, o->group, 8);
    little_put_real(b, o->scale);
    little_put_real(b, o->bias);
    little_put_real(b, o->slope);
    little_put_real(b, o->offset);
    for (int r = 0; r < FEATURE_INPUTS; r++)
        little_put_real(b, o->input[r]);
    for (int k = 0; k < CURVE_KNOTS; k++)
        little_put_real(b, o->bend[k]);
}

static void put_checksum(struct buf *b, size_t from)
{
    uint64_t sum = checksum(b->p + from, b->len - from);

    for (int i = 0; i < 8; i++)
        b->p[from + CHECKSUM_AT + (size_t)i] = (char)(sum >> (8 * i) & 0xff);
}

/* Rows of sixteen are the fastest; a few bytes too many do no harm. */
static size_t stride_of(size_t n)
{
    return n > ROW / 2 && n < ROW ? ROW : n;
}

/* The largest weight is WEIGHT_MOST steps of the scale. */
static double scale_of(const struct learn *l, size_t o)
{
    float most = 0;

    for (size_t i = o; i < (size_t)FEATURE_BUCKETS * l->outputs; i += l->outputs)
        most = fabsf(l->weight[i]) > most ? fabsf(l->weight[i]) : most;
    return most > 0 ? (double)most / WEIGHT_MOST : 1;
}

static char in_steps(double weight, double scale)
{
    double steps = weight / scale;
    int n = (int)(steps < 0 ? steps - 0.5 : steps + 0.5);

    return (char)(n > WEIGHT_MOST ? WEIGHT_MOST : n < -WEIGHT_MOST ? -WEIGHT_MOST : n);
}

void model_write(const struct learn *l, const struct model_output *outputs, struct buf *out)
{
    size_t from = out->len, stride = l->outputs;
    double scale[MODEL_OUTPUTS_MAX];

    put_head(out, l->outputs, stride);
    for (size_t o = 0; o < l->outputs; o++) {
        struct model_output full = outputs[o];
        full.scale = scale[o] = scale_of(l, o);
        full.bias = l->bias[o];
        memcpy(full.input, l->input[o], sizeof full.input);
        put_output(out, &full);
    }
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        for (size_t o = 0; o < stride; o++)
            buf_addc(out, in_steps((double)l->weight[b * stride + o], scale[o]));
    put_checksum(out, from);
}

struct err *model_join(const struct model *const *models, size_t n, struct buf *out)
{
    size_t total = 0, from = out->len;

    for (size_t i = 0; i < n; i++)
        total += models[i]->n;
    if (total < 1 || total > MODEL_OUTPUTS_MAX)
        return err_new(ERR_DATA, NULL, "the models have %zu outputs together; at most %d can be joined",
                       total, MODEL_OUTPUTS_MAX);
    size_t stride = stride_of(total);
    put_head(out, total, stride);
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < models[i]->n; o++) {
            struct model_output full = models[i]->output[o];
            full.group = full.group == 0 ? 0 : (uint32_t)(i * MODEL_OUTPUTS_MAX) + full.group;
            put_output(out, &full);
        }
    for (size_t b = 0; b < FEATURE_BUCKETS; b++) {
        for (size_t i = 0; i < n; i++)
            buf_add(out, models[i]->weights + b * models[i]->stride, models[i]->n);
        for (size_t o = total; o < stride; o++)
            buf_addc(out, '\0');
    }
    put_checksum(out, from);
    return NULL;
}
