/* strike, undo: mistakes happen; the original stays in the history. */
#include "desk/strike.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"

static struct err *strike(struct work *w, struct ref *ref, void *context)
{
    const struct buf *why = context;

    return strike_event(w->desk, ref->id, ref->no, buf_str(why));
}

struct err *verbs_strike(struct session *s, const struct opt_args *args)
{
    struct buf why = {0};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = words_maybe(s, &why)) == NULL)
        e = work_each(&w, args->operands[0], WORK_EVENT, WORK_COMPLAINTS, strike, &why);
    buf_free(&why);
    work_close(&w);
    return e;
}

struct err *verbs_undo(struct session *s, const struct opt_args *args)
{
    struct buf why = {0};
    struct work w;
    int64_t id;
    struct err *e = work_open(s, WORK_WRITE, &w);

    (void)args;
    if (e == NULL && (e = words_maybe(s, &why)) == NULL &&
        (e = work_lines_open(&w, WORK_COMPLAINTS)) == NULL &&
        (e = strike_undo(w.desk, buf_str(&why), &id)) == NULL)
        e = work_complaint(&w, id);
    e = work_lines_close(&w, e);
    buf_free(&why);
    work_close(&w);
    return e;
}
