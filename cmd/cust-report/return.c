/* return: the table that a regulator asks for; what it lacks; sealing it. */
#include <string.h>

#include "cmd/common/say.h"
#include "cmd/cust-report/figures.h"
#include "cmd/cust-report/verbs.h"
#include "desk/returns.h"
#include "desk/seal.h"
#include "desk/sealwords.h"
#include "form/record.h"

const struct opt verbs_return_opts[] = {
    {"period", 0, OPT_VALUE, "TIME", "2026H2, 2026Q3, 2026-10 or 2026; required"},
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"gaps", 0, OPT_FLAG, NULL, "instead: which complaints lack a required field"},
    {"ids", 0, OPT_VALUE, "COLUMN", "instead: the complaints that a column counts"},
    {"seal", 0, OPT_FLAG, NULL, "keep the rows and their hash with the desk, as they are handed in"},
    {"sealed", 0, OPT_FLAG, "N", "instead: what was sealed, byte for byte; version N, else the newest"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *job_of(struct work *w, struct returns_job *job)
{
    const char *period = opt_text(w->s->args, "period");
    struct err *e;

    if (period == NULL)
        return err_new(ERR_USAGE, "return", "needs a period: --period 2026H2");
    if ((e = work_as_of(w, &job->as_of)) != NULL)
        return e;
    if (!opt_has(w->s->args, "sealed")) /* which stays, whatever becomes of its profile */
        e = returns_profile(w->desk, str_of(w->s->args->operands[0]), &job->profile);
    if (e != NULL || (e = figures_span(w, period, &job->from, &job->to)) != NULL)
        return e;
    if (job->from > w->place.now)
        return err_new(ERR_USAGE, "--period", "'%s' has not begun yet", period);
    return job->to - job->from <= 1 ? err_new(ERR_USAGE, "--period", "a return is for days: --period 2026H2")
                                    : NULL;
}

/* --- what is lacking --------------------------------------------------------------------------------------------- */

enum { GAP_COLUMNS = 7 };
static const struct form_column gap_columns[GAP_COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},         {"MISSING", FORM_TEXT, FORM_PLAIN, 0, false},
    {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false}, {"STATUS", FORM_TEXT, FORM_PLAIN, 0, false},
    {"OWNER", FORM_TEXT, FORM_PLAIN, 16, false},      {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false},
    {"SUBJECT", FORM_TEXT, FORM_PLAIN, 0, true},
};

static struct err *gap_line(struct work *w, struct form *f, const struct returns_gap *gap, int64_t as_of,
                            struct arena *a)
{
    struct db_line row;
    struct err *e = db_list_line(w->desk->db, gap->id, as_of, a, &row);

    if (e != NULL)
        return e;
    const struct form_value v[GAP_COLUMNS] = {
        form_text(str_of(arena_printf(a, "%lld", (long long)gap->id))),
        form_text(str_of(word_name(WORD_FIELD, (int)gap->field))),
        form_text(str_of(word_name(WORD_PRIORITY, (int)row.c.priority))),
        form_text(str_of(record_status(&row.c))),
        form_text(row.owner),
        form_text(row.customer),
        form_text(row.subject),
    };
    return form_row(f, v);
}

static struct err *gaps(struct work *w, const struct returns_job *job)
{
    struct arena *a = arena_new();
    struct returns_gap *all = NULL;
    struct form *f = NULL;
    size_t n = 0;
    struct err *e = returns_gaps(w->desk, job, w->arena, &all, &n);

    if (e == NULL)
        e = session_listing(w->s, "cust.gap/1", gap_columns, GAP_COLUMNS, w->desk->policy->zone, true, &f);
    for (size_t i = 0; e == NULL && i < n; i++) {
        e = gap_line(w, f, &all[i], job->as_of, a);
        arena_reset(a);
    }
    arena_free(a);
    return form_end(f, e, arena_printf(w->arena, "%zu fields are missing", n));
}

static struct err *ids(struct work *w, const struct returns_job *job)
{
    struct db_bits set = {0};
    struct err *e = returns_ids(w->desk, job, str_of(opt_text(w->s->args, "ids")), &set);

