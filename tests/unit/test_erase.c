/* The full text is written anew without the words of who is erased, a little at a time, and whatever breaks it off. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem() */
#endif
#include "base/buf.h"
#include "store/db_erase.h"
#include "store/db_stmt.h"
#include "tests/unit/store_help.h"

enum { TEXTS = 3000, WORDS = 30, THEIRS = 7, CUSTOMER = 3, PAGES = 10 };

/* A word is kept as the end that tells it from the one before it; this one comes last. */
static const char tail[] = "qxjvkwzy7";

static void add_text(struct desk *d, subject of, uint64_t *random)
{
    struct buf b = {0};
    int64_t id;

    for (int i = 0; i < WORDS; i++) {
        *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        buf_printf(&b, "w%llx ", (unsigned long long)(*random >> 44));
    }
    buf_adds(&b, "zecretaaaa ");
    if (of == THEIRS)
        buf_printf(&b, "zecretaaab%s", tail);
    OK(db_words_add(d->db, of, WORDS_TEXT, buf_str(&b), &id));
    buf_free(&b);
}

static void add_texts(struct desk *d, subject from, subject to)
{
    uint64_t random = (uint64_t)from;

    OK(db_begin(d->db, 1000, str_of("tester"), &d->seq, &d->at));
    for (subject of = from; of < to; of++)
        add_text(d, of, &random);
    OK(db_commit(d->db));
}

static void read_store(struct desk *d, struct buf *out)
{
    char path[64];

    snprintf(path, sizeof path, "%s/cust.db", d->folder);
    OK(buf_read_file(out, path, (size_t)1 << 30));
}

static bool stands(struct desk *d)
{
    struct buf b = {0};

    read_store(d, &b);
    bool found = memmem(b.p, b.len, tail, sizeof tail - 1) != NULL;
    buf_free(&b);
    return found;
}

/* How many transactions wrote to the store (sqlite.org/fileformat.html, "File change counter"). */
static uint32_t transactions(struct desk *d)
{
    struct buf b = {0};
    uint32_t n = 0;

    read_store(d, &b);
    for (size_t i = 24; i < 28; i++)
        n = n << 8 | (unsigned char)b.p[i];
    buf_free(&b);
    return n;
}

static int64_t pending(struct desk *d)
{
    int64_t customer;

    OK(db_erase_pending(d->db, &customer));
    return customer;
}

static void erase(struct desk *d)
{
    struct db_erase x = {.texts = 0};

    add_texts(d, 1, TEXTS);
    assert_true(stands(d));
    OK(db_begin(d->db, 1000, str_of("tester"), &d->seq, &d->at));
    OK(db_erase_subject(d->db, THEIRS, &x));
    OK(db_erase_finish(d->db, CUSTOMER));
    OK(db_commit(d->db));
    free(x.names);
    assert_int_equal(x.texts, 1);
}

static void the_full_text_is_written_anew_in_many_transactions(void **state)
{
    struct desk *d = *state;

    erase(d);
    assert_int_equal(pending(d), CUSTOMER);
    uint32_t before = transactions(d);
    OK(db_erase_merge(d->db, PAGES));
    assert_in_range(transactions(d) - before, 10, 1000);
    assert_int_equal(pending(d), 0);
    assert_false(stands(d));
}

static void broken_off_it_is_remembered_and_can_be_done_again(void **state)
{
    struct desk *d = *state;

    erase(d);
    OK(db_stmt_exec(d->db, "INSERT INTO words_index (words_index, rank) VALUES ('merge', -10)"));
    db_close(d->db);
    OK(db_open(d->folder, DB_WRITE, &d->db));
    add_texts(d, TEXTS, TEXTS + 10); /* somebody goes on working */
    assert_true(stands(d));
    assert_int_equal(pending(d), CUSTOMER);
    OK(db_erase_merge(d->db, PAGES));
    assert_int_equal(pending(d), 0);
    assert_false(stands(d));
}

static void where_nothing_is_pending_nothing_is_written(void **state)
{
    struct desk *d = *state;

    add_texts(d, 1, 10);
    uint32_t before = transactions(d);
    OK(db_erase_merge(d->db, PAGES));
    assert_int_equal(transactions(d), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_full_text_is_written_anew_in_many_transactions, store_help_setup,
                                        store_help_teardown),
        cmocka_unit_test_setup_teardown(broken_off_it_is_remembered_and_can_be_done_again, store_help_setup,
                                        store_help_teardown),
        cmocka_unit_test_setup_teardown(where_nothing_is_pending_nothing_is_written, store_help_setup,
                                        store_help_teardown),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
