#!/bin/sh
# A backup that is made while others write is one moment of the store: whole, sound, and nobody who writes is stopped.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/../cli/tap.sh"

CUST_DESK=$tmp/desk
export CUST_DESK
writers=3
backups=6
cust-log init >/dev/null 2>&1
cust-log new -c First "so that no import is the first one" >/dev/null

# writer N: new complaints and what is said in them, until the file `stop` is there; its log has what was acknowledged.
writer() {
    i=0
    while [ ! -e "$tmp/stop" ]; do
        i=$((i + 1))
        line=$(cust-log new -c "Writer $1-$i" "the kettle number $i of $1 leaks, and nobody answers") || exit 1
        printf '%s\n' "${line%%	*}" >>"$tmp/log.$1"
        cust-log said "${line%%	*}" "we are sorry about that" >/dev/null || exit 1
    done
}

# An import runs beside them: other batches, other tables.
{
    printf 'source-id\tcustomer\ttext\n'
    awk 'BEGIN { for (i = 1; i <= 4000; i++) printf "r%d\tBuyer %d <b%d@example.org>\tparcel %d is late\n", i, i % 700, i % 700, i }'
} >"$tmp/rows.tsv"

pids=
for w in $(seq "$writers"); do
    : >"$tmp/log.$w"
    writer "$w" 2>>"$tmp/writers.err" &
    pids="$pids $!"
done
cust-log import --source shop "$tmp/rows.tsv" >/dev/null 2>"$tmp/import.err" &
pids="$pids $!"

# Not before everybody has written something.
waited=0
while [ "$waited" -lt 300 ] && { [ ! -s "$tmp/log.1" ] || [ ! -s "$tmp/log.2" ] || [ ! -s "$tmp/log.3" ]; }; do
    sleep 0.1
    waited=$((waited + 1))
done

made=0
for b in $(seq "$backups"); do
    cat "$tmp"/log.* >"$tmp/known.$b" # acknowledged before the backup began
    cust-log backup "$tmp/backup.$b" >/dev/null 2>>"$tmp/backup.err" && made=$((made + 1))
    sleep 0.2
done
is "$made" "$backups" "backups are made while others write"

: >"$tmp/stop"
wrong=0
for p in $pids; do
    wait "$p" || wrong=$((wrong + 1))
done
is "$wrong$(cat "$tmp/writers.err")" "0" "and nobody who writes is stopped or told anything"
cust-log verify >/dev/null 2>&1
is "$?" 0 "the desk itself is sound"
cust-log export 2>/dev/null | LC_ALL=C sort >"$tmp/all"

sound=0
whole=0
part=0
for b in $(seq "$backups"); do
    mkdir -m 700 "$tmp/restored.$b"
    cp "$tmp/backup.$b" "$tmp/restored.$b/cust.db" && chmod 600 "$tmp/restored.$b/cust.db"
    cust-log verify --desk "$tmp/restored.$b" >/dev/null 2>"$tmp/verify.err" && sound=$((sound + 1))
    cust-report list --desk "$tmp/restored.$b" | cut -f1 | LC_ALL=C sort >"$tmp/has"
    LC_ALL=C sort "$tmp/known.$b" | LC_ALL=C comm -23 - "$tmp/has" >"$tmp/missing"
    [ -s "$tmp/missing" ] || whole=$((whole + 1))
    cust-log export --desk "$tmp/restored.$b" 2>/dev/null | LC_ALL=C sort | LC_ALL=C comm -23 - "$tmp/all" >"$tmp/strange"
    [ -s "$tmp/strange" ] || part=$((part + 1))
    wc -l <"$tmp/has" >>"$tmp/grew"
done
is "$sound" "$backups" "each of them verifies once it is put back"
is "$whole" "$backups" "has all that was acknowledged before it began"
is "$part" "$backups" "and nothing that the desk does not know"
is "$(sort -n "$tmp/grew")" "$(cat "$tmp/grew")" "a later one never has less"
[ "$(sort -nu "$tmp/grew" | wc -l)" -gt 1 ]
is "$?" 0 "others did write meanwhile"
run cust-log new --desk "$tmp/restored.$backups" -c "Bo Lee" one more
rc_is 0 "work goes on in what was put back"
run cust-log backup "$tmp/backup.1"
rc_is 73 "a backup never replaces a file"
done_testing
