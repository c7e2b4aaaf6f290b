/* What a policy gives the other rooms, how one lies over another, and that its three forms say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/answers.h"
#include "policy/policy_compile.h"
#include "policy/setplay.h"
#include "policy/setting.h"
#include "policy/setvalue.h"

static const struct policy_place here = {NULL, "UTC"};

/* Compiles over the default; the test fails when that gives errors. */
static char *compiled(const char *yaml)
{
    struct policy_errors errors = {.name = "p"};
    struct buf out = {0};

    if (!policy_compile(str_of(yaml), policy_default_text(), &here, &out, &errors))
        fail_msg("<<%s>>: %s: %s", yaml, errors.e[0]->where, errors.e[0]->text);
    return buf_take(&out);
}

static struct policy *loaded(const char *yaml)
{
    struct policy *p = NULL;
    char *text = compiled(yaml);

    struct err *e = policy_load(str_of(text), &here, &p);
    if (e != NULL)
        fail_msg("%s", e->text);
    free(text);
    return p;
}

static void the_default_is_whole(void **state)
{
    struct policy *p = NULL;

    (void)state;
    struct err *e = policy_default(&here, &p);
    if (e != NULL)
        fail_msg("%s", e->text);
    assert_string_equal(p->desk, "Customer care");
    assert_string_equal(zone_name(p->zone), "UTC");
    assert_int_equal(p->soon, 7 * 86400);
    assert_int_equal(p->reopen, 30 * 86400);
    assert_int_equal(p->calendar->week[MONDAY].n, 1);
    assert_int_equal(p->calendar->week[SUNDAY].n, 0);
    for (int i = PRIORITY_P1; i <= PRIORITY_P4; i++) {
        assert_non_null(
            deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, (enum priority)i, "delivery"));
        assert_non_null(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESOLUTION, (enum priority)i, NULL));
    }
    assert_non_null(policy_category(p, str_of("question")));
    assert_non_null(policy_category(p, str_of("late-payment")));
    assert_null(policy_category(p, str_of("nosuch")));
    assert_string_equal(policy_category_near(p, str_of("delivry")), "delivery");
    assert_int_equal(p->nstaff, 0);
    const struct phrases *phrases = NULL, *again = NULL;
    assert_null(policy_phrases(p, &phrases));
    assert_true(phrase_count(phrases) > 0);
    assert_null(policy_phrases(p, &again));
    assert_ptr_equal(phrases, again);
    assert_null(triage_check(&p->triage));
    policy_free(p);
    policy_free(NULL);
}

static void an_empty_file_changes_nothing(void **state)
{
    static const char *const nothing[] = {
        "",   "\n",           "# only words\n", "---\n",         "--- {}\n",           "hours:\n",
        "{}", "\xef\xbb\xbf", "hours: {}",      "categories:\n", "deadlines: {P1: {}}"};
    struct str standard = policy_default_text();

    (void)state;
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        char *text = compiled(nothing[i]);
        assert_int_equal(strlen(text), standard.n);
        assert_memory_equal(text, standard.p, standard.n);
        free(text);
    }
}

static bool has_line(const char *text, const char *line)
{
    size_t n = strlen(line);

    for (const char *p = text; (p = strstr(p, line)) != NULL; p += n)
        if (p[n] == '\n' && (p == text || p[-1] == '\n'))
            return true;
    return false;
}

