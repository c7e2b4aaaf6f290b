#!/bin/sh
# Returns to a regulator: what a profile counts, what is lacking, sealing, and getting it back byte for byte.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

use() { # PROFILE [DESK]
    CUST_DESK=$tmp/${2:-$1}
    export CUST_DESK
    cust-log init --desk "$CUST_DESK" >/dev/null 2>&1
    { echo "zone: Europe/London"; cat "$root/examples/profiles/$1.yaml"; } >"$CUST_DESK/policy.yaml"
    cust-log policy apply >/dev/null 2>&1
}

cell() { # PRODUCT/CAUSE TITLE: of the table in $out
    printf '%s\n' "$out" | tr -d '\r' | awk -F, -v row="$1" -v col="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == col) at = i } $1 "/" $2 == row { print $at }'
}

# --- the FCA's complaints return --------------------------------------------------------------------------------
#
# 1 cards, upheld in part, within three business days    2 cards, rejected with goodwill, within eight weeks
# 3 loans, upheld, after more than eight weeks           4 loans, open        5 void
use fca-disp
{
    cust-log new -c A --when "2026-02-02 10:00" charged twice
    cust-log set 1 product=cards decision=upheld-in-part amount=20.50 remedy-paid=2026-02-10
    cust-log said 1 --as summary --when "2026-02-05 16:00" we pay it back
    cust-log resolve 1 --cause fees --when "2026-02-06 10:00" paid
    cust-log new -c B --when "2026-02-02 10:00" charged for nothing
    cust-log set 2 product=cards decision=rejected-with-goodwill amount=5 remedy-paid=2026-02-11
    cust-log said 2 --as final --when "2026-02-06 10:00" no, and why
    cust-log resolve 2 --cause fees --when "2026-02-06 11:00" told
    cust-log new -c C --when "2026-02-02 10:00" the wrong rate
    cust-log set 3 product=loans decision=upheld amount=100 remedy-paid=2026-07-02
    cust-log resolve 3 --cause advice --when "2026-04-20 10:00" mended
    cust-log new -c D --when "2026-03-02 10:00" no answer
    cust-log set 4 product=loans
    cust-log new -c E --when "2026-03-02 10:00" spam
    cust-log void 5 spam
    cust-log new -c F --when "2026-03-02 10:00" "do" you open on Sundays
    cust-log set 6 product=none
    cust-triage correct 6 complaint=no
    cust-log new -c G --when "2026-03-02 10:00" --invoice 9 --amount 100 --invoice-due 2026-02-01 has not paid
    cust-log set 7 product=none
    cust-log new -c H --when "2026-03-02 10:00" --category late-payment has not paid
    cust-log set 8 product=none
    cust-log new -c I --when "2026-03-02 10:00" --invoice 10 --amount 100 --invoice-due 2026-02-01 has not paid
    cust-log set 9 product=disputed disputed="the card was charged twice"
} >/dev/null 2>&1

run cust-report return fca-disp --period 2026H1
rc_is 0 "a return is made from the profile"
is "$(printf '%s\n' "$out" | wc -l)" 5 "a row for each product and cause, under the titles"
is "$(printf '%s\n' "$out" | grep -c '^none,')" 0 "what was corrected to be no complaint is none, nor is a late payment"
is "$(cell disputed/ Opened)" 1 "but one that is disputed"
is "$(cell cards/fees Opened) $(cell loans/advice Opened) $(cell loans/ Opened)" "2 1 1" "what was opened; void ones are none"
is "$(cell cards/fees 'Closed within 3 business days') $(cell cards/fees 'Closed after 3 business days and within 8 weeks')" "1 1" \
    "closed by the third business day, or later"
is "$(cell loans/advice 'Closed after more than 8 weeks') $(cell loans/ 'Closed after more than 8 weeks')" "1 0" "and after eight weeks"
is "$(cell cards/fees Upheld) $(cell cards/fees Rejected)" "1 1" "upheld in part is upheld, rejected with goodwill is rejected"
is "$(cell cards/fees 'Redress paid (GBP)')" 25.50 "redress has goodwill with it"
is "$(cell loans/advice 'Redress paid (GBP)')" 0.00 "and counts on the day on which it was paid"
like "$(od -c "$tmp/out" | head -20)" '\\r  *\\n' "lines end as RFC 4180 has it"
run cust-report return fca-disp --period 2026H2
is "$(cell loans/ 'Outstanding at the start') $(cell loans/advice 'Redress paid (GBP)')" "1 100.00" "what was open goes on into the next period"
run cust-report return fca-disp --period 2026Q1
is "$(cell loans/advice Opened) $(cell loans/advice 'Closed after more than 8 weeks')" "1 0" "a quarter"
run cust-report return fca-disp --period 2026-04
is "$(cell loans/advice 'Outstanding at the start') $(cell loans/advice 'Closed after more than 8 weeks')" "1 1" "a month"
is "$(cust-report return fca-disp --period 2026 --ids upheld | cut -f1 | tr '\n' ' ')" "1 3 " "a column opens into its complaints"
is "$(cust-report return fca-disp --period 2026 --ids Upheld | cut -f1 | tr '\n' ' ')" "1 3 " "in upper case, as the table has it"
is "$(cust-report return fca-disp --period 2026 --ids 'closed after more than 8 weeks' | cut -f1)" 3 "or by its whole title"
run cust-report return fca-disp --period 2026 --ids 'Opend'
like "$err" "no column 'Opend'; did you mean 'Opened'[?]" "a slip in one is told the near one"

