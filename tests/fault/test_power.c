/* The power goes off at any write, truncation or sync: what was acknowledged is there afterwards.
 *
 * A layer under SQLite remembers what of each file had been synced and what had not.  At the cut everything stops; the
 * disk that is found afterwards holds what was synced, and of the rest any part: writes in any order, torn at 512
 * bytes, file sizes old or new, a file never synced there or not.  That is what POSIX promises, and no more. */
#include "../unit/store_help.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "store/db_stmt.h"
#include "store/db_verify.h"

enum { ROUNDS = 200, FILES = 4, LONGEST = 400, SECTOR = 512 };

/* A change that was not synced yet; data NULL: the file's size becomes `at`. */
struct change {
    int64_t at;
    char *data;
    size_t n;
};

/* What the disk holds of a file. */
struct image {
    char path[256];
    bool used, exists;
    struct buf synced;
    struct change *changes;
    size_t n, cap;
};

static struct {
    struct image file[FILES];
    bool on, off; /* counting; the power is off */
    int left;     /* operations until the cut */
    unsigned random;
    sqlite3_vfs *real;
} disk;

static unsigned any(unsigned n)
{
    disk.random = disk.random * 1103515245 + 12345;
    return (disk.random >> 16) % n;
}

/* --- images ------------------------------------------------------------------------------------------------------ */

static struct image *image_of(const char *path)
{
    for (int i = 0; i < FILES; i++) {
        struct image *f = &disk.file[i];
        if (f->used && strcmp(f->path, path) == 0)
            return f;
        if (f->used)
            continue;
        f->used = true;
        snprintf(f->path, sizeof f->path, "%s", path);
        f->exists = access(path, F_OK) == 0;
        if (f->exists)
            OK(buf_read_file(&f->synced, path, 1 << 30));
        return f;
    }
    fail_msg("more files than expected: %s", path);
    return NULL;
}

static void resize(struct buf *b, size_t n)
{
    while (b->len < n)
        buf_addc(b, '\0');
    b->len = n;
}

static void apply(struct buf *b, const struct change *c, size_t from, size_t n)
{
    if (c->data == NULL) {
        resize(b, (size_t)c->at);
        return;
    }
    if (b->len < (size_t)c->at + from + n)
        resize(b, (size_t)c->at + from + n);
    memcpy(b->p + c->at + from, c->data + from, n);
}

static void forget(struct image *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->changes[i].data);
    f->n = 0;
}

static void add_change(struct image *f, int64_t at, const void *data, size_t n)
{
    f->changes = mem_grow(f->changes, &f->cap, f->n + 1, sizeof *f->changes);
    f->changes[f->n++] = (struct change){at, data != NULL ? mem_dup(data, n) : NULL, n};
}

static void sync_image(struct image *f)
{
    for (size_t i = 0; i < f->n; i++)
        apply(&f->synced, &f->changes[i], 0, f->changes[i].n);
    f->exists = true;
    forget(f);
}

/* What is found after the cut: each unsynced change there, not there, or in part. */
static void come_back(struct image *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct change *c = &f->changes[i];
        unsigned how = any(3);
        if (how == 0)
            continue;
        for (size_t from = 0; from < c->n || from == 0; from += SECTOR)
            if (how == 1 || any(2) == 0)
                apply(&f->synced, c, from, c->n - from < SECTOR ? c->n - from : SECTOR);
    }
    if (!f->exists && any(2) == 0) {
        unlink(f->path);
    } else {
        int fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, f->synced.p != NULL ? f->synced.p : "", f->synced.len),
                         (ssize_t)f->synced.len);
        close(fd);
    }
    forget(f);
    buf_free(&f->synced);
    free(f->changes);
    *f = (struct image){0};
}

/* --- the layer --------------------------------------------------------------------------------------------------- */

struct layer {
    sqlite3_file base;
    struct image *image; /* NULL: not counted */
    sqlite3_file *real;
};

/* Whether the power is off now; counts one operation. */
static bool cut(const struct layer *l)
{
    if (l->image != NULL && disk.on && !disk.off)
        disk.off = --disk.left <= 0;
    return l->image != NULL && disk.off;
}

static int layer_close(sqlite3_file *p)
{
    struct layer *l = (struct layer *)p;
    int rc = l->real->pMethods != NULL ? l->real->pMethods->xClose(l->real) : SQLITE_OK;

    sqlite3_free(l->real);
    return rc;
}

