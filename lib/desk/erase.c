#include "desk/erase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/keptname.h"
#include "desk/teach.h"
#include "rule/ref.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_erase.h"
#include "store/db_merged.h"

enum { FILE_MAX = 64 * 1024 * 1024, TELLING = 6 }; /* a text of fewer bytes tells nobody apart */

/* --- before ------------------------------------------------------------------------------------------------------ */

static struct err *held(struct desk *d, int64_t id, struct arena *a)
{
    struct db_complaint_field *f;
    struct str why;
    size_t n;
    struct err *e = db_complaint_fields(d->db, id, a, &f, &n);

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (f[i].field != FIELD_HOLD)
            continue;
        if ((e = db_words_get(d->db, f[i].words, a, &why, NULL)) == NULL)
            e = err_new(ERR_DATA, NULL, "%lld is under hold (%.*s); cust-log set %lld hold= lifts it",
                        (long long)id, (int)why.n, why.p, (long long)id);
    }
    return e;
}

/* What will still be there to be done, though nobody can be answered: open complaints, and open follow-ups of the
 * others. */
struct undone {
    struct buf complaints, followups;
    size_t open, due;
};

/* One more of a kind. */
static void name(struct buf *names, size_t *n, const char *one)
{
    if (++*n <= ERASE_NAMED)
        buf_printf(names, "%s%s", *n > 1 ? "," : "", one);
    else
        buf_reset(names);
}

static struct err *add_undone(struct desk *d, subject of, bool open, struct arena *a, struct undone *u)
{
    const struct ref complaint = {REF_COMPLAINT, of, 0};
    char text[REF_SIZE];
    struct followup *f;
    size_t n = 0;
    struct err *e = NULL;

    if (open) {
        name(&u->complaints, &u->open, ref_format(&complaint, text));
        return NULL;
    }
    e = db_complaint_followup_list(d->db, of, true, DB_NOW, a, &f, &n);
    for (size_t i = 0; i < n && e == NULL; i++) {
        const struct ref r = {of < 0 ? REF_CUSTOMER_FOLLOWUP : REF_FOLLOWUP, of < 0 ? -of : of, f[i].no};
        name(&u->followups, &u->due, ref_format(&r, text));
    }
    return e;
}

static struct err *look_undone(struct desk *d, const int64_t *ids, size_t n, const subject *same,
                               size_t nsame, struct arena *a, struct erase_reach *out)
{
    struct undone u = {.open = 0};
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        struct complaint c;
        if ((e = held(d, ids[i], a)) == NULL && (e = db_complaint_get(d->db, ids[i], DB_NOW, &c)) == NULL)
            e = add_undone(d, ids[i], c.status < STATUS_CLOSED, a, &u);
    }
    for (size_t i = 0; i < nsame && e == NULL; i++)
        e = add_undone(d, same[i], false, a, &u);
    out->open = u.open;
    out->undone = u.due;
    out->which = arena_str(a, buf_str(&u.complaints));
    out->due = arena_str(a, buf_str(&u.followups));
    buf_free(&u.complaints);
    buf_free(&u.followups);
    return e;
}

struct err *erase_look(struct desk *d, int64_t customer, struct arena *a, struct erase_reach *out)
{
    struct db_customer row;
    struct db_address *known;
    int64_t *ids;
    subject *same;
    size_t n;
    struct err *e;

    *out = (struct erase_reach){0};
    if ((e = db_customer_get(d->db, customer, &row)) != NULL)
        return e;
    out->already = row.erased;
    if ((e = db_customer_addresses(d->db, customer, a, &known, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n && out->name.n == 0; i++)
        out->name = known[i].text;
    if ((e = db_complaint_of_customer(d->db, customer, false, a, &ids, &out->complaints)) != NULL ||
        (e = db_merged_same(d->db, -customer, DB_NOW, a, &same, &out->others)) != NULL)
        return e;
    out->others--;
    return look_undone(d, ids, out->complaints, same, out->others + 1, a, out);
}

/* --- files ------------------------------------------------------------------------------------------------------- */

/* What a file must hold to be theirs. */
struct traces {
    struct arena *arena, *out; /* of itself, and of what is told */
    size_t cap_locked;
    struct str *s;
    size_t n, cap;
    struct keptname_whose whose; /* or be called */
};

static void trace(void *context, struct str text)
{
    struct traces *t = context;

    text = str_trim(text);
    if (text.n < TELLING)
        return;
    t->s = mem_grow(t->s, &t->cap, t->n + 1, sizeof *t->s);
    t->s[t->n++] = arena_str(t->arena, text);
}

static bool is_theirs(const struct traces *t, struct str file)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t at = 0; at + t->s[i].n <= file.n; at++)
            if (strncasecmp(file.p + at, t->s[i].p, t->s[i].n) == 0)
                return true;
    return false;
}

