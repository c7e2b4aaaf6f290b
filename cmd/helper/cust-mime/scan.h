/* scan: a message cut, before it is parsed, to what a parser can bear.
 *
 * A MIME parser makes an object of every header and part, looks each boundary up in a stack, and walks parameters in
 * quadratic time; a stranger can send half a million of each.  So one linear pass over the raw bytes keeps only the
 * headers that the helper reads, and cuts the message where a limit is passed.  The pass sees at least every header
 * block and delimiter line that a parser sees (it may see more), so what it lets through is bounded.
 */
#ifndef CUST_MIME_SCAN_H
#define CUST_MIME_SCAN_H

#include "base/buf.h"
#include "base/str.h"

enum {
    SCAN_SLACK = 8,                /* bytes that the caller leaves free at the buffer's front */
    SCAN_HEADER_LINES = 2000,      /* header lines at the top beyond which "limits" is said */
    SCAN_HEADER_BYTES = 32 * 1024, /* longest single header that is kept */
    SCAN_SAME_HEADER = 4,          /* how often To and Cc are kept; of any other header only the first */
    SCAN_PARTS = 1000,             /* delimiter lines */
    SCAN_CONTAINERS = 200,         /* multipart and message parts, so also the greatest depth */
    SCAN_DASH_WORK = 1000000, /* lines that begin with two dashes, each times the parts that may be open */
    SCAN_STRAY = 1024 * 1024, /* bytes of a multipart that stand in no part */
    SCAN_BLOCK_LINES = 500,   /* header lines of one part */
    SCAN_BLOCK_BYTES = 32 * 1024, /* header bytes of one part */
    SCAN_ALL_BLOCKS = 512 * 1024  /* header bytes of all parts */
};

struct scan {
    struct str message; /* what to parse: inside the buffer; starts with headers and an empty line */
    /* The address of an mbox "From " line, or empty; inside the buffer's own copy below. */
    struct str envelope;
    char envelope_bytes[256];
    unsigned flags; /* FLAGS_LIMITS, FLAGS_PARTIAL */
};

/* Cuts the raw message that stands in b from SCAN_SLACK on, in place. */
void scan_cut(struct buf *b, struct scan *out);

#endif
