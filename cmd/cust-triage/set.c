/* set: a priority or a category by hand.  Other fields are cust-log's. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cust-triage/verbs.h"
#include "desk/step.h"

struct sets {
    struct step_set *set;
    size_t n;
};

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    const struct sets *s = context;

    return step_set(w->desk, ref->id, s->set, s->n, INSTANT_NONE);
}

static struct err *parse(const char *operand, struct step_set *set)
{
    struct err *e = step_parse_set(str_of(operand), set);

    if (e == NULL && set->field != FIELD_PRIORITY && set->field != FIELD_CATEGORY)
        e = err_new(ERR_USAGE, "set", "sets priority or category; cust-log set takes '%s'", operand);
    return e;
}

struct err *verbs_set(struct session *s, const struct opt_args *args)
{
    struct sets sets = {.n = args->n_operands - 1};
    struct work w = {0};
    struct err *e = NULL;

    sets.set = mem_array(NULL, sets.n + 1, sizeof *sets.set);
    for (size_t i = 0; i < sets.n && e == NULL; i++)
        e = parse(args->operands[i + 1], &sets.set[i]);
    if (e == NULL) {
        if ((e = work_open(s, WORK_WRITE, &w)) == NULL)
            e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, act, &sets);
        work_close(&w);
    }
    free(sets.set);
    return e;
}
