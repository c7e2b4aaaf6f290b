/* customer: what belongs to a customer rather than to one complaint: addresses, notes, and being forgotten. */
#include "base/buf.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/erase.h"
#include "desk/merge.h"
#include "desk/person.h"
#include "desk/who.h"
#include "store/db_text.h"

#include <pwd.h>
#include <stdlib.h>

static struct err *add(struct work *w, int64_t id, struct str words)
{
    struct who_perhaps p;
    struct err *e = who_perhaps(w->desk->db, words, w->arena, &p);

    if (e != NULL || (e = who_add(w->desk, id, words)) != NULL)
        return e;
    say_line(w->s->tool, NULL, "c%lld can be found by %.*s", (long long)id, (int)words.n, words.p);
    if (p.id != 0 && !p.by_name && p.id != id)
        say_line(w->s->tool, NULL, "c%lld %.*s has the same number but for the country's code; are they one?",
                 (long long)p.id, (int)p.name.n, p.name.p);
    return NULL;
}

static struct err *note(struct work *w, int64_t id, struct str words)
{
    struct err *e = who_note(w->desk, id, words);

    if (e == NULL)
        say_line(w->s->tool, NULL, "noted of c%lld", (long long)id);
    return e;
}

/* Asked before it is done; true at once for who is erased already. */
static struct err *confirm(struct work *w, int64_t id, const struct erase_reach *r, bool *yes)
{
    struct buf ask = {0};

    *yes = true;
    if (r->already)
        return NULL;
    buf_printf(&ask, "erase every word of c%lld, %.*s", (long long)id, (int)r->name.n, r->name.p);
    if (r->others > 0)
        buf_printf(&ask, " and %zu merged into them", r->others);
    buf_printf(&ask, ": %zu complaint%s, %zu open", r->complaints, r->complaints == 1 ? "" : "s", r->open);
    if (r->open > 0)
        buf_printf(&ask, "%s%.*s%s, which stay open with nobody to answer", r->which.n > 0 ? " (" : "",
                   (int)r->which.n, r->which.p, r->which.n > 0 ? ")" : "");
    buf_adds(&ask, "?  It cannot be undone.");
    struct err *e = session_confirm(w->s, ask.p, yes);
    buf_free(&ask);
    return e;
}

enum { LOCKED_SHOWN = 10 };

/* What is open though nobody can be answered, and what ends it. */
static void say_open(const char *tool, int64_t id, const struct erase_reach *r)
{
    if (r->which.n > 0)
        say_line(tool, NULL, "%.*s %s open with nobody to answer; cust-log void %.*s WHY ends %s",
                 (int)r->which.n, r->which.p, r->open == 1 ? "is" : "are", (int)r->which.n, r->which.p,
                 r->open == 1 ? "it" : "them");
    else if (r->open > 0)
        say_line(tool, NULL,
                 "%zu are open with nobody to answer; cust-report list customer:c%lld status:open | cust-log "
                 "void - WHY ends them",
                 r->open, (long long)id);
    if (r->due.n > 0)
        say_line(tool, NULL, "what was still to be done has no text any more; cust-followup cancel %.*s WHY",
                 (int)r->due.n, r->due.p);
    else if (r->undone > 0)
        say_line(tool, NULL,
                 "%zu things that were still to be done have no text any more; cust-followup customer:c%lld "
                 "not status:open | cust-followup cancel - WHY",
                 r->undone, (long long)id);
}

/* What is still to be done by somebody. */
static void say_left(const struct work *w, int64_t id, const struct erase_reach *r,
                     const struct erase_done *done)
{
    const char *tool = w->s->tool;

    if (done->files_left > 0)
        say_line(tool, NULL, "%zu other file%s in outbox and kept of %s; look for words of theirs there",
                 done->files_left, done->files_left == 1 ? " is" : "s are", w->s->place);
    for (size_t i = 0; i < done->nlocked && i < LOCKED_SHOWN; i++) {
        const struct passwd *pw = getpwuid((uid_t)done->locked[i].uid);
        say_line(tool, NULL, "%s/%s is for %s alone to open: have them look whether it holds words of theirs",
                 w->s->place, done->locked[i].path, pw != NULL ? pw->pw_name : "its owner");
    }
    if (done->nlocked > LOCKED_SHOWN)
        say_line(tool, NULL, "and so are %zu more there", done->nlocked - LOCKED_SHOWN);
    say_open(tool, id, r);
}

static struct err *erase(struct work *w, int64_t id, struct str words)
{
    struct erase_reach reach;
    struct erase_done done;
    bool yes = false;
    struct err *e = erase_look(w->desk, id, w->arena, &reach);

