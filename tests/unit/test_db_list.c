/* Lists: order, queries, time travel, pages, search, summary; against a plain model of the same rows. */
#include "store_help.h"

#include <sqlite3.h>

#include "base/zone.h"
#include "store/db_list.h"
#include "store/db_sql.h"
#include "store/db_stmt.h"
#include "store/db_walk.h"

#define NOW INT64_C(1795294800) /* 2026-11-21T21:00:00Z */

/* Operands stand apart by "|". */
static const struct query *ask(struct desk *d, const char *line)
{
    const struct query_context cx = {.now = NOW, .zone = zone_utc(), .login = str_of("anna")};
    const char *operands[16];
    const struct query *q;
    struct str rest = str_of(line), piece;
    size_t n = 0;

    while (line[0] != '\0' && str_cut(&rest, '|', &piece))
        operands[n++] = arena_dup(d->a, piece.p, piece.n);
    OK(query_parse(operands, n, &cx, d->a, &q));
    return q;
}

/* The references that a list gives, as text. */
static const char *complaints(struct desk *d, const char *query, enum db_list_order order, int64_t as_of)
{
    struct db_list *l;
    const struct db_line *rows;
    const char *all = "";
    size_t n;

    OK(db_list_open(d->db, ask(d, query), order, as_of, &l));
    do {
        OK(db_list_lines(l, &rows, &n));
        for (size_t i = 0; i < n; i++)
            all = arena_printf(d->a, "%s%s%lld", all, all[0] == '\0' ? "" : " ", (long long)rows[i].c.id);
    } while (n > 0);
    db_list_close(l);
    return all;
}

static const char *dues(struct desk *d, const char *query, int64_t as_of)
{
    struct db_list *l;
    const struct db_due *rows;
    const char *all = "";
    size_t n;

    OK(db_list_open(d->db, ask(d, query), DB_BY_DUE, as_of, &l));
    do {
        OK(db_list_due(l, &rows, &n));
        for (size_t i = 0; i < n; i++)
            all = arena_printf(d->a, "%s%s%lld/%u", all, all[0] == '\0' ? "" : " ", (long long)rows[i].f.of,
                               rows[i].f.no);
    } while (n > 0);
    db_list_close(l);
    return all;
}

static void name(struct desk *d, const char *text, int64_t *id)
{
    OK(db_name(d->db, str_of(text), id));
}

static void followup(struct desk *d, subject of, uint32_t no, enum kind kind, enum state state, instant due,
                     int64_t owner)
{
    struct followup f = {.of = of,
                         .no = no,
                         .seq = d->seq,
                         .kind = kind,
                         .state = state,
                         .due = due,
                         .first_due = due,
                         .made = NOW - 500,
                         .ended = state == STATE_OPEN ? INSTANT_NONE : NOW - 10,
                         .owner = owner};

    OK(db_words_add(d->db, of, WORDS_TEXT, str_of("ring back about it"), &f.words));
    OK(db_complaint_followup_put(d->db, &f));
}

