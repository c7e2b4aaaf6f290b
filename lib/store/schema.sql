-- The store, version 2.  cust-store(5) explains it; this file is what makes it.
--
-- Integers are epoch seconds, 0/1, or a word's number (lib/rule/word.h).  9223372036854775807 is "no time": it sorts
-- last.  A subject is a complaint's number, or minus a customer's.  Names are short labels of the desk's own making
-- (logins, categories, causes, remedies, rules); words are what people said and who they are.
--
-- The build takes comments out.

-- What the store knows of itself: `identity`, random, so that an exported record can be known again elsewhere;
-- `bulk`, present while a first import has the indexes taken away; `unsettled`, while the policy in force may not have
-- reached all that is open; `unmerged`, the customer without whose words the full text is being written anew.
CREATE TABLE meta (
    key     TEXT PRIMARY KEY,
    value   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change is one transaction with a number; all histories refer to it.
CREATE TABLE tx (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,           -- recorded; never earlier than the one before
    actor   INTEGER NOT NULL REFERENCES name (id),
    policy  INTEGER NOT NULL            -- policy version in force; 0 is the built-in one
) STRICT;

-- Whose histories a transaction wrote to: what undo starts from.
CREATE TABLE touched (
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    subject INTEGER NOT NULL,
    PRIMARY KEY (seq, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE name (
    id      INTEGER PRIMARY KEY,
    text    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE policy (
    version INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    source  TEXT NOT NULL,              -- the YAML as it was applied
    text    TEXT NOT NULL               -- its compiled form, what every command loads
) STRICT;

-- Words: the only places with personal values, besides mail.  Erasing is deleting here.
CREATE TABLE words (
    id      INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    subject INTEGER NOT NULL,
    role    INTEGER NOT NULL,           -- enum db_words_role
    body    TEXT NOT NULL,              -- readable: valid UTF-8 without NUL
    raw     BLOB                        -- the bytes as they came, when they are not the same
) STRICT;
CREATE INDEX words_subject ON words (subject);

-- Full text of the roles that are searched: text, subject, field.  The view is what the index must agree with.
CREATE VIEW words_searched AS SELECT id, body FROM words WHERE role IN (0, 1, 5);
CREATE VIRTUAL TABLE words_index USING fts5 (
    body, content = 'words_searched', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE customer (
    id      INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    name    INTEGER NOT NULL,           -- words; 0 once erased
    events  INTEGER NOT NULL,
    followups INTEGER NOT NULL DEFAULT 0,
    into_id INTEGER NOT NULL DEFAULT 0, -- merged: now known as this one
    erased  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- How a customer is found: addresses and folded names.  Words by nature.
CREATE TABLE address (
    customer INTEGER NOT NULL REFERENCES customer (id),
    kind    INTEGER NOT NULL,           -- enum address_kind; -1 is the name itself
    folded  TEXT NOT NULL,              -- as db_customer_fold() makes it
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    words   INTEGER NOT NULL,           -- as it was written
    PRIMARY KEY (folded, kind, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_customer ON address (customer);

-- The words of names and addresses, folded: a part that somebody types is a prefix of one of them.
CREATE TABLE address_word (
    word    TEXT NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    PRIMARY KEY (word, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_word_customer ON address_word (customer);

CREATE TABLE event (
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    happened INTEGER NOT NULL,
    kind    INTEGER NOT NULL,           -- lib/rule/event.h says what each column carries
    flags   INTEGER NOT NULL,
    code    INTEGER NOT NULL,
    ref     INTEGER NOT NULL,
    num     INTEGER NOT NULL,
    who     INTEGER NOT NULL,           -- name
    words   INTEGER NOT NULL,
    PRIMARY KEY (subject, no)
) STRICT, WITHOUT ROWID;
-- What figures are made of and no row tells: offers, answers to "satisfied?", strikes, abuse, praise, remedies, sums,
-- scores; whatever kinds and fields came later.  A report reads these instead of every history.  (IN would open a
-- table of its own for every event that is written.)
CREATE INDEX event_told ON event (subject, no, seq, happened, kind, flags, code, ref, num, who, words)
    WHERE kind = 4 OR kind = 7 OR kind = 9 OR kind = 19 OR kind = 24 OR kind > 26 OR (kind = 0 AND ref <> 0)
    OR (kind = 3 AND (code = 17 OR code = 18 OR code = 26 OR code > 30));

CREATE TABLE complaint (
    id      INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    customer INTEGER NOT NULL REFERENCES customer (id),
    owner   INTEGER NOT NULL,
    category INTEGER NOT NULL,
    cause   INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    status  INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    voided  INTEGER NOT NULL,           -- 0 no; 1 no complaint; 2 merged into another one
    by_hand INTEGER NOT NULL,
    satisfied INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    points  INTEGER NOT NULL,
    signals INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    events  INTEGER NOT NULL,
    followups INTEGER NOT NULL,
    steps   INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    received INTEGER NOT NULL,
    heard   INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    closed  INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    calm    INTEGER NOT NULL GENERATED ALWAYS AS (-points) VIRTUAL -- so that the queue is one order, upwards
) STRICT;
CREATE INDEX complaint_queue ON complaint (priority, due, calm, id) WHERE status < 5;
CREATE INDEX complaint_customer ON complaint (customer);

CREATE TABLE followup (
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    kind    INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    owner   INTEGER NOT NULL,
    words   INTEGER NOT NULL,
    moved   INTEGER NOT NULL,
    made    INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    first_due INTEGER NOT NULL,
    ended   INTEGER NOT NULL,
    PRIMARY KEY (subject, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX followup_due ON followup (due, subject, no) WHERE state = 0;
CREATE INDEX followup_ended ON followup (due, subject, no) WHERE state <> 0;

-- What a change superseded: the row as it stood from its seq up to, not including, to_seq.  The columns are those of
-- the current table, in its order, and to_seq behind them.
CREATE TABLE complaint_past (
    id      INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    owner   INTEGER NOT NULL,
    category INTEGER NOT NULL,
    cause   INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    status  INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    voided  INTEGER NOT NULL,
    by_hand INTEGER NOT NULL,
    satisfied INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    points  INTEGER NOT NULL,
    signals INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    events  INTEGER NOT NULL,
    followups INTEGER NOT NULL,
    steps   INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    received INTEGER NOT NULL,
    heard   INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    closed  INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    to_seq  INTEGER NOT NULL,
    calm    INTEGER NOT NULL GENERATED ALWAYS AS (-points) VIRTUAL,
    PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX complaint_past_queue ON complaint_past (priority, due, calm, id, seq) WHERE status < 5;

CREATE TABLE followup_past (
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    owner   INTEGER NOT NULL,
    words   INTEGER NOT NULL,
    moved   INTEGER NOT NULL,
    made    INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    first_due INTEGER NOT NULL,
    ended   INTEGER NOT NULL,
    to_seq  INTEGER NOT NULL,
    PRIMARY KEY (subject, no, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX followup_past_due ON followup_past (due, subject, no, seq);

-- Which complaint or customer went on in which other one: from seq up to, not including, to_seq.  The histories say the
-- same; here it is found at once.
CREATE TABLE merged (
    subject INTEGER NOT NULL,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    into_subject INTEGER NOT NULL,
    to_seq  INTEGER NOT NULL,
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_into ON merged (into_subject);

-- A field that is no column of complaint; what it was earlier is in the events.
CREATE TABLE field (
    complaint INTEGER NOT NULL REFERENCES complaint (id) DEFERRABLE INITIALLY DEFERRED,
    field   INTEGER NOT NULL,           -- enum field
    num     INTEGER NOT NULL,
    who     INTEGER NOT NULL,
    words   INTEGER NOT NULL,
    PRIMARY KEY (complaint, field)
) STRICT, WITHOUT ROWID;
-- The invoice-amount.  Nothing asks this index any more; it stays while version 2 does.
CREATE INDEX field_invoice ON field (complaint) WHERE field = 32;

-- Where a complaint came from, so that an import knows its own again.
CREATE TABLE source (
    source  INTEGER NOT NULL REFERENCES name (id),
    source_id TEXT NOT NULL,
    complaint INTEGER NOT NULL REFERENCES complaint (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

-- A reading by triage: the terms of the score behind a `triaged` event.  No words: rules, numbers, offsets.
CREATE TABLE triage (
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,           -- the event
    strengths TEXT NOT NULL,            -- eight numbers in thousandths; a ninth, of "complaint", where that was taught
    terms   TEXT NOT NULL,
    PRIMARY KEY (subject, no)
) STRICT, WITHOUT ROWID;

-- What people corrected, and the weights that the desk learned from it: a fold of the log.
CREATE TABLE correction (
    id      INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,           -- the event that recorded it
    output  INTEGER NOT NULL,           -- name: a signal, "complaint" or "category"
    value   INTEGER NOT NULL,           -- name
    words   INTEGER NOT NULL            -- the text that it was about
) STRICT;
CREATE TABLE weight (
    output  INTEGER PRIMARY KEY REFERENCES name (id),
    upto    INTEGER NOT NULL,           -- the last correction folded in
    body    BLOB NOT NULL
) STRICT;

CREATE TABLE cause (
    id      INTEGER PRIMARY KEY REFERENCES name (id),
    seq     INTEGER NOT NULL REFERENCES tx (seq)
) STRICT;
CREATE TABLE fix (
    cause   INTEGER NOT NULL REFERENCES cause (id),
    no      INTEGER NOT NULL,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    since   INTEGER NOT NULL,           -- from when on it holds
    words   INTEGER NOT NULL,
    PRIMARY KEY (cause, no)
) STRICT, WITHOUT ROWID;

-- Mail as it came, byte for byte.
CREATE TABLE mail (
    id      INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,           -- whose history it went into; 0: recorded, no complaint's
    no      INTEGER NOT NULL,           -- the event
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    message_id TEXT NOT NULL,           -- '' when it has none
    digest  BLOB NOT NULL,              -- of what makes two copies the same: From, Date, Message-ID and body
    class   INTEGER NOT NULL,           -- 0 a person's, 1 auto-reply, 2 bounce, 3 list
    partial INTEGER NOT NULL,           -- 1: could not be read whole
    raw     BLOB NOT NULL
) STRICT;
CREATE INDEX mail_message ON mail (message_id);
CREATE INDEX mail_subject ON mail (subject, no);
CREATE INDEX mail_partial ON mail (id) WHERE partial = 1;

-- Each reminder once: claimed, sent, marked.
CREATE TABLE reminder (
    subject INTEGER NOT NULL,
    no      INTEGER NOT NULL,           -- the follow-up
    step    INTEGER NOT NULL,           -- a moved due time or a ladder's rung is a new step
    recipient INTEGER NOT NULL,         -- name
    channel INTEGER NOT NULL,           -- 0 stdout, 1 mail
    batch   INTEGER NOT NULL,           -- the transaction that claimed it first: told again after a crash, it is the same letter
    claimed INTEGER NOT NULL,
    sent    INTEGER NOT NULL,
    PRIMARY KEY (subject, no, step, recipient, channel)
) STRICT, WITHOUT ROWID;

-- A file that somebody attached, byte for byte; what came with a mail is in the mail.
CREATE TABLE attachment (
    id      INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,           -- whose history it went into
    no      INTEGER NOT NULL,           -- the event
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    name    INTEGER NOT NULL,           -- words: what the file was called; never a path
    body    BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_subject ON attachment (subject, no);

-- A regulator's return as it was handed in.
CREATE TABLE seal (
    id      INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    profile INTEGER NOT NULL REFERENCES name (id),
    since   INTEGER NOT NULL,           -- the period: from here on
    upto    INTEGER NOT NULL,           -- and not including this instant
    hash    TEXT NOT NULL,              -- SHA-256 of the rows, in hexadecimal
    rows    TEXT NOT NULL               -- CSV, as it was printed
) STRICT;

-- What the desk learned of a cause: the newest is what holds.
CREATE TABLE lesson (
    cause   INTEGER NOT NULL REFERENCES cause (id),
    no      INTEGER NOT NULL,
    seq     INTEGER NOT NULL REFERENCES tx (seq),
    words   INTEGER NOT NULL,
    PRIMARY KEY (cause, no)
) STRICT, WITHOUT ROWID;
