#include "desk/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "desk/fields.h"
#include "desk/learned.h"
#include "desk/seal.h"
#include "rule/correction.h"
#include "rule/matter.h"
#include "rule/ref.h"
#include "store/db_attachment.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_history.h"
#include "store/db_learn.h"
#include "store/db_merged.h"
#include "store/db_verify.h"
#include "store/db_words.h"

enum { PAGE = 256 };

struct audit {
    struct desk *desk;
    struct arena *arena;
    audit_finding *tell;
    void *context;
    struct audit_counts *n;
    int64_t as_of; /* writers go on: everything is read as of one moment */
};

static struct err *find(struct audit *a, const char *text)
{
    a->n->findings++;
    return a->tell(a->context, text);
}

static struct err *differ(struct audit *a, const char *ref, const char *what, int64_t stands,
                          int64_t replayed)
{
    char *text = mem_printf("%s: %s is %lld, its history says %lld", ref, what, (long long)stands,
                            (long long)replayed);
    struct err *e = find(a, text);

    free(text);
    return e;
}

/* Every column of a row under its name, so that a finding can say which one differs. */
struct column {
    const char *name;
    int64_t stands, replayed;
};

static struct err *compare(struct audit *a, const char *ref, const struct column *c, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (c[i].stands != c[i].replayed)
            e = differ(a, ref, c[i].name, c[i].stands, c[i].replayed);
    return e;
}

#define COLUMN(name)                                                                                         \
    {                                                                                                        \
#name, (int64_t)s->name, (int64_t)r->name                                                            \
    }

static struct err *compare_complaint(struct audit *a, const struct complaint *s, const struct complaint *r)
{
    const struct column columns[] = {
        COLUMN(seq),      COLUMN(customer),  COLUMN(owner),        COLUMN(category), COLUMN(cause),
        COLUMN(subject),  COLUMN(status),    COLUMN(waiting),      COLUMN(voided),   COLUMN(merged),
        COLUMN(by_hand),  COLUMN(satisfied), COLUMN(priority),     COLUMN(points),   COLUMN(signals),
        COLUMN(channel),  COLUMN(events),    COLUMN(followups),    COLUMN(steps),    COLUMN(reopened),
        COLUMN(received), COLUMN(heard),     COLUMN(acknowledged), COLUMN(resolved), COLUMN(closed),
        COLUMN(due),
    };
    char ref[32];

    (void)snprintf(ref, sizeof ref, "%lld", (long long)s->id);
    return compare(a, ref, columns, sizeof columns / sizeof columns[0]);
}

static const char *name_row(subject of, uint32_t no, char out[REF_SIZE])
{
    struct ref ref = {of < 0 ? REF_CUSTOMER_FOLLOWUP : REF_FOLLOWUP, of < 0 ? -of : of, no};

    if (no == 0)
        ref.kind = of < 0 ? REF_CUSTOMER : REF_COMPLAINT;
    return ref_format(&ref, out);
}

static struct err *compare_followup(struct audit *a, const struct followup *s, const struct followup *r)
{
    const struct column columns[] = {
        COLUMN(owner), COLUMN(words), COLUMN(kind),      COLUMN(state), COLUMN(moved),
        COLUMN(made),  COLUMN(due),   COLUMN(first_due), COLUMN(ended),
    };
    char ref[REF_SIZE];

    name_row(s->of, s->no, ref);
    return compare(a, ref, columns, sizeof columns / sizeof columns[0]);
}

/* Both lists are in the order of their numbers. */
static struct err *compare_followups(struct audit *a, const struct matter *stands,
                                     const struct matter *replayed)
{
    size_t i = 0, j = 0;
    struct err *e = NULL;
    char text[128], ref[REF_SIZE];

    while ((i < stands->nf || j < replayed->nf) && e == NULL) {
        uint32_t s = i < stands->nf ? stands->f[i].no : UINT32_MAX;
        uint32_t r = j < replayed->nf ? replayed->f[j].no : UINT32_MAX;
        if (s == r) {
            e = compare_followup(a, &stands->f[i++], &replayed->f[j++]);
            continue;
        }
        (void)snprintf(text, sizeof text, "%s: %s", name_row(stands->c.id, s < r ? s : r, ref),
                       s < r ? "stands, but its history has no such follow-up"
                             : "is missing; its history has it");
        e = find(a, text);
        if (s < r)
            i++;
        else
            j++;
    }
    return e;
}

/* A customer's row holds counts only; what else is known of them stands in tables of words. */
static struct err *compare_customer(struct audit *a, const struct complaint *s, const struct complaint *r)
{
    const struct column columns[] = {COLUMN(seq), COLUMN(events), COLUMN(followups)};
    char ref[REF_SIZE];

    if (s->seq > a->as_of) /* it went on since then */
        return NULL;
    return compare(a, name_row(s->id, 0, ref), columns, sizeof columns / sizeof columns[0]);
}

/* The value that a history gives each field beside the row: its last standing set event. */
static void fold_fields(struct arena *arena, const struct event *ev, size_t n,
                        struct db_complaint_field out[FIELDS])
{
    bool *struck = arena_alloc(arena, n + 1);

