#include "desk/reading.h"

#include <string.h>

#include "desk/cause.h"
#include "desk/history.h"
#include "judge/language.h"
#include "rule/correction.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_triage.h"
#include "store/db_words.h"

/* What a category adds by itself. */
static struct err *category_term(struct change *ch, struct triage_term *term, size_t *n)
{
    struct str name;
    struct err *e;

    *n = 0;
    if (ch->m.c.category == 0)
        return NULL;
    if ((e = db_name_text(ch->desk->db, ch->m.c.category, ch->arena, &name)) != NULL)
        return e;
    const struct policy_category *cat = policy_category(ch->desk->policy, name);
    if (cat == NULL || cat->impact == 0)
        return NULL;
    *term = (struct triage_term){
        .source = "category", .rule = cat->name, .strength = TRIAGE_STRENGTH, .weight = cat->impact};
    *n = 1;
    return NULL;
}

static struct err *same_as_before(struct change *ch, const struct triage_result *r, struct str strengths,
                                  struct str terms, bool *same)
{
    struct str s, t;
    uint32_t no;

    *same = false;
    if (ch->before.id == 0) /* never read before */
        return NULL;
    struct err *e = db_triage_get(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &no, &s, &t);
    *same = e == NULL && no != 0 && str_eq(s, strengths) && str_eq(t, terms) && ch->m.c.points == r->points &&
            ch->m.c.signals == r->signals && (ch->m.c.by_hand || (int)ch->m.c.priority == r->priority);
    return e;
}

/* `complaint`: how likely it is one, in permille; -1 when nobody asked. */
static struct err *record(struct change *ch, const struct triage_result *r, int complaint)
{
    struct event ev = {.kind = EVENT_TRIAGED,
                       .flags = EVENT_AUTO,
                       .code = r->priority,
                       .ref = r->signals,
                       .num = r->points,
                       .happened = INSTANT_NONE};
    struct buf strengths = {0}, terms = {0};
    bool same;
    struct err *e;

    for (size_t i = 0; i < TRIAGE_SIGNALS; i++) {
        if (i > 0)
            buf_addc(&strengths, ' ');
        buf_addn(&strengths, r->strength[i]);
    }
    if (complaint >= 0)
        buf_printf(&strengths, " %d", complaint);
    triage_terms_encode(r->terms, r->nterms, &terms);
    struct str t = terms.p != NULL ? buf_str(&terms) : str_of("");
    if ((e = same_as_before(ch, r, buf_str(&strengths), t, &same)) == NULL && !same &&
        (e = change_event(ch, &ev)) == NULL)
        e = db_triage_add(ch->desk->db, ev.of, ev.no, buf_str(&strengths), t);
    buf_free(&strengths);
    buf_free(&terms);
    return e;
}

/* What models and the desk's corrections say of a complaint beside its signals. */
struct beside {
    int complaint;        /* permille; -1: nothing is known of that */
    const char *category; /* NULL: none */
};

/* A person's word on a text counts instead of all that reads it. */
static void decide(const enum reading_said *said, struct triage_learned *found)
{
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        if (said[s] != READING_NOTHING) {
            found[s].decided = true;
            found[s].strength = said[s] == READING_YES ? TRIAGE_STRENGTH : 0;
        }
}

/* Beyond the next text that is read. */
static void keep(struct arena *a, const struct reading_found *found, struct triage_text *t)
{
    struct triage_learned *learned = arena_alloc(a, sizeof found->learned);
    struct triage_ruled *ruled = found->whole ? arena_alloc(a, sizeof found->ruled) : NULL;

    memcpy(learned, found->learned, sizeof found->learned);
    if (ruled != NULL)
        memcpy(ruled, found->ruled, sizeof found->ruled);
    t->learned = learned;
    t->ruled = ruled;
    if (!found->judged)
        t->text.n = 0;
}

static void read_text(struct change *ch, struct str text, bool beside, struct reading_found *out)
{
    struct ahead *ahead = ch->ready != NULL ? ch->ready->ahead : NULL;

    if (ahead != NULL && ahead_waiting(ahead) > 0 && str_eq(ahead_text(ahead), text))
        *out = *ahead_take(ahead);
    else
        reading_tools_read(ch->tools, text, beside, out);
}

/* Adds what the models and the desk's corrections find; a text in another language is taken out: what is known is
 * English.  What it is about, and whether it is a complaint, is said first of all. */
static void read_models(struct change *ch, struct reading_texts *texts, struct beside *beside)
{
    *beside = (struct beside){.complaint = -1};
    for (size_t i = 0; i < texts->n; i++) {
        const enum reading_said *said = texts->said[i];
        struct reading_found found;
        read_text(ch, texts->t[i].text, i == 0, &found);
        if (i == 0)
            *beside = (struct beside){found.complaint, found.category};
        if (i == 0 && said[OUTPUT_COMPLAINT] != READING_NOTHING)
            beside->complaint = said[OUTPUT_COMPLAINT] == READING_YES ? TRIAGE_STRENGTH : 0;
        decide(said, found.learned);
        keep(ch->arena, &found, &texts->t[i]);
    }
}

/* A complaint that nobody ever gave a category gets the one that the desk has learned for such words. */
static struct err *set_category(struct change *ch, const struct reading_texts *texts, const char *name)
{
    struct event ev = {
        .kind = EVENT_SET, .code = FIELD_CATEGORY, .flags = EVENT_AUTO, .happened = INSTANT_NONE};
    struct err *e;

