/* bench_pair: two commands side by side, so that noise meets both.
 *
 *   bench_pair ROUNDS COMMAND... -- COMMAND...
 *
 * Runs them in turn, output thrown away, and prints the median milliseconds of each, the first's share of the second's,
 * and the most memory that the first held (MB).  TAB-separated. */
#define _DEFAULT_SOURCE /* wait4() */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 10000 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run(char **argv, long *kilobytes)
{
    struct rusage use;
    double start = now();
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &use) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench_pair: %s failed\n", argv[0]);
        exit(1);
    }
    if (kilobytes != NULL && use.ru_maxrss > *kilobytes)
        *kilobytes = use.ru_maxrss;
    return now() - start;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, by_value);
    return n % 2 != 0 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

int main(int argc, char **argv)
{
    static double a[ROUNDS_MAX], b[ROUNDS_MAX];
    int rounds = argc > 3 ? atoi(argv[1]) : 0, split = 2;
    long kilobytes = 0;

    while (split < argc && strcmp(argv[split], "--") != 0)
        split++;
    if (rounds < 1 || rounds > ROUNDS_MAX || split + 1 >= argc) {
        fprintf(stderr, "usage: bench_pair ROUNDS COMMAND... -- COMMAND...\n");
        return 64;
    }
    argv[split] = NULL;
    (void)run(argv + 2, NULL); /* once each to warm the caches */
    (void)run(argv + split + 1, NULL);
    for (int i = 0; i < rounds; i++) {
        a[i] = run(argv + 2, &kilobytes);
        b[i] = run(argv + split + 1, NULL);
    }
    double x = median(a, rounds), y = median(b, rounds);
    printf("%.2f\t%.2f\t%.2f\t%.1f\n", x, y, x / y, (double)kilobytes / 1024);
    return 0;
}
