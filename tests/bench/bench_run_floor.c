/* bench_run_floor: what reading every stored complaint again costs a bare C program.
 *
 *   bench_run_floor FOLDER
 *
 * Of each open complaint: its events and the customer's words from the store, rules and models over them, the new
 * reading written: an event, its terms, the old row kept, the new one put; one
 * deadline moved, of every second complaint two, which is what a new priority brings.  One transaction; no history, no deadlines, no
 * lines, and whatever was read is written.  Prints how many. */
#include <time.h>

#include "base/buf.h"
#include "bench_raw.h"
#include "judge/shipped_model.h"
#include "judge/verdict.h"
#include "policy/policy.h"
#include "rule/event.h"
#include "rule/word.h"

enum statement {
    OPEN,
    HISTORY,
    WORDS,
    TOUCH,
    EVENT_ADD,
    TRIAGE_ADD,
    KEEP,
    PUT,
    MOVED,
    KEEP_DUE,
    MOVE,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    "SELECT id, events FROM complaint WHERE status < 5 ORDER BY id",
    "SELECT kind, words FROM event WHERE subject = ?1 ORDER BY no",
    "SELECT body FROM words WHERE id = ?1",
    "INSERT INTO touched (seq, subject) VALUES (?1, ?2)",
    "INSERT INTO event VALUES (?1, ?2, ?3, ?4, 14, 2, ?5, ?6, ?7, 0, 0)",
    "INSERT INTO triage VALUES (?1, ?2, ?3, ?4)",
    "INSERT INTO complaint_past SELECT id, seq, customer, owner, category, cause, subject, status, waiting, "
    "voided, by_hand, satisfied, priority, points, signals, channel, events, followups, steps, reopened, "
    "received, heard, acknowledged, resolved, closed, due, ?1 FROM complaint WHERE id = ?2",
    "UPDATE complaint SET seq = ?1, events = ?2, priority = ?3, signals = ?4, points = ?5 WHERE id = ?6",
    "INSERT INTO event VALUES (?1, ?2, ?3, ?4, 18, 2, 0, ?5, ?6, 0, 0)",
    "INSERT INTO followup_past SELECT followup.*, ?1 FROM followup WHERE subject = ?2 AND no = ?3",
    "UPDATE followup SET seq = ?1, due = due + 3600, moved = moved + 1 WHERE subject = ?2 AND no = ?3",
};

struct floor {
    sqlite3 *s;
    sqlite3_stmt *st[STATEMENTS];
    int64_t seq, now, n;
    struct verdict_reader reader;
    struct model model;
    const char *names[TRIAGE_SIGNALS];
};

static void run(struct floor *f, enum statement which, const int64_t *v, int n)
{
    for (int i = 0; i < n; i++)
        sqlite3_bind_int64(f->st[which], i + 1, v[i]);
    int rc = sqlite3_step(f->st[which]);
    sqlite3_reset(f->st[which]);
    bench_raw_need(f->s, rc == SQLITE_DONE);
}

#define RUN(f, which, ...)                                                                                   \
    run(f, which, (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / 8))

static void write_reading(struct floor *f, int64_t id, int64_t no, const struct triage_result *r)
{
    struct buf strengths = {0}, terms = {0};

    for (size_t i = 0; i < TRIAGE_SIGNALS; i++)
        buf_printf(&strengths, "%s%d", i > 0 ? " " : "", r->strength[i]);
    buf_add(&terms, "", 0);
    triage_terms_encode(r->terms, r->nterms, &terms);
    RUN(f, TOUCH, f->seq, id);
    RUN(f, EVENT_ADD, id, no, f->seq, f->now, r->priority, (int64_t)r->signals, r->points);
    sqlite3_bind_text(f->st[TRIAGE_ADD], 3, strengths.p, (int)strengths.len, SQLITE_STATIC);
    sqlite3_bind_text(f->st[TRIAGE_ADD], 4, terms.p, (int)terms.len, SQLITE_STATIC);
    RUN(f, TRIAGE_ADD, id, no);
    for (int64_t k = 1; k <= 1 + id % 2; k++) {
        RUN(f, MOVED, id, ++no, f->seq, f->now, k, f->now + 3600);
        RUN(f, KEEP_DUE, f->seq, id, k);
        RUN(f, MOVE, f->seq, id, k);
    }
    RUN(f, KEEP, f->seq, id);
    RUN(f, PUT, f->seq, no, r->priority, (int64_t)r->signals, r->points, id);
    buf_free(&strengths);
    buf_free(&terms);
}

