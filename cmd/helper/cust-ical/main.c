/* cust-ical: what is due in, as JSON lines; a calendar out (RFC 5545).
 *
 * A line has "ref", "kind", "due", "owner", "customer", "text", "moved", "store" and "now".  The
 * sandbox closes before the first of them is read.
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/err.h"
#include "cmd/helper/cust-ical/event.h"
#include "cmd/helper/cust-mime/sandbox.h"

enum { MEMORY = 128 * 1024 * 1024, CPU_SECONDS = 60 };

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

static int run(void)
{
    char *line = NULL;
    size_t room = 0, n = 0;
    ssize_t got;
    int code = 0;

    fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cust//cust-followup//EN\r\nCALSCALE:GREGORIAN\r\n"
          "METHOD:PUBLISH\r\n",
          stdout);
    while (code == 0 && (got = getline(&line, &room, stdin)) > 0)
        code = put(line, (size_t)got, ++n);
    free(line);
    fputs("END:VCALENDAR\r\n", stdout);
    if (code == 0 && (ferror(stdin) || fflush(stdout) != 0))
        code = ERR_IO;
    return code;
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        fputs("usage: cust-ical < lines > calendar\n"
              "Reads what is due as JSON lines and writes it as iCalendar (RFC 5545).\n"
              "A helper of cust-followup ical; works inside a sandbox without files and network.\n",
              strcmp(argv[1], "--help") == 0 ? stdout : stderr);
        return strcmp(argv[1], "--help") == 0 ? 0 : ERR_USAGE;
    }
    (void)icaltimezone_get_utc_timezone();
    sandbox_close(MEMORY, CPU_SECONDS);
    _exit(run()); /* nothing that runs at an end may do so inside the sandbox */
}
