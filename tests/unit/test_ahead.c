/* Texts that a second thread reads ahead: what comes out is what reading them one by one gives, in order. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* RTLD_NEXT */
#endif
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/ahead.h"
#include "desk/desk.h"
#include "desk/learned.h"
#include "judge/verdict.h"

/* --- threads that cannot be made --------------------------------------------------------------------------------- */

struct threads {
    bool refused;
    int made;
};

static struct threads *threads(void)
{
    static struct threads t;

    return &t;
}

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attr, void *(*run)(void *),
                   void *restrict arg)
{
    union {
        void *found;
        int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    } next = {dlsym(RTLD_NEXT, "pthread_create")};

    if (threads()->refused)
        return EAGAIN;
    threads()->made++;
    return next.create(thread, attr, run, arg);
}

/* --- a desk that was taught something ---------------------------------------------------------------------------- */

struct fixture {
    char folder[32];
    struct desk_place place;
    struct desk *desk;
    struct reading_tools *tools, *reference;
};

#define OK(call) assert_ok((call), #call)

static void assert_ok(struct err *e, const char *call)
{
    if (e != NULL)
        fail_msg("%s: %s", call, e->text);
}

static void teach(struct desk *d, enum output output, const char *value, const char *text)
{
    struct arena *a = arena_new();
    struct features *f = mem_zero(sizeof *f);
    struct learned *l;
    int64_t seq;
    instant at;

    verdict_features(a, str_of(text), f);
    OK(db_begin(d->db, 1000, str_of("tester"), &seq, &at));
    OK(learned_load(d->db, &l));
    if (l == NULL)
        l = learned_new();
    learned_one(l, output, str_of(value), f);
    OK(learned_write(l, d->db, output, 1));
    OK(db_commit(d->db));
    learned_free(l);
    feature_free(f);
    free(f);
    arena_free(a);
}

