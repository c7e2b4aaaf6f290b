#!/bin/sh
# Taking something back takes what went with it and nothing else, and taking that back brings all of it again.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"
# The page of a complaint as of one and the same later moment: nothing on it goes on with the clock.
page() {
    faketime -f "2026-11-18 12:00:00" cust-report show "$1"
}
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1

run cust-log new -c acme the kettle leaks
before=$(page 1 | grep -v '^@\|^    ')
run cust-log strike 1@3 triage read it wrongly
rc_is 0 "what triage read can be struck"
is "$(page 1 | grep '^CLOCK')" "$(printf '%s\n' "$before" | grep '^CLOCK')" \
    "and no deadline goes with it"
like "$out" 'the kettle leaks$' "nor the subject"
run cust-log strike 1@5 no such deadline
rc_is 65 "a deadline of policy's is not to be struck"
like "$err" "1@5 is a deadline that policy sets; cust-log resolve 1 ends it" "but to be met"
run cust-log strike 1@4 nor this one
like "$err" "1@4 is a deadline that policy sets; cust-log said 1 ends it" "each in its way"
is "$(cust-report show 1 | grep -c '^CLOCK')" 2 "both stand"
cust-log set 1 priority=P1 >/dev/null
moved=$(cust-report show --all 1 | sed -n 's/^@\([0-9]*\) .* moved .*/\1/p' | head -n 1)
run cust-log strike "1@$moved" not so soon
like "$err" "1@$moved is a deadline that policy sets" "nor is it moved back by itself"
run cust-log undo
is "$(page 1 | grep '^CLOCK')" "$(printf '%s\n' "$before" | grep '^CLOCK')" "but with what moved it"

cust-log new -c jo the lid broke >/dev/null
cust-log resolve 2 --remedy refund sent one >/dev/null
cust-log confirm 2 yes >/dev/null
run cust-log heard 2 it broke again
stands=$(page 2 | grep -v '^@\|^    ')
like "$out" '	acknowledged	' "an answer opens a closed complaint"
run cust-log undo
like "$out" '	closed	' "undo closes it again"
run cust-log undo
rc_is 65 "undo does not undo itself"
at=$(printf '%s\n' "$err" | sed -n 's/^[^;]*; cust-log strike \(2@[0-9]*\) .*/\1/p')
run cust-log strike "$at" that was right
like "$out" '	acknowledged	' "what it names instead opens it as the answer did"
is "$(page 2 | grep -v '^@\|^    ')" "$stands" "with its deadlines, and all else as it stood"

cust-log new -c jo the cup broke >/dev/null
run cust-log resolve 3 --remedy refund sent one
stands=$(page 3 | grep -v '^@\|^    ')
n=$(cust-report show 3 | sed -n 's/^@\([0-9]*\) .*resolved.*/\1/p')
run cust-log strike "3@$n" wrong one
like "$out" '	received	' "a struck solution leaves no step that it implied"
n=$(cust-report show 3 | sed -n 's/^@\([0-9]*\) .*struck.*/\1/p')
run cust-log strike "3@$n" no, the right one
like "$out" '	resolved	' "a struck strike brings it back"
is "$(page 3 | grep -v '^@\|^    ')" "$stands" "with the steps, the remedy and the deadlines that it had"
cust-log note 3 oops >/dev/null
for ref in 1 3@2 c1 1,2; do
    run cust-log undo $ref it was the wrong one
    rc_is 64 "undo $ref is refused: it takes back the last thing, and nothing of $ref"
done
like "$err" "cust-log strike REF@N takes back one thing" "with what does"
printf 'From: c@home.example\nSubject: smoke\n\nMy house burns.\n' | cust-log mail >/dev/null 2>&1
run cust-log undo
like "$out" '^3	' "undo takes back what was typed, not a mail that came since"
is "$(cust-report list status:void)" "" "nothing that a customer wrote is lost by it"
printf 'customer,text\nann,one\nbob,two\n' >"$tmp/in.csv"
cust-log import "$tmp/in.csv" >/dev/null 2>&1
run cust-log undo
rc_is 65 "an import is not half taken back"
is "$(cust-report list status:void)" "" "and nothing of it is void"
like "$err" "the last thing you did was an import, which undo does not take back" "which is said"
like "$err" "; before that: 3@[0-9]+ .*, which cust-log strike 3@[0-9]+ takes back" "with what was done before it"

