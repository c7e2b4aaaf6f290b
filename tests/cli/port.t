#!/bin/sh
# Records go out and come in without loss, once, whatever stands in the file and whenever the power goes.
# shellcheck disable=SC2317 # functions that `ok` calls
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

# All that a store holds, with the numbers of words and names replaced by what they stand for.
dump() {
    w='(SELECT coalesce(raw, CAST(body AS BLOB)) FROM words w WHERE w.id = '
    n='(SELECT text FROM name n WHERE n.id = '
    c="id, seq, customer, ${n}owner), ${n}category), ${n}cause), hex(${w}c.subject)), status, waiting, voided, by_hand,
        satisfied, priority, points, signals, channel, events, followups, steps, reopened, received, heard,
        acknowledged, resolved, closed, due"
    f="subject, no, seq, kind, state, ${n}owner), hex(${w}f.words)), moved, made, due, first_due, ended"
    sqlite3 "$1/cust.db" "
        SELECT 'tx', seq, at, ${n}actor) FROM tx WHERE seq IN (SELECT seq FROM event) ORDER BY seq;
        SELECT 'touched', * FROM touched ORDER BY seq, subject;
        SELECT 'event', subject, no, seq, happened, kind, flags, code, ref, num, ${n}who), hex(${w}words))
            FROM event ORDER BY subject, no;
        SELECT 'words', seq, subject, role, body, hex(raw) FROM words ORDER BY seq, subject, role, body, raw;
        SELECT 'complaint', $c FROM complaint c ORDER BY id;
        SELECT 'past', $c, to_seq FROM complaint_past c ORDER BY id, seq;
        SELECT 'followup', $f FROM followup f ORDER BY subject, no;
        SELECT 'past', $f, to_seq FROM followup_past f ORDER BY subject, no, seq;
        SELECT 'field', complaint, field, num, ${n}who), hex(${w}words)) FROM field ORDER BY complaint, field;
        SELECT 'source', ${n}source), source_id, complaint FROM source ORDER BY complaint, source_id;
        SELECT 'customer', id, seq, hex(${w}c.name)), events, followups, into_id, erased FROM customer c ORDER BY id;
        SELECT 'address', customer, kind, folded, seq, hex(${w}words)) FROM address ORDER BY customer, kind, folded;
        SELECT 'part', * FROM address_word ORDER BY customer, word;
        SELECT 'triage', * FROM triage ORDER BY subject, no;
        SELECT 'mail', subject, no, seq, message_id, hex(digest), class, partial, hex(raw) FROM mail
            WHERE subject <> 0 ORDER BY subject, no;
        SELECT 'cause', ${n}id), seq FROM cause ORDER BY 2;
        SELECT 'lesson', ${n}cause), no, seq, hex(${w}words)) FROM lesson ORDER BY 2, 3;
        SELECT 'fix', ${n}cause), no, seq, since, hex(${w}words)) FROM fix ORDER BY 2, 3;
        SELECT 'meta', * FROM meta ORDER BY key;
        SELECT 'text', count(*) FROM words_index;"
}

same() {
    dump "$1" >"$tmp/dump.1"
    dump "$2" >"$tmp/dump.2"
    diff "$tmp/dump.1" "$tmp/dump.2"
}

complaints() {
    sqlite3 "$1/cust.db" 'SELECT count(*) FROM complaint'
}

desk() {
    cust-log init --desk "$tmp/$1" 2>"$tmp/init.err" || cat "$tmp/init.err"
}

# Memory that an import may have; the sanitizers reserve more than any machine has.
if grep -q __asan_init "$build/cust-log"; then
    little=:
else
    little='ulimit -v 600000'
fi

# --- a desk with everything in it ---
CUST_DESK=$tmp/one
export CUST_DESK
desk one
printf 'a\000b\377 \303\244 \302\205\n' >"$tmp/bytes"
{
    cust-log new -c 'Zed <zed@shop.example>' -F "$tmp/bytes"
    cust-log new -c acme -s 'about the kettle' the kettle leaks and I am furious
    cust-log said 2 --as ack we are sorry
    cust-followup add 2 --due +2h ring back
    cust-followup add 2 --due +3h send a new one
    cust-followup snooze 2/4 --due +5h when it comes
    cust-followup 'done' 2/3
    cust-log resolve 2 sent a new one
    cust-log confirm 2 no it leaks too
    cust-log set 2 account=77 amount=12.50 'contact=call me' category=delivery
    cust-log wait 2 for a picture
    cust-log heard 2 here it is
    cust-log set 2 account=88
    cust-log undo
    cust-log resolve 2
    cust-log strike 2@2 wrong
    cust-log reopen 2 it leaks again
    cust-followup cancel 2/4 no need
    cust-log new -c '+44 7700 900123' -k web --when '2 days ago' you charged me twice
    cust-log void 3 spam
    cust-log assign 2 --to anna
    cust-log assign 2 --to me
    cust-log cause thin-box 2 --lesson 'a drop test first'
    cust-log cause thin-box --lesson 'two drop tests'
    cust-log fix thin-box --from 2026-01-01 two drop tests a week
    cust-log cause no-stamp 1
} >"$tmp/made" 2>&1 || cat "$tmp/made"
printf 'From: Jo <jo@home.example>\nTo: d@desk.example\nSubject: tea\nMessage-ID: <1@home.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nMy tea is cold \351.\n' |
    cust-log mail >>"$tmp/made" 2>&1