    matter_struck(ev, n, struck);
    for (int f = 0; f < FIELDS; f++)
        out[f] = (struct db_complaint_field){.field = (enum field)f};
    for (size_t i = 0; i < n; i++) {
        if (ev[i].kind != EVENT_SET || struck[i] || ev[i].code < 0 || ev[i].code >= FIELDS ||
            fields_in_row((enum field)ev[i].code))
            continue;
        out[ev[i].code] =
            (struct db_complaint_field){(enum field)ev[i].code, ev[i].num, ev[i].who, ev[i].words};
    }
}

/* Fields have no past, so a complaint that was changed since then is left to the next time. */
static struct err *compare_fields(struct audit *a, const struct complaint *c, const struct event *ev,
                                  size_t n)
{
    struct db_complaint_field stands[FIELDS] = {0}, replayed[FIELDS], *read;
    struct complaint now;
    size_t nread;
    struct err *e = db_complaint_fields(a->desk->db, c->id, a->arena, &read, &nread);

    if (e != NULL || (e = db_complaint_get(a->desk->db, c->id, DB_NOW, &now)) != NULL || now.seq != c->seq)
        return e;
    for (size_t i = 0; i < nread; i++)
        stands[read[i].field] = read[i];
    fold_fields(a->arena, ev, n, replayed);
    for (int f = 0; f < FIELDS && e == NULL; f++) {
        const struct column columns[] = {{"number", stands[f].num, replayed[f].num},
                                         {"name", stands[f].who, replayed[f].who},
                                         {"words", stands[f].words, replayed[f].words}};
        char ref[64];
        (void)snprintf(ref, sizeof ref, "%lld %s", (long long)c->id, word_name(WORD_FIELD, f));
        e = compare(a, ref, columns, sizeof columns / sizeof columns[0]);
    }
    return e;
}

/* The file that an event says was attached is there, whole, unless it was erased with its name. */
static struct err *compare_file(struct audit *a, const struct event *ev)
{
    int64_t size = -1;
    bool gone = false;
    struct str name;
    char text[128];
    struct err *e = db_attachment_size(a->desk->db, ev->of, ev->no, &size);

    if (e == NULL && size < 0)
        e = db_words_get(a->desk->db, ev->words, a->arena, &name, &gone);
    a->n->files += size >= 0;
    if (e != NULL || size == ev->num || (size < 0 && gone))
        return e;
    (void)snprintf(text, sizeof text, "%lld@%u: the attached file has %lld bytes, its history says %lld",
                   (long long)ev->of, ev->no, (long long)(size < 0 ? 0 : size), (long long)ev->num);
    return find(a, text);
}

static struct err *compare_files(struct audit *a, const struct event *ev, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (ev[i].kind == EVENT_ATTACHED && ev[i].ref == 0)
            e = compare_file(a, &ev[i]);
    return e;
}

/* The rows of the log are the corrections that stand; like fields they have no past. */
static struct err *compare_corrections(struct audit *a, const struct complaint *c, const struct event *ev,
                                       size_t n)
{
    struct db_correction *rows;
    struct complaint now;
    bool *stands = arena_alloc(a->arena, n + 1), any = false;
    size_t nrows, at = 0;
    char text[128];
    struct err *e;

    for (size_t i = 0; i < n; i++)
        any = any || ev[i].kind == EVENT_CORRECTED;
    if (!any)
        return NULL;
    if ((e = db_learn_of(a->desk->db, c->id, a->arena, &rows, &nrows)) != NULL ||
        (e = db_complaint_get(a->desk->db, c->id, DB_NOW, &now)) != NULL || now.seq != c->seq)
        return e;
    correction_standing(ev, n, stands);
    for (size_t i = 0; i < n && e == NULL; i++) {
        bool row = at < nrows && rows[at].no == ev[i].no;
        at += row;
        if (row == stands[i])
            continue;
        (void)snprintf(text, sizeof text, "%lld@%u: the correction %s", (long long)c->id, ev[i].no,
                       row ? "teaches, but its history says that it does not stand"
                           : "is missing among what teaches");
        e = find(a, text);
    }
    return e;
}

/* What the desk learned is what its corrections teach, all read at one moment. */
static struct err *lessons(struct audit *a)
{
    const char *what = NULL;
    struct err *e = db_history_begin(a->desk->db);

    if (e == NULL)
        e = learned_check(a->desk->db, a->arena, &what);
    db_history_end(a->desk->db);
    return e == NULL && what != NULL ? find(a, what) : e;
}

/* Whether the other half of a merge says so too.  When only a part of another desk came in, without the history of the
 * one that it goes on in, nothing is wrong. */
static struct err *compare_joined(struct audit *a, subject id, subject into)
{
    struct event *ev;
    size_t n;
    bool told = false;
    char ref[REF_SIZE], other[REF_SIZE], text[160];
    struct err *e = db_event_list(a->desk->db, into, a->as_of, a->arena, &ev, &n);

