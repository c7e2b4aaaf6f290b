/* Feeds a fuzz target without a fuzzer: its seeds (FUZZ_SEEDS: folders of files, or files of lines), whole, cut and
 * damaged, so that every `make check` tries what `make fuzz` starts from and once found.  Prints TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum { DAMAGED = 60, SEED_MAX = 1 << 20 };

/* Only one target has anything to get ready. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void feed(const struct buf *b, size_t n)
{
    uint8_t *own =
        mem_dup(b->p != NULL ? b->p : "", n); /* of its very size, so that a step beyond it shows */

    (void)LLVMFuzzerTestOneInput(own, n);
    free(own);
}

static void damage(const struct buf *b, uint32_t *seed)
{
    struct buf other = {0};

    buf_add(&other, b->p, b->len);
    for (uint32_t hits = next(seed) % 4 + 1; hits > 0; hits--)
        other.p[next(seed) % other.len] = (char)next(seed);
    feed(&other, next(seed) % 2 == 0 ? other.len : next(seed) % other.len);
    buf_free(&other);
}

static int read_file(const char *path, struct buf *b)
{
    FILE *f = fopen(path, "rb");
    char piece[4096];
    size_t n;

    if (f == NULL)
        return -1;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0 && b->len < SEED_MAX)
        buf_add(b, piece, n);
    fclose(f);
    return 0;
}

static unsigned long seed(const struct buf *b)
{
    uint32_t chance = 7;

    feed(b, b->len);
    for (int i = 0; b->len > 0 && i < DAMAGED; i++)
        damage(b, &chance);
    return 1;
}

static unsigned long lines(const struct buf *b)
{
    struct str rest = buf_str(b), line;
    unsigned long fed = 0;

    while (rest.n > 0 && str_cut(&rest, '\n', &line)) {
        struct buf one = {0};
        buf_addstr(&one, line);
        fed += seed(&one);
        buf_free(&one);
    }
    return fed;
}

static unsigned long file(const char *path)
{
    size_t n = strlen(path);
    struct buf b = {0};
    unsigned long fed = 0;

    if (read_file(path, &b) == 0)
        fed = n > 6 && strcmp(path + n - 6, ".lines") == 0 ? lines(&b) : seed(&b);
    buf_free(&b);
    return fed;
}

static unsigned long folder(const char *path)
{
    DIR *d = opendir(path);
    unsigned long fed = 0;
    const struct dirent *entry;

    if (d == NULL)
        return file(path);
    while ((entry = readdir(d)) != NULL) {
        char *name = mem_printf("%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            fed += file(name);
        free(name);
    }
    closedir(d);
    return fed;
}

/* Paths are parted by spaces, relative to the top of the sources. */
int main(int argc, char **argv)
{
    char folders[] = FUZZ_SEEDS;
    unsigned long fed = 0;

    LLVMFuzzerInitialize(&argc, &argv);
    feed(&(struct buf){0}, 0);
    for (const char *one = strtok(folders, " "); one != NULL; one = strtok(NULL, " "))
        fed += folder(one);
    printf("%s 1 - any bytes are taken or refused: %lu seeds, whole, cut and damaged\n1..1\n",
           fed > 0 ? "ok" : "not ok", fed);
    return fed > 0 ? 0 : 1;
}