printf 'From: Jo <jo@home.example>\nSubject: Re: tea\nMessage-ID: <2@home.example>\nIn-Reply-To: <1@home.example>\n\nStill cold.\n' |
    cust-log mail >>"$tmp/made" 2>&1

cust-log export >"$tmp/one.jsonl"
is "$?" 0 "a desk is exported"
ok "each line is a record by itself" sh -c "! grep -Evq '^{\"schema\":\"cust.(event|desk)/1\",.*}\$' '$tmp/one.jsonl'"
is "$(grep -c cust.event/1 "$tmp/one.jsonl")" "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM event')" "and every event has one"

# --- into an empty desk ---
desk two
run cust-log import --desk "$tmp/two" "$tmp/one.jsonl"
rc_is 0 "it goes into an empty desk"
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "1 2 3 4 " "each complaint's line is printed, by its number"
like "$err" "4 imported, 0 known already, 0 refused" "and it says how many"
ok "exporting that gives the same bytes" sh -c "cust-log export --desk '$tmp/two' | cmp - '$tmp/one.jsonl'"
ok "the store holds the same, past rows, times, actors, messages and all" same "$tmp/one" "$tmp/two"
ok "and proves right by its histories" cust-log verify --desk "$tmp/two"
run cust-log import --desk "$tmp/two" "$tmp/one.jsonl"
rc_is 0 "twice is no mistake"
like "$err" "0 imported, 4 known already, 0 refused" "and gives nothing new"
ok "not a byte" sh -c "cust-log export --desk '$tmp/two' | cmp - '$tmp/one.jsonl'"

is "$(sed -n 's|^{"schema":"cust.desk/1".*"kind":"\([a-z]*\)","name":"\([a-z-]*\)".*|\1 \2|p' "$tmp/one.jsonl" | tr '\n' ,)" \
    "cause thin-box,lesson thin-box,lesson thin-box,fix thin-box,cause no-stamp," \
    "what was learned and mended goes along, before the histories"

cust-log said 4 we are on it >/dev/null
cust-log cause thin-box --lesson 'three drop tests' >/dev/null
cust-log new -c acme again >/dev/null
run sh -c "cust-log export | cust-log import --desk '$tmp/two' -"
rc_is 0 "a later export brings what is new, by a pipe too"
like "$err" "1 that were here have new events" "new events of known complaints"
like "$err" "1 imported, 3 known already, 0 refused" "and new complaints"
ok "so that one desk can follow another" same "$tmp/one" "$tmp/two"

cust-log note --desk "$tmp/two" 4 only here >/dev/null
cust-log note 4 only there >/dev/null
run sh -c "cust-log export | cust-log import --desk '$tmp/two' -"
rc_is 65 "two desks that have parted are not mixed"
like "$err" "standard input:[0-9]+: 4 is refused as a whole: .*parted" "and it says which line shows it"

# --- into a desk that has records ---
desk three
cust-log new --desk "$tmp/three" -c acme first >/dev/null
run cust-log import --desk "$tmp/three" "$tmp/one.jsonl"
rc_is 0 "another desk takes the complaints over"
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "2 3 4 5 " "under new numbers"
is "$(sqlite3 "$tmp/three/cust.db" 'SELECT count(*) FROM customer')" 4 "with customers that are known found again"
is "$(sqlite3 "$tmp/three/cust.db" 'SELECT count(DISTINCT seq) FROM event WHERE subject > 0')" 2 "recorded when they came"
is "$(sqlite3 "$tmp/three/cust.db" 'SELECT hex(raw) FROM words WHERE raw IS NOT NULL AND subject = 2')" \
    "$(od -An -v -tx1 "$tmp/bytes" | tr -d ' \n' | tr a-f A-F)" "and the words byte for byte"
