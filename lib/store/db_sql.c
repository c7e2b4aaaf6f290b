#include "store/db_sql.h"

/* The columns in the order of db_row.h. */
#define COMPLAINT                                                                                            \
    "id, seq, customer, owner, category, cause, subject, status, waiting, voided, by_hand, satisfied, "      \
    "priority, points, signals, channel, events, followups, steps, reopened, received, heard, "              \
    "acknowledged, resolved, closed, due"
#define COMPLAINT_VALUES                                                                                     \
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "  \
    "$23, $24, $25, $26"
/* Those of them that figures are made of: db_row_figures_of().  The table's last one comes first: then SQLite reads the
 * head of a row in one go, not in a piece for each column, which is a tenth of a report. */
#define FIGURES                                                                                              \
    "due, id, seq, customer, owner, cause, status, waiting, voided, satisfied, priority, signals, steps, "   \
    "reopened, received, acknowledged, resolved, closed"
#define FOLLOWUP_VALUES "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12"
#define FOLLOWUP "subject, no, seq, kind, state, owner, words, moved, made, due, first_due, ended"
#define EVENT                                                                                                \
    "e.subject, e.no, e.seq, t.at, e.happened, t.actor, e.kind, e.flags, e.code, e.ref, e.num, e.who, "      \
    "e.words"
#define WALKED "subject, no, seq, happened, kind, flags, code, ref, num, who, words"
#define CORRECTION                                                                                           \
    "c.id, c.subject, c.no, c.output, c.value, c.words, e.seq, h.code FROM correction c JOIN event e "       \
    "ON e.subject = c.subject AND e.no = c.no JOIN event h ON h.subject = c.subject AND h.no = e.ref"
#define EVENT_FROM " FROM event e JOIN tx t ON t.seq = e.seq "

