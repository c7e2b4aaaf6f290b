#include "store/db_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db_file.h"
#include "store/db_stmt.h"

/* The page copy says why it failed on the target's side. */
static struct err *copy_error(sqlite3 *to, const char *path)
{
    int rc = sqlite3_errcode(to) & 0xff;
    int os = sqlite3_system_errno(to);

    if (rc == SQLITE_FULL || os == ENOSPC || os == EDQUOT || os == EFBIG)
        return err_new(ERR_TEMP, path, "the disk is full; no copy was made");
    if (rc == SQLITE_BUSY)
        return err_new(ERR_TEMP, path, "the store stayed locked by another program; try again");
    return err_new(ERR_CANTCREATE, path, "cannot write the copy: %s", sqlite3_errmsg(to));
}

/* In one step: a copy in several would start again at every write in between. */
static struct err *copy(struct db *db, const char *path)
{
    sqlite3 *to = NULL;
    struct err *e = NULL;

    if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL) !=
            SQLITE_OK) {
        e = copy_error(to, path);
    } else {
        sqlite3_backup *b = sqlite3_backup_init(to, "main", db->sql, "main");
        if (b != NULL)
            sqlite3_backup_step(b, -1);
        if (b == NULL || sqlite3_backup_finish(b) != SQLITE_OK)
            e = copy_error(to, path);
    }
    sqlite3_close(to);
    return e;
}

/* Made before anything is read: a folder that is not there is said at once, by the name that was given. */
static struct err *empty_file(const char *temporary, const char *path)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_errno(errno == EACCES ? ERR_NOPERM : ERR_CANTCREATE, path, "cannot make the copy");
    close(fd);
    return NULL;
}

struct err *db_backup(struct db *db, const char *path, int64_t *held_ms)
{
    int64_t last = 0, began;

    if (access(path, F_OK) == 0)
        return err_new(ERR_CANTCREATE, path,
                       "a file of this name is already here; choose another, or move it away");
    char *temporary = db_file_beside(path, "new");
    struct err *e = empty_file(temporary, path);
    if (e != NULL)
        goto done;
    e = db_stmt_page(db);
    began = db_stmt_clock();
    if (e == NULL)
        e = db_stmt_one(db, SQL_TX_LAST, &last, ""); /* takes the lock, waiting as long as any reader would */
    if (e == NULL)
        e = copy(db, temporary);
    db_stmt_page_end(db);
    if (held_ms != NULL)
        *held_ms = db_stmt_clock() - began;
    if (e != NULL)
        unlink(temporary);
    else
        e = db_file_place(temporary, path);
done:
    free(temporary);
    return e;
}
