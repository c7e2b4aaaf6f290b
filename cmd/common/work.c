#include "cmd/common/work.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/clock.h"
#include "cmd/common/refs.h"
#include "cmd/common/say.h"
#include "desk/merge.h"
#include "desk/policyfile.h"
#include "form/record.h"
#include "store/db_complaint.h"
#include "store/db_erase.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_policy.h"

static void say_waiting(void *context)
{
    const struct session *s = context;

    say_line(s->tool, NULL, "waiting for the store");
}

/* Killed in its midst, `policy apply` leaves what is open half by the old policy and half by the new one. */
static void say_unsettled(struct work *w)
{
    bool unsettled;
    struct err *e = db_policy_unsettled(w->desk->db, &unsettled);

    if (e == NULL && unsettled)
        say_line(
            w->s->tool, NULL,
            "policy %lld has not reached all that is open; unless it is being applied right now, cust-log "
            "policy apply finishes that",
            (long long)w->desk->policy_version);
    err_free(e);
}

/* Killed in its midst, an erasure leaves words in the full text. */
static void say_unerased(struct work *w)
{
    int64_t customer;
    struct err *e = db_erase_pending(w->desk->db, &customer);

    if (e == NULL && customer != 0)
        say_line(w->s->tool, NULL,
                 "words of c%lld may still stand in the full text; unless they are being erased right now, "
                 "cust-log customer c%lld erase finishes that",
                 (long long)customer, (long long)customer);
    err_free(e);
}

/* Said at the end, so that what is done just now has nothing to say. */
static void say_policy(struct work *w)
{
    bool newer = false;
    struct err *wrong = NULL, *e = policyfile_newer(w->desk, &newer, &wrong);

    if (e == NULL && wrong != NULL)
        say_line(w->s->tool, NULL,
                 "policy.yaml is not what is in force, and cannot be: %s%s%s; what was applied last goes on",
                 wrong->where != NULL ? wrong->where : "", wrong->where != NULL ? ": " : "", wrong->text);
    else if (e == NULL && newer)
        say_line(w->s->tool, NULL,
                 "policy.yaml is not what is in force; cust-log policy apply puts it in force");
    err_free(wrong);
    err_free(e);
    say_unsettled(w);
    say_unerased(w);
}

/* Where everybody starts: no desk at its usual place is no mistake, so what to type is said with its path. */
static struct err *first_steps(const struct session *s, struct err *e)
{
    if (e == NULL || e->code != ERR_NOINPUT || !s->standard)
        return e;
    err_free(e);
    return err_new(ERR_NOINPUT, NULL,
                   "there is no desk yet at %s; cust-log new -c WHO WORDS makes one with its first complaint",
                   s->place);
}

struct err *work_open(struct session *s, enum work_mode mode, struct work *w)
{
    *w = (struct work){.s = s};
    w->arena = arena_new();
    w->zone_name = session_zone_name();
    w->exe_dir = session_exe_dir();
    w->place = (struct desk_place){.folder = s->place,
                                   .may_create = mode == WORK_MAKE && s->standard,
                                   .zone_name = w->zone_name,
                                   .exe_dir = w->exe_dir,
                                   .now = s->now,
                                   .clock = clock_now,
                                   .on_wait = say_waiting,
                                   .on_wait_context = s};
    if (mode == WORK_WRITE || mode == WORK_MAKE)
        out_writing(s->out);
    if (mode != WORK_READ)
        w->place.login = session_who(s);
    return first_steps(s, desk_open(&w->place, mode == WORK_READ ? DB_READ : DB_WRITE, &w->desk));
}

struct err *work_make(struct work *w)
{
    struct err *e = desk_make(w->desk);

    if (e == NULL && w->desk->created)
        say_line(w->s->tool, NULL, "made a desk in %s", w->s->place);
    return e;
}

void work_close(struct work *w)
{
    if (w->desk != NULL && w->desk->db != NULL)
        say_policy(w);
    desk_close(w->desk);
    arena_free(w->arena);
    free(w->zone_name);
    free(w->exe_dir);
}

/* What comes later in this very second would be of it, and so would what somebody is just writing: its answer stands when
 * the second is over and they are done. */
static struct err *await_past(struct work *w, instant t)
{
    clock_pass(t);
    return db_settled(w->desk->db, t);
}

struct err *work_as_of(struct work *w, int64_t *as_of)
{
    const char *text = opt_text(w->s->args, "as-of");
    struct when cx = desk_when(w->desk, WHEN_PAST);
    instant from, to;
    struct err *e;

