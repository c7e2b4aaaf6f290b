/* What is struck leaves the rest as it would be had it never been there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/audit.h"
#include "desk/offer.h"
#include "desk/step.h"
#include "desk/strike.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

enum {
    START = 1699833600, /* a Monday */
    HOUR = 3600,
    DAY = 86400,
    STEPS_MAX = 8,
    HISTORIES = 200,
    PAIRS_MIN = 500
};

enum act {
    ACT_SAID,
    ACT_ACK,
    ACT_HEARD,
    ACT_OFFER,
    ACT_AGREE,
    ACT_RESOLVE,
    ACT_YES,
    ACT_NO,
    ACT_CLOSE,
    ACT_WAIT,
    ACT_RESUME,
    ACT_NOTE,
    ACT_REOPEN,
    ACTS
};

static const char *const names[ACTS] = {"said", "ack",   "heard", "offer",  "agree", "resolve", "yes",
                                        "no",   "close", "wait",  "resume", "note",  "reopen"};

struct fixture {
    char folder[32];
    struct desk_place place;
    struct desk *desk;
    instant start; /* of the complaint in hand; a store's time goes forward only */
};

#define OK(call) assert_ok((call), #call)

static void assert_ok(struct err *e, const char *call)
{
    if (e != NULL)
        fail_msg("%s: %s", call, e->text);
}