/* Six complaints of three customers, in one transaction; then two more transactions that change some. */
static void fill(struct desk *d)
{
    int64_t anna, bert, transit, c[7], words;
    struct complaint row;

    store_help_begin(d, NOW - 1000);
    name(d, "anna", &anna);
    name(d, "bert", &bert);
    name(d, "transit", &transit);
    int64_t acme = store_help_customer(d, "Acme Ltd"), berta = store_help_customer(d, "Berta Braun"),
            carl = store_help_customer(d, "Carl");
    static const char *const texts[] = {"",
                                        "the kettle arrived broken",
                                        "my lawyer will write about the kettle",
                                        "where is my parcel",
                                        "broken, it arrived late",
                                        "kettles and toasters",
                                        "refund please"};
    const int64_t who[] = {0, acme, acme, berta, berta, carl, carl};
    for (int i = 1; i <= 6; i++) {
        c[i] = store_help_new(d, who[i], texts[i]);
        OK(db_complaint_get(d->db, c[i], DB_NOW, &row));
        row.priority = (enum priority)(i % 3);
        row.due = i == 5 ? INSTANT_NONE : NOW + (i % 2 == 0 ? -100 : 100) * i;
        row.owner = i % 2 == 0 ? anna : i == 3 ? bert : 0;
        row.category = i == 4 ? transit : 0;
        row.signals = i == 2 ? 1u << SIGNAL_LEGAL : 0;
        row.channel = i == 6 ? CHANNEL_MAIL : CHANNEL_PHONE;
        row.received = NOW - i * 86400;
        row.steps = i == 1 ? 0 : 1;
        OK(db_words_add(d->db, c[i], WORDS_HEAD, str_of(texts[i]), &words));
        row.subject = words;
        OK(db_complaint_put(d->db, &row));
    }
    followup(d, 1, 1, KIND_PROMISE, STATE_KEPT, NOW - 300, 0);
    followup(d, 1, 2, KIND_RESPONSE, STATE_OPEN, NOW + 300, 0);
    followup(d, 2, 1, KIND_PROMISE, STATE_OPEN, NOW - 200, 0);
    followup(d, 3, 1, KIND_CALLBACK, STATE_OPEN, NOW + 50, anna);
    followup(d, -acme, 1, KIND_MEETING, STATE_OPEN, NOW + 10, bert);
    OK(db_commit(d->db)); /* seq 1 */

    store_help_begin(d, NOW - 500);
    OK(db_complaint_get(d->db, 3, DB_NOW, &row));
    row.seq = d->seq;
    row.status = STATUS_CLOSED;
    row.closed = NOW - 500;
    OK(db_complaint_put(d->db, &row));
    followup(d, 3, 1, KIND_CALLBACK, STATE_LATE, NOW + 50, anna);
    OK(db_commit(d->db)); /* seq 2 */

    store_help_begin(d, NOW - 400);
    OK(db_complaint_get(d->db, 4, DB_NOW, &row));
    row.seq = d->seq;
    row.priority = PRIORITY_P1;
    row.due = NOW + 5000;
    OK(db_complaint_put(d->db, &row));
    store_help_new(d, carl, "kettle again");
    OK(db_commit(d->db)); /* seq 3 */
}

static void the_queue_is_by_priority_then_due_then_number(void **state)
{
    struct desk *d = *state;

    fill(d);
    /* priority of i is i % 3 (0 is P1); 3 is closed; 4 became P1, due latest; 7 is P3 without a due time */
    assert_string_equal(complaints(d, "", DB_BY_QUEUE, DB_NOW), "6 4 1 2 5 7");
    assert_string_equal(complaints(d, "", DB_BY_NUMBER, DB_NOW), "1 2 3 4 5 6 7");
}

static void a_list_is_what_the_store_knew_then(void **state)
{
    struct desk *d = *state;

    fill(d);
    assert_string_equal(complaints(d, "", DB_BY_QUEUE, 1), "6 3 4 1 2 5");
    assert_string_equal(complaints(d, "", DB_BY_QUEUE, 2), "6 4 1 2 5");
    assert_string_equal(complaints(d, "", DB_BY_QUEUE, 3), "6 4 1 2 5 7");
    assert_string_equal(complaints(d, "", DB_BY_QUEUE, 0), "");
    assert_string_equal(complaints(d, "priority:P1", DB_BY_NUMBER, 2), "3 6");
    assert_string_equal(complaints(d, "priority:P1", DB_BY_NUMBER, DB_NOW), "3 4 6");
    assert_string_equal(complaints(d, "kettle", DB_BY_NUMBER, 1), "1 2");
    assert_string_equal(complaints(d, "kettle", DB_BY_NUMBER, DB_NOW), "1 2 7");
    assert_string_equal(dues(d, "", 1), "2/1 -1/1 3/1 1/2");
    assert_string_equal(dues(d, "", DB_NOW), "2/1 -1/1 1/2");
    assert_string_equal(dues(d, "state:late", 1), "");
}

