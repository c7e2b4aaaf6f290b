/* import, export: records come from elsewhere, and go there. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/export.h"
#include "desk/import.h"
#include "form/record.h"
#include "rule/word.h"

const struct opt verbs_import_opts[] = {
    {"from", 0, OPT_VALUE, "FORM", "what FILE is: jsonl, csv or tsv; else its name or first line tells"},
    {"source", 0, OPT_VALUE, "NAME", "the system that the rows come from; else the file's name"},
    {"map", 0, OPT_MANY, "THEIRS=OURS", "a column that has another name here; THEIRS= leaves it out"},
    {"preset", 0, OPT_VALUE, "NAME",
     "columns as another system has them: cfpb (its complaint database's CSV)"},
    {"customer", 'c', OPT_VALUE, "WHO", "of rows that name none; else each row is a customer of its own"},
    {"dry-run", 'n', OPT_FLAG, NULL, "check everything, write nothing"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_export_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* --- export ------------------------------------------------------------------------------------------------------ */

static struct err *put_line(void *context, struct str line)
{
    return out_write(context, line);
}

struct err *verbs_export(struct session *s, const struct opt_args *args)
{
    struct export_job job = {.write = put_line, .context = s->out};
    struct work w;
    int64_t n = 0;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = work_as_of(&w, &job.as_of)) == NULL && (e = work_query(&w, &job.query)) == NULL)
        e = export_run(w.desk, &job, &n);
    if (e == NULL && n == 0 && args->n_operands > 0)
        e = err_new(ERR_NONE_FOUND, NULL, "nothing matches");
    work_close(&w);
    return e;
}

/* --- import ------------------------------------------------------------------------------------------------------ */

struct incoming {
    struct work *w;
    struct err *unprinted; /* the first line that could not be written: the import goes on */
    struct say_meter meter;
};

static void made(void *context, const struct db_line *line)
{
    struct incoming *in = context;

    if (in->unprinted == NULL)
        in->unprinted = record_complaint_row(in->w->lines, line);
}

static void refused(void *context, struct err *e)
{
    struct incoming *in = context;

    say_meter_end(&in->meter);
    session_bad(in->w->s, e);
}

static void progress(void *context, const struct import_count *c)
{
    struct incoming *in = context;

    say_meter(&in->meter, "%lld imported, %lld known already, %lld refused", (long long)c->made,
              (long long)c->skipped, (long long)c->refused);
}

static struct err *open_file(struct import_job *job, const char *operand)
{
    bool standard = strcmp(operand, "-") == 0;
    struct stat st;

    job->name = standard ? "standard input" : operand;
    job->fd = standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);
    if (job->fd < 0)
        return err_errno(ERR_NOINPUT, operand, "cannot open it");
    if (fstat(job->fd, &st) == 0 && S_ISDIR(st.st_mode))
        return err_new(ERR_NOINPUT, job->name, "is a folder; name a file in it");
    return NULL;
}

static struct err *take_form(const struct opt_args *args, struct import_job *job)
{
    static const char *const forms[] = {"jsonl", "csv", "tsv"}; /* in the order of enum import_form */
    int form = -1;
    struct err *e = opt_choice(args, "from", forms, sizeof forms / sizeof forms[0], -1, &form);

    if (e == NULL && form < 0)
        return import_form_guess(job->fd, job->name, &job->form);
    job->form = (enum import_form)form;
    return e;
}

static struct err *take_source(const struct opt_args *args, struct import_job *job)
{
    const char *said = opt_text(args, "source"), *slash = strrchr(job->name, '/');

    if (said == NULL)
        said = opt_text(args, "preset"); /* a system's own numbers are known by its name, not by a file's */
    if (said != NULL && *said == '\0')
        return err_new(ERR_USAGE, "--source", "is empty; name the system that the rows come from");
    if (said == NULL && job->fd == STDIN_FILENO && job->form != IMPORT_EVENTS)
        return err_new(ERR_USAGE, "import",
                       "rows from standard input need --source=NAME, so that they are known next time");
    job->source = str_of(said != NULL ? said : slash != NULL ? slash + 1 : job->name);
    return NULL;
}

/* The CSV of the CFPB's Consumer Complaint Database: its 18 columns, by its own field reference. */
static const struct csv_in_map cfpb[] = {
    {"Date received", "received"},
    {"Product", "product"},
    {"Sub-product", ""},
    {"Issue", "issue"},
    {"Sub-issue", ""},
    {"Consumer complaint narrative", "text"},
    {"Company public response", ""},
    {"Company", ""},
    {"State", ""},
    {"ZIP code", ""},
    {"Tags", "vulnerability"},
    {"Consumer consent provided?", "consent"},
    {"Submitted via", ""},
    {"Date sent to company", ""},
    {"Company response to consumer", "basis"},
    {"Timely response?", ""},
    {"Consumer disputed?", ""},
    {"Complaint ID", "source-id"},
};