static int setup(void **state)
{
    struct fixture *f = mem_zero(sizeof *f);

    /* thousands of commits, none of which is to survive a power cut */
    strcpy(f->folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/cust-test-XXXXXX" : "/tmp/cust-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    OK(db_create(f->folder, -1));
    f->place =
        (struct desk_place){.folder = f->folder, .zone_name = "UTC", .login = str_of("tester"), .now = START};
    f->start = START;
    OK(desk_open(&f->place, DB_WRITE, &f->desk));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[64];

    desk_close(f->desk);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

/* --- what is done ------------------------------------------------------------------------------------------------ */

static int64_t fresh(struct fixture *f)
{
    struct speak_new n = {.first = {.words = str_of("the lid is loose"), .when = INSTANT_NONE},
                          .who = str_of("ann")};
    int64_t id;

    f->start += 14 * 7 * DAY;
    f->place.now = f->start;
    OK(speak_new(f->desk, &n, &id));
    return id;
}

static struct err *offer(struct fixture *f, int64_t id)
{
    struct offer_remedy remedy = {str_of("refund"), 500};
    struct offer o = {&remedy, 1, str_of("we offer it"), INSTANT_NONE};
    uint32_t first;
    size_t waiting;

    return offer_make(f->desk, id, &o, &first, &waiting);
}

static struct err *agree(struct fixture *f, int64_t id)
{
    struct str promise = str_of("+900h send it");
    struct speak s = {
        .words = str_of("good"), .channel = -1, .when = INSTANT_NONE, .promises = &promise, .npromises = 1};

    return offer_agree(f->desk, id, 1, &s);
}

/* One act in the hour `at`; what the lifecycle refuses is given back. */
static struct err *act(struct fixture *f, int64_t id, enum act what, int at)
{
    static const enum event_kind kinds[ACTS] = {
        [ACT_RESOLVE] = EVENT_RESOLVED, [ACT_YES] = EVENT_CONFIRMED, [ACT_NO] = EVENT_CONFIRMED,
        [ACT_CLOSE] = EVENT_CLOSED,     [ACT_WAIT] = EVENT_WAITING,  [ACT_RESUME] = EVENT_RESUMED,
        [ACT_REOPEN] = EVENT_REOPENED};
    struct speak s = {.words = str_of("so it is"), .channel = -1, .when = INSTANT_NONE};
    struct step step = {
        .kind = kinds[what], .words = str_of("why"), .when = INSTANT_NONE, .yes = what == ACT_YES};

    f->place.now = f->start + at * 11 * HOUR;
    s.answer = what == ACT_ACK ? ANSWER_ACK : ANSWER_PLAIN;
    switch (what) {
    case ACT_SAID:
    case ACT_ACK:
        return speak_said(f->desk, id, &s);
    case ACT_HEARD:
        return speak_heard(f->desk, id, &s);
    case ACT_NOTE:
        return speak_note(f->desk, id, &s);
    case ACT_OFFER:
        return offer(f, id);
    case ACT_AGREE:
        return agree(f, id);
    default:
        return step_take(f->desk, id, &step);
    }
}

/* --- histories --------------------------------------------------------------------------------------------------- */

struct history {
    enum act acts[STEPS_MAX];
    size_t n;
};

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return *seed >> 16;
}

/* Does them all but one (n: none is left out); false when one is refused.  typed[i]: the event that somebody typed. */
static bool live(struct fixture *f, const struct history *h, size_t without, int64_t *id, uint32_t *typed)
{
    struct complaint c;
    bool done = true;

    *id = fresh(f);
    for (size_t i = 0; i < h->n && done; i++) {
        if (i == without)
            continue;
        OK(db_complaint_get(f->desk->db, *id, DB_NOW, &c));
        uint32_t from = c.events;
        struct err *e = act(f, *id, h->acts[i], (int)i + 1);
        done = e == NULL;
        err_free(e);
        struct arena *a = arena_new();
        struct event *ev;
        size_t n;
        OK(db_event_list(f->desk->db, *id, DB_NOW, a, &ev, &n));
        for (size_t k = n; k > from && typed != NULL; k--)
            if ((ev[k - 1].flags & (EVENT_IMPLIED | EVENT_AUTO)) == 0 && ev[k - 1].kind != EVENT_ADDED &&
                ev[k - 1].kind != EVENT_TRIAGED && ev[k - 1].kind != EVENT_SET)
                typed[i] = ev[k - 1].no;
        arena_free(a);
    }
    return done;
}

/* Acts that the lifecycle takes one after the other. */
static struct history any(struct fixture *f, uint32_t *seed)
{
    size_t n = 2 + next(seed) % (STEPS_MAX - 1);
    struct history h = {.n = 0};
    int64_t id = fresh(f);

    while (h.n < n) {
        enum act what = (enum act)(next(seed) % ACTS);
        struct err *e = act(f, id, what, (int)h.n + 1);
        if (e == NULL)
            h.acts[h.n++] = what;
        err_free(e);
    }
    return h;
}

static void describe(const struct history *h, size_t without, char out[200])
{
    size_t at = 0;

    for (size_t i = 0; i < h->n; i++)
        at += (size_t)snprintf(out + at, 200 - at, i == without ? " [%s]" : " %s", names[h->acts[i]]);
}

static bool has(const struct history *h, enum act what)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->acts[i] == what)
            return true;
    return false;
}

/* A complaint's row and the clock of its first answer; times are seconds since its receipt. */
struct rows {
    struct complaint c;
    struct followup response;
};

static struct rows rows_of(struct fixture *f, int64_t id)
{
    struct arena *a = arena_new();
    struct rows r = {.response.no = 0};
    struct followup *all;
    size_t n;

    OK(db_complaint_get(f->desk->db, id, DB_NOW, &r.c));
    OK(db_complaint_followup_list(f->desk->db, id, false, DB_NOW, a, &all, &n));
    for (size_t i = 0; i < n && r.response.no == 0; i++)
        if (all[i].kind == KIND_RESPONSE)
            r.response = all[i];
    arena_free(a);
    instant *times[] = {&r.c.heard, &r.c.acknowledged, &r.c.resolved, &r.c.closed, &r.response.ended};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        *times[i] -= *times[i] == INSTANT_NONE ? 0 : r.c.received;
    return r;
}

