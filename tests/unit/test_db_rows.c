/* What the store keeps: words, events, complaints, follow-ups, customers, mail, readings, reminders. */
#include "store_help.h"

#include "store/db_mail.h"
#include "store/db_policy.h"
#include "store/db_remind.h"
#include "store/db_row.h"
#include "store/db_triage.h"

static void assert_same_complaint(const struct complaint *a, const struct complaint *b)
{
    int64_t x[DB_ROW_COMPLAINT], y[DB_ROW_COMPLAINT];

    db_row_complaint_values(a, x);
    db_row_complaint_values(b, y);
    assert_memory_equal(x, y, sizeof x);
}

static void assert_same_followup(const struct followup *a, const struct followup *b)
{
    int64_t x[DB_ROW_FOLLOWUP], y[DB_ROW_FOLLOWUP];

    db_row_followup_values(a, x);
    db_row_followup_values(b, y);
    assert_memory_equal(x, y, sizeof x);
}

static void words_come_back_byte_for_byte(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
    } rows[] = {{"broken kettle", 13}, {"", 0},       {"a\0b", 3},
                {"\xff\xfe", 2},       {"\r\n\t", 3}, {"\xe2\x82\xac", 3},
                {"\xed\xa0\x80", 3}};
    struct desk *d = *state;
    int64_t ids[7];

    store_help_begin(d, 1000);
    for (size_t i = 0; i < 7; i++)
        OK(db_words_add(d->db, 1, WORDS_TEXT, (struct str){rows[i].bytes, rows[i].n}, &ids[i]));
    OK(db_commit(d->db));
    for (size_t i = 0; i < 7; i++) {
        struct str back;
        bool gone = true;
        OK(db_words_get(d->db, ids[i], d->a, &back, &gone));
        assert_false(gone);
        assert_int_equal(back.n, rows[i].n);
        assert_memory_equal(back.p, rows[i].bytes, rows[i].n);
    }
}

static void words_that_are_gone_are_said_to_be(void **state)
{
    struct desk *d = *state;
    struct str back;
    bool gone = false;

    OK(db_words_get(d->db, 99, d->a, &back, &gone));
    assert_true(gone);
    gone = false;
    OK(db_words_get(d->db, 0, d->a, &back, &gone));
    assert_true(gone);
    assert_int_equal(back.n, 0);
}

static void a_text_beyond_the_limit_is_refused(void **state)
{
    struct desk *d = *state;
    char *big = mem_zero(DB_WORDS_MAX + 1);
    int64_t id;

    memset(big, 'x', DB_WORDS_MAX + 1);
    store_help_begin(d, 1000);
    OK(db_words_add(d->db, 1, WORDS_HEAD, (struct str){big, DB_WORDS_MAX}, &id));
    REFUSED(ERR_DATA, db_words_add(d->db, 1, WORDS_HEAD, (struct str){big, DB_WORDS_MAX + 1}, &id));
    db_rollback(d->db);
    REFUSED(ERR_BUG, db_words_add(d->db, 1, WORDS_TEXT, str_of("outside"), &id));
    free(big);
}

