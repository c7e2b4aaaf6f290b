/* Any bytes as a calendar of holidays, through cust-ical but its sandbox; what it says must be lines of its form. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "cmd/helper/cust-ical/days.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct str line)
{
    static const struct {
        const char *kind;
        size_t fields;
    } kinds[] = {{"bad", 3}, {"day", 5}, {"year", 5}, {"time", 6}};
    struct str rest = line, kind, field;
    size_t n = 1;

    (void)str_cut(&rest, '\t', &kind);
    while (str_cut(&rest, '\t', &field))
        n++;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_is(kind, kinds[i].kind) && n == kinds[i].fields)
            return;
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str text = {(const char *)data, size};
    char *said = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&said, &n);

    if (out == NULL || days_print(text, 2016, 2036, out) != 0 || fclose(out) != 0)
        abort();
    struct str rest = {said, n}, line;
    while (str_cut(&rest, '\n', &line))
        if (line.n > 0)
            check(line);
    free(said);
    return 0;
}
