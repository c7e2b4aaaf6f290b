#!/bin/sh
# Options are offered, one is agreed on, and an agreement without an act is none.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log new -c acme the kettle leaks >/dev/null 2>&1
run cust-log offer 1 something nice
rc_is 64 "an offer names its remedy"
like "$err" "remedy NAME:COST" "and is told how"
run cust-log offer 1
rc_is 0 "asked without words it says what one may offer"
is "$out" "1	any	-	-	-" "where policy limits nobody, anything"
run cust-log offer 77
rc_is 66 "of a complaint that there is"
run cust-log offer c1
rc_is 64 "and of no customer"
run cust-log offer 1 --remedy refund:12,50
rc_is 64 "a cost is an amount"
run cust-log offer 1 --remedy :12
rc_is 64 "a cost needs its remedy"
run cust-log agree 1 --promise "tomorrow 12:00 send the lid"
rc_is 65 "what was not offered cannot be agreed on"
like "$err" "offer a remedy first" "and the refusal says what is possible"

run cust-log offer 1 --remedy replacement --remedy refund:25 choose what suits you
rc_is 0 "several remedies are one offer"
like "$out" "^1	P.	offered	" "the complaint is offered"
like "$err" "1 option 1: replacement$" "each is an option with a number"
like "$err" "1 option 2: refund, 25.00$" "and its cost"
run cust-followup kind:response
rc_is 1 "an offer is an answer: the response clock has ended"
run cust-log offer 1 --remedy refund:30.5
like "$err" "1 option 3: refund, 30.50$" "numbers go on"

run cust-log agree 1 --option 2
rc_is 64 "an agreement without a promise is none"
like "$err" "by when: --promise" "which is said with an example"
run cust-log agree 1 --promise "tomorrow 12:00 pay it"
rc_is 64 "of several options one must be named"
like "$err" "1, 2, 3" "and they are listed"
run cust-log agree 1 --option 7 --promise "tomorrow 12:00 pay it"
rc_is 65 "an option that was not offered is refused"
run cust-log agree 1 --option 2 --promise "someday pay it"
rc_is 64 "a promise needs a time that can be read"
run cust-report list 1
like "$out" "	offered	" "none of these changed anything"
run cust-log agree 1 --option 3 --promise "tomorrow 12:00 pay it" they are content
like "$out" "^1	P.	agreed	" "an option and a promise make an agreement"
run cust-followup kind:promise
like "$out" "promise	open	.*T12:00:00Z	.*	pay it" "the act is a promise with its time"
run cust-report show --all 1
like "$out" "set remedy=refund" "the remedy is in the record"
like "$out" "set amount=30.50" "with its amount"
like "$out" "set remedy-accepted=20" "and the day"

run cust-log undo
like "$out" "^1	P.	offered	" "undo takes the agreement back"
run cust-followup kind:promise
rc_is 1 "with its promise"
run cust-report show --all 1
like "$out" "set remedy=refund +\\(.*STRUCK" "and its fields"
run cust-log export
printf '%s\n' "$out" >"$tmp/all.jsonl"
run cust-log --desk "$tmp/second" init
run cust-log --desk "$tmp/second" import "$tmp/all.jsonl"
rc_is 0 "offers go out and in"
run cust-log --desk "$tmp/second" export
is "$out" "$(cat "$tmp/all.jsonl")" "without a loss"
run cust-log verify
rc_is 0 "every history still replays to its row"

cust-log new -c acme another >/dev/null 2>&1
cust-log offer 2 --remedy support >/dev/null 2>&1
run cust-log agree 2 --promise "tomorrow 9:00 ring and explain"
like "$out" "^2	P.	agreed" "a single option needs no number"
run cust-log offer 2 --remedy refund:1
rc_is 65 "what is agreed is not offered anew"
like "$err" "reopen it to offer anew" "but by reopening it"

done_testing
