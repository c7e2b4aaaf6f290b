/* db_file: the store as a file: where it is, who may use it, and how a new one is put in its place. */
#ifndef STORE_DB_FILE_H
#define STORE_DB_FILE_H

#include <stdint.h>

#include "base/err.h"

#define DB_FILE_NAME "cust.db"

/* The store of a folder, links resolved (free()), after looking at it from outside: there, a file, not empty, ours to
 * write, closed to others, on a disk of this machine. */
struct err *db_file_find(const char *folder, char **path) ERR_CHECK;

/* ERR_UNAVAILABLE for NFS, SMB, AFS and their like, where locks and syncs are not to be relied on.  Of FUSE systems
 * those that are known to be local are taken. */
struct err *db_file_local(const char *path) ERR_CHECK;
/* The same by the number of statfs(2) and, for FUSE, the name of /proc/self/mountinfo: what is wrong, or NULL. */
const char *db_file_remote_name(int64_t type, const char *fuse);

/* A name beside `path` that does not exist yet (free()). */
char *db_file_beside(const char *path, const char *what);

/* Brings a finished file to its name: synced, never over another (ERR_CANTCREATE), and the folder synced.  On an error
 * the file is taken away. */
struct err *db_file_place(const char *temporary, const char *path) ERR_CHECK;

#endif