static const char *const presets[] = {"cfpb"};
enum { CFPB = sizeof cfpb / sizeof cfpb[0] };

static bool is_column(struct str name)
{
    return word_find(WORD_FIELD, name) >= 0 || str_is(name, "customer") || str_is(name, "text") ||
           str_is(name, "received") || str_is(name, "owner");
}

static struct err *take_maps(struct work *w, struct import_job *job)
{
    const struct opt_args *args = w->s->args;
    struct csv_in_map *maps = arena_alloc(w->arena, (args->n_given + 1 + CFPB) * sizeof *maps);
    size_t at = 0;
    int preset;
    struct err *e = opt_choice(args, "preset", presets, sizeof presets / sizeof presets[0], -1, &preset);

    if (e != NULL)
        return e;
    for (size_t i = 0; preset == 0 && i < CFPB; i++)
        maps[job->n_map++] = cfpb[i];
    for (const char *text; (text = opt_next(args, "map", &at)) != NULL;) {
        char *theirs = arena_strdup(w->arena, text), *equals = strrchr(theirs, '=');
        if (equals == NULL || equals == theirs)
            return err_new(ERR_USAGE, "--map", "'%s' is no THEIRS=OURS; THEIRS= leaves a column out", text);
        *equals = '\0';
        if (equals[1] != '\0' && !is_column(str_of(equals + 1)))
            return err_new(ERR_USAGE, "--map", "'%s' is no column of ours; cust-format(5) lists them",
                           equals + 1);
        maps[job->n_map++] = (struct csv_in_map){theirs, equals + 1};
    }
    job->map = maps;
    return NULL;
}

static void sum_up(struct session *s, const struct import_job *job, const struct import_count *c)
{
    if (c->restored)
        say_line(s->tool, job->name, "%s the desk that this was exported from",
                 job->dry_run ? "would become" : "became");
    if (c->continued > 0)
        say_line(s->tool, job->name, "%lld that were here have new events", (long long)c->continued);
    if (c->people > 0)
        say_line(s->tool, job->name, "%lld customer%s own notes and follow-ups %s", (long long)c->people,
                 c->people == 1 ? "'s" : "s'", job->dry_run ? "would come" : "came");
    if (c->gone > 0)
        say_line(s->tool, job->name,
                 "%lld customer%s own notes and follow-ups are left out, for they were erased here",
                 (long long)c->gone, c->gone == 1 ? "'s" : "s'");
    if (c->grown > 0)
        say_line(s->tool, job->name,
                 "%lld have grown since they were imported; their new events are left out",
                 (long long)c->grown);
    say_line(s->tool, job->name, "%lld %s, %lld known already, %lld refused", (long long)c->made,
             job->dry_run ? "would be imported" : "imported", (long long)c->skipped, (long long)c->refused);
}

/* What an error does not take back: batches that were committed. */
static void say_stays(struct session *s, const struct import_job *job, const struct import_count *c)
{
    if (!job->dry_run && c->made + c->continued + c->people > 0)
        say_line(s->tool, job->name, "what is imported stays; the same import again goes on behind it");
}

static struct err *import_into(struct work *w, struct import_job *job, struct incoming *in)
{
    struct import_count count;
    struct err *e;

    job->customer = str_of(opt_text(w->s->args, "customer"));
    job->dry_run = opt_has(w->s->args, "dry-run");
    job->made = made;
    job->refused = refused;
    job->progress = progress;
    in->w = w;
    job->context = in;
    if ((e = take_maps(w, job)) != NULL || (e = work_lines_open(w, WORK_COMPLAINTS)) != NULL)
        return e;
    e = import_run(w->desk, job, &count);
    say_meter_end(&in->meter);
    sum_up(w->s, job, &count);
    if (e != NULL)
        say_stays(w->s, job, &count);
    return work_lines_close(w, err_first(e, in->unprinted));
}

struct err *verbs_import(struct session *s, const struct opt_args *args)
{
    struct import_job job = {.fd = -1};
    struct incoming in = {0};
    struct work w = {0};
    struct err *e = open_file(&job, args->operands[0]);

    if (e == NULL && (e = take_form(args, &job)) == NULL && (e = take_source(args, &job)) == NULL &&
        (e = work_open(s, WORK_WRITE, &w)) == NULL)
        e = import_into(&w, &job, &in);
    work_close(&w);
    if (job.fd > STDIN_FILENO)
        close(job.fd);
    return e;
}