    *as_of = DB_NOW;
    if (text == NULL)
        return NULL;
    if ((e = when_range(str_of(text), &cx, &from, &to)) != NULL) {
        struct err *moment = when_parse(str_of(text), &cx, &from); /* says how a moment is written */
        return err_at(err_first(moment, e), "--as-of");
    }
    if (from > w->place.now)
        return err_new(ERR_USAGE, "--as-of", "'%s' is not past yet", text);
    instant t = to - 1 < w->place.now ? to - 1 : w->place.now; /* a whole day means its end */
    if (t == to - 1 && (e = await_past(w, t)) != NULL)
        return e;
    if ((e = db_seq_at(w->desk->db, t, as_of)) == NULL && (e = desk_as_of(w->desk, *as_of)) == NULL)
        w->place.now = w->s->now = t; /* what a table calls late or today was so then */
    return e;
}

void work_echo(struct work *w, const char *what, instant t)
{
    char text[ZONE_SHOW];

    if (isatty(STDERR_FILENO))
        say_line(w->s->tool, NULL, "%s %s", what, zone_show(w->desk->policy->zone, t, text));
}

struct err *work_when(struct work *w, const char *option, enum when_mode mode, instant *out)
{
    const char *text = opt_text(w->s->args, option);
    struct when cx = desk_when(w->desk, mode);
    struct err *e;

    *out = INSTANT_NONE;
    if (text == NULL)
        return NULL;
    char *name = mem_printf("--%s", option);
    if ((e = when_parse(str_of(text), &cx, out)) == NULL)
        work_echo(w, option, *out);
    e = err_at(e, name);
    free(name);
    return e;
}

/* Whether a query may ask for `me`. */
static bool asks_for_me(const struct opt_args *args)
{
    for (size_t i = 0; i < args->n_operands; i++)
        if (strstr(args->operands[i], "me") != NULL)
            return true;
    return false;
}

struct err *work_query(struct work *w, const struct query **out)
{
    return work_query_behind(w, 0, out);
}

struct err *work_query_behind(struct work *w, size_t skip, const struct query **out)
{
    const struct opt_args *args = w->s->args;

    if (asks_for_me(args))
        w->place.login = session_who(w->s);
    struct query_context cx = {.now = w->place.now,
                               .zone = w->desk->policy->zone,
                               .calendar = w->desk->policy->calendar,
                               .login = w->place.login};

    return query_parse(args->operands + skip, args->n_operands - skip, &cx, w->arena, out);
}

struct err *work_lines_open(struct work *w, enum work_lines what)
{
    const struct zone *zone = w->desk->policy->zone;

    if (what == WORK_COMPLAINTS)
        return session_listing(w->s, RECORD_COMPLAINT_SCHEMA, record_complaint, RECORD_COMPLAINT_COLUMNS,
                               zone, false, &w->lines);
    return session_listing(w->s, RECORD_FOLLOWUP_SCHEMA, record_followup, RECORD_FOLLOWUP_COLUMNS, zone,
                           false, &w->lines);
}

struct err *work_complaint(struct work *w, int64_t id)
{
    struct arena *a = arena_new();
    struct db_line row;
    struct err *e = db_list_line(w->desk->db, id, DB_NOW, a, &row);

    if (e == NULL)
        e = record_complaint_row(w->lines, &row);
    arena_free(a);
    return e;
}

static struct err *print_some(struct work *w, const int64_t *ids, size_t n, struct arena *a)
{
    struct db_line *rows = arena_alloc(a, (n + 1) * sizeof *rows);
    struct err *e = db_list_some(w->desk->db, ids, n, DB_NOW, a, rows);

    for (size_t i = 0; i < n && e == NULL; i++)
        e = record_complaint_row(w->lines, &rows[i]);
    return e;
}

struct err *work_complaints(struct work *w, const int64_t *ids, size_t n)
{
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i += DB_LIST_SOME) {
        e = print_some(w, ids + i, n - i < DB_LIST_SOME ? n - i : DB_LIST_SOME, a);
        arena_reset(a);
    }
    arena_free(a);
    return e;
}

struct err *work_followup(struct work *w, subject of, uint32_t no)
{
    struct arena *a = arena_new();
    struct db_due row;
    struct err *e = db_list_one_due(w->desk->db, of, no, DB_NOW, a, &row);

    if (e == NULL)
        e = record_followup_row(w->lines, &row);
    arena_free(a);
    return e;
}

struct err *work_lines_close(struct work *w, struct err *e)
{
    struct form *f = w->lines;

    w->lines = NULL;
    if (f == NULL)
        return e;
    if (e != NULL && form_rows(f) == 0) {
        form_abandon(f);
        return e;
    }
    return err_first(e, form_close(f, NULL));
}

/* Whether a reference is of a kind that the verb takes; brings it to the form that the act expects. */
static struct err *fits(struct ref *r, unsigned allow)
{
    char text[REF_SIZE];

