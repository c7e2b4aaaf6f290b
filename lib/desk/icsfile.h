/* icsfile: a calendar file, read by the helper that may be deceived by it and by nobody else. */
#ifndef DESK_ICSFILE_H
#define DESK_ICSFILE_H

#include "base/buf.h"
#include "base/err.h"

/* For struct holidays_files: the days of the file at `path`, from ten years ago until ten years ahead.  The context is
 * the struct desk_place.  ERR_NOINPUT, ERR_DATA (longer than 1 MiB) or ERR_UNAVAILABLE. */
struct err *icsfile_days(void *context, const char *path, struct buf *out) ERR_CHECK;

#endif
