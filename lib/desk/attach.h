/* attach: files in a complaint's history: those that somebody attached, and those that came with a mail.
 *
 * Each is an `attached` event, and its number is its place among them, so it never changes.  A file that was attached
 * stands in the store; a part of a mail stands in the mail, which is kept whole, and is taken out of it (by cust-mime)
 * when somebody asks.  What a file is called is words: shown, never a path.
 */
#ifndef DESK_ATTACH_H
#define DESK_ATTACH_H

#include "desk/change.h"
#include "form/mailjson.h"

enum {
    ATTACH_MAX = 25 * 1024 * 1024, /* bytes of a file: as much as mail systems carry */
    ATTACH_NAME = 255              /* bytes of its name (NAME_MAX of limits.h) */
};

struct attach_file {
    struct str name; /* not empty */
    struct str bytes;
};

/* All of them in one transaction.  ERR_DATA for one that is too long. */
struct err *attach_files(struct desk *d, int64_t id, const struct attach_file *f, size_t n) ERR_CHECK;

/* The complaint in hand: one more file; and what came with the mail behind event `no`. */
struct err *attach_one(struct change *ch, const struct attach_file *f) ERR_CHECK;
struct err *attach_parts(struct change *ch, uint32_t no, const struct mail_attachment *parts,
                         size_t n) ERR_CHECK;

/* The same parts again behind event `no`, when the mail behind event `from_no` of `from` was put there. */
struct err *attach_parts_again(struct change *ch, uint32_t no, subject from, uint32_t from_no) ERR_CHECK;

/* The bytes of attachment `n` (from 1).  ERR_NOINPUT when there is none, or it was erased. */
struct err *attach_get(struct desk *d, int64_t id, uint32_t n, int64_t as_of, struct arena *a,
                       struct str *bytes) ERR_CHECK;

/* The bytes behind an `attached` event. */
struct err *attach_bytes(struct desk *d, const struct event *ev, struct arena *a,
                         struct str *bytes) ERR_CHECK;

#endif
