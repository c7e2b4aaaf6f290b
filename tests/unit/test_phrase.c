/* Patterns: what they find, what negation and doers take back, and what a bad one is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/pattern.h"
#include "judge/phrase.h"

struct seen {
    struct str text;
    struct buf words; /* of every hit, "|" between them; "-" before a negated one, "~" before speech */
    size_t n;
};

static void see(void *ctx, const struct phrase_hit *hit)
{
    struct seen *s = ctx;

    assert_true(hit->off + hit->len <= s->text.n && hit->len > 0);
    if (s->n++ != 0)
        buf_addc(&s->words, '|');
    buf_adds(&s->words, hit->negated ? "-" : "");
    buf_adds(&s->words, hit->speech ? "~" : "");
    buf_add(&s->words, s->text.p + hit->off, hit->len);
}

/* What one rule finds in a text; the caller frees. */
static char *find(const struct phrase_rule *rule, const char *text)
{
    struct seen s = {.text = str_of(text)};
    struct phrases *p;
    struct err *e = phrase_compile(rule, 1, &p);

    if (e != NULL)
        fail_msg("%s: %s", rule->patterns[0], e->text);
    buf_adds(&s.words, "");
    phrase_match(p, s.text, see, &s);
    phrase_free(p);
    return buf_take(&s.words);
}

struct row {
    const char *pattern, *text, *found;
};

static void check(const struct row *rows, size_t n, struct phrase_rule rule)
{
    for (size_t i = 0; i < n; i++) {
        rule.patterns = &rows[i].pattern;
        rule.npatterns = 1;
        char *found = find(&rule, rows[i].text);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s\n in \"%s\"\n finds \"%s\", not \"%s\"", rows[i].pattern, rows[i].text, found,
                     rows[i].found);
        free(found);
    }
}

#define CHECK(rows, rule) check(rows, sizeof(rows) / sizeof(rows)[0], rule)

static const struct phrase_rule plain = {.name = "r", .strength = 500};
static const struct phrase_rule negated_ok = {.name = "r", .strength = 500, .negated_ok = true};
static const struct phrase_rule speaker = {.name = "r", .strength = 500, .speaker = true};
static const struct phrase_rule customer = {.name = "r", .strength = 500, .customer = true};

