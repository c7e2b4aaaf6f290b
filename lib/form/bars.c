#include "form/bars.h"

enum { EIGHTHS = 8 };

void bars_add(int64_t value, int64_t most, size_t width, struct buf *out)
{
    static const char *const part[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    if (value <= 0 || most <= 0)
        return;
    if (value > most)
        value = most;
    size_t steps = (size_t)((long double)value / (long double)most * (long double)(width * EIGHTHS) + 0.5L);
    if (steps == 0)
        steps = 1; /* what is there can be seen */
    for (size_t i = 0; i < steps / EIGHTHS; i++)
        buf_adds(out, "█");
    buf_adds(out, part[steps % EIGHTHS]);
}

void bars_spark(const int64_t *values, size_t n, struct buf *out)
{
    static const char *const steps[EIGHTHS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    int64_t most = 0;

    for (size_t i = 0; i < n; i++)
        if (values[i] > most)
            most = values[i];
    for (size_t i = 0; i < n; i++) {
        int64_t v = values[i] > 0 ? values[i] : 0;
        size_t step = most > 0 ? (size_t)((long double)v / (long double)most * (EIGHTHS - 1) + 0.5L) : 0;
        buf_adds(out, steps[step]);
    }
}