ok "which proves right" cust-log verify --desk "$tmp/three"
run cust-log import --desk "$tmp/three" "$tmp/one.jsonl"
like "$err" "0 imported, 4 known already, 0 refused" "twice gives nothing new"
run sh -c "cust-log export | cust-log import --desk '$tmp/three' -"
like "$err" "1 have grown since" "what grew since is said"
is "$(sqlite3 "$tmp/three/cust.db" "SELECT n.text, w.body FROM lesson l JOIN name n ON n.id = l.cause
    JOIN words w ON w.id = l.words UNION ALL SELECT n.text, w.body FROM fix f JOIN name n ON n.id = f.cause
    JOIN words w ON w.id = f.words")" "thin-box|a drop test first
thin-box|two drop tests
thin-box|two drop tests a week" "lessons and fixes came along once, and replace none that is here"
grep '"kind":"fix"' "$tmp/one.jsonl" | sed 's/"no":1/"no":3/' >"$tmp/desk.jsonl"
grep '"kind":"lesson"' "$tmp/one.jsonl" | sed 's/two drop/no drop/' | tail -1 >>"$tmp/desk.jsonl"
grep '"kind":"fix"' "$tmp/one.jsonl" | sed 's/thin-box/wet-box/' >>"$tmp/desk.jsonl"
run cust-log import --desk "$tmp/two" "$tmp/desk.jsonl"
rc_is 65 "a damaged record of the desk is refused"
like "$err" "desk.jsonl:1: number 1 is followed by 3; lines are missing" "a missing one is noticed"
like "$err" "desk.jsonl:2: another one of number 2 is here" "so is another one of its number"
like "$err" "desk.jsonl:3: the cause 'wet-box' is not known" "and a fix of nothing"
is "$(sqlite3 "$tmp/two/cust.db" 'SELECT count(*) FROM cause UNION ALL SELECT count(*) FROM lesson
    UNION ALL SELECT count(*) FROM fix' | tr '\n' ' ')" "2 3 1 " "and nothing came of them"

# --- damaged files ---
line=$(grep -n '"ref":"2","no":5,' "$tmp/one.jsonl" | cut -d: -f1)
sed "${line}d" "$tmp/one.jsonl" >"$tmp/gap.jsonl"
desk four
run cust-log import --desk "$tmp/four" "$tmp/gap.jsonl"
rc_is 65 "a missing line is noticed"
like "$err" "gap.jsonl:$line: 2 is refused as a whole: event @4 is followed by @6" "with its place"
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "1 3 4 " "the other complaints come in"
run cust-log import --desk "$tmp/four" "$tmp/one.jsonl"
rc_is 0 "the whole file brings the rest"
ok "as if nothing had happened" sh -c "cust-log export --desk '$tmp/four' | cmp - '$tmp/one.jsonl'"

last=$(grep -n '"ref":"3",' "$tmp/one.jsonl" | tail -1 | cut -d: -f1)
sed "${last}s/.*/{\"schema\": oh/" "$tmp/one.jsonl" >"$tmp/tail.jsonl"
desk five
run cust-log import --desk "$tmp/five" "$tmp/tail.jsonl"
rc_is 65 "a line that cannot be read is refused"
like "$err" "tail.jsonl:$last: no JSON at byte" "with its place"
like "$err" "3 is refused as a whole: a line at its end" "and so is the history that it may have ended"
is "$(complaints "$tmp/five")" 3 "the rest is in"

{
    cat "$tmp/one.jsonl"
    head -c 100000000 /dev/zero | tr '\0' x
    echo
} >"$tmp/long.jsonl"
desk six
run sh -c "$little; exec cust-log import --desk '$tmp/six' '$tmp/long.jsonl'"
rc_is 65 "a line of 100 MB is refused"
like "$err" "the line is longer than" "and said"
is "$(complaints "$tmp/six")" 3 "the rest is imported, but for the history that it may have belonged to"
rm -f "$tmp/long.jsonl"

sed 's/"followup_kind":"promise"/"code_number":77/' "$tmp/one.jsonl" >"$tmp/odd.jsonl"
desk seven
run cust-log import --desk "$tmp/seven" "$tmp/odd.jsonl"
rc_is 65 "numbers that stand for nothing are refused"
ok "and nothing that is in does harm" cust-log verify --desk "$tmp/seven"

# --- export ---
run sh -c 'cust-log export >/dev/full'
rc_is 74 "an export that cannot be written says so by its exit code"
run sh -c 'cust-log export | head -1'
like "$out" '^\{"schema":"cust.desk/1".*\}$' "a reader may stop early"
is "$err" "" "which is no error"
run cust-log export 2
is "$(printf '%s\n' "$out" | grep -c '"ref":"c2","no"')" 2 "a query's complaints come with their customers"
is "$(printf '%s\n' "$out" | grep -c '"ref":"[13]"')" 0 "and no others"
run cust-log export nothing-like-it
rc_is 1 "a query without matches says so by its exit code"

