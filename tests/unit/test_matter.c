/* The lifecycle: which step is possible when, and that replaying a history gives what living it gave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rule/matter.h"

enum { CUSTOMER = 7, OWNER = 3, START = 1000 };

static struct event ev(const struct matter *m, enum event_kind kind)
{
    return (struct event){.of = 42,
                          .no = m->c.events + 1,
                          .seq = m->c.events + 1,
                          .happened = START + m->c.events,
                          .recorded = START + m->c.events,
                          .kind = kind,
                          .num = m->c.events == 0 ? CUSTOMER : 0};
}

/* Applies an event of that kind; false when the lifecycle refuses it. */
static bool does(struct matter *m, enum event_kind kind)
{
    struct event e = ev(m, kind);
    struct err *bad = matter_apply(m, &e);

    if (bad != NULL)
        assert_int_equal(bad->code, ERR_DATA);
    err_free(bad);
    return bad == NULL;
}

/* A complaint brought to a status by the shortest way. */
static struct matter at(enum status status)
{
    static const enum event_kind way[] = {EVENT_HEARD,  EVENT_SAID,     EVENT_OFFERED,
                                          EVENT_AGREED, EVENT_RESOLVED, EVENT_CLOSED};
    struct matter m = {0};

    for (int i = 0; i <= (int)status; i++)
        assert_true(does(&m, way[i]));
    assert_int_equal(m.c.status, status);
    return m;
}

#define R STATUS_RECEIVED
#define A STATUS_ACKNOWLEDGED
#define O STATUS_OFFERED
#define G STATUS_AGREED
#define S STATUS_RESOLVED
#define C STATUS_CLOSED
enum { NO = -1 }; /* refused */

/* DESIGN 2, lifecycle: what each verb leads to from each status. */
static void every_step_leads_where_the_lifecycle_says(void **unused)
{
    static const struct {
        enum event_kind kind;
        int to[6]; /* from received, acknowledged, offered, agreed, resolved, closed */
    } rows[] = {
        {EVENT_HEARD, {R, A, O, G, S, C}},       {EVENT_SAID, {A, A, O, G, S, C}},
        {EVENT_HANDED, {R, A, O, G, S, C}},      {EVENT_ATTACHED, {R, A, O, G, S, C}},
        {EVENT_CORRECTED, {R, A, O, G, S, C}},   {EVENT_NOTE, {R, A, O, G, S, C}},
        {EVENT_OFFERED, {O, O, O, NO, NO, NO}},  {EVENT_AGREED, {NO, NO, G, NO, NO, NO}},
        {EVENT_RESOLVED, {S, S, S, S, NO, NO}},  {EVENT_CONFIRMED, {NO, NO, NO, NO, A, NO}},
        {EVENT_CLOSED, {NO, NO, NO, NO, C, NO}}, {EVENT_REOPENED, {NO, NO, NO, NO, A, A}},
        {EVENT_VOIDED, {C, C, C, C, C, C}},      {EVENT_WAITING, {R, A, O, G, NO, NO}},
        {EVENT_ASSIGNED, {R, A, O, G, S, C}},    {EVENT_RESUMED, {NO, NO, NO, NO, NO, NO}},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int from = R; from <= C; from++) {
            struct matter m = at((enum status)from);
            bool done = does(&m, rows[i].kind);
            int to = done ? (int)m.c.status : NO;
            if (to != rows[i].to[from])
                fail_msg("%s from %s: %d, wanted %d", word_name(WORD_EVENT, (int)rows[i].kind),
                         word_name(WORD_STATUS, from), to, rows[i].to[from]);
            matter_clear(&m);
        }
    }
}

static void a_yes_closes_and_a_no_opens_again(void **unused)
{
    struct matter m = at(STATUS_RESOLVED);
    struct event e = ev(&m, EVENT_CONFIRMED);

    (void)unused;
    e.num = 1;
    assert_null(matter_apply(&m, &e));
    assert_int_equal(m.c.status, STATUS_CLOSED);
    assert_true(m.c.satisfied);
    assert_true(does(&m, EVENT_REOPENED));
    assert_int_equal(m.c.reopened, 1);
    assert_false(m.c.satisfied);
    matter_clear(&m);
}

