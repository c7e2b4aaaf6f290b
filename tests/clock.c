/* clock: what time it is for a test.  Preloaded into what it runs, with CUST_TEST_CLOCK in the environment:
 *
 *   2026-11-18 10:00:00    it is that second (UTC), and time stands still
 *   @2026-11-18 10:00:00   it was that second when the program began
 *   +40d  -90  +3600+2h    that much later or earlier than it is; s, m, h or d, seconds without; several are added up
 *
 * and behind any of them `x1000`: since the program began a second has lasted a thousand of them.  Clocks that measure a span
 * are left alone, and nothing is shared between processes, so what was killed leaves nothing in anybody's way. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static long long began; /* by the machine's clock, in nanoseconds */

static long long machine(void)
{
    struct timespec t = {0, 0};

    syscall(SYS_clock_gettime, CLOCK_REALTIME, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void)
{
    began = machine();
}

static long long unit(char c)
{
    return c == 'm' ? 60 : c == 'h' ? 3600 : c == 'd' ? 86400 : 1;
}

/* The span that stands at *text, which moves behind it. */
static long long span(const char **text)
{
    char *end;
    long long n = strtoll(*text, &end, 10) * unit(*end);

    *text = end + (*end != '\0' && strchr("smhd", *end) != NULL);
    return n * SECOND;
}

static struct timespec now(void)
{
    const char *text = getenv("CUST_TEST_CLOCK"), *times = text != NULL ? strchr(text, 'x') : NULL;
    long long real = machine(), passed = real - began, t = began;
    struct tm day = {0};

    if (times != NULL)
        passed *= atoll(times + 1);
    if (text == NULL) {
        t = real;
    } else if (*text == '+' || *text == '-') {
        while (*text == '+' || *text == '-')
            t += span(&text);
        t += passed;
    } else if (strptime(text + (*text == '@'), "%Y-%m-%d %H:%M:%S", &day) != NULL) {
        t = timegm(&day) * SECOND + (*text == '@' ? passed : 0);
    } else {
        abort();
    }
    return (struct timespec){t / SECOND, t % SECOND};
}

int clock_gettime(clockid_t which, struct timespec *t)
{
    if (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE)
        return (int)syscall(SYS_clock_gettime, which, t);
    *t = now();
    return 0;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
    struct timespec exact = now();

    (void)zone;
    *t = (struct timeval){exact.tv_sec, exact.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *t)
{
    time_t seconds = now().tv_sec;

    if (t != NULL)
        *t = seconds;
    return seconds;
}
