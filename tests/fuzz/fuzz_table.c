/* Any bytes as a table to import: each row is handed over whole or refused with file and line, and memory is bounded. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "form/csv_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROW_MAX = 4096 };

static struct err *row(void *context, const struct csv_in_row *r)
{
    size_t *last = context, bytes = 0;

    for (size_t i = 0; i < r->n; i++)
        bytes += r->cells[i].n;
    if (r->n > CSV_IN_CELLS || bytes > ROW_MAX || r->line < *last)
        abort();
    *last = r->line;
    return NULL;
}

static void bad(void *context, struct err *e)
{
    (void)context;
    if (e->where == NULL || e->text == NULL)
        abort();
    err_free(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t last = 0;
    const struct csv_in_calls calls = {row, bad, &last};
    int fd = size > 0 ? memfd_create("table", MFD_CLOEXEC) : -1;

    if (fd < 0)
        return 0;
    if (write(fd, data + 1, size - 1) != (ssize_t)(size - 1) || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    struct err *e = csv_in_read(fd, "table", data[0] % 2 == 0 ? CSV_IN_COMMA : CSV_IN_TAB, ROW_MAX, &calls);
    if (e != NULL)
        abort();
    close(fd);
    return 0;
}
