/* escalate: the matter goes up. */
#include "desk/escalate.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"

const struct opt verbs_escalate_opts[] = {
    {"to", 0, OPT_VALUE, "LOGIN",
     "to whom; else the next step of policy's ladder, else the lowest role above you"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    struct escalated up;
    struct err *e = escalate_up(w->desk, ref->id, context, w->arena, &up);

    if (e == NULL)
        say_line(w->s->tool, NULL, "%lld/%u: %.*s: %.*s", (long long)ref->id, up.no,
                 up.to.n > 0 ? (int)up.to.n : 9, up.to.n > 0 ? up.to.p : "its owner", (int)up.what.n,
                 up.what.p);
    return e;
}

struct err *verbs_escalate(struct session *s, const struct opt_args *args)
{
    struct escalate x = {.to = str_of(opt_text(args, "to"))};
    struct buf words = {0};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = words_maybe(s, &words)) == NULL) {
        x.why = str_trim(buf_str(&words));
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, act, &x);
    }
    buf_free(&words);
    work_close(&w);
    return e;
}
