/* bench_fill: a desk with any number of complaints, the same ones each time, to measure against.
 *
 *   bench_fill FOLDER N      makes FOLDER; a million take about two minutes and a half gigabyte
 *
 * Written through the store's own calls as a first import: a third as many customers as complaints, a text of some 25
 * words of a skewed vocabulary, the events, reading and two deadlines that cust-log new makes; a tenth was answered,
 * resolved and closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/db_bulk.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_triage.h"
#include "store/db_words.h"

enum { BATCH = 5000, WORDS = 25, OWNERS = 8, CATEGORIES = 6 };

#define START INT64_C(1735689600) /* 2025-01-01 */

struct fill {
    struct db *db;
    int64_t seq, n;
    instant at;
    uint64_t random;
    int64_t owner[OWNERS], category[CATEGORIES];
};

static void need(struct err *e)
{
    if (e == NULL)
        return;
    fprintf(stderr, "bench_fill: %s: %s\n", e->where != NULL ? e->where : "", e->text);
    exit(1);
}

static uint32_t next(struct fill *f)
{
    f->random = f->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(f->random >> 33);
}

/* Small numbers are drawn far more often, as words are in a language. */
static uint32_t skewed(struct fill *f, uint32_t n)
{
    uint64_t a = next(f) % n, b = next(f) % n;

    return (uint32_t)(a * b / n * (next(f) % n) / n);
}

static void text(struct fill *f, struct buf *out)
{
    static const char *const common[] = {"the",     "my",     "parcel", "kettle", "arrived", "broken",
                                         "late",    "refund", "never",  "answer", "please",  "again",
                                         "invoice", "lawyer", "angry",  "wrong"};

    buf_reset(out);
    for (int i = 0; i < WORDS; i++) {
        uint32_t w = skewed(f, 50000);
        if (w < 16)
            buf_printf(out, "%s ", common[w]);
        else
            buf_printf(out, "w%xq%x ", w % 251, w);
    }
}

static int64_t words(struct fill *f, subject of, enum db_words_role role, struct str s)
{
    int64_t id;

    need(db_words_add(f->db, of, role, s, &id));
    return id;
}

/* Applied as the desk does it, so that `verify` finds each row to be what its history says. */
static void event(struct fill *f, struct matter *m, struct event ev)
{
    ev.of = m->c.id;
    ev.no = m->c.events + 1;
    ev.seq = f->seq;
    ev.recorded = f->at;
    need(matter_apply(m, &ev));
    need(db_event_add(f->db, &ev));
}

static void deadline(struct fill *f, struct matter *m, enum kind kind, instant due)
{
    event(f, m,
          (struct event){.kind = EVENT_ADDED,
                         .flags = EVENT_AUTO,
                         .happened = m->c.received,
                         .code = (int32_t)kind,
                         .ref = m->c.followups + 1,
                         .num = due});
}

/* What made the customer: their own history. */
static void history(struct fill *f, struct db_customer *c)
{
    static const enum event_kind kinds[] = {EVENT_CREATED, EVENT_NAMED, EVENT_ADDRESSED};

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        struct event ev = {.of = -c->id,
                           .no = ++c->events,
                           .seq = f->seq,
                           .happened = f->at,
                           .kind = kinds[k],
                           .code = kinds[k] == EVENT_ADDRESSED ? ADDRESS_EMAIL : 0,
                           .num = kinds[k] == EVENT_ADDRESSED,
                           .words = kinds[k] != EVENT_CREATED ? c->name : 0};
        need(db_event_add(f->db, &ev));
    }
    c->seq = f->seq;
}

static void one_customer(struct fill *f, int64_t i)
{
    char name[40];
    int64_t id;
    struct db_customer c;

    need(db_customer_add(f->db, f->seq, &id));
    snprintf(name, sizeof name, "Customer %lld", (long long)i);
    need(db_customer_get(f->db, id, &c));
    c.name = words(f, -id, WORDS_NAME, str_of(name));
    need(db_customer_address(f->db, id, -1, str_of(name), c.name));
    snprintf(name, sizeof name, "c%lld@example.org", (long long)i);
    need(db_customer_address(f->db, id, ADDRESS_EMAIL, str_of(name),
                             words(f, -id, WORDS_ADDRESS, str_of(name))));
    history(f, &c);
    need(db_customer_set(f->db, &c));
}