    if (e == NULL)
        e = figures_lines(w, &set, job->as_of);
    db_bits_free(&set);
    return e;
}

/* --- the table --------------------------------------------------------------------------------------------------- */

/* The rows with the words that they name, and what is gone of them. */
static struct err *opened(struct work *w, struct str rows)
{
    struct buf csv = {0}, gone = {0};
    struct err *e = sealwords_open(w->desk, rows, &csv, &gone);

    if (e == NULL)
        e = out_write(w->s->out, buf_str(&csv));
    if (e == NULL && gone.len > 0)
        say_line(w->s->tool, NULL, "no longer there as it was sealed, but erased: the words of %s", gone.p);
    buf_free(&csv);
    buf_free(&gone);
    return e;
}

static struct err *sealed(struct work *w, const struct returns_job *job)
{
    struct seal seal = {0};
    long long version = 0;
    struct err *e = opt_text(w->s->args, "sealed") == NULL
                        ? NULL
                        : opt_number(w->s->args, "sealed", 1, 1000000, 0, &version);

    if (e == NULL)
        e = seal_get(w->desk, w->s->args->operands[0], job, version, w->arena, &seal);
    if (e == NULL && !seal_holds(&seal.s))
        e = err_new(ERR_DATA, "--sealed", "the rows are not those that were sealed; restore a backup");
    return e != NULL ? e : opened(w, seal.s.rows);
}

/* Said on standard error: the rows alone are the data. */
static void say_sealed(const struct work *w, const struct seal *seal)
{
    say_line(w->s->tool, NULL, "%s %s sealed as version %lld, SHA-256 %.*s", w->s->args->operands[0],
             opt_text(w->s->args, "period"), (long long)seal->version, (int)seal->s.hash.n, seal->s.hash.p);
}

static struct err *table(struct work *w, struct returns_job *job)
{
    struct buf csv = {0};
    struct seal seal;
    struct err *e;

    job->sealing = opt_has(w->s->args, "seal");
    e = returns_table(w->desk, job, &csv);
    if (e == NULL && job->sealing && (e = seal_put(w->desk, job, buf_str(&csv), w->arena, &seal)) == NULL)
        say_sealed(w, &seal);
    if (e == NULL)
        e = job->sealing ? opened(w, buf_str(&csv)) : out_write(w->s->out, buf_str(&csv));
    buf_free(&csv);
    return e;
}

/* Each gives another answer: one at a time. */
static struct err *check_one(const struct opt_args *args)
{
    static const char *const ways[] = {"gaps", "ids", "seal", "sealed"};
    const char *first = NULL;

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!opt_has(args, ways[i]))
            continue;
        if (first != NULL)
            return err_new(ERR_USAGE, "return", "--%s and --%s do not go together", first, ways[i]);
        first = ways[i];
    }
    bool lines = first != NULL && (strcmp(first, "gaps") == 0 || strcmp(first, "ids") == 0);
    if (!lines && opt_text(args, "fields") != NULL)
        return err_new(ERR_USAGE, "--fields",
                       "a return has the columns of its profile; only --gaps and --ids have fields");
    return lines || opt_text(args, "format") == NULL || strcmp(opt_text(args, "format"), "csv") == 0
               ? NULL
               : err_new(ERR_USAGE, "--format", "a return is CSV; only --gaps and --ids have other forms");
}

struct err *verbs_return(struct session *s, const struct opt_args *args)
{
    struct returns_job job = {0};
    struct work w = {0};
    struct err *e = check_one(args);

    if (e == NULL)
        e = work_open(s, opt_has(args, "seal") ? WORK_WRITE : WORK_READ, &w);
    if (e == NULL)
        e = job_of(&w, &job);
    if (e == NULL)
        e = opt_has(args, "gaps")     ? gaps(&w, &job)
            : opt_has(args, "ids")    ? ids(&w, &job)
            : opt_has(args, "sealed") ? sealed(&w, &job)
                                      : table(&w, &job);
    work_close(&w);
    return e;
}