static void queries_choose_complaints(void **state)
{
    static const char *const rows[][2] = {
        {"status:open", "1 2 4 5 6 7"},
        {"status:closed", "3"},
        {"not|status:open", "3"},
        {"priority:P2", "1"},
        {"signal:legal", "2"},
        {"owner:me", "2 4 6"},
        {"owner:bert", "3"},
        {"owner:none", "1 5 7"},
        {"owner:nobody-knows", ""},
        {"not|owner:nobody-knows", "1 2 3 4 5 6 7"},
        {"category:transit", "4"},
        {"channel:mail", "6"},
        {"customer:acme", "1 2"},
        {"customer:c2", "3 4"},
        {"customer:brau", "3 4"},
        {"customer:zzz", ""},
        {"c3", "5 6 7"},
        {"4", "4"},
        {"99", ""},
        {"kettle", "1 2 7"},
        {"kettle*", "1 2 5 7"},
        {"arrived broken", "1"},
        {"arrived|broken", "1 4"},
        {"kettle|not|signal:legal", "1 7"},
        {"kettle|or|owner:bert", "1 2 3 7"},
        {"(kettle|or|owner:bert)|priority:P1", "3"},
        {"AND NEAR(\" OR *", ""},
        {"kind:promise", "1 2"},
        {"kind:promise|state:open", "2"},
        {"state:open", "1 2"},
        {"kind:promise|not|state:open", "1"},
        {"not|kind:promise", "3 4 5 6 7"},
        {"state:late", "3"},
        {"due:late", "2 6"},
        {"due:none", "5 7"},
        {"since:3d", "1 2 3 7"},
        {"before:3d", "4 5 6"},
        {"since:5d|before:2d", "3 4 5"},
        {"customer:acme|kettle|status:open", "1 2"},
        {"7|or|3|or|7", "3 7"},
    };
    struct desk *d = *state;

    fill(d);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found = complaints(d, rows[i][0], DB_BY_NUMBER, DB_NOW);
        if (strcmp(found, rows[i][1]) != 0)
            fail_msg("%s: %s, not %s", rows[i][0], found, rows[i][1]);
    }
}

static void queries_choose_follow_ups_by_their_complaint(void **state)
{
    static const char *const rows[][2] = {
        {"", "2/1 -1/1 1/2"},
        {"kind:promise", "2/1"},
        {"state:kept", "1/1"},
        {"state:open|or|state:kept", "1/1 2/1 -1/1 1/2"},
        {"not|state:open", "1/1 3/1"},
        {"owner:me", "2/1"},
        {"owner:bert", "-1/1"},
        {"owner:none", "1/2"},
        {"customer:acme", "2/1 -1/1 1/2"},
        {"customer:c1|state:kept", "1/1"},
        {"status:open", "2/1 1/2"},
        {"signal:legal", "2/1"},
        {"due:late", "2/1"},
        {"due:late|not|state:cancelled", "2/1"},
        {"due:2026-11-21", "2/1 -1/1 1/2"},
        {"due:2026-11-22", ""},
        {"due:late|or|owner:bert", "2/1 -1/1"},
        {"not|due:late", "-1/1 1/2"},
        {"not|(owner:bert|or|kind:promise)", "1/2"},
        {"due:2026-11-21|not|state:open", "1/1 3/1"},
        {"due:none", ""},
        {"2", "2/1"},
        {"lawyer", "2/1"},
        {"priority:P1|state:late", "3/1"},
    };
    struct desk *d = *state;

    fill(d);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found = dues(d, rows[i][0], DB_NOW);
        if (strcmp(found, rows[i][1]) != 0)
            fail_msg("%s: %s, not %s", rows[i][0], found, rows[i][1]);
    }
}

