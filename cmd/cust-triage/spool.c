#include "cmd/cust-triage/spool.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/* An example in the file: this, then its numbers. */
struct record {
    uint32_t label, n;
    int input[FEATURE_INPUTS];
};

struct spool {
    FILE *file;
    struct features f;
    bool failed;
};

struct err *spool_open(struct spool **out)
{
    FILE *file = tmpfile();

    if (file == NULL)
        return err_errno(ERR_CANTCREATE, NULL, "cannot make a temporary file");
    *out = mem_zero(sizeof **out);
    (*out)->file = file;
    return NULL;
}

void spool_close(struct spool *s)
{
    if (s == NULL)
        return;
    (void)fclose(s->file);
    feature_free(&s->f);
    free(s);
}

struct err *spool_add(struct spool *s, const struct features *f, size_t label)
{
    struct record r = {.label = (uint32_t)label, .n = (uint32_t)f->n};

    for (int i = 0; i < FEATURE_INPUTS; i++)
        r.input[i] = f->input[i];
    if (fwrite(&r, sizeof r, 1, s->file) != 1 || fwrite(f->bucket, sizeof *f->bucket, f->n, s->file) != f->n)
        return err_errno(ERR_IO, NULL, "cannot keep the texts while learning");
    return NULL;
}

static bool next(void *context, struct features **f, size_t *label)
{
    struct spool *s = context;
    struct record r;

    if (s->failed || fread(&r, sizeof r, 1, s->file) != 1) {
        s->failed |= ferror(s->file) != 0;
        return false;
    }
    s->f.bucket = mem_grow(s->f.bucket, &s->f.cap, (size_t)r.n + 1, sizeof *s->f.bucket);
    if (fread(s->f.bucket, sizeof *s->f.bucket, r.n, s->file) != r.n) {
        s->failed = true;
        return false;
    }
    s->f.n = r.n;
    for (int i = 0; i < FEATURE_INPUTS; i++)
        s->f.input[i] = r.input[i];
    *label = r.label;
    *f = &s->f;
    return true;
}

static void go_back(void *context)
{
    struct spool *s = context;

    s->failed |= fflush(s->file) != 0 || fseek(s->file, 0, SEEK_SET) != 0;
}

struct train_source spool_source(struct spool *s)
{
    return (struct train_source){next, go_back, s};
}

struct err *spool_error(struct spool *s)
{
    if (!s->failed)
        return NULL;
    return err_errno(ERR_IO, NULL, "cannot read back the texts while learning");
}