static void a_key_replaces_null_takes_away_and_lists_replace(void **state)
{
    static const struct {
        const char *yaml, *line;
        bool there;
    } rows[] = {
        {"desk: Acme", "desk\tAcme", true},
        {"desk: 'Acme:  \"the\tbest\"'", "desk\tAcme: \"the best\"", true},
        {"desk: back\\slash", "desk\tback\\\\slash", true},
        {"categories: {delivery: {impact: 5}}", "categories/delivery/impact\t5", true},
        {"categories: {delivery: {impact: 5}}", "categories/delivery/label\tDelivery", true},
        {"categories: {delivery: {impact: 05}}", "categories/delivery/impact\t5", true},
        {"categories: {delivery: null}", "categories/delivery", false},
        {"categories: {delivery: null}", "categories/delivery/label\tDelivery", false},
        {"categories: {delivery: null}", "categories/product", true},
        {"categories: {delivery: {label: ~}}", "categories/delivery/label\tDelivery", false},
        {"categories: {delivery: {label: 'null'}}", "categories/delivery/label\tnull", true},
        {"categories: null", "categories/question", false},
        {"categories: {delivery: {ask: [One?, Two?]}}", "categories/delivery/ask\tTwo?", true},
        {"categories: {delivery: {ask: [One?, Two?]}}",
         "categories/delivery/ask\tWhat was ordered, and when?", false},
        {"categories: {delivery: {ask: One?}}", "categories/delivery/ask\tOne?", true},
        {"categories: {delivery: {ask: []}}", "categories/delivery/ask\tWhat was ordered, and when?", false},
        {"categories: {delivery: {ask: []}}", "categories/delivery/ask", true},
        {"categories: {extra: {}}", "categories/extra", true},
        {"categories: {extra: {label: null}}", "categories/extra", true},
        {"categories: {extra: {label: null}}", "categories/extra/label\tnull", false},
        {"categories: {\xc3\xbc"
         "ber: {label: \"\xc3\x9c\"}}",
         "categories/\xc3\xbc"
         "ber/label\t\xc3\x9c",
         true},
        {"hours: {mon: [09:00-12:00, 13:00-17:30]}", "hours/mon\t13:00-17:30", true},
        {"hours: {mon: 09:00-12:00}", "hours/mon\t09:00-17:00", false},
        {"hours: {mon: closed}", "hours/mon\t09:00-17:00", false},
        {"hours: {sat: 00:00-24:00}", "hours/sat\t00:00-24:00", true},
        {"holidays: {12-25: closed}", "holidays/12-25", true},
        {"holidays: {2028-02-29: 10:00-12:00}", "holidays/2028-02-29\t10:00-12:00", true},
        {"holidays: {02-29: closed}", "holidays/02-29", true},
        {"deadlines: {P4: {resolution: null}}", "deadlines/P4/resolution\t10 working days", false},
        {"deadlines: {P4: {resolution: 4h}}", "deadlines/P4/resolution\t4 hours", true},
        {"staff: {anna@shop: {name: Anna}}", "staff/anna@shop/name\tAnna", true},
        {"triage: {speech: 0.250}", "triage/speech\t0.25", true},
        {"triage: {speech: 1.000}", "triage/speech\t1", true},
        {"phrases: {x.y: {signal: Legal, strength: 1, patterns: [sue]}}", "phrases/x.y/signal\tlegal", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *text = compiled(rows[i].yaml);
        if (has_line(text, rows[i].line) != rows[i].there)
            fail_msg("<<%s>>: line <<%s>> should%s be in\n%s", rows[i].yaml, rows[i].line,
                     rows[i].there ? "" : " not", text);
        free(text);
    }
}

static void a_category_may_have_deadlines_of_its_own(void **state)
{
    struct policy *p = loaded("categories: {question: {deadlines: {response: 2 hours}}}");

    (void)state;
    const struct deadline_rule *r =
        deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P1, "question");
    assert_non_null(r);
    assert_string_equal(r->name, "question-response");
    assert_int_equal(r->span.amount, 2);
    assert_int_equal(r->span.unit, DEADLINE_HOURS);
    r = deadline_pick(p->deadlines, p->ndeadlines, KIND_RESOLUTION, PRIORITY_P1, "question");
    assert_non_null(r);
    assert_string_equal(r->name, "P1-resolution");
    policy_free(p);
}

static void the_clocks_of_a_priority_can_run_day_and_night(void **state)
{
    struct policy *p =
        loaded("deadlines: {P1: {hours: always}}\n"
               "categories: {question: {deadlines: {response: 2 business hours, hours: always}}}");

    (void)state;
    assert_true(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P1, NULL)->always);
    assert_true(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESOLUTION, PRIORITY_P1, NULL)->always);
    assert_false(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P2, NULL)->always);
    assert_true(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P4, "question")->always);
    policy_free(p);
    p = loaded("deadlines: {P1: {hours: desk}}");
    assert_false(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P1, NULL)->always);
    policy_free(p);
}

