#include "cmd/common/kept.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static char *folder_of(const struct session *s)
{
    return mem_printf("%s/kept", s->place);
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
    return true;
}

/* A new file in `folder` that only we can read; NULL when it cannot be made whole. */
static char *new_file(const char *folder, const char *name, struct str content)
{
    char *path = mem_printf("%s/%s-XXXXXX", folder, name);
    int fd = mkstemp(path);
    bool made = fd >= 0, good = made && write_all(fd, content) && fsync(fd) == 0;

    if (made && close(fd) != 0)
        good = false;
    if (good)
        return path;
    if (made)
        unlink(path);
    free(path);
    return NULL;
}

/* The desk's kept/, open to whom the desk is open to; each file in it is its owner's alone. */
static bool make_folder(const char *desk, const char *folder)
{
    struct stat st;

    if (mkdir(folder, 0700) != 0)
        return errno == EEXIST;
    if (stat(desk, &st) == 0 && (st.st_mode & S_IWGRP) != 0)
        (void)chmod(folder, (st.st_mode & 07770) | S_ISVTX);
    return true;
}

char *kept_put(const struct session *s, const char *name, struct str content)
{
    char *folder = folder_of(s);
    const char *tmp = getenv("TMPDIR");
    char *path = NULL;

    if (make_folder(s->place, folder))
        path = new_file(folder, name, content);
    free(folder);
    if (path == NULL && tmp != NULL && *tmp != '\0')
        path = new_file(tmp, name, content);
    return path != NULL ? path : new_file("/tmp", name, content);
}

bool kept_is(const struct session *s, const char *path)
{
    char *folder = folder_of(s), *file = mem_strdup(path), *slash = strrchr(file, '/');
    struct stat a, b;

    if (slash != NULL)
        slash[1] = '\0';
    bool same = stat(folder, &a) == 0 && stat(slash != NULL ? file : ".", &b) == 0 && a.st_dev == b.st_dev &&
                a.st_ino == b.st_ino;
    free(folder);
    free(file);
    return same;
}

/* Each name in the folder that begins so; *n (may be NULL) counts them, `remove` takes them away. */
static void each(const struct session *s, const char *prefix, bool remove, size_t *n)
{
    char *folder = folder_of(s);
    DIR *dir = opendir(folder);

    for (struct dirent *f; dir != NULL && (f = readdir(dir)) != NULL;) {
        if (f->d_name[0] == '.' || strncmp(f->d_name, prefix, strlen(prefix)) != 0)
            continue;
        if (n != NULL)
            *n += 1;
        if (remove)
            (void)unlinkat(dirfd(dir), f->d_name, 0); /* in a team's desk another's file stays */
    }
    if (dir != NULL)
        closedir(dir);
    free(folder);
}

size_t kept_count(const struct session *s)
{
    size_t n = 0;

    each(s, "", false, &n);
    return n;
}

void kept_drop(const struct session *s, const char *prefix)
{
    each(s, prefix, true, NULL);
}