    if (e != NULL || (e = confirm(w, id, &reach, &yes)) != NULL || !yes)
        return e;
    e = erase_customer(w->desk, id, words, w->arena, &done);
    if (!done.erased)
        return e;
    if (reach.already)
        say_line(w->s->tool, NULL, "c%lld is erased already; %zu file%s more went", (long long)id, done.files,
                 done.files == 1 ? "" : "s");
    else
        say_line(w->s->tool, NULL,
                 "c%lld is erased: %lld text%s, %lld mail%s, %zu file%s; counts and times stay",
                 (long long)id, (long long)done.texts, done.texts == 1 ? "" : "s", (long long)done.mails,
                 done.mails == 1 ? "" : "s", done.files, done.files == 1 ? "" : "s");
    say_left(w, id, &reach, &done);
    if (!reach.already)
        say_line(w->s->tool, NULL, "backups and exports made before still hold the words");
    return e;
}

const struct opt verbs_customer_opts[] = {
    {"into", 0, OPT_VALUE, "WHO", "with merge: the customer who stays"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *merge(struct work *w, int64_t id, struct str words)
{
    const char *text = opt_text(w->s->args, "into");
    struct str was, stays;
    struct merge_done done;
    int64_t into = 0;
    struct err *e = person_find(w->desk, str_of(text), &into);

    if (e != NULL || (e = work_alias_customer(w, str_of(text))) != NULL)
        return err_at(e, "--into");
    if ((e = db_text_customer(w->desk->db, id, DB_NOW, w->arena, &was)) != NULL ||
        (e = db_text_customer(w->desk->db, into, DB_NOW, w->arena, &stays)) != NULL ||
        (e = merge_customer(w->desk, id, into, words, &done)) != NULL)
        return e;
    say_line(w->s->tool, NULL, "c%lld %.*s is c%lld %.*s now; cust-log strike c%lld@%u parts them",
             (long long)id, (int)was.n, was.p, (long long)into, (int)stays.n, stays.p, (long long)id,
             done.event);
    return NULL;
}

enum { ADD, NOTE, ERASE, MERGE, ACTS };

/* Who is meant; when it is to be merged itself, the very one. */
static struct err *find(struct work *w, size_t what, struct str who, int64_t *id)
{
    struct ref r;
    struct err *e = what == MERGE ? ref_parse(str_trim(who), &r) : NULL;

    if (what == MERGE && e == NULL && r.kind == REF_CUSTOMER) {
        *id = r.id;
        return NULL;
    }
    err_free(e);
    e = person_find(w->desk, who, id);
    return e != NULL ? e : work_alias_customer(w, who);
}

static struct err *check_into(const struct opt_args *args, size_t what)
{
    bool given = opt_text(args, "into") != NULL;

    if (given == (what == MERGE))
        return NULL;
    return given ? err_new(ERR_USAGE, "--into", "goes with merge")
                 : err_new(ERR_USAGE, "customer", "say who stays: cust-log customer %s merge --into WHO",
                           args->operands[0]);
}

static struct err *act(struct work *w, size_t what, int64_t id, struct str words)
{
    if (what == ADD)
        return add(w, id, words);
    if (what == MERGE)
        return merge(w, id, words);
    return what == NOTE ? note(w, id, words) : erase(w, id, words);
}

struct err *verbs_customer(struct session *s, const struct opt_args *args)
{
    static const char *const names[ACTS] = {"add", "note", "erase", "merge"};
    struct str what = str_of(args->operands[1]);
    struct buf words = {0};
    struct work w;
    int64_t id = 0;
    size_t i = 0;

    while (i < ACTS && !str_is(what, names[i]))
        i++;
    if (i == ACTS)
        return err_near(ERR_USAGE, "customer", str_near(what, names, ACTS), "say add, note, merge or erase",
                        "'%s' is nothing to do to a customer", args->operands[1]);
    struct err *e = check_into(args, i);
    if (e != NULL)
        return e;
    e = work_open(s, WORK_WRITE, &w);
    if (e == NULL && (e = find(&w, i, str_of(args->operands[0]), &id)) == NULL)
        e = i == ERASE || i == MERGE ? words_maybe(s, &words) : words_get(s, NULL, &words, NULL);
    if (e == NULL)
        e = act(&w, i, id, str_trim(buf_str(&words)));
    buf_free(&words);
    work_close(&w);
    /* cppcheck-suppress returnDanglingLifetime ; an error keeps nothing of the desk */
    return e;
}
