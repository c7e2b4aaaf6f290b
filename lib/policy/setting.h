/* setting: the table of every setting that a policy can have: its place, its type, and how it reads.
 *
 * The table is the one truth: checking, merging, the compiled form, showing and the names that are suggested all walk
 * it.  cust-policy(5) says the same for people; a test holds the two together.
 */
#ifndef POLICY_SETTING_H
#define POLICY_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* What a value is.  The first three hold others. */
enum setting_type {
    SETTING_MAP,   /* fixed keys: `sub`, `n` of them */
    SETTING_NAMED, /* entries under names of one's own (or of a vocabulary), each as `sub` says */
    SETTING_LIST,  /* any number of `sub`, in order */
    SETTING_VALUE  /* one text, read by `value` */
};

/* Reads one value: appends it to `out` in the one form in which it is kept, or appends to `why` what is wrong with it
 * and how to write it, and gives false.  `min` and `max` are the setting's own. */
typedef bool setting_value(struct str text, long min, long max, struct buf *out, struct buf *why);

/* Whether an entry of a SETTING_NAMED may have this name; if not, appends to `why`. */
typedef bool setting_name(struct str name, struct buf *why);

struct setting {
    const char *key; /* NULL for what a list or named entries are made of */
    enum setting_type type;
    bool removable; /* null takes it away; every named entry can be */
    bool made;      /* by compiling: no YAML may have it, and `policy show` writes it as comments */
    const struct setting *sub;
    size_t n;
    setting_value *value;
    long min, max;
    setting_name *name;
    const char *none;  /* the word for an empty list: "closed" */
    const char *about; /* the comment that `policy show` writes above it */
};

/* The whole policy: a SETTING_MAP. */
const struct setting *setting_root(void);

/* The setting of a map or of named entries under that key; NULL: there is none. */
const struct setting *setting_find(const struct setting *in, struct str key);

/* The key of the map that was probably meant, or NULL. */
const char *setting_near(const struct setting *map, struct str key);

#endif
