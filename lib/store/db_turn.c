#include "store/db_turn.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "store/db_bulk.h"
#include "store/db_lock.h"

static void tell_once(void *p)
{
    struct db *db = p;

    if (!db->told && db->tell != NULL)
        db->tell(db->tell_context);
    db->told = true;
}

static char *queue_of(const struct db *db)
{
    return mem_printf("%s-lock", db->path);
}

/* Who works on for long ends sooner then.  It stands until the store is closed: who had to wait once may have to
 * again. */
static void say_waiting(struct db *db)
{
    char *queue = queue_of(db);

    db_lock_mark(queue, &db->mark);
    free(queue);
}

/* SQLite asks each time it finds the store locked; `times` is 0 for the first of one wait. */
int db_turn_busy(void *p, int times)
{
    struct db *db = p;
    int64_t now = db_stmt_clock();

    if (times == 0)
        db->waiting_since = now;
    if (db->mark < 0)
        say_waiting(db);
    if (now - db->waiting_since >= DB_TURN_SECONDS * 1000)
        return 0;
    if (now - db->waiting_since >= 1000)
        tell_once(db);
    struct timespec nap = {0, (times < 10 ? 1 : times < 50 ? 5 : 20) * 1000000L};
    nanosleep(&nap, NULL);
    return 1;
}

static struct err *take(struct db *db, bool shared)
{
    struct stat st;
    unsigned mode = stat(db->path, &st) == 0 ? (unsigned)st.st_mode & 0660 : 0600;
    char *queue = queue_of(db);

    db->told = false;
    struct err *e =
        (shared ? db_lock_share : db_lock_take)(queue, mode, DB_TURN_SECONDS, tell_once, db, &db->lock);
    free(queue);
    return e;
}

struct err *db_turn_take(struct db *db)
{
    return take(db, false);
}

struct err *db_turn_share(struct db *db)
{
    return take(db, true);
}

void db_turn_drop(struct db *db)
{
    db_lock_drop(&db->lock);
}

static struct err *linger(struct db *db, int64_t began, int times)
{
    if (db_stmt_clock() - began >= DB_TURN_SECONDS * 1000)
        return err_new(ERR_TEMP, db->path, "somebody has been writing for a minute; try again");
    (void)db_turn_busy(db, times);
    return NULL;
}

struct err *db_turn_outlast(struct db *db, db_turn_over *is_over, void *context, bool *over)
{
    char *queue = queue_of(db);
    int64_t began = db_stmt_clock();
    bool taken = true;
    struct err *e = is_over(db, context, over);
    int fd = -1;

    for (int i = 0; e == NULL && taken && !*over; i++) {
        if ((e = db_lock_is_taken(queue, &fd, &taken)) ==
            NULL) /* in this order: nobody writes between the two */
            e = is_over(db, context, over);
        if (e == NULL && taken && !*over)
            e = linger(db, began, i);
    }
    if (fd >= 0) /* with it, what says that this one had to wait is gone: it will be said anew */
        db_lock_drop(&db->mark);
    db_lock_drop(&fd);
    free(queue);
    return e;
}

struct err *db_turn_begin(struct db *db)
{
    struct err *e = NULL;

    if (db->in_tx || db->mode != DB_WRITE)
        return err_new(ERR_BUG, db->path, "a transaction began where none may; please report this");
    if (!db->bulk && (e = db_turn_take(db)) == NULL)
        e = db_bulk_recover(db);
    if (e == NULL)
        e = db_stmt_run(db, SQL_BEGIN, "");
    if (e != NULL) {
        if (!db->bulk)
            db_turn_drop(db);
        return e;
    }
    db->in_tx = true;
    db->began = db_stmt_clock();
    db->touched = db->last_words = 0;
    db->merges = DB_MERGES_UNKNOWN;
    return NULL;
}
