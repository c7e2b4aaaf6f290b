#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/tzrule.h"

enum {
    HEADER = 44,
    FILE_MAX = 1 << 20,
    TIMES_MAX = 20000,
    NAME_MAX_BYTES = 100,
    DAY = 86400,
    MAX_OFFSET = 26 * 3600
};

struct kind {
    int offset;
    bool dst;
    const char *abbr;
};

struct zone {
    char name[NAME_MAX_BYTES + 1];
    char *chars; /* abbreviations, NUL between them */
    instant *times;
    uint8_t *kinds; /* kinds[i] is in force from times[i] on */
    size_t ntimes;
    struct kind *kind; /* the first one is in force before times[0]; none at all: UTC */
    size_t nkinds;
    bool has_rule; /* what is in force from the last of times on */
    struct tzrule rule;
};

static const struct zone utc = {.name = "UTC"};

const struct zone *zone_utc(void)
{
    return &utc;
}

const char *zone_name(const struct zone *z)
{
    return z->name;
}

void zone_free(struct zone *z)
{
    if (z == NULL || z == &utc)
        return;
    free(z->chars);
    free(z->times);
    free(z->kinds);
    free(z->kind);
    free(z);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

struct counts {
    size_t isut, isstd, leap, time, type, chars;
};

static uint32_t get32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;

    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t get_signed32(const char *p)
{
    uint32_t v = get32(p);

    return v < UINT32_C(0x80000000) ? (int64_t)v : (int64_t)v - INT64_C(0x100000000);
}

static int64_t get_signed64(const char *p)
{
    return get_signed32(p) * INT64_C(0x100000000) + (int64_t)get32(p + 4);
}

static struct err *bad(const char *name, const char *what)
{
    return err_new(ERR_DATA, NULL,
                   "the table of time zone %s cannot be used: %s; take another zone, or install the system's "
                   "tzdata again",
                   name, what);
}

/* The header at the start of s; false when it is none or its numbers are beyond reason. */
static bool read_header(struct str s, char *version, struct counts *c)
{
    size_t *fields[] = {&c->isut, &c->isstd, &c->leap, &c->time, &c->type, &c->chars};

    if (s.n < HEADER || memcmp(s.p, "TZif", 4) != 0)
        return false;
    *version = s.p[4];
    for (size_t i = 0; i < 6; i++) {
        *fields[i] = get32(s.p + 20 + 4 * i);
        if (*fields[i] > TIMES_MAX)
            return false;
    }
    return true;
}

static size_t body_size(const struct counts *c, size_t word)
{
    return c->time * (word + 1) + c->type * 6 + c->chars + c->leap * (word + 4) + c->isstd + c->isut;
}

static const char *read_times(struct zone *z, const char *p, const struct counts *c, size_t word)
{
    z->ntimes = c->time;
    z->times = mem_array(NULL, c->time, sizeof *z->times);
    z->kinds = mem_dup(p + c->time * word, c->time);
    for (size_t i = 0; i < c->time; i++) {
        z->times[i] = word == 8 ? get_signed64(p + i * 8) : get_signed32(p + i * 4);
        if (i > 0 && z->times[i] <= z->times[i - 1])
            return "times out of order";
        if (z->kinds[i] >= c->type)
            return "a time of no type";
    }
    return NULL;
}

static const char *read_kinds(struct zone *z, const char *p, const struct counts *c)
{
    z->nkinds = c->type;
    z->kind = mem_array(NULL, c->type, sizeof *z->kind);
    z->chars = mem_dup(p + c->type * 6, c->chars); /* ends with a NUL of its own */
    for (size_t i = 0; i < c->type; i++, p += 6) {
        int64_t offset = get_signed32(p);
        size_t at = (unsigned char)p[5];
        if (offset < -MAX_OFFSET || offset > MAX_OFFSET)
            return "an offset beyond reason";
        if (at >= c->chars)
            return "an abbreviation outside its table";
        z->kind[i] = (struct kind){(int)offset, p[4] != 0, z->chars + at};
    }
    return NULL;
}

static const char *read_footer(struct zone *z, struct str s)
{
    if (s.n < 2 || s.p[0] != '\n')
        return "no footer";
    s.p++;
    s.n--;
    const char *end = memchr(s.p, '\n', s.n);
    if (end == NULL)
        return "a footer without end";
    s.n = (size_t)(end - s.p);
    if (s.n == 0)
        return NULL;
    z->has_rule = tzrule_parse(s, &z->rule);
    return z->has_rule ? NULL : "a footer that is no POSIX TZ rule";
}

/* NULL when all went well, else what is wrong. */
static const char *read_table(struct zone *z, struct str s)
{
    struct counts c;
    char version = 0;
    size_t word = 4;

    if (!read_header(s, &version, &c))
        return "no TZif header";
    size_t size = HEADER + body_size(&c, word);
    if (version >= '2') { /* the first body is for readers of 32 bits; skip it */
        if (s.n < size)
            return "cut short";
        s.p += size;
        s.n -= size;
        word = 8;
        if (!read_header(s, &version, &c))
            return "no second header";
        size = HEADER + body_size(&c, word);
    }
    if (s.n < size)
        return "cut short";
    if (c.type == 0 || c.type > 256 || c.chars == 0)
        return "no types";
    if (c.leap > 0)
        return "it counts leap seconds";
    const char *what = read_times(z, s.p + HEADER, &c, word);
    if (what == NULL)
        what = read_kinds(z, s.p + HEADER + c.time * (word + 1), &c);
    if (what == NULL && word == 8)
        what = read_footer(z, (struct str){s.p + size, s.n - size});
    return what;
}

struct err *zone_parse(struct str bytes, const char *name, struct zone **out)
{
    struct zone *z = mem_zero(sizeof *z);

    snprintf(z->name, sizeof z->name, "%s", name);
    const char *what = read_table(z, bytes);
    if (what != NULL) {
        zone_free(z);
        return bad(name, what);
    }
    *out = z;
    return NULL;
}

static bool good_name(const char *name)
{
    size_t n = strlen(name);

    if (n == 0 || n > NAME_MAX_BYTES || name[0] == '/' || name[n - 1] == '/' || strstr(name, "..") != NULL ||
        strstr(name, "//") != NULL)
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/") == n;
}

static struct err *load_from(struct str dir, const char *name, struct zone **out, bool *found)
{
    struct buf bytes = {0};
    struct stat st;
    char *path = mem_printf("%.*s/%s", (int)(dir.n < 4096 ? dir.n : 4096), dir.p, name);
    struct err *e = NULL;

    *found = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    if (*found) {
        e = buf_read_file(&bytes, path, FILE_MAX);
        if (e == NULL)
            e = err_at(zone_parse(buf_str(&bytes), name, out), path);
    }
    buf_free(&bytes);
    free(path);
    return e;
}

struct err *zone_load(const char *dirs, const char *name, struct zone **out)
{
    char quote[TEXT_QUOTE];
    struct str rest = str_of(dirs != NULL ? dirs : ZONE_DIRS), dir;

    if (!good_name(name))
        return err_new(ERR_DATA, NULL, "%s is no time zone name; write one such as Europe/Berlin",
                       text_quote(str_of(name), quote));
    while (str_cut(&rest, ':', &dir)) {
        bool found = false;
        if (dir.n == 0)
            continue;
        struct err *e = load_from(dir, name, out, &found);
        if (found || e != NULL)
            return e;
    }
    if (strcmp(name, "UTC") == 0) {
        *out = mem_dup(&utc, sizeof utc);
        return NULL;
    }
    return err_new(ERR_NOINPUT, NULL,
                   "time zone %s is not known here; write one such as Europe/Berlin, or install tzdata",
                   text_quote(str_of(name), quote));
}

/* --- asking -------------------------------------------------------------------------------------------------------- */

static instant clamp(instant t)
{
    return t < INSTANT_MIN ? INSTANT_MIN : t > INSTANT_MAX ? INSTANT_MAX : t;
}

static struct kind kind_at(const struct zone *z, instant t)
{
    size_t lo = 0, hi = z->ntimes;

    if (z->nkinds == 0)
        return (struct kind){0, false, "UTC"};
    if (z->has_rule && (z->ntimes == 0 || t >= z->times[z->ntimes - 1])) {
        const struct tzrule_phase *p = tzrule_at(&z->rule, clamp(t));
        return (struct kind){p->offset, p->dst, p->abbr};
    }
    while (lo < hi) { /* the first time after t */
        size_t mid = lo + (hi - lo) / 2;
        if (z->times[mid] <= t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return z->kind[lo == 0 ? 0 : z->kinds[lo - 1]];
}

int zone_offset(const struct zone *z, instant t)
{
    return kind_at(z, t).offset;
}

void zone_local(const struct zone *z, instant t, struct zone_time *out)
{
    struct kind k = kind_at(z, clamp(t));

    out->c = civil_of_seconds(clamp(t) + k.offset);
    out->offset = k.offset;
    out->dst = k.dst;
    out->abbr = k.abbr;
}

int64_t zone_day(const struct zone *z, instant t)
{
    struct zone_time local;

    zone_local(z, t, &local);
    return civil_days(local.c.y, local.c.mo, local.c.d);
}

instant zone_instant(const struct zone *z, const struct civil *c, enum zone_choice choice, enum zone_fit *fit)
{
    int64_t local = civil_seconds(c);
    int before = zone_offset(z, local - DAY), after = zone_offset(z, local + DAY);
    int offsets[] = {before, after};
    instant first = INSTANT_NONE, last = -INSTANT_NONE;

    for (size_t i = 0; i < 2; i++) {
        instant t = local - offsets[i];
        if (zone_offset(z, t) != offsets[i])
            continue;
        first = t < first ? t : first;
        last = t > last ? t : last;
    }
    enum zone_fit how = first == INSTANT_NONE ? ZONE_GAP : first < last ? ZONE_TWICE : ZONE_ONCE;
    if (fit != NULL)
        *fit = how;
    if (how == ZONE_GAP)
        return clamp(local - before);
    return clamp(choice == ZONE_FIRST ? first : last);
}

const char *zone_show(const struct zone *z, instant t, char out[ZONE_SHOW])
{
    struct zone_time local;

    if (t == INSTANT_NONE) {
        memcpy(out, "-", 2);
        return out;
    }
    zone_local(z, t, &local);
    snprintf(out, ZONE_SHOW, "%04d-%02d-%02d %02d:%02d %.20s", local.c.y, local.c.mo, local.c.d, local.c.h,
             local.c.mi, local.abbr);
    return out;
}
