/* ical: what is due as a calendar, for a program that shows one. */
#include <stdlib.h>

#include "cmd/common/listing.h"
#include "cmd/cust-followup/verbs.h"
#include "desk/helper.h"
#include "form/record.h"

enum {
    COLUMNS = 9,
    PART = 1024 * 1024, /* bytes of the feed that the helper gets at once */
    ANSWER_MAX = 64 * 1024 * 1024,
    PATIENCE_MS = 120000
};

const struct opt verbs_ical_opts[] = {
    {"owner", 'o', OPT_VALUE, "LOGIN", "only what this colleague owns"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* The feed that cust-ical reads. */
static const struct form_column columns[COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},      {"KIND", FORM_TEXT, FORM_PLAIN, 0, false},
    {"DUE", FORM_TIME, FORM_PLAIN, 0, false},      {"OWNER", FORM_TEXT, FORM_PLAIN, 0, false},
    {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 0, false}, {"TEXT", FORM_TEXT, FORM_PLAIN, 0, false},
    {"MOVED", FORM_NUMBER, FORM_PLAIN, 0, false},  {"STORE", FORM_TEXT, FORM_PLAIN, 0, false},
    {"NOW", FORM_TIME, FORM_PLAIN, 0, false},
};

/* A calendar on its way out, part after part, so that its length costs no memory. */
struct ical {
    struct out *out;
    char *helper;
    struct buf lines; /* of the part that is being gathered */
    bool begun;
};

/* Has the part written.  `which` one it is; NULL: all of the calendar. */
static struct err *write_part(struct ical *c, const char *which)
{
    const char *const args[] = {which, NULL};
    struct buf text = {0};
    struct err *e = helper_ask(c->helper, args, buf_str(&c->lines), &text, ANSWER_MAX, PATIENCE_MS);

    if (e == NULL)
        e = out_write(c->out, buf_str(&text));
    c->begun = true;
    buf_reset(&c->lines);
    buf_free(&text);
    return e;
}

static struct err *add_lines(void *context, struct str lines)
{
    struct ical *c = context;

    buf_addstr(&c->lines, lines);
    return c->lines.len < PART ? NULL : write_part(c, c->begun ? "next" : "first");
}

static struct err *put(struct work *w, struct form *f, const struct db_due *row, struct str identity)
{
    struct form_value all[RECORD_FOLLOWUP_COLUMNS], values[COLUMNS];
    struct record_room room;

    record_followup_values(row, &room, all);
    values[0] = all[0];
    values[1] = all[1];
    values[2] = form_time(row->f.due);
    values[3] = all[4];
    values[4] = all[5];
    values[5] = all[6];
    values[6] = form_number(row->f.moved);
    values[7] = form_text(identity);
    values[8] = form_time(w->place.now);
    return form_row(f, values);
}

static struct err *feed(struct work *w, const struct query *q, struct str owner, struct ical *c)
{
    struct form_settings settings = {.schema = "cust.due/1", .now = w->place.now};
    struct form_sink sink = {add_lines, c};
    struct db_list *list = NULL;
    const struct db_due *row;
    struct form *f = NULL;
    struct str identity;
    size_t n = 1;
    struct err *e = db_identity(w->desk->db, w->arena, &identity);

    if (e == NULL)
        e = db_list_open(w->desk->db, q, DB_BY_DUE, DB_NOW, &list);
    if (e == NULL)
        e = form_open(FORM_JSONL, columns, COLUMNS, &settings, sink, &f);
    while (e == NULL && n > 0) {
        e = db_list_due(list, &row, &n);
        for (size_t i = 0; e == NULL && i < n; i++)
            if (row[i].f.state == STATE_OPEN && row[i].f.due != INSTANT_NONE &&
                (owner.n == 0 || str_eq(row[i].owner, owner)))
                e = put(w, f, &row[i], identity);
    }
    e = form_end(f, e, NULL);
    db_list_close(list);
    return e != NULL ? e : write_part(c, c->begun ? "last" : NULL);
}

struct err *verbs_ical(struct session *s, const struct opt_args *args)
{
    struct str owner = str_of(opt_text(args, "owner"));
    struct ical c = {.out = s->out};
    const struct query *q = NULL;
    struct work w = {0};
    struct err *e = work_open(s, WORK_READ, &w);

    if (str_is(owner, "me"))
        owner = session_who(s);
    if (e == NULL && (e = helper_find(w.exe_dir, "cust-ical", &c.helper)) == NULL &&
        (e = work_query(&w, &q)) == NULL)
        e = feed(&w, q, owner, &c);
    free(c.helper);
    buf_free(&c.lines);
    work_close(&w);
    return e;
}
