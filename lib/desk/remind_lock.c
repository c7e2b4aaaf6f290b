#include "desk/remind_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/remind.h"

enum { PATIENCE = 600, LOOKS = 20 /* a second */ };

/* As open to the team as the desk's folder is: whoever's cron came first must not shut the others out.  The umask may
 * have taken the team's bits away; only the owner can give them back. */
static struct err *open_file(const char *folder, int *fd)
{
    struct stat desk, lock;
    mode_t mode = 0600;
    char *path = mem_printf("%s/cust.db-remind", folder);
    struct err *e = NULL;

    if (stat(folder, &desk) == 0 && (desk.st_mode & S_IWGRP) != 0)
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

/* One byte of the file: 0 is the work itself, each job has one of its own behind it. */
static struct err *lock_byte(int fd, int64_t at, bool *held)
{
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)at, .l_len = 1};

    while (fcntl(fd, F_SETLK, &l) != 0) {
        if (errno == EINTR)
            continue;
        *held = false;
        return errno == EACCES || errno == EAGAIN ? NULL : err_errno(ERR_TEMP, NULL, "cannot lock reminders");
    }
    *held = true;
    return NULL;
}

static struct err *wait_for_turn(int fd)
{
    const struct timespec nap = {0, 1000000000L / LOOKS};
    bool held = false;

    for (int i = 0; i < PATIENCE * LOOKS; i++) {
        struct err *e = lock_byte(fd, 0, &held);
        if (e != NULL || held)
            return e;
        nanosleep(&nap, NULL);
    }
    return err_new(ERR_TEMP, NULL, "another delivery of reminders takes longer than %d minutes; run it again",
                   PATIENCE / 60);
}

struct err *remind_lock_take(const char *folder, int64_t owner, int channel, int *fd, bool *busy)
{
    bool held = false;
    struct err *e;

    *busy = false;
    *fd = -1;
    if ((e = open_file(folder, fd)) == NULL &&
        (e = lock_byte(*fd, 1 + owner * REMIND_CHANNELS + channel, &held)) == NULL && held)
        e = wait_for_turn(*fd);
    *busy = e == NULL && !held;
    if ((e != NULL || *busy) && *fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    return e;
}