/* Its bytes go before its name does. */
static struct err *shred(const char *path, size_t n)
{
    static const char zeros[4096];
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

    for (size_t done = 0; fd >= 0 && done < n;) {
        ssize_t k = write(fd, zeros, n - done < sizeof zeros ? n - done : sizeof zeros);
        if (k <= 0)
            break;
        done += (size_t)k;
    }
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    return unlink(path) == 0 ? NULL : err_errno(ERR_IO, path, "holds words of an erased customer; remove it");
}

/* A colleague's own file; what is told of it is whose it is. */
static void lock_out(struct traces *t, const char *path, const struct stat *st, struct erase_done *out)
{
    const char *name = strrchr(path, '/');

    while (name > path && name[-1] != '/')
        name--;
    if (out->nlocked == t->cap_locked) {
        struct erase_locked *more = arena_alloc(t->out, (2 * t->cap_locked + 8) * sizeof *more);
        if (out->nlocked > 0)
            memcpy(more, out->locked, out->nlocked * sizeof *more);
        out->locked = more;
        t->cap_locked = 2 * t->cap_locked + 8;
    }
    out->locked[out->nlocked++] = (struct erase_locked){arena_strdup(t->out, name), (int64_t)st->st_uid};
}

static struct err *one_file(struct traces *t, const char *path, struct erase_done *out)
{
    bool named = keptname_is(str_of(strrchr(path, '/') + 1), &t->whose);
    struct buf b = {0};
    struct stat st;
    struct err *e = NULL;

    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return NULL;
    bool shut = access(path, R_OK) != 0 && errno == EACCES;
    if (shut && !named) {
        lock_out(t, path, &st, out);
        return NULL;
    }
    if (!shut)
        e = buf_read_file(&b, path, FILE_MAX);
    if (e == NULL && (named || is_theirs(t, buf_str(&b)))) {
        e = shred(path, b.len);
        out->files += e == NULL;
    } else if (e == NULL) {
        out->files_left++;
    }
    buf_free(&b);
    return e;
}

static struct err *folder(struct desk *d, const char *name, struct traces *t, struct erase_done *out)
{
    char *path = mem_printf("%s/%s", d->place->folder, name);
    DIR *dir = opendir(path);
    struct err *e = NULL;

    for (struct dirent *f; dir != NULL && (f = readdir(dir)) != NULL;) {
        char *file = mem_printf("%s/%s", path, f->d_name);
        e = err_first(e, one_file(t, file, out));
        free(file);
    }
    if (dir != NULL)
        closedir(dir);
    free(path);
    return e;
}

/* --- words ------------------------------------------------------------------------------------------------------- */

/* Which files are theirs by their names. */
static void name_files(struct traces *t, const subject *who, size_t nwho, const int64_t *ids, size_t n,
                       const struct db_address *known, size_t nknown)
{
    subject *subjects = arena_alloc(t->arena, (nwho + n + 1) * sizeof *subjects);
    struct str *called = arena_alloc(t->arena, (nknown + 1) * sizeof *called);

    for (size_t i = 0; i < nwho + n; i++)
        subjects[i] = i < nwho ? who[i] : ids[i - nwho];
    for (size_t i = 0; i < nknown; i++)
        called[i] = arena_str(t->arena, known[i].text);
    t->whose = (struct keptname_whose){subjects, nwho + n, called, nknown};
}

static struct err *words(struct change *ch, int64_t customer, const subject *who, size_t nwho,
                         struct db_erase *x, struct erase_done *out)
{
    struct db *db = ch->desk->db;
    struct db_address *known;
    size_t n, nknown;
    int64_t *ids;
    struct err *e = db_customer_addresses(db, customer, ch->arena, &known, &nknown);