    ref_format(r, text);
    bool event = r->kind == REF_EVENT || r->kind == REF_CUSTOMER_EVENT;
    if (ref_is_customers(r) && (allow & WORK_CUSTOMER) == 0)
        return err_new(ERR_USAGE, text, "is a customer; a complaint such as 42 is needed here");
    if ((allow & WORK_EVENT) != 0) {
        if (!event && (r->kind != REF_COMPLAINT || (allow & WORK_ONLY_COMPLAINT) == 0))
            return err_new(ERR_USAGE, text, "is no event; name one as in 42@17");
        return NULL;
    }
    if ((allow & WORK_FOLLOWUP) != 0) {
        if (event)
            return err_new(ERR_USAGE, text, "is an event; name a follow-up as in 42/3");
        return NULL;
    }
    if (r->kind == REF_COMPLAINT || (allow & WORK_ANY_COMPLAINT) != 0) {
        *r = (struct ref){REF_COMPLAINT, r->id, 0};
        return NULL;
    }
    return err_new(ERR_USAGE, text, "changes the whole complaint; say %lld", (long long)r->id);
}

/* A follow-up that went along has another number there. */
static struct err *alias_followup(struct work *w, struct ref *r)
{
    struct ref was = *r;
    subject of = ref_subject(r);
    char from[REF_SIZE], to[REF_SIZE];
    struct err *e = merge_followup(w->desk, &of, &r->no);

    if (e != NULL || of == ref_subject(&was))
        return e;
    r->id = of;
    say_line(w->s->tool, NULL, "%s goes on as %s", ref_format(&was, from), ref_format(r, to));
    return NULL;
}

struct err *work_alias(struct work *w, struct ref *r)
{
    struct ref was = *r;
    subject of = ref_subject(r), root;
    char from[REF_SIZE], to[REF_SIZE];
    struct err *e;

    if (r->no != 0)
        return alias_followup(w, r);
    if ((e = db_merged_root(w->desk->db, of, DB_NOW, &root)) != NULL || root == of)
        return e;
    r->id = root < 0 ? -root : root;
    say_line(w->s->tool, NULL, "%s was merged into %s", ref_format(&was, from), ref_format(r, to));
    return NULL;
}

struct err *work_alias_id(struct work *w, int64_t *id)
{
    struct ref r = {REF_COMPLAINT, *id, 0};
    struct err *e = work_alias(w, &r);

    *id = r.id;
    return e;
}

struct err *work_alias_customer(struct work *w, struct str text)
{
    struct ref r;
    struct err *e = ref_parse(str_trim(text), &r);

    if (e == NULL && r.kind == REF_CUSTOMER)
        return work_alias(w, &r);
    err_free(e);
    return NULL;
}

struct err *work_bad(struct work *w, const struct ref *ref, size_t n, struct err *e)
{
    char text[REF_SIZE];

    if (e == NULL || (n < 2 && w->s->bad == 0) ||
        (e->code != ERR_DATA && e->code != ERR_NOINPUT && e->code != ERR_USAGE))
        return e;
    session_bad(w->s, err_at(e, ref_format(ref, text)));
    return NULL;
}

static struct err *print(struct work *w, const struct ref *r, enum work_lines lines)
{
    if (lines == WORK_FOLLOWUPS)
        return work_followup(w, ref_subject(r), r->no);
    return ref_is_customers(r) ? NULL : work_complaint(w, r->id);
}

struct err *work_there(struct work *w, const struct ref *ref)
{
    struct complaint c;
    struct followup f;
    struct event ev;
    struct err *e;

    if (ref->kind != REF_EVENT && ref->kind != REF_FOLLOWUP)
        return NULL;
    if ((e = db_complaint_get(w->desk->db, ref->id, DB_NOW, &c)) != NULL)
        return e;
    return ref->kind == REF_EVENT ? db_event_get(w->desk->db, ref->id, ref->no, &ev)
                                  : db_complaint_followup_get(w->desk->db, ref->id, ref->no, DB_NOW, &f);
}

struct err *work_each(struct work *w, const char *operand, unsigned allow, enum work_lines lines,
                      work_act *act, void *context)
{
    struct ref *refs = NULL;
    size_t n = 0;
    struct err *e = refs_get(w->s, operand, &refs, &n);

    if (e == NULL)
        e = work_lines_open(w, lines);
    for (size_t i = 0; i < n && e == NULL; i++) {
        const struct ref named = refs[i];
        if ((e = fits(&refs[i], allow)) == NULL && (allow & WORK_ANY_COMPLAINT) != 0)
            e = work_there(w, &named);
        bool event = refs[i].kind == REF_EVENT || refs[i].kind == REF_CUSTOMER_EVENT; /* that very one */
        if (e == NULL && !event && (allow & WORK_AS_IS) == 0)
            e = work_alias(w, &refs[i]);
        if (e == NULL)
            e = act(w, &refs[i], context);
        if (e == NULL)
            e = print(w, &refs[i], lines);
        e = work_bad(w, &refs[i], n, e);
    }
    free(refs);
    if (e == NULL && w->also != 0 && form_rows(w->lines) > 0)
        e = work_complaint(w, w->also);
    return work_lines_close(w, e);
}
