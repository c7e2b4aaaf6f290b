#define _DEFAULT_SOURCE /* flock() */
#include "desk/remind.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/ladder.h"
#include "desk/remind_mail.h"
#include "store/db_remind.h"

/* One batch on its way. */
struct batch {
    struct db_reminder due[REMIND_BATCH];
    size_t n;
    struct db_due row[REMIND_BATCH];
    size_t order[REMIND_BATCH];
    bool ours[REMIND_BATCH];
};

static bool before(const struct db_due *a, const struct db_due *b)
{
    size_t n = a->owner.n < b->owner.n ? a->owner.n : b->owner.n;
    int c = n > 0 ? memcmp(a->owner.p, b->owner.p, n) : 0;

    if (c != 0 || a->owner.n != b->owner.n)
        return c != 0 ? c < 0 : a->owner.n < b->owner.n;
    if (a->f.due != b->f.due)
        return a->f.due < b->f.due;
    return a->f.of != b->f.of ? a->f.of < b->f.of : a->f.no < b->f.no;
}

/* Rows of the batch, ordered by owner, then due. */
static struct err *look_up(struct desk *d, struct batch *b, struct arena *a)
{
    struct err *e = NULL;

    for (size_t i = 0; i < b->n && e == NULL; i++) {
        e = db_list_one_due(d->db, b->due[i].f.of, b->due[i].f.no, DB_NOW, a, &b->row[i]);
        size_t at = i;
        while (e == NULL && at > 0 && before(&b->row[i], &b->row[b->order[at - 1]])) {
            b->order[at] = b->order[at - 1];
            at--;
        }
        b->order[at] = i;
    }
    return e;
}

static struct err *claim(struct desk *d, struct batch *b)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < b->n && e == NULL; i++) {
        b->ours[i] = false;
        if (!ladder_waits(&b->due[i].f, d->place->now))
            e = db_remind_claim(d->db, &b->due[i], REMIND_STDOUT, ch.recorded, &b->ours[i]);
    }
    return change_end(&ch, e);
}

static struct err *mark(struct desk *d, const struct batch *b)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < b->n && e == NULL; i++) {
        if (!b->ours[i])
            continue;
        e = db_remind_mark(d->db, &b->due[i], REMIND_STDOUT, ch.recorded);
        if (e == NULL)
            e = ladder_told(&ch, &b->due[i].f);
    }
    return change_end(&ch, e);
}

static struct err *tell(struct desk *d, const struct remind *r, struct batch *b, int64_t *told)
{
    struct arena *a = arena_new();
    struct err *e = look_up(d, b, a);

    for (size_t i = 0; i < b->n; i++)
        b->ours[i] = true;
    if (e == NULL && r->deliver)
        e = claim(d, b);
    for (size_t i = 0; i < b->n && e == NULL; i++) {
        if (!b->ours[b->order[i]])
            continue;
        e = r->tell(r->context, &b->row[b->order[i]]);
        *told += 1;
    }
    if (e == NULL && r->deliver && (e = r->flush(r->context)) == NULL)
        e = mark(d, b);
    arena_free(a);
    return e;
}

static struct err *all(struct desk *d, const struct remind *r, int64_t *told)
{
    struct batch *b = mem_zero(sizeof *b);
    struct db_reminder last;
    bool more = false;
    int64_t owner = 0;
    struct err *e = NULL;

    if (r->owner.n > 0 && ((e = db_name_find(d->db, r->owner, &owner)) != NULL || owner == 0))
        goto out; /* nobody of that name owns anything */
    if (r->deliver && r->channel == REMIND_MAIL) {
        e = remind_mail(d, r, owner, told);
        goto out;
    }
    do {
        e = db_remind_due(d->db, r->until, owner, (int)r->channel, more ? &last : NULL, b->due, REMIND_BATCH,
                          &b->n);
        if (e != NULL || b->n == 0)
            break;
        last = b->due[b->n - 1];
        e = tell(d, r, b, told);
        more = b->n == REMIND_BATCH;
    } while (e == NULL && more);
out:
    free(b);
    return e;
}

/* As open to the team as the desk's folder is: whoever's cron came first must not shut the others out.  The umask may
 * have taken the team's bits away; only the owner can give them back. */
static struct err *open_lock(struct desk *d, int *fd)
{
    struct stat folder, lock;
    mode_t mode = 0600;
    char *path = mem_printf("%s/cust.db-remind", d->place->folder);
    struct err *e = NULL;

    if (stat(d->place->folder, &folder) == 0 && (folder.st_mode & S_IWGRP) != 0)
        mode = 0660;
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (*fd < 0)
        e = err_errno(errno == EACCES ? ERR_NOPERM : ERR_CANTCREATE, path,
                      "cannot open the lock of reminders");
    else if (fstat(*fd, &lock) == 0 && (lock.st_mode & 0777) != mode && lock.st_uid == geteuid())
        (void)fchmod(*fd, mode);
    free(path);
    return e;
}

struct err *remind_run(struct desk *d, const struct remind *r, int64_t *told, bool *busy)
{
    struct err *e;
    int fd = -1;

    *told = 0;
    *busy = false;
    if (r->deliver) { /* two crons at once: one works, the other leaves */
        if ((e = open_lock(d, &fd)) != NULL)
            return e;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            *busy = errno == EWOULDBLOCK;
            e = *busy ? NULL : err_errno(ERR_TEMP, NULL, "cannot lock reminders");
            close(fd);
            return e;
        }
    }
    e = all(d, r, told);
    if (fd >= 0)
        close(fd);
    return e;
}
