/* The default phrases: each signal's sentences that must and must not give it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "judge/triage.h"
#include "policy/policy.h"
#include "rule/word.h"

#define GOLDEN "tests/golden/judge/signals.tsv"

enum { LEAST_ROWS = 15 };

static const char *names[TRIAGE_SIGNALS];

/* What fired, for a message: "rule [words]". */
struct fired {
    const struct phrases *phrases;
    struct str text;
    struct buf out;
};

static void note(void *ctx, const struct phrase_hit *hit)
{
    struct fired *f = ctx;

    buf_printf(&f->out, " %s%s [%.*s]", hit->negated ? "not " : "", phrase_rule(f->phrases, hit->rule)->name,
               (int)hit->len, f->text.p + hit->off);
}

static bool row_is_right(const struct policy *p, const struct phrases *phrases, struct str line,
                         struct arena *a)
{
    struct str signal = {0}, want = {0}, text = {0};
    struct triage_result res;

    if (!str_cut(&line, '\t', &signal) || !str_cut(&line, '\t', &want) || !str_cut(&line, '\t', &text))
        fail_msg("a row of %s has no three columns: %.*s", GOLDEN, (int)signal.n, signal.p);
    int s = word_find(WORD_SIGNAL, signal);
    if (s < 0 || (!str_is(want, "yes") && !str_is(want, "no")))
        fail_msg("%s: no signal or neither yes nor no: %.*s", GOLDEN, (int)text.n, text.p);
    struct triage_text one = {.text = text, .event = 1};
    triage_judge(&p->triage, phrases, names, &one, 1, NULL, 0, a, &res);
    bool is = str_is(want, "yes") ? (res.signals >> s & 1) != 0 : res.strength[s] == 0;
    if (!is) {
        struct fired f = {phrases, text, {0}};
        buf_adds(&f.out, "");
        phrase_match(phrases, text, note, &f);
        print_message("# %s must be %.*s, is %d: %.*s (%s )\n", names[s], (int)want.n, want.p,
                      res.strength[s], (int)text.n, text.p, f.out.p);
        buf_free(&f.out);
    }
    return is;
}

static void sentences_give_the_signals_that_a_person_reads(void **state)
{
    const struct policy_place here = {NULL, NULL};
    const struct phrases *phrases;
    struct policy *p;
    struct buf file = {0};
    struct str rest, line;
    size_t wrong = 0, rows = 0;

    (void)state;
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        names[i] = word_name(WORD_SIGNAL, i);
    assert_null(policy_default(&here, &p));
    assert_null(policy_phrases(p, &phrases));
    assert_null(buf_read_file(&file, GOLDEN, 1 << 20));
    struct arena *a = arena_new();
    rest = buf_str(&file);
    while (str_cut(&rest, '\n', &line)) {
        if (line.n == 0 || line.p[0] == '#')
            continue;
        rows++;
        wrong += !row_is_right(p, phrases, line, a);
    }
    assert_true(rows >= (size_t)LEAST_ROWS * 2 * TRIAGE_SIGNALS);
    assert_int_equal(wrong, 0);
    arena_free(a);
    buf_free(&file);
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sentences_give_the_signals_that_a_person_reads)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
