/* cust-ical: what is due in, as JSON lines; a calendar out (RFC 5545), as a whole or, when it is long, in parts that
 * follow each other: `first`, `next` as often as needed, `last`.  Or the other way: a calendar in, and with
 * `days FIRST LAST` the time that its entries take in those years (days.h).
 *
 * A line of what is due has "ref", "kind", "due", "owner", "customer", "text", "moved", "store" and "now".  The
 * sandbox closes before the first byte of input is read.
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/helper/cust-ical/days.h"
#include "cmd/helper/cust-ical/event.h"
#include "cmd/helper/sandbox.h"

enum { MEMORY = 128 * 1024 * 1024, CPU_SECONDS = 60, DAYS_CPU_SECONDS = 10, CALENDAR_MAX = 1024 * 1024 };

static int bad(size_t line, const char *what)
{
    fprintf(stderr, "cust-ical: line %zu: %s\n", line, what);
    return ERR_DATA;
}

static int put(const char *bytes, size_t n, size_t line)
{
    json_error_t why;
    json_t *j = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &why);
    icalcomponent *c = j != NULL ? event_new(j) : NULL;
    int code = 0;

    if (j == NULL || c == NULL)
        code = bad(line, j == NULL ? why.text : "\"ref\", \"due\", \"now\" or \"store\" is missing or wrong");
    if (c != NULL) {
        char *text = icalcomponent_as_ical_string_r(c);
        if (text == NULL || fputs(text, stdout) == EOF)
            code = ERR_IO;
        icalmemory_free_buffer(text);
        icalcomponent_free(c);
    }
    json_decref(j);
    return code;
}

/* Which part of a calendar is asked for. */
struct part {
    const char *word;
    bool head, foot;
};

static const struct part parts[] = {
    {"first", true, false}, {"next", false, false}, {"last", false, true}, {NULL, true, true}};

/* NULL: none is called so. */
static const struct part *part_find(const char *word)
{
    const struct part *p = parts;

    while (p->word != NULL && (word == NULL || strcmp(p->word, word) != 0))
        p++;
    return p->word != NULL || word == NULL ? p : NULL;
}

static int run(const struct part *part)
{
    char *line = NULL;
    size_t room = 0, n = 0;
    ssize_t got;
    int code = 0;

    if (part->head)
        fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cust//cust-followup//EN\r\nCALSCALE:GREGORIAN\r\n"
              "METHOD:PUBLISH\r\n",
              stdout);
    while (code == 0 && (got = getline(&line, &room, stdin)) > 0)
        code = put(line, (size_t)got, ++n);
    free(line);
    if (part->foot)
        fputs("END:VCALENDAR\r\n", stdout);
    if (code == 0 && (ferror(stdin) || fflush(stdout) != 0))
        code = ERR_IO;
    return code;
}

static int days(const char *first, const char *last)
{
    struct buf text = {0};
    struct err *e = buf_read_fd(&text, STDIN_FILENO, CALENDAR_MAX, "the calendar");

    if (e == NULL)
        return days_print(buf_str(&text), (int)strtol(first, NULL, 10), (int)strtol(last, NULL, 10), stdout);
    fprintf(stderr, "cust-ical: %s\n", e->text);
    return (int)e->code;
}

static int usage(bool asked)
{
    fputs("usage: cust-ical [first | next | last] < lines > calendar\n"
          "       cust-ical days FIRST LAST < calendar > lines\n"
          "Reads what is due as JSON lines and writes it as iCalendar (RFC 5545); or reads a calendar and\n"
          "writes the time that its entries take in the years from FIRST to LAST.\n"
          "A helper of cust-followup ical and cust-log policy; works inside a sandbox without files and "
          "network.\n",
          asked ? stdout : stderr);
    return asked ? 0 : ERR_USAGE;
}

int main(int argc, char **argv)
{
    bool reads = argc == 4 && strcmp(argv[1], "days") == 0;
    const struct part *part = argc <= 2 ? part_find(argc == 2 ? argv[1] : NULL) : NULL;

    if (part == NULL && !reads)
        return usage(strcmp(argv[1], "--help") == 0);
    (void)icaltimezone_get_utc_timezone();
    sandbox_close(MEMORY, reads ? DAYS_CPU_SECONDS : CPU_SECONDS);
    /* Nothing that runs at an end may do so inside the sandbox. */
    _exit(reads ? days(argv[2], argv[3]) : run(part));
}