static void a_history_reads_back_as_it_was_written(void **state)
{
    struct desk *d = *state;
    struct event *evs, one;
    struct db_done done;
    size_t n;

    store_help_begin(d, 1000);
    struct event ev = {.of = 42,
                       .no = 1,
                       .seq = d->seq,
                       .happened = 900,
                       .kind = EVENT_HEARD,
                       .flags = EVENT_AUTO,
                       .code = -3,
                       .ref = 7,
                       .num = INSTANT_NONE,
                       .who = 5,
                       .words = 6};
    OK(db_event_add(d->db, &ev));
    OK(db_commit(d->db));
    store_help_begin(d, 2000);
    ev.no = 2;
    ev.seq = d->seq;
    OK(db_event_add(d->db, &ev));
    ev.of = -42;
    ev.no = 1;
    OK(db_event_add(d->db, &ev));
    OK(db_commit(d->db));

    OK(db_event_list(d->db, 42, DB_NOW, d->a, &evs, &n));
    assert_int_equal(n, 2);
    assert_int_equal(evs[0].recorded, 1000);
    assert_int_equal(evs[1].recorded, 2000);
    assert_int_equal(evs[0].happened, 900);
    assert_int_equal(evs[0].code, -3);
    assert_int_equal(evs[0].num, INSTANT_NONE);
    assert_int_equal(evs[0].ref, 7);
    assert_int_equal(evs[0].flags, EVENT_AUTO);
    assert_int_equal(evs[0].words, 6);
    assert_true(evs[0].actor > 0);
    OK(db_event_list(d->db, 42, 1, d->a, &evs, &n));
    assert_int_equal(n, 1);
    OK(db_event_list(d->db, 77, DB_NOW, d->a, &evs, &n));
    assert_int_equal(n, 0);
    OK(db_event_get(d->db, -42, 1, &one));
    assert_int_equal(one.seq, 2);
    REFUSED(ERR_NOINPUT, db_event_get(d->db, 42, 3, &one));
    OK(db_event_last_by(d->db, one.actor, INT64_MAX, d->a, &done));
    assert_int_equal(done.n, 2);
    assert_int_equal(done.ev[0].of, -42);
    assert_int_equal(done.ev[1].no, 2);
    assert_false(done.policy || done.lesson || done.seal);
    OK(db_event_last_by(d->db, 999, INT64_MAX, d->a, &done));
    assert_int_equal(done.seq, 0);
    assert_int_equal(done.n, 0);
}

static void a_complaint_is_seen_as_it_was(void **state)
{
    struct desk *d = *state;
    struct complaint c, back;

    store_help_begin(d, 1000);
    int64_t who = store_help_customer(d, "Acme");
    c = store_help_complaint(d, who);
    c = (struct complaint){.id = c.id,
                           .customer = who,
                           .owner = 11,
                           .category = 12,
                           .cause = 13,
                           .subject = 14,
                           .waiting = true,
                           .by_hand = true,
                           .priority = PRIORITY_P2,
                           .points = -15,
                           .channel = CHANNEL_CHAT,
                           .events = 16,
                           .followups = 17,
                           .steps = 18,
                           .reopened = 19,
                           .received = 20,
                           .heard = 21,
                           .acknowledged = 22,
                           .resolved = 23,
                           .closed = 24,
                           .due = INSTANT_NONE};
    OK(db_commit(d->db)); /* 1: not yet there */
    store_help_begin(d, 1001);
    c.seq = d->seq;
    OK(db_complaint_put(d->db, &c));
    c.signals = 5;
    OK(db_complaint_put(d->db, &c)); /* twice in one transaction: the last counts */
    OK(db_commit(d->db));
    for (int i = 0; i < 3; i++) {
        store_help_begin(d, 2000 + i);
        c.seq = d->seq;
        c.status = (enum status)(i + 1);
        c.due = 5000 + i;
        OK(db_complaint_put(d->db, &c));
        OK(db_commit(d->db));
    }
    REFUSED(ERR_NOINPUT, db_complaint_get(d->db, c.id, 1, &back));
    OK(db_complaint_get(d->db, c.id, 2, &back));
    assert_int_equal(back.status, STATUS_RECEIVED);
    assert_int_equal(back.signals, 5);
    assert_int_equal(back.due, INSTANT_NONE);
    for (int i = 0; i < 3; i++) {
        OK(db_complaint_get(d->db, c.id, 3 + i, &back));
        assert_int_equal(back.status, i + 1);
    }
    OK(db_complaint_get(d->db, c.id, DB_NOW, &back));
    assert_same_complaint(&back, &c);
    REFUSED(ERR_NOINPUT, db_complaint_get(d->db, 99, DB_NOW, &back));
}

static void rows_of_a_new_complaint_may_be_written_again(void **state)
{
    struct desk *d = *state;
    struct followup f = {.no = 2, .ended = INSTANT_NONE}, back;
    struct complaint c, twin;

    store_help_begin(d, 1000);
    c = store_help_complaint(d, store_help_customer(d, "Acme"));
    f.of = c.id;
    f.seq = d->seq;
    for (int i = 1; i <= 3; i++) {
        c.points = i;
        f.due = i;
        OK(db_complaint_put(d->db, &c));
        OK(db_complaint_followup_put(d->db, &f));
        f.no = 3 - f.no; /* 2, 1, 2 */
    }
    OK(db_commit(d->db));
    OK(db_complaint_get(d->db, c.id, DB_NOW, &twin));
    assert_int_equal(twin.points, 3);
    OK(db_complaint_followup_get(d->db, c.id, 2, DB_NOW, &back));
    assert_int_equal(back.due, 3);
    OK(db_complaint_followup_get(d->db, c.id, 1, DB_NOW, &back));
    assert_int_equal(back.due, 2);
    /* A number that was given out and not used is given out again. */
    store_help_begin(d, 1000);
    twin = store_help_complaint(d, 1);
    db_rollback(d->db);
    store_help_begin(d, 1000);
    assert_int_equal(store_help_new(d, 1, "again"), twin.id);
    OK(db_complaint_put(d->db, &twin));
    OK(db_commit(d->db));
}

