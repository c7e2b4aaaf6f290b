#!/bin/sh
# Deadlines that a standard sets: the profiles, dated rules, chains of deadlines, extensions.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

# A desk in Europe/London under a profile: use PROFILE
use() {
    CUST_DESK=$tmp/$1
    export CUST_DESK
    run cust-log init --desk "$CUST_DESK"
    { echo "zone: Europe/London"; cat "$root/examples/profiles/$1.yaml"; } >"$CUST_DESK/policy.yaml"
    run cust-log policy apply
    rc_is 0 "$1.yaml can be put in force"
    is "$err" "cust-log: policy 1 is in force" "and speaks of no complaint where none is open"
}

# When the standard's deadline of a complaint is due: due REF NAME
due() {
    cust-followup kind:response or kind:update or kind:resolution --fields=ref,due,text |
        awk -F'\t' -v ref="$1" -v name="$2" 'index($1, ref "/") == 1 && $3 == name { print $2 }'
}

for f in "$root"/examples/profiles/*.yaml; do
    ok "$(basename "$f") is a sound policy" cust-log policy check "$f"
    like "$(grep -c 'source:' "$f") $(grep -c 'checked:' "$f")" "^([1-9][0-9]*) \1$" "each of its rules has a source and when it was checked"
done

# --- FCA DISP ---------------------------------------------------------------------------------------------------

use fca-disp
run cust-log new -c acme --when "2026-06-05 16:30" my money is gone
is "$(due 1 disp-summary)" 2026-06-10T16:00:00Z "three business days follow the day of receipt, over a weekend"
is "$(due 1 disp-final)" 2026-07-31T22:59:59Z "eight weeks are calendar weeks"
run cust-log new -c bert --when "2026-06-05 09:00" a payment
run cust-log set 2 category=payment
is "$(due 2 disp-payment)" 2026-06-26T16:00:00Z "a payment complaint has fifteen business days"
is "$(due 2 disp-final)" "" "instead of eight weeks"
run cust-log set 2 category=billing
is "$(due 2 disp-final)" 2026-07-31T22:59:59Z "and eight weeks when it is none after all"
is "$(due 2 disp-payment)" "" "instead of fifteen days"
run cust-log said 1 --as ack we have it
is "$(due 1 disp-summary)" 2026-06-10T16:00:00Z "an acknowledgement is no summary resolution"
run cust-log wait 1 for their statement
is "$(due 1 disp-final)" 2026-07-31T22:59:59Z "waiting for them does not stop a regulator's clock"
run cust-log resolve 1 paid back
is "$(due 1 disp-final)" "" "resolving ends it"
run cust-followup state:late customer:acme kind:resolution
like "$out" "disp-final" "and it is kept that it was late"
run cust-log verify
rc_is 0 "the histories give the rows"

run cust-log new -c cleo --when "2026-06-05 16:30" my money is gone too
for kind in ack holding plain; do
    run cust-log said 3 --as $kind we look into it
    is "$(due 3 disp-final)" 2026-07-31T22:59:59Z "an answer that is $kind does not end a regulator's clock"
done
run cust-log said 3 --as final we pay it back
is "$(due 3 disp-final)" "" "a final answer does"
is "$(cust-followup 3 kind:resolution state:open | grep -c .)" 1 "the desk's own runs until it is resolved"
run cust-log undo
is "$(due 3 disp-final)" 2026-07-31T22:59:59Z "taken back, the clock runs again"
run cust-log said 3 --as summary we paid it back, as you wished
is "$(due 3 disp-final)" "" "a summary ends it too"
run cust-log heard 3 it did not come
is "$(due 3 disp-final)" "" "and it is not started again"
run cust-log verify
rc_is 0 "the histories give the rows then too"

# --- a rule that changes on a date ------------------------------------------------------------------------------

use ofcom
run cust-log new -c acme --when "2026-04-07 23:59" my line is dead
run cust-log new -c acme --when "2026-04-08 00:00" my line is still dead
is "$(due 1 ofcom-8-weeks)" 2026-06-02T22:59:59Z "the last complaint under the old rule has eight weeks"
is "$(due 2 ofcom-6-weeks)" 2026-05-20T22:59:59Z "the first under the new one has six"
run cust-followup kind:resolution --fields=text
is "$(printf '%s\n' "$out" | grep -c ofcom)" 2 "and each has one of them"

# --- CFPB -------------------------------------------------------------------------------------------------------

use cfpb
run cust-log new -c acme --when "2026-10-01 12:00" they will not lift the lien
is "$(due 1 cfpb-response)" 2026-10-16T22:59:59Z "fifteen calendar days"
is "$(due 1 cfpb-final)" 2026-11-30T23:59:59Z "sixty calendar days"

# --- Housing Ombudsman: deadlines that chain, and extensions -------------------------------------------------------

use housing-ombudsman
run cust-log new -c acme --when "2026-09-01 10:00" the roof leaks
is "$(due 1 code-acknowledge)" 2026-09-08T16:00:00Z "five working days to acknowledge"
is "$(due 1 code-stage-1)" "" "no clock of stage 1 before that"
run cust-log said 1 --when "2026-09-04 12:00" we have it
is "$(due 1 code-stage-1)" 2026-09-18T16:00:00Z "ten working days from the acknowledgement"
ref=$(cust-followup kind:resolution --fields=ref,text | awk '$2 == "code-stage-1" { print $1 }')
own=$(cust-followup kind:resolution --fields=ref,text | awk '$2 == "-" { print $1 }')
if command -v faketime >/dev/null; then
    run faketime "2026-09-10 10:00:00" cust-log --version
    run cust-followup extend "$ref" --due "2026-10-02 17:00" the surveyor is ill
    like "$err" "past|later" "nobody extends into the past"
fi
run cust-followup extend "$own" --due +30d we want to
rc_is 65 "the desk's own deadline cannot be extended"
like "$err" "no standard in the policy allows it" "and why is said"
run cust-followup extend 1 --due +30d we want to
rc_is 64 "which deadline has to be said"
run cust-log new -c bert the roof leaks
run cust-log said 2 we have it
ref=$(cust-followup customer:bert kind:resolution --fields=ref,text | awk '$2 == "code-stage-1" { print $1 }')
was=$(due 2 code-stage-1)
run cust-followup extend "$ref" --due "in 60 days" the surveyor is ill
rc_is 65 "not longer than the standard allows"
like "$err" "can be extended until 20..-..-.. 17:00" "which is said"
run cust-followup extend "$ref" --due "15 working days" the surveyor is ill
rc_is 0 "with a reason it can be put off"
now=$(due 2 code-stage-1)
ok "to a later time" test "$now" \> "$was"
run cust-log set 2 priority=P1
is "$(due 2 code-stage-1)" "$now" "policy leaves an extended deadline where it is"
run cust-followup "done" "$ref"
rc_is 65 "nobody ticks it off"
run cust-log set 2 stage=2
is "$(due 2 code-stage-1)" "" "at the second stage the first one's clock is over"
like "$(due 2 code-acknowledge-2)" "^20" "and an acknowledgement is owed again"
run cust-log said 2 we have that too
like "$(due 2 code-stage-2)" "^20" "from which the second answer counts"
run cust-log verify
rc_is 0 "all of it verifies"

done_testing
