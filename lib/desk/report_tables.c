#include "desk/report_tables.h"

#define B(fact) REPORT_BIT(REPORT_##fact)

#define PROMISES_ENDED (B(KEPT) | B(KEPT_LATE) | B(BROKEN))
#define RESPONSES (B(RESPONSE_MET) | B(RESPONSE_MISSED))
#define RESOLUTIONS (B(RESOLUTION_MET) | B(RESOLUTION_MISSED))
#define DEADLINES_MET (B(RESPONSE_MET) | B(UPDATE_MET) | B(RESOLUTION_MET))
#define DEADLINES_MISSED (B(RESPONSE_MISSED) | B(UPDATE_MISSED) | B(RESOLUTION_MISSED))
#define DEADLINES (DEADLINES_MET | DEADLINES_MISSED)

/* The summary's figures: each stands twice, for the period (p is 0) and the one before (1). */
#define FIGURES(p)                                                                                           \
    {"received", REPORT_COUNT, p, B(RECEIVED), 0}, {"P1 received", REPORT_COUNT, p, B(P1), 0},               \
        {"P2 received", REPORT_COUNT, p, B(P2), 0}, {"P3 received", REPORT_COUNT, p, B(P3), 0},              \
        {"P4 received", REPORT_COUNT, p, B(P4), 0}, {"anger", REPORT_COUNT, p, B(ANGER), 0},                 \
        {"hostility", REPORT_COUNT, p, B(HOSTILITY), 0}, {"safety", REPORT_COUNT, p, B(SAFETY), 0},          \
        {"legal", REPORT_COUNT, p, B(LEGAL), 0}, {"churn", REPORT_COUNT, p, B(CHURN), 0},                    \
        {"urgency", REPORT_COUNT, p, B(URGENCY), 0}, {"publicity", REPORT_COUNT, p, B(PUBLICITY), 0},        \
        {"vulnerable", REPORT_COUNT, p, B(VULNERABLE), 0},                                                   \
        {"repeat within 90 days", REPORT_COUNT, p, B(REPEAT), 0},                                            \
        {"repeat within 90 days, percent", REPORT_PERCENT, p, B(REPEAT), B(RECEIVED)},                       \
        {"again after a fix", REPORT_COUNT, p, B(RECURRED), 0},                                              \
        {"resolved", REPORT_COUNT, p, B(RESOLVED), 0},                                                       \
        {"resolved with a cause", REPORT_COUNT, p, B(CAUSED), 0},                                            \
        {"resolved with a cause, percent", REPORT_PERCENT, p, B(CAUSED), B(RESOLVED)},                       \
        {"closed", REPORT_COUNT, p, B(CLOSED), 0}, {"reopened", REPORT_COUNT, p, B(REOPENED), 0},            \
        {"void", REPORT_COUNT, p, B(VOIDED), 0}, {"satisfied", REPORT_COUNT, p, B(SATISFIED), 0},            \
        {"not satisfied", REPORT_COUNT, p, B(UNSATISFIED), 0},                                               \
        {"satisfied, percent", REPORT_PERCENT, p, B(SATISFIED), B(SATISFIED) | B(UNSATISFIED)},              \
        {"satisfaction, average of 1 to 5", REPORT_AVERAGE, p, B(SCORED), 0},                                \
        {"remedies given", REPORT_COUNT, p, B(GIVEN), 0},                                                    \
        {"remedies given, sum", REPORT_SUM, p, B(GIVEN), 0},                                                 \
        {"remedies that worked", REPORT_COUNT, p, B(WORKED), 0},                                             \
        {"late payments outstanding", REPORT_COUNT, p, B(OWING), 0},                                         \
        {"late payments outstanding, sum", REPORT_SUM, p, B(OWING), 0},                                      \
        {"praise", REPORT_COUNT, p, B(PRAISED), 0}, {"escalations", REPORT_COUNT, p, B(ESCALATED), 0},       \
        {"abuse of staff", REPORT_COUNT, p, B(ABUSED), 0},                                                   \
        {"support given", REPORT_COUNT, p, B(SUPPORTED), 0},                                                 \
        {"difficult customers", REPORT_COUNT, p, B(DIFFICULT), 0},                                           \
        {"won back", REPORT_COUNT, p, B(WON_BACK), 0},                                                       \
        {"won back, percent", REPORT_PERCENT, p, B(WON_BACK), B(DIFFICULT)},                                 \
        {"open at the end", REPORT_COUNT, p, B(OPEN), 0}, {"late at the end", REPORT_COUNT, p, B(LATE), 0},  \
        {"waiting at the end", REPORT_COUNT, p, B(WAITING), 0},                                              \
        {"unowned at the end", REPORT_COUNT, p, B(UNOWNED), 0},                                              \
        {"unanswered and late", REPORT_COUNT, p, B(UNANSWERED), 0},                                          \
        {"without next step", REPORT_COUNT, p, B(WITHOUT_STEP), 0},                                          \
        {"first response, median minutes", REPORT_MEDIAN, p, B(ANSWERED), 0},                                \
        {"first response, 90th percentile", REPORT_P90, p, B(ANSWERED), 0},                                  \
        {"first response, median business minutes", REPORT_BUSINESS_MEDIAN, p, B(ANSWERED), 0},              \
        {"first response, 90th percentile, business", REPORT_BUSINESS_P90, p, B(ANSWERED), 0},               \
        {"first response in time, percent", REPORT_PERCENT, p, B(RESPONSE_MET), RESPONSES | B(UNANSWERED)},  \
        {"resolution, median minutes", REPORT_MEDIAN, p, B(RESOLVED), 0},                                    \
        {"resolution, 90th percentile", REPORT_P90, p, B(RESOLVED), 0},                                      \
        {"resolution, median business minutes", REPORT_BUSINESS_MEDIAN, p, B(RESOLVED), 0},                  \
        {"resolution, 90th percentile, business", REPORT_BUSINESS_P90, p, B(RESOLVED), 0},                   \
        {"resolution in time, percent", REPORT_PERCENT, p, B(RESOLUTION_MET), RESOLUTIONS},                  \
        {"promises kept", REPORT_COUNT, p, B(KEPT), 0}, {"promises late", REPORT_COUNT, p, B(KEPT_LATE), 0}, \
        {"promises broken", REPORT_COUNT, p, B(BROKEN), 0},                                                  \
        {"promises moved", REPORT_COUNT, p, B(MOVED), 0},                                                    \
    {                                                                                                        \
        "promises kept, percent", REPORT_PERCENT, p, B(KEPT), PROMISES_ENDED                                 \
    }