static void a_refused_step_changes_nothing_and_says_what_is_possible(void **unused)
{
    struct matter m = at(STATUS_RECEIVED);
    struct complaint before = m.c;
    struct event e = ev(&m, EVENT_CLOSED);
    struct err *bad = matter_apply(&m, &e);

    (void)unused;
    assert_non_null(bad);
    assert_non_null(strstr(bad->text, "resolve it first"));
    assert_memory_equal(&before, &m.c, sizeof before);
    err_free(bad);
    matter_clear(&m);
}

static void what_is_passed_over_is_implied(void **unused)
{
    static const struct {
        enum status from;
        size_t n;
        enum event_kind implied[3];
    } rows[] = {
        {R, 3, {EVENT_SAID, EVENT_OFFERED, EVENT_AGREED}},
        {A, 2, {EVENT_OFFERED, EVENT_AGREED}},
        {O, 1, {EVENT_AGREED}},
        {G, 0, {EVENT_HEARD}},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct matter m = at(rows[i].from);
        enum event_kind implied[4];
        size_t n = matter_implied(&m.c, EVENT_RESOLVED, implied);
        assert_int_equal(n, rows[i].n);
        for (size_t j = 0; j < n; j++)
            assert_int_equal(implied[j], rows[i].implied[j]);
        matter_clear(&m);
    }
}

/* --- follow-ups -------------------------------------------------------------------------------------------------- */

static void add(struct matter *m, enum kind kind, instant due)
{
    struct event e = ev(m, EVENT_ADDED);

    e.code = (int32_t)kind;
    e.ref = m->c.followups + 1;
    e.num = due;
    e.who = OWNER;
    assert_null(matter_apply(m, &e));
}

static void end(struct matter *m, enum event_kind kind, uint32_t ref, instant happened)
{
    struct event e = ev(m, kind);

    e.ref = ref;
    e.happened = happened;
    assert_null(matter_apply(m, &e));
}

static void a_followup_ends_kept_late_broken_or_cancelled_by_its_clock(void **unused)
{
    static const struct {
        enum event_kind kind;
        instant happened;
        enum state state;
    } rows[] = {
        {EVENT_DONE, 5000, STATE_KEPT},
        {EVENT_DONE, 5001, STATE_LATE},
        {EVENT_CANCELLED, 5000, STATE_CANCELLED},
        {EVENT_CANCELLED, 5001, STATE_BROKEN},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct matter m = at(STATUS_RECEIVED);
        add(&m, KIND_PROMISE, 5000);
        assert_int_equal(m.c.due, 5000);
        assert_int_equal(m.c.steps, 1);
        end(&m, rows[i].kind, 1, rows[i].happened);
        assert_int_equal(m.f[0].state, rows[i].state);
        assert_int_equal(m.f[0].ended, rows[i].happened);
        assert_int_equal(m.c.due, INSTANT_NONE);
        assert_int_equal(m.c.steps, 0);
        matter_clear(&m);
    }
}

static void an_answer_meets_the_response_deadline_and_no_promise(void **unused)
{
    struct matter m = at(STATUS_RECEIVED);

    (void)unused;
    add(&m, KIND_RESPONSE, 5000);
    add(&m, KIND_RESOLUTION, 9000);
    add(&m, KIND_CALLBACK, 6000);
    assert_true(does(&m, EVENT_SAID));
    assert_int_equal(m.f[0].state, STATE_KEPT);
    assert_int_equal(m.f[1].state, STATE_OPEN);
    assert_int_equal(m.f[2].state, STATE_OPEN);
    assert_int_equal(m.c.due, 6000);
    assert_int_equal(m.c.steps, 1); /* a deadline is no next step */
    matter_clear(&m);
}

static void a_resolution_ends_the_clocks_and_leaves_promises(void **unused)
{
    struct matter m = at(STATUS_ACKNOWLEDGED);

    (void)unused;
    add(&m, KIND_RESOLUTION, 9000);
    add(&m, KIND_PROMISE, 6000);
    add(&m, KIND_EXPECTED, 7000);
    assert_true(does(&m, EVENT_RESOLVED));
    assert_int_equal(m.f[0].state, STATE_KEPT);
    assert_int_equal(m.f[1].state, STATE_OPEN);
    assert_int_equal(m.f[2].state, STATE_CANCELLED);
    matter_clear(&m);
}

