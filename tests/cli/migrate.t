#!/bin/sh
# A store of an older version: brought up to date once, with a copy beside it, and nothing of it lost.
# shellcheck disable=SC2154 # tap.sh sets it
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v sqlite3 >/dev/null || skip_all "no sqlite3 shell here"

# Every table and index of a store, in words that do not depend on layout or comments.
schema() {
    sqlite3 "$1/cust.db" "SELECT '@' || type || ' ' || name || ' ' || coalesce(sql, '-') FROM sqlite_schema ORDER BY name" |
        sed 's/ *--.*$//' | tr -s '[:space:]' ' ' | sed 's/( /(/g; s/ )/)/g; s/ ;/;/g' | tr '@' '\n'
}

run cust-log init
rc_is 0 "a desk is made"
fresh=$tmp/home/.local/share/cust
cust-log new -c "Ann Smith" the kettle leaks >/dev/null
cust-log said 1 --promise "+2h ring back" we will ring you >/dev/null
cust-log cause bad-seal 1 --lesson "test each seal" >/dev/null
before=$(cust-log export)

# Version 1 as it was released, empty; and the same with a desk's history in it.
old=$tmp/old
mkdir -m 700 "$old"
{
    printf 'PRAGMA application_id = 1668641652; PRAGMA user_version = 1;'
    cat "$root/tests/golden/store-version-1.sql"
    printf "INSERT INTO meta VALUES ('identity', '00112233445566778899aabbccddeeff');"
} | sqlite3 "$old/cust.db" && chmod 600 "$old/cust.db"
run cust-report --desk "$old" list
rc_is 65 "a reader leaves an older store alone"
like "$err" 'older version 1.*copy.*cust-log policy apply' "and says which command brings it up to date"
run cust-log new --desk "$old" -c "Bo Lee" my parcel is late
rc_is 0 "the first command that writes brings it up to date"
is "$(sqlite3 "$old/cust.db" 'PRAGMA user_version')" "$(sqlite3 "$fresh/cust.db" 'PRAGMA user_version')" \
    "it has the version of a new store"
schema "$old" >"$tmp/schema.old"
schema "$fresh" >"$tmp/schema.fresh"
is "$(diff "$tmp/schema.old" "$tmp/schema.fresh")" "" "and its tables and indexes, to the word"
is "$(find "$old" -name 'cust.db.version-1-*' | wc -l)" 1 "a copy from before is beside it"
run cust-log verify --desk "$old"
rc_is 0 "it verifies"

# Nothing of a history is lost: the way back by hand, and the way up again.
sqlite3 "$fresh/cust.db" 'ALTER TABLE cause ADD COLUMN lesson INTEGER NOT NULL DEFAULT 0;
    UPDATE cause SET lesson = (SELECT words FROM lesson WHERE cause = id), seq = (SELECT seq FROM lesson WHERE cause = id);
    DROP TABLE lesson; DROP INDEX field_invoice; DROP TABLE attachment; DROP TABLE seal; DROP TABLE merged;
    DROP INDEX event_told; DROP INDEX mail_partial; PRAGMA user_version = 1'
run cust-log note 1 after the new version
rc_is 0 "a desk with a history is brought up to date"
is "$(cust-log export | head -n "$(printf '%s\n' "$before" | wc -l)" | sha256sum)" "$(printf '%s\n' "$before" | sha256sum)" \
    "and its history is what it was"
run cust-log verify
rc_is 0 "and replays to the same rows"
done_testing
