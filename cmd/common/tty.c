#include "cmd/common/tty.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/text.h"

static int tty_open(void)
{
    return open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

bool tty_there(void)
{
    int fd = tty_open();

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

size_t tty_width(int fd)
{
    struct winsize size = {0};

    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* 1 yes, 0 no, -1 something else. */
static int answer(const char *line)
{
    struct str s = str_trim(str_of(line));

    if (str_is(s, "y") || str_is(s, "Y") || str_is(s, "yes"))
        return 1;
    if (str_is(s, "n") || str_is(s, "N") || str_is(s, "no"))
        return 0;
    return -1;
}

struct err *tty_ask(const char *question, bool *yes)
{
    int fd = tty_open();
    FILE *tty = fd >= 0 ? fdopen(fd, "r+") : NULL;
    struct buf shown = {0};
    char line[64];
    int a = -1;

    *yes = false;
    if (tty == NULL)
        return err_new(ERR_USAGE, NULL, "there is no terminal to ask on; --yes answers yes to everything");
    text_show(str_of(question), &shown);
    while (a < 0) {
        fprintf(tty, "%s [y/n] ", shown.p);
        fflush(tty);
        if (fgets(line, sizeof line, tty) == NULL)
            break;
        a = answer(line);
        fseek(tty, 0, SEEK_CUR); /* between reading and writing, C11 7.21.5.3 */
    }
    *yes = a == 1;
    fclose(tty);
    buf_free(&shown);
    return NULL;
}

void tty_line(const char *question, char *line, size_t size, bool *there)
{
    int fd = tty_open();
    FILE *tty = fd >= 0 ? fdopen(fd, "r+") : NULL;
    struct buf shown = {0};

    *there = false;
    if (tty == NULL)
        return;
    text_show(str_of(question), &shown);
    fputs(shown.p, tty);
    fflush(tty);
    fseek(tty, 0, SEEK_CUR);
    *there = fgets(line, (int)size, tty) != NULL;
    if (*there)
        line[strcspn(line, "\n")] = '\0';
    fclose(tty);
    buf_free(&shown);
}