static void a_pattern_finds_exactly_its_words(void **state)
{
    static const struct row rows[] = {
        {"fire", "a fire, a FIRE and fireworks", "fire|FIRE"},
        {"caught fire", "it caught fire", "caught fire"},
        {"caught fire", "it caught. Fire came", ""},
        {"caught fire", "it caught, fire", "caught, fire"},
        {"caught fire", "it caught a fire", ""},
        {"burn*", "burn burned burning bur sunburn", "burn|burned|burning"},
        {"disconnect*", "disconnected disconnecting discontent", "disconnected|disconnecting"},
        {"extraordinar*", "extraordinary extraordinarily extraordin", "extraordinary|extraordinarily"},
        {"don't", "don't, dont, DON\xe2\x80\x99T, do not donate", "don't|dont|DON\xe2\x80\x99T"},
        {"isn\xe2\x80\x99t", "it isnt", "isnt"},
        {"caf\xc3\xa9", "CAF\xc3\x89 cafe", "CAF\xc3\x89"},
        {"so-called", "a so called and so-called thing", "so called|so-called"},
        {"!!", "oh! oh!! oh?!", "!!|?!"},
        {"\xf0\x9f\x98\xa1", "ok \xf0\x9f\x98\xa1", "\xf0\x9f\x98\xa1"},
        {"(a|b c|d) e", "a e, b c e, d e, c e, b e", "a e|b c e|d e"},
        {"x (a (b|c)|d) y", "x a b y. x a c y. x d y. x a y", "x a b y|x a c y|x d y"},
        {"<very>? angry", "angry, so angry", "angry|so angry|angry"},
        {"a b? c? d", "a d. a b d. a c d. a b c d. a c b d", "a d|a b d|a c d|a b c d"},
        {"(a|b)? c", "a c. c", "a c|c|c"},
        {"a (b c)? d", "a d. a b c d. a b d", "a d|a b c d"},
        {"a b?", "a b", "a|a b"},
        {"sue ... court", "sue court. sue in this very big court. sue in this one very big court",
         "sue court|sue in this very big court"},
        {"a ...1 b", "a x b. a b. a x x b", "a x b|a b"},
        {"a ...12 b", "a 1 2 3 4 5 6 7 8 9 10 11 12 b", "a 1 2 3 4 5 6 7 8 9 10 11 12 b"},
        {"a ...12 b", "a 1 2 3 4 5 6 7 8 9 10 11 12 13 b", ""},
        {"a ... b", "a. b", ""},
        {"a ...2 b? c", "a c. a x c. a b c. a x x c", "a c|a x c|a b c|a x x c"},
        {"a ... b", "a a b", "a a b|a b"},
        {"a ... b ... c", "a 1 b 2 c", "a 1 b 2 c"},
        {"a (b ... c|d)", "a b 1 2 c, a d", "a b 1 2 c|a d"},
        {"<caps> <caps>", "SEND THIS BACK TO ME XXXX XXXX", "SEND THIS|THIS BACK"},
        {"<number> hours", "24 hours 3rd hours two hours", "24 hours|3rd hours"},
        {"a b", "\"a b\" a b", "~a b|a b"},
        {"a b", "> a b\na b", "a b"},
        {"<i> sue", "I sue, we sue, my wife sue, you sue", "I sue|we sue|my wife sue"},
        {"<i'll> sue", "I'll sue. We are going to sue. My husband will sue. You will sue.",
         "I'll sue|We are going to sue|My husband will sue"},
        {"<i'll> sue", "I have no choice but to sue", "I have no choice but to sue"},
        {"<my> <lawyer>", "my brother's lawyer, my lawyer", "my lawyer"},
    };

    (void)state;
    CHECK(rows, plain);
}

static void a_negation_before_it_in_its_clause_takes_a_match_back(void **state)
{
    static const struct row rows[] = {
        {"burned", "I was not burned", "-burned"},
        {"burned", "I wasn't burned", "-burned"},
        {"burned", "I wasnt burned", "-burned"},
        {"burned", "I was never ever burned", "-burned"},
        {"burned", "nobody cannot say it burned", "-burned"},
        {"burned", "not one two three four burned", "-burned"},
        {"burned", "not one two three four five burned", "burned"},
        {"fire", "there was no fire", "-fire"},
        {"fire", "without any real fire", "-fire"},
        {"fire", "no one two three fire", "fire"},
        {"fire", "neither smoke nor fire", "-fire"},
        {"burned", "I did not ask, it burned", "burned"},
        {"burned", "It did not work. It burned", "burned"},
        {"burned", "it did not work and burned me", "burned"},
        {"burned", "it did not work because it burned", "burned"},
        {"burned", "not only burned, it exploded", "burned"},
        {"burned", "not just burned", "burned"},
        {"burned", "not really just burned", "-burned"},
        {"not safe", "it is not safe", "not safe"},
        {"not safe", "it is not not safe", "-not safe"},
        {"will ... sue", "I will surely not sue", "-will surely not sue"},
        {"will not ... sue", "I will not ever sue", "will not ever sue"},
        {"burned", "burned, not cut", "burned"},
    };
    static const struct row minded[] = {{"burned", "I was not burned", "burned"},
                                        {"will ... sue", "I will not sue", "will not sue"}};

    (void)state;
    CHECK(rows, plain);
    CHECK(minded, negated_ok);
}

