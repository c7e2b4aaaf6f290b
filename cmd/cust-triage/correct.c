/* correct: what triage should have said of a text; the desk learns from it at once. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cust-triage/verbs.h"
#include "desk/teach.h"

struct says {
    struct teach_say *say;
    size_t n;
};

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    const struct says *s = context;

    return teach_correct(w->desk, ref->id, ref->kind == REF_EVENT ? ref->no : 0, s->say, s->n);
}

struct err *verbs_correct(struct session *s, const struct opt_args *args)
{
    struct says says = {.n = args->n_operands - 1};
    struct work w = {0};
    struct err *e = NULL;

    says.say = mem_array(NULL, says.n + 1, sizeof *says.say);
    for (size_t i = 0; i < says.n && e == NULL; i++)
        e = teach_parse(str_of(args->operands[i + 1]), &says.say[i]);
    if (e == NULL) {
        if ((e = work_open(s, WORK_WRITE, &w)) == NULL)
            e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT | WORK_EVENT, WORK_COMPLAINTS, act,
                          &says);
        work_close(&w);
    }
    free(says.say);
    return e;
}
