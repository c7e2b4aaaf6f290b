/* html: an HTML body as plain text, the way a person would retell it.
 *
 * Block elements become lines, <br> a line break, list items "- ", table cells are parted by a space, <blockquote>
 * lines begin with "> ", images give their alt text, links their text and, when the text does not show it, the
 * address in <>.  Scripts, styles, comments, titles and what is styled display:none are left out.
 */
#ifndef CUST_MIME_HTML_H
#define CUST_MIME_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum {
    HTML_MAX = 1024 * 1024, /* bytes of markup (embedded images not counted) and of text that are taken */
    HTML_TAG_MAX = 2048,    /* a longer tag loses its attributes: the parser compares each with each */
    HTML_DEPTH = 500,       /* of open elements; deeper, tags are just dropped */
    HTML_QUOTES = 20        /* most "> " in front of a line */
};

/* Once, before the sandbox closes. */
void html_load(void);

/* The charset that a <meta> near the top names, in `name`; false when none does. */
bool html_charset(struct str html, char *name, size_t size);

/* Adds the text of `html` (valid UTF-8) to `out`.  Sets FLAGS_LIMITS when something was cut. */
void html_add(struct buf *out, struct str html, unsigned *flags);

#endif
