/* proof: every interval of a complaint's deadlines: counted, outside hours, holiday, paused, with sums. */
#include <stdlib.h>

#include "cmd/common/refs.h"
#include "cmd/common/work.h"
#include "cmd/cust-followup/verbs.h"
#include "desk/prove.h"

enum { COLUMNS = 9, NARROW = 7, WIDE = 100 /* characters that all columns need */ };

static const struct form_column columns[COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},   {"ROW", FORM_TEXT, FORM_PLAIN, 0, false},
    {"CLASS", FORM_TEXT, FORM_PLAIN, 0, false}, {"FROM", FORM_TIME, FORM_PLAIN, 0, false},
    {"TO", FORM_TIME, FORM_PLAIN, 0, false},    {"SECONDS", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"EVENT", FORM_TEXT, FORM_FAINT, 0, false}, {"ENTERED", FORM_TIME, FORM_FAINT, 0, false},
    {"TEXT", FORM_TEXT, FORM_PLAIN, 0, true},
};

/* On a narrow terminal, without what says when it was entered. */
static const struct form_column narrow[NARROW] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},   {"ROW", FORM_TEXT, FORM_PLAIN, 0, false},
    {"CLASS", FORM_TEXT, FORM_PLAIN, 0, false}, {"FROM", FORM_TIME, FORM_PLAIN, 0, false},
    {"TO", FORM_TIME, FORM_PLAIN, 0, false},    {"SECONDS", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"TEXT", FORM_TEXT, FORM_PLAIN, 0, true},
};

struct proof {
    struct form *f;
    bool narrow;
};

static struct err *tell(void *context, const struct prove_line *line)
{
    static const char *const rows[] = {"rule", "moved", "interval", "sum", "end", "debt"};
    const struct proof *p = context;
    char ref[REF_SIZE], event[REF_SIZE];
    struct ref of = {line->f.no > 0 ? REF_FOLLOWUP : REF_COMPLAINT, line->f.of, line->f.no},
               ev = {REF_EVENT, line->f.of, line->event};
    struct form_value values[COLUMNS];

    values[0] = form_text(str_of(ref_format(&of, ref)));
    values[1] = form_text(str_of(rows[line->row]));
    values[2] = form_text(str_of(line->class));
    values[3] = form_time(line->from);
    values[4] = form_time(line->to);
    values[5] = line->seconds < 0 ? form_none() : form_number(line->seconds);
    values[6] = line->event == 0 ? form_none() : form_text(str_of(ref_format(&ev, event)));
    values[7] = line->entered == INSTANT_NONE ? form_none() : form_time(line->entered);
    values[8] = form_text(str_of(line->text));
    if (p->narrow)
        values[NARROW - 1] = values[COLUMNS - 1];
    return form_row(p->f, values);
}

static struct err *each(struct work *w, struct ref *refs, size_t n, struct proof *p)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        char name[REF_SIZE];
        if (refs[i].kind != REF_COMPLAINT && refs[i].kind != REF_FOLLOWUP)
            e = err_new(ERR_USAGE, ref_format(&refs[i], name), "is no complaint and no deadline of one");
        else
            e = prove_run(w->desk, refs[i].id, refs[i].no, tell, p);
        e = work_bad(w, &refs[i], n, e);
    }
    return e;
}

static bool is_narrow(const struct session *s)
{
    size_t width = out_width(s->out);

    return session_for_eyes(s) && width > 0 && width < WIDE;
}

struct err *verbs_proof(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    struct proof p = {.narrow = is_narrow(s)};
    struct work w = {0};
    size_t n = 0;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL)
        e = session_listing(s, "cust.proof/1", p.narrow ? narrow : columns, p.narrow ? NARROW : COLUMNS,
                            w.desk->policy->zone, true, &p.f);
    if (e == NULL)
        e = each(&w, refs, n, &p);
    e = form_end(p.f, e, NULL);
    free(refs);
    work_close(&w);
    return e;
}