static void a_void_matter_breaks_no_promise(void **unused)
{
    struct matter m = at(STATUS_RECEIVED);

    (void)unused;
    add(&m, KIND_PROMISE, START); /* due already */
    add(&m, KIND_RESPONSE, 9000);
    assert_true(does(&m, EVENT_VOIDED));
    assert_int_equal(m.f[0].state, STATE_CANCELLED);
    assert_int_equal(m.f[1].state, STATE_CANCELLED);
    assert_true(m.c.voided);
    matter_clear(&m);
}

static void a_followup_that_is_not_open_is_refused(void **unused)
{
    static const struct {
        uint32_t ref;
        enum err_code code;
    } rows[] = {{1, ERR_DATA}, {2, ERR_NOINPUT}, {0, ERR_NOINPUT}};

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct matter m = at(STATUS_RECEIVED);
        add(&m, KIND_PROMISE, 5000);
        end(&m, EVENT_DONE, 1, 4000);
        struct event e = ev(&m, EVENT_DONE);
        e.ref = rows[i].ref;
        struct err *bad = matter_apply(&m, &e);
        assert_non_null(bad);
        assert_int_equal(bad->code, rows[i].code);
        err_free(bad);
        matter_clear(&m);
    }
}

/* --- priority ---------------------------------------------------------------------------------------------------- */

static void triage(struct matter *m, enum priority p)
{
    struct event e = ev(m, EVENT_TRIAGED);

    e.code = (int32_t)p;
    e.ref = 1u << SIGNAL_ANGER;
    e.num = 50;
    assert_null(matter_apply(m, &e));
}

static void by_hand(struct matter *m, int64_t p)
{
    struct event e = ev(m, EVENT_SET);

    e.code = FIELD_PRIORITY;
    e.num = p;
    assert_null(matter_apply(m, &e));
}

static void a_priority_set_by_hand_is_kept_until_given_back(void **unused)
{
    struct matter m = at(STATUS_RECEIVED);

    (void)unused;
    triage(&m, PRIORITY_P2);
    assert_int_equal(m.c.priority, PRIORITY_P2);
    by_hand(&m, PRIORITY_P1);
    triage(&m, PRIORITY_P3);
    assert_int_equal(m.c.priority, PRIORITY_P1);
    by_hand(&m, -1);
    triage(&m, PRIORITY_P3);
    assert_int_equal(m.c.priority, PRIORITY_P3);
    matter_clear(&m);
}

/* --- whole histories --------------------------------------------------------------------------------------------- */

enum { LENGTH = 60, ROUNDS = 400 };

static uint32_t next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* A random event; what the lifecycle refuses is left out by the caller. */
static struct event any(const struct matter *m, uint32_t *seed)
{
    static const enum event_kind kinds[] = {EVENT_HEARD,     EVENT_SAID,    EVENT_NOTE,     EVENT_SET,
                                            EVENT_OFFERED,   EVENT_AGREED,  EVENT_RESOLVED, EVENT_CLOSED,
                                            EVENT_REOPENED,  EVENT_WAITING, EVENT_RESUMED,  EVENT_ADDED,
                                            EVENT_ADDED,     EVENT_ADDED,   EVENT_DONE,     EVENT_MOVED,
                                            EVENT_CANCELLED, EVENT_TRIAGED, EVENT_ASSIGNED, EVENT_CONFIRMED};
    struct event e = ev(m, kinds[next(seed) % (sizeof kinds / sizeof kinds[0])]);

    e.num = (int64_t)(next(seed) % 2000);
    e.who = next(seed) % 5;
    e.words = next(seed) % 9;
    e.ref = 1 + next(seed) % 6;
    e.code = (int32_t)(next(seed) % 4);
    if (e.kind == EVENT_ADDED)
        e.ref = m->c.followups + 1;
    if (e.kind == EVENT_ADDED)
        e.code = (int32_t)(next(seed) % KINDS);
    if (e.kind == EVENT_SET && e.code == FIELD_PRIORITY)
        e.num = (int64_t)(next(seed) % 4);
    return e;
}

/* A lived history: its events, and what it led to. */
static size_t live(uint32_t *seed, struct matter *m, struct event out[LENGTH])
{
    size_t n = 0;

    out[n] = ev(m, EVENT_HEARD);
    assert_null(matter_apply(m, &out[n++]));
    while (n < LENGTH) {
        struct event e = any(m, seed);
        struct err *bad = matter_apply(m, &e);
        if (bad == NULL)
            out[n++] = e;
        err_free(bad);
    }
    return n;
}