static void one_complaint(struct fill *f, int64_t i, struct buf *b)
{
    instant t = START + i * 30;
    struct matter m = {.c = {.id = i}};
    int64_t priority = next(f) % 4, customer = 1 + (int64_t)next(f) % ((i + 2) / 3);

    text(f, b);
    event(f, &m,
          (struct event){.kind = EVENT_HEARD,
                         .happened = t,
                         .num = customer,
                         .words = words(f, i, WORDS_TEXT, buf_str(b))});
    struct str head = {b->p, b->len < 40 ? b->len : 40};
    event(f, &m,
          (struct event){.kind = EVENT_SET,
                         .flags = EVENT_IMPLIED,
                         .code = FIELD_SUBJECT,
                         .happened = t,
                         .words = words(f, i, WORDS_HEAD, head)});
    event(f, &m,
          (struct event){.kind = EVENT_SET,
                         .code = FIELD_CATEGORY,
                         .happened = t,
                         .who = f->category[next(f) % CATEGORIES]});
    event(f, &m, (struct event){.kind = EVENT_ASSIGNED, .happened = t, .who = f->owner[next(f) % OWNERS]});
    event(f, &m,
          (struct event){.kind = EVENT_TRIAGED,
                         .flags = EVENT_AUTO,
                         .happened = t,
                         .code = (int32_t)priority,
                         .ref = next(f) % 256 & next(f) % 256,
                         .num = next(f) % 900});
    need(db_triage_add(f->db, i, m.c.events, str_of("120 0 0 400 0 0 0 0"),
                       str_of("legal:400:45:18:1:0:10:0:legal.lawyer")));
    deadline(f, &m, KIND_RESPONSE, t + 86400 + next(f) % 864000);
    deadline(f, &m, KIND_RESOLUTION, t + 8 * 7 * 86400);
    if (next(f) % 10 == 0) {
        event(f, &m, (struct event){.kind = EVENT_SAID, .happened = t + 3600});
        event(f, &m, (struct event){.kind = EVENT_RESOLVED, .happened = t + 86400});
        event(f, &m, (struct event){.kind = EVENT_CLOSED, .happened = t + 90000});
    }
    need(db_complaint_put(f->db, &m.c));
    for (size_t k = 0; k < m.nf; k++)
        need(db_complaint_followup_put(f->db, &m.f[k]));
    matter_clear(&m);
}

static void names(struct fill *f)
{
    char name[16];

    for (int i = 0; i < OWNERS; i++) {
        snprintf(name, sizeof name, "owner%d", i);
        need(db_name(f->db, str_of(name), &f->owner[i]));
    }
    for (int i = 0; i < CATEGORIES; i++) {
        snprintf(name, sizeof name, "category%d", i);
        need(db_name(f->db, str_of(name), &f->category[i]));
    }
}

int main(int argc, char **argv)
{
    struct fill f = {.random = 42};
    struct buf b = {0};

    if (argc != 3 || (f.n = atoll(argv[2])) <= 0) {
        fprintf(stderr, "usage: bench_fill FOLDER N\n");
        return 64;
    }
    need(db_create(argv[1], -1));
    need(db_open(argv[1], DB_WRITE, &f.db));
    need(db_bulk_begin(f.db));
    for (int64_t i = 1; i <= f.n;) {
        need(db_begin(f.db, START + i * 30 + 100000, str_of("bench"), &f.seq, &f.at));
        names(&f);
        for (int64_t end = i + BATCH; i < end && i <= f.n; i++) {
            if (i % 3 == 1)
                one_customer(&f, i / 3 + 1);
            one_complaint(&f, i, &b);
        }
        need(db_commit(f.db));
    }
    need(db_bulk_end(f.db));
    db_close(f.db);
    buf_free(&b);
    return 0;
}
