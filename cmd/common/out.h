/* out: standard output, buffered, flushed and checked.
 *
 * A reader whose pipe was closed ends quietly: out_write() returns an error of code OUT_CLOSED, which
 * say_error() passes over and which ends the program with 0.  A writer (out_writing()) goes on with its work:
 * what it would have printed is dropped and out_write() returns NULL.  Any other failure is ERR_IO, also when
 * only the last flush finds it (a full disk, /dev/full).
 */
#ifndef COMMON_OUT_H
#define COMMON_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "form/form.h"

#define OUT_CLOSED ((enum err_code)0)

struct out;

/* Ended by out_end(), error or not. */
struct out *out_new(int fd);
/* The verb changes the store: a closed pipe must not stop it. */
void out_writing(struct out *o);

struct err *out_write(struct out *o, struct str bytes) ERR_CHECK;
struct err *out_printf(struct out *o, const char *fmt, ...) ERR_PRINTF(2, 3) ERR_CHECK;
/* What a person reads: escaped by text_show() when standard output is a terminal, as it is otherwise. */
struct err *out_text(struct out *o, struct str bytes) ERR_CHECK;
struct err *out_flush(struct out *o) ERR_CHECK;
/* Flushes, waits for the pager, checks, frees. */
struct err *out_end(struct out *o) ERR_CHECK;

/* Where a listing's rows go; `o` must outlive the listing. */
struct form_sink out_sink(struct out *o);

/* The same for a page of lines: on a terminal they are parted between words, as wrap_lines() does. */
struct err *out_lines(struct out *o, struct str bytes) ERR_CHECK;

bool out_is_terminal(const struct out *o);
/* Columns of the terminal: its own word, $COLUMNS, 80; 0 off a terminal. */
size_t out_width(const struct out *o);
/* Whether to colour: `choice` is --color's value (NULL is auto): auto is a terminal without NO_COLOR or
 * TERM=dumb. ERR_USAGE for another word. */
struct err *out_colour(const struct out *o, const char *choice, bool *colour) ERR_CHECK;

/* From here on through $PAGER (less with -FRX when unset; none when blank or "cat"), if standard output is a
 * terminal.  A pager that cannot be started is passed over. */
void out_page(struct out *o);

#endif
