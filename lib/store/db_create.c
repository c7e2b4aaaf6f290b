#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/db_file.h"
#include "store/db_schema.h"

enum { IDENTITY = 16 };

static struct err *make_folder(const char *path, mode_t mode, bool *made)
{
    *made = mkdir(path, mode) == 0;
    if (*made || errno == EEXIST)
        return NULL;
    return err_errno(ERR_CANTCREATE, path, "cannot make the folder");
}

/* ~/.local and ~/.local/share may be missing for a new user; XDG says to make them 0700. */
static struct err *make_parents(const char *folder)
{
    static const char *const parts[] = {"/.local", "/.local/share"};
    struct err *e = NULL;
    const char *at = strstr(folder, "/.local/share/");
    bool made;

    for (size_t i = 0; e == NULL && at != NULL && strchr(at + strlen("/.local/share/"), '/') == NULL && i < 2;
         i++) {
        char *parent = mem_printf("%.*s%s", (int)(at - folder), folder, parts[i]);
        e = make_folder(parent, 0700, &made);
        free(parent);
    }
    return e;
}

static struct err *folder_for(const char *folder, int64_t gid)
{
    bool made = false;
    struct stat st;
    struct err *e = make_parents(folder);

    if (e == NULL)
        e = make_folder(folder, 0700, &made);
    if (e != NULL)
        return e;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_new(ERR_CANTCREATE, folder, "a desk is a folder and this is none; choose another name");
    if (gid != -1 && (chown(folder, (uid_t)-1, (gid_t)gid) != 0 || chmod(folder, 02770) != 0))
        return err_errno(ERR_CANTCREATE, folder, "cannot give the folder to the group");
    return NULL;
}

static struct err *empty_file(const char *path, int64_t gid)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct err *e = NULL;

    if (fd < 0)
        return err_errno(ERR_CANTCREATE, path, "cannot make the store");
    if (gid != -1 && (fchown(fd, (uid_t)-1, (gid_t)gid) != 0 || fchmod(fd, 0660) != 0))
        e = err_errno(ERR_CANTCREATE, path, "cannot give the store to the group");
    close(fd);
    return e;
}

static void identity(char out[2 * IDENTITY + 1])
{
    unsigned char random[IDENTITY];

    sqlite3_randomness(IDENTITY, random);
    for (int i = 0; i < IDENTITY; i++)
        snprintf(out + 2 * i, 3, "%02x", random[i]);
}

/* No journal: the file has no name yet that anybody would open, and is synced as a whole. */
static struct err *fill(const char *path)
{
    sqlite3 *sql = NULL;
    char id[2 * IDENTITY + 1];
    struct err *e = NULL;

    identity(id);
    char *head = mem_printf("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-8';"
                            "PRAGMA application_id = %d; BEGIN",
                            DB_APPLICATION_ID);
    char *tail = mem_printf("INSERT INTO meta (key, value) VALUES ('identity', '%s');"
                            "PRAGMA user_version = %d; COMMIT",
                            id, DB_VERSION);
    if (sqlite3_open_v2(path, &sql, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(sql, head, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(sql, db_schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(sql, tail, NULL, NULL, NULL) != SQLITE_OK) {
        int rc = sqlite3_errcode(sql) & 0xff;
        e = err_new(rc == SQLITE_FULL || rc == SQLITE_IOERR ? ERR_TEMP : ERR_CANTCREATE, path,
                    "cannot write the new store: %s", sqlite3_errmsg(sql));
    }
    sqlite3_close(sql);
    free(head);
    free(tail);
    return e;
}

struct err *db_create(const char *folder, int64_t gid)
{
    char *path = mem_printf("%s/" DB_FILE_NAME, folder);
    char *temporary = NULL;
    struct err *e = NULL;

    if (access(path, F_OK) == 0) {
        e = err_new(ERR_CANTCREATE, path, "a store is already here");
        goto done;
    }
    e = folder_for(folder, gid);
    if (e == NULL)
        e = db_file_local(folder);
    if (e != NULL)
        goto done;
    temporary = db_file_beside(path, "new");
    e = empty_file(temporary, gid);
    if (e == NULL)
        e = fill(temporary);
    if (e == NULL)
        e = db_file_place(temporary, path);
    else
        unlink(temporary);
done:
    free(temporary);
    free(path);
    return e;
}
