/* cust-mime: one mail message in, one JSON object out; see cust-format(5).
 *
 * Runs on every stranger's bytes, so all that it needs is loaded first, then the sandbox closes, and only then is a
 * byte of the message looked at.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/helper/cust-mime/compose.h"
#include "cmd/helper/cust-mime/flags.h"
#include "cmd/helper/cust-mime/parse.h"
#include "cmd/helper/cust-mime/sandbox.h"
#include "cmd/helper/cust-mime/scan.h"

enum { INPUT_MAX = 64 * 1024 * 1024, MEMORY = 128 * 1024 * 1024, CPU_SECONDS = 10 };

static void say(const char *text)
{
    fprintf(stderr, "cust-mime: %s\n", text);
}

static int usage(FILE *to)
{
    fputs("usage: cust-mime < message > json\n"
          "       cust-mime --compose < json > message\n"
          "Reads one mail message (RFC 5322, any bytes, at most 64 MiB) and writes one JSON object.\n"
          "A helper of cust-log mail; works inside a sandbox without files and network.\n",
          to);
    return to == stdout ? 0 : ERR_USAGE;
}

/* Writes all of the text to standard output; jansson's callback. */
static int put(const char *p, size_t n, void *unused)
{
    (void)unused;
    while (n > 0) {
        ssize_t done = write(STDOUT_FILENO, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return -1;
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

/* Closes the sandbox, and says what of it this kernel lacks. */
static unsigned enter_sandbox(void)
{
    unsigned lacks = sandbox_close(MEMORY, CPU_SECONDS);

    if (lacks & SANDBOX_NO_LANDLOCK)
        say("this kernel has no Landlock; going on with what else limits this process");
    if (lacks & SANDBOX_NO_SECCOMP)
        say("this kernel has no seccomp filter; going on with what else limits this process");
    return lacks != 0 ? FLAGS_SANDBOX : 0;
}

/* The other way round: a letter of ours, in the form of compose.h, becomes a message. */
static int compose(void)
{
    struct buf json = {0}, out = {0};

    parse_load();
    struct err *e = buf_read_fd(&json, STDIN_FILENO, INPUT_MAX, "letter");
    if (e == NULL) {
        (void)enter_sandbox();
        e = compose_letter(buf_str(&json), &out);
    }
    if (e == NULL && put(out.p, out.len, NULL) != 0)
        e = err_new(ERR_IO, NULL, "cannot write the message; was the reader gone?");
    if (e == NULL)
        return 0;
    say(e->text);
    return (int)e->code;
}

static int run(void)
{
    struct buf raw = {0};

    buf_add(&raw, "\n\n\n\n\n\n\n\n", SCAN_SLACK);
    parse_load();
    struct err *e = buf_read_fd(&raw, STDIN_FILENO, INPUT_MAX + SCAN_SLACK, "message");
    if (e != NULL) {
        fprintf(stderr, "cust-mime: %s: %s\n", e->where, e->text);
        int code = (int)e->code;
        err_free(e);
        return code;
    }
    unsigned flags = enter_sandbox();
    json_t *out = parse_message(&raw, flags);
    size_t how = JSON_COMPACT | JSON_SORT_KEYS;
    if (json_dump_callback(out, put, NULL, how) != 0 || put("\n", 1, NULL) != 0) {
        say("cannot write the result; was the reader gone?");
        return ERR_IO;
    }
    return 0;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {"compose", no_argument, NULL, 'C'},
                                            {NULL, 0, NULL, 0}};
    bool composing = false;
    int c;

    while ((c = getopt_long(argc, argv, "hV", options, NULL)) != -1) {
        if (c == 'h')
            return usage(stdout);
        if (c == 'C') {
            composing = true;
            continue;
        }
        if (c != 'V')
            return usage(stderr);
        puts("cust-mime " CUST_VERSION);
        return 0;
    }
    if (optind < argc)
        return usage(stderr);
    /* Whatever else the caller left open is none of ours. */
    (void)syscall(SYS_close_range, 3U, ~0U, 0U);
    /* Nothing is left to clean up, and a closed sandbox is no place to run exit handlers in. */
    _exit(composing ? compose() : run());
}
