#include "rule/authority.h"

int64_t authority_most(const struct authority_role *role, struct str remedy)
{
    for (size_t i = 0; role != NULL && i < role->nlimits; i++)
        if (str_is(remedy, role->limits[i].remedy))
            return role->limits[i].most;
    return role != NULL ? role->offer : 0;
}

int64_t authority_left(const struct authority_role *role, int64_t bound)
{
    if (role == NULL)
        return 0;
    if (role->month == AUTHORITY_FREE)
        return AUTHORITY_FREE;
    return bound < role->month ? role->month - bound : 0;
}

bool authority_covers(const struct authority_role *role, struct str remedy, int64_t cost, int64_t bound)
{
    if (cost == 0)
        return true;
    return role != NULL && cost <= authority_most(role, remedy) && cost <= authority_left(role, bound);
}

bool authority_above(const struct authority_role *role, const struct authority_role *other)
{
    return role != NULL && (other == NULL || role->rank > other->rank);
}
