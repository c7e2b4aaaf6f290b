/* cust-mime: one mail message in, one JSON object out; see cust-format(5).
 *
 * Runs on every stranger's bytes, so all that it needs is loaded first, then the sandbox closes, and only then is a
 * byte of the message looked at.
 */
#define _GNU_SOURCE
#include <errno.h>
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
#include "cmd/helper/cust-mime/scan.h"
#include "cmd/helper/sandbox.h"

enum { INPUT_MAX = 64 * 1024 * 1024, MEMORY = 128 * 1024 * 1024, CPU_SECONDS = 10 };

static void say(const char *text)
{
    fprintf(stderr, "cust-mime: %s\n", text);
}

static int usage(FILE *to)
{
    fputs("usage: cust-mime < message > json\n"
          "       cust-mime --part N < message > attachment\n"
          "       cust-mime --batch < messages > json-lines\n"
          "       cust-mime --compose < json > message\n"
          "Reads one mail message (RFC 5322, any bytes, at most 64 MiB) and writes one JSON object,\n"
          "or the bytes of its Nth attachment.  A batch is any number of messages, each behind a\n"
          "line with its length in bytes, and gives a line for each.\n"
          "A helper of cust-log mail; works inside a sandbox without files and network.\n",
          to);
    return to == stdout ? 0 : ERR_USAGE;
}

/* Writes all of the text to standard output. */
static int put(const char *p, size_t n)
{
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
    if (e == NULL && put(out.p, out.len) != 0)
        e = err_new(ERR_IO, NULL, "cannot write the message; was the reader gone?");
    if (e == NULL)
        return 0;
    say(e->text);
    return (int)e->code;
}

static int unwritten(void)
{
    say("cannot write the result; was the reader gone?");
    return ERR_IO;
}

static int refuse(struct err *e)
{
    fprintf(stderr, "cust-mime: %s: %s\n", e->where, e->text);
    int code = (int)e->code;
    err_free(e);
    return code;
}

static void begin(struct buf *raw)
{
    buf_reset(raw);
    buf_add(raw, "\n\n\n\n\n\n\n\n", SCAN_SLACK);
}

/* The message, and the sandbox closed behind it. */
static struct err *read_one(struct buf *raw, unsigned *flags)
{
    begin(raw);
    parse_load();
    struct err *e = buf_read_fd(raw, STDIN_FILENO, INPUT_MAX + SCAN_SLACK, "message");
    if (e == NULL)
        *flags = enter_sandbox();
    return e;
}

static int tell(struct buf *raw, unsigned flags)
{
    json_t *out = parse_message(raw, flags);
    size_t how = JSON_COMPACT | JSON_SORT_KEYS;
    char *line = json_dumps(out, how);
    bool good = line != NULL && put(line, strlen(line)) == 0 && put("\n", 1) == 0;

    free(line);
    json_decref(out);
    return good ? 0 : unwritten();
}

static int run(void)
{
    struct buf raw = {0};
    unsigned flags = 0;
    struct err *e = read_one(&raw, &flags);

    return e != NULL ? refuse(e) : tell(&raw, flags);
}

/* One attachment of the message, as it was before it was put into a mail. */
static int part(size_t n)
{
    struct buf raw = {0};
    unsigned flags = 0;
    struct err *e = read_one(&raw, &flags);

    if (e != NULL)
        return refuse(e);
    switch (parse_part(&raw, n, STDOUT_FILENO)) {
    case BODY_PART_NONE:
        say("the message has no such part");
        return ERR_DATA;
    case BODY_PART_UNWRITTEN:
        return unwritten();
    case BODY_PART_GIVEN:
        break;
    }
    return 0;
}

/* --- many -------------------------------------------------------------------------------------------------------- */

/* Standard input, read ahead. */
struct input {
    char *p; /* of INPUT_ROOM */
    size_t at, n;
};

enum { INPUT_ROOM = 64 * 1024 };

/* False at the end. */
static bool fill(struct input *in)
{
    ssize_t n;

    if (in->at < in->n)
        return true;
    while ((n = read(STDIN_FILENO, in->p, INPUT_ROOM)) < 0 && errno == EINTR)
        ;
    in->at = 0;
    in->n = n > 0 ? (size_t)n : 0;
    return n > 0;
}

/* The line in front of a message.  -1: the input is at its end; -2: that is none. */
static long long length_line(struct input *in)
{
    long long n = 0;

    for (int digits = 0;; digits++) {
        if (!fill(in))
            return digits == 0 ? -1 : -2;
        char c = in->p[in->at++];
        if (c == '\n' && digits > 0)
            return n;
        if (c < '0' || c > '9' || digits > 8)
            return -2;
        n = n * 10 + (c - '0');
    }
}

static bool take(struct input *in, struct buf *raw, size_t n)
{
    while (n > 0 && fill(in)) {
        size_t m = in->n - in->at < n ? in->n - in->at : n;
        buf_add(raw, in->p + in->at, m);
        in->at += m;
        n -= m;
    }
    return n == 0;
}

/* Here the sandbox closes before the first byte comes.  Its limits hold for the whole batch, so who hands it over keeps
 * it short (desk/mail_read.h), and what of it is left when a message ends the process goes to another. */
static int batch(void)
{
    static char room[INPUT_ROOM];
    struct input in = {.p = room};
    struct buf raw = {0};
    long long n;
    int code = 0;

    parse_load();
    unsigned flags = enter_sandbox();
    while (code == 0 && (n = length_line(&in)) >= 0) {
        begin(&raw);
        if (n > INPUT_MAX || !take(&in, &raw, (size_t)n))
            n = -2;
        if (n < 0)
            break;
        code = tell(&raw, flags);
    }
    if (code == 0 && n == -2) {
        say("the batch is cut off, or no batch");
        code = ERR_DATA;
    }
    return code;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'},       {"version", no_argument, NULL, 'V'},
        {"compose", no_argument, NULL, 'C'},    {"batch", no_argument, NULL, 'B'},
        {"part", required_argument, NULL, 'P'}, {NULL, 0, NULL, 0}};
    int c, what = 0;
    size_t number = 0;

    while ((c = getopt_long(argc, argv, "hV", options, NULL)) != -1) {
        if (c == 'h')
            return usage(stdout);
        if (c == 'C' || c == 'B') {
            what = c;
            continue;
        }
        if (c == 'P' && optarg[0] >= '1' && optarg[0] <= '9' && strlen(optarg) <= 4) {
            what = c;
            number = (size_t)strtoul(optarg, NULL, 10);
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
    _exit(what == 'C' ? compose() : what == 'B' ? batch() : what == 'P' ? part(number) : run());
}