    if (e != NULL || (e = db_complaint_of_customer(db, customer, false, ch->arena, &ids, &n)) != NULL)
        return e;
    name_files(x->context, who, nwho, ids, n, known, nknown);
    struct str *addresses = arena_alloc(ch->arena, (nknown + 1) * sizeof *addresses);
    size_t naddresses = 0;
    for (size_t i = 0; i < nknown; i++)
        if (known[i].kind == ADDRESS_EMAIL)
            addresses[naddresses++] = known[i].text;
    for (size_t i = 0; i < nwho && e == NULL; i++)
        e = db_erase_subject(db, who[i], x);
    for (size_t i = 0; i < n && e == NULL; i++)
        if ((e = teach_mark(ch, ids[i])) == NULL)
            e = db_erase_subject(db, ids[i], x);
    if (e == NULL)
        e = teach_refit(ch);
    if (e == NULL)
        e = db_erase_loose_mail(db, addresses, naddresses, x);
    for (size_t i = 0; i < nwho && e == NULL; i++)
        e = db_erase_addresses(db, -who[i]);
    if (e == NULL)
        e = db_erase_finish(db, customer);
    out->texts = x->texts;
    out->mails = x->mails;
    out->files = (size_t)x->files;
    return e;
}

static struct err *mark(struct change *ch, int64_t customer, struct str why)
{
    struct event note = {.kind = EVENT_NOTE, .happened = INSTANT_NONE};
    struct db_customer row;
    struct err *e;

    if ((e = change_take(ch, -customer)) != NULL ||
        (e = change_words(ch, &note, WORDS_TEXT, why.n > 0 ? why : str_of("erased"))) != NULL ||
        (e = change_settle(ch)) != NULL || (e = db_customer_get(ch->desk->db, customer, &row)) != NULL)
        return e;
    row.name = 0;
    row.erased = true;
    return db_customer_set(ch->desk->db, &row);
}

/* What an earlier run could not remove: files that are theirs by their names; of who is erased nothing else is known. */
static struct err *find_named(struct desk *d, int64_t customer, struct traces *t)
{
    subject *who;
    int64_t *ids;
    size_t nwho, n;
    struct err *e = db_merged_same(d->db, -customer, DB_NOW, t->arena, &who, &nwho);

    if (e == NULL && (e = db_complaint_of_customer(d->db, customer, false, t->arena, &ids, &n)) == NULL)
        name_files(t, who, nwho, ids, n, NULL, 0);
    return e;
}

static struct err *forget(struct change *ch, int64_t customer, struct str why, struct db_erase *x,
                          struct erase_done *out)
{
    subject *who;
    size_t nwho;
    struct err *e = db_merged_same(ch->desk->db, -customer, DB_NOW, ch->arena, &who, &nwho);

    if (e == NULL)
        e = words(ch, customer, who, nwho, x, out);
    for (size_t i = 0; e == NULL && i < nwho; i++)
        e = mark(ch, -who[i], str_trim(why));
    return e;
}

struct err *erase_customer(struct desk *d, int64_t customer, struct str why, struct arena *a,
                           struct erase_done *out)
{
    struct traces t = {.arena = arena_new(), .out = a};
    struct db_erase x = {.seen = trace, .context = &t};
    struct erase_reach reach = {.already = false};
    struct change ch;
    struct err *e = change_begin(d, &ch);

    *out = (struct erase_done){0};
    if (e == NULL) {
        if ((e = erase_look(d, customer, ch.arena, &reach)) == NULL)
            e = reach.already ? find_named(d, customer, &t) : forget(&ch, customer, why, &x, out);
        e = err_first(e, db_erase_names(d->db, &x));
        e = change_end(&ch, e);
    }
    out->erased = e == NULL;
    if (e == NULL) {
        e = db_erase_merge(d->db, DB_ERASE_PAGES);
        e = err_first(e, folder(d, "outbox", &t, out));
        e = err_first(e, folder(d, "kept", &t, out));
    }
    free(t.s);
    arena_free(t.arena);
    return e;
}
