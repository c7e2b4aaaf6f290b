/* draft: the first version of an answer, on standard output. */
#include "desk/draft.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "rule/ref.h"

#define DRAFT_OPTS                                                                                           \
    {"as", 0, OPT_VALUE, "KIND", "ack, holding, final, summary or plain; else by where the matter stands"},  \
    {                                                                                                        \
        "wording", 0, OPT_VALUE, "N", "which of several wordings, from 1; else another one for each letter"  \
    }

const struct opt verbs_draft_opts[] = {DRAFT_OPTS, {NULL, 0, OPT_FLAG, NULL, NULL}};

struct err *letter_complaint(const struct session *s, int64_t *id)
{
    const char *text = s->args->operands[0];
    struct ref ref;
    struct err *e = ref_parse(str_of(text), &ref);

    if (e != NULL)
        return e;
    if (ref.kind != REF_COMPLAINT && ref.kind != REF_FOLLOWUP)
        return err_new(ERR_USAGE, text, "names no complaint; write a number such as 42");
    *id = ref.id;
    return NULL;
}

struct err *letter_draft(struct work *w, int64_t id, struct buf *out)
{
    static const char *const kinds[] = {"plain", "ack", "holding", "final", "summary"};
    const struct opt_args *args = w->s->args;
    struct draft_ask ask = {.as = -1};
    long long wording;
    struct str login;
    struct err *e;

    if ((e = opt_choice(args, "as", kinds, sizeof kinds / sizeof kinds[0], -1, &ask.as)) != NULL ||
        (e = opt_number(args, "wording", 1, 1000, 0, &wording)) != NULL ||
        (e = session_who(w->s, &login)) != NULL)
        return e;
    const struct policy_person *me = policy_person(w->desk->policy, login);
    ask.wording = (int)wording - 1;
    ask.author = me != NULL ? str_of(me->name) : (struct str){0};
    return draft_write(w->desk, id, &ask, out);
}

struct err *verbs_draft(struct session *s, const struct opt_args *args)
{
    struct buf text = {0};
    struct work w = {0};
    int64_t id;
    struct err *e = letter_complaint(s, &id);

    (void)args;
    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = letter_draft(&w, id, &text)) == NULL)
        e = out_text(s->out, buf_str(&text));
    work_close(&w);
    buf_free(&text);
    return e;
}
