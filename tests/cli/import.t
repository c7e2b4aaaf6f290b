#!/bin/sh
# A first import remembers whom it met; what it makes is what one row at a time would make.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

tab=$(printf '\t')
awk -v t="$tab" 'BEGIN {
    split("Jane Doe <jane@x.org>|JANE DOE <jane@x.org>|jane@x.org|Bob|Bob <bob@x.org>|Bob <bob2@x.org>|Acme Ltd|acme  ltd|c3||Bob|+44 7700 900123", who, "|")
    split("the parcel is late|I am angry, where is my refund|my lawyer will write to you|still nothing, and nobody answers", said, "|")
    print "source-id" t "customer" t "received" t "owner" t "text"
    for (i = 1; i <= 60; i++)
        print "r" (i % 29 == 0 ? 1 : i) t who[i * 7 % 12 + 1] t sprintf("2024-%02d-%02d", i * 5 % 12 + 1, i % 28 + 1) t \
            (i % 4 == 0 ? "sam" : "") t said[i * 3 % 4 + 1] " " i
}' >"$tmp/rows.tsv"

rows() {
    sqlite3 "$1/cust.db" "
        SELECT id, customer, owner, status, priority, points, signals, received, due FROM complaint ORDER BY id;
        SELECT customer, kind, folded FROM address ORDER BY customer, kind, folded;
        SELECT subject, no, kind, flags, code, ref, num, who FROM event ORDER BY subject, no;
        SELECT subject, no, strengths, terms FROM triage ORDER BY subject, no;"
}

desk() { # one whose lawyers are told of threats, and whose triage knows that they were
    faketime -f '2026-11-22 03:00:00' cust-log init --desk "$tmp/$1" 2>/dev/null
    printf 'zone: UTC\nladders:\n  legal:\n    on: signal:legal\n    steps:\n      support: {who: carla, do: read this}\n' >"$tmp/$1/policy.yaml"
    faketime -f '2026-11-22 03:00:00' cust-log policy apply --desk "$tmp/$1" >/dev/null 2>&1
}
desk all
run faketime -f '2026-11-22 03:00:00' cust-log import --desk "$tmp/all" "$tmp/rows.tsv"
rc_is 65 "a table with names that mean several comes in but for these"
together=$out
refused=$(printf '%s\n' "$err" | sed -n 's/.*rows\.tsv:[0-9]*: //p')
like "$refused" "several customers are called 'Bob'; write an address behind the name: Bob <" "which says how to write whom they mean"

desk each
head -1 "$tmp/rows.tsv" >"$tmp/head"
: >"$tmp/lines"
: >"$tmp/errors"
sed 1d "$tmp/rows.tsv" | while IFS= read -r row; do
    { cat "$tmp/head"; printf '%s\n' "$row"; } |
        faketime -f '2026-11-22 03:00:00' cust-log import --desk "$tmp/each" --source rows.tsv - >>"$tmp/lines" 2>>"$tmp/errors"
done
is "$(rows "$tmp/each")" "$(rows "$tmp/all")" "row by row and at once make the same records"
is "$(cat "$tmp/lines")" "$together" "and say the same of them"
is "$(sed -n 's/.*standard input:[0-9]*: //p' "$tmp/errors")" "$refused" "and refuse the same"
ok "although ladders began, which count for the next one" test \
    "$(sqlite3 "$tmp/all/cust.db" "SELECT count(*) FROM triage WHERE terms LIKE '%escalated%'")" -gt 0
is "$together" "$(cust-report list --desk "$tmp/all" | sort -n)" "a line says what the record says"
run cust-log verify --desk "$tmp/all"
rc_is 0 "and the store agrees with its histories"

# --- broken rows ---
printf 'source-id,text,category\n1,good one,\n2,two,none,such\n3,"unclosed,\n4,good three,\n5,"x" y,\n6,good four,\n7,,\n8,"never\n9,good five,\n' >"$tmp/broken.csv"
CUST_DESK=$tmp/broken
export CUST_DESK
cust-log init 2>/dev/null
run cust-log import "$tmp/broken.csv"
rc_is 65 "broken rows are refused"
is "$(cust-report list --fields=subject | sort | tr '\n' ' ')" "good five good four good one good three " "and take no other row with them"
like "$err" "4 imported, 0 known already, 5 refused" "each counted"
is "$(printf '%s\n' "$err" | sed -n 's/.*broken\.csv:\([0-9]*\): .*/\1/p' | tr '\n' ' ')" "3 4 6 8 9 " "and said in the order of their lines"
# A file that outgrows the disk: a limit on the size of files does for one.
awk -v t="$tab" 'BEGIN { print "source-id" t "customer" t "text"
    for (i = 1; i <= 12000; i++) print i t "customer " i % 50 t "the kettle with number " i " leaks, and nobody answers" }' >"$tmp/many.tsv"
cust-log init --desk "$tmp/small" 2>/dev/null
cust-log new --desk "$tmp/small" -c x not the first import >/dev/null
run sh -c 'ulimit -f 14000; exec cust-log import --desk "$0" "$1"' "$tmp/small" "$tmp/many.tsv"
rc_is 75 "an import that finds the disk full can be tried again"
some=$(printf '%s\n' "$out" | wc -l)
is "$(($(cust-report list --desk "$tmp/small" | wc -l) - 1))" "$some" "what it printed is kept"
like "$some" "^[1-9]" "which is some of it"
like "$(printf '%s' "$err" | tr '\n' ' ')" "many.tsv: $some imported, .*many.tsv: what is imported stays; the same import again goes on behind it" "and said to stay"
is "$(printf '%s\n' "$err" | grep -c 'nothing was changed')" 0 "nobody says that nothing was changed"
run cust-log import --desk "$tmp/small" "$tmp/many.tsv"
like "$err" "$((12000 - some)) imported, $some known already, 0 refused" "with room it goes on where it stopped"

done_testing