static void same(struct rows is, struct rows wanted, const char *what)
{
    const struct complaint *a = &is.c, *b = &wanted.c;

    if (a->status != b->status || a->waiting != b->waiting || a->satisfied != b->satisfied ||
        a->reopened != b->reopened || a->resolved != b->resolved || a->closed != b->closed ||
        a->heard != b->heard)
        fail_msg("%s: it is %s, not %s", what, word_name(WORD_STATUS, (int)a->status),
                 word_name(WORD_STATUS, (int)b->status));
    if (a->acknowledged != b->acknowledged)
        fail_msg("%s: answered at %lld, not %lld", what, (long long)a->acknowledged,
                 (long long)b->acknowledged);
    if (is.response.state != wanted.response.state || is.response.ended != wanted.response.ended)
        fail_msg("%s: the response is %s, not %s, or at another time", what,
                 word_name(WORD_STATE, (int)is.response.state),
                 word_name(WORD_STATE, (int)wanted.response.state));
}

static struct err *no_finding(void *context, const char *text)
{
    (void)context;
    fail_msg("verify: %s", text);
    return NULL;
}

/* Whether what the customer said later would have opened it again, or ended the wait, but for the act. */
static bool kept_from_waking(const struct history *h, size_t without)
{
    const uint32_t keeps = 1u << ACT_NO | 1u << ACT_REOPEN | 1u << ACT_RESUME | 1u << ACT_HEARD;
    bool spoke = false;

    for (size_t i = without + 1; i < h->n; i++)
        spoke = spoke || h->acts[i] == ACT_HEARD;
    return spoke && (keeps & 1u << h->acts[without]) != 0;
}

/* One pair; false when the lifecycle does not allow both. */
static bool try(struct fixture *f, const struct history *h, size_t without)
{
    uint32_t typed[STEPS_MAX] = {0};
    int64_t whole, shorter;
    subject other;
    char what[200];

    if (kept_from_waking(h, without) || !live(f, h, h->n, &whole, typed) ||
        !live(f, h, without, &shorter, NULL))
        return false;
    struct rows before = rows_of(f, whole);
    f->place.now = f->start + 10 * DAY;
    struct err *e = strike_event(f->desk, whole, typed[without], str_of("never"), &other);
    bool can = e == NULL;
    err_free(e);
    if (!can)
        return false;
    describe(h, without, what);
    struct rows is = rows_of(f, whole), wanted = rows_of(f, shorter);
    if (has(h, ACT_WAIT)) /* nobody stopped the clock of what was answered already */
        is.response = wanted.response;
    same(is, wanted, what);
    e = strike_event(f->desk, whole, before.c.events + 1, str_of("it was"), &other);
    if (e != NULL)
        fail_msg("%s: %s", what, e->text);
    same(rows_of(f, whole), before, what);
    return true;
}

static void a_history_with_a_struck_event_is_one_without_it_and_comes_back_whole(void **state)
{
    struct fixture *f = *state;
    struct audit_counts counts;
    uint32_t seed = 7;
    size_t tried = 0;

    for (int i = 0; i < HISTORIES; i++) {
        struct history h = any(f, &seed);
        for (size_t k = 0; k < h.n; k++)
            tried += try(f, &h, k);
    }
    assert_true(tried >= PAIRS_MIN);
    OK(audit_run(f->desk, no_finding, NULL, &counts));
}

/* The offer came first, though more was said since. */
static void the_first_answer_that_is_left_counts(void **state)
{
    static const struct history histories[] = {
        {{ACT_SAID, ACT_OFFER}, 2},
        {{ACT_SAID, ACT_OFFER, ACT_SAID}, 3},
        {{ACT_SAID, ACT_RESOLVE, ACT_NO, ACT_SAID}, 4},
        {{ACT_OFFER, ACT_OFFER, ACT_ACK}, 3},
        {{ACT_ACK, ACT_HEARD, ACT_OFFER, ACT_AGREE, ACT_SAID}, 5},
    };

    for (size_t i = 0; i < sizeof histories / sizeof histories[0]; i++)
        assert_true(try(*state, &histories[i], 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_answer_that_is_left_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(a_history_with_a_struck_event_is_one_without_it_and_comes_back_whole,
                                        setup, teardown),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