static void put_followup(struct desk *d, struct followup *f, enum state s)
{
    f->seq = d->seq;
    f->state = s;
    OK(db_complaint_followup_put(d->db, f));
}

static void a_follow_up_is_seen_as_it_was(void **state)
{
    struct desk *d = *state;
    struct followup f = {.of = 42,
                         .no = 1,
                         .kind = KIND_CALLBACK,
                         .due = 3000,
                         .first_due = 3000,
                         .ended = INSTANT_NONE,
                         .owner = 3,
                         .words = 4,
                         .made = 1000};
    struct followup *all, back;
    size_t n;

    store_help_begin(d, 1000);
    put_followup(d, &f, STATE_OPEN);
    f.no = 2;
    put_followup(d, &f, STATE_OPEN);
    OK(db_commit(d->db));
    store_help_begin(d, 2000);
    put_followup(d, &f, STATE_KEPT);
    OK(db_complaint_followup_drop(d->db, 42, 1, d->seq));
    OK(db_commit(d->db));

    OK(db_complaint_followup_list(d->db, 42, false, 1, d->a, &all, &n));
    assert_int_equal(n, 2);
    assert_int_equal(all[0].no, 1);
    OK(db_complaint_followup_list(d->db, 42, true, 1, d->a, &all, &n));
    assert_int_equal(n, 2);
    OK(db_complaint_followup_list(d->db, 42, false, DB_NOW, d->a, &all, &n));
    assert_int_equal(n, 1);
    assert_same_followup(&all[0], &f);
    OK(db_complaint_followup_list(d->db, 42, true, DB_NOW, d->a, &all, &n));
    assert_int_equal(n, 0);
    OK(db_complaint_followup_get(d->db, 42, 1, 1, &back));
    assert_int_equal(back.state, STATE_OPEN);
    REFUSED(ERR_NOINPUT, db_complaint_followup_get(d->db, 42, 1, DB_NOW, &back));
    REFUSED(ERR_NOINPUT, db_complaint_followup_get(d->db, 42, 1, 2, &back));
    REFUSED(ERR_NOINPUT, db_complaint_followup_get(d->db, 42, 1, 0, &back));
}

static void a_matter_comes_with_its_follow_ups(void **state)
{
    struct desk *d = *state;
    struct matter m;

    store_help_begin(d, 1000);
    int64_t id = store_help_new(d, store_help_customer(d, "Acme"), "broken");
    struct followup f = {.of = id, .due = 3000, .ended = INSTANT_NONE};
    for (f.no = 1; f.no <= 5; f.no++)
        put_followup(d, &f, f.no % 2 != 0 ? STATE_OPEN : STATE_BROKEN);
    OK(db_commit(d->db));
    OK(db_complaint_matter(d->db, id, false, DB_NOW, &m));
    assert_int_equal(m.nf, 5);
    assert_false(m.touched[4]);
    matter_clear(&m);
    OK(db_complaint_matter(d->db, id, true, DB_NOW, &m));
    assert_int_equal(m.nf, 3);
    assert_int_equal(m.f[2].no, 5);
    matter_clear(&m);
    OK(db_complaint_matter(d->db, id, true, 1, &m));
    assert_int_equal(m.nf, 3);
    matter_clear(&m);
    REFUSED(ERR_NOINPUT, db_complaint_matter(d->db, id + 1, true, DB_NOW, &m));
    matter_clear(&m);
}

