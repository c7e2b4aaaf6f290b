#include "cmd/cust-log/mail_again.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "desk/mail_place.h"
#include "desk/mails.h"
#include "form/lines.h"

enum { NAME_LINE = 1 << 20 };

struct kept {
    struct work *w;
    bool accept;
    bool all;   /* everything that could not be read: what stays so is not worth a word for each */
    int64_t to; /* accept: the complaint that they belong to; 0: not said */
    int64_t *ids;
    size_t n, cap, same;
};

static void add(struct kept *k, int64_t id)
{
    k->ids = mem_grow(k->ids, &k->cap, k->n + 1, sizeof *k->ids);
    k->ids[k->n++] = id;
}

static struct err *named(struct kept *k, struct str name)
{
    int64_t *ids;
    size_t n;
    struct err *e = mails_named(k->w->desk, name, k->w->arena, &ids, &n);

    for (size_t i = 0; i < n && e == NULL; i++)
        add(k, ids[i]);
    return e;
}

static struct err *in_list(struct kept *k, const char *list)
{
    struct str rest = str_of(list), name;
    struct err *e = NULL;

    while (e == NULL && str_cut(&rest, ',', &name))
        e = named(k, str_trim(name));
    return e;
}

/* The first field of a line that cust-report mail printed; a table's header and footing begin with a capital. */
static struct str first_field(struct str line)
{
    size_t n = 0;

    while (n < line.n && line.p[n] != '\t' && line.p[n] != ' ')
        n++;
    return n > 0 && line.p[0] >= 'A' && line.p[0] <= 'Z' ? str_of("") : (struct str){line.p, n};
}

static struct err *from_lines(struct kept *k)
{
    struct lines *l = lines_open(STDIN_FILENO, "standard input", NAME_LINE);
    struct str line;
    bool end = false;
    struct err *e = NULL;

    while (e == NULL && !end) {
        e = lines_next(l, &line, &end);
        struct str name = e == NULL && !end ? first_field(str_trim(line)) : str_of("");
        if (name.n > 0)
            e = named(k, name);
        if (e != NULL && e->code != ERR_IO && e->code != ERR_TEMP) {
            session_bad(k->w->s, err_at(e, lines_where(l)));
            e = NULL;
        }
    }
    lines_close(l);
    return e;
}

enum { PAGE = 256 };

static struct err *everything(struct kept *k)
{
    int64_t ids[PAGE], after = 0;
    size_t n = 1;
    struct err *e = NULL;

    while (e == NULL && n > 0) {
        e = mail_place_ids(k->w->desk->db, DB_MAIL_PARTIAL, after, DB_NOW, ids, PAGE, &n);
        for (size_t i = 0; i < n && e == NULL; i++)
            add(k, after = ids[i]);
    }
    return e;
}

static struct err *choose(struct kept *k, const char *names)
{
    k->all = !k->accept && strcmp(names, "all") == 0;
    if (k->all)
        return everything(k);
    if (strcmp(names, "-") != 0)
        return in_list(k, names);
    if (isatty(STDIN_FILENO) == 1)
        return err_new(ERR_USAGE, NULL,
                       "- reads names of mails from standard input, which is the terminal; name them");
    return from_lines(k);
}

static struct err *one(struct kept *k, int64_t id)
{
    const struct session *s = k->w->s;
    char *name = mem_printf("m%lld", (long long)id);
    struct inbox_taken taken;
    bool changed = true;
    struct err *e = k->accept ? mails_accept(k->w->desk, id, k->to, &taken)
                              : mails_reread(k->w->desk, id, &taken, &changed);

    if (e == NULL && !changed && taken.partial)
        k->same++;
    if (e == NULL && taken.ours)
        say_line(s->tool, name, "is a letter of ours; it stays as it is");
    else if (e == NULL && !changed && taken.partial && !k->all)
        say_line(s->tool, name, "still cannot be read whole; it stays as it is");
    else if (e == NULL && !changed && !k->all)
        say_line(s->tool, name, "reads as it did; it stays as it is");
    else if (e == NULL && changed && taken.complaint == 0)
        say_line(s->tool, name, "is a %s mail; cust-report mail lists it as m%lld",
                 taken.unplaced ? "colleague's" : "machine's", (long long)taken.mail);
    else if (e == NULL && changed)
        e = work_complaint(k->w, taken.complaint);
    free(name);
    return e;
}

/* With one its error is the command's; of several each is said, and the rest goes on. */
static struct err *each(struct kept *k)
{
    struct err *e = work_lines_open(k->w, WORK_COMPLAINTS);

    for (size_t i = 0; i < k->n && e == NULL; i++) {
        e = one(k, k->ids[i]);
        if (e != NULL && k->n > 1 && (e->code == ERR_DATA || e->code == ERR_NOINPUT)) {
            session_bad(k->w->s, e);
            e = NULL;
        }
    }
    if (e == NULL && k->all && k->same > 0)
        say_line(k->w->s->tool, NULL, "%zu still cannot be read whole; cust-report mail --partial lists %s",
                 k->same, k->same == 1 ? "it" : "them");
    return work_lines_close(k->w, e);
}

/* --to: a complaint that can be joined. */
static struct err *take_to(struct kept *k)
{
    const char *text = opt_text(k->w->s->args, "to");
    struct ref to = {REF_COMPLAINT, 0, 0};
    struct err *e = text != NULL ? ref_parse(str_of(text), &to) : NULL;

    if (e == NULL && to.kind != REF_COMPLAINT)
        e = err_new(ERR_USAGE, NULL, "'%s' is no complaint such as 42", text);
    if (e == NULL && text != NULL)
        e = work_alias(k->w, &to);
    k->to = to.id;
    return err_at(e, "--to");
}

struct err *mail_again(struct session *s, const char *accept, const char *reparse)
{
    struct work w;
    struct kept k = {.w = &w, .accept = accept != NULL};
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = take_to(&k)) == NULL && (e = choose(&k, accept != NULL ? accept : reparse)) == NULL)
        e = each(&k);
    free(k.ids);
    work_close(&w);
    return e;
}
