/* store_help: a desk in a folder of its own for tests of the store. */
#ifndef TESTS_UNIT_STORE_HELP_H
#define TESTS_UNIT_STORE_HELP_H

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
#include "store/db.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_words.h"

#define OK(call) store_help_ok((call), #call, __LINE__)
#define REFUSED(code, call) store_help_refused((code), (call), #call, __LINE__)

static inline void store_help_ok(struct err *e, const char *call, int line)
{
    if (e != NULL)
        fail_msg("line %d: %s: %s: %s", line, call, e->where != NULL ? e->where : "", e->text);
}

static inline void store_help_refused(enum err_code code, struct err *e, const char *call, int line)
{
    if (e == NULL)
        fail_msg("line %d: %s was not refused", line, call);
    else if (e->code != code)
        fail_msg("line %d: %s: code %d, not %d: %s", line, call, (int)e->code, (int)code, e->text);
    err_free(e);
}

struct desk {
    char *folder; /* of the arena */
    struct db *db;
    struct arena *a;
    int64_t seq;
    instant at;
};

static inline void store_help_remove(const char *folder)
{
    char command[160];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        fail_msg("cannot remove %s", folder);
}

/* Setup and teardown of cmocka: *state is a struct desk with an open, empty store. */
static inline int store_help_setup(void **state)
{
    struct desk *d = mem_zero(sizeof *d);

    d->a = arena_new();
    d->folder = arena_strdup(d->a, "/tmp/cust-test-XXXXXX");
    assert_non_null(mkdtemp(d->folder));
    OK(db_create(d->folder, -1));
    OK(db_open(d->folder, DB_WRITE, &d->db));
    *state = d;
    return 0;
}

static inline int store_help_teardown(void **state)
{
    struct desk *d = *state;

    db_close(d->db);
    store_help_remove(d->folder);
    arena_free(d->a);
    free(d);
    return 0;
}

static inline void store_help_begin(struct desk *d, instant now)
{
    OK(db_begin(d->db, now, str_of("anna"), &d->seq, &d->at));
}

static inline struct complaint store_help_complaint(struct desk *d, int64_t customer)
{
    struct complaint c = {.seq = d->seq,
                          .customer = customer,
                          .priority = PRIORITY_P3,
                          .received = d->at,
                          .heard = d->at,
                          .acknowledged = INSTANT_NONE,
                          .resolved = INSTANT_NONE,
                          .closed = INSTANT_NONE,
                          .due = INSTANT_NONE};

    OK(db_complaint_next(d->db, &c.id));
    return c;
}

/* A customer of that name; gives the number. */
static inline int64_t store_help_customer(struct desk *d, const char *name)
{
    int64_t id, words;
    struct db_customer c;

    OK(db_customer_add(d->db, d->seq, &id));
    OK(db_words_add(d->db, -id, WORDS_NAME, str_of(name), &words));
    OK(db_customer_address(d->db, id, -1, str_of(name), words));
    OK(db_customer_get(d->db, id, &c));
    c.name = words;
    OK(db_customer_set(d->db, &c));
    return id;
}

/* One complaint with one event and its words, within the running transaction. */
static inline int64_t store_help_new(struct desk *d, int64_t customer, const char *text)
{
    struct complaint c = store_help_complaint(d, customer);
    struct event ev = {.of = c.id, .no = 1, .seq = d->seq, .happened = d->at, .kind = EVENT_HEARD, .who = 0};

    OK(db_words_add(d->db, c.id, WORDS_TEXT, str_of(text), &ev.words));
    OK(db_event_add(d->db, &ev));
    c.events = 1;
    OK(db_complaint_put(d->db, &c));
    return c.id;
}

#endif