static void lines_carry_their_texts(void **state)
{
    struct desk *d = *state;
    struct db_line line;
    struct db_due due;

    fill(d);
    OK(db_list_line(d->db, 4, DB_NOW, d->a, &line));
    assert_true(str_is(line.owner, "anna"));
    assert_true(str_is(line.category, "transit"));
    assert_true(str_is(line.customer, "Berta Braun"));
    assert_true(str_is(line.subject, "broken, it arrived late"));
    assert_int_equal(line.c.priority, PRIORITY_P1);
    OK(db_list_line(d->db, 4, 1, d->a, &line));
    assert_int_equal(line.c.priority, PRIORITY_P2);
    REFUSED(ERR_NOINPUT, db_list_line(d->db, 7, 1, d->a, &line));
    OK(db_list_one_due(d->db, 2, 1, DB_NOW, d->a, &due));
    assert_true(str_is(due.owner, "anna")); /* the complaint's */
    assert_true(str_is(due.text, "ring back about it"));
    OK(db_list_one_due(d->db, -1, 1, DB_NOW, d->a, &due));
    assert_true(str_is(due.owner, "bert"));
    assert_true(str_is(due.customer, "Acme Ltd"));
    REFUSED(ERR_NOINPUT, db_list_one_due(d->db, 2, 9, DB_NOW, d->a, &due));
}

/* A list that is open while writers go on: what it says is of the moment when it was opened, each once, in order. */
static void a_list_is_one_moment_s_truth_while_writers_go_on(void **state)
{
    struct desk *d = *state;
    struct db *reader;
    struct db_list *l;
    const struct db_line *rows;
    struct complaint c;
    size_t n, seen = 0;
    int64_t last = -1;

    store_help_begin(d, NOW);
    int64_t who = store_help_customer(d, "Acme");
    for (int i = 0; i < 1500; i++) {
        int64_t id = store_help_new(d, who, "x");
        OK(db_complaint_get(d->db, id, DB_NOW, &c));
        c.due = NOW + (id * 7919) % 1500;
        OK(db_complaint_put(d->db, &c));
    }
    OK(db_commit(d->db));
    OK(db_open(d->folder, DB_READ, &reader));
    OK(db_list_open(reader, NULL, DB_BY_QUEUE, DB_NOW, &l));
    do {
        OK(db_list_lines(l, &rows, &n));
        for (size_t i = 0; i < n; i++, seen++) {
            assert_true(rows[i].c.due >= last);
            last = rows[i].c.due;
            assert_int_equal(rows[i].c.due, NOW + (rows[i].c.id * 7919) % 1500);
            assert_int_equal(rows[i].c.status, STATUS_RECEIVED);
        }
        /* Meanwhile: close some, move some before and behind the reader's place, add one. */
        store_help_begin(d, NOW + 1);
        for (int64_t id = (int64_t)seen % 7 + 1; id <= 1500; id += 53) {
            OK(db_complaint_get(d->db, id, DB_NOW, &c));
            c.seq = d->seq;
            c.status = id % 2 == 0 ? STATUS_CLOSED : STATUS_ACKNOWLEDGED;
            c.due = NOW + (c.due * 31 + id) % 3000;
            OK(db_complaint_put(d->db, &c));
        }
        store_help_new(d, who, "new");
        OK(db_commit(d->db));
    } while (n > 0);
    assert_int_equal(seen, 1500);
    db_list_close(l);
    db_close(reader);
}

static void counts_are_of_the_open_ones(void **state)
{
    struct desk *d = *state;
    struct db_counts n;

    fill(d);
    OK(db_list_counts(d->db, NULL, NOW, DB_NOW, &n));
    assert_int_equal(n.open, 6);
    assert_int_equal(n.late, 2);
    assert_int_equal(n.unowned, 3);
    assert_int_equal(n.without_step, 2);
    assert_int_equal(n.n_examples, 2);
    assert_int_equal(n.examples[0], 1);
    assert_int_equal(n.examples[1], 7);
    OK(db_list_counts(d->db, ask(d, "owner:me"), NOW, 1, &n));
    assert_int_equal(n.open, 3);
    assert_int_equal(n.late, 3);
}

