/* bench_import_floor: what a first import costs a bare C program.
 *
 *   bench_import_floor --rows N > FILE      N complaints as cust-log import takes them, the same each time
 *   bench_import_floor FILE FOLDER          such a file into an empty store
 *   bench_import_floor --read FILE FOLDER   and every text read by the rules and models first
 *
 * The rows that cust-log import makes of such a file, by prepared statements in one transaction: customers with name,
 * address and what finds them, words, events, fields, source, reading, complaint, two deadlines; then the indexes and
 * the full text.  A customer is known by an array, not looked up; nothing is checked, folded, computed or said.  With
 * --read what was found is thrown away. */
#include <ctype.h>
#include <time.h>

#include "base/buf.h"
#include "bench_raw.h"
#include "judge/shipped_model.h"
#include "judge/verdict.h"
#include "policy/policy.h"
#include "rule/word.h"

enum { WORDS = 25, HEAD = 69, FILE_MAX_BYTES = 1 << 30, CELLS = 4 };

#define START INT64_C(1735689600) /* 2025-01-01 */

/* --- the file ---------------------------------------------------------------------------------------------------- */

static uint64_t state = 42;

static uint32_t next(void)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33);
}

/* Three words of four are common ones, the fourth is of a skewed vocabulary, as words are in a language. */
static void put_word(void)
{
    static const char common[][10] = {
        "the",     "my",     "parcel", "kettle", "arrived", "broken", "late",   "refund", "never", "answer",
        "please",  "again",  "letter", "lawyer", "angry",   "wrong",  "i",      "was",    "to",    "and",
        "a",       "of",     "in",     "it",     "is",      "that",   "for",    "you",    "on",    "not",
        "with",    "this",   "have",   "they",   "but",     "order",  "phone",  "call",   "bank",  "account",
        "money",   "charge", "card",   "what",   "company", "month",  "week",   "day",    "told",  "said",
        "service", "would",  "could",  "should", "because", "after",  "before", "still",  "no",    "one",
        "has",     "had",    "been",   "your",   "our",     "we",     "when",   "which",  "who",   "how",
        "there",   "here",   "out",    "up",     "about",   "just",   "only",   "very",   "more",  "now"};
    uint64_t a = next() % 50000, b = next() % 50000;

    if (next() % 4 != 0)
        printf("%s ", common[next() % (sizeof common / sizeof common[0])]);
    else
        printf("w%xq%x ", (unsigned)(a * b / 50000 % 251), (unsigned)(a * b / 50000));
}

