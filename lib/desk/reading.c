#include "desk/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/cause.h"
#include "desk/history.h"
#include "desk/learned.h"
#include "judge/language.h"
#include "judge/shipped_model.h"
#include "judge/verdict.h"
#include "rule/correction.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_triage.h"
#include "store/db_words.h"

enum { TEXTS_MAX = 32 }; /* the newest texts of a complaint that are read; what is older has faded */

struct texts {
    struct triage_text t[TEXTS_MAX];
    size_t n;
    subject of[TEXTS_MAX]; /* whose history each is of, and which event */
    uint32_t no[TEXTS_MAX];
    enum said { NOTHING, SAID_NO, SAID_YES } said[TEXTS_MAX][OUTPUTS]; /* what people corrected of it */
    bool categorized; /* somebody, or triage, once said what it is about */
    struct history_known known;
};

static bool sets_stake(const struct event *ev)
{
    return ev->kind == EVENT_SET && history_bears((enum field)ev->code);
}

static bool sets_category(const struct event *ev)
{
    return ev->kind == EVENT_SET && ev->code == FIELD_CATEGORY;
}

/* What was said in a history and nobody struck, theirs and ours, and what people corrected of it. */
static void pick_said(const struct event *ev, size_t nev, struct arena *a, struct event **all, size_t *n,
                      size_t *cap)
{
    bool *struck = arena_alloc(a, nev + 1);
    matter_struck(ev, nev, struck);
    for (size_t i = 0; i < nev; i++) {
        bool counts = ev[i].kind == EVENT_HEARD || ev[i].kind == EVENT_SAID ||
                      ev[i].kind == EVENT_CORRECTED || sets_stake(&ev[i]);
        if (!sets_category(&ev[i]) && (struck[i] || !counts))
            continue;
        *all = mem_grow(*all, cap, *n + 1, sizeof **all);
        (*all)[(*n)++] = ev[i];
    }
}

static struct err *said_in(struct db *db, struct change *ch, subject of, int64_t as_of, struct arena *a,
                           struct event **all, size_t *n, size_t *cap)
{
    struct event *ev;
    size_t nev;
    bool in_hand = ch != NULL && of == ch->m.c.id;
    struct err *e = in_hand ? change_history(ch, &ev, &nev) : db_event_list(db, of, as_of, a, &ev, &nev);

    if (e == NULL)
        pick_said(ev, nev, a, all, n, cap);
    return e;
}

static int by_time(const void *x, const void *y)
{
    const struct event *a = x, *b = y;

    if (a->happened != b->happened)
        return a->happened < b->happened ? -1 : 1;
    if (a->of != b->of)
        return a->of < b->of ? -1 : 1;
    return (a->no > b->no) - (a->no < b->no);
}

/* In this one and in what was merged into it, as if it had all been said in one. */
static struct err *said(struct db *db, struct change *ch, subject of, int64_t as_of, struct arena *a,
                        struct event **all, size_t *n)
{
    subject *with;
    size_t nwith = 0, cap = 0;
    struct err *e = db_merged_members(db, of, as_of, a, &with, &nwith);

    for (size_t i = 0; i < nwith && e == NULL; i++)
        e = said_in(db, ch, with[i], as_of, a, all, n, &cap);
    if (nwith > 1 && *n > 1)
        qsort(*all, *n, sizeof **all, by_time);
    return e;
}

/* Of the text that it is about, the last one counts. */
static void take_correction(const struct event *ev, struct texts *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->of[i] == ev->of && out->no[i] == ev->ref && ev->code >= 0 && ev->code < OUTPUTS)
            out->said[i][ev->code] = ev->num != 0 ? SAID_YES : SAID_NO;
}

/* How often they spoke since we last did; what goes on in the same breath, as the lines of a call do, is once. */
static uint32_t count_unanswered(const struct event *ev, size_t n)
{
    const struct event *heard = NULL;
    uint32_t times = 0;

    for (size_t i = 0; i < n; i++) {
        if (ev[i].kind == EVENT_SAID) {
            heard = NULL;
            times = 0;
        } else if (ev[i].kind == EVENT_HEARD) {
            times += heard == NULL || !trait_same_breath(heard, &ev[i]);
            heard = &ev[i];
        }
    }
    return times;
}

