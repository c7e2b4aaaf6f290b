/* mail: one message from standard input, as a mail system hands it over, or every new one of a maildir.
 *
 * Exit code 0 says that the message is safe in the store, and 75 that the mail system must keep it and try again;
 * there is no third, because mail systems bounce or drop a message on anything else.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/mail_again.h"
#include "cmd/cust-log/verbs.h"
#include "desk/inbox.h"

const struct opt verbs_mail_opts[] = {
    {"maildir", 0, OPT_VALUE, "DIR", "every message in DIR/new; each moves to DIR/cur once it is stored"},
    {"accept", 0, OPT_VALUE, "MAIL", "one that made no complaint, such as m17, becomes one; - reads them"},
    {"to", 0, OPT_VALUE, "REF", "of --accept: the complaint that it belongs to"},
    {"reparse", 0, OPT_VALUE, "MAIL", "read again what could not be read whole: m17, 42@1, 42, -, or all"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* The lines are open; prints the complaint's, if it is one's. */
static struct err *tell(struct work *w, const struct inbox_taken *taken, const char *name)
{
    if (taken->again)
        say_line(w->s->tool, name, "this very message came before; nothing was kept twice");
    if (taken->unplaced)
        say_line(w->s->tool, name,
                 "from a colleague, to nobody with one open matter; cust-report mail lists it");
    if (taken->partial)
        say_line(w->s->tool, name, "the message could not be read whole; it is kept as it came");
    return taken->complaint != 0 ? work_complaint(w, taken->complaint) : NULL;
}

static struct err *take(struct work *w, struct str raw, const char *name)
{
    struct inbox_taken taken;
    struct err *e = inbox_take(w->desk, raw, &taken);

    return e != NULL ? e : tell(w, &taken, name);
}

static struct err *take_one(struct session *s, struct work *w)
{
    struct buf raw = {0};
    struct err *e = buf_read_fd(&raw, STDIN_FILENO, INBOX_MAX, "standard input");

    if (e == NULL && (e = work_open(s, WORK_WRITE, w)) == NULL &&
        (e = work_lines_open(w, WORK_COMPLAINTS)) == NULL)
        e = work_lines_close(w, take(w, buf_str(&raw), NULL));
    buf_free(&raw);
    return e;
}

/* --- a maildir --------------------------------------------------------------------------------------------------- */

/* Names begin with the time of delivery (maildir(5)), so their order is that of arrival. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_message(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* Reads one file whole; *there is false when another sweep or a mail program has taken it away meanwhile. */
static struct err *slurp(const char *path, struct buf *raw, bool *there)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    struct err *e = NULL;

    *there = fd >= 0 || errno != ENOENT;
    if (fd < 0)
        return *there ? err_errno(ERR_TEMP, path, "cannot open") : NULL;
    if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode))
        e = err_new(ERR_TEMP, path, "is no message; take it out of there");
    else
        e = buf_read_fd(raw, fd, INBOX_MAX, path);
    close(fd);
    return e;
}

/* Into cur, with the mark of a message that was seen by a program and not yet by a person. */
static struct err *put_away(const char *dir, const char *name, const char *path)
{
    char *to = mem_printf("%s/cur/%s%s", dir, name, strstr(name, ":2,") != NULL ? "" : ":2,");
    struct err *e = NULL;

    if (rename(path, to) != 0 && errno != ENOENT)
        e = err_errno(ERR_TEMP, path, "is stored but cannot be moved to cur");
    free(to);
    return e;
}

/* Messages that are stored together: a COMMIT waits for the disk, and one wait does for all of them; nobody else can
 * write meanwhile, so they are no more than take a tenth of a second. */
enum { TOGETHER = 128, TOGETHER_BYTES = 8 * 1024 * 1024 };

struct batch {
    char *path[TOGETHER];
    struct buf raw[TOGETHER];
    size_t n, bytes;
};

/* While one batch is stored the helper reads the other. */
struct sweep {
    struct work *w;
    const char *dir;
    struct inbox *inbox;
    struct batch batches[2];
    struct batch *filling, *given; /* given: to the inbox, and not stored; NULL: none */
};

static const char *base(const char *path)
{
    return strrchr(path, '/') + 1;
}

/* What is wrong with one message is said, and the rest goes on. */
static void take_single(struct sweep *s, const struct batch *b, size_t i)
{
    struct err *e = take(s->w, buf_str(&b->raw[i]), base(b->path[i]));

    if (e == NULL)
        e = put_away(s->dir, base(b->path[i]), b->path[i]);
    if (e != NULL)
        session_bad(s->w->s, err_at(e, b->path[i]));
}