static int layer_read(sqlite3_file *p, void *to, int n, sqlite3_int64 at)
{
    struct layer *l = (struct layer *)p;

    return l->image != NULL && disk.off ? SQLITE_IOERR_READ : l->real->pMethods->xRead(l->real, to, n, at);
}

/* The write that is cut may be on its way to the disk. */
static int layer_write(sqlite3_file *p, const void *from, int n, sqlite3_int64 at)
{
    struct layer *l = (struct layer *)p;
    bool was_off = disk.off;

    if (l->image != NULL && disk.on && !was_off)
        add_change(l->image, at, from, (size_t)n);
    return cut(l) ? SQLITE_IOERR_WRITE : l->real->pMethods->xWrite(l->real, from, n, at);
}

static int layer_truncate(sqlite3_file *p, sqlite3_int64 size)
{
    struct layer *l = (struct layer *)p;

    if (l->image != NULL && disk.on && !disk.off)
        add_change(l->image, size, NULL, 0);
    return cut(l) ? SQLITE_IOERR_TRUNCATE : l->real->pMethods->xTruncate(l->real, size);
}

static int layer_sync(sqlite3_file *p, int flags)
{
    struct layer *l = (struct layer *)p;

    (void)flags; /* the real sync would only cost time */
    if (cut(l))
        return SQLITE_IOERR_FSYNC;
    if (l->image != NULL && disk.on)
        sync_image(l->image);
    return SQLITE_OK;
}

static int layer_size(sqlite3_file *p, sqlite3_int64 *size)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xFileSize(l->real, size);
}

static int layer_lock(sqlite3_file *p, int how)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xLock(l->real, how);
}

static int layer_unlock(sqlite3_file *p, int how)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xUnlock(l->real, how);
}

static int layer_reserved(sqlite3_file *p, int *out)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xCheckReservedLock(l->real, out);
}

static int layer_control(sqlite3_file *p, int op, void *arg)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xFileControl(l->real, op, arg);
}

static int layer_sector(sqlite3_file *p)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xSectorSize(l->real);
}

static int layer_traits(sqlite3_file *p)
{
    struct layer *l = (struct layer *)p;

    return l->real->pMethods->xDeviceCharacteristics(l->real);
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = layer_close,
    .xRead = layer_read,
    .xWrite = layer_write,
    .xTruncate = layer_truncate,
    .xSync = layer_sync,
    .xFileSize = layer_size,
    .xLock = layer_lock,
    .xUnlock = layer_unlock,
    .xCheckReservedLock = layer_reserved,
    .xFileControl = layer_control,
    .xSectorSize = layer_sector,
    .xDeviceCharacteristics = layer_traits,
};

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *p, int flags, int *out)
{
    struct layer *l = (struct layer *)p;

    (void)vfs;
    memset(l, 0, sizeof *l);
    if (disk.on && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL)) != 0)
        l->image = image_of(path);
    l->real = sqlite3_malloc(disk.real->szOsFile);
    memset(l->real, 0, (size_t)disk.real->szOsFile);
    int rc = disk.real->xOpen(disk.real, path, l->real, flags, out);
    if (rc == SQLITE_OK)
        l->base.pMethods = &methods;
    else
        sqlite3_free(l->real);
    return rc;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    (void)vfs;
    if (disk.on)
        fail_msg("%s was deleted: truncation is what the store relies on", path);
    return disk.real->xDelete(disk.real, path, sync);
}

static void install(sqlite3_vfs *vfs)
{
    disk.real = sqlite3_vfs_find(NULL);
    *vfs = *disk.real;
    vfs->zName = "power";
    vfs->pNext = NULL;
    vfs->szOsFile = sizeof(struct layer);
    vfs->xOpen = layer_open;
    vfs->xDelete = layer_delete;
    assert_int_equal(sqlite3_vfs_register(vfs, 1), SQLITE_OK);
}

/* --- the test ---------------------------------------------------------------------------------------------------- */

static struct err *write_one(struct desk *d, int64_t *id)
{
    struct complaint c = {.customer = 1, .due = INSTANT_NONE}, old;
    struct event ev = {.no = 1, .happened = 1000};
    int64_t customer;
    struct err *e = db_begin(d->db, 1000, str_of("anna"), &d->seq, &d->at);

