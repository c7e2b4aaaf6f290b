#include "cmd/cust-report/owes.h"

#include "base/text.h"
#include "desk/owed.h"

struct err *owes_add(struct work *w, int64_t id, int64_t as_of, struct buf *out)
{
    struct owed o;
    struct err *e = owed_get(w->desk, id, as_of, w->place.now, w->arena, &o);

    if (e != NULL || !o.known)
        return e;
    buf_adds(out, o.sum.owed > 0 ? "OWES   " : "PAID   ");
    text_show(o.sum.owed > 0 ? owed_text(&o, w->arena) : owed_money(&o, o.sum.paid, w->arena), out);
    buf_addc(out, '\n');
    return NULL;
}
