/* Events as JSON Lines: whatever an event holds goes out and comes back; anything doubtful is refused by its key. */
#include "form_help.h"

#include "form/form_line.h"

static struct err *read_event(struct str line, struct arena *a, struct form_event *out)
{
    struct form_line l;
    struct err *e = form_line_read(line, a, &l);

    *out = l.event;
    assert_false(e == NULL && l.of_desk);
    return e;
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static struct str bytes(uint32_t *seed, struct arena *a)
{
    static const char *const odd[] = {"\xff", "\xe2\x80\xae", "\n",  "\"",  "\\",
                                      "\x7f", "\xc3\xa9",     "a b", "\x01"};
    struct buf b = {0};

    for (size_t n = next(seed) % 5; n > 0; n--)
        buf_adds(&b, odd[next(seed) % (sizeof odd / sizeof odd[0])]);
    if (next(seed) % 8 == 0)
        buf_addc(&b, '\0');
    struct str s = arena_str(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static int64_t number(uint32_t *seed)
{
    switch (next(seed) % 6) {
    case 0:
        return 0;
    case 1:
        return 1;
    case 2:
        return INSTANT_NONE;
    case 3:
        return -1;
    case 4:
        return NOW;
    default:
        return (int64_t)((uint64_t)next(seed) << 40 | next(seed));
    }
}

static struct form_event any_event(uint32_t *seed, struct arena *a)
{
    struct form_event e = {0};

    e.store = bytes(seed, a);
    e.ev.of = next(seed) % 2 == 0 ? 42 : -7;
    e.ev.no = next(seed) % 1000 + 1;
    e.ev.seq = next(seed) + 1;
    e.ev.recorded = NOW + next(seed) % 1000;
    e.ev.happened = INSTANT_MIN + next(seed);
    e.ev.kind = (enum event_kind)(next(seed) % EVENTS);
    e.ev.flags = next(seed) % 8;
    e.ev.code = next(seed) % 10 == 0 ? -1 : (int32_t)(next(seed) % 40);
    e.ev.ref = next(seed) % 3 == 0 ? UINT32_MAX : next(seed) % 300;
    e.ev.num = number(seed);
    e.actor = bytes(seed, a);
    e.who = bytes(seed, a);
    e.words = bytes(seed, a);
    e.erased = next(seed) % 5 == 0;
    e.strengths = bytes(seed, a);
    e.terms = bytes(seed, a);
    if (next(seed) % 4 == 0) {
        struct form_mail *m = arena_alloc(a, sizeof *m);
        *m =
            (struct form_mail){.message_id = bytes(seed, a), .digest = bytes(seed, a), .raw = bytes(seed, a)};
        m->class = (int32_t)(next(seed) % 4);
        m->partial = next(seed) % 2 == 0;
        e.mail = m;
    }
    e.has_file = next(seed) % 4 == 0;
    if (e.has_file)
        e.file = bytes(seed, a);
    if (next(seed) % 4 == 0) {
        struct form_customer *c = arena_alloc(a, sizeof *c);
        struct form_address *list = arena_alloc(a, 2 * sizeof *list);
        for (size_t i = 0; i < 2; i++)
            list[i] = (struct form_address){(enum address_kind)(next(seed) % 4), bytes(seed, a)};
        *c = (struct form_customer){next(seed) + 1, bytes(seed, a), list, next(seed) % 3};
        e.customer = c;
    }
    return e;
}

static void assert_same(const struct form_event *a, const struct form_event *b)
{
    assert_int_equal(a->ev.of, b->ev.of);
    assert_int_equal(a->ev.no, b->ev.no);
    assert_int_equal(a->ev.seq, b->ev.seq);
    assert_int_equal(a->ev.recorded, b->ev.recorded);
    assert_int_equal(a->ev.happened, b->ev.happened);
    assert_int_equal(a->ev.kind, b->ev.kind);
    assert_int_equal(a->ev.flags, b->ev.flags);
    assert_int_equal(a->ev.code, b->ev.code);
    assert_int_equal(a->ev.ref, b->ev.ref);
    assert_int_equal(a->ev.num, b->ev.num);
    assert_true(str_eq(a->store, b->store));
    assert_true(str_eq(a->actor, b->actor));
    assert_true(str_eq(a->who, b->who));
    assert_true(str_eq(a->words, b->words));
    assert_true(a->erased == b->erased);
    assert_true(str_eq(a->strengths, b->strengths) && str_eq(a->terms, b->terms));
    assert_true((a->mail == NULL) == (b->mail == NULL));
    assert_true(a->mail == NULL || (str_eq(a->mail->raw, b->mail->raw) && a->mail->class == b->mail->class &&
                                    str_eq(a->mail->message_id, b->mail->message_id) &&
                                    str_eq(a->mail->digest, b->mail->digest)));
    assert_true((a->customer == NULL) == (b->customer == NULL));
    assert_true(a->customer == NULL ||
                (a->customer->id == b->customer->id && a->customer->n == b->customer->n));
}

static void any_event_comes_back_whole_and_writes_the_same_line(void **state)
{
    struct arena *a = arena_new();
    uint32_t seed = 3;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct form_event e = any_event(&seed, a), back;
        struct buf line = {0}, again = {0};
        form_event_write(&e, &line);
        assert_int_equal(line.p[line.len - 1], '\n');
        assert_ptr_equal(memchr(line.p, '\n', line.len), line.p + line.len - 1);
        struct err *wrong = read_event((struct str){line.p, line.len - 1}, a, &back);
        if (wrong != NULL)
            fail_msg("%s: %s", line.p, wrong->text);
        assert_same(&e, &back);
        form_event_write(&back, &again);
        assert_true(str_eq(buf_str(&line), buf_str(&again)));
        buf_free(&line);
        buf_free(&again);
        arena_reset(a);
    }
    arena_free(a);
}

static void the_lines_are_what_the_page_says(void **state)
{
    static const struct form_address addresses[] = {{ADDRESS_EMAIL, {"ann@example.org", 15}}};
    static const struct form_customer ann = {7, {"Ann", 3}, addresses, 1};
    static const struct form_mail mail = {
        .message_id = {"<1@x>", 5}, .digest = {"\x01\xff", 2}, .raw = {"Subject: x\r\n\r\n\xff", 15}};
    const struct event at = {.of = 42, .seq = 9, .recorded = NOW, .happened = NOW - 60};
    struct form_event e[6];
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        e[i] = (struct form_event){.store = str_of("a1b2"), .ev = at, .actor = str_of("sam")};
        e[i].ev.no = (uint32_t)i + 1;
    }
    e[0].ev.kind = EVENT_HEARD;
    e[0].ev.code = CHANNEL_MAIL;
    e[0].ev.num = 7;
    e[0].words = str_of("It leaks.\n\xff");
    e[0].mail = &mail;
    e[0].customer = &ann;
    e[1].ev.kind = EVENT_TRIAGED;
    e[1].ev.flags = EVENT_AUTO;
    e[1].ev.ref = 1U << SIGNAL_ANGER | 1U << SIGNAL_LEGAL;
    e[1].ev.num = 118;
    e[2].ev.kind = EVENT_ADDED;
    e[2].ev.code = KIND_CALLBACK;
    e[2].ev.ref = 1;
    e[2].ev.num = NOW + 3600;
    e[2].who = str_of("kim");
    e[2].words = str_of("ring back");
    e[3].ev.kind = EVENT_SET;
    e[3].ev.code = FIELD_REMEDY_PAID;
    e[3].ev.num = NOW - 600;
    e[4].ev.kind = EVENT_SET;
    e[4].ev.code = FIELD_PRIORITY;
    e[4].ev.num = -1;
    e[5].ev.kind = EVENT_NAMED;
    e[5].ev.of = -7;
    e[5].erased = true;
    for (size_t i = 0; i < 6; i++)
        form_event_write(&e[i], &b);
    assert_golden("events.jsonl", &b);
    buf_free(&b);
}

#define HEAD                                                                                                 \
    "{\"schema\":\"cust.event/1\",\"ref\":\"42\",\"no\":1,\"seq\":1,\"recorded\":\"2026-11-21T20:50:00Z\","
#define WHEN "\"happened\":\"2026-11-21T20:50:00Z\","

static void a_doubtful_line_is_refused_by_its_key(void **state)
{
    static const struct {
        const char *line, *part;
    } cases[] = {
        {"", "no JSON"},
        {"{", "no JSON"},
        {"[]", "a JSON object is expected"},
        {"{}", "\"schema\" wants"},
        {"{\"schema\":\"cust.event/2\"}", "a newer cust may read it"},
        {"{\"schema\":\"cust.event/1\"}", "\"ref\" is missing"},
        {HEAD WHEN "\"kind\":\"note\",\"words\":\"a\",\"words\":\"b\"}", "duplicate"},
        {HEAD WHEN "\"kind\":\"note\",\"wrods\":\"a\"}", "did you mean words"},
        {HEAD WHEN "\"kind\":\"note\",\"due\":\"2026-11-21T20:50:00Z\"}", "no key 'due'"},
        {HEAD WHEN "\"kind\":\"nite\"}", "did you mean note"},
        {HEAD WHEN "\"kind\":7}", "\"kind\" wants a word"},
        {HEAD WHEN "\"kind\":\"heard\"}", "\"channel\" is missing"},
        {HEAD WHEN "\"kind\":\"heard\",\"channel\":\"phine\"}", "did you mean phone"},
        {HEAD WHEN "\"kind\":\"heard\",\"channel\":\"phone\",\"from\":\"42\"}", "a customer such as"},
        {HEAD WHEN "\"kind\":\"note\",\"words\":7}", "\"words\" wants a string"},
        {HEAD WHEN "\"kind\":\"note\",\"words_base64\":\"Zh==\"}", "base64"},
        {HEAD WHEN "\"kind\":\"note\",\"words\":\"a\\u0000b\"}", "no JSON"},
        {HEAD WHEN "\"kind\":\"note\",\"words\":\"\xff\"}", "no JSON"},
        {HEAD "\"happened\":\"yesterday\",\"kind\":\"note\"}", ""},
        {HEAD "\"happened\":\"2026-02-31T00:00:00Z\",\"kind\":\"note\"}", ""},
        {HEAD WHEN "\"kind\":\"done\",\"followup\":-1}", "whole number"},
        {HEAD WHEN "\"kind\":\"done\",\"followup\":1.5}", "whole number"},
        {HEAD WHEN "\"kind\":\"triaged\",\"priority\":\"P1\",\"signals\":[\"rage\"]}", "no signal 'rage'"},
        {HEAD WHEN "\"kind\":\"triaged\",\"priority\":\"P1\",\"signals\":\"anger\"}", "a list of signals"},
        {HEAD WHEN "\"kind\":\"note\",\"erased\":1}", "true or false"},
        {HEAD WHEN "\"kind\":\"note\",\"mail\":{}}", "raw_base64"},
        {HEAD WHEN "\"kind\":\"note\",\"customer\":{\"ref\":\"c7\",\"addresses\":[7]}}", "a list of objects"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_event e;
        struct err *wrong = read_event(str_of(cases[i].line), a, &e);
        if (wrong == NULL)
            fail_msg("%s was taken", cases[i].line);
        assert_int_equal(wrong->code, ERR_DATA);
        if (strstr(wrong->text, cases[i].part) == NULL)
            fail_msg("case %zu: '%s' lacks '%s'", i, wrong->text, cases[i].part);
        err_free(wrong);
    }
    struct form_event e;
    assert_null(read_event(str_of(HEAD WHEN "\"kind\":\"note\",\"words\":\"a\"}\r"), a, &e));
    arena_free(a);
}

#define DESK "{\"schema\":\"cust.desk/1\",\"seq\":3,\"recorded\":\"2026-11-21T20:50:00Z\",\"actor\":\"a\","

static void a_record_of_the_desk_comes_back_as_it_went_out(void **state)
{
    static const char *const lines[] = {
        DESK "\"kind\":\"cause\",\"name\":\"thin-box\"}",
        DESK "\"kind\":\"lesson\",\"name\":\"thin-box\",\"no\":2,\"words\":\"drop it\"}",
        DESK "\"kind\":\"fix\",\"name\":\"x\",\"no\":1,\"since\":\"2026-01-01T00:00:00Z\",\"words\":\"\\n\"}",
        DESK "\"kind\":\"lesson\",\"name\":\"x\",\"no\":1,\"words_base64\":\"/w==\"}",
        DESK "\"kind\":\"seal\",\"name\":\"fca\",\"no\":1,\"since\":\"2026-01-01T00:00:00Z\","
             "\"until\":\"2026-07-01T00:00:00Z\",\"hash\":\"ab12\",\"words\":\"a,b\\r\\n1,2\\r\\n\"}",
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct form_line l;
        struct buf out = {0};
        struct err *wrong = form_line_read(str_of(lines[i]), a, &l);
        assert_null(wrong);
        assert_true(l.of_desk);
        form_desk_write(&l.desk, &out);
        assert_int_equal(out.p[out.len - 1], '\n');
        out.p[--out.len] = '\0';
        if (strstr(lines[i], "base64") == NULL)
            assert_string_equal(out.p, lines[i]);
        else
            assert_non_null(strstr(out.p, "\"words_base64\":\"/w==\""));
        buf_free(&out);
    }
    arena_free(a);
}

static void a_doubtful_record_of_the_desk_is_refused_by_its_key(void **state)
{
    static const struct {
        const char *line, *part;
    } cases[] = {
        {"{\"schema\":\"cust.desk/1\",\"kind\":\"cause\",\"name\":\"x\"}", "\"seq\" is missing"},
        {"{\"schema\":\"cust.desk/1\",\"seq\":1,\"kind\":\"cause\",\"name\":\"x\"}",
         "\"recorded\" is missing"},
        {DESK "\"kind\":\"couse\",\"name\":\"x\"}", "did you mean cause"},
        {DESK "\"kind\":\"cause\"}", "\"name\" is missing"},
        {DESK "\"kind\":\"cause\",\"name\":\"x\",\"no\":1}", "no key 'no'"},
        {DESK "\"kind\":\"lesson\",\"name\":\"x\",\"words\":\"w\"}", "\"no\" is missing"},
        {DESK "\"kind\":\"lesson\",\"name\":\"x\",\"no\":0,\"words\":\"w\"}", "whole number"},
        {DESK "\"kind\":\"fix\",\"name\":\"x\",\"no\":1,\"words\":\"w\"}", "\"since\" is missing"},
        {DESK "\"kind\":\"fix\",\"name\":\"x\",\"no\":1,\"since\":\"soon\"}", ""},
        {DESK "\"kind\":\"fix\",\"name\":\"x\",\"no\":1,\"since\":\"2026-01-01T00:00:00Z\",\"hash\":\"ab\"}",
         "no key 'hash'"},
        {DESK "\"kind\":\"seal\",\"name\":\"x\",\"no\":1,\"since\":\"2026-01-01T00:00:00Z\"}",
         "\"until\" is missing"},
        {DESK "\"kind\":\"seal\",\"name\":\"x\",\"no\":1,\"since\":\"2026-01-01T00:00:00Z\","
              "\"until\":\"2026-07-01T00:00:00Z\"}",
         "\"hash\" is missing"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form_line l;
        struct err *wrong = form_line_read(str_of(cases[i].line), a, &l);
        if (wrong == NULL || wrong->code != ERR_DATA || strstr(wrong->text, cases[i].part) == NULL)
            fail_msg("%s: %s", cases[i].line, wrong != NULL ? wrong->text : "was taken");
        err_free(wrong);
    }
    arena_free(a);
}

static void a_line_cut_short_is_never_taken(void **state)
{
    struct arena *a = arena_new();
    uint32_t seed = 11;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct form_event e = any_event(&seed, a), back;
        struct buf line = {0};
        form_event_write(&e, &line);
        line.len = next(&seed) % (line.len - 2);
        struct err *wrong = read_event(buf_str(&line), a, &back);
        assert_non_null(wrong);
        err_free(wrong);
        buf_free(&line);
        arena_reset(a);
    }
    arena_free(a);
}

static void a_damaged_line_is_refused_or_means_what_it_says(void **state)
{
    static const char alphabet[] = "\"{}[]:,\\u0019-acekn\n\xff";
    struct arena *a = arena_new();
    uint32_t seed = 5;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct form_event e = any_event(&seed, a), back, again;
        struct buf line = {0}, copy = {0};
        form_event_write(&e, &line);
        for (size_t hits = next(&seed) % 3 + 1; hits > 0; hits--)
            line.p[next(&seed) % line.len] = alphabet[next(&seed) % (sizeof alphabet - 1)];
        struct err *wrong = read_event(buf_str(&line), a, &back);
        if (wrong == NULL) {
            form_event_write(&back, &copy);
            assert_null(read_event((struct str){copy.p, copy.len - 1}, a, &again));
            assert_same(&back, &again);
        } else {
            assert_int_equal(wrong->code, ERR_DATA);
            assert_null(strchr(wrong->text, '\n'));
        }
        err_free(wrong);
        buf_free(&line);
        buf_free(&copy);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_event_comes_back_whole_and_writes_the_same_line),
        cmocka_unit_test(the_lines_are_what_the_page_says),
        cmocka_unit_test(a_doubtful_line_is_refused_by_its_key),
        cmocka_unit_test(a_record_of_the_desk_comes_back_as_it_went_out),
        cmocka_unit_test(a_doubtful_record_of_the_desk_is_refused_by_its_key),
        cmocka_unit_test(a_line_cut_short_is_never_taken),
        cmocka_unit_test(a_damaged_line_is_refused_or_means_what_it_says),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
