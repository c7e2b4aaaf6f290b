/* Any bytes as a mail, through the whole of cust-mime but its sandbox; what it says must be readable by the tools. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "cmd/helper/cust-mime/parse.h"
#include "cmd/helper/cust-mime/scan.h"
#include "form/mailjson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__lsan_default_suppressions(void);

/* The helper opens its converters once, for good. */
const char *__lsan_default_suppressions(void)
{
    return "leak:parse_load\n";
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    parse_load();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf raw = {0};
    struct arena *a = arena_new();
    struct mail_in m;

    buf_add(&raw, "\n\n\n\n\n\n\n\n", SCAN_SLACK);
    buf_add(&raw, data, size);
    json_t *j = parse_message(&raw, 0);
    char *text = json_dumps(j, JSON_COMPACT | JSON_SORT_KEYS);
    if (text == NULL || mailjson_read(str_of(text), a, &m) != NULL)
        abort();
    free(text);
    json_decref(j);
    buf_free(&raw);
    arena_free(a);
    return 0;
}