static void another_doer_takes_a_match_back_when_the_rule_asks(void **state)
{
    static const struct row rows[] = {
        {"legal action", "I take legal action", "legal action"},
        {"legal action", "legal action will follow", "legal action"},
        {"legal action", "they are taking legal action against me", "-legal action"},
        {"legal action", "you threatened legal action", "-legal action"},
        {"legal action", "you force me to take legal action", "legal action"},
        {"legal action", "if you do not pay, legal action follows", "legal action"},
        {"legal action", "you do nothing and I take legal action", "legal action"},
        {"legal action", "your bank took legal action", "-legal action"},
    };
    static const struct row anyone[] = {{"legal action", "they take legal action", "legal action"}};

    (void)state;
    CHECK(rows, customer);
    CHECK(anyone, plain);
}

static void what_somebody_was_told_is_not_what_they_say(void **state)
{
    static const struct row rows[] = {
        {"get lost", "get lost", "get lost"},
        {"get lost", "he told me to get lost", "-get lost"},
        {"get lost", "we were told to get lost", "-get lost"},
        {"get lost", "your man asked us politely to get lost", "-get lost"},
        {"get lost", "I told you to get lost", "get lost"},
        {"get lost", "I am telling your company to get lost", "get lost"},
        {"get lost", "he told me so, get lost", "get lost"},
        {"get lost", "he told me and now you get lost", "get lost"},
        {"get lost", "He told me. Get lost", "Get lost"},
    };

    (void)state;
    CHECK(rows, speaker);
}

