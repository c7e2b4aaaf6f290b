#include "cmd/common/clock.h"

#include <time.h>

instant clock_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec;
}

/* A clock that is being set, or stands still, keeps nobody for long. */
void clock_pass(instant t)
{
    struct timespec now;

    for (int i = 0; i < 4; i++) {
        clock_gettime(CLOCK_REALTIME, &now);
        if (now.tv_sec != t)
            return;
        struct timespec rest = {0, 999999999 - now.tv_nsec};
        nanosleep(&rest, NULL);
    }
}
