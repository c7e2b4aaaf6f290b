/* mail: one message from standard input, as a mail system hands it over.
 *
 * Exit code 0 says that the message is safe in the store, and 75 that the mail system must keep it and try again;
 * there is no third, because mail systems bounce or drop a message on anything else.
 */
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/inbox.h"

#include <unistd.h>

static struct err *take(struct session *s, struct work *w)
{
    struct inbox_taken taken;
    struct buf raw = {0};
    struct err *e = buf_read_fd(&raw, STDIN_FILENO, INBOX_MAX, "standard input");

    if (e == NULL && (e = work_open(s, WORK_WRITE, w)) == NULL)
        e = inbox_take(w->desk, buf_str(&raw), &taken);
    buf_free(&raw);
    if (e != NULL)
        return e;
    if (taken.again)
        say_line(s->tool, NULL, "this very message came before; nothing was kept twice");
    if (taken.partial)
        say_line(s->tool, NULL, "the message could not be read whole; it is kept as it came");
    if (taken.complaint == 0 || (e = work_lines_open(w, WORK_COMPLAINTS)) != NULL)
        return e;
    e = work_complaint(w, taken.complaint);
    return work_lines_close(w, e);
}

struct err *verbs_mail(struct session *s, const struct opt_args *args)
{
    struct work w = {0};
    struct err *e = take(s, &w);

    (void)args;
    work_close(&w);
    if (e != NULL)
        e->code = ERR_TEMP;
    return e;
}