# --- tables ---
desk rows
CUST_DESK=$tmp/rows
printf 'customer,text,received,channel,category,account,source-id\r\nJane <jane@x.example>,"It said ""new"",\r\nbut it was old",2026-03-02 10:00,web,delivery,7,A1\r\n@joe,short,2026-03-02,,,,A2\r\n' >"$tmp/crm.csv"
run cust-log import "$tmp/crm.csv"
rc_is 0 "a CSV file with CRLF, quotes and line breaks comes in"
like "$out" '^1	P.	received	[^	]*	-	Jane	delivery	' "with its fields"
is "$(sqlite3 "$CUST_DESK/cust.db" "SELECT body FROM words WHERE role = 0 AND subject = 1")" \
    "$(printf 'It said "new",\r\nbut it was old')" "and the words as they stood"
run cust-log import "$tmp/crm.csv"
like "$err" "0 imported, 2 known already, 0 refused" "twice gives nothing new"
is "$(sqlite3 "$CUST_DESK/cust.db" "SELECT n.text || ' ' || s.source_id FROM source s JOIN name n ON n.id = s.source ORDER BY 1" | tr '\n' ' ')" \
    "crm.csv A1 crm.csv A2 " "because it is kept where they come from"

printf 'text\tcustomer\ncaf\303\251 \\t tab\\nline \\x00 \\xFF end\tZoe\nno escape \\q here\tZoe\n\tZoe\ntoo\tmany\tcells\nlast one\tc1\n' >"$tmp/x.tsv"
run cust-log import "$tmp/x.tsv"
rc_is 65 "bad rows of a TSV file are counted"
like "$err" "x.tsv:3: .*escape" "a wrong escape with its line"
like "$err" "x.tsv:4: the text is empty" "a row without words with its line"
like "$err" "x.tsv:5: the row has 3 cells and the header 2" "a row with too many cells with its line"
like "$err" "2 imported, 0 known already, 3 refused" "and the rest is in"
is "$(sqlite3 "$CUST_DESK/cust.db" "SELECT hex(raw) FROM words WHERE raw IS NOT NULL")" \
    "636166C3A92009207461620A6C696E65200020FF20656E64" "NUL and bytes that are no text are kept"
like "$out" "	c1	-	[^	]*	last one$" "c7 of elsewhere is a name, not our c7"
run cust-log import "$tmp/x.tsv"
like "$err" "0 imported, 2 known already, 3 refused" "rows without a number are known by what they say"

printf 'id,complaint text,status\n1,broken,open\n' >"$tmp/other.csv"
run cust-log import "$tmp/other.csv"
rc_is 65 "a file without words says what is missing"
like "$err" "--map THEIRS=text" "and how to name it"
run cust-log import --map 'complaint text=text' --map id=source-id "$tmp/other.csv"
rc_is 65 "a column that nobody knows is refused"
like "$err" "no column 'status'" "by its name"
is "$(complaints "$CUST_DESK")" 4 "before anything is written"
run cust-log import --map 'complaint text=text' --map id=source-id --map status= --dry-run "$tmp/other.csv"
rc_is 0 "a dry run checks"
like "$err" "1 would be imported" "says what would be"
is "$(complaints "$CUST_DESK")" 4 "and writes nothing"
run cust-log import --map 'complaint text=text' --map id=source-id --map status= "$tmp/other.csv"
like "$out" '^5	.*	other.csv 1	' "a row without a customer is its own one"
run cust-log import --map status=stat "$tmp/other.csv"
rc_is 64 "a map to no column of ours is refused"
run cust-log import --map nothing=text "$tmp/other.csv"
rc_is 65 "and so is one of a column that is not there"
run cust-log import -c c99 "$tmp/other.csv"
rc_is 66 "a customer that is not there is said before anything else"

printf 'text\n' >"$tmp/header.csv"
run cust-log import "$tmp/header.csv"
rc_is 0 "a header alone is nothing to do"
: >"$tmp/empty.csv"
run cust-log import "$tmp/empty.csv"
rc_is 66 "an empty file is no input"
run cust-log import "$tmp/nowhere.csv"
rc_is 66 "nor is one that is not there"
run cust-log import "$tmp"
rc_is 66 "nor a folder"
run sh -c 'printf "text\nx\n" | cust-log import -'
rc_is 64 "rows from a pipe need a name for where they come from"
run sh -c 'printf "text,received\nx,2026-02-31\ny,03/04/2026\nz,2099-01-01\nw,2026-01-31\n" | cust-log import --source crm -'
rc_is 65 "times that cannot be, or be read in two ways, are refused"
like "$err" "standard input:2: received: .*" "with their lines"
like "$err" "1 imported, 0 known already, 3 refused" "and the sound one is in"

