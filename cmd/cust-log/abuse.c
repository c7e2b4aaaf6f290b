/* abuse: a colleague was abused. */
#include "desk/abuse.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"

const struct opt verbs_abuse_opts[] = {
    {"of", 0, OPT_VALUE, "LOGIN", "whom it hit, if not you"},
    {"to", 0, OPT_VALUE, "LOGIN", "who talks with them; else the highest role among the staff"},
    {"when", 0, OPT_VALUE, "TIME", "when it happened, if not now"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    struct str lead;
    uint32_t no;
    struct err *e = abuse_report(w->desk, ref->id, context, &no, &lead);

    if (e == NULL)
        say_line(w->s->tool, NULL, "%lld/%u: %.*s talks with them within a working day", (long long)ref->id,
                 no, lead.n > 0 ? (int)lead.n : 8, lead.n > 0 ? lead.p : "somebody");
    return e;
}

struct err *verbs_abuse(struct session *s, const struct opt_args *args)
{
    struct abuse a = {.colleague = str_of(opt_text(args, "of")), .lead = str_of(opt_text(args, "to"))};
    struct buf words = {0};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = work_when(&w, "when", WHEN_PAST, &a.when)) == NULL &&
        (e = words_get(s, NULL, &words, NULL)) == NULL) {
        a.words = buf_str(&words);
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, act, &a);
    }
    buf_free(&words);
    work_close(&w);
    return e;
}
