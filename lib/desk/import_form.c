#define _GNU_SOURCE /* tee() */
#include "desk/import_form.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

enum { LOOK = 4096 };

static bool by_name(const char *name, enum import_form *form)
{
    static const struct {
        const char *end;
        enum import_form form;
    } ends[] = {{".jsonl", IMPORT_EVENTS},
                {".json", IMPORT_EVENTS},
                {".csv", IMPORT_CSV},
                {".tsv", IMPORT_TSV},
                {".tab", IMPORT_TSV}};
    size_t n = strlen(name);

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t m = strlen(ends[i].end);
        if (n > m && strcasecmp(name + n - m, ends[i].end) == 0) {
            *form = ends[i].form;
            return true;
        }
    }
    return false;
}

/* The first bytes of a pipe, which stay in it: a second pipe gets a copy. */
static ssize_t look_into_pipe(int fd, char *bytes, size_t max)
{
    int copy[2];
    ssize_t n;

    if (pipe2(copy, O_CLOEXEC) != 0)
        return -1;
    do
        n = tee(fd, copy[1], max, 0);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        n = read(copy[0], bytes, max);
    close(copy[0]);
    close(copy[1]);
    return n;
}

static ssize_t look(int fd, char *bytes, size_t max)
{
    struct stat st, null;

    if (fstat(fd, &st) != 0)
        return -1;
    if (S_ISFIFO(st.st_mode))
        return look_into_pipe(fd, bytes, max);
    if (S_ISCHR(st.st_mode) && stat("/dev/null", &null) == 0 && st.st_rdev == null.st_rdev)
        return 0; /* the one device of which it is known what it holds */
    off_t at = S_ISREG(st.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
    return at < 0 ? -1 : pread(fd, bytes, max, at);
}

struct err *import_form_guess(int fd, const char *name, enum import_form *form)
{
    char bytes[LOOK];

    if (by_name(name, form))
        return NULL;
    ssize_t n = look(fd, bytes, sizeof bytes);
    if (n < 0)
        return err_new(ERR_USAGE, name, "cannot see which form this is; say --from=jsonl, csv or tsv");
    if (n == 0)
        return err_new(ERR_NOINPUT, name, "is empty; there is nothing to import");
    struct str rest = {bytes, (size_t)n}, line;
    if (str_starts(rest, "\xef\xbb\xbf"))
        rest = (struct str){rest.p + 3, rest.n - 3};
    str_cut(&rest, '\n', &line);
    if (str_starts(line, "{"))
        *form = IMPORT_EVENTS;
    else
        *form = line.n > 0 && memchr(line.p, '\t', line.n) != NULL ? IMPORT_TSV : IMPORT_CSV;
    return NULL;
}
