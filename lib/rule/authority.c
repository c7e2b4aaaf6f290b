#include "rule/authority.h"

bool authority_covers(const struct authority_role *role, struct str remedy, int64_t cost, int64_t bound)
{
    if (cost == 0)
        return true;
    if (role == NULL)
        return false;
    int64_t most = role->offer;
    for (size_t i = 0; i < role->nlimits; i++)
        if (str_is(remedy, role->limits[i].remedy))
            most = role->limits[i].most;
    return cost <= most && (role->month == AUTHORITY_FREE || bound <= role->month - cost);
}

bool authority_above(const struct authority_role *role, const struct authority_role *other)
{
    return role != NULL && (other == NULL || role->rank > other->rank);
}
