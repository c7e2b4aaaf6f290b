#include "store/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"

/* --- network file systems ---------------------------------------------------------------------------------------- */

#define FUSE_TYPE 0x65735546

/* statfs(2) names them; 9p is what virtual machines and WSL mount their host's folders with. */
static const struct {
    uint32_t type;
    const char *name;
} remote[] = {
    {0x6969, "NFS"},      {0x517b, "SMB"},        {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB2"}, {0x01021997, "9p"},     {0x5346414f, "AFS"},
    {0x6b414653, "AFS"},  {0x73757245, "Coda"},   {0x00c36400, "Ceph"},
    {0x564c, "NCP"},      {0x0bd00bd0, "Lustre"}, {0x7461636f, "OCFS2"},
    {0x01161970, "GFS2"}, {0x47504653, "GPFS"},   {0x786f4256, "a virtual machine's shared folder"}};

static const char *const local_fuse[] = {"fuseblk",        "fuse.ntfs-3g",    "fuse.fuse-overlayfs",
                                         "fuse.gocryptfs", "fuse.cryfs",      "fuse.encfs",
                                         "fuse.bindfs",    "fuse.exfat-fuse", "fuse.mergerfs"};

const char *db_file_remote_name(int64_t type, const char *fuse)
{
    for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++)
        if (remote[i].type == (uint32_t)type)
            return remote[i].name;
    if ((uint32_t)type != FUSE_TYPE)
        return NULL;
    for (size_t i = 0; i < sizeof local_fuse / sizeof local_fuse[0]; i++)
        if (strcmp(local_fuse[i], fuse) == 0)
            return NULL;
    return fuse[0] != '\0' ? fuse : "FUSE";
}

/* Whether a line of mountinfo is of this device; lines are as proc(5) has them:
 * "36 35 98:0 /root /point options - type source". */
static bool is_of_device(const char *line, dev_t device)
{
    char *p = NULL;

    (void)strtoul(line, &p, 10);
    (void)strtoul(p, &p, 10);
    unsigned long big = strtoul(p, &p, 10);
    return *p == ':' && big == major(device) && strtoul(p + 1, NULL, 10) == minor(device);
}

/* The type's name of the mount with this device; "" when it is not found. */
static void mount_type(dev_t device, char out[64])
{
    FILE *f = fopen("/proc/self/mountinfo", "re");
    char line[4096];

    out[0] = '\0';
    while (f != NULL && out[0] == '\0' && fgets(line, sizeof line, f) != NULL) {
        const char *tail = strstr(line, " - ");
        if (tail != NULL && is_of_device(line, device))
            snprintf(out, 64, "%.*s", (int)strcspn(tail + 3, " \n"), tail + 3);
    }
    if (f != NULL)
        fclose(f);
}

struct err *db_file_local(const char *path)
{
    struct statfs fs;
    struct stat st;
    char fuse[64] = "";

    if (statfs(path, &fs) != 0 || stat(path, &st) != 0)
        return err_errno(ERR_IO, path, "cannot tell which file system this is");
    if ((uint32_t)fs.f_type == FUSE_TYPE)
        mount_type(st.st_dev, fuse);
    const char *name = db_file_remote_name((int64_t)fs.f_type, fuse);
    if (name == NULL)
        return NULL;
    return err_new(
        ERR_UNAVAILABLE, path,
        "the store is on a network file system (%s), where records can be lost; put the desk on a disk of "
        "this machine",
        name);
}

/* --- finding a store --------------------------------------------------------------------------------------------- */

static struct err *missing(const char *folder, const char *path)
{
    struct stat st;

    if (errno == EACCES)
        return err_errno(ERR_NOPERM, path, "the desk's folder is closed to you; ask its owner");
    if (errno == ENOTDIR || (stat(folder, &st) == 0 && !S_ISDIR(st.st_mode)))
        return err_new(ERR_DATA, folder,
                       "a desk is a folder and this is a file; name the folder that holds " DB_FILE_NAME);
    if (errno == ENAMETOOLONG)
        return err_new(ERR_NOINPUT, NULL,
                       "no desk is in a folder whose name has %zu bytes: no name is as long; check it",
                       strlen(folder));
    if (errno != ENOENT)
        return err_errno(ERR_IO, path, "cannot look at the store");
    return err_new(ERR_NOINPUT, folder,
                   "no desk is here; make one with cust-log init --desk %s, or check the name", folder);
}

