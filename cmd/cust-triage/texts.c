#include "cmd/cust-triage/texts.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "judge/shipped_model.h"
#include "rule/word.h"

struct err *texts_open(struct session *s, struct texts *t)
{
    const struct policy_place here = {NULL, NULL};
    struct err *e;

    *t = (struct texts){.s = s};
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        t->names[i] = word_name(WORD_SIGNAL, i);
    if ((e = policy_default(&here, &t->policy)) != NULL ||
        (e = policy_phrases(t->policy, &t->reader.phrases)) != NULL)
        return e;
    struct str shipped = {(const char *)shipped_model_bytes, shipped_model_size};
    if (shipped.n > 0) { /* without one, the first one can be trained */
        if ((e = model_open(shipped, true, &t->shipped)) != NULL)
            return e;
        t->reader.model = &t->shipped;
    }
    t->reader.settings = &t->policy->triage;
    t->reader.names = t->names;
    t->reader.arena = arena_new();
    t->lines = lines_open(STDIN_FILENO, "standard input", TEXTS_LINE_MAX);
    return NULL;
}

void texts_close(struct texts *t)
{
    if (t->lines != NULL)
        lines_close(t->lines);
    if (t->reader.arena != NULL)
        arena_free(t->reader.arena);
    feature_free(&t->reader.features);
    policy_free(t->policy);
    buf_free(&t->plain);
}

/* The text that a line stands for. */
static struct str unescaped(struct texts *t, struct str line)
{
    if (line.n == 0 || memchr(line.p, '\\', line.n) == NULL)
        return line;
    buf_reset(&t->plain);
    struct err *e = text_unescape(line, &t->plain);
    if (e != NULL) {
        err_free(e);
        return line;
    }
    return buf_str(&t->plain);
}

struct err *texts_next(struct texts *t, struct str *text, bool *end)
{
    struct err *e = lines_next(t->lines, text, end);

    if (e != NULL && e->code == ERR_DATA) {
        session_bad(t->s, e);
        *text = (struct str){"", 0};
        *end = false;
        return NULL;
    }
    if (e == NULL && !*end)
        *text = unescaped(t, *text);
    return e;
}

static void refuse(struct texts *t, const char *what)
{
    session_bad(t->s, err_new(ERR_DATA, lines_where(t->lines), "%s; a line is LABEL TAB TEXT", what));
}

struct err *texts_next_labelled(struct texts *t, struct str *label, struct str *text, bool *end)
{
    struct err *e;

    for (;;) {
        struct str line;
        e = lines_next(t->lines, &line, end);
        if (e != NULL && e->code == ERR_DATA) {
            session_bad(t->s, e);
            continue;
        }
        if (e != NULL || *end)
            return e;
        if (!str_cut(&line, '\t', label) || label->n == 0)
            refuse(t, "there is no label");
        else if (line.p == NULL || line.n == 0)
            refuse(t, "there is no text");
        else {
            *text =
                unescaped(t, line); /* the label lies in the line's memory, which stays until the next one */
            return NULL;
        }
    }
}

bool texts_yes(struct texts *t, struct str label, bool *yes)
{
    static const char *const words[] = {"no", "yes", "0", "1", "false", "true"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_is(label, words[i])) {
            *yes = i % 2 == 1;
            return true;
        }
    char quoted[TEXT_QUOTE];
    session_bad(t->s,
                err_new(ERR_DATA, lines_where(t->lines),
                        "the label %s is neither yes nor no; write yes or no", text_quote(label, quoted)));
    return false;
}

struct err *texts_subject(const char *operand, bool *classes)
{
    const char *names[TRIAGE_SIGNALS + 2] = {"category", "complaint"};
    struct str s = str_of(operand);

    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        names[i + 2] = word_name(WORD_SIGNAL, i);
    *classes = str_is(s, "category");
    for (size_t i = 0; i < TRIAGE_SIGNALS + 2; i++)
        if (str_is(s, names[i]))
            return NULL;
    const char *near = str_near(s, names, TRIAGE_SIGNALS + 2);
    char quoted[TEXT_QUOTE];
    return err_new(ERR_USAGE, NULL, "%s is no signal; name %s%scategory, complaint or a signal such as anger",
                   text_quote(s, quoted), near != NULL ? near : "", near != NULL ? ", or " : "");
}