/* A first page. */
static struct db_hit *search(struct desk *d, const struct query *query, const char *words, size_t max,
                             size_t *n)
{
    struct db_list_search *s;
    struct db_hit *hits;

    OK(db_list_search_open(d->db, query, str_of(words), &s));
    OK(db_list_search_next(s, max, d->a, &hits, n));
    db_list_search_close(s);
    return hits;
}

static void search_finds_words_and_shows_where(void **state)
{
    struct desk *d = *state;
    struct db_hit *hits;
    size_t n;

    fill(d);
    hits = search(d, NULL, "kettle broken", 10, &n);
    assert_int_equal(n, 1);
    assert_int_equal(hits[0].line.c.id, 1);
    assert_int_equal(hits[0].event, 1);
    assert_true(str_is(hits[0].snippet, "the \x02kettle\x03 arrived \x02"
                                        "broken\x03"));
    hits = search(d, NULL, "\"arrived broken\"", 10, &n);
    assert_int_equal(n, 1);
    hits = search(d, NULL, "kettle*", 10, &n);
    assert_int_equal(n, 4);
    hits = search(d, ask(d, "signal:legal"), "kettle", 10, &n);
    assert_int_equal(n, 1);
    assert_int_equal(hits[0].line.c.id, 2);
}

/* The better a text fits, the shorter it is: what is written in between is ranked before all others. */
static void pages_of_a_search_are_one_order_whoever_writes(void **state)
{
    enum { TEXTS = 20, PAGE = 3 };
    struct desk *d = *state;
    struct db_list_search *s;
    struct db_hit *hits;
    size_t n, seen = 0;
    bool given[2 * TEXTS + 1] = {false};
    char text[256] = "toaster";

    store_help_begin(d, NOW);
    int64_t customer = store_help_customer(d, "Acme Ltd");
    for (int i = 0; i < TEXTS; i++) {
        (void)store_help_new(d, customer, text);
        strcat(text, " again");
    }
    OK(db_commit(d->db));
    OK(db_list_search_open(d->db, NULL, str_of("toaster"), &s));
    do {
        OK(db_list_search_next(s, PAGE, d->a, &hits, &n));
        for (size_t i = 0; i < n; i++) {
            assert_false(given[hits[i].line.c.id]);
            given[hits[i].line.c.id] = true;
            assert_int_equal(hits[i].line.c.id, 1 + (int64_t)seen);
            seen++;
        }
        if (seen > PAGE && seen < TEXTS) { /* from the second page on, it is the order of then */
            store_help_begin(d, NOW);
            (void)store_help_new(d, customer, "toaster toaster");
            OK(db_commit(d->db));
        }
    } while (n == PAGE);
    assert_int_equal(seen, TEXTS);
    db_list_search_close(s);
}

static void nothing_typed_is_search_syntax(void **state)
{
    static const char *const rows[] = {"",        "\"",  "\"\"", "*",           "kettle AND",  "kettle NOT x",
                                       "(",       "a:b", "^x",   "body:kettle", "x\"y\"z",     "NEAR(a b)",
                                       "-kettle", "+ +", "\xff", "{a b}",       "' OR 1=1 --", "kettle OR x",
                                       "\x01\x02"};
    struct desk *d = *state;
    size_t n;

    fill(d);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        (void)search(d, NULL, rows[i], 10, &n);
    (void)search(d, NULL, "kettle OR parcel", 10, &n);
    assert_int_equal(n, 0); /* "or" is a word like others */
}

/* What a walk saw, in its order. */
struct seen {
    int64_t of[32], status[32][DB_WALK_AT]; /* -1: did not stand */
    size_t nf[32], n;
};

static struct err *see(void *context, const struct db_walk_row *row)
{
    struct seen *s = context;

