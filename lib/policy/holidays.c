#include "policy/holidays.h"

#include <limits.h>
#include <stdlib.h>

#include "base/civil.h"
#include "policy/setvalue.h"

enum { DAYS_MAX = 2000, DAY_SECONDS = 86400 };

/* A day that is different because of a file. */
struct day {
    int y, mo, d; /* y is 0 for every year */
    struct calendar_hours hours;
    struct str name;
};

struct reading {
    struct arena *a;
    const struct policy *p;
    const struct policy_place *at;
    const struct holidays_files *files;
    struct policy_errors *errors;
    const struct tree *file; /* that is being read */
    struct str bad;          /* what was said of its last bad line, */
    long long bad_line;      /* and which one that was */
    struct day *days;
    size_t n;
};

/* One line that the reader of calendars wrote. */
struct piece {
    struct str kind, line, from, to, zone, name;
};

static void wrong(struct reading *r, struct str line, const char *what)
{
    policy_errors_add(r->errors, r->file->line, r->file->col, "%s:%.*s: %s", r->file->text.p, (int)line.n,
                      line.p, what);
}

/* --- days -------------------------------------------------------------------------------------------------------- */

/* The policy's own word on a day, which beats what files say; NULL when it has none. */
static const struct calendar_holiday *own(const struct reading *r, int y, int mo, int d)
{
    const struct calendar *cal = r->p->calendar;

    for (size_t i = 0; i < cal->nholidays; i++) {
        const struct calendar_holiday *h = &cal->holidays[i];
        if (h->mo == mo && h->d == d && (h->y == 0 || h->y == y))
            return h;
    }
    return NULL;
}

static struct day *find(struct reading *r, int y, int mo, int d)
{
    for (size_t i = r->n; i > 0; i--) {
        struct day *day = &r->days[i - 1];
        if (day->y == y && day->mo == mo && day->d == d)
            return day;
    }
    return NULL;
}

/* The day, with the hours that it has without this file; NULL when there are too many. */
static struct day *take(struct reading *r, const struct piece *p, int y, int mo, int d)
{
    struct day *day = find(r, y, mo, d), *yearly = y != 0 ? find(r, 0, mo, d) : NULL;

    if (day != NULL)
        return day;
    if (r->n == DAYS_MAX) {
        wrong(r, p->line, "more than 2,000 days are closed; is this a calendar of holidays?");
        return NULL;
    }
    day = &r->days[r->n++];
    *day = (struct day){.y = y, .mo = mo, .d = d, .name = arena_str(r->a, p->name)};
    if (yearly != NULL)
        day->hours = yearly->hours;
    else if (y != 0)
        day->hours = r->p->calendar->week[civil_weekday(civil_days(y, mo, d))];
    return day;
}

/* Takes the minutes from `from` to `to` out of the hours.  False when too many pieces would be left. */
static bool close_part(struct calendar_hours *h, int from, int to)
{
    struct calendar_hours left = {0};

    for (size_t i = 0; i < h->n; i++) {
        const struct calendar_slot s = h->slot[i];
        const struct calendar_slot parts[2] = {{s.from, s.to < from ? s.to : from},
                                               {s.from > to ? s.from : to, s.to}};
        for (int k = 0; k < 2; k++) {
            if (parts[k].from >= parts[k].to)
                continue;
            if (left.n == CALENDAR_SLOTS)
                return false;
            left.slot[left.n++] = parts[k];
        }
    }
    *h = left;
    return true;
}

static bool same_hours(const struct calendar_hours *a, const struct calendar_hours *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++)
        same = a->slot[i].from == b->slot[i].from && a->slot[i].to == b->slot[i].to;
    return same;
}

static bool close_day(struct reading *r, const struct piece *p, int64_t n, int from, int to)
{
    struct civil c = civil_of_day(n);
    struct calendar_hours before;

    if (n < CIVIL_DAY_MIN || n > CIVIL_DAY_MAX || own(r, c.y, c.mo, c.d) != NULL)
        return true;
    size_t had = r->n;
    struct day *day = take(r, p, c.y, c.mo, c.d);
    if (day == NULL)
        return false;
    before = day->hours;
    if (!close_part(&day->hours, from, to))
        wrong(r, p->line, "that leaves more than eight pieces of a day; join some");
    else if (r->n > had && to - from < CALENDAR_DAY && same_hours(&before, &day->hours))
        r->n--; /* an evening after hours makes no day different */
    return true;
}

