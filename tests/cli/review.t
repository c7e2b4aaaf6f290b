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


# What was said or done before cannot be taken back to get at it.
run cust-log undo
event() { # COMPLAINT TEXT: the last event whose line has it
    echo "$1@$(cust-report show "$1" | sed -n "s/^@\([0-9]*\) .*$2.*/\1/p" | tail -1)"
}
stage=$(event 1 "set stage=2")
run cust-log strike "$stage" not yet
rc_is 77 "nor do they strike the stage"
like "$err" "$me handled 1 before its review, which goes to somebody else: ben, dora" "and are told who may"
is "$(cust-report show 1 | grep -c "stage=2.*STRUCK")" 1 "nothing is struck but what was before"
run cust-log strike "1@$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .* said phone.*/\1/p' | head -1)" it was never said
rc_is 77 "or the answer that makes it a review"
run cust-log move 1@1 --to new
rc_is 77 "or move the whole away"
cust-log new -c acme and the cellar is wet >/dev/null
other=$(cust-report list customer:acme cellar --fields=ref)
run cust-log merge 1 --into "$other" one matter
rc_is 77 "or merge it into one of theirs"
run cust-log void "$other" a test
run cust-log note 1 a word among us
run cust-log strike "$(event 1 " note ")"
rc_is 0 "what has no part in it can be struck"
run cust-log new -c fern -o "$me" a wet wall
wall=$(printf '%s\n' "$out" | cut -f1)
run cust-log said "$wall" we come
run cust-log set "$wall" stage=2
run cust-log strike "$(event "$wall" "assigned")" back to me
rc_is 77 "who had it is not made its owner again by a strike"
run cust-log undo a slip
rc_is 0 "who set the stage by mistake takes that back at once"
like "$out" "	$me	fern" "and has it as before"
run cust-log void "$wall" a test

cp "$desk/policy.yaml" "$tmp/staff.yaml"
echo 'desk: Nobody named' >"$tmp/none.yaml"
cust-log policy apply "$tmp/none.yaml" >/dev/null 2>&1
run cust-log strike "$stage" not yet
rc_is 0 "the stage is struck"
cust-log policy apply "$tmp/staff.yaml" >/dev/null 2>&1
run cust-log assign 1 --to "$me"
rc_is 0 "then it is no review any more"

run cust-log new -c cord -o ben stage one at once
run cust-log set 5 stage=1
like "$out" "	ben	cord" "a first stage before any answer is no review"
run cust-log said 5 we look
run cust-log set 5 stage=1b
like "$out" "	-	cord" "a stage behind a stage is one"
run cust-log assign 5 --to ben
rc_is 77 "for whoever had it"

run cust-log new -c dole all was said
run cust-log said 6 --as final it stays as it is
run cust-log set 6 stage=appeal
run cust-log assign 6 --to me
rc_is 77 "who gave the final answer does not review it, though nobody owned it"
run cust-log new -c else a word only
run cust-log said 7 we have it
run cust-log set 7 stage=desk
run cust-log assign 7 --to me
rc_is 0 "an acknowledgement is no decision"
run cust-log assign 7 --to ben
run cust-log escalate 7 --to ben
rc_is 77 "what goes up does not go to who has it"
like "$err" "ben has 7 already; it goes up to somebody else: $me, dora" "and is told who may"
run cust-log escalate 6 --to "$me"
rc_is 77 "nor to who may not review it"
run cust-log escalate 6 --to dora
rc_is 0 "but to somebody else"
run cust-log verify
rc_is 0 "every history still replays to its row"

done_testing
