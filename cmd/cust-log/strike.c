/* strike, move, undo: mistakes happen; the original stays in the history. */
#include <stdlib.h>

#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/misplaced.h"
#include "desk/strike.h"
#include "desk/undo.h"
#include "rule/ref.h"

static struct err *strike(struct work *w, struct ref *ref, void *context)
{
    const struct buf *why = context;
    char name[REF_SIZE];
    subject other;
    struct err *e = strike_event(w->desk, ref_subject(ref), ref->no, buf_str(why), &other);

    if (e == NULL && ref_is_customers(ref)) /* a customer has no line of their own */
        say_line(w->s->tool, NULL, "%s is struck", ref_format(ref, name));
    return e == NULL && other > 0 ? work_complaint(w, other) : e;
}

struct err *verbs_strike(struct session *s, const struct opt_args *args)
{
    struct buf why = {0};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = words_maybe(s, &why)) == NULL)
        e = work_each(&w, args->operands[0], WORK_EVENT | WORK_CUSTOMER, WORK_COMPLAINTS, strike, &why);
    buf_free(&why);
    work_close(&w);
    return e;
}

/* --- move -------------------------------------------------------------------------------------------------------- */

const struct opt verbs_move_opts[] = {
    {"to", 0, OPT_VALUE, "REF",
     "the complaint that the words belong to; new begins one of the same customer"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *move(struct work *w, struct ref *ref, void *context)
{
    int64_t to = *(const int64_t *)context;
    struct err *e = misplaced_move(w->desk, ref->id, ref->no, &to);

    return e != NULL ? e : work_complaint(w, to);
}

struct err *verbs_move(struct session *s, const struct opt_args *args)
{
    const char *text = opt_text(args, "to");
    struct ref to = {REF_COMPLAINT, 0, 0};
    struct work w = {0};
    struct err *e = NULL;

    if (text == NULL)
        return err_new(ERR_USAGE, "move", "say where to: --to 42, or --to new");
    if (!str_is(str_of(text), "new") && (e = ref_parse(str_of(text), &to)) == NULL &&
        to.kind != REF_COMPLAINT)
        e = err_new(ERR_USAGE, NULL, "'%s' is no complaint such as 42", text);
    if (e != NULL)
        return err_at(e, "--to");
    if ((e = work_open(s, WORK_WRITE, &w)) == NULL && to.id != 0)
        e = work_alias(&w, &to);
    if (e == NULL)
        e = work_each(&w, args->operands[0], WORK_EVENT, WORK_COMPLAINTS, move, &to.id);
    work_close(&w);
    return e;
}

/* --- undo -------------------------------------------------------------------------------------------------------- */

static struct err *say_undone(struct work *w, const subject *done, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (done[i] > 0)
            e = work_complaint(w, done[i]);
    if (n == 1 && done[0] < 0)
        say_line(w->s->tool, NULL, "taken back; cust-followup customer:c%lld shows what is left",
                 -(long long)done[0]);
    else if (n == 2 && done[0] < 0 && done[1] < 0)
        say_line(w->s->tool, NULL, "c%lld and c%lld are two customers again", -(long long)done[0],
                 -(long long)done[1]);
    return e;
}

/* A reference in front is meant as what to undo, which it would only be the reason for. */
static struct err *refuse_ref(const struct opt_args *args)
{
    struct ref *refs = NULL;
    size_t n = 0;
    struct err *e = args->n_words > 0 ? ref_parse_list(str_of(args->words[0]), &refs, &n) : NULL;

    free(refs);
    if (e != NULL || n == 0) {
        err_free(e);
        return NULL;
    }
    return err_new(ERR_USAGE, "undo",
                   "it takes back the last thing that you did, whatever that was, and no other; cust-log "
                   "strike REF@N takes back one thing of a complaint, cust-report show REF has the numbers");
}

struct err *verbs_undo(struct session *s, const struct opt_args *args)
{
    struct buf why = {0};
    struct work w;
    subject done[UNDO_TOUCHED];
    size_t n = 0;
    struct err *e = refuse_ref(args);

    if (e != NULL)
        return e;
    if ((e = work_open(s, WORK_WRITE, &w)) == NULL && (e = words_maybe(s, &why)) == NULL &&
        (e = work_lines_open(&w, WORK_COMPLAINTS)) == NULL &&
        (e = undo_last(w.desk, buf_str(&why), done, &n)) == NULL)
        e = say_undone(&w, done, n);
    e = work_lines_close(&w, e);
    buf_free(&why);
    work_close(&w);
    return e;
}
