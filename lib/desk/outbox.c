#define _DEFAULT_SOURCE /* flock() */
#include "desk/outbox.h"

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
#include "desk/helper.h"
#include "desk/reply.h"
#include "rule/ref.h"

enum { LETTER_MAX = 64 * 1024 * 1024, PATIENCE_MS = 120000, EXIT_UNAVAILABLE = 69, EXIT_AGAIN = 75 };

static char *folder_of(const struct desk *d)
{
    return mem_printf("%s/outbox", d->place->folder);
}

static char *path_of(const struct desk *d, int64_t id, uint32_t no, const char *tail)
{
    return mem_printf("%s/outbox/%lld@%u%s", d->place->folder, (long long)id, no, tail);
}

static bool write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s.p += n;
        s.n -= (size_t)n;
    }
    return fsync(fd) == 0;
}

/* As the store is shared or not, so is the outbox. */
static struct err *make_folder(const struct desk *d)
{
    char *folder = folder_of(d);
    struct stat desk;
    struct err *e = NULL;

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        e = err_errno(ERR_CANTCREATE, folder, "cannot make the outbox");
    else if (stat(d->place->folder, &desk) == 0 && (desk.st_mode & S_IWGRP) != 0)
        (void)chmod(folder, 02770); /* only its owner can, and has */
    free(folder);
    return e;
}

/* Names in the folder last beyond a power cut. */
static void settle_folder(const struct desk *d)
{
    char *folder = folder_of(d);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

/* Under a name of its own first: whoever finds 42@18.part finds all of it. */
struct err *outbox_prepare(struct desk *d, int64_t id, uint32_t no, struct str message)
{
    char *own = mem_printf("%s/outbox/.%lld@%u.%ld", d->place->folder, (long long)id, no, (long)getpid());
    char *part = path_of(d, id, no, ".part");
    struct err *e = make_folder(d);
    int fd = -1;

    if (e == NULL && (fd = open(own, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660)) < 0)
        e = err_errno(ERR_CANTCREATE, own, "cannot put the letter into the outbox");
    if (e == NULL && (!write_all(fd, message) || rename(own, part) != 0))
        e = err_errno(ERR_TEMP, part, "cannot put the letter into the outbox");
    if (fd >= 0)
        close(fd);
    if (e == NULL)
        settle_folder(d);
    else if (fd >= 0)
        unlink(own);
    free(own);
    free(part);
    return e;
}

struct err *outbox_ready(struct desk *d, int64_t id, uint32_t no)
{
    char *path = path_of(d, id, no, ""), *part = path_of(d, id, no, ".part");
    struct err *e = NULL;

    if (rename(part, path) != 0 && errno != ENOENT) /* gone: another has taken it on */
        e = err_errno(ERR_TEMP, path, "cannot put the letter into the outbox");
    free(path);
    free(part);
    return e;
}

struct err *outbox_put(struct desk *d, int64_t id, uint32_t no, struct str message)
{
    struct err *e = outbox_prepare(d, id, no, message);

    return e != NULL ? e : outbox_ready(d, id, no);
}

enum outbox_place outbox_look(struct desk *d, int64_t id, uint32_t no)
{
    char *path = path_of(d, id, no, ""), *aside = path_of(d, id, no, ".refused");
    enum outbox_place at = access(path, F_OK) == 0    ? OUTBOX_WAITS
                           : access(aside, F_OK) == 0 ? OUTBOX_REFUSED
                                                      : OUTBOX_NOT_THERE;

    free(path);
    free(aside);
    return at;
}

/* --- handing over ------------------------------------------------------------------------------------------------- */

static struct err *hand_over(struct desk *d, char *const *env, struct str message, const char *name,
                             bool *refused)
{
    static const char *const args[] = {"-i", "-t", NULL};
    int status = -1;
    struct err *e = helper_hand(d->policy->sendmail, args, env, message, PATIENCE_MS, &status);

    if (e == NULL)
        return NULL;
    *refused = status > 0 && status != EXIT_UNAVAILABLE && status != EXIT_AGAIN && status < 126;
    e->code = *refused ? ERR_DATA : ERR_TEMP;
    return err_at(e, name);
}

/* The file is ours: it is locked, and still the one of that name. */
static bool claim(int fd, const char *path)
{
    struct stat open_one, there;

    return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &open_one) == 0 && lstat(path, &there) == 0 &&
           open_one.st_ino == there.st_ino && S_ISREG(open_one.st_mode);
}

static struct err *try(struct desk *d, char *const *env, int fd, const char *path, int64_t id, uint32_t no)
{
    struct buf message = {0};
    char *aside = path_of(d, id, no, ".refused");
    bool refused = false;
    struct err *e = buf_read_fd(&message, fd, LETTER_MAX, path);

