/* tty: questions to the person at the terminal, on /dev/tty only; standard input stays for data. */
#ifndef COMMON_TTY_H
#define COMMON_TTY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Whether there is a terminal to ask. */
bool tty_there(void);

/* Columns of the terminal behind a descriptor; 0 when it is none, or does not know. */
size_t tty_width(int fd);

/* Asks until y or n is answered; an end of file is no.  ERR_USAGE without a terminal. */
struct err *tty_ask(const char *question, bool *yes) ERR_CHECK;

/* Asks and gives the line that is answered, without its end; *there is false at an end of file or without a terminal.
 * Longer lines are cut. */
void tty_line(const char *question, char *line, size_t size, bool *there);

#endif