{
    printf 'text,source-id\nfirst,1\n'
    printf 'x%.0s' 1 2 3
    head -c 100000000 /dev/zero | tr '\0' y
    printf ',2\nlast,3\n'
} >"$tmp/wide.csv"
run sh -c "$little; exec cust-log import '$tmp/wide.csv'"
rc_is 65 "a row of 100 MB is refused"
like "$err" "wide.csv:3: the row is too long" "with its line"
like "$err" "2 imported, 0 known already, 1 refused" "and the rest is imported"
rm -f "$tmp/wide.csv"

run sh -c "printf 'text,source-id\na,1\nb,2\n' | cust-log import --source full - >/dev/full"
rc_is 74 "lines that cannot be printed are an error"
run sh -c "printf 'text,source-id\na,1\nb,2\n' | cust-log import --source full -"
like "$err" "0 imported, 2 known already" "but what was said to come in is in"

# --- a run that is killed ---
awk 'BEGIN { print "text,source-id"; for (i = 1; i <= 20000; i++) print "the parcel " i " did not come and I am angry," i }' >"$tmp/many.csv"
mkfifo "$tmp/half"
# shellcheck disable=SC2317 # wait_until calls it
has_some() {
    test "$(complaints "$1")" -gt 0
}
# Kills an import once something of it is in, and lets it go on then: interrupt DESK FILE LINES, of which it gets no more
# before, so that it cannot have ended.
interrupt() {
    cust-log import --desk "$tmp/$1" --from "${2##*.}" --source "${2##*/}" - <"$tmp/half" >/dev/null 2>&1 &
    job=$!
    exec 3>"$tmp/half"
    head -n "$3" "$2" >&3
    wait_until has_some "$tmp/$1"
    kill -9 "$job" 2>/dev/null
    wait "$job" 2>/dev/null
    exec 3>&-
    before=$(complaints "$tmp/$1")
    cust-log import --desk "$tmp/$1" "$2" >/dev/null 2>"$tmp/err"
    err=$(cat "$tmp/err")
}
desk killed
interrupt killed "$tmp/many.csv" 15000
ok "a killed import had done a part ($before of 20000)" test "$before" -gt 0 -a "$before" -lt 20000
like "$err" "$((20000 - before)) imported, $before known already, 0 refused" "the next run goes on where it stopped"
ok "and the store is sound" cust-log verify --desk "$tmp/killed"
is "$(sqlite3 "$tmp/killed/cust.db" "SELECT count(*) FROM sqlite_schema WHERE type = 'index'")" \
    "$(sqlite3 "$tmp/one/cust.db" "SELECT count(*) FROM sqlite_schema WHERE type = 'index'")" "with all its indexes"
cust-log export --desk "$tmp/killed" >"$tmp/killed.jsonl"
desk again
interrupt again "$tmp/killed.jsonl" 100000
ok "a killed restore had done a part ($before of 20000)" test "$before" -gt 0 -a "$before" -lt 20000
ok "and ends at the same bytes" sh -c "cust-log export --desk '$tmp/again' | cmp - '$tmp/killed.jsonl'"

# --- of a moment, while the past is being brought back; of the first complaint there is something later ---
then=$(date -u +%FT%TZ)
sleep 1.1
cust-log note --desk "$tmp/killed" 1 one thing more >/dev/null 2>&1
cust-log export --desk "$tmp/killed" >"$tmp/later.jsonl"
desk half.desk
cust-log import --desk "$tmp/half.desk" --from jsonl --source later.jsonl - <"$tmp/half" >/dev/null 2>&1 &
exec 3>"$tmp/half"
head -n 100000 "$tmp/later.jsonl" >&3
wait_until has_some "$tmp/half.desk"
cust-report list --desk "$tmp/half.desk" --as-of "$then" >"$tmp/then" 2>/dev/null 3>&- &
sleep 0.5
tail -n +100001 "$tmp/later.jsonl" >&3
exec 3>&-
wait
is "$(wc -l <"$tmp/then")" 20000 "who asks of a moment while a restore runs gets all that was there then"
ok "and the same again" sh -c "cust-report list --desk '$tmp/half.desk' --as-of '$then' | cmp - '$tmp/then'"

# --- nothing to take in -----------------------------------------------------------------------------------------

