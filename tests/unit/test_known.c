/* What an import remembers of customers instead of asking the store again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "desk/known.h"

static struct known_customer *add(struct known *k, const char *words, int64_t id, bool alone)
{
    struct known_fact fact = {id, str_of("Jane"), true, alone};

    return known_add(k, str_of(words), &fact);
}

static void brought(struct known *k, struct known_customer *c, instant received)
{
    struct matter m = {.c = {.received = received}};

    known_brought(k, c, &m);
}

static void words_mean_who_they_meant_before(void **state)
{
    struct known *k = known_new();

    (void)state;
    assert_null(known_find(k, str_of("Jane <j@x.org>")));
    struct known_customer *c = add(k, "Jane <j@x.org>", 7, false);
    assert_ptr_equal(known_find(k, str_of("Jane <j@x.org>")), c);
    assert_int_equal(known_id(c), 7);
    assert_true(str_is(known_name(c), "Jane"));
    assert_null(known_find(k, str_of("Jane <j@x.or")));
    assert_ptr_equal(add(k, "<j@x.org>", 7, false), c); /* other words, the same person */
    known_forget(k);
    assert_null(known_find(k, str_of("Jane <j@x.org>")));
    known_free(k);
}

static void a_name_that_may_mean_several_is_not_remembered(void **state)
{
    struct known *k = known_new();

    (void)state;
    struct known_customer *jane = add(k, "Jane", 7, true), *bob = add(k, "Bob <b@x.org>", 8, false);
    assert_ptr_equal(known_find(k, str_of("Jane")), jane);
    known_made_another(k);
    assert_null(known_find(k, str_of("Jane")));
    assert_ptr_equal(known_find(k, str_of("Bob <b@x.org>")), bob);
    known_free(k);
}

static void the_last_complaints_count_and_the_first_of_all_is_kept(void **state)
{
    struct known *k = known_new();
    struct known_customer *c = add(k, "Jane <j@x.org>", 7, false);
    struct db_before before;

    (void)state;
    assert_true(known_before(c, 20, 0, &before));
    assert_int_equal(before.n, 0);
    assert_true(before.first == INSTANT_NONE);
    for (int i = 1; i <= 30; i++) {
        brought(k, c, 1000 + i);
        assert_true(known_before(c, 20, 1000, &before));
        assert_int_equal(before.n, i < 20 ? i : 20);
        assert_true(before.first == 1001);
    }
    assert_true(known_before(c, 20, 1026, &before));
    assert_int_equal(before.n, 5);
    assert_true(known_before(c, 3, 0, &before));
    assert_int_equal(before.n, 3);
    known_free(k);
}

static void the_store_is_asked_where_memory_does_not_tell_all(void **state)
{
    struct known *k = known_new();
    struct known_customer *c = add(k, "Jane <j@x.org>", 7, false);
    struct followup step = {.kind = KIND_ESCALATION};
    struct matter escalated = {.c = {.received = 5}, .f = &step, .nf = 1};
    struct known_fact found = {9, str_of("Bob"), false, false};
    struct db_before before;

    (void)state;
    known_brought(k, c, &escalated);
    assert_false(known_before(c, 20, 0, &before));
    assert_false(known_before(known_add(k, str_of("Bob <b@x.org>"), &found), 20, 0, &before));
    brought(k, known_newcomer(k), 5); /* each is another one */
    assert_true(known_before(known_newcomer(k), 20, 0, &before));
    assert_int_equal(before.n, 0);
    known_free(k);
}

/* Long words come in until the first ones are gone. */
static void memory_is_bounded(void **state)
{
    enum { LONG = 4096 };
    char words[LONG];
    struct known *k = known_new();
    struct str first = {words, LONG};
    int64_t n = 0;

    (void)state;
    memset(words, 'x', sizeof words);
    memset(words, '0', 8);
    do {
        struct known_fact fact = {n + 1, str_of("Jane"), true, false};
        char number[9];
        snprintf(number, sizeof number, "%08lld", (long long)n++);
        memcpy(words, number, 8);
        known_add(k, (struct str){words, LONG}, &fact);
        memset(words, '0', 8);
    } while (known_find(k, first) != NULL && n <= KNOWN_BYTES / LONG + 2);
    assert_true(n > KNOWN_BYTES / LONG / 2);
    assert_true(n <= KNOWN_BYTES / LONG + 2);
    known_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_mean_who_they_meant_before),
        cmocka_unit_test(a_name_that_may_mean_several_is_not_remembered),
        cmocka_unit_test(the_last_complaints_count_and_the_first_of_all_is_kept),
        cmocka_unit_test(the_store_is_asked_where_memory_does_not_tell_all),
        cmocka_unit_test(memory_is_bounded),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
