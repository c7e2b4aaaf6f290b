/* mailjson: what cust-mime says of a message, as a struct. */
#ifndef FORM_MAILJSON_H
#define FORM_MAILJSON_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct mail_address {
    struct str name; /* may be empty */
    struct str address;
};

struct mail_attachment {
    struct str name; /* as the sender wrote it; may be empty; never a path to use */
    struct str type;
    long long size; /* bytes, decoded */
};

enum mail_auto { MAIL_PERSON, MAIL_AUTO_REPLY, MAIL_BOUNCE, MAIL_LIST };

enum mail_flag {
    MAIL_PARTIAL = 1 << 0,      /* the form is broken; what could be read was read */
    MAIL_CHARSET = 1 << 1,      /* text was not in its declared charset */
    MAIL_LIMITS = 1 << 2,       /* something was cut because there was too much of it */
    MAIL_NO_SANDBOX = 1 << 3,   /* this kernel has no full sandbox */
    MAIL_ENCRYPTED = 1 << 4,    /* the words are inside an encrypted part */
    MAIL_FROM_GUESSED = 1 << 5, /* no usable From; the sender comes from another header */
    MAIL_HTML = 1 << 6,         /* the text was made from HTML */
    MAIL_FORWARDED = 1 << 7     /* the text is that of an enclosed message */
};

enum { MAIL_DIGEST = 32 };

struct mail_in {
    unsigned char digest[MAIL_DIGEST]; /* SHA-256 of what makes two copies of a message the same one */
    struct str message_id;             /* without <>; empty when there is none */
    struct str *in_reply_to, *references;
    size_t n_in_reply_to, n_references;
    struct mail_address from, reply_to; /* address empty: none */
    struct mail_address *to, *cc;
    size_t n_to, n_cc;
    instant date;       /* INSTANT_NONE: not said, or nonsense */
    struct str subject; /* may be empty */
    struct str text;    /* the whole text, UTF-8 */
    struct str own; /* only the sender's own words: without quotations, signature, disclaimer; may be empty */
    struct mail_attachment *attachments;
    size_t n_attachments;
    enum mail_auto class;
    struct str list_id; /* of the mailing list that it came by; may be empty */
    unsigned flags; /* enum mail_flag; flags of a later version that this one does not know are passed over */
};

/* "person", "auto-reply", "bounce" or "list": what the store calls a class. */
const char *mailjson_class(int class);

/* Reads the JSON that cust-mime wrote; all texts live in the arena.  ERR_UNAVAILABLE when it is no such JSON, or of
 * a version that this one cannot read: then the helper and the tool are not of one installation. */
struct err *mailjson_read(struct str json, struct arena *a, struct mail_in *out) ERR_CHECK;

#endif