    c.seq = ev.seq = d->seq;
    if (e == NULL)
        e = db_complaint_next(d->db, &c.id);
    ev.of = c.id;
    if (e == NULL && c.id == 1)
        e = db_customer_add(d->db, d->seq, &customer);
    if (e == NULL)
        e = db_words_add(d->db, c.id, WORDS_TEXT, str_of("the kettle arrived broken"), &ev.words);
    if (e == NULL)
        e = db_event_add(d->db, &ev);
    if (e == NULL)
        e = db_complaint_put(d->db, &c);
    if (e == NULL && c.id > 2 && (e = db_complaint_get(d->db, c.id / 2, DB_NOW, &old)) == NULL) {
        old.seq = d->seq;
        old.due = c.id;
        e = db_complaint_put(d->db, &old);
    }
    if (e == NULL)
        e = db_commit(d->db);
    else
        db_rollback(d->db);
    if (e == NULL)
        *id = c.id;
    return e;
}

/* Writes until the power is off; the last acknowledged number. */
static int64_t until_the_cut(struct desk *d, const char *pragma, int64_t last)
{
    struct err *e;

    disk.left = 1 + (int)any(LONGEST);
    disk.on = true;
    disk.off = false;
    e = db_open(d->folder, DB_WRITE, &d->db);
    if (e == NULL)
        e = db_stmt_exec(d->db, pragma);
    while (e == NULL)
        e = write_one(d, &last);
    assert_true(disk.off);
    err_free(e);
    db_close(d->db);
    d->db = NULL;
    disk.on = disk.off = false;
    for (int i = 0; i < FILES; i++)
        if (disk.file[i].used)
            come_back(&disk.file[i]);
    return last;
}

static int64_t look(struct desk *d, int64_t last)
{
    struct db_verify v;
    struct complaint c;
    struct event *evs;
    struct str words;
    size_t n;
    bool gone;

    OK(db_open(d->folder, DB_READ, &d->db));
    for (int64_t id = 1; id <= last; id++) {
        OK(db_complaint_get(d->db, id, DB_NOW, &c));
        OK(db_event_list(d->db, id, DB_NOW, d->a, &evs, &n));
        assert_int_equal(n, 1);
        OK(db_words_get(d->db, evs[0].words, d->a, &words, &gone));
        assert_false(gone);
    }
    /* One more may be there: written whole, but the power went before the word of it. */
    struct err *e = db_complaint_get(d->db, last + 2, DB_NOW, &c);
    assert_non_null(e);
    err_free(e);
    e = db_complaint_get(d->db, last + 1, DB_NOW, &c);
    last += e == NULL;
    err_free(e);
    OK(db_verify_file(d->db, d->a, &v));
    if (v.n > 0)
        fail_msg("verify: %s", v.first->what.p);
    db_close(d->db);
    d->db = NULL;
    return last;
}

static void a_power_cut_loses_nothing_acknowledged(void **state)
{
    struct desk *d = *state;
    int64_t last = 0;

    for (int i = 0; i < ROUNDS; i++) {
        last = look(d, until_the_cut(d, "", last));
        arena_reset(d->a);
    }
    assert_true(last > ROUNDS);
    print_message("# %d cuts, %lld complaints, none lost\n", ROUNDS, (long long)last);
}

/* The control: without syncs the same cuts do lose records, so the test above can fail. */
static void without_syncs_they_would_be_lost(void **state)
{
    struct desk *d = *state;
    struct complaint c;
    struct err *e = NULL;
    int i;

    for (i = 0; e == NULL && i < ROUNDS; i++) {
        int64_t last = until_the_cut(d, "PRAGMA synchronous = OFF", 0);
        e = db_open(d->folder, DB_READ, &d->db);
        if (e == NULL && last > 0)
            e = db_complaint_get(d->db, last, DB_NOW, &c);
        db_close(d->db);
        d->db = NULL;
    }
    assert_non_null(e);
    err_free(e);
    print_message("# lost at cut %d\n", i);
}

static sqlite3_vfs power;

static int setup(void **state)
{
    struct desk *d = mem_zero(sizeof *d);

    disk.random = 20261121;
    install(&power);
    d->a = arena_new();
    d->folder = mem_strdup("/tmp/cust-power-XXXXXX");
    assert_non_null(mkdtemp(d->folder));
    OK(db_create(d->folder, -1));
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct desk *d = *state;

    sqlite3_vfs_unregister(&power);
    store_help_remove(d->folder);
    free(d->folder);
    arena_free(d->a);
    free(d);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_power_cut_loses_nothing_acknowledged, setup, teardown),
        cmocka_unit_test_setup_teardown(without_syncs_they_would_be_lost, setup, teardown),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
