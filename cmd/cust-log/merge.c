/* merge: two complaints are one matter. */
#include "desk/merge.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"

const struct opt verbs_merge_opts[] = {
    {"into", 0, OPT_VALUE, "REF", "the complaint that the matter goes on in"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct merging {
    int64_t into;
    struct str why;
};

static void say_done(struct work *w, int64_t id, int64_t into, const struct merge_done *done)
{
    say_line(w->s->tool, NULL, "%lld goes on in %lld%s; cust-log strike %lld@%u parts them", (long long)id,
             (long long)into,
             done->along == 0   ? ""
             : done->along == 1 ? ", with one follow-up"
                                : ", with its follow-ups",
             (long long)id, done->event);
    if (done->further)
        say_line(w->s->tool, NULL,
                 "%lld had come further than %lld; what was offered and agreed stands there", (long long)id,
                 (long long)into);
}

static struct err *merge(struct work *w, struct ref *ref, void *context)
{
    struct merging *m = context;
    struct merge_done done;
    struct err *e = merge_complaint(w->desk, ref->id, m->into, m->why, &done);

    if (e != NULL)
        return e;
    say_done(w, ref->id, m->into, &done);
    return NULL;
}

struct err *verbs_merge(struct session *s, const struct opt_args *args)
{
    const char *text = opt_text(args, "into");
    struct ref into = {REF_COMPLAINT, 0, 0};
    struct buf why = {0};
    struct work w = {0};
    struct err *e;

    if (text == NULL)
        return err_new(ERR_USAGE, "merge", "say which complaint it goes on in: --into 42");
    if ((e = ref_parse(str_of(text), &into)) == NULL && into.kind != REF_COMPLAINT)
        e = err_new(ERR_USAGE, NULL, "'%s' is no complaint such as 42", text);
    if (e != NULL)
        return err_at(e, "--into");
    if ((e = work_open(s, WORK_WRITE, &w)) == NULL && (e = words_maybe(s, &why)) == NULL) {
        struct merging m = {.into = into.id, .why = buf_str(&why)};
        w.also = into.id;
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT | WORK_AS_IS, WORK_COMPLAINTS, merge, &m);
    }
    buf_free(&why);
    work_close(&w);
    return e;
}
