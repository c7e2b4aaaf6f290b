/* The store's frame: making, opening, transactions, names, migration, backup, first import. */
#include "store_help.h"

#include <fcntl.h>
#include <grp.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "store/db_backup.h"
#include "store/db_bulk.h"
#include "store/db_file.h"
#include "store/db_migrate.h"
#include "store/db_sql.h"
#include "store/db_stmt.h"
#include "store/db_verify.h"

static char *path_in(const struct desk *d, const char *name)
{
    return arena_printf(d->a, "%s/%s", d->folder, name);
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void on_file(const char *path, const char *sql)
{
    sqlite3 *s;

    assert_int_equal(sqlite3_open(path, &s), SQLITE_OK);
    assert_int_equal(sqlite3_exec(s, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(s);
}

static char *pragma(struct desk *d, const char *name)
{
    sqlite3_stmt *st;
    char *sql = arena_printf(d->a, "PRAGMA %s", name);

    assert_int_equal(sqlite3_prepare_v2(d->db->sql, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    char *value = arena_strdup(d->a, (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    return value;
}

static void an_open_store_keeps_its_promises_to_the_disk(void **state)
{
    static const char *const rows[][2] = {
        {"journal_mode", "truncate"}, {"synchronous", "3"}, {"secure_delete", "1"},
        {"foreign_keys", "1"},        {"temp_store", "2"},  {"trusted_schema", "0"},
        {"user_version", "2"},        {"query_only", "0"},  {"cell_size_check", "1"}};
    struct desk *d = *state;
    int on = 0;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(pragma(d, rows[i][0]), rows[i][1]);
    sqlite3_db_config(d->db->sql, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
    assert_int_equal(on, 1);
    sqlite3_db_config(d->db->sql, SQLITE_DBCONFIG_DQS_DML, -1, &on);
    assert_int_equal(on, 0);
}

static void a_reader_cannot_write(void **state)
{
    struct desk *d = *state;
    struct db *reader;

    OK(db_open(d->folder, DB_READ, &reader));
    REFUSED(ERR_BUG, db_begin(reader, 1, str_of("anna"), &d->seq, &d->at));
    assert_int_equal(sqlite3_exec(reader->sql, "DELETE FROM meta", NULL, NULL, NULL), SQLITE_READONLY);
    db_close(reader);
}

static void every_statement_is_understood(void **state)
{
    struct desk *d = *state;

    for (int i = 0; i < DB_SQLS; i++) {
        sqlite3_stmt *st;
        if (db_sql_text((enum db_sql)i) == NULL)
            fail_msg("statement %d has no text", i);
        if (sqlite3_prepare_v2(d->db->sql, db_sql_text((enum db_sql)i), -1, &st, NULL) != SQLITE_OK)
            fail_msg("%s: %s", db_sql_text((enum db_sql)i), sqlite3_errmsg(d->db->sql));
        /* $1, $2, ... in the order of first use, so that both drivers bind alike. */
        for (int p = 1; p <= sqlite3_bind_parameter_count(st); p++) {
            char expected[16];
            snprintf(expected, sizeof expected, "$%d", p);
            assert_string_equal(sqlite3_bind_parameter_name(st, p), expected);
        }
        sqlite3_finalize(st);
    }
}

static void a_new_store_is_private_and_has_a_name_of_its_own(void **state)
{
    struct desk *d = *state, other = {0};
    struct str mine, theirs;
    struct stat st;
    int64_t seq;

    OK(db_identity(d->db, d->a, &mine));
    assert_int_equal(mine.n, 32);
    OK(db_seq_now(d->db, &seq));
    assert_int_equal(seq, 0);
    assert_int_equal(stat(path_in(d, "cust.db"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    other.folder = path_in(d, "inner");
    OK(db_create(other.folder, -1));
    assert_int_equal(stat(other.folder, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    OK(db_open(other.folder, DB_READ, &other.db));
    OK(db_identity(other.db, d->a, &theirs));
    assert_false(str_eq(mine, theirs));
    db_close(other.db);
}

static void making_a_store_leaves_nothing_half_made(void **state)
{
    struct desk *d = *state;
    char *file = path_in(d, "file");

    REFUSED(ERR_CANTCREATE, db_create(d->folder, -1));
    write_file(file, "x", 0600);
    REFUSED(ERR_CANTCREATE, db_create(file, -1));
    REFUSED(ERR_CANTCREATE, db_create(path_in(d, "no/such/parent"), -1));
    REFUSED(ERR_CANTCREATE, db_create("/proc/desk", -1));
    /* The default place's two parents are made. */
    OK(db_create(path_in(d, ".local/share/cust"), -1));
    char *command = arena_printf(d->a, "test -z \"$(find %s -name '*.new-*')\"", d->folder);
    assert_int_equal(system(command), 0);
}

/* What stands where a store should be, and what is said of it. */
static void what_is_no_store_is_refused_for_the_right_reason(void **state)
{
    struct desk *d = *state;
    struct db *db = NULL;
    char *folder = path_in(d, "x"), *file = path_in(d, "x/cust.db");

    REFUSED(ERR_NOINPUT, db_open(folder, DB_READ, &db));
    write_file(folder, "x", 0600);
    REFUSED(ERR_DATA, db_open(folder, DB_READ, &db));
    unlink(folder);
    mkdir(folder, 0700);
    REFUSED(ERR_NOINPUT, db_open(folder, DB_READ, &db));
    mkdir(file, 0700);
    REFUSED(ERR_DATA, db_open(folder, DB_READ, &db));
    rmdir(file);
    write_file(file, "", 0600);
    REFUSED(ERR_DATA, db_open(folder, DB_WRITE, &db));
    write_file(
        file,
        "this is a shopping list, long enough to be looked at as if it had a header of a database, or not",
        0600);
    REFUSED(ERR_DATA, db_open(folder, DB_WRITE, &db));
    unlink(file);
    on_file(file, "CREATE TABLE other (x)");
    chmod(file, 0600);
    REFUSED(ERR_DATA, db_open(folder, DB_WRITE, &db));
    unlink(file);
    OK(db_create(folder, -1));
    on_file(file, "PRAGMA user_version = 1000");
    REFUSED(ERR_DATA, db_open(folder, DB_WRITE, &db));
    assert_null(db);
}

static void a_store_that_everybody_could_read_is_refused(void **state)
{
    static const struct {
        mode_t folder, file;
        bool fine;
    } rows[] = {{0700, 0600, true},  {0755, 0600, true},  {0700, 0644, true}, {0755, 0644, false},
                {0700, 0606, false}, {0777, 0600, false}, {02770, 0660, true}};
    struct desk *d = *state;
    struct db *db;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(chmod(d->folder, rows[i].folder), 0);
        assert_int_equal(chmod(path_in(d, "cust.db"), rows[i].file), 0);
        if (rows[i].fine) {
            OK(db_open(d->folder, DB_READ, &db));
            db_close(db);
        } else {
            REFUSED(ERR_NOPERM, db_open(d->folder, DB_READ, &db));
        }
    }
}

static void network_file_systems_are_known_by_number_and_name(void **state)
{
    static const struct {
        int64_t type;
        const char *fuse;
        bool remote;
    } rows[] = {{0xef53, "", false},
                {0x9123683e, "", false},
                {0x01021994, "", false},
                {0x6969, "", true},
                {0xff534d42, "", true},
                {0xfe534d42, "", true},
                {0x65735546, "fuse.sshfs", true},
                {0x65735546, "", true},
                {0x65735546, "fuseblk", false},
                {0x01021997, "", true}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(db_file_remote_name(rows[i].type, rows[i].fuse) != NULL, rows[i].remote);
}

static void a_team_s_journal_and_queue_are_the_team_s(void **state)
{
    static const char *const files[] = {"cust.db", "cust.db-journal", "cust.db-lock"};
    struct desk *d = *state, team = {0};
    struct stat st;
    mode_t before = umask(077);

    if (geteuid() != 0) {
        umask(before);
        skip();
    }
    team.folder = path_in(d, "team");
    OK(db_create(team.folder, 12345));
    OK(db_open(team.folder, DB_WRITE, &team.db));
    store_help_begin(&team, 100);
    OK(db_commit(team.db));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(stat(arena_printf(d->a, "%s/%s", team.folder, files[i]), &st), 0);
        if ((st.st_mode & 0777) != 0660 || st.st_gid != 12345)
            fail_msg("%s is %o of group %ld", files[i], (unsigned)st.st_mode, (long)st.st_gid);
    }
    assert_int_equal(stat(team.folder, &st), 0);
    assert_int_equal(st.st_mode & 07777, 02770);
    db_close(team.db);
    umask(before);
}

static void recorded_times_never_fall(void **state)
{
    struct desk *d = *state;
    int64_t seq;

    store_help_begin(d, 1000);
    assert_int_equal(d->seq, 1);
    OK(db_commit(d->db));
    store_help_begin(d, 400);
    assert_int_equal(d->seq, 2);
    assert_int_equal(d->at, 1000);
    OK(db_commit(d->db));
    store_help_begin(d, 2000);
    OK(db_commit(d->db));

    static const instant rows[][2] = {{999, 0},  {1000, 2},        {1999, 2},
                                      {2000, 3}, {INSTANT_MAX, 3}, {INSTANT_MIN, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        OK(db_seq_at(d->db, rows[i][0], &seq));
        assert_int_equal(seq, rows[i][1]);
    }
}

static void a_rollback_leaves_nothing(void **state)
{
    struct desk *d = *state;
    int64_t id, seq;

    store_help_begin(d, 1000);
    OK(db_name(d->db, str_of("transit"), &id));
    assert_true(id > 0);
    db_rollback(d->db);
    db_rollback(d->db);
    OK(db_name_find(d->db, str_of("transit"), &id));
    assert_int_equal(id, 0);
    OK(db_seq_now(d->db, &seq));
    assert_int_equal(seq, 0);
    REFUSED(ERR_BUG, db_name(d->db, str_of("transit"), &id));
    REFUSED(ERR_BUG, db_commit(d->db));
}

static void a_name_has_one_number(void **state)
{
    struct desk *d = *state;
    int64_t first, second, other;
    struct str text;

    store_help_begin(d, 1000);
    OK(db_name(d->db, str_of("transit"), &first));
    OK(db_name(d->db, str_of("transit"), &second));
    OK(db_name(d->db, str_of("Transit"), &other));
    OK(db_commit(d->db));
    assert_int_equal(first, second);
    assert_int_not_equal(first, other);
    OK(db_name_text(d->db, other, d->a, &text));
    assert_true(str_is(text, "Transit"));
    OK(db_name_text(d->db, 0, d->a, &text));
    assert_int_equal(text.n, 0);
}

static const struct db_migration fabricated[] = {{1, "ALTER TABLE name ADD COLUMN note TEXT"},
                                                 {2, "CREATE TABLE extra (x INTEGER) STRICT"},
                                                 {4, "CREATE TABLE name (broken INTEGER)"}};

static void an_older_store_is_brought_up_to_date_after_a_copy(void **state)
{
    struct desk *d = *state;
    char *command = arena_printf(d->a, "test -f %s/cust.db.version-1-*", d->folder);

    OK(db_stmt_exec(d->db, "PRAGMA user_version = 1"));
    OK(db_migrate(d->db, fabricated, 3, 3));
    assert_string_equal(pragma(d, "user_version"), "3");
    assert_string_equal(pragma(d, "foreign_keys"), "1");
    OK(db_stmt_exec(d->db, "INSERT INTO extra VALUES (1); UPDATE name SET note = 'x'"));
    assert_int_equal(system(command), 0);
    OK(db_migrate(d->db, fabricated, 3, 3)); /* whoever comes second finds it done */
}

static void a_migration_that_fails_changes_nothing(void **state)
{
    struct desk *d = *state;
    struct db *db;

    OK(db_stmt_exec(d->db, "PRAGMA user_version = 1"));
    REFUSED(ERR_DATA, db_migrate(d->db, fabricated, 3, 4)); /* no step from 3 */
    assert_string_equal(pragma(d, "user_version"), "1");
    OK(db_stmt_exec(d->db, "PRAGMA user_version = 4"));
    REFUSED(ERR_BUG, db_migrate(d->db, fabricated, 3, 5)); /* a step that SQLite refuses */
    assert_string_equal(pragma(d, "user_version"), "4");
    OK(db_stmt_exec(d->db, "PRAGMA user_version = 0"));
    REFUSED(ERR_DATA, db_open(d->folder, DB_READ, &db));  /* readers never migrate */
    REFUSED(ERR_DATA, db_open(d->folder, DB_WRITE, &db)); /* there never was a version 0 */
    assert_string_equal(pragma(d, "user_version"), "0");
}

static void a_backup_is_a_whole_store_and_replaces_nothing(void **state)
{
    struct desk *d = *state;
    struct db *copy;
    struct str mine, theirs;
    struct complaint c;
    struct stat st;
    int64_t held = -1;

    store_help_begin(d, 1000);
    store_help_new(d, store_help_customer(d, "Acme"), "broken kettle");
    OK(db_commit(d->db));
    mkdir(path_in(d, "b"), 0700);
    OK(db_backup(d->db, path_in(d, "b/cust.db"), &held));
    assert_true(held >= 0);
    REFUSED(ERR_CANTCREATE, db_backup(d->db, path_in(d, "b/cust.db"), NULL));
    REFUSED(ERR_CANTCREATE, db_backup(d->db, path_in(d, "nowhere/cust.db"), NULL));
    assert_int_equal(stat(path_in(d, "b/cust.db"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    OK(db_open(path_in(d, "b"), DB_WRITE, &copy));
    OK(db_identity(d->db, d->a, &mine));
    OK(db_identity(copy, d->a, &theirs));
    assert_true(str_eq(mine, theirs));
    OK(db_complaint_get(copy, 1, DB_NOW, &c));
    db_close(copy);
}

static int64_t count(struct desk *d, const char *sql)
{
    sqlite3_stmt *st;

    assert_int_equal(sqlite3_prepare_v2(d->db->sql, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

#define INDEXES "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
#define KETTLES "SELECT count(*) FROM words_index WHERE words_index MATCH 'kettle'"

static void a_first_import_builds_its_indexes_at_the_end(void **state)
{
    struct desk *d = *state;
    int64_t before = count(d, INDEXES);

    OK(db_bulk_begin(d->db));
    assert_true(count(d, INDEXES) < before);
    for (int i = 0; i < 3; i++) {
        store_help_begin(d, 1000);
        store_help_new(d, store_help_customer(d, "Acme"), "broken kettle");
        OK(db_commit(d->db));
    }
    assert_int_equal(count(d, KETTLES), 0);
    OK(db_bulk_end(d->db));
    assert_int_equal(count(d, INDEXES), before);
    assert_int_equal(count(d, KETTLES), 3);
    OK(db_stmt_exec(d->db, "INSERT INTO words_index (words_index, rank) VALUES ('integrity-check', 1)"));
    /* A live store never loses an index. */
    OK(db_bulk_begin(d->db));
    assert_int_equal(count(d, INDEXES), before);
    OK(db_bulk_end(d->db));
}

static void an_import_that_died_is_finished_by_the_next_writer(void **state)
{
    struct desk *d = *state;
    int64_t before = count(d, INDEXES);

    OK(db_bulk_begin(d->db));
    store_help_begin(d, 1000);
    store_help_new(d, store_help_customer(d, "Acme"), "broken kettle");
    OK(db_commit(d->db));
    db_close(d->db); /* as a killed process would: no end */
    OK(db_open(d->folder, DB_WRITE, &d->db));
    assert_true(count(d, INDEXES) < before);
    store_help_begin(d, 1000);
    OK(db_commit(d->db));
    assert_int_equal(count(d, INDEXES), before);
    assert_int_equal(count(d, KETTLES), 1);
}

static void verify_finds_what_is_not_whole(void **state)
{
    static const struct {
        const char *sql, *word;
    } rows[] = {{"SELECT 1", ""},
                {"DELETE FROM words WHERE id = 2", "full-text"},
                {"UPDATE words SET body = 'other words' WHERE id = 2", "full-text"},
                {"DELETE FROM customer", "customer"},
                {"DELETE FROM tx", "tx"}};
    struct desk *d = *state;

    store_help_begin(d, 1000);
    store_help_new(d, store_help_customer(d, "Acme"), "broken kettle");
    OK(db_commit(d->db));
    OK(db_backup(d->db, path_in(d, "whole"), NULL));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct db_verify v;
        struct db *db;
        char *copy = arena_printf(d->a, "cp %s/whole %s/cust.db", d->folder, d->folder);
        assert_int_equal(system(copy), 0);
        on_file(path_in(d, "cust.db"), rows[i].sql);
        OK(db_open(d->folder, DB_READ, &db));
        OK(db_verify_file(db, d->a, &v));
        if ((v.n > 0) != (rows[i].word[0] != '\0') ||
            (v.n > 0 && strstr(v.first->what.p, rows[i].word) == NULL))
            fail_msg("%s: %zu findings: %s", rows[i].sql, v.n, v.n > 0 ? v.first->what.p : "");
        assert_int_equal(sqlite3_exec(db->sql, "DELETE FROM meta", NULL, NULL, NULL), SQLITE_READONLY);
        db_close(db);
    }
}

static void verify_finds_damaged_pages(void **state)
{
    struct desk *d = *state;
    struct db_verify v;
    char page[4096];
    struct stat fresh;

    assert_int_equal(stat(path_in(d, "cust.db"), &fresh),
                     0); /* what is behind this is rows, not the schema */
    store_help_begin(d, 1000);
    for (int i = 0; i < 300; i++)
        store_help_new(d, store_help_customer(d, "Acme"), "broken kettle");
    OK(db_commit(d->db));
    db_close(d->db);
    int fd = open(path_in(d, "cust.db"), O_RDWR);
    off_t size = lseek(fd, 0, SEEK_END);
    memset(page, 0x5a, sizeof page);
    for (off_t at = fresh.st_size; at < size; at += 3 * 4096)
        assert_int_equal(pwrite(fd, page, sizeof page, at), sizeof page);
    close(fd);
    OK(db_open(d->folder, DB_WRITE, &d->db));
    OK(db_verify_file(d->db, d->a, &v));
    assert_true(v.n > 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_open_store_keeps_its_promises_to_the_disk),
        T(a_reader_cannot_write),
        T(every_statement_is_understood),
        T(a_new_store_is_private_and_has_a_name_of_its_own),
        T(making_a_store_leaves_nothing_half_made),
        T(what_is_no_store_is_refused_for_the_right_reason),
        T(a_store_that_everybody_could_read_is_refused),
        T(network_file_systems_are_known_by_number_and_name),
        T(a_team_s_journal_and_queue_are_the_team_s),
        T(recorded_times_never_fall),
        T(a_rollback_leaves_nothing),
        T(a_name_has_one_number),
        T(an_older_store_is_brought_up_to_date_after_a_copy),
        T(a_migration_that_fails_changes_nothing),
        T(a_backup_is_a_whole_store_and_replaces_nothing),
        T(a_first_import_builds_its_indexes_at_the_end),
        T(an_import_that_died_is_finished_by_the_next_writer),
        T(verify_finds_what_is_not_whole),
        T(verify_finds_damaged_pages),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