# --- gaps -------------------------------------------------------------------------------------------------------
cust-log said 4 --as final --when "2026-05-04 10:00" no >/dev/null 2>&1
run cust-report return fca-disp --period 2026H1 --gaps
is "$(printf '%s\n' "$out" | cut -f1,2)" "$(printf '4\tcause\n4\tdecision')" "what is required and lacking is said, field by field"
printf '%s\n' "$out" | grep decision | cust-log set - decision=rejected >/dev/null
is "$(cust-report return fca-disp --period 2026H1 --gaps | cut -f2)" cause "and goes into cust-log set"

# --- sealing ----------------------------------------------------------------------------------------------------
run cust-report return fca-disp --period 2026H1 --seal
rc_is 0 "a return is sealed"
cp "$tmp/out" "$tmp/first"
hash=$(sha256sum <"$tmp/first" | cut -d' ' -f1)
like "$err" "sealed as version 1, SHA-256 $hash" "with its hash"
run cust-report return fca-disp --period 2026H1 --seal
rc_is 65 "the same rows are not sealed twice"
cust-log set 4 cause=other >/dev/null
run cust-report return fca-disp --period 2026H1 --sealed
ok "what was sealed comes back byte for byte" cmp "$tmp/out" "$tmp/first"
run cust-report return fca-disp --period 2026H1 --seal
like "$err" "version 2" "rows that differ are a new version"
run cust-report return fca-disp --period 2026H1 --sealed=1
ok "and the old one stays" cmp "$tmp/out" "$tmp/first"
run cust-report return fca-disp --period 2026H1 --sealed=3
rc_is 66 "a version that is not there is no input"
run cust-report return fca-disp --period 2026Q1 --sealed
rc_is 66 "nor a period that was not sealed"
cp -R "$CUST_DESK" "$tmp/later"
printf 'zone: Asia/Kolkata\n' >"$tmp/later/policy.yaml"
cust-log policy apply --desk "$tmp/later" >/dev/null 2>&1
run cust-report return fca-disp --period 2026H1 --sealed=1 --desk "$tmp/later"
ok "it is given back when policy has neither its profile nor its zone any more" cmp "$tmp/out" "$tmp/first"
run cust-report return fca-disp --period 2026-01 --sealed --desk "$tmp/later"
rc_is 66 "and no other period for it"
run cust-report return fca-disp --period "$(date -u +%Y)" --seal
rc_is 64 "a period that has not ended is not sealed"
run cust-log verify
rc_is 0 "verify finds the seals whole"
cust-log export >"$tmp/all.jsonl"
is "$(grep -c '"kind":"seal"' "$tmp/all.jsonl")" 2 "an export carries the seals"
cust-log init --desk "$tmp/copy" >/dev/null 2>&1
cp "$CUST_DESK/policy.yaml" "$tmp/copy/"
run cust-log import --desk "$tmp/copy" "$tmp/all.jsonl"
rc_is 0 "and an import brings them back"
cust-log policy apply --desk "$tmp/copy" >/dev/null 2>&1
run cust-report return fca-disp --period 2026H1 --sealed=1 --desk "$tmp/copy"
ok "byte for byte" cmp "$tmp/out" "$tmp/first"
cust-log export --desk "$tmp/copy" >"$tmp/again.jsonl"
ok "so that the copy exports the same" cmp "$tmp/all.jsonl" "$tmp/again.jsonl"
run cust-log import --desk "$tmp/copy" "$tmp/all.jsonl"
rc_is 0 "what is there is passed over"
is "$(grep -c '"kind":"seal"' "$tmp/again.jsonl")" 2 "and not doubled"
sed 's/cards,/card,/' "$tmp/all.jsonl" >"$tmp/bad.jsonl"
cust-log init --desk "$tmp/bad" >/dev/null 2>&1
run cust-log import --desk "$tmp/bad" "$tmp/bad.jsonl"
like "$err" "its rows are not those that were sealed" "rows that were changed on the way are refused"
sqlite3 "$CUST_DESK/cust.db" "UPDATE seal SET rows = replace(rows, 'cards', 'card') WHERE id = 1"
run cust-log verify
rc_is 65 "and says when one is not"
like "$out$err" "seal 1: its rows are not those that were sealed" "which one"
run cust-report return fca-disp --period 2026H1 --sealed=1
rc_is 65 "rows that were changed are not given back as sealed"