    assert_true(s->n < 32);
    s->of[s->n] = row->of;
    for (int i = 0; i < DB_WALK_AT; i++)
        s->status[s->n][i] = row->at[i] != NULL ? (int64_t)row->at[i]->status : -1;
    s->nf[s->n++] = row->nf;
    return NULL;
}

static void a_walk_gives_each_complaint_as_of_each_instant(void **state)
{
    struct desk *d = *state;
    struct seen s = {0};
    struct complaint c;
    int64_t at[DB_WALK_AT] = {0, 0, 0}, before;

    fill(d);
    OK(db_seq_now(d->db, &before));
    store_help_begin(d, NOW);
    OK(db_complaint_get(d->db, 6, DB_NOW, &c));
    c.seq = d->seq;
    c.status = STATUS_CLOSED;
    OK(db_complaint_put(d->db, &c));
    int64_t late = store_help_new(d, c.customer, "one more");
    followup(d, late, 1, KIND_RESPONSE, STATE_KEPT, NOW, 0);
    followup(d, late, 2, KIND_PROMISE, STATE_OPEN, NOW, 0);
    OK(db_commit(d->db));
    OK(db_seq_now(d->db, &at[0]));
    at[1] = before;

    OK(db_walk(d->db, at, (struct db_walk_wants){DB_WALK_ROWS, DB_WALK_EVERY, DB_WALK_WHOLE}, see, &s));
    for (size_t i = 1; i < s.n; i++)
        assert_true(s.of[i] > s.of[i - 1]); /* each once */
    assert_int_equal(s.of[s.n - 1], late);
    assert_int_equal(s.nf[s.n - 1], 2);
    assert_int_equal(s.status[s.n - 1][0], STATUS_RECEIVED);
    assert_int_equal(s.status[s.n - 1][1], -1); /* it was not there yet */
    assert_int_equal(s.of[s.n - 3], 6);
    assert_int_equal(s.status[s.n - 3][0], STATUS_CLOSED);
    assert_int_equal(s.status[s.n - 3][1], STATUS_RECEIVED);
    assert_int_equal(s.status[s.n - 3][2], -1); /* before the first transaction nothing stood */

    /* The same instant gives the same, whatever was written since. */
    struct seen then = {0};
    at[0] = at[2] = before;
    OK(db_walk(d->db, at, (struct db_walk_wants){DB_WALK_ROWS, DB_WALK_EVERY, DB_WALK_WHOLE}, see, &then));
    assert_int_equal(then.of[then.n - 1], 7);
    assert_int_equal(then.status[then.n - 2][0], STATUS_RECEIVED);
}

/* The numbers of the events that a walk brought of complaint 1. */
struct told {
    uint32_t no[8];
    size_t n;
};

static struct err *note(void *context, const struct db_walk_row *row)
{
    struct told *t = context;

    for (size_t i = 0; row->of == 1 && i < row->nev; i++) {
        assert_true(t->n < 8);
        assert_int_equal(row->ev[i].of, 1);
        t->no[t->n++] = row->ev[i].no;
    }
    return NULL;
}

static void happened(struct desk *d, uint32_t no, enum event_kind kind, uint32_t ref)
{
    struct event ev = {.of = 1, .no = no, .seq = d->seq, .happened = d->at, .kind = kind, .ref = ref};

    OK(db_event_add(d->db, &ev));
}