/* The texts of what was said that are the customer's, oldest first. */
static struct err *read_texts(struct db *db, subject of, const struct event *ev, size_t n, struct arena *a,
                              struct texts *out)
{
    size_t heard = 0;
    struct err *e = NULL;

    *out = (struct texts){.known.unanswered = count_unanswered(ev, n)};
    for (size_t i = 0; i < n; i++) {
        heard += ev[i].kind == EVENT_HEARD && ev[i].words != 0;
        out->categorized = out->categorized || sets_category(&ev[i]);
        if (sets_stake(&ev[i]))
            history_take(&out->known, &ev[i]);
    }
    for (size_t i = 0; i < n && e == NULL; i++) {
        struct str words;
        if (ev[i].kind != EVENT_HEARD || ev[i].words == 0)
            continue;
        if (heard-- > TEXTS_MAX)
            continue;
        if ((e = db_words_get(db, ev[i].words, a, &words, NULL)) != NULL)
            break;
        out->of[out->n] = ev[i].of;
        out->no[out->n] = ev[i].no;
        out->t[out->n++] = (struct triage_text){.text = learned_own(a, words, ev[i].code),
                                                .event = ev[i].of == of ? ev[i].no : 0};
    }
    for (size_t i = 0; i < n && e == NULL; i++)
        if (ev[i].kind == EVENT_CORRECTED)
            take_correction(&ev[i], out);
    return e;
}

/* `ch` has the complaint in hand, or is NULL: nothing of one that was made just now need be asked of the store. */
static struct err *gather(struct db *db, subject of, int64_t as_of, struct change *ch, struct arena *a,
                          struct texts *out)
{
    struct event *ev = NULL;
    size_t n = 0, cap = 0;
    struct err *e = NULL;

    if (ch != NULL && ch->whole)
        pick_said(ch->events, ch->nevents, a, &ev, &n, &cap);
    else
        e = said(db, ch, of, as_of, a, &ev, &n);
    if (e == NULL)
        e = read_texts(db, of, ev, n, a, out);
    free(ev);
    return e;
}

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

    for (size_t i = 0; i < TRIAGE_SIGNALS; i++)
        buf_printf(&strengths, "%s%d", i > 0 ? " " : "", r->strength[i]);
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

static void signal_names(const char *names[TRIAGE_SIGNALS])
{
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        names[i] = word_name(WORD_SIGNAL, i);
}

struct reading_tools {
    struct verdict_reader reader;
    struct model model;
    struct learned *learned; /* NULL: nothing was taught */
    const char *names[TRIAGE_SIGNALS];
};

void reading_tools_free(struct reading_tools *t)
{
    if (t == NULL)
        return;
    arena_free(t->reader.arena);
    feature_free(&t->reader.features);
    learned_free(t->learned);
    free(t);
}

/* What was learned by another version of the program waits for `run`: a complaint must come in all the same. */
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

static struct err *get_tools(struct change *ch)
{
    struct str bytes = {(const char *)shipped_model_bytes, shipped_model_size};

    if (ch->tools != NULL)
        return NULL;
    struct reading_tools *t = ch->tools = mem_zero(sizeof *t);
    signal_names(t->names);
    t->reader.names = t->names;
    t->reader.settings = &ch->desk->policy->triage;
    t->reader.arena = arena_new();
    struct err *e = policy_phrases(ch->desk->policy, &t->reader.phrases);
    if (e == NULL)
        e = get_learned(ch->desk->db, t);
    if (e == NULL && bytes.n > 0 && (e = model_open(bytes, true, &t->model)) == NULL)
        t->reader.model = &t->model;
    return e;
}

/* What models and the desk's corrections say of a complaint beside its signals. */
struct beside {
    int complaint;        /* permille; -1: nothing is known of that */
    const char *category; /* NULL: none */
};