static int setup(void **state)
{
    struct fixture *f = mem_zero(sizeof *f);

    strcpy(f->folder, "/tmp/cust-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    OK(db_create(f->folder, -1));
    f->place = (struct desk_place){
        .folder = f->folder, .zone_name = "UTC", .login = str_of("tester"), .now = 1700000000};
    OK(desk_open(&f->place, DB_WRITE, &f->desk));
    teach(f->desk, (enum output)SIGNAL_ANGER, "yes", "the lid seal of this kettle is a bad joke again");
    teach(f->desk, OUTPUT_COMPLAINT, "no", "what are your opening hours on a public holiday");
    teach(f->desk, OUTPUT_CATEGORY, "billing", "you charged my card twice for one kettle");
    OK(reading_tools_open(f->desk, &f->tools));
    OK(reading_tools_open(f->desk, &f->reference));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[64];

    threads()->refused = false;
    reading_tools_free(f->reference);
    reading_tools_free(f->tools);
    desk_close(f->desk);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

/* --- texts ------------------------------------------------------------------------------------------------------- */

static struct str text_of(struct arena *a, size_t i)
{
    static const char *const texts[] = {
        "The kettle that I bought last week burned my hand, and nobody answers!",
        "",
        "I will sue you if my refund is not here by friday, this is the third time that I write.",
        "Sehr geehrte Damen und Herren, ich habe das Paket nicht bekommen und bin sehr ver\303\244rgert.",
        "no",
        "You charged my card twice for one order, what a JOKE!!!",
        "> you wrote that it was sent\nIt never came.\n-- \nAnn\n",
        "what are your opening hours on a public holiday, please",
        "my mother is disabled and cannot do without it \360\237\230\241",
    };
    size_t n = sizeof texts / sizeof texts[0];

    return i % n == 1 ? str_of("") : str_of(arena_printf(a, "%s (%zu)", texts[i % n], i));
}

/* Field by field, as padding may differ. */
static void assert_same(const struct reading_found *a, const struct reading_found *b, size_t i)
{
    assert_true(a->judged == b->judged && a->whole == b->whole && a->complaint == b->complaint);
    assert_true(a->category == b->category || strcmp(a->category, b->category) == 0);
    for (int s = 0; s < TRIAGE_SIGNALS; s++) {
        const struct triage_learned *l = &a->learned[s], *m = &b->learned[s];
        if (l->strength != m->strength || l->off != m->off || l->len != m->len || l->taught != m->taught ||
            l->decided != m->decided || l->doubt != m->doubt)
            fail_msg("text %zu, signal %d: learned otherwise", i, s);
        const struct triage_ruled *r = &a->ruled[s], *q = &b->ruled[s];
        if (a->whole && (r->rule != q->rule || r->strength != q->strength || r->off != q->off ||
                         r->len != q->len || r->more != q->more))
            fail_msg("text %zu, signal %d: ruled otherwise", i, s);
    }
}

static void take_and_compare(struct fixture *f, struct ahead *h, struct str text, size_t i)
{
    struct reading_found alone;

    assert_true(ahead_text(h).p == text.p && ahead_text(h).n == text.n);
    reading_tools_read(f->reference, text, i % 2 == 0, &alone);
    assert_same(ahead_take(h), &alone, i);
}

/* As many texts as there is room for go in, some come out, and so on. */
static void run_through(struct fixture *f, size_t n, size_t some)
{
    struct arena *a = arena_new();
    struct ahead *h = ahead_new(f->tools);
    struct str *texts = mem_array(NULL, n, sizeof *texts);
    size_t in = 0, out = 0;

    while (out < n) {
        while (in < n) {
            texts[in] = text_of(a, in);
            if (!ahead_add(h, texts[in], in % 2 == 0))
                break;
            in++;
        }
        assert_int_equal(ahead_waiting(h), in - out);
        for (size_t k = 0; k < some && out < in; k++, out++)
            take_and_compare(f, h, texts[out], out);
    }
    assert_int_equal(ahead_waiting(h), 0);
    ahead_free(h);
    free(texts);
    arena_free(a);
}

/* --- promises ---------------------------------------------------------------------------------------------------- */

static void what_is_read_ahead_is_what_reading_gives(void **state)
{
    static const struct {
        size_t n, some;
        bool thread;
    } rows[] = {{0, 1, false},
                {1, 1, false},
                {AHEAD_FEW - 1, 1, false},
                {AHEAD_FEW, 1, true},
                {500, 500, true},
                {2 * AHEAD_TEXTS + 7, 1, true},
                {3 * AHEAD_TEXTS, AHEAD_TEXTS, true}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int before = threads()->made;
        run_through(*state, rows[i].n, rows[i].some);
        assert_int_equal(threads()->made - before, rows[i].thread);
    }
}

static void without_a_thread_the_same_is_read_in_line(void **state)
{
    int before = threads()->made;

    threads()->refused = true;
    run_through(*state, 3000, 100);
    threads()->refused = false;
    assert_int_equal(threads()->made, before);
}

static void ten_megabytes_of_one_word_pass(void **state)
{
    enum { LENGTH = 10 * 1000 * 1000 };
    struct fixture *f = *state;
    struct ahead *h = ahead_new(f->tools);
    char *word = mem_alloc(LENGTH);

    memset(word, 'a', LENGTH);
    for (size_t i = 0; i < 40; i++)
        assert_true(ahead_add(h, (struct str){word, i == 20 ? LENGTH : 5}, i % 2 == 0));
    for (size_t i = 0; i < 40; i++)
        take_and_compare(f, h, (struct str){word, i == 20 ? LENGTH : 5}, i);
    ahead_free(h);
    free(word);
}

/* Each time the dropped texts are overwritten at once, as their owner may. */
static void what_was_dropped_is_not_looked_at_again(void **state)
{
    enum { ROUNDS = 60, MOST = 300, LENGTH = 120 };
    struct fixture *f = *state;
    struct ahead *h = ahead_new(f->tools);
    struct arena *a = arena_new();
    char(*text)[LENGTH] = mem_zero(MOST * sizeof *text);

    for (size_t round = 0; round < ROUNDS; round++) {
        size_t n = (round * 37) % MOST + 1, taken = round % n;
        for (size_t i = 0; i < n; i++) {
            snprintf(text[i], LENGTH, "%s", text_of(a, i + round).p);
            assert_true(ahead_add(h, str_of(text[i]), i % 2 == 0));
        }
        for (size_t i = 0; i < taken; i++)
            take_and_compare(f, h, str_of(text[i]), i);
        ahead_drop(h);
        assert_int_equal(ahead_waiting(h), 0);
        memset(text, 'x', MOST * sizeof *text);
    }
    ahead_free(h);
    free(text);
    arena_free(a);
}

static void it_may_end_half_way(void **state)
{
    struct fixture *f = *state;

    for (size_t round = 0; round < 40; round++) {
        struct arena *a = arena_new();
        struct ahead *h = ahead_new(f->tools);
        for (size_t i = 0; i < round * 11; i++)
            assert_true(ahead_add(h, text_of(a, i), false));
        for (size_t i = 0; i < round; i++)
            (void)ahead_take(h);
        ahead_free(h);
        arena_free(a);
    }
}

static void the_thread_takes_no_signals(void **state)
{
    struct fixture *f = *state;
    struct arena *a = arena_new();
    struct ahead *h = ahead_new(f->tools);
    struct timespec none = {0, 0};
    sigset_t set, before;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1); /* ends the process where nobody blocks it */
    for (size_t i = 0; i < 100; i++)
        assert_true(ahead_add(h, text_of(a, i), false));
    pthread_sigmask(SIG_BLOCK, &set, &before);
    kill(getpid(), SIGUSR1);
    for (size_t i = 0; i < 100; i++)
        (void)ahead_take(h);
    assert_int_equal(sigtimedwait(&set, NULL, &none), SIGUSR1);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    ahead_free(h);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_read_ahead_is_what_reading_gives, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_thread_the_same_is_read_in_line, setup, teardown),
        cmocka_unit_test_setup_teardown(ten_megabytes_of_one_word_pass, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_dropped_is_not_looked_at_again, setup, teardown),
        cmocka_unit_test_setup_teardown(it_may_end_half_way, setup, teardown),
        cmocka_unit_test_setup_teardown(the_thread_takes_no_signals, setup, teardown),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
