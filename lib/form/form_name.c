#include "form/form_name.h"

#include <string.h>

const char *form_name_brief(const char *name)
{
    static const struct {
        const char *name, *brief;
    } rows[] = {{"PRIORITY", "PRIO"},        {"CUSTOMER", "CUST"},  {"CATEGORY", "CAT"},
                {"SIGNALS", "SIGN"},         {"SECONDS", "SECS"},   {"PERCENT", "PCT"},
                {"STATUS", "STAT"},          {"OWNER", "OWN"},      {"RECEIVED", "RECD"},
                {"RESOLVED", "RSVD"},        {"REOPENED", "REOP"},  {"SATISFIED", "SATIS"},
                {"CUMULATIVE", "CUM"},       {"RECURRED", "RECUR"}, {"OVERDUE", "OVER"},
                {"BEFORE", "BEF"},           {"MEDIAN", "MED"},     {"BUSINESS_MEDIAN", "BUS_MED"},
                {"BUSINESS_P90", "BUS_P90"}, {"BROKEN", "BRKN"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(name, rows[i].name) == 0)
            return rows[i].brief;
    return name;
}

/* One spelling for all: small letters, "_" between words. */
static char plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == ' ' || c == '-' ? '_' : c;
}

static bool same(struct str said, const char *name)
{
    if (strlen(name) != said.n)
        return false;
    for (size_t i = 0; i < said.n; i++)
        if (plain(said.p[i]) != plain(name[i]))
            return false;
    return true;
}

bool form_name_is(struct str said, const char *name)
{
    return same(said, name) || same(said, form_name_brief(name));
}

size_t form_name_width(const char *name)
{
    struct str rest = str_of(form_name_brief(name)), word;
    size_t widest = 0;

    while (str_cut(&rest, '_', &word))
        widest = word.n > widest ? word.n : widest;
    return widest;
}

size_t form_name_lines(const char *name, size_t width, struct str out[FORM_NAME_LINES])
{
    struct str rest = str_of(name);
    size_t n = 0;

    if (rest.n <= width) {
        out[n++] = rest;
        return n;
    }
    rest = str_of(form_name_brief(name));
    while (n < FORM_NAME_LINES && str_cut(&rest, '_', &out[n]))
        n++;
    return n;
}