static const struct report_column summary[] = {FIGURES(0), FIGURES(1)};

static const struct report_column promises[] = {
    {"KEPT", REPORT_COUNT, 0, B(KEPT), 0},
    {"LATE", REPORT_COUNT, 0, B(KEPT_LATE), 0},
    {"BROKEN", REPORT_COUNT, 0, B(BROKEN), 0},
    {"MOVED", REPORT_COUNT, 0, B(MOVED), 0},
    {"PERCENT", REPORT_PERCENT, 0, B(KEPT), PROMISES_ENDED},
    {"BEFORE", REPORT_PERCENT, 1, B(KEPT), PROMISES_ENDED},
    {"OPEN", REPORT_COUNT, 0, B(PROMISE_OPEN), 0},
    {"OVERDUE", REPORT_COUNT, 0, B(PROMISE_OVERDUE), 0},
};

static const struct report_column deadlines[] = {
    {"MET", REPORT_COUNT, 0, DEADLINES_MET, 0},
    {"MISSED", REPORT_COUNT, 0, DEADLINES_MISSED, 0},
    {"PERCENT", REPORT_PERCENT, 0, DEADLINES_MET, DEADLINES},
    {"BEFORE", REPORT_PERCENT, 1, DEADLINES_MET, DEADLINES},
    {"MEDIAN", REPORT_MEDIAN, 0, DEADLINES, 0},
    {"P90", REPORT_P90, 0, DEADLINES, 0},
    {"BUSINESS_MEDIAN", REPORT_BUSINESS_MEDIAN, 0, DEADLINES, 0},
    {"BUSINESS_P90", REPORT_BUSINESS_P90, 0, DEADLINES, 0},
    {"OPEN", REPORT_COUNT, 0, B(DEADLINE_OPEN), 0},
    {"OVERDUE", REPORT_COUNT, 0, B(DEADLINE_OVERDUE), 0},
};

static const struct report_column staff[] = {
    {"SATISFIED", REPORT_COUNT, 0, B(SATISFIED), 0}, {"WON_BACK", REPORT_COUNT, 0, B(WON_BACK), 0},
    {"KEPT", REPORT_COUNT, 0, B(KEPT), 0},           {"RESOLVED", REPORT_COUNT, 0, B(RESOLVED), 0},
    {"BEFORE", REPORT_COUNT, 1, B(RESOLVED), 0},     {"REOPENED", REPORT_COUNT, 0, B(REOPENED), 0},
    {"KEPT_LATE", REPORT_COUNT, 0, B(KEPT_LATE), 0}, {"BROKEN", REPORT_COUNT, 0, B(BROKEN), 0},
    {"OPEN", REPORT_COUNT, 0, B(OPEN), 0},           {"OVERDUE", REPORT_COUNT, 0, B(LATE), 0},
    {"PRAISE", REPORT_COUNT, 0, B(PRAISED), 0},
};