static void a_deadline_that_is_taken_away_does_not_run(void **state)
{
    struct policy *p = loaded("deadlines: {P4: {response: null}}");

    (void)state;
    assert_null(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESPONSE, PRIORITY_P4, NULL));
    assert_non_null(deadline_pick(p->deadlines, p->ndeadlines, KIND_RESOLUTION, PRIORITY_P4, NULL));
    policy_free(p);
}

static void staff_and_holidays_arrive_whole(void **state)
{
    struct policy *p = loaded("zone: Europe/Berlin\n"
                              "holidays: {12-25: closed, 2026-12-24: 09:00-12:00}\n"
                              "staff:\n"
                              "  anna: {name: Anna Berg, address: anna@shop.example}\n"
                              "  bo: {}\n");

    (void)state;
    assert_string_equal(zone_name(p->zone), "Europe/Berlin");
    assert_ptr_equal(p->calendar->zone, p->zone);
    assert_int_equal(p->calendar->nholidays, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct calendar_holiday *h = &p->calendar->holidays[i];
        bool every = h->y == 0;
        assert_int_equal(h->d, every ? 25 : 24);
        assert_int_equal(h->hours.n, every ? 0 : 1);
        assert_int_equal(h->hours.slot[0].to, every ? 0 : 12 * 60);
    }
    assert_int_equal(p->nstaff, 2);
    const struct policy_person *bo = policy_person(p, str_of("bo")), *anna = policy_person(p, str_of("anna"));
    assert_non_null(bo);
    assert_string_equal(bo->name, "bo");
    assert_non_null(anna);
    assert_string_equal(anna->address, "anna@shop.example");
    assert_null(policy_person(p, str_of("ann")));
    policy_free(p);
}

static void local_is_what_the_caller_says(void **state)
{
    struct policy_place berlin = {NULL, "Europe/Berlin"}, nowhere = {NULL, "Europe/Atlantis"},
                        unsaid = {NULL, NULL};
    struct policy *p = NULL;

    (void)state;
    assert_null(policy_default(&berlin, &p));
    assert_string_equal(zone_name(p->zone), "Europe/Berlin");
    policy_free(p);
    assert_null(policy_default(&unsaid, &p));
    assert_string_equal(zone_name(p->zone), "UTC");
    policy_free(p);
    struct err *e = policy_default(&nowhere, &p);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_POLICY);
    assert_null(p);
    err_free(e);
}

/* --- showing ---------------------------------------------------------------------------------------------------- */

/* The law: what `show` prints, compiled over the default, is the same policy. */
static void round_trip(const char *text)
{
    struct policy_errors errors = {.name = "shown"};
    struct buf shown = {0}, again = {0};

    assert_null(policy_compile_show(str_of(text), &shown));
    if (!policy_compile(buf_str(&shown), policy_default_text(), &here, &again, &errors))
        fail_msg("%s: %s in\n%s", errors.e[0]->where, errors.e[0]->text, shown.p);
    if (strcmp(text, again.p) != 0)
        fail_msg("not the same policy:\n%s\n%s\n%s", text, shown.p, again.p);
    buf_free(&shown);
    buf_free(&again);
}