static void assert_same(const struct matter *a, const struct matter *b)
{
    assert_memory_equal(&a->c, &b->c, sizeof a->c);
    assert_int_equal(a->nf, b->nf);
    for (size_t i = 0; i < a->nf; i++)
        assert_memory_equal(&a->f[i], &b->f[i], sizeof a->f[i]);
}

static void replaying_a_history_gives_what_living_it_gave(void **unused)
{
    uint32_t seed = 2463534242;

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        struct matter lived = {0}, replayed = {0};
        struct event history[LENGTH];
        size_t n = live(&seed, &lived, history);
        assert_null(matter_replay(&replayed, history, n));
        assert_same(&lived, &replayed);
        matter_clear(&lived);
        matter_clear(&replayed);
    }
}

/* What the open follow-ups alone are enough for: the desk reads no others before it writes. */
static void the_closed_followups_do_not_matter_to_what_comes_next(void **unused)
{
    uint32_t seed = 88172645;

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        struct matter whole = {0}, part = {0};
        struct event history[LENGTH];
        (void)live(&seed, &whole, history);
        part.c = whole.c;
        for (size_t i = 0; i < whole.nf; i++) {
            if (whole.f[i].state != STATE_OPEN)
                continue;
            part.f = realloc(part.f, (part.nf + 1) * sizeof *part.f);
            part.touched = realloc(part.touched, (part.nf + 1) * sizeof *part.touched);
            part.f[part.nf++] = whole.f[i];
            part.cap_f = part.cap_t = part.nf;
        }
        for (int i = 0; i < 10; i++) {
            struct event e = any(&whole, &seed);
            struct err *a = matter_apply(&whole, &e), *b = matter_apply(&part, &e);
            assert_int_equal(a == NULL, b == NULL);
            assert_memory_equal(&whole.c, &part.c, sizeof whole.c);
            err_free(a);
            err_free(b);
        }
        matter_clear(&whole);
        matter_clear(&part);
    }
}

static void a_struck_event_leaves_no_trace_but_its_number(void **unused)
{
    struct matter lived = {0}, replayed = {0};
    struct event h[5];

    (void)unused;
    h[0] = ev(&lived, EVENT_HEARD);
    assert_null(matter_apply(&lived, &h[0]));
    h[1] = ev(&lived, EVENT_SAID);
    assert_null(matter_apply(&lived, &h[1]));
    h[2] = ev(&lived, EVENT_STRUCK);
    h[2].ref = 2;
    assert_null(matter_replay(&replayed, h, 3));
    assert_int_equal(replayed.c.status, STATUS_RECEIVED);
    assert_int_equal(replayed.c.acknowledged, INSTANT_NONE);
    assert_int_equal(replayed.c.events, 3);
    matter_clear(&lived);
    matter_clear(&replayed);
}

static void striking_a_strike_brings_the_event_back(void **unused)
{
    struct event h[4] = {{.of = 42, .no = 1, .kind = EVENT_HEARD, .num = CUSTOMER},
                         {.of = 42, .no = 2, .kind = EVENT_SAID},
                         {.of = 42, .no = 3, .kind = EVENT_STRUCK, .ref = 2},
                         {.of = 42, .no = 4, .kind = EVENT_STRUCK, .ref = 3}};
    bool struck[4];
    struct matter m = {0};

    (void)unused;
    matter_struck(h, 4, struck);
    assert_false(struck[1]);
    assert_true(struck[2]);
    assert_null(matter_replay(&m, h, 4));
    assert_int_equal(m.c.status, STATUS_ACKNOWLEDGED);
    matter_clear(&m);
}

static void a_strike_that_later_events_stand_on_names_them(void **unused)
{
    struct event h[4] = {{.of = 42, .no = 1, .kind = EVENT_HEARD, .num = CUSTOMER},
                         {.of = 42, .no = 2, .kind = EVENT_RESOLVED},
                         {.of = 42, .no = 3, .kind = EVENT_CLOSED},
                         {.of = 42, .no = 4, .kind = EVENT_STRUCK, .ref = 2}};
    struct matter m = {0};
    struct err *bad = matter_replay(&m, h, 4);

    (void)unused;
    assert_non_null(bad);
    assert_int_equal(bad->code, ERR_DATA);
    assert_non_null(strstr(bad->text, "42@3 (closed)"));
    err_free(bad);
    matter_clear(&m);
}

