/* train: a model from labelled texts, on standard output. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/cust-triage/spool.h"
#include "cmd/cust-triage/texts.h"
#include "cmd/cust-triage/verbs.h"

/* The classes seen so far, in the order of the alphabet at the end. */
struct classes {
    char *name[MODEL_OUTPUTS_MAX];
    size_t n;
};

static struct err *class_of(struct classes *c, struct str label, size_t *out)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_is(label, c->name[i])) {
            *out = i;
            return NULL;
        }
    if (c->n == MODEL_OUTPUTS_MAX)
        return err_new(ERR_DATA, NULL, "there are more than %d categories; join some", MODEL_OUTPUTS_MAX);
    if (label.n >= MODEL_NAME_SIZE)
        return err_new(ERR_DATA, NULL, "a category's name is longer than %d bytes; shorten it",
                       MODEL_NAME_SIZE - 1);
    c->name[c->n] = mem_dup(label.p, label.n);
    *out = c->n++;
    return NULL;
}

static struct err *take(struct texts *t, struct spool *spool, bool classes, struct classes *c)
{
    struct str label, text;
    struct err *e = NULL;
    bool end = false;

    while (e == NULL && (e = texts_next_labelled(t, &label, &text, &end)) == NULL && !end) {
        size_t which = 0;
        bool yes = false;
        if (classes)
            e = class_of(c, label, &which);
        else if (texts_yes(t, label, &yes))
            which = yes;
        else
            continue;
        if (e == NULL) {
            verdict_look(&t->reader, text, NULL);
            e = spool_add(spool, &t->reader.features, which);
        }
    }
    return e;
}

/* How well it does with texts that it had not seen. */
static void tell(const struct session *s, const char *what, bool classes, const struct train_report *r)
{
    if (classes)
        say_line(s->tool, what, "%zu texts; of those held out %.1f %% are named right, macro-F1 %.3f", r->n,
                 100 * r->held_out_classes.accuracy, r->held_out_classes.macro_f1);
    else
        say_line(s->tool, what,
                 "%zu texts, %zu of the held-out %zu yes; held out: AUC %.3f, average precision %.3f", r->n,
                 r->held_out.positives, r->held_out.n, r->held_out.auc, r->held_out.average);
}

static struct err *learn(struct session *s, struct spool *spool, const char *what, bool classes,
                         const struct classes *c)
{
    struct train_source source = spool_source(spool);
    struct train_report report;
    struct buf model = {0};
    const char *const *names = classes ? (const char *const *)c->name : &what;
    size_t n = classes ? c->n : 1;
    struct err *e;

    if (classes && n < 2)
        return err_new(ERR_DATA, NULL, "there is %s category; two or more can be told apart",
                       n == 0 ? "no" : "one");
    e = train_model(&source, names, n, &model, &report);
    struct err *broken = spool_error(spool);
    if (broken != NULL) {
        err_free(e);
        e = broken;
    }
    if (e == NULL && (e = out_write(s->out, buf_str(&model))) == NULL)
        tell(s, what, classes, &report);
    buf_free(&model);
    return e;
}

struct err *verbs_train(struct session *s, const struct opt_args *args)
{
    const char *what = args->operands[0];
    struct classes c = {.n = 0};
    struct spool *spool = NULL;
    struct texts t = {0};
    bool classes;
    struct err *e = texts_subject(what, &classes);

    if (e != NULL)
        return e;
    if (out_is_terminal(s->out))
        return err_new(ERR_USAGE, NULL, "a model is not for reading; write it to a file: train %s > FILE",
                       what);
    if ((e = texts_open(s, &t)) == NULL && (e = spool_open(&spool)) == NULL &&
        (e = take(&t, spool, classes, &c)) == NULL)
        e = learn(s, spool, what, classes, &c);
    for (size_t i = 0; i < c.n; i++)
        free(c.name[i]);
    spool_close(spool);
    texts_close(&t);
    return e;
}