    if (e != NULL || n == 0)
        return e;
    bool *struck = arena_alloc(a->arena, n + 1);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++)
        told =
            told || (ev[i].kind == EVENT_JOINED && !struck[i] && ev[i].ref == (uint32_t)(id < 0 ? -id : id));
    if (told)
        return NULL;
    (void)snprintf(text, sizeof text, "%s: was merged into %s, whose history does not say so",
                   name_row(id, 0, ref), name_row(into, 0, other));
    return find(a, text);
}

/* Where it goes on stands beside the histories, so that it is found at once. */
static struct err *compare_merged(struct audit *a, subject id, subject replayed)
{
    char ref[REF_SIZE];
    subject stands;
    struct err *e = db_merged_into(a->desk->db, id, a->as_of, &stands);

    if (e == NULL && stands != replayed)
        e = differ(a, name_row(id, 0, ref), "into", stands, replayed);
    return e != NULL || replayed == 0 ? e : compare_joined(a, id, replayed);
}

static struct err *replay(struct audit *a, subject id)
{
    struct matter stands = {0}, replayed = {0};
    struct event *ev;
    size_t n;
    struct err *e;

    arena_reset(a->arena);
    if ((e = db_complaint_matter(a->desk->db, id, false, a->as_of, &stands)) != NULL ||
        (e = db_event_list(a->desk->db, id, a->as_of, a->arena, &ev, &n)) != NULL) {
        if (e->code == ERR_NOINPUT) { /* made since then */
            err_free(e);
            e = NULL;
        }
        goto out;
    }
    a->n->complaints += id > 0;
    a->n->events += (int64_t)n;
    e = matter_replay(&replayed, ev, n);
    if (e != NULL && (e->code == ERR_DATA || e->code == ERR_BUG)) {
        struct err *why = e;
        e = find(a, why->text);
        err_free(why);
    } else if (e == NULL) {
        e = id < 0 ? compare_customer(a, &stands.c, &replayed.c)
                   : compare_complaint(a, &stands.c, &replayed.c);
        if (e == NULL)
            e = compare_followups(a, &stands, &replayed);
        if (e == NULL)
            e = compare_merged(a, id, replayed.into);
        if (e == NULL && id > 0)
            e = compare_fields(a, &stands.c, ev, n);
        if (e == NULL && id > 0)
            e = compare_corrections(a, &stands.c, ev, n);
        if (e == NULL)
            e = compare_files(a, ev, n);
    }
out:
    matter_clear(&stands);
    matter_clear(&replayed);
    return e;
}

static struct err *strays(struct audit *a)
{
    int64_t n = 0;
    char text[64];
    struct err *e = db_attachment_strays(a->desk->db, &n);

    if (e != NULL || n == 0)
        return e;
    (void)snprintf(text, sizeof text, "%lld attached files belong to no event", (long long)n);
    return find(a, text);
}

/* The file itself: pages, references, full text. */
static struct err *file(struct audit *a)
{
    struct db_verify v;
    struct err *e = db_verify_file(a->desk->db, a->arena, &v);

    a->n->held_ms = v.held_ms;
    for (const struct db_verify_finding *f = v.first; f != NULL && e == NULL; f = f->next) {
        char *text = mem_dup(f->what.p, f->what.n);
        e = find(a, text);
        free(text);
    }
    return e != NULL ? e : strays(a);
}

static struct err *customers(struct audit *a)
{
    int64_t ids[PAGE], after = 0;
    size_t n = 0;
    struct err *e = NULL;

    while (e == NULL && (e = db_history_customers(a->desk->db, after, ids, PAGE, &n)) == NULL && n > 0) {
        for (size_t i = 0; i < n && e == NULL; i++)
            e = replay(a, -ids[i]);
        after = ids[n - 1];
    }
    return e;
}

/* Sealed returns: whether their rows are those that were hashed. */
static struct err *seals(struct audit *a)
{
    struct db_seal s = {0};
    char text[128];
    struct err *e = NULL;

    do {
        arena_reset(a->arena);
        e = db_seal_next(a->desk->db, s.id, a->as_of, a->arena, &s);
        if (e != NULL || s.id == 0 || seal_holds(&s))
            continue;
        (void)snprintf(text, sizeof text, "seal %lld: its rows are not those that were sealed",
                       (long long)s.id);
        e = find(a, text);
    } while (e == NULL && s.id != 0);
    return e;
}

struct err *audit_run(struct desk *d, audit_finding *tell, void *context, struct audit_counts *out)
{
    struct audit a = {.desk = d, .arena = arena_new(), .tell = tell, .context = context, .n = out};
    int64_t ids[PAGE], after = 0;
    size_t n = 0;
    struct err *e;

    *out = (struct audit_counts){0};
    if ((e = file(&a)) == NULL)
        e = db_seq_now(d->db, &a.as_of);
    while (e == NULL && (e = db_history_complaints(d->db, after, ids, PAGE, &n)) == NULL && n > 0) {
        for (size_t i = 0; i < n && e == NULL; i++)
            e = replay(&a, ids[i]);
        after = ids[n - 1];
    }
    if (e == NULL)
        e = customers(&a);
    if (e == NULL)
        e = seals(&a);
    if (e == NULL)
        e = lessons(&a);
    arena_free(a.arena);
    return e;
}