static uint64_t draw(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

#define PICK(seed, list) list[draw(seed) % (sizeof list / sizeof list[0])]

static const char *some_value(const struct setting *s, uint64_t *seed)
{
    static const char *const texts[] = {"\"a: b\"",
                                        "'# no comment'",
                                        "\"\\u2028x\\u200F\"",
                                        "'- [x]'",
                                        "\"\\\\n \\\"q\\\"\"",
                                        "null and void",
                                        "\"null\"",
                                        "\"~\"",
                                        "'{a}'",
                                        "\xf0\x9f\x98\x80 ok",
                                        "'@home'",
                                        "\"yes\"",
                                        "1e3",
                                        "'*'",
                                        "'&a'",
                                        "'!x'",
                                        "'%'",
                                        "'a #b'",
                                        "'a,b'",
                                        "\"'\"",
                                        "'?'",
                                        "'|'"};
    static const char *const numbers[] = {"1", "2", "3", "7"};
    static const char *const points[] = {"1"};
    static const char *const fractions[] = {"1", "0.5", "0.25", "0.001"};
    static const char *const zones[] = {"local", "UTC"};
    static const char *const spans[] = {"1 hour", "4 business hours", "2 working days", "8 weeks",
                                        "30 minutes"};
    static const char *const elapsed[] = {"1 hour", "2 days", "8 weeks"};
    static const char *const words[] = {"legal", "anger", "churn"};
    static const char *const choices[] = {"yes", "no"};
    static const char *const doers[] = {"customer", "anyone"};
    static const char *const clocks[] = {"response", "update", "resolution"};
    static const char *const starts[] = {"received", "acknowledged"};
    static const char *const hours[] = {"desk", "always"};
    static const char *const occasions[] = {"late", "signal:legal", "category:late-payment"};
    static const char *const dates[] = {"2026-04-08"};
    static const char *const patterns[] = {"sue you", "\"<i> <will> sue\"", "\"(very|so) bad\"", "\"burn*\"",
                                           "\"!!\"",  "\"don't\""};
    static const char *const amounts[] = {"0", "25", "25.5", "120.50"};
    static const char *const findings[] = {"robotic", "apology", "promise"};
    static const char *const parts[] = {"greeting", "offer", "close"};
    static const char *const questions[] = {"'which one? {product}'", "why", "'by when? {}'"};
    static const char *const rates[] = {"8", "11.75", "0.125"};
    static const char *const named[] = {"delivery", "question"};
    static const char *const programs[] = {"/usr/sbin/sendmail", "/opt/msmtp"};
    static const struct {
        setting_value *value;
        const char *const *list;
        size_t n;
    } kinds[] = {
        {setvalue_text, texts, sizeof texts / sizeof *texts},
        {setvalue_fraction, fractions, sizeof fractions / sizeof *fractions},
        {setvalue_zone, zones, sizeof zones / sizeof *zones},
        {setvalue_word, words, sizeof words / sizeof *words},
        {setvalue_choice, choices, sizeof choices / sizeof *choices},
        {setvalue_who, doers, sizeof doers / sizeof *doers},
        {setvalue_finding, findings, sizeof findings / sizeof *findings},
        {setvalue_part, parts, sizeof parts / sizeof *parts},
        {setvalue_program, programs, sizeof programs / sizeof *programs},
        {setvalue_pattern, patterns, sizeof patterns / sizeof *patterns},
        {setvalue_deadline, clocks, sizeof clocks / sizeof *clocks},
        {setvalue_from, starts, sizeof starts / sizeof *starts},
        {setvalue_clock, hours, sizeof hours / sizeof *hours},
        {setvalue_occasion, occasions, sizeof occasions / sizeof *occasions},
        {setvalue_date, dates, sizeof dates / sizeof *dates},
        {setvalue_named, named, sizeof named / sizeof *named},
        {setplay_question, questions, sizeof questions / sizeof *questions},
        {setvalue_money, amounts, sizeof amounts / sizeof *amounts},
        {setvalue_percent, rates, sizeof rates / sizeof *rates},
    };

    if (s->value == setvalue_number)
        return s->max > 100 ? points[0] : PICK(seed, numbers);
    if (s->value == setvalue_span)
        return s->min == -1 ? PICK(seed, spans) : PICK(seed, elapsed);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].value == s->value)
            return kinds[i].list[draw(seed) % kinds[i].n];
    fail_msg("a type of value that this test does not know");
    return NULL;
}

/* Writes some settings of a map in flow style; null where that may be, when the base has the entry. */
static void some_map(const struct setting *s, bool whole, bool in_base, uint64_t *seed, struct buf *out);