static void fields_and_sources_are_kept(void **state)
{
    struct desk *d = *state;
    struct db_complaint_field *fields;
    int64_t source, id;
    size_t n;

    store_help_begin(d, 1000);
    int64_t c = store_help_new(d, store_help_customer(d, "Acme"), "broken");
    OK(db_complaint_set_field(d->db, c, FIELD_AMOUNT, 4200, 0, 0));
    OK(db_complaint_set_field(d->db, c, FIELD_ACCOUNT, 0, 0, 9));
    OK(db_complaint_set_field(d->db, c, FIELD_AMOUNT, 4300, 0, 0));
    OK(db_complaint_set_field(d->db, c, FIELD_ACCOUNT, 0, 0, 0));
    OK(db_name(d->db, str_of("cfpb"), &source));
    OK(db_complaint_set_source(d->db, c, source, str_of("A-17")));
    OK(db_commit(d->db));
    OK(db_complaint_fields(d->db, c, d->a, &fields, &n));
    assert_int_equal(n, 1);
    assert_int_equal(fields[0].field, FIELD_AMOUNT);
    assert_int_equal(fields[0].num, 4300);
    OK(db_complaint_by_source(d->db, str_of("cfpb"), str_of("A-17"), &id));
    assert_int_equal(id, c);
    OK(db_complaint_by_source(d->db, str_of("cfpb"), str_of("A-18"), &id));
    assert_int_equal(id, 0);
    OK(db_complaint_by_source(d->db, str_of("other"), str_of("A-17"), &id));
    assert_int_equal(id, 0);
}

