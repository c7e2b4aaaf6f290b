/* flags: what a reader must know about how far to trust a parse. */
#ifndef CUST_MIME_FLAGS_H
#define CUST_MIME_FLAGS_H

enum flags {
    FLAGS_PARTIAL = 1 << 0, /* "parse-partial": the form is broken; what could be read was read */
    FLAGS_CHARSET = 1 << 1, /* "charset-guessed": text was not in its declared charset, or in none we know */
    FLAGS_LIMITS = 1 << 2,  /* "limits": something was cut because there was too much of it */
    FLAGS_SANDBOX = 1 << 3, /* "no-sandbox": this kernel lacks Landlock or seccomp; rlimits only */
    FLAGS_ENCRYPTED = 1 << 4,    /* "encrypted": the words are inside an encrypted part */
    FLAGS_FROM_GUESSED = 1 << 5, /* "from-guessed": no usable From; the sender comes from another header */
    FLAGS_HTML = 1 << 6,         /* "html": the text was made from HTML */
    FLAGS_FORWARDED = 1 << 7     /* "forwarded": the text is that of an enclosed message */
};

#endif
