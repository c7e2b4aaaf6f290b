#!/bin/sh
# What was typed on the wrong complaint goes to the right one, and both histories tell it.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log new -c acme the kettle leaks >/dev/null 2>&1
cust-log new -c bolt the lamp flickers >/dev/null 2>&1
cust-log heard 1 --when "1 hour ago" it smells of smoke and sparks fly out >/dev/null 2>&1
no=$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .* heard .*/\1/p' | tail -1)
run cust-log move "1@$no"
rc_is 64 "move says where to"
run cust-log move "1@$no" --to 1
rc_is 64 "not to where it is"
run cust-log move "1@$no" --to 99
rc_is 66 "nor to nowhere"
run cust-log move "1@$no" --to c2
rc_is 64 "nor to a customer"
run cust-log move 1@2 --to 2
rc_is 65 "only words move"
run cust-report show 1
if printf '%s\n' "$out" | grep -q STRUCK; then fail "what was refused changed nothing" "$out"; else pass "what was refused changed nothing"; fi

run cust-log move "1@$no" --to 2
rc_is 0 "what was heard moves"
is "$(printf '%s\n' "$out" | cut -f1 | sort | tr '\n' ' ')" "1 2 " "and both complaints' lines are printed"
like "$(printf '%s\n' "$out" | grep '^2	')" "^2	P1	.*safety" "triage reads it where it belongs"
like "$(printf '%s\n' "$out" | grep '^1	')" "^1	P4	" "and no longer where it does not"
run cust-report show --all 1
like "$out" "struck @$no" "the old history keeps it, struck"
like "$out" "moved to 2" "with where it went"
run cust-report show --all 2
like "$out" "it smells of smoke and sparks fly out" "the new one has the words"
like "$out" "moved here from 1@$no" "with where they came from"
run cust-log move "1@$no" --to 2
rc_is 65 "it cannot move twice"

cust-log said 1 --as holding we look at it >/dev/null 2>&1
no=$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .* said .*/\1/p' | tail -1)
run cust-log move "1@$no" --to new
rc_is 65 "our words begin no complaint"
run cust-log move "1@$no" --to 2
like "$out" "^2	P1	acknowledged" "what we said moves with its effect"
like "$out" "^1	P4	received" "and takes it away where it was"

cust-log heard 1 a quite different matter >/dev/null 2>&1
no=$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .* heard .*/\1/p' | tail -1)
run cust-log move "1@$no" --to new
like "$out" "^3	P.	received	.*	acme	.*a quite different matter" "words can begin a complaint of their own"
run cust-log move 3@1 --to 1
like "$out" "^3	P.	void" "the first words of a complaint void it when they move"
run cust-report show 1
like "$out" "a quite different matter" "and stand in the other"
# undo of a move: both as they were
cust-log new -c acme the toaster burns >/dev/null 2>&1
id=$(cust-report list toaster --fields=ref)
cust-log heard "$id" a sentence about the lamp that flickers >/dev/null 2>&1
no=$(cust-report show "$id" | sed -n 's/^@\([0-9]*\) .* heard .*/\1/p' | tail -1)
before=$(cust-report list --fields=ref,priority,status,subject,due)
cust-log move "$id@$no" --to 2 >/dev/null 2>&1
run cust-log undo
rc_is 0 "undo takes a move back"
is "$(printf '%s\n' "$out" | cut -f1 | sort | tr '\n' ' ')" "2 $id " "and prints both"
is "$(cust-report list --fields=ref,priority,status,subject,due)" "$before" "which are what they were"
run cust-report show "$id"
like "$out" "a sentence about the lamp" "the words stand where they stood"
run cust-report show 2
is "$(printf '%s\n' "$out" | grep -c 'heard .*) STRUCK')" 1 "and are struck where they went"
is "$(printf '%s\n' "$out" | grep 'note .*) ' | tail -1 | grep -c STRUCK)" 1 "with the note of where they came from"
cust-log move "$id@$no" --to new >/dev/null 2>&1
new=$(cust-report list --fields=ref | sort -n | tail -1)
run cust-log undo
rc_is 0 "undo takes a move to a new complaint back"
like "$out" "^$new	P.	void" "which is void then"
like "$(cust-report show "$id")" "heard .*[^K]$" "and the words are back"
cust-log move "$id@1" --to 2 >/dev/null 2>&1
like "$(cust-report list "$id" --fields=status)" "void" "the first words moved void a complaint"
run cust-log undo
rc_is 0 "undo takes that back"
like "$(cust-report list "$id" --fields=status)" "received" "and it is open again"
run cust-log verify
rc_is 0 "every history still replays to its row"
is "$out" "" "with nothing to find"
done_testing