static void told(struct sweep *s, const struct batch *b, const struct inbox_taken *taken)
{
    for (size_t i = 0; i < b->n; i++) {
        struct err *e = tell(s->w, &taken[i], base(b->path[i]));
        if (e == NULL)
            e = put_away(s->dir, base(b->path[i]), b->path[i]);
        if (e != NULL)
            session_bad(s->w->s, err_at(e, b->path[i]));
    }
}

static void empty(struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        free(b->path[i]);
        buf_free(&b->raw[i]);
    }
    b->n = b->bytes = 0;
}

/* The batch that is full goes to the helper, and the one before it into the store: all at once; when that is refused, each
 * by itself, so that one bad message holds up no other. */
static void turn(struct sweep *s)
{
    struct batch *done = s->given, *next = s->filling;
    struct inbox_taken taken[TOGETHER];
    struct str raw[TOGETHER];
    struct err *e = done != NULL ? inbox_read(s->inbox) : NULL;

    for (size_t i = 0; i < next->n; i++)
        raw[i] = buf_str(&next->raw[i]);
    inbox_give(s->inbox, raw, next->n);
    s->given = next;
    s->filling = &s->batches[next == &s->batches[0]];
    if (done == NULL)
        return;
    if (e == NULL)
        e = inbox_store(s->inbox, taken);
    if (e == NULL)
        told(s, done, taken);
    for (size_t i = 0; i < done->n && e != NULL; i++)
        take_single(s, done, i);
    err_free(e);
    empty(done);
}

static void add(struct sweep *s, const char *name)
{
    char *path = mem_printf("%s/new/%s", s->dir, name);
    struct batch *b = s->filling;
    struct buf raw = {0};
    bool there;
    struct err *e = slurp(path, &raw, &there);

    if (e == NULL && there && inbox_blank(buf_str(&raw)))
        e = err_new(ERR_TEMP, path, "the message is empty; nothing was kept");
    if (e == NULL && there) {
        b->path[b->n] = path;
        b->raw[b->n++] = raw;
        b->bytes += raw.len;
        return;
    }
    if (e != NULL)
        session_bad(s->w->s, err_at(e, path));
    buf_free(&raw);
    free(path);
}

/* One sweep of a folder at a time; the lock goes with the process.  -1: another one is at work. */
static struct err *claim(const char *folder, int *lock)
{
    *lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return err_errno(ERR_TEMP, folder, "cannot open; a maildir has the folders new and cur");
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(*lock);
        *lock = -1;
    }
    return NULL;
}

static struct err *sweep_all(struct work *w, const char *dir, const char *folder)
{
    struct sweep *s = mem_zero(sizeof *s);
    struct dirent **names = NULL;
    int n = scandir(folder, &names, is_message, by_name);
    struct err *e = NULL;

    if (n < 0) {
        e = err_errno(ERR_TEMP, folder, "cannot read");
        free(s);
        return e;
    }
    *s = (struct sweep){.w = w, .dir = dir, .inbox = inbox_open(w->desk)};
    s->filling = &s->batches[0];
    for (int i = 0; i < n; i++) {
        add(s, names[i]->d_name);
        free(names[i]);
        if (s->filling->n == TOGETHER || s->filling->bytes > TOGETHER_BYTES)
            turn(s);
    }
    turn(s);
    turn(s); /* what was given last is stored */
    inbox_close(s->inbox);
    free(s);
    free(names);
    if (w->s->bad > 0)
        e = err_new(ERR_TEMP, dir, "%zu of %d messages stay in new", w->s->bad, n);
    return e;
}

static struct err *sweep(struct session *s, struct work *w, const char *dir)
{
    char *folder = mem_printf("%s/new", dir);
    int lock = -1;
    struct err *e = work_open(s, WORK_WRITE, w);

    if (e == NULL && (e = claim(folder, &lock)) == NULL && lock >= 0 &&
        (e = work_lines_open(w, WORK_COMPLAINTS)) == NULL)
        e = work_lines_close(w, sweep_all(w, dir, folder));
    if (lock >= 0)
        close(lock);
    free(folder);
    return e;
}

struct err *verbs_mail(struct session *s, const struct opt_args *args)
{
    const char *dir = opt_text(args, "maildir"), *accept = opt_text(args, "accept"),
               *reparse = opt_text(args, "reparse");
    struct work w = {0};

    s->by_hand = accept != NULL || reparse != NULL;
    if ((dir != NULL) + (accept != NULL) + (reparse != NULL) > 1)
        return err_new(ERR_USAGE, "mail", "--maildir, --accept and --reparse do not go together");
    if (accept == NULL && opt_has(args, "to"))
        return err_new(ERR_USAGE, "--to", "goes with --accept");
    if (s->by_hand)
        return mail_again(s, accept, reparse);
    struct err *e = dir != NULL ? sweep(s, &w, dir) : take_one(s, &w);

    work_close(&w);
    if (e != NULL)
        e->code = ERR_TEMP;
    return e;
}