    if (e == NULL && (e = hand_over(d, env, buf_str(&message), path, &refused)) == NULL) {
        if ((e = reply_record_sent(d, id, no)) == NULL && unlink(path) != 0)
            e = err_errno(ERR_TEMP, path, "the letter is sent, but stays in the outbox; take it away");
    } else if (refused) {
        (void)rename(path, aside);
    }
    free(aside);
    buf_free(&message);
    return e;
}

struct err *outbox_send(struct desk *d, char *const *env, int64_t id, uint32_t no)
{
    char *path = path_of(d, id, no, "");
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    struct err *e = NULL;

    if (fd < 0 && errno != ENOENT)
        e = err_errno(ERR_TEMP, path, "cannot read the letter");
    if (fd >= 0 && claim(fd, path))
        e = try(d, env, fd, path, id, no);
    if (fd >= 0)
        close(fd);
    free(path);
    return e;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->no < y->no ? -1 : x->no > y->no;
}

/* A letter that was left between its two names: taken on when the history waits for it, taken away when that went
 * another way.  While the history has no such event somebody may just be writing it. */
static struct err *adopt(struct desk *d, const struct ref *r)
{
    char *part = path_of(d, r->id, r->no, ".part");
    struct buf message = {0};
    bool waits = false, known = false;
    struct err *e = buf_read_file(&message, part, LETTER_MAX);

    if (e == NULL)
        e = reply_waits(d, r->id, r->no, buf_str(&message), &waits, &known);
    if (e == NULL && waits)
        e = outbox_ready(d, r->id, r->no);
    else if (e == NULL && known)
        unlink(part);
    if (e != NULL && e->code == ERR_NOINPUT) { /* it has gone its way meanwhile */
        err_free(e);
        e = NULL;
    }
    free(part);
    buf_free(&message);
    return e;
}

/* Those whose names end in `tail`. */
static struct err *list(const struct desk *d, const char *tail, struct ref **out, size_t *n)
{
    char *folder = folder_of(d);
    DIR *dir = opendir(folder);
    struct err *e = NULL;
    size_t cap = 0;

    *out = NULL;
    *n = 0;
    if (dir == NULL && errno != ENOENT)
        e = err_errno(ERR_TEMP, folder, "cannot read the outbox");
    for (struct dirent *f; dir != NULL && (f = readdir(dir)) != NULL;) {
        struct ref ref;
        struct str name = str_of(f->d_name);
        size_t end = strlen(tail);
        if (name.n <= end || strcmp(f->d_name + name.n - end, tail) != 0)
            continue;
        name.n -= end;
        struct err *no = ref_parse(name, &ref);
        if (no == NULL && ref.kind == REF_EVENT) {
            *out = mem_grow(*out, &cap, *n + 1, sizeof **out);
            (*out)[(*n)++] = ref;
        }
        err_free(no);
    }
    if (dir != NULL)
        closedir(dir);
    if (*n > 1)
        qsort(*out, *n, sizeof **out, by_number);
    free(folder);
    return e;
}

static struct err *take_away(struct desk *d, const struct ref *r, const char *why)
{
    char *path = path_of(d, r->id, r->no, ""), *name = mem_printf("%lld@%u", (long long)r->id, r->no);
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    struct err *e = NULL;

    if (fd >= 0 && claim(fd, path))
        e = unlink(path) != 0 ? err_errno(ERR_TEMP, path, "cannot take the letter away")
                              : err_new(ERR_DATA, name, "the letter is not sent: %s", why);
    if (fd >= 0)
        close(fd);
    free(name);
    free(path);
    return e;
}

static struct err *one(struct desk *d, const struct outbox_job *job, const struct ref *r, size_t *sent)
{
    struct arena *a = arena_new();
    const char *why = NULL;
    struct err *e = job->still(d, r->id, r->no, a, &why);

    if (e == NULL && why != NULL)
        e = take_away(d, r, why);
    else if (e == NULL && (e = outbox_send(d, job->env, r->id, r->no)) == NULL)
        ++*sent;
    arena_free(a);
    return e;
}

struct err *outbox_flush(struct desk *d, const struct outbox_job *job, struct outbox_count *count)
{
    struct ref *all;
    size_t n;
    struct err *e = list(d, ".part", &all, &n);

    *count = (struct outbox_count){0, 0};
    for (size_t i = 0; i < n && e == NULL; i++)
        e = adopt(d, &all[i]);
    free(all);
    if (e != NULL)
        return e;
    e = list(d, "", &all, &n);
    for (size_t i = 0; i < n; i++) {
        struct err *bad = one(d, job, &all[i], &count->sent);
        if (bad == NULL)
            continue;
        count->left++;
        if (job->failed != NULL)
            job->failed(job->context, bad);
        err_free(bad);
    }
    free(all);
    return e;
}
