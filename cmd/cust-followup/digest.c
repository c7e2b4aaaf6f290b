#include "cmd/cust-followup/digest.h"

#include <string.h>

#include "base/civil.h"
#include "cmd/cust-followup/agenda.h"
#include "desk/helper.h"
#include "form/record.h"

enum { WIDTH = 120, PATIENCE_MS = 60000, COLUMNS = 6 };

static const struct form_column columns[COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},       {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false},
    {"KIND", FORM_TEXT, FORM_PLAIN, 0, false},      {"DUE", FORM_DUE, FORM_PLAIN, 0, false},
    {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false}, {"TEXT", FORM_TEXT, FORM_PLAIN, 0, true},
};

extern char **environ;

static struct err *add_bytes(void *context, struct str bytes)
{
    buf_addstr(context, bytes);
    return NULL;
}

/* One address or login, nothing that a header or a mailer could read as more. */
static bool is_mailbox(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~' || strchr(",;:<>()[]\"\\|`", s.p[i]) != NULL)
            return false;
    return s.n > 0 && s.p[0] != '-';
}

/* "Customer care <care@shop.example>" and the like: plain text of one line. */
static bool is_header(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return s.n > 0;
}

static struct str mailbox_of(const struct work *w, struct str login)
{
    const struct policy_person *p = policy_person(w->desk->policy, login);

    return p != NULL && p->address[0] != '\0' ? str_of(p->address) : login;
}

static void date(instant t, struct buf *out)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = civil_of_seconds(t);

    buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\n",
               days[civil_weekday(civil_days(c.y, c.mo, c.d))], c.d, months[c.mo - 1], c.y, c.h, c.mi, c.s);
}

static size_t count_late(const struct work *w, const struct remind_letter *l)
{
    size_t late = 0;

    while (late < l->n && l->rows[late].f.due < w->place.now) /* by due time */
        late++;
    return late;
}

static void subject_line(const struct work *w, const struct remind_letter *l, struct buf *out)
{
    size_t late = count_late(w, l), due = l->n - late;
    const char *whose = l->recipient.n > 0 ? "" : " that nobody has";

    buf_adds(out, "Subject: ");
    if (l->more > 0)
        buf_printf(out, "%zu late or due%s\n", l->n + l->more, whose);
    else if (late > 0 && due > 0)
        buf_printf(out, "%zu late, %zu due%s\n", late, due, whose);
    else
        buf_printf(out, "%zu %s%s\n", l->n, late > 0 ? "late" : "due", whose);
}

static struct err *head(struct work *w, const struct remind_letter *l, struct buf *out)
{
    struct str to = mailbox_of(w, l->recipient.n > 0 ? l->recipient : w->place.login);
    struct str from = str_of(w->desk->policy->address), identity;
    struct err *e;

    if (!is_mailbox(to))
        return err_new(ERR_DATA, NULL,
                       "'%.*s' is no mailbox; give the login an address in policy, under staff", (int)to.n,
                       to.p);
    if (!is_header(from))
        from = mailbox_of(w, w->place.login);
    if ((e = db_identity(w->desk->db, w->arena, &identity)) != NULL)
        return e;
    buf_printf(out, "From: %.*s\nTo: %.*s\n", (int)from.n, from.p, (int)to.n, to.p);
    subject_line(w, l, out);
    date(w->place.now, out);
    buf_printf(out, "Message-ID: <remind.%lld.%lld@%.*s.cust.invalid>\n", (long long)l->batch,
               (long long)l->number, (int)identity.n, identity.p);
    buf_adds(out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                  "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
    return NULL;
}

static struct err *put(struct work *w, const struct db_due *row, struct form *f)
{
    struct form_value all[RECORD_FOLLOWUP_COLUMNS];
    struct arena *mem = arena_new();
    struct record_room room;
    struct str text;
    struct err *e = agenda_text(w, row, DB_NOW, mem, &text);

    record_followup_values(row, &room, all);
    const struct form_value values[COLUMNS] = {
        all[0], row->f.of > 0 ? form_text(str_of(word_name(WORD_PRIORITY, (int)row->priority))) : form_none(),
        all[1], all[3],
        all[5], e == NULL ? form_text(text) : form_none()};
    if (e == NULL)
        e = form_row(f, values);
    arena_free(mem);
    return e;
}

static struct err *table(struct work *w, const struct remind_letter *l, struct buf *out)
{
    struct form_settings settings = {
        .schema = RECORD_FOLLOWUP_SCHEMA, .zone = w->desk->policy->zone, .now = w->place.now, .width = WIDTH};
    struct form_sink sink = {add_bytes, out};
    struct form *f;
    struct err *e = form_open(FORM_TABLE, columns, COLUMNS, &settings, sink, &f);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < l->n && e == NULL; i++)
        e = put(w, &l->rows[i], f);
    return form_end(f, e, NULL);
}

/* How each of these ends, and only these. */
static void say_how(const struct remind_letter *l, struct buf *out)
{
    bool response = false, resolution = false, other = false;

    for (size_t i = 0; i < l->n; i++) {
        response = response || l->rows[i].f.kind == KIND_RESPONSE || l->rows[i].f.kind == KIND_UPDATE;
        resolution = resolution || l->rows[i].f.kind == KIND_RESOLUTION;
        other = other || !event_kind_is_deadline(l->rows[i].f.kind);
    }
    buf_adds(out, response || resolution || other ? "\n" : "");
    if (response)
        buf_adds(out, "A response or an update ends with an answer: cust-log reply, or said REF WORDS.\n");
    if (resolution)
        buf_adds(out, "A resolution ends with cust-log resolve REF.\n");
    if (other)
        buf_adds(out, "cust-followup done REF when it is done; snooze REF --due TIME WHY when they agreed to "
                      "another time.\n");
}

/* The letter as a message of RFC 5322 whose lines end at LF, as sendmail(8) takes it: Auto-Submitted (RFC 3834) and a
 * Message-ID that is the same when the letter is sent again.  Where policy knows no address a login stands for its own
 * mailbox.  ERR_DATA when the recipient can be no address. */
static struct err *compose(struct work *w, const struct remind_letter *l, struct buf *out)
{
    char when[ZONE_SHOW];
    struct err *e;

    if ((e = head(w, l, out)) != NULL)
        return e;
    buf_printf(out, "%s, %s%s\n\n", w->desk->policy->desk,
               zone_show(w->desk->policy->zone, w->place.now, when),
               l->recipient.n > 0 ? "" : ": these have no owner yet");
    if ((e = table(w, l, out)) != NULL)
        return e;
    if (l->more > 0)
        buf_printf(out, "\nand %zu more: cust-followup%s%.*s lists them all\n", l->more,
                   l->recipient.n > 0 ? " owner:" : "", (int)l->recipient.n, l->recipient.p);
    say_how(l, out);
    return NULL;
}

struct err *digest_send(void *context, const struct remind_letter *l)
{
    static const char *const args[] = {"-i", "-t", "-f", "<>", NULL};
    struct work *w = context;
    struct buf message = {0};
    struct err *e = compose(w, l, &message);

    if (e == NULL)
        e = helper_feed(w->desk->policy->sendmail, args, environ, buf_str(&message), PATIENCE_MS);
    buf_free(&message);
    return e;
}