/* --- the lines --------------------------------------------------------------------------------------------------- */

static bool read_years(struct reading *r, const struct piece *p)
{
    int y, mo, d;

    if (!setvalue_to_day(p->from, &y, &mo, &d) || y != 0)
        return false;
    if (own(r, 0, mo, d) != NULL)
        return true;
    struct day *day = take(r, p, 0, mo, d);
    if (day != NULL)
        day->hours.n = 0;
    return true;
}

static bool read_days(struct reading *r, const struct piece *p)
{
    long long n;
    int64_t day;
    struct err *e = civil_parse_date(p->from, &day);
    bool good = e == NULL && str_number(p->to, DAYS_MAX, &n);

    err_free(e);
    for (long long i = 0; good && i < n; i++)
        if (!close_day(r, p, day + i, 0, CALENDAR_DAY))
            return true;
    return good;
}

/* The instant at which clocks in the zone show that time. */
static instant instant_of(const struct zone *z, instant shown)
{
    struct civil c = civil_of_seconds(shown);

    return zone_instant(z, &c, ZONE_FIRST, NULL);
}

static void close_time(struct reading *r, const struct piece *p, instant from, instant to)
{
    struct zone_time a, b;

    zone_local(r->p->zone, from, &a);
    zone_local(r->p->zone, to - 1, &b);
    int64_t first = civil_days(a.c.y, a.c.mo, a.c.d), last = civil_days(b.c.y, b.c.mo, b.c.d);
    for (int64_t day = first; day <= last; day++) {
        int begin = day == first ? a.c.h * 60 + a.c.mi : 0;
        int end = day == last ? b.c.h * 60 + b.c.mi + 1 : CALENDAR_DAY;
        if (!close_day(r, p, day, begin, end))
            return;
    }
}

static bool read_time(struct reading *r, const struct piece *p)
{
    struct zone *z = NULL;
    instant from = 0, to = 0;
    struct err *e = civil_parse(p->from, &from);

    if (e == NULL)
        e = civil_parse(p->to, &to);
    if (e != NULL || from >= to || to - from > DAYS_MAX * (instant)DAY_SECONDS) {
        err_free(e);
        return false;
    }
    if (!str_is(p->zone, "-") && (e = zone_load(r->at->zone_dirs, arena_str(r->a, p->zone).p, &z)) != NULL) {
        wrong(r, p->line, e->text);
        err_free(e);
        return true;
    }
    const struct zone *clock = z != NULL ? z : r->p->zone;
    close_time(r, p, instant_of(clock, from), instant_of(clock, to));
    zone_free(z);
    return true;
}

/* A file that is no calendar is wrong in the same way line by line; once is enough. */
static void bad_line(struct reading *r, const struct piece *p)
{
    long long line = 0;
    bool number = str_number(p->line, INT_MAX, &line);
    bool again = number && line == r->bad_line + 1 && str_eq(p->from, r->bad);

    r->bad_line = line;
    r->bad = p->from;
    if (!again)
        wrong(r, p->line, arena_str(r->a, p->from).p);
}

static bool read_piece(struct reading *r, struct str line, bool yearly)
{
    struct piece p = {0};
    struct str *const fields[] = {&p.kind, &p.line, &p.from, &p.to, &p.zone, &p.name};
    size_t n = 0;

    while (n < sizeof fields / sizeof fields[0] && str_cut(&line, '\t', fields[n]))
        n++;
    if (n < 3)
        return false;
    if (str_is(p.kind, "bad")) {
        if (yearly)
            bad_line(r, &p);
        return true;
    }
    bool time = str_is(p.kind, "time");
    if (!time)
        p.name = p.zone;
    if (str_is(p.kind, "year"))
        return !yearly || read_years(r, &p);
    if (yearly)
        return true;
    return time ? read_time(r, &p) : str_is(p.kind, "day") && read_days(r, &p);
}

static void read_lines(struct reading *r, struct str text, bool yearly)
{
    struct str line;

    r->bad = (struct str){0};
    r->bad_line = 0;
    while (str_cut(&text, '\n', &line))
        if (line.n > 0 && !read_piece(r, line, yearly)) {
            wrong(r, str_of("?"), "its reader gave an answer that makes no sense; report this");
            return;
        }
}

