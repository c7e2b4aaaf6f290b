/* bench_new_floor: what writing one new complaint costs a bare C program.
 *
 *   bench_new_floor FOLDER CUSTOMER WORDS      the customer's whole name, known to the store
 *
 * The rows that cust-log new makes of a known customer's words, in one transaction with the same durability: its tx,
 * the text and its head, full text, five events, the reading, the complaint, two deadlines.  No policy, no triage, no
 * checks.  Prints the number. */
#include "bench_raw.h"

#include <stdarg.h>
#include <time.h>

/* i int64_t, s C string, z NULL.  Gives the first column of the first row, or 0. */
static int64_t run(sqlite3 *s, enum db_sql which, const char *types, ...)
{
    sqlite3_stmt *st = bench_raw_statement(s, which);
    int64_t value = 0;
    va_list ap;
    int rc;

    va_start(ap, types);
    for (int i = 1; types[i - 1] != '\0'; i++) {
        if (types[i - 1] == 'i')
            sqlite3_bind_int64(st, i, va_arg(ap, int64_t));
        else if (types[i - 1] == 's')
            sqlite3_bind_text(st, i, va_arg(ap, const char *), -1, SQLITE_STATIC);
    }
    va_end(ap);
    rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        value = sqlite3_column_int64(st, 0);
    while (rc == SQLITE_ROW)
        rc = sqlite3_step(st);
    bench_raw_need(s, rc == SQLITE_DONE);
    sqlite3_reset(st);
    return value;
}

static int64_t words(sqlite3 *s, int64_t seq, int64_t id, int64_t role, const char *text)
{
    int64_t last = run(s, SQL_WORDS_LAST, "");

    run(s, SQL_WORDS_ADD, "iiiisz", last + 1, seq, id, role, text);
    return last + 1;
}

/* seq, subject, number, time; kind, code, ref, num, words */
static void event(sqlite3 *s, const int64_t at[4], int64_t kind, int64_t code, int64_t ref, int64_t num,
                  int64_t text)
{
    run(s, SQL_EVENT_ADD, "iiiiiiiiiii", at[1], at[2], at[0], at[3], kind, (int64_t)0, code, ref, num,
        (int64_t)0, text);
}

static void complaint(sqlite3 *s, int64_t seq, int64_t id, int64_t customer, int64_t subject, int64_t now)
{
    const int64_t never = INT64_MAX;
    const int64_t v[] = {id, seq, customer, 0, 0, 0, subject, 0,   0,   0,     0,     0,     2,
                         10, 0,   0,        5, 2, 0, 0,       now, now, never, never, never, now + 86400};
    sqlite3_stmt *st = bench_raw_statement(s, SQL_COMPLAINT_NEW);

    for (int i = 0; i < (int)(sizeof v / sizeof v[0]); i++)
        sqlite3_bind_int64(st, i + 1, v[i]);
    bench_raw_need(s, sqlite3_step(st) == SQLITE_DONE);
    sqlite3_reset(st);
}

static void followup(sqlite3 *s, int64_t seq, int64_t id, int64_t no, int64_t kind, int64_t now, int64_t due)
{
    run(s, SQL_FOLLOWUP_NEW, "iiiiiiiiiiii", id, no, seq, kind, (int64_t)0, (int64_t)0, (int64_t)0,
        (int64_t)0, now, due, due, INT64_MAX);
}

int main(int argc, char **argv)
{
    char head[64], folded[256];
    int64_t now = (int64_t)time(NULL);

    if (argc != 4) {
        fprintf(stderr, "usage: bench_new_floor FOLDER CUSTOMER WORDS\n");
        return 64;
    }
    sqlite3 *s = bench_raw_open(argv[1]);
    snprintf(head, sizeof head, "%.60s", argv[3]);
    snprintf(folded, sizeof folded, "%s", argv[2]);
    for (char *p = folded; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');

    run(s, SQL_BEGIN, "");
    int64_t seq = run(s, SQL_TX_LAST, "") + 1, actor = run(s, SQL_NAME_FIND, "s", "bench");
    if (actor == 0)
        actor = run(s, SQL_NAME_ADD, "s", "bench");
    run(s, SQL_TX_ADD, "iiii", seq, now, actor, (int64_t)0);
    int64_t customer = run(s, SQL_ADDRESS_FIND, "sii", folded, (int64_t)-1, INT64_MAX);
    bench_raw_need(s, customer > 0);
    int64_t id = run(s, SQL_COMPLAINT_NEXT, "") + 1;
    int64_t text = words(s, seq, id, 0, argv[3]);
    run(s, SQL_WORDS_INDEX, "is", text, argv[3]);
    run(s, SQL_TOUCH, "ii", seq, id);
    int64_t at[4] = {seq, id, 1, now};
    event(s, at, 0, 0, 0, customer, text);
    int64_t subject = words(s, seq, id, 2, head);
    at[2] = 2;
    event(s, at, 3, 0, 0, 0, subject);
    at[2] = 3;
    event(s, at, 14, 2, 0, 10, 0);
    run(s, SQL_TRIAGE_ADD, "iiss", id, (int64_t)3, "120 0 0 400 0 0 0 0", "legal.lawyer 400 12 18");
    at[2] = 4;
    event(s, at, 15, 5, 1, now + 86400, 0);
    at[2] = 5;
    event(s, at, 15, 7, 2, now + 8 * 7 * 86400, 0);
    complaint(s, seq, id, customer, subject, now);
    followup(s, seq, id, 1, 5, now, now + 86400);
    followup(s, seq, id, 2, 7, now, now + 8 * 7 * 86400);
    run(s, SQL_COMMIT, "");
    printf("%lld\n", (long long)id);
    return 0;
}