static void some_setting(const struct setting *s, bool in_base, uint64_t *seed, struct buf *out)
{
    static const char *const slots[] = {"closed", "09:00-12:00", "[08:00-12:00, 13:00-17:00]", "[]",
                                        "[10:00-24:00]"};
    static const char *const names[] = {"x", "y.z", "delivery", "product", "anna-1", "\xc3\xbc", "question"};
    static const char *const plays[] = {"signal.anger", "trait.needy", "category.delivery", "matter.late"};
    static const char *const days[] = {"12-25", "2028-02-29", "2026-12-24"};
    static const char *const returns[] = {
        "{}",
        "{r: {rows: [product, cause], columns: {b: {title: 'B, or \"b\"', count: answered, within: 8 weeks, "
        "after: 3 working days, where: {decision: [upheld, '-']}}, a: {sum: amount, at: redress-paid}}, "
        "required: {product: received}}}",
        ("{q: {source: x, checked: 2026-04-08, rows: [complaint], of: closed, columns: {a: {show: issue}}}, "
         "r: {columns: {n: {count: outstanding}}}}")};
    size_t n;
    const char *between = "";

    if (s->removable && in_base && draw(seed) % 4 == 0) {
        buf_adds(out, "null");
        return;
    }
    switch (s->type) {
    case SETTING_VALUE:
        buf_adds(out, some_value(s, seed));
        break;
    case SETTING_LIST:
        if (s->sub->value == setvalue_slot) {
            buf_adds(out, PICK(seed, slots));
            break;
        }
        buf_adds(out, "[");
        n = draw(seed) % 4 +
            (s->sub->value == setvalue_pattern || (s->key != NULL && strcmp(s->key, "say") == 0));
        for (size_t i = 0; i < n; i++)
            buf_printf(out, "%s%s", i > 0 ? ", " : "", some_value(s->sub, seed));
        buf_adds(out, "]");
        break;
    case SETTING_MAP:
        some_map(s, false, in_base, seed, out);
        break;
    case SETTING_NAMED:
        if (setting_find(s->sub, str_of("columns")) != NULL) { /* its parts must fit together */
            buf_adds(out, PICK(seed, returns));
            break;
        }
        buf_adds(out, "{");
        const char *name = s->name == setvalue_name_day     ? PICK(seed, days)
                           : s->name == setplay_name        ? PICK(seed, plays)
                           : s->name == setvalue_name_money ? "0"
                                                            : PICK(seed, names);
        for (n = draw(seed) % 2; n < 2; n++, between = ", ") {
            bool known = strstr(policy_default_text().p, name) != NULL && strlen(name) > 6;
            bool phrase = setting_find(s->sub, str_of("patterns")) != NULL ||
                          setting_find(s->sub, str_of("rank")) != NULL ||
                          setting_find(s->sub, str_of("within")) != NULL ||
                          setting_find(s->sub, str_of("rate")) != NULL ||
                          setting_find(s->sub, str_of("subject")) != NULL ||
                          setting_find(s->sub, str_of("on")) != NULL;
            buf_printf(out, "%s%s: ", between, name);
            if (phrase)
                some_map(s->sub, true, false, seed, out);
            else
                some_setting(s->sub, known && s->name == setvalue_name, seed, out);
            name = s->name == setvalue_name_day     ? "2027-01-01"
                   : s->name == setplay_name        ? "category.billing"
                   : s->name == setvalue_name_money ? "1000.50"
                                                    : "other";
        }
        buf_adds(out, "}");
        break;
    }
}

static void some_map(const struct setting *s, bool whole, bool in_base, uint64_t *seed, struct buf *out)
{
    const char *between = "";

    buf_adds(out, "{");
    for (size_t i = 0; i < s->n; i++) {
        if ((!whole && draw(seed) % 2 == 0) ||
            strcmp(s->sub[i].key, "role") == 0 || /* must be one of roles, of letters */
            strcmp(s->sub[i].key, "letter") == 0)
            continue;
        buf_printf(out, "%s%s: ", between, s->sub[i].key);
        some_setting(&s->sub[i], in_base, seed, out);
        between = ", ";
    }
    buf_adds(out, "}");
}

static void what_show_prints_compiles_to_the_same_policy(void **state)
{
    uint64_t seed = 88172645463325252u;
    size_t good = 0;

    (void)state;
    round_trip(policy_default_text().p);
    for (int i = 0; i < 300; i++) {
        struct policy_errors errors = {.name = "made"};
        struct buf yaml = {0}, out = {0};
        const struct setting *root = setting_root();
        for (size_t k = 0; k < root->n; k++)
            if (draw(&seed) % 3 == 0 && !root->sub[k].made &&
                strcmp(root->sub[k].key, "holidays-from") != 0) { /* there are no files here */
                buf_printf(&yaml, "%s: ", root->sub[k].key);
                some_setting(&root->sub[k], true, &seed, &yaml);
                buf_adds(&yaml, "\n");
            }
        if (yaml.p == NULL)
            buf_adds(&yaml, "");
        /* Few of them are refused, and rightly: a week without an open minute, points out of order. */
        if (policy_compile(buf_str(&yaml), policy_default_text(), &here, &out, &errors)) {
            round_trip(out.p);
            good++;
        } else if (getenv("SHOW_REFUSED") != NULL) {
            print_error("%s: %s in %s\n", errors.e[0]->where, errors.e[0]->text, yaml.p);
        }
        policy_errors_free(&errors);
        buf_free(&yaml);
        buf_free(&out);
    }
    assert_true(good > 200);
}

