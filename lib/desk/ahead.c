#include "desk/ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

struct slot {
    struct str text;
    bool beside;
    struct reading_found found;
};

/* Texts are counted from the first on; the slot of each is its number modulo AHEAD_TEXTS.  taken <= read <= handed <=
 * added.  A slot is the thread's from being handed over until it was read, else the caller's. */
struct ahead {
    struct reading_tools *tools, *others; /* the caller's, the thread's */
    size_t added, taken, seen;            /* the caller's; `seen`: so many were read when it looked last */
    bool alone;                           /* no thread can be made */
    bool running;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work, done;
    /* Both's, under the mutex. */
    size_t handed, read;
    bool busy;     /* the thread reads text number `read` */
    size_t wanted; /* the caller waits until so many are read; 0: it does not */
    bool resting;  /* the thread, for `work` */
    bool over;
    struct slot slot[AHEAD_TEXTS];
};

static struct slot *slot_of(struct ahead *a, size_t i)
{
    return &a->slot[i % AHEAD_TEXTS];
}

static void read_slot(struct reading_tools *t, struct slot *s)
{
    reading_tools_read(t, s->text, s->beside, &s->found);
}

/* --- the thread -------------------------------------------------------------------------------------------------- */

/* Under the mutex; false when all is over. */
static bool next_text(struct ahead *a)
{
    while (!a->over && a->read == a->handed) {
        a->resting = true;
        pthread_cond_wait(&a->work, &a->mutex);
        a->resting = false;
    }
    return !a->over;
}

static void *read_on(void *p)
{
    struct ahead *a = p;

    pthread_mutex_lock(&a->mutex);
    while (next_text(a)) {
        struct slot *s = slot_of(a, a->read);
        a->busy = true;
        pthread_mutex_unlock(&a->mutex);
        read_slot(a->others, s);
        pthread_mutex_lock(&a->mutex);
        a->busy = false;
        a->read++;
        if (a->wanted != 0 && a->read >= a->wanted)
            pthread_cond_signal(&a->done);
    }
    pthread_mutex_unlock(&a->mutex);
    return NULL;
}

/* The program's signals stay with its own thread. */
static void start(struct ahead *a)
{
    sigset_t all, before;

    a->others = reading_tools_share(a->tools);
    a->read = a->handed = a->seen = a->taken;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    a->running = pthread_create(&a->thread, NULL, read_on, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    a->alone = !a->running;
}

static void stop(struct ahead *a)
{
    pthread_mutex_lock(&a->mutex);
    a->over = true;
    pthread_cond_signal(&a->work);
    pthread_mutex_unlock(&a->mutex);
    pthread_join(a->thread, NULL);
    a->running = false;
}

/* --- the caller -------------------------------------------------------------------------------------------------- */

struct ahead *ahead_new(struct reading_tools *tools)
{
    struct ahead *a = mem_zero(sizeof *a);

    a->tools = tools;
    pthread_mutex_init(&a->mutex, NULL);
    pthread_cond_init(&a->work, NULL);
    pthread_cond_init(&a->done, NULL);
    return a;
}

void ahead_free(struct ahead *a)
{
    if (a == NULL)
        return;
    if (a->running)
        stop(a);
    pthread_cond_destroy(&a->done);
    pthread_cond_destroy(&a->work);
    pthread_mutex_destroy(&a->mutex);
    reading_tools_free(a->others);
    free(a);
}

size_t ahead_waiting(const struct ahead *a)
{
    return a->added - a->taken;
}

/* Under the mutex. */
static void hand_over(struct ahead *a)
{
    a->handed = a->added;
    if (a->resting)
        pthread_cond_signal(&a->work);
}

/* Under the mutex. */
static void wait_until(struct ahead *a, size_t read)
{
    a->wanted = read;
    while (a->read < read)
        pthread_cond_wait(&a->done, &a->mutex);
    a->wanted = 0;
}

/* Who has to wait waits for some, since waking up takes as long as a short text does. */
static void wait_for_some(struct ahead *a)
{
    size_t some = a->taken + AHEAD_FEW;

    pthread_mutex_lock(&a->mutex);
    hand_over(a);
    if (a->read <= a->taken)
        wait_until(a, some < a->handed ? some : a->handed);
    a->seen = a->read;
    pthread_mutex_unlock(&a->mutex);
}

bool ahead_add(struct ahead *a, struct str text, bool beside)
{
    if (ahead_waiting(a) == AHEAD_TEXTS)
        return false;
    struct slot *s = slot_of(a, a->added++);
    s->text = text;
    s->beside = beside;
    if (!a->running && !a->alone && ahead_waiting(a) >= AHEAD_FEW)
        start(a);
    if (a->running && a->added % AHEAD_FEW == 0) {
        pthread_mutex_lock(&a->mutex);
        hand_over(a);
        pthread_mutex_unlock(&a->mutex);
    }
    return true;
}

const struct reading_found *ahead_take(struct ahead *a)
{
    struct slot *s = slot_of(a, a->taken);

    if (!a->running)
        read_slot(a->tools, s);
    else if (a->seen <= a->taken)
        wait_for_some(a);
    a->taken++;
    return &s->found;
}

struct str ahead_text(const struct ahead *a)
{
    return a->slot[a->taken % AHEAD_TEXTS].text;
}

void ahead_drop(struct ahead *a)
{
    if (a->running) {
        pthread_mutex_lock(&a->mutex);
        a->handed = a->read + a->busy;
        wait_until(a, a->handed);
        a->handed = a->read = a->seen = a->added;
        pthread_mutex_unlock(&a->mutex);
    }
    a->taken = a->added;
}
