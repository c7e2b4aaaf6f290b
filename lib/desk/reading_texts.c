#include "desk/reading_texts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/learned.h"
#include "rule/matter.h"
#include "rule/trait.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_words.h"

static bool sets_stake(const struct event *ev)
{
    return ev->kind == EVENT_SET && history_bears((enum field)ev->code);
}

static bool sets_category(const struct event *ev)
{
    return ev->kind == EVENT_SET && ev->code == FIELD_CATEGORY;
}

struct picked {
    struct event *v;
    size_t n, cap;
    int64_t read; /* the transaction of the last reading; 0: never read */
};

/* What was said in a history and nobody struck, theirs and ours, and what people corrected of it. */
static void pick_said(const struct event *ev, size_t nev, struct arena *a, struct picked *out)
{
    bool *struck = arena_alloc(a, nev + 1);

    matter_struck(ev, nev, struck);
    for (size_t i = 0; i < nev; i++) {
        bool counts = ev[i].kind == EVENT_HEARD || ev[i].kind == EVENT_SAID ||
                      ev[i].kind == EVENT_CORRECTED || sets_stake(&ev[i]);
        if (!sets_category(&ev[i]) && (struck[i] || !counts))
            continue;
        out->v = mem_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
        out->v[out->n++] = ev[i];
    }
}

static int64_t last_reading(const struct event *ev, size_t n)
{
    while (n > 0 && ev[n - 1].kind != EVENT_TRIAGED)
        n--;
    return n > 0 ? ev[n - 1].seq : 0;
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

/* Of the text that it is about, the last one counts. */
static void take_correction(const struct event *ev, struct reading_texts *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->of[i] == ev->of && out->no[i] == ev->ref && ev->code >= 0 && ev->code < OUTPUTS)
            out->said[i][ev->code] = ev->num != 0 ? READING_YES : READING_NO;
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

static bool has_words(const struct event *ev)
{
    return ev->kind == EVENT_HEARD && ev->words != 0;
}

static void make_room(size_t n, struct arena *a, struct reading_texts *out)
{
    out->t = arena_alloc(a, (n + 1) * sizeof *out->t);
    out->of = arena_alloc(a, (n + 1) * sizeof *out->of);
    out->no = arena_alloc(a, (n + 1) * sizeof *out->no);
    out->said = arena_alloc(a, (n + 1) * sizeof *out->said);
}

/* How far the words go back. */
struct told {
    bool erased; /* some are gone */
    int64_t seq; /* the transaction of the last that are not */
};

static struct err *read_words(struct db *db, subject of, const struct event *ev, struct arena *a,
                              struct reading_texts *out, struct told *told)
{
    struct str words;
    bool gone = false;
    struct err *e = db_words_get(db, ev->words, a, &words, &gone);

    if (e != NULL)
        return e;
    told->erased = told->erased || gone;
    if (!gone && ev->seq > told->seq)
        told->seq = ev->seq;
    out->of[out->n] = ev->of;
    out->no[out->n] = ev->no;
    out->t[out->n++] =
        (struct triage_text){.text = learned_own(a, words, ev->code), .event = ev->of == of ? ev->no : 0};
    return NULL;
}

/* Of what was picked, the texts that are the customer's, oldest first. */
static struct err *read_texts(struct db *db, subject of, const struct picked *p, struct arena *a,
                              struct reading_texts *out)
{
    struct told told = {0};
    size_t heard = 0;
    struct err *e = NULL;

    *out = (struct reading_texts){.known.unanswered = count_unanswered(p->v, p->n)};
    for (size_t i = 0; i < p->n; i++) {
        heard += has_words(&p->v[i]);
        out->categorized = out->categorized || sets_category(&p->v[i]);
        if (sets_stake(&p->v[i]))
            history_take(&out->known, &p->v[i]);
    }
    make_room(heard < READING_TEXTS ? heard : READING_TEXTS, a, out);
    for (size_t i = 0; i < p->n && e == NULL; i++)
        if (has_words(&p->v[i]) && heard-- <= READING_TEXTS)
            e = read_words(db, of, &p->v[i], a, out, &told);
    out->kept = told.erased && p->read != 0 && told.seq <= p->read;
    for (size_t i = 0; i < p->n && e == NULL; i++)
        if (p->v[i].kind == EVENT_CORRECTED)
            take_correction(&p->v[i], out);
    return e;
}

struct err *reading_texts_of(struct db *db, subject of, const struct event *ev, size_t n, struct arena *a,
                             struct reading_texts *out)
{
    struct picked p = {0};

    pick_said(ev, n, a, &p);
    p.read = last_reading(ev, n);
    struct err *e = read_texts(db, of, &p, a, out);
    free(p.v);
    return e;
}

struct err *reading_texts_get(struct db *db, subject of, int64_t as_of, const struct event *own, size_t n,
                              struct arena *a, struct reading_texts *out)
{
    struct picked p = {0};
    subject *with;
    size_t nwith = 0;
    struct err *e = db_merged_members(db, of, as_of, a, &with, &nwith);

    for (size_t i = 0; i < nwith && e == NULL; i++) {
        struct event *ev;
        size_t nev;
        if (own != NULL && with[i] == of) {
            pick_said(own, n, a, &p);
            p.read = last_reading(own, n);
            continue;
        }
        if ((e = db_event_list(db, with[i], as_of, a, &ev, &nev)) != NULL)
            break;
        pick_said(ev, nev, a, &p);
        p.read = with[i] == of ? last_reading(ev, nev) : p.read;
    }
    if (nwith > 1 && p.n > 1)
        qsort(p.v, p.n, sizeof *p.v, by_time);
    if (e == NULL)
        e = read_texts(db, of, &p, a, out);
    free(p.v);
    return e;
}