/* A person's word on a text counts instead of all that reads it. */
static void decide(const enum said *said, struct triage_learned *found)
{
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        if (said[s] != NOTHING) {
            found[s].decided = true;
            found[s].strength = said[s] == SAID_YES ? TRIAGE_STRENGTH : 0;
        }
}

/* What the rules found in a text, beyond the next one that is read. */
static const struct triage_ruled *keep_ruled(struct arena *a, const struct triage_ruled *ruled)
{
    struct triage_ruled *kept = arena_alloc(a, TRIAGE_SIGNALS * sizeof *kept);

    memcpy(kept, ruled, TRIAGE_SIGNALS * sizeof *kept);
    return kept;
}

/* Adds what the models and the desk's corrections find; a text in another language is taken out: what is known is
 * English.  What it is about, and whether it is a complaint, is said first of all. */
static void read_models(struct change *ch, struct texts *texts, struct beside *beside)
{
    struct verdict_reader *r = &ch->tools->reader;

    *beside = (struct beside){.complaint = -1};
    for (size_t i = 0; i < texts->n; i++) {
        struct triage_learned *found = arena_alloc(ch->arena, TRIAGE_SIGNALS * sizeof *found);
        bool judged = verdict_learned(r, texts->t[i].text, found);
        const struct triage_ruled *ruled = verdict_ruled(r);
        if (!judged)
            texts->t[i].text.n = 0;
        if (ruled != NULL)
            texts->t[i].ruled = keep_ruled(ch->arena, ruled);
        if (i == 0 && judged && ch->tools->learned != NULL) {
            beside->complaint = verdict_complaint(r);
            beside->category = learned_category(ch->tools->learned, &r->features);
        }
        if (i == 0 && texts->said[i][OUTPUT_COMPLAINT] != NOTHING)
            beside->complaint = texts->said[i][OUTPUT_COMPLAINT] == SAID_YES ? TRIAGE_STRENGTH : 0;
        decide(texts->said[i], found);
        texts->t[i].learned = found;
    }
}

/* A complaint that nobody ever gave a category gets the one that the desk has learned for such words. */
static struct err *set_category(struct change *ch, const struct texts *texts, const char *name)
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

struct err *reading_judge(struct change *ch)
{
    struct triage_result result;
    struct triage_term extra[2 + TRIAGE_HISTORIES];
    struct texts texts;
    struct beside beside;
    size_t nextra, more, past;
    struct err *e;

    if ((e = get_tools(ch)) != NULL ||
        (e = gather(ch->desk->db, ch->m.c.id, DB_NOW, ch, ch->arena, &texts)) != NULL)
        return e;
    read_models(ch, &texts, &beside);
    if ((e = set_category(ch, &texts, beside.category)) != NULL ||
        (e = category_term(ch, extra, &nextra)) != NULL ||
        (e = cause_term(ch, extra + nextra, &more)) != NULL ||
        (e = history_terms(ch, &texts.known, extra + nextra + more, &past)) != NULL)
        return e;
    struct verdict_reader *r = &ch->tools->reader;
    triage_judge(r->settings, r->phrases, r->names, texts.t, texts.n, extra, nextra + more + past, ch->arena,
                 &result);
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
static struct err *find_foreign(struct desk *d, int64_t id, int64_t as_of, struct arena *a, uint32_t *event)
{
    struct texts texts = {.n = 0};
    struct err *e = gather(d->db, id, as_of, NULL, a, &texts);
    for (size_t i = 0; e == NULL && i < texts.n; i++)
        if (language_foreign(texts.t[i].text))
            *event = texts.t[i].event;
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
        (e = find_foreign(d, id, as_of, a, &out->foreign)) != NULL ||
        (e = find_corrections(d, id, as_of, a, out)) != NULL)
        return e;
    struct str *quotes = arena_alloc(a, (out->n + 1) * sizeof *quotes);
    for (size_t i = 0; i < out->n && e == NULL; i++)
        e = quote(d->db, id, &out->terms[i], a, &quotes[i]);
    out->quotes = quotes;
    return e;
}