    if (name == NULL || texts->categorized || ch->m.c.category != 0 ||
        policy_category(ch->desk->policy, str_of(name)) == NULL)
        return NULL;
    e = db_name(ch->desk->db, str_of(name), &ev.who);
    return e != NULL ? e : change_event(ch, &ev);
}

/* Nothing of a complaint that was made just now need be asked of the store but its words. */
static struct err *gather(struct change *ch, struct reading_texts *out)
{
    struct event *ev;
    size_t n;

    if (ch->ready != NULL && ch->ready->texts != NULL) {
        *out = *ch->ready->texts;
        return NULL;
    }
    if (ch->whole)
        return reading_texts_of(ch->desk->db, ch->m.c.id, ch->events, ch->nevents, ch->arena, out);
    struct err *e = change_history(ch, &ev, &n);
    return e != NULL ? e : reading_texts_get(ch->desk->db, ch->m.c.id, DB_NOW, ev, n, ch->arena, out);
}

struct err *reading_judge(struct change *ch)
{
    struct triage_result result;
    struct triage_term extra[2 + TRIAGE_HISTORIES];
    struct reading_texts texts;
    struct beside beside;
    size_t nextra, more, past;
    struct err *e;

    if ((ch->tools == NULL && (e = reading_tools_open(ch->desk, &ch->tools)) != NULL) ||
        (e = gather(ch, &texts)) != NULL || texts.kept)
        return e;
    read_models(ch, &texts, &beside);
    if ((e = set_category(ch, &texts, beside.category)) != NULL ||
        (e = category_term(ch, extra, &nextra)) != NULL ||
        (e = cause_term(ch, extra + nextra, &more)) != NULL ||
        (e = history_terms(ch, &texts.known, extra + nextra + more, &past)) != NULL)
        return e;
    reading_tools_judge(ch->tools, texts.t, texts.n, extra, nextra + more + past, ch->arena, &result);
    return record(ch, &result, beside.complaint);
}

/* --- explain ------------------------------------------------------------------------------------------------- */

static struct err *quote(struct db *db, subject of, const struct triage_term *t, struct arena *a,
                         struct str *out)
{
    struct event ev;
    struct str words;
    struct err *e;

    *out = (struct str){0};
    if (t->event == 0 || t->len == 0)
        return NULL;
    if ((e = db_event_get(db, of, t->event, &ev)) != NULL ||
        (e = db_words_get(db, ev.words, a, &words, NULL)) != NULL)
        return e;
    if (t->off <= words.n && t->len <= words.n - t->off)
        *out = (struct str){words.p + t->off, t->len};
    return NULL;
}

/* Of each signal; and of "complaint" where that was asked. */
static bool read_strengths(struct str line, struct reading *out)
{
    struct str piece;
    long long v;
    size_t n = 0;

    out->complaint = -1;
    while (str_cut(&line, ' ', &piece)) {
        if (n > TRIAGE_SIGNALS || !str_number(piece, TRIAGE_STRENGTH, &v))
            return false;
        if (n == TRIAGE_SIGNALS)
            out->complaint = (int)v;
        else
            out->strengths[n] = (int)v;
        n++;
    }
    return n >= TRIAGE_SIGNALS;
}

/* The corrections that stood then. */
static struct err *find_corrections(struct desk *d, int64_t id, int64_t as_of, struct arena *a,
                                    struct reading *out)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, id, as_of, a, &ev, &n);

    if (e != NULL)
        return e;
    bool *stands = arena_alloc(a, n + 1);
    struct reading_correction *c = arena_alloc(a, (n + 1) * sizeof *c);
    correction_standing(ev, n, stands);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (!stands[i])
            continue;
        c[out->ncorrected] =
            (struct reading_correction){(enum output)ev[i].code, ev[i].num != 0, {0}, ev[i].no, ev[i].ref};
        e = db_name_text(d->db, ev[i].who, a, &c[out->ncorrected++].category);
    }
    out->corrected = c;
    return e;
}

/* Which of the texts was not judged for its language. */
static struct err *find_foreign(struct desk *d, int64_t id, int64_t as_of, struct arena *a,
                                struct reading *out)
{
    struct reading_texts texts = {.n = 0};
    struct err *e = reading_texts_get(d->db, id, as_of, NULL, 0, a, &texts);

    for (size_t i = 0; e == NULL && i < texts.n; i++)
        if (language_foreign(texts.t[i].text)) {
            out->foreign = texts.t[i].event;
            out->no_text = language_none(texts.t[i].text);
        }
    return e;
}

struct err *reading_get(struct desk *d, int64_t id, int64_t as_of, struct arena *a, struct reading *out)
{
    struct str strengths, terms;
    struct err *e;

    *out = (struct reading){0};
    if ((e = db_complaint_get(d->db, id, as_of, &out->c)) != NULL ||
        (e = db_triage_get(d->db, id, as_of, a, &out->event, &strengths, &terms)) != NULL || out->event == 0)
        return e;
    if (!read_strengths(strengths, out))
        return err_new(ERR_DATA, NULL, "the reading %lld@%u is damaged; cust-log verify says more",
                       (long long)id, out->event);
    if ((e = triage_terms_decode(terms, a, &out->terms, &out->n)) != NULL ||
        (e = find_foreign(d, id, as_of, a, out)) != NULL ||
        (e = find_corrections(d, id, as_of, a, out)) != NULL)
        return e;
    struct str *quotes = arena_alloc(a, (out->n + 1) * sizeof *quotes);
    for (size_t i = 0; i < out->n && e == NULL; i++)
        e = quote(d->db, id, &out->terms[i], a, &quotes[i]);
    out->quotes = quotes;
    return e;
}
