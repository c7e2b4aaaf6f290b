/* modelc [FILE...]: joins models and writes them as C (see judge/shipped_model.h).  Used at build time.  Without a file
 * there is no model: so the first ones can be trained. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/model.h"

enum { PER_LINE = 6, MODELS_MAX = 64, MODEL_BYTES_MAX = 64 << 20 };

static void print_c(const struct buf *b)
{
    printf("#include \"judge/shipped_model.h\"\n\n_Alignas(64) const uint64_t shipped_model_bytes[] = {");
    for (size_t i = 0; i < b->len; i += sizeof(uint64_t)) {
        uint64_t word = 0; /* the machine's own order: the bytes lie as they lay in the file */
        memcpy(&word, b->p + i, b->len - i < sizeof word ? b->len - i : sizeof word);
        printf("%s0x%llx,", i / sizeof word % PER_LINE == 0 ? "\n" : "", (unsigned long long)word);
    }
    printf("%s};\nconst size_t shipped_model_size = %zu;\n", b->len == 0 ? "0" : "", b->len);
}

int main(int argc, char **argv)
{
    struct model *models = mem_zero(MODELS_MAX * sizeof *models);
    const struct model *list[MODELS_MAX];
    struct buf files[MODELS_MAX] = {{0}}, joined = {0};
    size_t n = (size_t)argc - 1;
    struct err *e = NULL;
    const char *at = "";

    if (argc < 1 || n > MODELS_MAX) {
        fprintf(stderr, "usage: modelc [MODEL...]\n");
        return ERR_USAGE;
    }
    for (size_t i = 0; i < n && e == NULL; i++) {
        at = argv[i + 1];
        if ((e = buf_read_file(&files[i], at, MODEL_BYTES_MAX)) == NULL)
            e = model_open(buf_str(&files[i]), false, &models[i]);
        list[i] = &models[i];
    }
    if (e == NULL && n > 0)
        e = model_join(list, n, &joined);
    if (e == NULL)
        print_c(&joined);
    int status = e != NULL ? (int)e->code : fflush(stdout) != 0 ? ERR_IO : 0;
    if (e != NULL)
        fprintf(stderr, "modelc: %s: %s\n", at, e->text);
    err_free(e);
    for (size_t i = 0; i < n; i++)
        buf_free(&files[i]);
    buf_free(&joined);
    free(models);
    return status;
}