/* The file or folder that keeps out whom it belongs to needs no asking. */
static struct err *own(const char *path, const struct stat *st, mode_t mode, const char *rights)
{
    if (st->st_uid != getuid() || (st->st_mode & mode) == mode)
        return NULL;
    return err_new(
        ERR_NOPERM, path,
        "this is yours, but its mode %03o keeps even you from writing it, and a store must be written "
        "even to be read (a crash may have to be mended); run chmod %s %s",
        (unsigned)(st->st_mode & 0777), rights, path);
}

/* Why the store cannot be written by whoever asks. */
static struct err *closed(const char *folder, const char *path, const struct stat *dir, const struct stat *st)
{
    if (errno == EROFS)
        return err_new(
            ERR_NOPERM, path,
            "the file system is mounted to be read only, and a store must be written even to be read "
            "(a crash may have to be mended); copy the desk elsewhere");
    struct err *e = own(path, st, 0600, "u+rw");
    if (e == NULL)
        e = own(folder, dir, 0700, "u+rwx");
    if (e != NULL)
        return e;
    return err_new(
        ERR_NOPERM, path,
        "the store belongs to user %ld and you may not write it; ask its owner for a desk of your group "
        "(cust-log init --group)",
        (long)st->st_uid);
}

static struct err *permissions(const char *folder, const char *path, const struct stat *st)
{
    struct stat dir;

    if (stat(folder, &dir) != 0)
        return err_errno(ERR_IO, folder, "cannot look at the desk's folder");
    if ((st->st_mode & S_IWOTH) != 0 || ((st->st_mode & S_IROTH) != 0 && (dir.st_mode & S_IXOTH) != 0))
        return err_new(ERR_NOPERM, path,
                       "everybody on this machine may read customers' words here; run chmod o= %s", path);
    if ((dir.st_mode & S_IWOTH) != 0)
        return err_new(ERR_NOPERM, folder,
                       "everybody on this machine may change this folder; run chmod o-w %s", folder);
    if (access(path, R_OK | W_OK) != 0 || access(folder, R_OK | W_OK | X_OK) != 0)
        return closed(folder, path, &dir, st);
    return NULL;
}

static struct err *look(const char *folder, const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return missing(folder, path);
    if (S_ISDIR(st.st_mode))
        return err_new(ERR_DATA, path, "a folder stands where the store should be; move it away");
    if (!S_ISREG(st.st_mode))
        return err_new(ERR_DATA, path, "the store is no plain file; move it away");
    if (st.st_size == 0)
        return err_new(ERR_DATA, path, "the store is an empty file; restore a backup, or remove it");
    return permissions(folder, path, &st);
}

struct err *db_file_find(const char *folder, char **path)
{
    char *name = mem_printf("%s/" DB_FILE_NAME, folder);
    struct err *e = look(folder, name);

    *path = NULL;
    if (e == NULL)
        e = db_file_local(name);
    if (e == NULL && (*path = realpath(name, NULL)) == NULL)
        e = err_errno(ERR_IO, name, "cannot follow the store's name");
    free(name);
    return e;
}

/* --- putting a new one in place ---------------------------------------------------------------------------------- */

char *db_file_beside(const char *path, const char *what)
{
    char *name = NULL;

    for (int i = 0; name == NULL; i++) {
        name = mem_printf("%s.%s-%ld-%d", path, what, (long)getpid(), i);
        if (access(name, F_OK) == 0 && i < 10000) {
            free(name);
            name = NULL;
        }
    }
    return name;
}

static struct err *sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);

    if (fd < 0)
        return err_errno(ERR_CANTCREATE, path, "cannot open it to bring it to the disk");
    struct err *e = fsync(fd) != 0 ? err_errno(ERR_CANTCREATE, path, "cannot bring it to the disk") : NULL;
    close(fd);
    return e;
}

static struct err *sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash == NULL ? mem_strdup(".") : mem_dup(path, slash == path ? 1 : (size_t)(slash - path));
    struct err *e = sync_path(folder, O_RDONLY | O_DIRECTORY);

    free(folder);
    return e;
}

static struct err *give_name(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0) {
        unlink(temporary);
        return NULL;
    }
    if (errno == EEXIST)
        return err_new(ERR_CANTCREATE, path,
                       "a file of this name is already here; choose another, or move it away");
    /* A file system without hard links: the narrow gap between looking and renaming is what it can do. */
    if ((errno == EPERM || errno == EOPNOTSUPP) && access(path, F_OK) != 0 && rename(temporary, path) == 0)
        return NULL;
    return err_errno(ERR_CANTCREATE, path, "cannot give the new file its name");
}

struct err *db_file_place(const char *temporary, const char *path)
{
    struct err *e = sync_path(temporary, O_RDWR);

    if (e == NULL)
        e = give_name(temporary, path);
    if (e != NULL)
        unlink(temporary);
    return e != NULL ? e : sync_folder_of(path);
}