/* --- merges ------------------------------------------------------------------------------------------------------ */

static void follow_up(struct matter *m, enum kind kind, instant due)
{
    struct event e = ev(m, EVENT_ADDED);

    e.code = (int32_t)kind;
    e.ref = m->c.followups + 1;
    e.num = due;
    assert_null(matter_apply(m, &e));
}

static void what_was_merged_is_closed_breaks_nothing_and_takes_nothing_more(void **unused)
{
    struct matter m = at(STATUS_ACKNOWLEDGED);
    struct event e;

    (void)unused;
    follow_up(&m, KIND_RESOLUTION, START - 5); /* overdue */
    follow_up(&m, KIND_PROMISE, START - 5);
    e = ev(&m, EVENT_MERGED);
    e.ref = 30;
    assert_null(matter_apply(&m, &e));
    assert_int_equal(m.c.status, STATUS_CLOSED);
    assert_true(m.c.voided && m.c.merged);
    assert_int_equal(m.into, 30);
    assert_int_equal(m.c.due, INSTANT_NONE);
    for (size_t i = 0; i < m.nf; i++)
        assert_int_equal(m.f[i].state, STATE_CANCELLED);
    static const enum event_kind refused[] = {EVENT_HEARD,    EVENT_NOTE,   EVENT_SAID,   EVENT_SET,
                                              EVENT_REOPENED, EVENT_VOIDED, EVENT_MERGED, EVENT_JOINED};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(does(&m, refused[i]));
    e = ev(&m, EVENT_SAID); /* a letter that had left is known to be sent now */
    e.num = 2;
    assert_null(matter_apply(&m, &e));
    matter_clear(&m);
}

static void only_what_people_owe_each_other_goes_along(void **unused)
{
    static const bool goes[KINDS] = {
        [KIND_PROMISE] = true, [KIND_CALLBACK] = true, [KIND_MEETING] = true, [KIND_EXPECTED] = true};

    (void)unused;
    for (int k = 0; k < KINDS; k++) {
        struct followup f = {.kind = (enum kind)k, .state = STATE_OPEN};
        assert_int_equal(matter_goes_along(&f), goes[k]);
        f.state = STATE_KEPT;
        assert_false(matter_goes_along(&f));
    }
}

static void the_earlier_receipt_counts_and_moves_the_clocks_that_began_with_the_later(void **unused)
{
    static const struct {
        instant received;
        int32_t answered; /* seconds after it */
        instant want, acknowledged;
        enum status status;
        enum state response;
        instant made; /* of the resolution's deadline */
    } rows[] = {
        {START - 100, 0, START - 100, INSTANT_NONE, R, STATE_OPEN, START - 100},
        {START - 100, 40, START - 100, START - 60, A, STATE_CANCELLED, START - 100},
        {START + 100, 0, START, INSTANT_NONE, R, STATE_OPEN, START},
        {START + 100, 7, START, START + 107, A, STATE_CANCELLED, START},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct matter m = at(STATUS_RECEIVED);
        struct event e = ev(&m, EVENT_ADDED);
        for (uint32_t no = 1; no <= 2; no++) {
            e = ev(&m, EVENT_ADDED);
            e.code = no == 1 ? KIND_RESPONSE : KIND_RESOLUTION;
            e.ref = no;
            e.num = START + 500;
            e.happened = START; /* it runs from the receipt */
            assert_null(matter_apply(&m, &e));
        }
        follow_up(&m, KIND_PROMISE, START + 50);
        e = ev(&m, EVENT_JOINED);
        e.ref = 57;
        e.num = rows[i].received;
        e.code = rows[i].answered;
        assert_null(matter_apply(&m, &e));
        assert_int_equal(m.c.received, rows[i].want);
        assert_int_equal(m.c.acknowledged, rows[i].acknowledged);
        assert_int_equal(m.c.status, rows[i].status);
        assert_int_equal(m.f[0].state, rows[i].response);
        assert_int_equal(m.f[1].made, rows[i].made);
        assert_int_equal(m.f[2].state, STATE_OPEN);
        assert_false(m.c.merged);
        matter_clear(&m);
    }
}

