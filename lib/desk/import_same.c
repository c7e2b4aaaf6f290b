#include "desk/import_same.h"

#include "store/db_words.h"

static bool same_numbers(const struct event *a, const struct event *b)
{
    return a->seq == b->seq && a->recorded == b->recorded && a->happened == b->happened &&
           a->kind == b->kind && a->flags == b->flags && a->code == b->code && a->ref == b->ref &&
           a->num == b->num;
}

struct err *import_same_event(struct db *db, const struct event *ev, const struct form_event *fe, bool *same)
{
    struct arena *a = arena_new();
    struct str actor, who, words;
    bool gone = false;
    struct err *e;

    *same = false;
    if ((e = db_name_text(db, ev->actor, a, &actor)) == NULL &&
        (e = db_name_text(db, ev->who, a, &who)) == NULL &&
        (e = db_words_get(db, ev->words, a, &words, &gone)) == NULL)
        *same = same_numbers(ev, &fe->ev) && str_eq(actor, fe->actor) && str_eq(who, fe->who) &&
                (gone || fe->erased || str_eq(words, fe->words));
    arena_free(a);
    return e;
}