static void check_told(struct desk *d, int64_t at, enum db_walk_events events, const char *expected)
{
    const int64_t all[DB_WALK_AT] = {at, at, at};
    struct told t = {0};
    char text[64] = "";

    OK(db_walk(d->db, all, (struct db_walk_wants){events, DB_WALK_ENDED, DB_WALK_FIGURES}, note, &t));
    for (size_t i = 0; i < t.n; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%u ", (unsigned)t.no[i]);
    assert_string_equal(text, expected);
}

static void a_walk_brings_what_figures_are_made_of_without_what_was_struck(void **state)
{
    struct desk *d = *state;
    int64_t seq;

    fill(d);
    store_help_begin(d, NOW);
    happened(d, 2, EVENT_OFFERED, 1);
    happened(d, 3, EVENT_NOTE, 0);
    happened(d, 4, EVENT_CONFIRMED, 0);
    happened(d, 5, EVENT_STRUCK, 4);
    OK(db_commit(d->db));
    OK(db_seq_now(d->db, &seq));
    store_help_begin(d, NOW);
    happened(d, 6, EVENT_STRUCK, 5); /* so that 4 stands again */
    happened(d, 7, EVENT_HEARD, 1);
    happened(d, 8, EVENT_HEARD, 0);
    OK(db_commit(d->db));
    check_told(d, DB_NOW, DB_WALK_ROWS, "");
    check_told(d, DB_NOW, DB_WALK_TOLD, "2 4 7 ");
    check_told(d, DB_NOW, DB_WALK_ALL, "1 2 3 4 7 8 ");
    check_told(d, seq, DB_WALK_TOLD, "2 ");
    check_told(d, seq, DB_WALK_ALL, "1 2 3 ");
}

/* The plan of every stream: index reads only, nothing sorted aside. */
static void lists_are_index_reads(void **state)
{
    static const enum db_sql streams[] = {
        SQL_LIST_QUEUE,         SQL_LIST_QUEUE_PAST,   SQL_LIST_NUMBER,
        SQL_LIST_NUMBER_PAST,   SQL_LIST_DUE,          SQL_LIST_ENDED,
        SQL_LIST_DUE_PAST,      SQL_LIST_FOLLOWUPS,    SQL_LIST_FOLLOWUPS_PAST,
        SQL_REMIND_DUE,         SQL_LIST_CUSTOMERS,    SQL_COMPLAINT_GET,
        SQL_COMPLAINT_GET_PAST, SQL_FOLLOWUP_OPEN,     SQL_EVENT_LIST,
        SQL_ADDRESS_FIND,       SQL_TX_LAST,           SQL_COMPLAINT_OF,
        SQL_WALK_TOLD,          SQL_WALK_EVENTS,       SQL_WALK_ENDED,
        SQL_WALK_COMPLAINTS,    SQL_WALK_FIGURES,      SQL_WALK_FOLLOWUPS,
        SQL_WALK_NEXT,          SQL_WALK_NEXT_FOLLOWUP};
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        sqlite3_stmt *st;
        char *sql = arena_printf(d->a, "EXPLAIN QUERY PLAN %s", db_sql_text(streams[i]));
        assert_int_equal(sqlite3_prepare_v2(d->db->sql, sql, -1, &st, NULL), SQLITE_OK);
        while (sqlite3_step(st) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(st, 3);
            /* Of these two the first row is all that is read. */
            bool first = strcmp(step, "SCAN tx") == 0 || strcmp(step, "SCAN weight") == 0;
            bool scan = strncmp(step, "SCAN", 4) == 0 && !first;
            if (scan || strstr(step, "TEMP B-TREE") != NULL)
                fail_msg("%s: %s", step, db_sql_text(streams[i]));
        }
        sqlite3_finalize(st);
    }
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_queue_is_by_priority_then_due_then_number),
        T(a_list_is_what_the_store_knew_then),
        T(queries_choose_complaints),
        T(queries_choose_follow_ups_by_their_complaint),
        T(lines_carry_their_texts),
        T(a_list_is_one_moment_s_truth_while_writers_go_on),
        T(counts_are_of_the_open_ones),
        T(search_finds_words_and_shows_where),
        T(pages_of_a_search_are_one_order_whoever_writes),
        T(nothing_typed_is_search_syntax),
        T(a_walk_gives_each_complaint_as_of_each_instant),
        T(a_walk_brings_what_figures_are_made_of_without_what_was_struck),
        T(lists_are_index_reads),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