static void a_customer_s_key_forgives_how_it_was_typed(void **state)
{
    static const struct {
        int kind;
        const char *typed, *key;
    } rows[] = {{ADDRESS_EMAIL, " Anna@Example.ORG ", "anna@example.org"},
                {ADDRESS_PHONE, "+49 (30) 123-456", "+4930123456"},
                {ADDRESS_PHONE, "0049 30 123456", "+4930123456"},
                {ADDRESS_PHONE, "030/123 456", "030123456"},
                {ADDRESS_HANDLE, "@AnnaB", "annab"},
                {-1, "  Straße \t und\nCo ", "strasse und co"},
                {-1, "", ""},
                {ADDRESS_PHONE, "no digits", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        buf_adds(&out, "=");
        db_customer_fold(rows[i].kind, str_of(rows[i].typed), &out);
        assert_string_equal(out.p + 1, rows[i].key);
        buf_free(&out);
    }
}

static void customers_are_found_by_address_and_by_part(void **state)
{
    struct desk *d = *state;
    struct db_address *addresses;
    struct db_customer row;
    int64_t ids[4], words;
    size_t n;

    store_help_begin(d, 1000);
    int64_t acme = store_help_customer(d, "Acme Trading Ltd"), again = store_help_customer(d, "Acme Toys");
    int64_t berta = store_help_customer(d, "Berta Braun");
    OK(db_words_add(d->db, -acme, WORDS_ADDRESS, str_of("Office@Acme.example"), &words));
    OK(db_customer_address(d->db, acme, ADDRESS_EMAIL, str_of("Office@Acme.example"), words));
    store_help_new(d, again, "one");
    OK(db_commit(d->db));

    OK(db_customer_find(d->db, ADDRESS_EMAIL, str_of("office@acme.EXAMPLE"), ids, 4, &n));
    assert_int_equal(n, 1);
    assert_int_equal(ids[0], acme);
    OK(db_customer_find(d->db, -1, str_of("acme  toys"), ids, 4, &n));
    assert_int_equal(n, 1);
    OK(db_customer_find(d->db, -1, str_of("acme"), ids, 4, &n));
    assert_int_equal(n, 0);
    OK(db_customer_find(d->db, ADDRESS_PHONE, str_of("none"), ids, 4, &n));
    assert_int_equal(n, 0);

    static const struct {
        const char *part;
        size_t n;
    } rows[] = {{"ACM", 2}, {"acme trad", 1}, {"offi", 1},     {"braun b", 1},
                {"cme", 0}, {"", 0},          {"acme zzz", 0}, {"'; drop table name; --", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        OK(db_customer_search(d->db, str_of(rows[i].part), ids, 4, &n));
        if (n != rows[i].n)
            fail_msg("'%s' found %zu", rows[i].part, n);
    }
    OK(db_customer_search(d->db, str_of("acme"), ids, 4, &n));
    assert_int_equal(ids[0], again); /* it has an open complaint */
    assert_int_equal(ids[1], acme);
    OK(db_customer_search(d->db, str_of("acme"), ids, 1, &n));
    assert_int_equal(n, 2);
    OK(db_customer_addresses(d->db, acme, d->a, &addresses, &n));
    assert_int_equal(n, 2);
    assert_int_equal(addresses[0].kind, -1);
    assert_true(str_is(addresses[1].text, "Office@Acme.example"));
    OK(db_customer_get(d->db, berta, &row));
    assert_true(row.name != 0);
    REFUSED(ERR_NOINPUT, db_customer_get(d->db, 99, &row));
}

static void a_customer_s_complaints_are_listed_oldest_first(void **state)
{
    struct desk *d = *state;
    struct complaint c;
    int64_t *ids;
    size_t n;

    store_help_begin(d, 1000);
    int64_t who = store_help_customer(d, "Acme");
    for (int i = 0; i < 3; i++)
        store_help_new(d, who, "broken");
    store_help_new(d, store_help_customer(d, "Other"), "broken");
    OK(db_complaint_get(d->db, 2, DB_NOW, &c));
    c.status = STATUS_CLOSED;
    OK(db_complaint_put(d->db, &c));
    OK(db_commit(d->db));
    OK(db_complaint_of_customer(d->db, who, false, d->a, &ids, &n));
    assert_int_equal(n, 3);
    OK(db_complaint_of_customer(d->db, who, true, d->a, &ids, &n));
    assert_int_equal(n, 2);
    assert_int_equal(ids[0], 1);
    assert_int_equal(ids[1], 3);
}

static void a_message_is_kept_byte_for_byte(void **state)
{
    struct desk *d = *state;
    struct db_mail m = {.of = 42, .no = 1, .message_id = str_of("<a@b>"), .class = 2, .partial = true},
                   *found;
    struct str raw = {"From: a\r\n\0\xff", 11}, back;
    size_t n;

    m.digest[31] = 9;
    store_help_begin(d, 1000);
    OK(db_mail_add(d->db, &m, d->seq, raw));
    OK(db_commit(d->db));
    OK(db_mail_find(d->db, str_of("<a@b>"), d->a, &found, &n));
    assert_int_equal(n, 1);
    assert_int_equal(found[0].of, 42);
    assert_int_equal(found[0].class, 2);
    assert_true(found[0].partial);
    assert_memory_equal(found[0].digest, m.digest, DB_DIGEST);
    OK(db_mail_raw(d->db, 42, 1, d->a, &back));
    assert_true(str_eq(back, raw));
    REFUSED(ERR_NOINPUT, db_mail_raw(d->db, 42, 2, d->a, &back));
    OK(db_mail_find(d->db, str_of("<b@b>"), d->a, &found, &n));
    assert_int_equal(n, 0);
}

static void policies_are_numbered_and_named_by_transactions(void **state)
{
    struct desk *d = *state;
    struct str text;
    int64_t version;

    OK(db_policy_get(d->db, DB_NOW, d->a, &version, &text));
    assert_int_equal(version, 0);
    for (int i = 1; i <= 2; i++) {
        store_help_begin(d, 1000);
        OK(db_policy_add(d->db, d->seq, str_of(i == 1 ? "yaml1" : "yaml2"), str_of(i == 1 ? "t1" : "t2"),
                         &version));
        OK(db_commit(d->db));
        assert_int_equal(version, i);
    }
    OK(db_policy_get(d->db, DB_NOW, d->a, &version, &text));
    assert_int_equal(version, 2);
    assert_true(str_is(text, "t2"));
    OK(db_policy_source(d->db, 1, d->a, &text));
    assert_true(str_is(text, "yaml1"));
    REFUSED(ERR_NOINPUT, db_policy_source(d->db, 3, d->a, &text));
}

static void the_last_reading_is_found_as_of_then(void **state)
{
    struct desk *d = *state;
    struct str strengths, terms;
    uint32_t no;

    for (uint32_t i = 1; i <= 2; i++) {
        store_help_begin(d, 1000);
        struct event ev = {.of = 42, .no = i, .seq = d->seq, .kind = EVENT_TRIAGED};
        OK(db_event_add(d->db, &ev));
        OK(db_triage_add(d->db, 42, i, str_of("1 2"), str_of(i == 1 ? "first" : "second")));
        OK(db_commit(d->db));
    }
    OK(db_triage_get(d->db, 42, DB_NOW, d->a, &no, &strengths, &terms));
    assert_int_equal(no, 2);
    assert_true(str_is(terms, "second"));
    OK(db_triage_get(d->db, 42, 1, d->a, &no, &strengths, &terms));
    assert_true(str_is(terms, "first"));
    OK(db_triage_get(d->db, 42, 0, d->a, &no, &strengths, &terms));
    assert_int_equal(no, 0);
}

static void remind(struct desk *d, struct db_reminder *r, instant now, bool sent)
{
    bool claimed;

    store_help_begin(d, now);
    OK(db_remind_claim(d->db, r, 1, now, now, &claimed));
    assert_true(claimed);
    if (sent)
        OK(db_remind_mark(d->db, r, 1, now));
    OK(db_commit(d->db));
}

static void each_reminder_goes_out_once(void **state)
{
    struct desk *d = *state;
    struct db_reminder out[4];
    bool claimed;
    size_t n;

    store_help_begin(d, 1000);
    struct complaint c = store_help_complaint(d, store_help_customer(d, "Acme"));
    c.owner = 7;
    OK(db_complaint_put(d->db, &c));
    struct followup f = {.of = c.id, .ended = INSTANT_NONE};
    for (f.no = 1; f.no <= 3; f.no++) {
        f.due = 2000 + (int)f.no;
        f.owner = f.no == 2 ? 8 : 0;
        put_followup(d, &f, STATE_OPEN);
    }
    OK(db_commit(d->db));

    OK(db_remind_due(d->db, 2002, 0, 1, NULL, out, 4, &n));
    assert_int_equal(n, 2);
    assert_int_equal(out[0].recipient, 7);
    assert_int_equal(out[1].recipient, 8);
    OK(db_remind_due(d->db, 9000, 8, 1, NULL, out, 4, &n));
    assert_int_equal(n, 1);
    OK(db_remind_due(d->db, 9000, 0, 1, NULL, out, 1, &n));
    assert_int_equal(n, 1);
    OK(db_remind_due(d->db, 9000, 0, 1, &out[0], out, 4, &n)); /* the next page */
    assert_int_equal(n, 2);
    assert_int_equal(out[0].f.no, 2);
    remind(d, &out[0], 3000, true);
    store_help_begin(d, 3001);
    OK(db_remind_claim(d->db, &out[0], 1, 3001, 9001, &claimed));
    assert_false(claimed); /* sent: never again */
    OK(db_remind_claim(d->db, &out[0], 0, 3001, 3001, &claimed));
    assert_true(claimed); /* another channel is another reminder */
    OK(db_commit(d->db));
    OK(db_remind_due(d->db, 9000, 0, 1, NULL, out, 4, &n));
    assert_int_equal(n, 2);

    remind(d, &out[0], 4000, false); /* claimed, then the run died */
    remind(d, &out[0], 3500, true);  /* the next tells it, though the clock went back */
    assert_int_equal(out[0].batch, 4000);

    store_help_begin(d, 9000); /* a moved due time is a new reminder */
    OK(db_complaint_followup_get(d->db, c.id, 2, DB_NOW, &f));
    f.moved = 1;
    put_followup(d, &f, STATE_OPEN);
    OK(db_commit(d->db));
    OK(db_remind_due(d->db, 9000, 8, 1, NULL, out, 4, &n));
    assert_int_equal(n, 1);
    assert_int_equal(out[0].step, 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(words_come_back_byte_for_byte),
        T(words_that_are_gone_are_said_to_be),
        T(a_text_beyond_the_limit_is_refused),
        T(a_history_reads_back_as_it_was_written),
        T(a_complaint_is_seen_as_it_was),
        T(rows_of_a_new_complaint_may_be_written_again),
        T(a_follow_up_is_seen_as_it_was),
        T(a_matter_comes_with_its_follow_ups),
        T(fields_and_sources_are_kept),
        T(a_customer_s_key_forgives_how_it_was_typed),
        T(customers_are_found_by_address_and_by_part),
        T(a_customer_s_complaints_are_listed_oldest_first),
        T(a_message_is_kept_byte_for_byte),
        T(policies_are_numbered_and_named_by_transactions),
        T(the_last_reading_is_found_as_of_then),
        T(each_reminder_goes_out_once),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