# --- the CFPB's columns -----------------------------------------------------------------------------------------
use cfpb
{
    cust-log new -c A --when "2026-08-03 10:00" -k web they sold my data
    cust-log set 1 product="Credit reporting" issue="=Improper use" basis="Closed with explanation" source-id=77
    cust-log said 1 --when "2026-08-04 10:00" we looked into it
    cust-log resolve 1 --when "2026-08-05 10:00" told
    cust-log new -c B --when "2026-05-03 10:00" before
} >/dev/null 2>&1
run cust-report return cfpb --period 2026Q3
is "$(printf '%s\n' "$out" | tr -d '\r' | tail -1)" "2026-08-03,Credit reporting,'=Improper use,Customer care,,,web,Closed with explanation,yes,no,77" \
    "a row for each complaint, a formula disarmed"
is "$(printf '%s\n' "$out" | wc -l)" 2 "of those received in the period"
cust-report return cfpb --period 2026Q3 >"$tmp/printed"
faketime -f "2027-01-05 10:00:00" cust-report return cfpb --period 2026Q3 --seal >"$tmp/sealed" 2>"$tmp/said"
ok "a table with words of people is sealed as it is printed" cmp "$tmp/printed" "$tmp/sealed"
like "$(cat "$tmp/said")" "sealed as version 1, SHA-256" "with its hash"
run cust-report return cfpb --period 2026Q3 --sealed
ok "and comes back byte for byte" cmp "$tmp/out" "$tmp/printed"
is "$(sqlite3 "$CUST_DESK/cust.db" "SELECT instr(rows, 'Improper') FROM seal")" 0 "the seal itself holds no words"
like "$(sqlite3 "$CUST_DESK/cust.db" "SELECT rows FROM seal")" ",\\{1@[0-9]+ [0-9a-f]{64}\\}," "but where they stand, and a hash"
faketime -f "2027-01-05 11:00:00" cust-report return cfpb --period 2026Q3 --seal >/dev/null 2>&1
is $? 65 "the same rows are not sealed twice"
hashed=$(printf "=Improper use" | sha256sum | cut -c1-64)
is "$(sqlite3 "$CUST_DESK/cust.db" "SELECT instr(rows, '$hashed') FROM seal")" 0 "no hash of the words alone, which a guess would find"
cust-log export >"$tmp/words.jsonl"
cust-log init --desk "$tmp/words" >/dev/null 2>&1
cust-log import --desk "$tmp/words" "$tmp/words.jsonl" >/dev/null 2>&1
cp "$CUST_DESK/policy.yaml" "$tmp/words/"
cust-log policy apply --desk "$tmp/words" >/dev/null 2>&1
run cust-report return cfpb --period 2026Q3 --sealed --desk "$tmp/words"
ok "a copy of the store opens it, too" cmp "$tmp/out" "$tmp/printed"
cust-log customer A erase --yes asked for it >/dev/null 2>&1
run cust-report return cfpb --period 2026Q3 --sealed
is "$(printf '%s\n' "$out" | tr -d '\r' | tail -1)" "2026-08-03,Credit reporting,(erased),Customer care,,,web,Closed with explanation,yes,no,(erased)" \
    "once the words are erased the seal says so"
like "$err" "erased: the words of 1@" "and which"
run cust-log verify
rc_is 0 "and still holds"
run cust-report return cfpb --period 2026H1 --gaps
is "$(printf '%s\n' "$out" | cut -f1,2)" "$(printf '2\tproduct\n2\tissue')" "gaps there, too"

# --- what is refused --------------------------------------------------------------------------------------------
run cust-report return cfpb
rc_is 64 "a return needs its period"
run cust-report return cfpb --period 2026H3
rc_is 64 "which must be one"
run cust-report return fca --period 2026
like "$err" "it has: cfpb" "a profile that policy does not have is refused with those that it has"
run cust-report return cfpb --period 2026Q3 --ids timly
like "$err" "did you mean 'timely'" "a column that is not there with the near one"
run cust-report return cfpb --period 2026Q3 --gaps --seal
rc_is 64 "one answer at a time"
run cust-report return cfpb --period 2026Q3 --format=json
rc_is 64 "a return is CSV"
run cust-report return cfpb --period 2026Q3 --fields=ref
rc_is 64 "with the columns of its profile"
is "$(cust-report return cfpb --period 2026H1 --gaps --fields=missing,ref | head -1)" "product	2" "of gaps they can be picked"
run cust-report return cfpb --period "$(($(date -u +%Y) + 1))"
like "$err" "has not begun yet" "a period that has not begun is none"

# --- as of ------------------------------------------------------------------------------------------------------
sleep 1
stamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1
cust-report return cfpb --period 2026Q3 --as-of "$stamp" >"$tmp/then"
cust-log set 1 product=cards basis=other >/dev/null
cust-log new -c F --when "2026-08-09 10:00" another >/dev/null 2>&1
cust-report return cfpb --period 2026Q3 --as-of "$stamp" >"$tmp/again"
ok "as of an instant the same bytes after later events" cmp "$tmp/then" "$tmp/again"

done_testing
