#include "desk/reading_tools.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/learned.h"
#include "judge/shipped_model.h"
#include "judge/verdict.h"

struct reading_tools {
    struct verdict_reader reader;
    struct model model;
    struct learned *learned; /* NULL: nothing was taught */
    bool shared;             /* `learned` is another one's */
    const char *names[TRIAGE_SIGNALS];
};

void reading_tools_free(struct reading_tools *t)
{
    if (t == NULL)
        return;
    arena_free(t->reader.arena);
    feature_free(&t->reader.features);
    if (!t->shared)
        learned_free(t->learned);
    free(t);
}

static struct err *get_learned(struct db *db, struct reading_tools *t)
{
    struct err *e = learned_load(db, &t->learned);

    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        t->reader.taught[s] = learned_of(t->learned, (enum output)s);
    t->reader.taught_complaint = learned_of(t->learned, OUTPUT_COMPLAINT);
    if (e == NULL || e->code != ERR_DATA)
        return e;
    err_free(e);
    return NULL;
}

static struct reading_tools *tools_new(const struct triage_settings *settings)
{
    struct reading_tools *t = mem_zero(sizeof *t);

    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        t->names[i] = word_name(WORD_SIGNAL, i);
    t->reader.names = t->names;
    t->reader.settings = settings;
    t->reader.arena = arena_new();
    return t;
}

struct err *reading_tools_open(const struct desk *d, struct reading_tools **out)
{
    struct str bytes = {(const char *)shipped_model_bytes, shipped_model_size};
    struct reading_tools *t = *out = tools_new(&d->policy->triage);
    struct err *e = policy_phrases(d->policy, &t->reader.phrases);

    if (e == NULL)
        e = get_learned(d->db, t);
    if (e == NULL && bytes.n > 0 && (e = model_open(bytes, true, &t->model)) == NULL)
        t->reader.model = &t->model;
    if (e != NULL) {
        reading_tools_free(t);
        *out = NULL;
    }
    return e;
}

struct reading_tools *reading_tools_share(const struct reading_tools *t)
{
    struct reading_tools *other = tools_new(t->reader.settings);

    other->reader.phrases = t->reader.phrases;
    other->reader.model = t->reader.model;
    memcpy(other->reader.taught, t->reader.taught, sizeof other->reader.taught);
    other->reader.taught_complaint = t->reader.taught_complaint;
    other->learned = t->learned;
    other->shared = true;
    return other;
}

void reading_tools_read(struct reading_tools *t, struct str text, bool beside, struct reading_found *out)
{
    out->judged = verdict_learned(&t->reader, text, out->learned);
    const struct triage_ruled *ruled = verdict_ruled(&t->reader);

    out->whole = ruled != NULL;
    if (ruled != NULL)
        memcpy(out->ruled, ruled, sizeof out->ruled);
    out->complaint = -1;
    out->category = NULL;
    if (!beside || !out->judged || t->learned == NULL)
        return;
    out->complaint = verdict_complaint(&t->reader);
    out->category = learned_category(t->learned, &t->reader.features);
}

bool reading_tools_calm(struct reading_tools *t, struct str text)
{
    struct verdict v;

    verdict_read(&t->reader, text, &v);
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        if (v.quote[s].n > 0)
            return false;
    return !v.foreign && v.complaint < 0.5;
}

void reading_tools_judge(const struct reading_tools *t, const struct triage_text *texts, size_t n,
                         const struct triage_term *extra, size_t nextra, struct arena *a,
                         struct triage_result *result)
{
    const struct verdict_reader *r = &t->reader;

    triage_judge(r->settings, r->phrases, r->names, texts, n, extra, nextra, a, result);
}
