#!/bin/sh
# A review is never handled by who handled the matter before.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

me=$(id -un)
desk=$HOME/.local/share/cust
run cust-log new -c acme -o "$me" the roof leaks
run cust-log said 1 we come on Monday
run cust-log set 1 stage=2
like "$(cust-report list 1)" "	$me	acme" "a desk that names no staff keeps its owner"
run cust-log undo

{
    printf 'staff:\n  %s: {}\n  ben: {}\n  dora: {}\n' "$me"
    cat "$root/examples/profiles/housing-ombudsman.yaml"
} >"$desk/policy.yaml"
cust-log policy apply >/dev/null 2>&1

run cust-log set 1 stage=2
rc_is 0 "the matter goes to its second stage"
like "$out" "	-	acme" "which takes it from who handled the first"
like "$err" "1: its review goes to somebody else: cust-log assign 1 --to LOGIN" "and says so"
run cust-log assign 1 --to me
rc_is 77 "it does not go back to them"
like "$err" "$me handled 1 before its review, which goes to somebody else: ben, dora" "and is told who may"
run cust-triage next
is "$(printf '%s\n' "$out" | grep -c '^1	')" 0 "nor by taking the next one"
run cust-log new -c bolt another one
run cust-triage next
like "$out$err" "2 another one|^2	" "which passes it over"
run cust-log resolve 1 it was nothing
rc_is 77 "nor do they end it by resolving"
run cust-log said 1 --as final it stays as it was
rc_is 77 "or by a final answer"
run cust-log set 1 stage=
rc_is 77 "or by taking it out of its review"
run cust-log void 1 no complaint
rc_is 77 "or by calling it no complaint"
run cust-log said 1 it is with a colleague of mine now
rc_is 0 "a word in between is fine"
run cust-log undo
run cust-log assign 1 --to ben
rc_is 0 "somebody else takes it"
run cust-log assign 1 --to dora
rc_is 0 "and may hand it on"
run cust-log assign 1 --to "$me"
rc_is 77 "still not back"
run cust-log assign 1 --to none
rc_is 0 "it may be given back to nobody"

run cust-log undo
run cust-log strike "1@$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .*set stage=2.*/\1/p' | tail -1)" not yet
rc_is 0 "the stage is struck"
run cust-log assign 1 --to "$me"
rc_is 0 "then it is no review any more"

run cust-log new -c cord -o ben stage one at once
run cust-log set 3 stage=1
like "$out" "	ben	cord" "a first stage before any answer is no review"
run cust-log said 3 we look
run cust-log set 3 stage=1b
like "$out" "	-	cord" "a stage behind a stage is one"
run cust-log assign 3 --to ben
rc_is 77 "for whoever had it"

run cust-log new -c dole all was said
run cust-log said 4 --as final it stays as it is
run cust-log set 4 stage=appeal
run cust-log assign 4 --to me
rc_is 77 "who gave the final answer does not review it, though nobody owned it"
run cust-log new -c else a word only
run cust-log said 5 we have it
run cust-log set 5 stage=desk
run cust-log assign 5 --to me
rc_is 0 "an acknowledgement is no decision"
run cust-log assign 5 --to ben
run cust-log escalate 5 --to ben
rc_is 77 "what goes up does not go to who has it"
like "$err" "ben has 5 already; it goes up to somebody else: $me, dora" "and is told who may"
run cust-log escalate 4 --to "$me"
rc_is 77 "nor to who may not review it"
run cust-log escalate 4 --to dora
rc_is 0 "but to somebody else"
run cust-log verify
rc_is 0 "every history still replays to its row"

done_testing