static const char *const texts[DB_SQLS] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_SNAPSHOT] = "BEGIN",

    [SQL_META_GET] = "SELECT value FROM meta WHERE key = $1",
    [SQL_META_HAS] = "SELECT count(*) FROM meta WHERE key = $1",
    [SQL_META_PUT] = "INSERT INTO meta (key, value) VALUES ($1, $2)",
    [SQL_META_DROP] = "DELETE FROM meta WHERE key = $1",

    [SQL_TX_LAST] = "SELECT seq, at, EXISTS (SELECT 1 FROM weight) FROM tx ORDER BY seq DESC LIMIT 1",
    [SQL_TX_ADD] = "INSERT INTO tx (seq, at, actor, policy) VALUES ($1, $2, $3, $4)",
    /* Times never fall as numbers rise, so a search from the end stops at the first hit. */
    [SQL_TX_AT] = "SELECT seq, at FROM tx WHERE seq >= $1 ORDER BY seq LIMIT 1",
    [SQL_TX_LAST_BY] =
        "SELECT seq, rules, lesson, sealed FROM (SELECT t.seq, t.actor, "
        "EXISTS (SELECT 1 FROM touched h WHERE h.seq = t.seq) AS wrote, "
        "EXISTS (SELECT 1 FROM policy p WHERE p.seq = t.seq) AS rules, "
        "EXISTS (SELECT 1 FROM words w WHERE w.subject = 0 AND w.seq = t.seq) AS lesson, "
        "EXISTS (SELECT 1 FROM seal s WHERE s.seq = t.seq) AS sealed FROM tx t) d "
        "WHERE actor = $1 AND seq < $2 AND (wrote OR rules OR lesson OR sealed) AND NOT EXISTS "
        "(SELECT 1 FROM touched h JOIN mail m ON m.subject = h.subject "
        "WHERE h.seq = d.seq AND m.seq = d.seq AND NOT EXISTS "
        "(SELECT 1 FROM event e WHERE e.subject = m.subject AND e.no = m.no AND e.kind = $3) AND NOT EXISTS "
        "(SELECT 1 FROM mail o WHERE o.message_id = m.message_id AND o.digest = m.digest "
        "AND o.id < m.id AND o.raw = m.raw)) ORDER BY seq DESC LIMIT 1",
    [SQL_TOUCH] = "INSERT INTO touched (seq, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING",

    [SQL_NAME_FIND] = "SELECT id FROM name WHERE text = $1",
    [SQL_NAME_ADD] = "INSERT INTO name (text) VALUES ($1) RETURNING id",
    [SQL_NAME_TEXT] = "SELECT text FROM name WHERE id = $1",
    [SQL_NAME_NEWEST] = "SELECT text FROM name ORDER BY id DESC LIMIT $1",

    [SQL_WORDS_LAST] = "SELECT id FROM words ORDER BY id DESC LIMIT 1",
    [SQL_WORDS_ADD] = "INSERT INTO words (id, seq, subject, role, body, raw) VALUES ($1, $2, $3, $4, $5, $6)",
    [SQL_WORDS_INDEX] = "INSERT INTO words_index (rowid, body) VALUES ($1, $2)",
    [SQL_WORDS_GET] = "SELECT body, raw FROM words WHERE id = $1",
    [SQL_WORDS_OWNER] = "SELECT subject FROM words WHERE id = $1",
    [SQL_WORDS_BODY] = "SELECT body FROM words WHERE id = $1",

    [SQL_EVENT_ADD] =
        "INSERT INTO event (subject, no, seq, happened, kind, flags, code, ref, num, who, words) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    [SQL_EVENT_LIST] = "SELECT " EVENT EVENT_FROM "WHERE e.subject = $1 AND e.seq <= $2 ORDER BY e.no",
    [SQL_EVENT_GET] = "SELECT " EVENT EVENT_FROM "WHERE e.subject = $1 AND e.no = $2",
    [SQL_EVENT_OF_TX] =
        "SELECT " EVENT " FROM touched h JOIN event e ON e.subject = h.subject AND e.seq = h.seq "
        "JOIN tx t ON t.seq = e.seq WHERE h.seq = $1 ORDER BY e.subject, e.no",
    [SQL_EVENT_OF_WORDS] = "SELECT no FROM event WHERE subject = $1 AND words = $2 ORDER BY no LIMIT 1",
    [SQL_EVENT_NAMED] = "SELECT w.body FROM event e JOIN words w ON w.id = e.words WHERE e.subject = $1 "
                        "AND e.kind = $2 AND e.seq <= $3 ORDER BY e.no DESC LIMIT 1",

    /* Numbers of those that something was merged into are taken, though an export did not bring them. */
    [SQL_COMPLAINT_NEXT] =
        "SELECT max(COALESCE((SELECT id FROM complaint ORDER BY id DESC LIMIT 1), 0), COALESCE((SELECT "
        "into_subject FROM merged WHERE into_subject < 4294967295 ORDER BY into_subject DESC LIMIT 1), 0))",
    [SQL_COMPLAINT_ANY] = "SELECT EXISTS (SELECT 1 FROM complaint)",
    [SQL_COMPLAINT_GET] = "SELECT " COMPLAINT " FROM complaint WHERE id = $1",
    [SQL_COMPLAINT_GET_PAST] =
        "SELECT " COMPLAINT " FROM complaint_past WHERE id = $1 AND seq <= $2 AND to_seq > $2",
    [SQL_COMPLAINT_KEEP] = "INSERT INTO complaint_past (" COMPLAINT ", to_seq) SELECT " COMPLAINT
                           ", CAST($1 AS BIGINT) FROM complaint "
                           "WHERE id = $2 AND seq < $1",
    [SQL_COMPLAINT_NEW] = "INSERT INTO complaint (" COMPLAINT ") VALUES (" COMPLAINT_VALUES ")",
    [SQL_COMPLAINT_SET] =
        "UPDATE complaint SET seq = $1, owner = $2, category = $3, cause = $4, subject = $5, status"
        " = $6, waiting = $7, voided = $8, by_hand = $9, satisfied = $10, priority = $11, points = "
        "$12, signals = $13, channel = $14, events = $15, followups = $16, steps = $17, reopened = "
        "$18, received = $19, heard = $20, acknowledged = $21, resolved = $22, closed = $23, due = "
        "$24 WHERE id = $25 AND customer = $26",
    [SQL_COMPLAINT_PUT] =
        "INSERT INTO complaint (" COMPLAINT ") VALUES (" COMPLAINT_VALUES ") ON CONFLICT (id) DO UPDATE SET "
        "seq = excluded.seq, customer = excluded.customer, owner = excluded.owner, category = "
        "excluded.category, "
        "cause = excluded.cause, subject = excluded.subject, status = excluded.status, "
        "waiting = excluded.waiting, voided = excluded.voided, by_hand = excluded.by_hand, "
        "satisfied = excluded.satisfied, priority = excluded.priority, points = excluded.points, "
        "signals = excluded.signals, channel = excluded.channel, events = excluded.events, "
        "followups = excluded.followups, steps = excluded.steps, reopened = excluded.reopened, "
        "received = excluded.received, heard = excluded.heard, acknowledged = excluded.acknowledged, "
        "resolved = excluded.resolved, closed = excluded.closed, due = excluded.due",
    [SQL_COMPLAINT_OF] = "SELECT id FROM complaint WHERE customer = $1 ORDER BY id",
    [SQL_COMPLAINT_OPEN_OF] = "SELECT id FROM complaint WHERE customer = $1 AND status < 5 ORDER BY id",
    [SQL_COMPLAINT_OPEN_COUNT] = "SELECT count(*) FROM complaint WHERE customer = $1 AND status < 5",
    [SQL_COMPLAINT_BEFORE] = "SELECT id, received, voided FROM complaint WHERE customer = $1 AND id < $2 "
                             "ORDER BY id DESC LIMIT $3",
    [SQL_COMPLAINT_FIRST] =
        "SELECT received FROM complaint WHERE customer = $1 AND id < $2 ORDER BY id LIMIT 1",
    [SQL_BEFORE_FIND] = "SELECT id FROM complaint WHERE customer = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    [SQL_BEFORE_ROW] = "SELECT received, voided FROM complaint WHERE id = $1",
    [SQL_BEFORE_STEPS] = "SELECT count(*) FROM followup WHERE subject = $1 AND kind = 8 AND state <> 4",
    [SQL_COMPLAINT_ESCALATED] =
        "SELECT count(*) FROM complaint JOIN followup ON followup.subject = complaint.id WHERE "
        "complaint.customer = $1 AND complaint.id < $2 AND complaint.id >= $3 AND complaint.voided = 0 AND "
        "complaint.received >= $4 AND followup.kind = 8 AND followup.state <> 4",
    [SQL_COMPLAINT_WORKED] =
        "SELECT complaint.id, complaint.customer, complaint.cause, field.who FROM complaint JOIN field ON "
        "field.complaint = complaint.id AND field.field = $1 WHERE complaint.id > "
        "(SELECT max(id) FROM complaint) - $2 AND complaint.status = 5 AND complaint.satisfied = 1 AND "
        "complaint.voided = 0 AND field.who <> 0 AND ((complaint.cause = $3 AND complaint.cause <> 0) OR "
        "(complaint.category = $4 AND complaint.category <> 0)) ORDER BY complaint.id DESC LIMIT $5",

    [SQL_FOLLOWUP_GET] = "SELECT " FOLLOWUP " FROM followup WHERE subject = $1 AND no = $2",
    [SQL_FOLLOWUP_GET_PAST] = "SELECT " FOLLOWUP " FROM followup_past WHERE subject = $1 AND no = $2 "
                              "AND seq <= $3 AND to_seq > $3",
    [SQL_FOLLOWUP_KEEP] = "INSERT INTO followup_past SELECT followup.*, CAST($1 AS BIGINT) FROM followup "
                          "WHERE subject = $2 AND no = $3 AND seq < $1",
    [SQL_FOLLOWUP_NEW] = "INSERT INTO followup (" FOLLOWUP ") VALUES (" FOLLOWUP_VALUES ")",
    [SQL_FOLLOWUP_SET] =
        "UPDATE followup SET seq = $1, kind = $2, state = $3, owner = $4, words = $5, moved = $6, "
        "made = $7, due = $8, first_due = $9, ended = $10 WHERE subject = $11 AND no = $12",
    [SQL_FOLLOWUP_DROP] = "DELETE FROM followup WHERE subject = $1 AND no = $2",
    [SQL_FOLLOWUP_LIST] = "SELECT " FOLLOWUP " FROM followup WHERE subject = $1 ORDER BY no",
    [SQL_FOLLOWUP_OPEN] = "SELECT " FOLLOWUP " FROM followup WHERE subject = $1 AND state = 0 ORDER BY no",
    [SQL_FOLLOWUP_LIST_PAST] =
        "SELECT " FOLLOWUP " FROM followup WHERE subject = $1 AND seq <= $2 UNION ALL "
        "SELECT " FOLLOWUP " FROM followup_past WHERE subject = $1 AND seq <= $2 AND to_seq > $2 ORDER BY no",

    [SQL_FIELD_PUT] = "INSERT INTO field (complaint, field, num, who, words) VALUES ($1, $2, $3, $4, $5) "
                      "ON CONFLICT (complaint, field) DO UPDATE SET num = excluded.num, who = excluded.who, "
                      "words = excluded.words",
    [SQL_FIELD_NEW] = "INSERT INTO field (complaint, field, num, who, words) VALUES ($1, $2, $3, $4, $5)",
    [SQL_FIELD_DROP] = "DELETE FROM field WHERE complaint = $1 AND field = $2",
    [SQL_FIELD_LIST] = "SELECT field, num, who, words FROM field WHERE complaint = $1 ORDER BY field",
    [SQL_SOURCE_NEW] = "INSERT INTO source (source, source_id, complaint) VALUES ($1, $2, $3) "
                       "ON CONFLICT (source, source_id) DO NOTHING",
    [SQL_SOURCE_SET] = "UPDATE source SET complaint = $1 WHERE source = $2 AND source_id = $3",
    [SQL_SOURCE_FIND] = "SELECT complaint FROM source WHERE source = $1 AND source_id = $2",

    [SQL_MERGED_ANY] = "SELECT EXISTS (SELECT 1 FROM merged)",
    [SQL_MERGED_INTO] = "SELECT into_subject FROM merged WHERE subject = $1 AND seq <= $2 AND to_seq > $2",
    [SQL_MERGED_OF] = "SELECT subject FROM merged WHERE into_subject = $1 AND seq <= $2 AND to_seq > $2 "
                      "ORDER BY subject",
    [SQL_MERGED_ALL] = "SELECT subject, into_subject FROM merged WHERE seq <= $1 AND to_seq > $1 "
                       "ORDER BY subject",
    [SQL_MERGED_END] = "UPDATE merged SET to_seq = $1 WHERE subject = $2 AND to_seq = $3",
    [SQL_MERGED_ADD] = "INSERT INTO merged (subject, seq, into_subject, to_seq) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (subject, seq) DO UPDATE SET into_subject = excluded.into_subject, "
                       "to_seq = excluded.to_seq",

    [SQL_CUSTOMER_LAST] = "SELECT id FROM customer ORDER BY id DESC LIMIT 1",
    [SQL_CUSTOMER_NEW] = "INSERT INTO customer (seq, name, events, followups, into_id, erased, id) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [SQL_CUSTOMER_GET] =
        "SELECT id, seq, name, events, followups, into_id, erased FROM customer WHERE id = $1",
    [SQL_CUSTOMER_SET] =
        "UPDATE customer SET seq = $1, name = $2, events = $3, followups = $4, into_id = $5, "
        "erased = $6 WHERE id = $7",
    [SQL_CUSTOMER_ERASED] = "SELECT id FROM customer WHERE erased <> 0 AND id > $1 ORDER BY id LIMIT $2",
    [SQL_CUSTOMER_NAME] =
        "SELECT c.seq, w.body FROM customer c LEFT JOIN words w ON w.id = c.name WHERE c.id = $1",
    [SQL_ADDRESS_FIND] = "SELECT customer FROM address WHERE folded = $1 AND kind = $2 AND seq <= $3 "
                         "ORDER BY customer",
    [SQL_ADDRESS_ADD] =
        "INSERT INTO address (customer, kind, folded, seq, words) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (folded, kind, customer) DO NOTHING",
    [SQL_ADDRESS_LIST] = "SELECT a.kind, w.body FROM address a JOIN words w ON w.id = a.words "
                         "WHERE a.customer = $1 AND a.seq <= $2 ORDER BY a.kind, a.words",
    [SQL_ADDRESS_WORD_ADD] = "INSERT INTO address_word (word, customer, seq) VALUES ($1, $2, $3) "
                             "ON CONFLICT (word, customer) DO NOTHING",
    [SQL_ADDRESS_WORD_FIND] = "SELECT word, customer FROM address_word WHERE (word, customer) > ($1, $2) "
                              "AND word < $3 AND seq <= $4 ORDER BY word, customer",

    /* Streams of db_list: each is an index read that goes on behind a key; the reader stops when it has enough. */
    [SQL_LIST_QUEUE] = "SELECT " COMPLAINT " FROM complaint WHERE status < 5 AND "
                       "(priority, due, calm, id) > ($1, $2, $3, $4) ORDER BY priority, due, calm, id",
    [SQL_LIST_QUEUE_PAST] =
        "SELECT " COMPLAINT ", to_seq FROM complaint_past WHERE status < 5 AND "
        "(priority, due, calm, id) > ($1, $2, $3, $4) ORDER BY priority, due, calm, id, seq",
    [SQL_LIST_NUMBER] = "SELECT " COMPLAINT " FROM complaint WHERE id > $1 ORDER BY id",
    [SQL_LIST_NUMBER_PAST] =
        "SELECT " COMPLAINT ", to_seq FROM complaint_past WHERE id > $1 ORDER BY id, seq",
    [SQL_LIST_DUE] = "SELECT " FOLLOWUP " FROM followup WHERE state = 0 AND "
                     "(due, subject, no) > ($1, $2, $3) ORDER BY due, subject, no",
    [SQL_LIST_DUE_TEXTS] =
        "SELECT f.subject, f.no, f.seq, f.kind, f.state, f.owner, f.words, f.moved, f.made, f.due, "
        "f.first_due, "
        "f.ended, c.seq, u.seq, c.customer, c.owner, c.priority, w.body FROM followup f "
        "LEFT JOIN complaint c ON c.id = f.subject LEFT JOIN customer u ON u.id = c.customer "
        "LEFT JOIN words w ON w.id = u.name WHERE f.state = 0 AND (f.due, f.subject, f.no) > ($1, $2, $3) "
        "ORDER BY f.due, f.subject, f.no",
    [SQL_LIST_ENDED] = "SELECT " FOLLOWUP " FROM followup WHERE state <> 0 AND "
                       "(due, subject, no) > ($1, $2, $3) ORDER BY due, subject, no",
    [SQL_LIST_DUE_PAST] = "SELECT " FOLLOWUP ", to_seq FROM followup_past WHERE "
                          "(due, subject, no) > ($1, $2, $3) ORDER BY due, subject, no, seq",
    [SQL_LIST_FOLLOWUPS] = "SELECT " FOLLOWUP " FROM followup WHERE (subject, no) > ($1, $2) "
                           "ORDER BY subject, no",
    [SQL_LIST_FOLLOWUPS_PAST] =
        "SELECT " FOLLOWUP ", to_seq FROM followup_past WHERE (subject, no) > ($1, $2) "
        "ORDER BY subject, no, seq",

    [SQL_SEAL_ADD] =
        "INSERT INTO seal (seq, profile, since, upto, hash, rows) VALUES ($1, $2, $3, $4, $5, $6)",
    [SQL_SEAL_NEXT] = "SELECT s.id, s.seq, t.at, t.actor, s.profile, s.since, s.upto, s.hash, s.rows "
                      "FROM seal s JOIN tx t ON t.seq = s.seq WHERE s.id > $1 AND s.seq <= $2 "
                      "ORDER BY s.id LIMIT 1",
    /* The condition is that of the index event_told, word for word: only then is it read. */
    [SQL_WALK_TOLD] =
        "SELECT " WALKED " FROM event WHERE (subject, no) > ($1, $2) AND "
        "(kind = 4 OR kind = 7 OR kind = 9 OR kind = 19 OR kind = 24 OR kind > 26 OR (kind = 0 AND ref <> 0) "
        "OR (kind = 3 AND (code = 17 OR code = 18 OR code = 26 OR code > 30))) ORDER BY subject, no",
    [SQL_WALK_COMPLAINTS] = "SELECT gather(" COMPLAINT ") FROM complaint WHERE id > $1 AND id <= $2",
    [SQL_WALK_FIGURES] = "SELECT gather(" FIGURES ") FROM complaint WHERE id > $1 AND id <= $2",
    [SQL_WALK_FOLLOWUPS] = "SELECT gather(" FOLLOWUP ") FROM followup WHERE subject > $1 AND subject <= $2",
    [SQL_WALK_ENDED] = "SELECT gather(" FOLLOWUP ") FROM followup WHERE subject > $1 AND subject <= $2 "
                       "AND (state <> 0 OR kind = 8)",
    [SQL_WALK_NEXT] = "SELECT id FROM complaint WHERE id > $1 ORDER BY id LIMIT 1",
    [SQL_WALK_NEXT_FOLLOWUP] = "SELECT subject FROM followup WHERE subject > $1 ORDER BY subject, no LIMIT 1",
    [SQL_WALK_EVENTS] = "SELECT " WALKED " FROM event WHERE (subject, no) > ($1, $2) ORDER BY subject, no",
    /* 4 is EVENT_OFFERED; as a number, it is a term of the index event_told. */
    [SQL_LIST_APPROVAL] = "SELECT subject FROM event WHERE kind = 4 AND code <> 0 AND subject > $1 AND "
                          "subject <= $2 AND seq <= $3",
    [SQL_LIST_CUSTOMERS] = "SELECT word, customer, seq FROM address_word WHERE (word, customer) > ($1, $2) "
                           "ORDER BY word, customer",

    [SQL_SEARCH_BOUND] = "SELECT rowid FROM words_index WHERE words_index MATCH $1 ORDER BY rowid DESC "
                         "LIMIT 1 OFFSET $2",
    [SQL_SEARCH_RANKED] = "SELECT rowid FROM words_index WHERE words_index MATCH $1 AND rowid >= $2 "
                          "ORDER BY rank",
    [SQL_SEARCH_SNIPPET] = "SELECT snippet(words_index, 0, char(2), char(3), '...', 24) FROM words_index "
                           "WHERE words_index MATCH $1 AND rowid = $2",
    [SQL_SEARCH_SUBJECTS] =
        "SELECT i.rowid, w.subject, w.seq FROM words_index i JOIN words w ON w.id = i.rowid "
        "WHERE words_index MATCH $1 AND i.rowid > $2 ORDER BY i.rowid",

    [SQL_MAIL_ADD] = "INSERT INTO mail (subject, no, seq, message_id, digest, class, partial, raw) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [SQL_MAIL_FIND] = "SELECT id, subject, no, message_id, digest, class, partial, seq FROM mail "
                      "WHERE message_id = $1 ORDER BY id",
    [SQL_MAIL_COPIES] =
        "SELECT c.id, c.subject, c.no, c.message_id, c.digest, c.class, c.partial, c.seq FROM mail m "
        "JOIN mail c ON c.message_id = m.message_id AND c.digest = m.digest WHERE m.id = $1 ORDER BY c.id",
    [SQL_MAIL_AUTOMATIC] = "SELECT COUNT(*) FROM mail WHERE subject = $1 AND class IN (1, 2)",
    [SQL_MAIL_SAME] = "SELECT id FROM mail WHERE message_id = $1 AND digest = $2 ORDER BY id LIMIT 1",
    [SQL_MAIL_RAW] = "SELECT raw FROM mail WHERE subject = $1 AND no = $2",

    [SQL_MAIL_LOOSE] = "SELECT id FROM mail WHERE subject = 0 AND no = 0 AND id > $1 AND seq <= $2 "
                       "ORDER BY id LIMIT $3",
    [SQL_MAIL_PARTIAL] = "SELECT id FROM mail WHERE partial = 1 AND id > $1 AND seq <= $2 "
                         "ORDER BY id LIMIT $3",
    [SQL_MAIL_AT] = "SELECT id FROM mail WHERE subject = $1 AND no = $2 ORDER BY id LIMIT 1",
    [SQL_MAIL_GET] = "SELECT m.id, m.subject, m.no, m.message_id, m.digest, m.class, m.partial, m.seq, t.at, "
                     "t.actor, m.raw FROM mail m JOIN tx t ON t.seq = m.seq WHERE m.id = $1 AND m.no >= 0",
    [SQL_MAIL_PUT] = "UPDATE mail SET message_id = $1, digest = $2, class = $3, partial = $4 WHERE id = $5",
    [SQL_MAIL_AGAIN] = "INSERT INTO mail (subject, no, seq, message_id, digest, class, partial, raw) "
                       "SELECT $1, $2, $3, message_id, digest, $4, $5, raw FROM mail WHERE id = $6 "
                       "RETURNING id",
    [SQL_MAIL_COPY] =
        "INSERT INTO mail (subject, no, seq, message_id, digest, class, partial, raw) "
        "SELECT $1, $2, $3, message_id, digest, class, partial, raw FROM mail WHERE subject = $4 AND no = $5",

    [SQL_ATTACHMENT_ADD] =
        "INSERT INTO attachment (subject, no, seq, name, body) VALUES ($1, $2, $3, $4, $5)",
    [SQL_ATTACHMENT_GET] = "SELECT body FROM attachment WHERE subject = $1 AND no = $2",
    [SQL_ATTACHMENT_SIZE] = "SELECT length(body) FROM attachment WHERE subject = $1 AND no = $2",
    [SQL_ATTACHMENT_STRAYS] =
        "SELECT count(*) FROM attachment a LEFT JOIN event e ON e.subject = a.subject AND e.no = a.no "
        "WHERE e.kind IS NULL OR e.kind <> $1",

    [SQL_POLICY_LAST] = "SELECT version, text FROM policy WHERE seq <= $1 ORDER BY version DESC LIMIT 1",
    [SQL_POLICY_VERSION] = "SELECT version FROM policy ORDER BY version DESC LIMIT 1",
    [SQL_POLICY_SOURCE] = "SELECT source FROM policy WHERE version = $1",
    [SQL_POLICY_ADD] = "INSERT INTO policy (version, seq, source, text) VALUES ($1, $2, $3, $4)",

    [SQL_REMIND_DUE] =
        "SELECT f.subject, f.no, f.seq, f.kind, f.state, f.owner, f.words, f.moved, f.made, f.due, "
        "f.first_due, f.ended, c.owner, r.sent FROM followup f LEFT JOIN complaint c ON c.id = f.subject "
        "LEFT JOIN reminder r ON r.subject = f.subject AND r.no = f.no AND r.step = f.moved "
        "AND r.recipient = CASE WHEN f.owner <> 0 THEN f.owner ELSE coalesce(c.owner, 0) END "
        "AND r.channel = $1 "
        "WHERE f.state = 0 AND f.due <= $2 AND (f.due, f.subject, f.no) > ($3, $4, $5) "
        "ORDER BY f.due, f.subject, f.no",
    [SQL_REMIND_SENT] = "SELECT sent FROM reminder WHERE subject = $1 AND no = $2 AND step = $3 "
                        "AND recipient = $4 AND channel = $5",
    [SQL_REMIND_CLAIM] =
        "INSERT INTO reminder (subject, no, step, recipient, channel, batch, claimed, sent) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (subject, no, step, recipient, channel) DO "
        "UPDATE SET claimed = excluded.claimed WHERE reminder.sent = 0 "
        "RETURNING batch",
    [SQL_REMIND_MARK] = "UPDATE reminder SET sent = $1 WHERE subject = $2 AND no = $3 AND step = $4 "
                        "AND recipient = $5 AND channel = $6",

    [SQL_TRIAGE_ADD] = "INSERT INTO triage (subject, no, strengths, terms) VALUES ($1, $2, $3, $4)",
    [SQL_TRIAGE_GET] =
        "SELECT r.no, r.strengths, r.terms FROM triage r JOIN event e ON e.subject = r.subject "
        "AND e.no = r.no WHERE r.subject = $1 AND e.seq <= $2 ORDER BY r.no DESC LIMIT 1",
    [SQL_LEARN_ADD] =
        "INSERT INTO correction (subject, no, output, value, words) VALUES ($1, $2, $3, $4, $5) "
        "RETURNING id",
    [SQL_LEARN_DROP] = "DELETE FROM correction WHERE subject = $1 AND no = $2",
    [SQL_LEARN_OF] = "SELECT " CORRECTION " WHERE c.subject = $1 ORDER BY c.no",
    [SQL_LEARN_OUTPUT] = "SELECT " CORRECTION " WHERE c.output = $1 ORDER BY e.seq, c.subject, c.no",
    [SQL_LEARN_WEIGHTS] =
        "SELECT n.text, w.upto, w.body FROM weight w JOIN name n ON n.id = w.output ORDER BY n.text",
    [SQL_LEARN_PUT] = "INSERT INTO weight (output, upto, body) VALUES ($1, $2, $3) "
                      "ON CONFLICT (output) DO UPDATE SET upto = excluded.upto, body = excluded.body",
    [SQL_LEARN_FORGET] = "DELETE FROM weight WHERE output = $1",

    [SQL_HISTORY_CUSTOMERS] = "SELECT id FROM customer WHERE id > $1 ORDER BY id LIMIT $2",
    [SQL_HISTORY_COMPLAINTS] = "SELECT id FROM complaint WHERE id > $1 ORDER BY id LIMIT $2",
    [SQL_HISTORY_TRIAGE] = "SELECT strengths, terms FROM triage WHERE subject = $1 AND no = $2",
    [SQL_HISTORY_MAIL] = "SELECT id, message_id, digest, class, partial, raw FROM mail "
                         "WHERE subject = $1 AND no = $2 ORDER BY id LIMIT 1",
    [SQL_ERASE_NEXT] = "SELECT id, role, body FROM words WHERE subject = $1 AND id > $2 ORDER BY id LIMIT 1",
    [SQL_ERASE_RESERVE] = "INSERT INTO words (seq, subject, role, body) SELECT $1, 0, $2, '' FROM words "
                          "WHERE id = (SELECT max(id) FROM words) AND subject = $3",
    [SQL_ERASE_MAIL_RESERVE] =
        "INSERT INTO mail (subject, no, seq, message_id, digest, class, partial, raw) "
        "SELECT 0, -1, $1, '', x'', 1, 0, x'' FROM mail "
        "WHERE id = (SELECT max(id) FROM mail) AND ((subject = $2 AND $2 <> 0) OR id = $3)",
    [SQL_ERASE_INDEX] = "INSERT INTO words_index (words_index, rowid, body) VALUES ('delete', $1, $2)",
    [SQL_ERASE_WORDS] = "DELETE FROM words WHERE subject = $1",
    [SQL_ERASE_MAILS_COUNT] = "SELECT count(*) FROM mail WHERE subject = $1",
    [SQL_ERASE_MAILS] = "DELETE FROM mail WHERE subject = $1",
    [SQL_ERASE_ATTACHMENTS_COUNT] = "SELECT count(*) FROM attachment WHERE subject = $1",
    [SQL_ERASE_ATTACHMENTS] = "DELETE FROM attachment WHERE subject = $1",
    [SQL_ERASE_ADDRESS] = "DELETE FROM address WHERE customer = $1",
    [SQL_ERASE_ADDRESS_WORD] = "DELETE FROM address_word WHERE customer = $1",
    [SQL_ERASE_LOOSE] = "SELECT id, raw FROM mail WHERE subject = 0 AND id > $1 ORDER BY id LIMIT 1",
    [SQL_ERASE_MAIL] = "DELETE FROM mail WHERE id = $1",
    [SQL_ERASE_MAIL_VOID] =
        "SELECT c.id FROM mail m JOIN complaint c ON c.id = m.subject WHERE m.id = $1 AND c.voided = 1",
    [SQL_ERASE_MAIL_COPIES] =
        "SELECT o.id FROM mail m JOIN mail o ON o.message_id = m.message_id AND o.digest = m.digest "
        "WHERE m.subject = $1 AND m.digest <> $2 AND o.subject <> $1 AND o.no >= 0 "
        "AND (o.class <> 0 OR o.partial = 1) ORDER BY o.id LIMIT 1",
    [SQL_ERASE_NAMES] = "SELECT DISTINCT e.who, n.text FROM event e JOIN name n ON n.id = e.who "
                        "WHERE e.subject = $1 AND e.kind = $2 AND e.code IN ($3, $4)",
    [SQL_ERASE_NAME] =
        "UPDATE name SET text = '(erased ' || $1 || ')' WHERE id = $1 "
        "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.who = $1 AND NOT (e.kind = $2 AND e.code IN ($3, $4) "
        "AND EXISTS (SELECT 1 FROM complaint c JOIN customer k ON k.id = c.customer "
        "WHERE c.id = e.subject AND k.erased <> 0))) "
        "AND NOT EXISTS (SELECT 1 FROM tx WHERE actor = $1) "
        "AND NOT EXISTS (SELECT 1 FROM complaint WHERE $1 IN (owner, category, cause)) "
        "AND NOT EXISTS (SELECT 1 FROM followup WHERE owner = $1) "
        "AND NOT EXISTS (SELECT 1 FROM correction WHERE $1 IN (output, value)) "
        "AND NOT EXISTS (SELECT 1 FROM weight WHERE output = $1) "
        "AND NOT EXISTS (SELECT 1 FROM cause WHERE id = $1) "
        "AND NOT EXISTS (SELECT 1 FROM source WHERE source = $1) "
        "AND NOT EXISTS (SELECT 1 FROM reminder WHERE recipient = $1) "
        "AND NOT EXISTS (SELECT 1 FROM seal WHERE profile = $1)",
    [SQL_ERASE_MERGE] = "INSERT INTO words_index (words_index, rank) VALUES ('merge', $1)",

    [SQL_CAUSE_PUT] = "INSERT INTO cause (id, seq) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
    [SQL_CAUSE_GET] = "SELECT 1 FROM cause WHERE id = $1",
    [SQL_CAUSES] = "SELECT c.id, c.seq, t.at, t.actor, 0, 0 FROM cause c JOIN tx t ON t.seq = c.seq "
                   "WHERE c.seq <= $1 ORDER BY c.seq, c.id",
    [SQL_LESSON_ADD] = "INSERT INTO lesson (cause, no, seq, words) SELECT $1, "
                       "COALESCE((SELECT MAX(no) FROM lesson WHERE cause = $1), 0) + 1, $2, $3",
    [SQL_LESSON_AT] = "SELECT words FROM lesson WHERE cause = $1 AND seq <= $2 ORDER BY no DESC LIMIT 1",
    [SQL_LESSONS] = "SELECT l.no, l.seq, t.at, t.actor, l.words, 0 FROM lesson l JOIN tx t ON t.seq = l.seq "
                    "WHERE l.cause = $1 AND l.seq <= $2 ORDER BY l.no",
    [SQL_FIXES] = "SELECT f.no, f.seq, t.at, t.actor, f.words, f.since FROM fix f JOIN tx t ON t.seq = f.seq "
                  "WHERE f.cause = $1 AND f.seq <= $2 ORDER BY f.no",
    [SQL_CAUSE_NAMES] = "SELECT n.text FROM cause c JOIN name n ON n.id = c.id ORDER BY c.id DESC LIMIT $1",
    [SQL_FIX_ADD] = "INSERT INTO fix (cause, no, seq, since, words) SELECT $1, "
                    "COALESCE((SELECT MAX(no) FROM fix WHERE cause = $1), 0) + 1, $2, $3, $4 RETURNING no",
    [SQL_FIX_AT] = "SELECT no, since, words FROM fix WHERE cause = $1 AND since <= $2 "
                   "ORDER BY since DESC, no DESC LIMIT 1",
    [SQL_FIX_FIRST] = "SELECT cause, MIN(since) FROM fix WHERE seq <= $1 GROUP BY cause ORDER BY cause",

    [SQL_RESTORE_TX] = "INSERT INTO tx (seq, at, actor, policy) VALUES ($1, $2, $3, 0)",
    [SQL_RESTORE_TX_BESIDE] = "SELECT seq, at, actor FROM tx WHERE seq <= $1 ORDER BY seq DESC LIMIT 1",
    [SQL_RESTORE_TX_NEXT] = "SELECT at FROM tx WHERE seq > $1 ORDER BY seq LIMIT 1",
    [SQL_RESTORE_CUSTOMER] = "INSERT INTO customer (id, seq, name, events) VALUES ($1, $2, 0, 0)",
    [SQL_RESTORE_REF] = "UPDATE event SET ref = $1 WHERE subject = $2 AND no = $3",
    [SQL_RESTORE_IDENTITY] = "UPDATE meta SET value = $1 WHERE key = $2",
    [SQL_RESTORE_MARK] = "SAVEPOINT history",
    [SQL_RESTORE_BACK] = "ROLLBACK TO history",
    [SQL_RESTORE_KEEP] = "RELEASE history",
};

const char *db_sql_text(enum db_sql which)
{
    return texts[which];
}