CUST_DESK=$tmp/before
export CUST_DESK
cust-log init 2>/dev/null
cust-log new -c ann the cup broke >/dev/null
cust-log new -c ann you thieves, I am furious >/dev/null
cust-log merge 2 --into 1 >/dev/null 2>&1
cust-log note 1 oops >/dev/null
cust-log undo >/dev/null
run cust-log undo
like "$err" "; before that: 2@[0-9]+ merged, which cust-log strike 2@[0-9]+ takes back" "a second undo names what was before the first"
run cust-log "$(printf '%s\n' "$err" | sed 's/.*which cust-log \(strike\) .*/\1/')" "$(printf '%s\n' "$err" | sed 's/.*which cust-log strike \([^ ]*\) .*/\1/')"
rc_is 0 "and that is what takes it back"
run cust-log undo
like "$err" "strike 1@[0-9]+ takes that back; before that: 2 new, which cust-log void 2 takes back" "what no longer stands is not named"
cust-log policy show | sed 's/impact: [0-9]/impact: 1/' >"$tmp/milder.yaml"
cust-log policy apply "$tmp/milder.yaml" >/dev/null 2>&1
run cust-triage run
run cust-log undo
rc_is 65 "undo does not unread"
like "$err" "the last thing you did was to have triage read complaints again, which undo does not take back; before that: " "and says what it was"
cust-log policy show | sed 's/response: .*/response: 2 business hours/' >"$tmp/faster.yaml"
cust-log policy apply "$tmp/faster.yaml" >/dev/null 2>&1
run cust-log undo
like "$err" "the last thing you did was to put a policy in force, which undo does not take back; before that: " "the same of a policy"
CUST_DESK=$tmp/desk
run cust-log verify
rc_is 0 "histories and rows agree"

CUST_DESK=$tmp/void
export CUST_DESK
cust-log init 2>/dev/null
cust-log new -c acme the kettle leaks >/dev/null
cust-followup add 1 --due +2d ring back >/dev/null
before=$(cust-report list 1; cust-followup 1)
cust-log void 1 spam >/dev/null
run cust-log reopen 1 it was none
rc_is 0 "what was void by mistake comes back"
is "$(cust-report list 1; cust-followup 1)" "$before" "as it stood, never answered, with its deadlines and promises"
is "$(cust-report | sed -n 's/^reopened	\([0-9]*\).*/\1/p')" 0 "and does not count as opened again"
cust-log resolve 1 sent >/dev/null
cust-log void 1 spam >/dev/null
run cust-log reopen 1 no
like "$out" "	acknowledged	" "one that was resolved before is open again"
run cust-log verify
rc_is 0 "and the histories replay"

command -v faketime >/dev/null || {
    skip "an offer behind an answer that is struck" "faketime is not here"
    done_testing
}
CUST_DESK=$tmp/answer
export CUST_DESK
cust-log init 2>/dev/null
faketime '2026-11-02 09:00:00' cust-log new -c ann the kettle leaks >/dev/null
faketime '2026-11-02 10:00:00' cust-log said 1 hello >/dev/null
faketime '2026-11-02 12:00:00' cust-log offer 1 --remedy refund:5 we offer you 5 >/dev/null 2>&1
run faketime '2026-11-04 13:00:00' cust-log strike 1@6 never sent
like "$(cust-report show 1)" '^PATH   heard ok   ack ok 3 h   offered ok 3 h' "an offer behind an answer that is struck is the first answer"
is "$(cust-followup 1/1 | cut -f 3)" kept "and met the deadline of it"
is "$(faketime '2026-11-04 14:00:00' cust-log undo 2>&1 | grep -c 'the last thing you did was to strike')" 1 "undo still says that this was a strike"
run faketime '2026-11-04 15:00:00' cust-log said 1 hello again
run cust-log strike 1@8 it was sent
like "$(cust-report show 1)" '^PATH   heard ok   ack ok 1 h   offered ok 3 h' "the answer counts again when the strike is struck"
run cust-log verify
rc_is 0 "and the histories replay"
cust-log export >"$tmp/answer.jsonl" 2>/dev/null
before=$(page 1 | grep -v '^@\|^    ')
CUST_DESK=$tmp/taken
export CUST_DESK
cust-log init 2>/dev/null
cust-log import "$tmp/answer.jsonl" >/dev/null 2>&1
is "$(page 1 | grep -v '^@\|^    ')" "$before" "and the same in another desk"
run cust-log verify
rc_is 0 "there, too"
done_testing
