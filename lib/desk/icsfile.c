#include "desk/icsfile.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/desk.h"
#include "desk/helper.h"

enum { FILE_MAX = 1024 * 1024, ANSWER_MAX = 4 * 1024 * 1024, PATIENCE_MS = 30000, YEARS = 10 };

struct err *icsfile_days(void *context, const char *path, struct buf *out)
{
    const struct desk_place *place = context;
    int year = civil_of_seconds(place->now).y;
    char *helper = NULL, *first = mem_printf("%d", year - YEARS), *last = mem_printf("%d", year + YEARS);
    const char *const args[] = {"days", first, last, NULL};
    struct buf text = {0};
    struct err *e = buf_read_file(&text, path, FILE_MAX);

    if (e == NULL)
        e = helper_find(place->exe_dir, "cust-ical", &helper);
    if (e == NULL)
        e = helper_ask(helper, args, buf_str(&text), out, ANSWER_MAX, PATIENCE_MS);
    free(helper);
    free(first);
    free(last);
    buf_free(&text);
    return e;
}
