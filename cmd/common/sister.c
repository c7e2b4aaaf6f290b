#include "cmd/common/sister.h"

#include <stddef.h>

#include "base/str.h"

const char *sister_of(const char *verb)
{
    static const struct {
        const char *tool, *verbs;
    } rows[] = {
        {"cust-log",
         "new call heard said note mail offer approve agree check draft reply resolve confirm close "
         "reopen void wait resume assign escalate abuse attach set cause fix strike move merge undo "
         "import export init backup verify policy"},
        {"cust-triage", "explain advise next correct run score train eval"},
        {"cust-followup", "add done snooze extend cancel remind proof ical"},
        {"cust-report",
         "list search similar show customer promises deadlines staff customers causes remedies "
         "trend return html"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str rest = str_of(rows[i].verbs), one;
        while (str_cut(&rest, ' ', &one))
            if (str_is(one, verb))
                return rows[i].tool;
    }
    return NULL;
}