run cust-log import "$tmp"
rc_is 66 "a folder is no file to import"
like "$err" "is a folder; name a file in it" "which is said"
mkdir "$tmp/folder.csv"
run cust-log import "$tmp/folder.csv"
rc_is 66 "whatever its name"
run cust-log import /dev/null
rc_is 66 "nothing at all is no input"
like "$err" "/dev/null: is empty; there is nothing to import" "which is said"
run sh -c "cust-log import - </dev/null"
rc_is 66 "on standard input too"

# --- a name that two bear here ---
export CUST_DESK="$tmp/theirs"
cust-log init >/dev/null 2>&1
cust-log new -c "Jane Doe" the lamp broke >/dev/null 2>&1
cust-log new -c "Jane Doe" the pan broke >/dev/null 2>&1
cust-log export >"$tmp/jane.jsonl"
export CUST_DESK="$tmp/twice"
cust-log init >/dev/null 2>&1
cust-log new -c "Jane Doe <jane1@example.com>" one >/dev/null 2>&1
cust-log new -c "Jane Doe <jane2@example.com>" two >/dev/null 2>&1
run cust-log import "$tmp/jane.jsonl"
rc_is 0 "a complaint comes in whose customer is called as two here are"
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "3 4 " "and so does the next"
is "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*), count(DISTINCT customer) FROM complaint')" "4|3" \
    "both are one customer's, who is neither of them"
like "$(cust-report customer c3)" "c[0-9]+ of [0-9a-f]+" "and shows who that was"
run cust-log import "$tmp/jane.jsonl"
is "$rc$out" 0 "twice gives nothing new"
run cust-log verify
is "$rc$out" 0 "and all of it replays"
printf 'text,customer\nthe cup broke,Jane Doe\n' >"$tmp/jane.csv"
run cust-log import "$tmp/jane.csv"
rc_is 65 "a row of a table that may mean any of them is refused"
like "$err" "Jane Doe <" "with how to write whom it means"
printf 'text,customer\nthe cup broke,Jane Doe <jane2@example.com>\n' >"$tmp/jane.csv"
run cust-log import "$tmp/jane.csv"
rc_is 0 "and taken once it says so"

# --- many names in one history ---
export CUST_DESK="$tmp/names"
cust-log init >/dev/null 2>&1
cust-log new -c Ann the kettle leaks >/dev/null
n=1
while [ $n -le 140 ]; do
    echo "clerk$n"
    n=$((n + 1))
done >"$tmp/clerks"
while read -r clerk; do
    cust-log assign 1 --to "$clerk" >/dev/null
done <"$tmp/clerks"
cust-log export | sed -n 's/.*"kind":"assigned","owner":"\([^"]*\)".*/\1/p' >"$tmp/owners"
ok "each owner of a long row of them is named" cmp "$tmp/clerks" "$tmp/owners"

# --- a letter that was handed out and then said ---
export CUST_DESK="$tmp/letters"
cust-log init >/dev/null 2>&1
cust-log new -c "Ann <ann@x.example>" the kettle leaks >/dev/null 2>&1
cust-log draft 1 --as ack | sed 's/^-- >8/We post a marmalade lid.\n&/' | cust-log reply 1 >/dev/null 2>&1
cust-log reply 1 --sent >/dev/null 2>&1
found=$(cust-report search marmalade)
is "$(printf '%s\n' "$found" | grep -c .)" 1 "a letter is found once"
cust-log export >"$tmp/letters.jsonl"
is "$(grep -c '"letter":[1-9]' "$tmp/letters.jsonl")" 1 "although it was handed out and then said"
cust-log init --desk "$tmp/letters2" >/dev/null 2>&1
cust-log import --desk "$tmp/letters2" "$tmp/letters.jsonl" >/dev/null 2>&1
is "$(cust-report search --desk "$tmp/letters2" marmalade)" "$found" "and so it is where it was imported"
cust-log export --desk "$tmp/letters2" >"$tmp/letters2.jsonl"
ok "which exports the same" cmp "$tmp/letters.jsonl" "$tmp/letters2.jsonl"
run cust-log verify --desk "$tmp/letters2"
rc_is 0 "and replays"
cust-log init --desk "$tmp/letters3" >/dev/null 2>&1
cust-log new --desk "$tmp/letters3" -c Bob the pan broke >/dev/null 2>&1
run cust-log import --desk "$tmp/letters3" "$tmp/letters.jsonl"
rc_is 0 "into another desk it comes"
is "$(cust-report search --desk "$tmp/letters3" marmalade | cut -f1)" "2@6" "once, too"