static void write_rows(int64_t n)
{
    printf("source-id\tcustomer\treceived\ttext\n");
    for (int64_t i = 1; i <= n; i++) {
        long long customer = (long long)(next() % (uint32_t)(n / 3 + 1));
        time_t at = (time_t)(START + i * 30);
        char when[32];
        (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
        printf("r%lld\tCustomer %lld <c%lld@example.org>\t%s\t", (long long)i, customer, customer, when);
        for (int w = 0; w < WORDS; w++)
            put_word();
        printf("end\n");
    }
}

/* --- the store --------------------------------------------------------------------------------------------------- */

enum statement {
    WORDS_ADD,
    CUSTOMER_ADD,
    ADDRESS_ADD,
    ADDRESS_WORD_ADD,
    EVENT_ADD,
    TOUCH,
    TRIAGE_ADD,
    COMPLAINT_ADD,
    FOLLOWUP_ADD,
    FIELD_ADD,
    SOURCE_ADD,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    "INSERT INTO words (seq, subject, role, body) VALUES (?1, ?2, ?3, ?4)",
    "INSERT INTO customer (id, seq, name, events) VALUES (?1, ?2, ?3, 3)",
    "INSERT INTO address (customer, kind, folded, seq, words) VALUES (?1, ?2, ?4, ?3, ?5)",
    "INSERT OR IGNORE INTO address_word (word, customer, seq) VALUES (?3, ?1, ?2)",
    "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    "INSERT INTO touched (seq, subject) VALUES (?1, ?2)",
    "INSERT INTO triage VALUES (?1, 5, '0 0 0 0 0 0 0 0', ?2)",
    "INSERT INTO complaint VALUES (?1, ?2, ?3, 0, 0, 0, ?4, 0, 0, 0, 0, 0, 3, 0, 0, 7, 7, 2, 0, 0, ?5, ?5, "
    "9223372036854775807, 9223372036854775807, 9223372036854775807, ?6)",
    "INSERT INTO followup VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, ?5, ?6, ?6, 9223372036854775807)",
    "INSERT INTO field VALUES (?1, ?2, 0, ?3, ?4)",
    "INSERT INTO source (source, complaint, source_id) VALUES (?1, ?2, ?3)",
};

struct floor {
    sqlite3 *s;
    sqlite3_stmt *st[STATEMENTS];
    int64_t now, seq, source, customers, complaints, cap;
    int64_t *customer;  /* by the number in their name; 0: not there yet */
    struct buf indexes; /* what makes them again */
    struct verdict_reader *reader;
};

/* The numbers first, then the text, then what is behind it. */
static int64_t put(struct floor *f, enum statement which, const int64_t *v, int n, struct str text,
                   int64_t last)
{
    sqlite3_stmt *st = f->st[which];

    for (int i = 0; i < n; i++)
        sqlite3_bind_int64(st, i + 1, v[i]);
    if (text.p != NULL)
        sqlite3_bind_text(st, n + 1, text.p, (int)text.n, SQLITE_STATIC);
    if (last >= 0)
        sqlite3_bind_int64(st, n + 1 + (text.p != NULL), last);
    int rc = sqlite3_step(st);
    sqlite3_reset(st);
    bench_raw_need(f->s, rc == SQLITE_DONE);
    return 0;
}

#define PUT(f, which, text, last, ...)                                                                       \
    put(f, which, (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / 8), text,   \
        last)

static const struct str none = {NULL, 0};

static int64_t put_words(struct floor *f, int64_t of, int64_t role, struct str text)
{
    PUT(f, WORDS_ADD, text, -1, f->seq, of, role);
    return sqlite3_last_insert_rowid(f->s);
}

static void put_customer(struct floor *f, int64_t id, struct str name, struct str email)
{
    char folded[64];
    size_t i = 0, at;

    PUT(f, TOUCH, none, -1, f->seq, -id);
    int64_t called = put_words(f, -id, 3, name), address = put_words(f, -id, 4, email);
    PUT(f, CUSTOMER_ADD, none, -1, id, f->seq, called);
    for (; i < name.n && i < sizeof folded; i++)
        folded[i] = (char)tolower((unsigned char)name.p[i]);
    PUT(f, ADDRESS_ADD, ((struct str){folded, i}), called, id, -1, f->seq);
    PUT(f, ADDRESS_ADD, email, address, id, 0, f->seq);
    PUT(f, ADDRESS_WORD_ADD, ((struct str){folded, 8}), -1, id, f->seq);
    PUT(f, ADDRESS_WORD_ADD, ((struct str){folded + 9, i - 9}), -1, id, f->seq);
    for (i = 0; i < email.n; i = at + 1) {
        for (at = i; at < email.n && email.p[at] != '@' && email.p[at] != '.';)
            at++;
        PUT(f, ADDRESS_WORD_ADD, ((struct str){email.p + i, at - i}), -1, id, f->seq);
    }
    PUT(f, EVENT_ADD, none, -1, -id, 1, f->seq, f->now, 20, 0, 0, 0, 0, 0, 0);
    PUT(f, EVENT_ADD, none, -1, -id, 2, f->seq, f->now, 22, 0, 0, 0, 0, 0, called);
    PUT(f, EVENT_ADD, none, -1, -id, 3, f->seq, f->now, 21, 0, 0, 0, 1, 0, address);
}

static void read_text(struct floor *f, struct str text)
{
    struct triage_learned found[TRIAGE_SIGNALS];
    struct triage_result result;
    struct triage_text one = {.text = text, .event = 1, .learned = found};

    if (f->reader == NULL || !verdict_learned(f->reader, text, found))
        return;
    one.ruled = verdict_ruled(f->reader);
    triage_judge(f->reader->settings, f->reader->phrases, f->reader->names, &one, 1, NULL, 0,
                 f->reader->arena, &result);
}

/* As long as those of the rows above are, which three of four have. */
static const struct str terms = {"anger:800:16:13:1:104:5:0:anger.angry legal:400:9:8:1:12:6:0", 60},
                        no_terms = {"", 0};

static void put_complaint(struct floor *f, int64_t customer, const struct str cell[CELLS])
{
    int64_t id = ++f->complaints, at = START + id * 30, due = at + 86400, end = at + 56 * 86400;
    struct str text = cell[3], head = {text.p, text.n < HEAD ? text.n : HEAD};

    read_text(f, text);
    PUT(f, TOUCH, none, -1, f->seq, id);
    int64_t said = put_words(f, id, 0, text), short_words = put_words(f, id, 2, head);
    int64_t number = put_words(f, id, 5, cell[0]);
    PUT(f, EVENT_ADD, none, -1, id, 1, f->seq, at, 0, 0, 7, 0, customer, 0, said);
    PUT(f, EVENT_ADD, none, -1, id, 2, f->seq, f->now, 3, 1, 0, 0, 0, 0, short_words);
    PUT(f, EVENT_ADD, none, -1, id, 3, f->seq, f->now, 3, 0, 29, 0, 0, f->source, 0);
    PUT(f, EVENT_ADD, none, -1, id, 4, f->seq, f->now, 3, 0, 30, 0, 0, 0, number);
    PUT(f, EVENT_ADD, none, -1, id, 5, f->seq, f->now, 14, 2, 3, 0, 0, 0, 0);
    PUT(f, EVENT_ADD, none, -1, id, 6, f->seq, at, 15, 2, 5, 1, due, 0, 0);
    PUT(f, EVENT_ADD, none, -1, id, 7, f->seq, at, 15, 2, 7, 2, end, 0, 0);
    PUT(f, TRIAGE_ADD, id % 4 != 0 ? terms : no_terms, -1, id);
    PUT(f, COMPLAINT_ADD, none, -1, id, f->seq, customer, short_words, at, due);
    PUT(f, FOLLOWUP_ADD, none, -1, id, 1, f->seq, 5, at, due);
    PUT(f, FOLLOWUP_ADD, none, -1, id, 2, f->seq, 7, at, end);
    PUT(f, FIELD_ADD, none, -1, id, 29, f->source, 0);
    PUT(f, FIELD_ADD, none, -1, id, 30, 0, number);
    PUT(f, SOURCE_ADD, cell[0], -1, f->source, id);
}

/* "Customer 7 <c7@example.org>" */
static int64_t customer_of(struct floor *f, struct str who)
{
    const char *open = memchr(who.p, '<', who.n);
    struct str name = {who.p, (size_t)(open - who.p) - 1};
    struct str email = {open + 1, (size_t)(who.p + who.n - open) - 2};
    int64_t number = strtoll(who.p + sizeof "Customer", NULL, 10);

    while (number >= f->cap) {
        f->customer = realloc(f->customer, (size_t)f->cap * 2 * sizeof *f->customer);
        memset(f->customer + f->cap, 0, (size_t)f->cap * sizeof *f->customer);
        f->cap *= 2;
    }
    if (f->customer[number] == 0) {
        f->customer[number] = ++f->customers;
        put_customer(f, f->customers, name, email);
    }
    return f->customer[number];
}

static void exec(struct floor *f, const char *text)
{
    bench_raw_need(f->s, sqlite3_exec(f->s, text, NULL, NULL, NULL) == SQLITE_OK);
}

/* Indexes are taken away and made again. */
static void drop_indexes(struct floor *f)
{
    struct buf drop = {0};
    sqlite3_stmt *st = bench_raw_prepare(
        f->s, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");

    while (sqlite3_step(st) == SQLITE_ROW) {
        buf_printf(&drop, "DROP INDEX %s;", (const char *)sqlite3_column_text(st, 0));
        buf_printf(&f->indexes, "%s;", (const char *)sqlite3_column_text(st, 1));
    }
    sqlite3_finalize(st);
    exec(f, drop.p);
    buf_free(&drop);
}

static void begin(struct floor *f)
{
    exec(f, "BEGIN");
    drop_indexes(f);
    exec(f,
         "INSERT INTO name (text) VALUES ('bench'), ('file'); INSERT INTO tx VALUES (1, 1750000000, 1, 0)");
    f->now = (int64_t)time(NULL);
    f->seq = 1;
    f->source = 2;
    f->cap = 1024;
    f->customer = calloc((size_t)f->cap, sizeof *f->customer);
    for (int i = 0; i < STATEMENTS; i++)
        f->st[i] = bench_raw_prepare(f->s, sql[i]);
}

static void end(struct floor *f)
{
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(f->st[i]);
    exec(f, f->indexes.p);
    exec(f, "INSERT INTO words_index (words_index) VALUES ('rebuild'); COMMIT");
    sqlite3_close(f->s);
    buf_free(&f->indexes);
    free(f->customer);
}

static int import(struct floor *f, FILE *in)
{
    char line[65536];

    begin(f);
    if (fgets(line, sizeof line, in) == NULL)
        return 66;
    while (fgets(line, sizeof line, in) != NULL) {
        struct str rest = {line, strcspn(line, "\n")}, cell[CELLS];
        for (int i = 0; i < CELLS; i++)
            (void)str_cut(&rest, '\t', &cell[i]);
        put_complaint(f, customer_of(f, cell[1]), cell);
    }
    end(f);
    printf("%lld\n", (long long)f->complaints);
    return 0;
}

/* What cust-log import reads texts with. */
static struct err *get_reader(struct policy **p, struct model *m, const char **names,
                              struct verdict_reader *r)
{
    struct policy_place here = {NULL, NULL};
    struct err *e = policy_default(&here, p);

    if (e == NULL)
        e = model_open((struct str){(const char *)shipped_model_bytes, shipped_model_size}, true, m);
    if (e != NULL)
        return e;
    for (int i = 0; i < TRIAGE_SIGNALS; i++)
        names[i] = word_name(WORD_SIGNAL, i);
    *r = (struct verdict_reader){
        .settings = &(*p)->triage, .names = names, .model = m, .arena = arena_new(), .features = {0}};
    return policy_phrases(*p, &r->phrases);
}

int main(int argc, char **argv)
{
    int read = argc > 1 && strcmp(argv[1], "--read") == 0;
    const char *names[TRIAGE_SIGNALS];
    struct verdict_reader reader = {0};
    struct model model;
    struct policy *policy = NULL;
    struct floor f = {0};

    if (argc == 3 && strcmp(argv[1], "--rows") == 0) {
        write_rows(strtoll(argv[2], NULL, 10));
        return 0;
    }
    if (argc != 3 + read) {
        fprintf(stderr, "usage: bench_import_floor [--read] FILE FOLDER | --rows N\n");
        return 64;
    }
    struct err *e = read ? get_reader(&policy, &model, names, &reader) : NULL;
    FILE *in = fopen(argv[1 + read], "r");
    if (e != NULL || in == NULL) {
        fprintf(stderr, "bench_import_floor: %s\n", e != NULL ? e->text : argv[1 + read]);
        return 66;
    }
    f.reader = read ? &reader : NULL;
    f.s = bench_raw_open(argv[2 + read]);
    int rc = import(&f, in);
    (void)fclose(in);
    if (read) {
        arena_free(reader.arena);
        feature_free(&reader.features);
    }
    policy_free(policy);
    return rc;
}
