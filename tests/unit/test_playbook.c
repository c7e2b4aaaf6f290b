/* The playbook: which lines are taken, in which order, and what an entry may be called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rule/playbook.h"

static const char *const danger[] = {"leave the house", "ring us"};
static const char *const calm[] = {"breathe", "listen", "ring us"};
static const char *const step[] = {"offer two"};

static const struct playbook_entry entries[] = {
    {"step.offer", {[PLAYBOOK_SAY] = step}, {[PLAYBOOK_SAY] = 1}},
    {"signal.anger", {[PLAYBOOK_SAY] = calm}, {[PLAYBOOK_SAY] = 3}},
    {"signal.safety",
     {[PLAYBOOK_SAY] = danger, [PLAYBOOK_NOT] = calm},
     {[PLAYBOOK_SAY] = 2, [PLAYBOOK_NOT] = 1}},
};

static const struct {
    const char *what;
    const char *holds[4];
    size_t nholds;
    enum playbook_part part;
    size_t max;
    const char *want; /* texts, "|" between them */
} rows[] = {
    {"nothing holds", {NULL}, 0, PLAYBOOK_SAY, 9, ""},
    {"one entry, in its order", {"signal.anger"}, 1, PLAYBOOK_SAY, 9, "breathe|listen|ring us"},
    {"first lines of all come before second ones",
     {"signal.safety", "signal.anger", "step.offer"},
     3,
     PLAYBOOK_SAY,
     9,
     "leave the house|breathe|offer two|ring us|listen"},
    {"in the order of what holds", {"step.offer", "signal.anger"}, 2, PLAYBOOK_SAY, 2, "offer two|breathe"},
    {"no more than asked for",
     {"signal.safety", "signal.anger"},
     2,
     PLAYBOOK_SAY,
     3,
     "leave the house|breathe|ring us"},
    {"none at all", {"signal.safety"}, 1, PLAYBOOK_SAY, 0, ""},
    {"an entry that there is not is passed over",
     {"trait.needy", "step.offer"},
     2,
     PLAYBOOK_SAY,
     9,
     "offer two"},
    {"each part for itself", {"signal.safety", "signal.anger"}, 2, PLAYBOOK_NOT, 9, "breathe"},
};

static void the_most_urgent_come_first_and_nothing_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct playbook_line lines[9];
        struct buf got = {0};
        size_t n = playbook_pick(entries, 3, rows[i].holds, rows[i].nholds, rows[i].part, lines, rows[i].max);
        for (size_t k = 0; k < n; k++)
            buf_printf(&got, "%s%s", k > 0 ? "|" : "", lines[k].text);
        if (strcmp(got.p != NULL ? got.p : "", rows[i].want) != 0)
            fail_msg("%s: %s", rows[i].what, got.p != NULL ? got.p : "nothing");
        buf_free(&got);
    }
}

static const struct {
    const char *name, *why; /* a piece of what is said; NULL: it is good */
} names[] = {
    {"signal.anger", NULL},
    {"trait.won-back", NULL},
    {"step.learn", NULL},
    {"category.anything-at-all", NULL},
    {"matter.heat", NULL},
    {"signal.angr", "did you mean \"anger\""},
    {"signal.Anger", "did you mean \"anger\""},
    {"trait.anger", "no trait"},
    {"step.agee", "did you mean \"agree\""},
    {"matter.latte", "did you mean \"late\""},
    {"signals.anger", "did you mean \"signal\""},
    {"anger", "signal.anger"},
    {"signal.", "signal.anger"},
    {"", "signal.anger"},
};

static void an_entry_is_called_after_what_it_is_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buf why = {0};
        bool good = playbook_name_good(str_of(names[i].name), &why);
        if (good != (names[i].why == NULL) || (!good && strstr(why.p, names[i].why) == NULL))
            fail_msg("%s: %s", names[i].name, good ? "good" : why.p);
        buf_free(&why);
    }
}

static const struct {
    const char *text, *question, *field; /* field NULL: none is named */
} questions[] = {
    {"Which invoice is it? {account}", "Which invoice is it?", "account"},
    {"Which invoice is it?", "Which invoice is it?", NULL},
    {"Which {one} is it?", "Which {one} is it?", NULL},
    {"Which one}", "Which one}", NULL},
    {"{account}", "", "account"},
    {"why {}", "why", ""},
    {"", "", NULL},
};

static void a_question_may_end_in_its_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct str q, f;
        bool named = playbook_question(str_of(questions[i].text), &q, &f);
        if (named != (questions[i].field != NULL) || !str_is(q, questions[i].question) ||
            (named && !str_is(f, questions[i].field)))
            fail_msg("%s: %.*s, %.*s", questions[i].text, (int)q.n, q.p, (int)f.n, f.p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_urgent_come_first_and_nothing_twice),
        cmocka_unit_test(an_entry_is_called_after_what_it_is_for),
        cmocka_unit_test(a_question_may_end_in_its_field),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