# --- what stands on customers themselves, into another desk ---
export CUST_DESK="$tmp/people"
cust-log init >/dev/null 2>&1
{
    cust-log new -c 'Ann <ann@x.example>' the kettle leaks
    cust-followup add c1 --due +2d ring her about the spring
    cust-followup add c1 --due +3d --kind meeting meet her
    cust-log customer c1 note prefers the telephone
    cust-followup 'done' c1/1 she was pleased
    cust-followup snooze c1/2 --due +5d when she is back
    cust-log new -c Ned the pan broke
    cust-log customer c2 note has no address
    cust-followup add c2 --due +2d ring Ned
    cust-followup 'done' c2/1
    cust-log undo
    cust-log new -c Eve the cup broke
    cust-log customer c3 note nobody needs this
    cust-log customer c3 erase --yes
} >/dev/null 2>&1
cust-log export >"$tmp/people.jsonl"
# Rows of customers' own follow-ups, notes beside them, each with who it is.
own() {
    sqlite3 "$1/cust.db" "SELECT n.body, f.no, f.kind, f.state, f.moved, f.due, f.first_due, f.made, f.ended, w.body
            FROM followup f JOIN customer c ON c.id = -f.subject JOIN words n ON n.id = c.name
            JOIN words w ON w.id = f.words ORDER BY n.body, f.no;
        SELECT n.body, e.happened, w.body FROM event e JOIN customer c ON c.id = -e.subject
            JOIN words n ON n.id = c.name JOIN words w ON w.id = e.words WHERE e.kind = 2 ORDER BY n.body, e.no"
}
busy() {
    cust-log init --desk "$1" >/dev/null 2>&1
    cust-log new --desk "$1" -c 'Bob <bob@x.example>' the door sticks >/dev/null 2>&1
}
busy "$tmp/people2"
run cust-log import --desk "$tmp/people2" --dry-run "$tmp/people.jsonl"
like "$err" "2 customers' own notes and follow-ups would come" "a dry run says that customers bring what is their own"
is "$(own "$tmp/people2")" "" "and writes none of it"
run cust-log import --desk "$tmp/people2" "$tmp/people.jsonl"
rc_is 0 "customers' own notes and follow-ups come into a desk that has records"
is "$(own "$tmp/people2")" "$(own "$CUST_DESK")" "each with its state and its times"
is "$(own "$tmp/people2" | grep -c .)" 5 "none is missing, and who was erased brings nothing"
like "$err" "2 customers' own notes and follow-ups came" "which is said"
is "$(sqlite3 "$tmp/people2/cust.db" "SELECT count(*) FROM customer WHERE id NOT IN (SELECT customer FROM complaint)")" 0 \
    "and their complaints came to the same customers"
run cust-log verify --desk "$tmp/people2"
is "$rc$out" 0 "it replays"
run cust-log import --desk "$tmp/people2" "$tmp/people.jsonl"
is "$(own "$tmp/people2")" "$(own "$CUST_DESK")" "twice gives nothing new"
is "$err" "cust-log: $tmp/people.jsonl: 0 imported, 3 known already, 0 refused" "and says so"
cust-log customer c1 note and loves cats >/dev/null 2>&1
cust-log export >"$tmp/people2.jsonl"
run cust-log import --desk "$tmp/people2" "$tmp/people2.jsonl"
like "$err" "1 have grown since they were imported" "what grew since is said"
is "$(own "$tmp/people2" | grep -c cats)" 0 "and left out"

busy "$tmp/people3"
cust-log new --desk "$tmp/people3" -c 'Ann <ann@x.example>' the lid broke >/dev/null 2>&1
cust-followup add --desk "$tmp/people3" c2 --due +1d ours >/dev/null 2>&1
run cust-log import --desk "$tmp/people3" "$tmp/people.jsonl"
is "$(cust-followup --desk "$tmp/people3" customer:ann | grep ^c | cut -f1-3,7)" \
    "$(printf 'c2/1\tpromise\topen\tours\nc2/3\tmeeting\topen\tmeet her')" \
    "they go behind those of a customer who is known here"
run cust-log verify --desk "$tmp/people3"
is "$rc$out" 0 "whose history replays"

sed 's/"words":"prefers the telephone"/oh/' "$tmp/people.jsonl" >"$tmp/people.bad"
busy "$tmp/people4"
run cust-log import --desk "$tmp/people4" --from jsonl "$tmp/people.bad"
rc_is 65 "a line of them that cannot be read is refused"
like "$err" "c1 is refused as a whole" "with the history that it stands in"
is "$(own "$tmp/people4" | cut -d'|' -f1 | sort -u)" Ned "the rest comes"
cust-log import --desk "$tmp/people4" "$tmp/people.jsonl" >/dev/null 2>&1
is "$(own "$tmp/people4")" "$(own "$tmp/people2")" "and the whole file brings what was missing"