static void a_bad_pattern_is_told_where(void **state)
{
    static const struct {
        const char *pattern;
        size_t off;
        const char *says;
    } rows[] = {
        {"", 0, "nothing stands here"},
        {"   ", 3, "nothing stands here"},
        {"a (b", 4, "not closed"},
        {"a b)", 3, "closes no group"},
        {"a | b", 2, "outside a group"},
        {"a (|b)", 3, "nothing stands here"},
        {"a (b|)", 5, "nothing stands here"},
        {"a ()", 3, "nothing stands here"},
        {"a (b? c?)", 8, "may be missing"},
        {"a? b?", 5, "may be missing"},
        {"... a", 0, "between two words"},
        {"a ...", 5, "at the end"},
        {"a ... ... b", 6, "between two words"},
        {"a (b ...) c", 8, "at the end"},
        {"a (... b) c", 3, "between two words"},
        {"a ...0 b", 2, "1 to 12"},
        {"a ...13 b", 2, "1 to 12"},
        {"a ...999999999999 b", 2, "1 to 12"},
        {"ab*", 0, "at least 3 letters"},
        {"ok *", 3, "cannot be looked for"},
        {"bur*n", 4, "ends a word"},
        {"<i", 0, "no '>' closes"},
        {"to <wil> go", 3, "<will>"},
        {"a <> b", 2, "no class"},
        {"a, b", 1, "cannot be looked for"},
        {"$5", 0, "cannot be looked for"},
        {"\"a\"", 0, "cannot be looked for"},
        {"a ? b", 2, "cannot be looked for"},
        {"a > b", 2, "cannot be looked for"},
        {"a \xff", 2, "cannot be looked for"},
        {"a\nb", 1, "cannot be looked for"},
        {"(a (b (c (d))))", 9, "3 deep"},
        {"abcdefghijklmnopqrstuvwxyz*", 0, "24 letters"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t off = 999;
        struct err *e = phrase_check(rows[i].pattern, &off);
        if (e == NULL)
            fail_msg("\"%s\" is taken", rows[i].pattern);
        if (off != rows[i].off || strstr(e->text, rows[i].says) == NULL || e->code != ERR_POLICY)
            fail_msg("\"%s\": at %zu, \"%s\"; not at %zu, \"%s\"", rows[i].pattern, off, e->text, rows[i].off,
                     rows[i].says);
        err_free(e);
    }
}

static void a_pattern_that_is_too_long_is_refused(void **state)
{
    char *words = mem_zero(PHRASE_LENGTH_MAX + 2);
    size_t off;

    (void)state;
    memset(words, 'a', PHRASE_LENGTH_MAX + 1);
    struct err *e = phrase_check(words, &off);
    assert_non_null(e);
    err_free(e);
    for (size_t i = 0; i + 1 < PHRASE_LENGTH_MAX; i += 2)
        words[i + 1] = ' ';
    words[PHRASE_LENGTH_MAX] = '\0';
    e = phrase_check(words, &off);
    assert_non_null(e);
    err_free(e);
    free(words);
}

static void a_bad_rule_is_named(void **state)
{
    static const char *const good = "a b", *const bad = "a (b";
    const struct phrase_rule rules[] = {{.name = "one", .strength = 1000, .patterns = &good, .npatterns = 1},
                                        {.name = "two", .strength = 1, .patterns = &bad, .npatterns = 1},
                                        {.name = "three", .strength = 0, .patterns = &good, .npatterns = 1}};
    struct phrases *p;

    (void)state;
    struct err *e = phrase_compile(rules, 2, &p);
    assert_non_null(e);
    assert_string_equal(e->where, "two");
    assert_null(p);
    err_free(e);
    e = phrase_compile(rules + 2, 1, &p);
    assert_non_null(e);
    assert_string_equal(e->where, "three");
    err_free(e);
    assert_null(phrase_compile(NULL, 0, &p));
    struct seen s = {.text = str_of("a b")};
    phrase_match(p, s.text, see, &s);
    assert_int_equal(s.n, 0);
    phrase_free(p);
}

static void every_class_is_a_good_pattern(void **state)
{
    const struct pattern_class *c;
    size_t n = 0;

    (void)state;
    for (int i = 0; (c = pattern_class(i)) != NULL; i++, n++) {
        struct pattern p;
        size_t off;
        char *text = mem_printf("<%s>", c->name);
        struct err *e = c->pattern != NULL ? pattern_parse(str_of(c->pattern), &p, &off) : NULL;
        if (e != NULL)
            fail_msg("<%s> at %zu: %s", c->name, off, e->text);
        if (c->pattern != NULL) {
            assert_int_equal(p.item[0].kind, PATTERN_OPEN);
            assert_int_equal(p.item[0].arg, p.n - 1);
        }
        assert_null(phrase_check(text, &off));
        free(text);
    }
    assert_true(n > 15 && n <= 32);
}

/* Rules of many patterns share their beginnings: each must still find its own. */
static void rules_do_not_disturb_each_other(void **state)
{
    static const char *const texts[] = {"I will sue you",      "I will not pay", "burned my hand",
                                        "burned my left hand", "very bad",       "bad"};
    static const char *const patterns[] = {"<i> will sue",       "<i> will not pay", "burned my hand",
                                           "burned my ... hand", "<very> bad",       "<very>? bad"};
    enum { N = sizeof patterns / sizeof patterns[0] };
    struct phrase_rule rules[N];
    struct phrases *all, *one;

    (void)state;
    for (size_t i = 0; i < N; i++)
        rules[i] =
            (struct phrase_rule){.name = "r", .strength = 500, .patterns = &patterns[i], .npatterns = 1};
    assert_null(phrase_compile(rules, N, &all));
    for (size_t t = 0; t < N; t++) {
        struct seen together = {.text = str_of(texts[t])}, alone = {.text = str_of(texts[t])};
        phrase_match(all, together.text, see, &together);
        for (size_t i = 0; i < N; i++) {
            assert_null(phrase_compile(&rules[i], 1, &one));
            phrase_match(one, alone.text, see, &alone);
            phrase_free(one);
        }
        assert_int_equal(together.n, alone.n);
        assert_true(together.n > 0);
        buf_free(&together.words);
        buf_free(&alone.words);
    }
    phrase_free(all);
}

static void packed_rules_find_the_same(void **state)
{
    static const char text[] = "I will sue you because it was burning, very bad and disconnected";
    static const char *const patterns[] = {"<i'll> sue", "burn*", "<very>? bad", "disconnect*"};
    static const struct phrase_rule rules[] = {
        {.name = "r", .strength = 1, .patterns = patterns, .npatterns = 4}};
    static const struct phrase_rule others[] = {
        {.name = "r", .strength = 1, .patterns = patterns, .npatterns = 3}};
    struct seen before = {.text = str_of(text)}, after = {.text = str_of(text)};
    struct phrases *p;
    struct buf packed = {0}, shifted = {0};

    (void)state;
    assert_null(phrase_compile(rules, 1, &p));
    phrase_match(p, before.text, see, &before);
    phrase_pack(p, &packed);
    phrase_free(p);
    p = phrase_unpack(buf_str(&packed), rules, 1);
    assert_non_null(p);
    phrase_match(p, after.text, see, &after);
    phrase_free(p);
    assert_int_equal(before.n, 5);
    assert_string_equal(before.words.p, after.words.p);
    assert_null(phrase_unpack(buf_str(&packed), others, 1));
    assert_null(phrase_unpack(buf_str(&packed), NULL, 0));
    buf_addc(&shifted, 'x');
    buf_addstr(&shifted, buf_str(&packed));
    p = phrase_unpack((struct str){shifted.p + 1, packed.len}, rules, 1);
    assert_non_null(p);
    phrase_free(p);
    buf_free(&before.words);
    buf_free(&after.words);
    buf_free(&packed);
    buf_free(&shifted);
}

static void damaged_bytes_are_not_taken_for_packed_rules(void **state)
{
    static const char *const pattern = "a b";
    static const struct phrase_rule rules[] = {
        {.name = "r", .strength = 1, .patterns = &pattern, .npatterns = 1}};
    struct phrases *p;
    struct buf packed = {0};

    (void)state;
    assert_null(phrase_compile(rules, 1, &p));
    phrase_pack(p, &packed);
    phrase_free(p);
    for (size_t i = 0; i < packed.len; i += i < 64 ? 1 : 997) {
        assert_null(phrase_unpack((struct str){packed.p, i}, rules, 1));
        packed.p[i] ^= 4;
        assert_null(phrase_unpack(buf_str(&packed), rules, 1));
        packed.p[i] ^= 4;
    }
    buf_free(&packed);
}

static void count(void *ctx, const struct phrase_hit *hit)
{
    (void)hit;
    ++*(size_t *)ctx;
}

/* Megabytes that begin every match at every word. */
static void hostile_texts_take_linear_time(void **state)
{
    static const char *const patterns[] = {"a ...12 b", "a a a a a a a a a a a a b", "a ...12 c ...12 d",
                                           "a ... a ... b"};
    static const struct phrase_rule rule = {
        .name = "r", .strength = 500, .patterns = patterns, .npatterns = 4};
    enum { SIZE = 4 << 20 };
    char *text = mem_alloc(SIZE);
    struct phrases *p;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < SIZE; i++)
        text[i] = "a "[i % 2];
    assert_null(phrase_compile(&rule, 1, &p));
    phrase_match(p, (struct str){text, SIZE}, count, &n);
    assert_int_equal(n, 0);
    memset(text, 'a', SIZE);
    phrase_match(p, (struct str){text, SIZE}, count, &n);
    assert_int_equal(n, 0);
    phrase_free(p);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_finds_exactly_its_words),
        cmocka_unit_test(a_negation_before_it_in_its_clause_takes_a_match_back),
        cmocka_unit_test(another_doer_takes_a_match_back_when_the_rule_asks),
        cmocka_unit_test(what_somebody_was_told_is_not_what_they_say),
        cmocka_unit_test(a_bad_pattern_is_told_where),
        cmocka_unit_test(a_pattern_that_is_too_long_is_refused),
        cmocka_unit_test(a_bad_rule_is_named),
        cmocka_unit_test(every_class_is_a_good_pattern),
        cmocka_unit_test(rules_do_not_disturb_each_other),
        cmocka_unit_test(packed_rules_find_the_same),
        cmocka_unit_test(damaged_bytes_are_not_taken_for_packed_rules),
        cmocka_unit_test(hostile_texts_take_linear_time),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
