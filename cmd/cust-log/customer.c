/* customer: what belongs to a customer rather than to one complaint: addresses, notes, and being forgotten. */
#include "base/buf.h"
#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/erase.h"
#include "desk/person.h"
#include "desk/who.h"

#include <stdlib.h>

static struct err *add(struct work *w, int64_t id, struct str words)
{
    struct err *e = who_add(w->desk, id, words);

    if (e == NULL)
        say_line(w->s->tool, NULL, "c%lld can be found by %.*s", (long long)id, (int)words.n, words.p);
    return e;
}

static struct err *note(struct work *w, int64_t id, struct str words)
{
    struct err *e = who_note(w->desk, id, words);

    if (e == NULL)
        say_line(w->s->tool, NULL, "noted of c%lld", (long long)id);
    return e;
}

static struct err *erase(struct work *w, int64_t id, struct str words)
{
    struct erase_reach reach;
    struct erase_done done;
    bool yes = false;
    struct err *e = erase_look(w->desk, id, w->arena, &reach);

    if (e != NULL)
        return e;
    char *question = mem_printf(
        "erase every word of c%lld, %.*s: %zu complaint%s, %zu open?  It cannot be undone.", (long long)id,
        (int)reach.name.n, reach.name.p, reach.complaints, reach.complaints == 1 ? "" : "s", reach.open);
    e = session_confirm(w->s, question, &yes);
    free(question);
    if (e != NULL || !yes)
        return e;
    if ((e = erase_customer(w->desk, id, words, &done)) != NULL)
        return e;
    say_line(w->s->tool, NULL, "c%lld is erased: %lld texts, %lld mails, %zu files; counts and times stay",
             (long long)id, (long long)done.texts, (long long)done.mails, done.files);
    if (done.files_left > 0)
        say_line(w->s->tool, NULL,
                 "%zu other files are in outbox and kept of %s; look whether they hold words of theirs",
                 done.files_left, w->s->place);
    say_line(w->s->tool, NULL, "backups and exports made before still hold the words");
    return NULL;
}

enum { ADD, NOTE, ERASE, ACTS };

static struct err *act(struct work *w, size_t what, int64_t id, struct str words)
{
    if (what == ADD)
        return add(w, id, words);
    return what == NOTE ? note(w, id, words) : erase(w, id, words);
}

struct err *verbs_customer(struct session *s, const struct opt_args *args)
{
    static const char *const names[ACTS] = {"add", "note", "erase"};
    struct str what = str_of(args->operands[1]);
    struct buf words = {0};
    struct work w;
    int64_t id = 0;
    size_t i = 0;

    while (i < ACTS && !str_is(what, names[i]))
        i++;
    if (i == ACTS)
        return err_near(ERR_USAGE, "customer", str_near(what, names, ACTS), "say add, note or erase",
                        "'%s' is nothing to do to a customer", args->operands[1]);
    struct err *e = work_open(s, WORK_WRITE, &w);
    if (e == NULL && (e = person_find(w.desk, str_of(args->operands[0]), &id)) == NULL)
        e = i == ERASE ? words_maybe(s, &words) : words_get(s, NULL, &words, NULL);
    if (e == NULL)
        e = act(&w, i, id, str_trim(buf_str(&words)));
    buf_free(&words);
    work_close(&w);
    /* cppcheck-suppress returnDanglingLifetime ; an error keeps nothing of the desk */
    return e;
}