# --- those who are one there ---
{
    cust-log new -c 'Annie <annie@y.example>' again
    cust-log customer c4 note calls at night
    cust-followup add c4 --due +2d call Annie
    cust-log new -c 'Anna <anna@z.example>' and again
    cust-log customer c5 note calls by day
    cust-log customer c1 merge --into c5
    cust-log customer c4 merge --into c5
    cust-log new -c 'Joe <joe@x.example>' the pot leaks
    cust-log customer c6 note alone
    cust-log customer c2 merge --into c6
    cust-log undo
} >/dev/null 2>&1
cust-log export >"$tmp/one-there.jsonl"
busy "$tmp/people5"
run cust-log import --desk "$tmp/people5" "$tmp/one-there.jsonl"
like "$err" "5 customers' own notes and follow-ups came" "those who were merged there bring what is their own"
anna=$(cust-report customer --desk "$tmp/people5" anna@z.example)
is "$(printf '%s\n' "$anna" | grep -c -e 'prefers the telephone' -e 'loves cats' -e 'calls at night' -e 'calls by day')" 4 \
    "to one customer"
is "$(printf '%s\n' "$anna" | grep -c '^NEXT')" 2 "their follow-ups too"
like "$anna" "MATTERS   3," "who has their complaints"
is "$(cust-report customer --desk "$tmp/people5" ned | grep -c -e alone -e 'has no address')" 1 \
    "a merge that was taken back makes nobody one"
run cust-log import --desk "$tmp/people5" "$tmp/one-there.jsonl"
is "$err" "cust-log: $tmp/one-there.jsonl: 0 imported, 6 known already, 0 refused" "twice gives nothing new here either"
run cust-log verify --desk "$tmp/people5"
is "$rc$out" 0 "and all of it replays"

# --- two of one name, with the same note of the same second ---
export CUST_DESK="$tmp/janes"
cust-log init >/dev/null 2>&1
{
    cust-log new -c 'Jane <jane1@x.example>' one
    cust-log new -c 'Jane <jane2@x.example>' two
    cust-log customer c1 note a wholesaler
    cust-log customer c2 note a wholesaler
    cust-followup add c1 --due +2d ring Jane
} >/dev/null 2>&1
cust-log export | sed 's/"happened":"[^"]*"/"happened":"2026-01-05T10:00:00Z"/' >"$tmp/janes.jsonl"
cat "$tmp/janes.jsonl" "$tmp/janes.jsonl" >"$tmp/janes2.jsonl"
busy "$tmp/janes2"
run cust-log import --desk "$tmp/janes2" "$tmp/janes2.jsonl"
like "$err" "2 customers' own notes and follow-ups came" "what two of one name have alike comes for both, and once"
is "$(own "$tmp/janes2" | grep -c wholesaler)" 2 "whatever stands twice in the file"

# --- a follow-up that they do not have ---
for no in 0 2 4294967295; do
    sed "s/\"kind\":\"note\",\"words\":\"a wholesaler\"/\"kind\":\"done\",\"followup\":$no/" "$tmp/janes.jsonl" >"$tmp/alien.jsonl"
    busy "$tmp/alien$no"
    cust-log new --desk "$tmp/alien$no" -c 'Jane <jane1@x.example>' here >/dev/null 2>&1
    cust-followup add --desk "$tmp/alien$no" c2 --due +2d ours >/dev/null 2>&1
    run cust-log import --desk "$tmp/alien$no" "$tmp/alien.jsonl"
    is "$rc $(cust-followup --desk "$tmp/alien$no" customer:jane | grep ^c | cut -f1-3)" "$(printf '65 c2/1\tpromise\topen')" \
        "follow-up $no of nobody ends none of ours"
done

# --- who was erased here ---
sed 's/"happened":"[^T]*T/"happened":"2026-01-05T/' "$tmp/people.jsonl" >"$tmp/past.jsonl"
busy "$tmp/people6"
cust-log import --desk "$tmp/people6" "$tmp/past.jsonl" >/dev/null 2>&1
is "$(own "$tmp/people6" | cut -d'|' -f1 | sort -u)" "$(printf 'Ann\nNed')" "what happened long ago comes as well"
cust-log customer --desk "$tmp/people6" ned erase --yes >/dev/null 2>&1
run cust-log import --desk "$tmp/people6" "$tmp/past.jsonl"
like "$err" "1 customer's own notes and follow-ups are left out, for they were erased here" \
    "what came for somebody who was erased here since is left out, which is said"
is "$(sqlite3 "$tmp/people6/cust.db" "SELECT count(*) FROM words WHERE body LIKE '%no address%'")" 0 "and not brought back"
is "$(own "$tmp/people6" | cut -d'|' -f1 | sort -u)" Ann "while others stay as they are"

done_testing
