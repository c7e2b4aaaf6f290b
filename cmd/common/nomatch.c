#include "cmd/common/nomatch.h"

#include "rule/query_advice.h"

static struct query_context context(const struct work *w)
{
    return (struct query_context){.now = w->place.now,
                                  .zone = w->desk->policy->zone,
                                  .calendar = w->desk->policy->calendar,
                                  .login = w->place.login};
}

struct err *nomatch_query(struct work *w, const char *text)
{
    const struct opt_args *args = w->s->args;
    struct query_context cx = context(w);
    const char *advice = query_advice(args->operands, args->n_operands, &cx, w->arena);

    return err_new(ERR_NONE_FOUND, NULL, "%s%s%s", text, advice[0] != '\0' ? "; " : "", advice);
}

struct err *nomatch_words(struct work *w, const char *text)
{
    const struct opt_args *args = w->s->args;
    struct query_context cx = context(w);
    const char *query = "";

    if (!query_advice_asks(args->operands, args->n_operands, &cx, w->arena))
        return err_new(ERR_NONE_FOUND, NULL, "%s", text);
    for (size_t i = 0; i < args->n_operands; i++)
        query = arena_printf(w->arena, "%s %s", query, args->operands[i]);
    return err_new(ERR_NONE_FOUND, NULL,
                   "%s; words alone are looked for here: cust-report list%s takes a query", text, query);
}
