/* remind_road: what stdout and mail have in common with each other: a group of reminders, marked once they are told. */
#ifndef DESK_REMIND_ROAD_H
#define DESK_REMIND_ROAD_H

#include "desk/remind.h"
#include "store/db_remind.h"

/* Reminders of one recipient, by batch, then due time. */
struct remind_group {
    const struct db_reminder *of;
    size_t n;
    struct str recipient; /* login; empty: nobody's */
};

/* Tells the rows one by one, marking them when they are delivered. */
struct err *remind_road_rows(struct desk *d, const struct remind *r, const struct remind_group *g,
                             int64_t *told) ERR_CHECK;

/* Sends them, a letter for each batch. */
struct err *remind_road_letters(struct desk *d, const struct remind *r, const struct remind_group *g,
                                int64_t *told) ERR_CHECK;

#endif
