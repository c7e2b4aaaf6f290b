/* check: how an answer reads, said as a compiler says it: for people, editors and mutt. */
#include <unistd.h>

#include "base/text.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "desk/answering.h"
#include "policy/answers.h"

const struct opt verbs_check_opts[] = {
    {"file", 'F', OPT_VALUE, "FILE", "the answer is in FILE; else standard input"},
    {"as", 0, OPT_VALUE, "KIND", "ack, holding, final or summary; else as X-Cust-As says"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* Where a byte of the letter stands, for editors: line and column of the whole draft, both from 1, in bytes. */
static void place_of(const struct drafttext *t, size_t off, size_t *line, size_t *column)
{
    size_t start = 0;

    *line = t->line;
    for (size_t i = 0; i < off && i < t->body.n; i++)
        if (t->body.p[i] == '\n') {
            *line += 1;
            start = i + 1;
        }
    *column = off - start + 1;
}

static void describe(const char *name, const struct drafttext *t, const struct tone_finding *f,
                     struct buf *out)
{
    size_t line, column;

    place_of(t, f->off, &line, &column);
    buf_printf(out, "%s:%zu:%zu: warning: ", name, line, column);
    if (!f->missing) {
        struct buf head = {0};
        text_head((struct str){t->body.p + f->off, f->len}, 60, &head);
        buf_printf(out, "\"%s\" ", head.p != NULL ? head.p : "");
        buf_free(&head);
    }
    buf_printf(out, "%s [%s%s]\n", f->say, f->missing ? "no-" : "", tone_name(f->kind));
}

struct err *letter_check(struct desk *d, const struct policy *p, const struct answering *known,
                         const char *name, const struct drafttext *t, struct buf *out, size_t *n)
{
    struct arena *a = arena_new();
    struct tone_finding *f = NULL;
    struct tone *tone;
    struct err *e = answers_tone(p, a, &tone);

    *n = 0;
    struct tone_case c;
    if (e == NULL && (e = answering_case(d, known, t->body, t->as, a, &c)) == NULL)
        tone_check(tone, &c, a, &f, n);
    for (size_t i = 0; i < *n; i++)
        describe(name, t, &f[i], out);
    tone_free(tone);
    arena_free(a);
    return e;
}

/* With a desk, what it knows of the matter; else the built-in policy and the text alone. */
static struct err *look(struct session *s, struct work *w, const char *name, struct drafttext *t, int64_t id,
                        struct buf *out, size_t *n)
{
    struct answering known;
    struct err *e = work_open(s, WORK_READ, w);

    if (e == NULL && w->desk->policy->authority) /* what one may offer goes by who one is */
        w->place.login = session_who(s);
    if (e == NULL) {
        const struct answering *k = NULL;
        if (id > 0 && (e = work_alias_id(w, &id)) == NULL &&
            (e = answering_get(w->desk, id, w->arena, &known)) == NULL)
            k = &known;
        return e != NULL ? e : letter_check(w->desk, w->desk->policy, k, name, t, out, n);
    }
    if (e->code != ERR_NOINPUT || !s->standard || id > 0)
        return e;
    err_free(e);
    struct policy *p;
    const struct policy_place at = {.local = w->zone_name};
    if ((e = policy_default(&at, &p)) != NULL)
        return e;
    e = letter_check(NULL, p, NULL, name, t, out, n);
    policy_free(p);
    return e;
}

static struct err *read_answer(const char *file, struct buf *text)
{
    if (file != NULL && !str_is(str_of(file), "-"))
        return buf_read_file(text, file, DRAFTTEXT_MAX);
    if (isatty(STDIN_FILENO))
        return err_new(ERR_USAGE, NULL, "the answer is missing; cust-log check < draft, or -F FILE");
    return buf_read_fd(text, STDIN_FILENO, DRAFTTEXT_MAX, "standard input");
}

/* Whose matter it is: the operand, else what the draft itself says. */
static struct err *matter_of(const struct opt_args *args, const struct drafttext *t, int64_t *id)
{
    struct ref ref = {0};
    struct err *e = args->n_operands > 0 ? ref_parse(str_of(args->operands[0]), &ref) : NULL;

    *id = t->seen.id;
    if (args->n_operands == 0 || e != NULL)
        return e;
    if (ref_subject(&ref) <= 0)
        return err_new(ERR_USAGE, args->operands[0], "is a customer; a complaint such as 42 is needed here");
    *id = ref.id;
    return NULL;
}

struct err *verbs_check(struct session *s, const struct opt_args *args)
{
    static const char *const kinds[] = {"plain", "ack", "holding", "final", "summary"};
    const char *file = opt_text(args, "file");
    struct buf text = {0}, out = {0};
    struct drafttext t;
    struct work w = {0};
    int64_t id = 0;
    size_t n = 0;
    int as;
    struct err *e = read_answer(file, &text);

    if (e != NULL)
        goto done;
    drafttext_peek(buf_str(&text), &t);
    if ((e = opt_choice(args, "as", kinds, 5, (int)t.as, &as)) != NULL ||
        (e = matter_of(args, &t, &id)) != NULL)
        goto done;
    t.as = (enum answer)as;
    e = look(s, &w, file != NULL && !str_is(str_of(file), "-") ? file : "draft", &t, id, &out, &n);
    if (e == NULL && n > 0 && (e = out_text(s->out, buf_str(&out))) == NULL &&
        (e = out_flush(s->out)) == NULL) /* that they cannot be printed is worse than that there are some */
        e = err_new(ERR_NONE_FOUND, NULL, n == 1 ? "1 warning" : "%zu warnings", n);
done:
    work_close(&w);
    buf_free(&text);
    buf_free(&out);
    return e;
}
