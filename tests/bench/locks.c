/* locks: how long a command holds the store against others.  Preloaded into it: LD_PRELOAD=locks.so cust-report ...
 *
 * SQLite locks by fcntl() on bytes from 2^30 on (sqlite.org/fileformat.html, "lock-byte page").  From the first of them
 * that the process gets to the last that it gives back nobody else can commit.  When it ends, the longest such time in
 * milliseconds goes to the file that CUST_LOCKS names. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LOCK_BYTES (INT64_C(1) << 30)
enum { SHARED_FIRST = 2 }; /* behind the pending and the reserved byte */

typedef int fcntl_call(int fd, int command, ...);

static fcntl_call *real;
static double since, longest;

__attribute__((constructor)) static void begin(void)
{
    *(void **)&real = dlsym(RTLD_NEXT, "fcntl64");
    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fcntl");
}

__attribute__((destructor)) static void end(void)
{
    const char *name = getenv("CUST_LOCKS");
    FILE *f = name != NULL && longest > 0 ? fopen(name, "w") : NULL; /* not of one that only starts another */

    if (f == NULL)
        return;
    fprintf(f, "%.1f\n", longest);
    fclose(f);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Whoever reads holds the shared bytes; they are taken before all others and given back with or after them. */
static void note(const struct flock *l)
{
    int64_t first = l->l_start - LOCK_BYTES, last = l->l_len == 0 ? INT64_MAX : first + l->l_len - 1;

    if (l->l_start != 0 && (first > SHARED_FIRST || last < SHARED_FIRST))
        return;
    if (l->l_type != F_UNLCK && since == 0)
        since = now();
    if (l->l_type == F_UNLCK && since != 0) {
        double held = now() - since;
        longest = held > longest ? held : longest;
        since = 0;
    }
}

static int pass(int fd, int command, void *argument)
{
    int rc = real(fd, command, argument);

    if (rc == 0 && command == F_SETLK)
        note(argument);
    return rc;
}

int fcntl64(int fd, int command, ...)
{
    va_list args;

    va_start(args, command);
    void *argument = va_arg(args, void *);
    va_end(args);
    return pass(fd, command, argument);
}

int fcntl(int fd, int command, ...)
{
    va_list args;

    va_start(args, command);
    void *argument = va_arg(args, void *);
    va_end(args);
    return pass(fd, command, argument);
}