/* What the reader says of a file; empty when it cannot be read. */
static struct str read_file(struct reading *r, const char *folder)
{
    const char *name = r->file->text.p;
    const char *path = name[0] == '/' ? name : arena_printf(r->a, "%s/%s", folder, name);
    struct str said = {"", 0};
    struct buf lines = {0};
    struct err *e = NULL;

    if (r->files == NULL)
        e = err_new(ERR_POLICY, NULL, "no calendar can be read here");
    else if ((e = r->files->days(r->files->context, path, &lines)) == NULL)
        said = arena_str(r->a, buf_str(&lines));
    if (e != NULL)
        policy_errors_add(r->errors, r->file->line, r->file->col, "%s: %s", name, e->text);
    err_free(e);
    buf_free(&lines);
    return said;
}

/* First the days of every year of all files, since those of one year begin with their hours.  Behind what is wrong
 * nothing is read any further: the rest would only be more of it. */
static void read_files(struct reading *r, const struct tree *files, const char *folder)
{
    struct str *said = arena_alloc(r->a, files->n * sizeof *said);
    size_t before = r->errors->n, i = 0;

    for (const struct tree *t = files->child; t != NULL; t = t->next) {
        r->file = t;
        said[i++] = read_file(r, folder);
    }
    for (int pass = 0; pass < 2; pass++) {
        i = 0;
        for (const struct tree *t = files->child; t != NULL && (pass == 0 || r->errors->n == before);
             t = t->next) {
            r->file = t;
            read_lines(r, said[i++], pass == 0);
        }
    }
}

/* --- into the policy --------------------------------------------------------------------------------------------- */

static struct tree *text_node(struct arena *a, const char *key, struct str text)
{
    struct str name = {key, 0};

    if (key != NULL)
        name = str_of(key);
    return tree_new(a, TREE_TEXT, name, text);
}

static void put(struct reading *r, const struct day *d, struct tree *map)
{
    const char *key = d->y != 0 ? arena_printf(r->a, "%04d-%02d-%02d", d->y, d->mo, d->d)
                                : arena_printf(r->a, "%02d-%02d", d->mo, d->d);
    struct tree *entry = tree_new(r->a, TREE_MAP, str_of(key), (struct str){NULL, 0});
    struct tree *hours = tree_new(r->a, TREE_LIST, str_of("hours"), (struct str){NULL, 0});
    struct buf name = {0}, why = {0};

    for (size_t i = 0; i < d->hours.n; i++) {
        const struct calendar_slot *s = &d->hours.slot[i];
        tree_add(hours, text_node(r->a, NULL,
                                  str_of(arena_printf(r->a, "%02d:%02d-%02d:%02d", s->from / 60, s->from % 60,
                                                      s->to / 60, s->to % 60))));
    }
    tree_add(entry, hours);
    if (!str_is(d->name, "-") && setvalue_text(d->name, 0, 500, &name, &why))
        tree_add(entry, text_node(r->a, "name", arena_str(r->a, buf_str(&name))));
    tree_add(map, entry);
    buf_free(&name);
    buf_free(&why);
}

static int by_date(const void *p, const void *q)
{
    const struct day *a = p, *b = q;

    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    if (a->mo != b->mo)
        return a->mo < b->mo ? -1 : 1;
    return (a->d > b->d) - (a->d < b->d);
}

void holidays_read(struct arena *a, struct tree *root, const struct policy *p, const struct policy_place *at,
                   const struct holidays_files *reader, const char *folder, struct policy_errors *errors)
{
    const struct tree *files = tree_get(root, str_of("holidays-from"));
    struct reading r = {.a = a, .p = p, .at = at, .files = reader, .errors = errors};

    if (files == NULL || files->n == 0)
        return;
    r.days = arena_alloc(a, DAYS_MAX * sizeof *r.days);
    read_files(&r, files, folder);
    qsort(r.days, r.n, sizeof *r.days, by_date);
    struct tree *map = tree_new(a, TREE_MAP, str_of("holidays-read"), (struct str){NULL, 0});
    for (size_t i = 0; i < r.n; i++)
        put(&r, &r.days[i], map);
    tree_add(root, map);
}
