/* path: what was done on the way stays, and what must be done again is told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rule/path.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A history by letters, one minute an event: h heard, s said, o offered, a agreed, r resolved, y confirm yes, n no,
 * R reopened, v void, x strikes the event in front; a capital O or A is implied. */
static size_t events(const char *history, struct event ev[32])
{
    static const struct {
        char letter;
        enum event_kind kind;
        uint32_t flags;
        int64_t num;
    } kinds[] = {
        {'h', EVENT_HEARD, 0, 0},
        {'s', EVENT_SAID, 0, 0},
        {'o', EVENT_OFFERED, 0, 0},
        {'a', EVENT_AGREED, 0, 0},
        {'r', EVENT_RESOLVED, 0, 0},
        {'y', EVENT_CONFIRMED, 0, 1},
        {'n', EVENT_CONFIRMED, 0, 0},
        {'R', EVENT_REOPENED, 0, 0},
        {'v', EVENT_VOIDED, 0, 0},
        {'x', EVENT_STRUCK, 0, 0},
        {'O', EVENT_OFFERED, EVENT_IMPLIED, 0},
        {'A', EVENT_AGREED, EVENT_IMPLIED, 0},
    };
    size_t n = strlen(history);

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < COUNT(kinds) && kinds[k].letter != history[i])
            k++;
        assert_true(k < COUNT(kinds));
        ev[i] = (struct event){.of = 1,
                               .no = (uint32_t)i + 1,
                               .seq = (int64_t)i + 1,
                               .recorded = (instant)i * 60,
                               .happened = (instant)i * 60,
                               .kind = kinds[k].kind,
                               .flags = kinds[k].flags,
                               .ref = kinds[k].kind == EVENT_STRUCK ? (uint32_t)i : 0,
                               .num = kinds[k].num};
    }
    ev[0].num = 1; /* whose it is */
    return n;
}

/* "hasbo-a?rey!": behind each step its minute (a is the first), - not done, ? done and nobody says when, ! said no. */
static void spell(const struct path *p, char *out)
{
    static const char letters[] = "hsoary";

    for (int i = PATH_HEARD; i <= PATH_CONFIRMED; i++) {
        const struct path_mark *m = &p->step[i];
        *out++ = letters[i];
        *out++ = m->no ? '!' : !m->done ? '-' : m->at == INSTANT_NONE ? '?' : (char)('a' + m->at / 60);
    }
    *out = '\0';
}

static const struct {
    const char *history, *first, *again;
} rows[] = {
    {"h", "has-o-a-r-y-", NULL},
    {"hs", "hasbo-a-r-y-", NULL},
    {"hsoar", "hasbocadrey-", NULL},
    {"hsOAr", "hasbo?a?rey-", NULL},
    {"hsoary", "hasbocadreyf", NULL},
    {"hsoarn", "hasbocadrey!", "hfs-o-a-r-y-"},
    {"hsoarns", "hasbocadrey!", "hfsgo-a-r-y-"},
    {"hsoarnsOAry", "hasbocadrey!", "hfsgo?a?rjyk"},
    {"hsoaryhR", "hasbocadreyf", "hhs-o-a-r-y-"},
    {"hsoarnx", "hasbocadrey-", NULL},
    {"hsoaryRsoarn", "hasboiajrky!", "hls-o-a-r-y-"},
};

static void what_happened_stays_and_what_is_owed_again_is_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct event ev[32];
        struct path way[2];
        struct matter m = {0};
        char text[2 * PATH_STEPS + 1];
        size_t n = events(rows[i].history, ev);
        assert_null(matter_replay(&m, ev, n));
        size_t ways = path_of(ev, n, &m.c, way);
        assert_int_equal(ways, rows[i].again != NULL ? 2 : 1);
        spell(&way[0], text);
        assert_string_equal(text, rows[i].first);
        if (ways == 2) {
            spell(&way[1], text);
            assert_string_equal(text, rows[i].again);
        }
        matter_clear(&m);
    }
}

static void what_is_no_complaint_has_no_way(void **state)
{
    struct event ev[32];
    struct path way[2];
    struct matter m = {0};
    size_t n = events("hsv", ev);

    (void)state;
    assert_null(matter_replay(&m, ev, n));
    assert_int_equal(path_of(ev, n, &m.c, way), 0);
    matter_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happened_stays_and_what_is_owed_again_is_told_apart),
        cmocka_unit_test(what_is_no_complaint_has_no_way),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