/* --- the examples and the page ---------------------------------------------------------------------------------------------------- */

static void the_examples_are_sound(void **state)
{
    static const char *const files[] = {"examples/policy/shop.yaml", "examples/policy/team.yaml"};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct policy_errors errors = {0};
        struct buf source = {0}, text = {0};
        struct err *e = policy_compile_file(files[i], &here, NULL, &source, &text, &errors);
        if (e != NULL) {
            print_message("# %s is not here: run from the top of the source\n", files[i]);
            err_free(e);
            skip();
        }
        if (errors.n > 0)
            fail_msg("%s: %s", errors.e[0]->where, errors.e[0]->text);
        round_trip(text.p);
        buf_free(&source);
        buf_free(&text);
    }
}

static void expect_key(const char *page, const struct setting *s)
{
    if (s->key != NULL) {
        char line[80], listed[80];
        /* Defined in a list, or one of several in a row. */
        snprintf(line, sizeof line, ".It Ic %s", s->key);
        snprintf(listed, sizeof listed, "%s ", s->key);
        if (strstr(page, line) == NULL && strstr(page, listed) == NULL)
            fail_msg("cust-policy(5) does not say what %s is", s->key);
    }
    for (size_t i = 0; s->type == SETTING_MAP && i < s->n; i++)
        expect_key(page, &s->sub[i]);
    if (s->type == SETTING_NAMED || s->type == SETTING_LIST)
        expect_key(page, s->sub);
}

static void the_page_has_every_key(void **state)
{
    struct buf page = {0};

    (void)state;
    struct err *e = buf_read_file(&page, "man/cust-policy.5", 1 << 20);
    if (e != NULL) {
        print_message("# man/cust-policy.5 is not here: run from the top of the source\n");
        err_free(e);
        skip();
    }
    expect_key(page.p, setting_root());
    buf_free(&page);
}

/* --- damage ------------------------------------------------------------------------------------------------------ */

static struct err *load_letters(const struct policy *p)
{
    struct arena *a = arena_new();
    const struct letter_wording *wordings;
    const struct playbook_entry *entries;
    struct tone *tone;
    size_t n;
    struct err *e = answers_tone(p, a, &tone);

    tone_free(tone);
    if (e == NULL)
        e = answers_wordings(p, a, &wordings, &n);
    if (e == NULL)
        e = answers_playbook(p, a, &entries, &n);
    arena_free(a);
    return e;
}

/* Loading reads no phrases before somebody asks for them, so damage shows in one or the other. */
static struct err *load_whole(struct str text)
{
    const struct phrases *phrases;
    struct policy *p = NULL;
    struct err *e = policy_load(text, &here, &p);

    if (e != NULL)
        assert_null(p);
    else
        e = policy_phrases(p, &phrases);
    if (e == NULL)
        e = load_letters(p);
    policy_free(p);
    return e;
}

static void expect_policy_error(struct str text)
{
    struct err *e = load_whole(text);

    if (e == NULL)
        fail_msg("loaded: %.*s", (int)text.n, text.p);
    assert_int_equal(e->code, ERR_POLICY);
    err_free(e);
}

/* The default without the lines that begin so. */
static char *without(const char *start)
{
    struct str rest = policy_default_text(), line;
    struct buf b = {0};

    while (str_cut(&rest, '\n', &line))
        if (!str_starts(line, start) && (line.n > 0 || rest.n > 0))
            buf_printf(&b, "%.*s\n", (int)line.n, line.p);
    assert_true(b.len < policy_default_text().n);
    return buf_take(&b);
}

