#include "store/db_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

/* flock(2) knows no time limit, and a signal of our own would meddle with the program's.  So the rare one that has
 * to wait waits in a thread; when the time is over the thread is left behind and gives the lock back by itself. */
struct waiter {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    int fd, how;
    int error;  /* errno of flock, 0 when it holds */
    bool ended; /* the thread has its answer */
    bool left;  /* nobody waits for it any more */
};

static void waiter_free(struct waiter *w)
{
    pthread_cond_destroy(&w->cond);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}

static void *wait_for_lock(void *p)
{
    struct waiter *w = p;
    int rc;

    do
        rc = flock(w->fd, w->how);
    while (rc != 0 && errno == EINTR);
    int error = rc != 0 ? errno : 0;

    pthread_mutex_lock(&w->mutex);
    bool left = w->left;
    w->error = error;
    w->ended = true;
    pthread_cond_signal(&w->cond);
    pthread_mutex_unlock(&w->mutex);
    if (left) {
        close(w->fd);
        waiter_free(w);
    }
    return NULL;
}

static struct waiter *waiter_new(int fd, int how)
{
    struct waiter *w = mem_zero(sizeof *w);
    pthread_condattr_t attr;

    pthread_mutex_init(&w->mutex, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->cond, &attr);
    pthread_condattr_destroy(&attr);
    w->fd = fd;
    w->how = how;
    return w;
}

/* The program's signals stay with its own thread. */
static int start(pthread_t *thread, struct waiter *w)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(thread, NULL, wait_for_lock, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}

static void wait_until(struct waiter *w, const struct timespec *began, int seconds)
{
    struct timespec until = *began;

    until.tv_sec += seconds;
    while (!w->ended && pthread_cond_timedwait(&w->cond, &w->mutex, &until) != ETIMEDOUT)
        ;
}

struct err *db_lock_is_taken(const char *path, int *fd, bool *taken)
{
    *taken = false;
    if (*fd < 0)
        *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0) /* nobody wrote yet where there is none */
        return errno == ENOENT ? NULL
                               : err_errno(errno == EACCES ? ERR_NOPERM : ERR_UNAVAILABLE, path,
                                           "cannot look into the writers' queue");
    *taken = flock(*fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    return NULL;
}

/* F_RDLCK or F_UNLCK over the whole file.  Where it fails, nobody sees that somebody waits. */
static void say(int fd, short type)
{
    struct flock all = {.l_type = type, .l_whence = SEEK_SET};

    (void)fcntl(fd, F_SETLK, &all);
}

void db_lock_mark(const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd >= 0)
        say(*fd, F_RDLCK);
}

bool db_lock_wanted(int fd)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    return fcntl(fd, F_GETLK, &all) == 0 && all.l_type != F_UNLCK;
}

static struct err *wait_in_queue(const char *path, int how, int seconds, void (*tell)(void *), void *context,
                                 int *fd)
{
    struct timespec began;
    struct waiter *w = waiter_new(*fd, how);
    pthread_t thread;

    clock_gettime(CLOCK_MONOTONIC, &began);
    say(*fd, F_RDLCK);
    if (start(&thread, w) != 0) {
        waiter_free(w);
        db_lock_drop(fd);
        return err_new(ERR_TEMP, path, "no thread could be started to wait for the store; try again");
    }
    pthread_mutex_lock(&w->mutex);
    wait_until(w, &began, seconds < 1 ? seconds : 1);
    if (!w->ended && seconds > 1) {
        pthread_mutex_unlock(&w->mutex);
        if (tell != NULL)
            tell(context);
        pthread_mutex_lock(&w->mutex);
        wait_until(w, &began, seconds);
    }
    bool ended = w->ended;
    w->left = !ended;
    if (!ended) {
        pthread_detach(thread);
        *fd = -1; /* the thread's now */
        pthread_mutex_unlock(&w->mutex);
        return err_new(ERR_TEMP, path, "other programs kept the store busy for %d seconds; try again",
                       seconds);
    }
    pthread_mutex_unlock(&w->mutex);
    pthread_join(thread, NULL);
    say(*fd, F_UNLCK);
    errno = w->error;
    struct err *e = w->error != 0 ? err_errno(ERR_TEMP, path, "cannot wait for the store") : NULL;
    waiter_free(w);
    if (e != NULL)
        db_lock_drop(fd);
    return e;
}

static struct err *take(const char *path, unsigned mode, int how, int seconds, void (*tell)(void *),
                        void *context, int *fd)
{
    struct stat st;

    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    if (*fd < 0)
        return err_errno(errno == EACCES ? ERR_NOPERM : ERR_CANTCREATE, path,
                         "cannot open the writers' queue");
    /* The umask may have taken the team's bits away; only the owner can give them back, others have them. */
    if (fstat(*fd, &st) == 0 && (st.st_mode & 0777) != mode && st.st_uid == geteuid())
        (void)fchmod(*fd, (mode_t)mode);
    if (flock(*fd, how | LOCK_NB) == 0)
        return NULL;
    if (errno == EWOULDBLOCK || errno == EINTR)
        return wait_in_queue(path, how, seconds, tell, context, fd);
    struct err *e = err_errno(ERR_TEMP, path, "cannot lock the writers' queue");
    db_lock_drop(fd);
    return e;
}

struct err *db_lock_take(const char *path, unsigned mode, int seconds, void (*tell)(void *), void *context,
                         int *fd)
{
    return take(path, mode, LOCK_EX, seconds, tell, context, fd);
}

struct err *db_lock_share(const char *path, unsigned mode, int seconds, void (*tell)(void *), void *context,
                          int *fd)
{
    return take(path, mode, LOCK_SH, seconds, tell, context, fd);
}

void db_lock_drop(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}