static const struct report_column customers[] = {
    {"RECEIVED", REPORT_COUNT, 0, B(RECEIVED), 0}, {"BEFORE", REPORT_COUNT, 1, B(RECEIVED), 0},
    {"OPEN", REPORT_COUNT, 0, B(OPEN), 0},         {"ANGER", REPORT_COUNT, 0, B(ANGER), 0},
    {"REOPENED", REPORT_COUNT, 0, B(REOPENED), 0}, {"SATISFIED", REPORT_COUNT, 0, B(SATISFIED), 0},
    {"WON_BACK", REPORT_COUNT, 0, B(WON_BACK), 0}, {"KEPT", REPORT_COUNT, 0, B(KEPT), 0},
    {"BROKEN", REPORT_COUNT, 0, B(BROKEN), 0},
};

static const struct report_column causes[] = {
    {"RESOLVED", REPORT_COUNT, 0, B(RESOLVED), 0},   {"BEFORE", REPORT_COUNT, 1, B(RESOLVED), 0},
    {"SHARE", REPORT_SHARE, 0, B(RESOLVED), 0},      {"CUMULATIVE", REPORT_CUMULATIVE, 0, B(RESOLVED), 0},
    {"SATISFIED", REPORT_COUNT, 0, B(SATISFIED), 0}, {"REOPENED", REPORT_COUNT, 0, B(REOPENED), 0},
    {"MEDIAN", REPORT_MEDIAN, 0, B(RESOLVED), 0},    {"P90", REPORT_P90, 0, B(RESOLVED), 0},
    {"RECURRED", REPORT_COUNT, 0, B(RECURRED), 0},
};

static const struct report_column remedies[] = {
    {"OFFERED", REPORT_COUNT, 0, B(OFFERED), 0}, {"GIVEN", REPORT_COUNT, 0, B(GIVEN), 0},
    {"BEFORE", REPORT_COUNT, 1, B(GIVEN), 0},    {"COST", REPORT_SUM, 0, B(GIVEN), 0},
    {"COST_BEFORE", REPORT_SUM, 1, B(GIVEN), 0}, {"WORKED", REPORT_COUNT, 0, B(WORKED), 0},
};

static const struct report_column trend[] = {
    {"RECEIVED", REPORT_COUNT, 0, B(RECEIVED), 0},       {"BEFORE", REPORT_COUNT, 1, B(RECEIVED), 0},
    {"RESOLVED", REPORT_COUNT, 0, B(RESOLVED), 0},       {"CLOSED", REPORT_COUNT, 0, B(CLOSED), 0},
    {"REOPENED", REPORT_COUNT, 0, B(REOPENED), 0},       {"SATISFIED", REPORT_COUNT, 0, B(SATISFIED), 0},
    {"BACKLOG", REPORT_RUNNING, 0, B(ARRIVED), B(LEFT)},
};

#define COLUMNS(a) .columns = (a), .n = sizeof(a) / sizeof(a)[0]

static const struct report_tables tables[REPORT_TABLES] = {
    [REPORT_SUMMARY] = {{.key = REPORT_WHOLE, COLUMNS(summary), .sort = -1}, "FIGURE", -1, false},
    [REPORT_PROMISES] = {{.key = REPORT_BY_OWNER, COLUMNS(promises), .sort = 0}, "OWNER", 4, true},
    [REPORT_DEADLINES] = {{.key = REPORT_BY_KIND, COLUMNS(deadlines), .sort = -1}, "KIND", 2, true},
    [REPORT_STAFF] = {{.key = REPORT_BY_OWNER, COLUMNS(staff), .sort = 0}, "OWNER", 0, false},
    [REPORT_CUSTOMERS] = {{.key = REPORT_BY_CUSTOMER, COLUMNS(customers), .sort = 0, .may = B(RECEIVED)},
                          "REF",
                          0,
                          false},
    [REPORT_CAUSES] = {{.key = REPORT_BY_CAUSE, COLUMNS(causes), .sort = 0, .may = B(RESOLVED) | B(RECURRED)},
                       "CAUSE",
                       0,
                       false},
    [REPORT_REMEDIES] = {{.key = REPORT_BY_REMEDY, COLUMNS(remedies), .sort = 1}, "REMEDY", 1, false},
    [REPORT_TREND] = {{.key = REPORT_BY_TIME, COLUMNS(trend), .sort = -1}, "FROM", 0, false},
};

const struct report_tables *report_tables_get(enum report_which which)
{
    return &tables[which];
}

size_t report_tables_figures(void)
{
    return sizeof summary / sizeof summary[0] / 2;
}