static void an_answer_that_was_given_first_stays_the_first(void **unused)
{
    struct matter m = at(STATUS_AGREED);
    instant before = m.c.acknowledged;
    struct event e = ev(&m, EVENT_JOINED);

    (void)unused;
    e.num = before + 10;
    e.code = 10;
    assert_null(matter_apply(&m, &e));
    assert_int_equal(m.c.acknowledged, before);
    assert_int_equal(m.c.status, STATUS_AGREED);
    matter_clear(&m);
}

static void a_merge_that_is_struck_gives_back_the_row_of_before(void **unused)
{
    struct event all[6];
    struct matter m = {0}, was = {0};
    size_t n = 0;

    (void)unused;
    all[n] = ev(&m, EVENT_HEARD);
    assert_null(matter_apply(&m, &all[n++]));
    all[n] = ev(&m, EVENT_ADDED);
    all[n].code = KIND_PROMISE;
    all[n].ref = 1;
    all[n].num = START + 900;
    assert_null(matter_apply(&m, &all[n++]));
    assert_null(matter_replay(&was, all, n));
    all[n] = ev(&m, EVENT_MERGED);
    all[n].ref = 30;
    assert_null(matter_apply(&m, &all[n++]));
    all[n] = ev(&m, EVENT_STRUCK);
    all[n].ref = 3;
    assert_null(matter_apply(&m, &all[n++]));
    matter_clear(&m);
    assert_null(matter_replay(&m, all, n));
    assert_false(m.c.merged || m.c.voided);
    assert_int_equal(m.into, 0);
    assert_int_equal(m.c.status, was.c.status);
    assert_int_equal(m.c.due, was.c.due);
    assert_int_equal(m.c.steps, was.c.steps);
    assert_int_equal(m.c.closed, was.c.closed);
    assert_int_equal(m.f[0].state, STATE_OPEN);
    matter_clear(&m);
    matter_clear(&was);
}

static void a_customer_is_merged_once(void **unused)
{
    struct matter m = {0};
    struct event e = {
        .of = -9, .no = 1, .seq = 1, .kind = EVENT_CREATED, .happened = START, .recorded = START};

    (void)unused;
    assert_null(matter_apply(&m, &e));
    e.no = 2;
    e.kind = EVENT_MERGED;
    e.ref = 7;
    assert_null(matter_apply(&m, &e));
    assert_int_equal(m.into, -7);
    e.no = 3;
    struct err *bad = matter_apply(&m, &e);
    assert_non_null(bad);
    assert_int_equal(bad->code, ERR_DATA);
    err_free(bad);
    e.kind = EVENT_NOTE; /* they are spoken of all the same */
    assert_null(matter_apply(&m, &e));
    matter_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_leads_where_the_lifecycle_says),
        cmocka_unit_test(a_yes_closes_and_a_no_opens_again),
        cmocka_unit_test(a_refused_step_changes_nothing_and_says_what_is_possible),
        cmocka_unit_test(what_is_passed_over_is_implied),
        cmocka_unit_test(a_followup_ends_kept_late_broken_or_cancelled_by_its_clock),
        cmocka_unit_test(an_answer_meets_the_response_deadline_and_no_promise),
        cmocka_unit_test(a_resolution_ends_the_clocks_and_leaves_promises),
        cmocka_unit_test(a_void_matter_breaks_no_promise),
        cmocka_unit_test(a_followup_that_is_not_open_is_refused),
        cmocka_unit_test(a_priority_set_by_hand_is_kept_until_given_back),
        cmocka_unit_test(replaying_a_history_gives_what_living_it_gave),
        cmocka_unit_test(the_closed_followups_do_not_matter_to_what_comes_next),
        cmocka_unit_test(a_struck_event_leaves_no_trace_but_its_number),
        cmocka_unit_test(striking_a_strike_brings_the_event_back),
        cmocka_unit_test(a_strike_that_later_events_stand_on_names_them),
        cmocka_unit_test(what_was_merged_is_closed_breaks_nothing_and_takes_nothing_more),
        cmocka_unit_test(only_what_people_owe_each_other_goes_along),
        cmocka_unit_test(the_earlier_receipt_counts_and_moves_the_clocks_that_began_with_the_later),
        cmocka_unit_test(an_answer_that_was_given_first_stays_the_first),
        cmocka_unit_test(a_merge_that_is_struck_gives_back_the_row_of_before),
        cmocka_unit_test(a_customer_is_merged_once),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