/* A desk must open whatever version put its policy in force. */
static void what_an_older_version_did_not_know_is_as_the_default_has_it(void **state)
{
    static const char *const rows[] = {"soon",          "mail",         "triage/history",
                                       "triage/points", "deadlines/P2", "check"};
    struct policy *standard = NULL;

    (void)state;
    assert_null(policy_default(&here, &standard));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *text = without(rows[i]);
        struct policy *p = NULL;
        struct err *e = policy_load(str_of(text), &here, &p);
        if (e != NULL)
            fail_msg("without %s: %s", rows[i], e->text);
        assert_int_equal(p->soon, standard->soon);
        assert_string_equal(p->sendmail, standard->sendmail);
        assert_int_equal(p->ndeadlines, standard->ndeadlines);
        assert_memory_equal(&p->triage.history, &standard->triage.history, sizeof p->triage.history);
        policy_free(p);
        free(text);
    }
    policy_free(standard);
}

static void a_damaged_compiled_text_is_an_error_never_a_crash(void **state)
{
    static const char *const heads[] = {"", "cust-policy\t2\n", "cust-policy\t1", "cust-policy 1\n",
                                        "policy\t1\n"};
    static const char *const lines[] = {"nosuch\t1",
                                        "nosuch",
                                        "desk",
                                        "desk\t",
                                        "hours",
                                        "hours\tx",
                                        "hours/mon/x\t1",
                                        "\t",
                                        "/",
                                        "",
                                        "desk/\tx",
                                        "/desk\tx",
                                        "desk\tbad \\q escape",
                                        "desk\tbad \\",
                                        "categories/x/y/z\t1",
                                        "categories",
                                        "categories/\t1",
                                        "categories/x\t1",
                                        "deadlines/P1",
                                        "deadlines/P1/response\tnever",
                                        "soon\t1 working day",
                                        "hours/mon\t25:00-26:00",
                                        "holidays/13-13",
                                        "zone\tEurope/Atlantis",
                                        "categories/x/impact\tmany",
                                        "categories/x/impact\t1",
                                        "phrases/x/strength\t1",
                                        "phrases/x",
                                        "triage/points/P1\tx",
                                        "phrases/x/signal\tnone",
                                        "tone/x/finding\tnone",
                                        "wordings/x/part\tnone"};
    struct str standard = policy_default_text();

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        expect_policy_error(str_of(heads[i]));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct buf b = {0};
        buf_addstr(&b, standard);
        buf_printf(&b, "%s\n", lines[i]);
        expect_policy_error(buf_str(&b));
        buf_free(&b);
    }
    expect_policy_error((struct str){"cust-policy\t1\ndesk\ta\0b\n", 23});
    expect_policy_error((struct str){standard.p, standard.n - 1});
}

static void any_byte_may_be_wrong(void **state)
{
    struct str standard = policy_default_text();
    uint64_t seed = 4101842887655102017u;
    size_t refused = 0;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        char *text = malloc(standard.n + 1);
        assert_non_null(text);
        memcpy(text, standard.p, standard.n + 1);
        size_t n = i % 5 == 0 ? draw(&seed) % standard.n : standard.n;
        for (uint64_t k = draw(&seed) % 3; k < 3 && n > 0; k++)
            text[draw(&seed) % n] = (char)draw(&seed);
        struct err *e = load_whole((struct str){text, n});
        if (e != NULL) {
            assert_int_equal(e->code, ERR_POLICY);
            refused++;
        }
        err_free(e);
        free(text);
    }
    assert_true(refused > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_whole),
        cmocka_unit_test(an_empty_file_changes_nothing),
        cmocka_unit_test(a_key_replaces_null_takes_away_and_lists_replace),
        cmocka_unit_test(a_category_may_have_deadlines_of_its_own),
        cmocka_unit_test(the_clocks_of_a_priority_can_run_day_and_night),
        cmocka_unit_test(a_deadline_that_is_taken_away_does_not_run),
        cmocka_unit_test(staff_and_holidays_arrive_whole),
        cmocka_unit_test(local_is_what_the_caller_says),
        cmocka_unit_test(what_show_prints_compiles_to_the_same_policy),
        cmocka_unit_test(the_examples_are_sound),
        cmocka_unit_test(the_page_has_every_key),
        cmocka_unit_test(what_an_older_version_did_not_know_is_as_the_default_has_it),
        cmocka_unit_test(a_damaged_compiled_text_is_an_error_never_a_crash),
        cmocka_unit_test(any_byte_may_be_wrong),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