/* The words stay bound to their statement until the next ones are asked for, so they are copied. */
static struct str words_of(struct floor *f, int64_t id, struct arena *a)
{
    sqlite3_stmt *st = f->st[WORDS];
    struct str s = {"", 0};

    sqlite3_bind_int64(st, 1, id);
    if (sqlite3_step(st) == SQLITE_ROW)
        s = arena_str(
            a, (struct str){(const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0)});
    sqlite3_reset(st);
    return s;
}

static void one(struct floor *f, int64_t id, int64_t events, struct arena *a)
{
    enum { TEXTS = 32 };
    struct triage_text texts[TEXTS];
    struct triage_result result;
    size_t n = 0;

    arena_reset(a);
    sqlite3_bind_int64(f->st[HISTORY], 1, id);
    while (sqlite3_step(f->st[HISTORY]) == SQLITE_ROW) {
        int64_t words = sqlite3_column_int64(f->st[HISTORY], 1);
        if (sqlite3_column_int(f->st[HISTORY], 0) != EVENT_HEARD || words == 0 || n == TEXTS)
            continue;
        struct triage_learned *found = arena_alloc(a, TRIAGE_SIGNALS * sizeof *found);
        texts[n] =
            (struct triage_text){.text = words_of(f, words, a), .event = (uint32_t)n + 1, .learned = found};
        (void)verdict_learned(&f->reader, texts[n].text, found);
        const struct triage_ruled *ruled = verdict_ruled(&f->reader);
        if (ruled != NULL) {
            struct triage_ruled *kept = arena_alloc(a, TRIAGE_SIGNALS * sizeof *kept);
            memcpy(kept, ruled, TRIAGE_SIGNALS * sizeof *kept);
            texts[n].ruled = kept;
        }
        n++;
    }
    sqlite3_reset(f->st[HISTORY]);
    triage_judge(f->reader.settings, f->reader.phrases, f->names, texts, n, NULL, 0, a, &result);
    write_reading(f, id, events + 1, &result);
    f->n++;
}

static void begin(struct floor *f)
{
    sqlite3_stmt *last;

    bench_raw_need(f->s, sqlite3_exec(f->s, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    last = bench_raw_prepare(f->s, "SELECT max(seq), max(at) FROM tx");
    bench_raw_need(f->s, sqlite3_step(last) == SQLITE_ROW);
    f->seq = sqlite3_column_int64(last, 0) + 1;
    f->now = (int64_t)time(NULL);
    if (f->now < sqlite3_column_int64(last, 1))
        f->now = sqlite3_column_int64(last, 1);
    sqlite3_finalize(last);
    last = bench_raw_prepare(f->s, "INSERT INTO tx VALUES (?1, ?2, 1, 0)");
    sqlite3_bind_int64(last, 1, f->seq);
    sqlite3_bind_int64(last, 2, f->now);
    bench_raw_need(f->s, sqlite3_step(last) == SQLITE_DONE);
    sqlite3_finalize(last);
    for (int i = 0; i < STATEMENTS; i++)
        f->st[i] = bench_raw_prepare(f->s, sql[i]);
}

static struct err *get_reader(struct floor *f, struct policy **p)
{
    struct policy_place here = {NULL, NULL};
    struct err *e = policy_default(&here, p);

    if (e == NULL)
        e = model_open((struct str){(const char *)shipped_model_bytes, shipped_model_size}, true, &f->model);
    if (e != NULL)
        return e;
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        f->names[i] = word_name(WORD_SIGNAL, i);
    f->reader.settings = &(*p)->triage;
    f->reader.names = f->names;
    f->reader.model = &f->model;
    f->reader.arena = arena_new();
    return policy_phrases(*p, &f->reader.phrases);
}

int main(int argc, char **argv)
{
    static struct floor f;
    struct policy *policy = NULL;
    struct arena *a = arena_new();

    if (argc != 2) {
        fprintf(stderr, "usage: bench_run_floor FOLDER\n");
        return 64;
    }
    struct err *e = get_reader(&f, &policy);
    if (e != NULL) {
        fprintf(stderr, "bench_run_floor: %s\n", e->text);
        return 70;
    }
    f.s = bench_raw_open(argv[1]);
    begin(&f);
    while (sqlite3_step(f.st[OPEN]) == SQLITE_ROW)
        one(&f, sqlite3_column_int64(f.st[OPEN], 0), sqlite3_column_int64(f.st[OPEN], 1), a);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(f.st[i]);
    bench_raw_need(f.s, sqlite3_exec(f.s, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    printf("%lld\n", (long long)f.n);
    sqlite3_close(f.s);
    arena_free(f.reader.arena);
    feature_free(&f.reader.features);
    arena_free(a);
    policy_free(policy);
    return 0;
}
