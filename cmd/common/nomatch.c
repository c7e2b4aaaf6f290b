#include "cmd/common/nomatch.h"

#include "desk/meant.h"
#include "rule/query_advice.h"

static struct query_context context(const struct work *w)
{
    return (struct query_context){.now = w->place.now,
                                  .zone = w->desk->policy->zone,
                                  .calendar = w->desk->policy->calendar,
                                  .login = w->place.login};
}

/* A name that the store does not have, and the near one; "" too when the store cannot be asked: nothing was found, and
 * that is said anyway. */
static const char *near_name(struct work *w, const struct query_context *cx)
{
    const struct opt_args *args = w->s->args;
    const struct query *q = NULL;
    const char *near = "";
    struct err *e = query_parse(args->operands, args->n_operands, cx, w->arena, &q);

    if (e == NULL)
        e = meant_name(w->desk, q, w->arena, &near);
    err_free(e);
    return near[0] != '\0' ? arena_printf(w->arena, "did you mean %s?", near) : "";
}

struct err *nomatch_query(struct work *w, const char *text)
{
    const struct opt_args *args = w->s->args;
    struct query_context cx = context(w);
    const char *advice = query_advice(args->operands, args->n_operands, &cx, w->arena);

    if (advice[0] == '\0')
        advice = near_name(w, &cx);

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
