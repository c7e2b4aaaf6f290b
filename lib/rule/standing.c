#include "rule/standing.h"

const char *standing_name(enum standing s)
{
    static const char *const names[] = {"difficult", "neutral", "loyal"};

    return names[s];
}

bool standing_came_difficult(const struct complaint *c)
{
    uint32_t hard = UINT32_C(1) << SIGNAL_ANGER | UINT32_C(1) << SIGNAL_HOSTILITY;

    return !c->voided && ((c->signals & hard) != 0 || c->reopened > 0);
}

enum standing standing_after(const struct complaint *c)
{
    if (c->status == STATUS_CLOSED && !c->voided && c->satisfied)
        return STANDING_LOYAL;
    return standing_came_difficult(c) ? STANDING_DIFFICULT : STANDING_NEUTRAL;
}
