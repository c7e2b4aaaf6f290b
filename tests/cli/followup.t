#!/bin/sh
# Follow-ups: of complaints and customers, asked for after resolving, shown in groups on a terminal.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

# What a command shows on a terminal of its own.
on_terminal() {
    script -qec "stty cols 120; $1" /dev/null </dev/null | tr -d '\r' | sed 's/\x1b\[[0-9;?]*[a-zA-Z=>]//g'
}

run cust-log new -c "Acme Ltd <+44 20 7946 0000>" the kettle leaks
run cust-log new -c Bert -o anna the lamp is broken

# --- of a customer ----------------------------------------------------------------------------------------------

run cust-followup add c1 --due "+2h" --kind meeting --owner anna all their questions
rc_is 0 "a customer can have a follow-up of their own"
like "$out" "^c1/1	meeting	open	[^	]*	anna	Acme Ltd	all their questions$" "with a reference of its own"
run cust-followup customer:acme kind:meeting
like "$out" "^c1/1	" "a query finds it"
run cust-followup 2/2
is "$(printf '%s\n' "$out" | cut -f1)" 2/2 "one that is named is listed alone"
run cust-followup c1/1
is "$(printf '%s\n' "$out" | cut -f1)" c1/1 "a customer's too"
run cust-followup 2/2 or c1/1
is "$(printf '%s\n' "$out" | cut -f1 | sort | paste -sd' ' -)" "2/2 c1/1" "or two of them"
run cust-report list 2/2 --fields=ref
is "$out" 2 "where complaints are listed, its complaint is meant"
run cust-followup 2/9
rc_is 1 "one that was never made matches nothing"
run cust-followup remind --within 3h
like "$out" "^c1/1	" "a reminder tells it"
run cust-followup snooze c1 --due "+3h" they come later
like "$out" "^c1/1	meeting	open	" "the customer's number stands for it"
run cust-followup "done" c1/2
rc_is 66 "one that was never made is not found"
run cust-followup "done" c9
rc_is 66 "nor a customer"
run cust-followup "done" c1 they were content
like "$out" "^c1/1	meeting	kept	" "it is kept"
run cust-followup c1/1
like "$out" "^c1/1	meeting	kept	" "and is listed by its name although it is over"
run cust-followup "done" c1/1
rc_is 65 "and ends once"
like "$err" "c1/1 is not open any more" "which is said by its reference"
run cust-followup add c1 --due +2h ring them
run cust-followup cancel c1 not needed
like "$out" "^c1/2	promise	cancelled	" "or cancelled"
run cust-followup add c1 --due +2h ring them
run cust-log said c1 hello
rc_is 64 "but a customer is no complaint"
run cust-log verify
rc_is 0 "their history gives their rows"
run cust-log export
printf '%s\n' "$out" >"$tmp/export"
run cust-log init --desk "$tmp/other"
run cust-log import --desk "$tmp/other" "$tmp/export"
run cust-followup --desk "$tmp/other" customer:acme state:open or state:kept
like "$out" "^c1/3	promise	open" "an export carries them"
run cust-log export --desk "$tmp/other"
is "$out" "$(cat "$tmp/export")" "whole"
run cust-log verify --desk "$tmp/other"
rc_is 0 "into a store that verifies"

# --- mistakes ---------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/mistakes
export CUST_DESK
run cust-log init --desk "$CUST_DESK"
run cust-log new -c Needy they ring every day
run cust-followup add c1 --due +2h the wrong customer
run cust-log undo wrong customer
rc_is 0 "a customer's follow-up can be taken back"
like "$err" "taken back; cust-followup customer:c1 shows what is left" "which is said"
is "$(cust-followup kind:promise 2>/dev/null)" "" "it is gone"
run cust-followup add c1 --due +2h --kind meeting all their questions
like "$out" "^c1/2	" "its number is spent"
run cust-followup "done" c1
run cust-log undo not yet
run cust-followup kind:meeting
like "$out" "^c1/2	meeting	open	" "what was ticked off too early is open again"
was=$(cust-followup kind:meeting --fields=due)
run cust-followup snooze c1 --due +5h they come later
at=$(cust-report customer c1 --all --format=jsonl | sed -n 's/.*"ref":"c1","no":\([0-9]*\),.*"kind":"moved".*/\1/p')
run cust-log strike "c1@$at" not so
rc_is 0 "any event of a follow-up of theirs can be struck"
like "$err" "c1@$at is struck" "which is said"
is "$(cust-followup kind:meeting --fields=due)" "$was" "the due time is the one before"
run cust-log strike "c1@$at"
rc_is 65 "once"
like "$err" "c1@$at is struck already; cust-log strike c1@[0-9]+ brings it back" "with what brings it back"
run cust-log strike c1@1
rc_is 65 "how the customer came in cannot be struck"
run cust-log strike c1@99
rc_is 66 "nor what is not there"
run cust-report show c1@2
rc_is 64 "a customer's event is no complaint"
run cust-followup "done" c1@2
rc_is 64 "and no follow-up"
run cust-log verify
rc_is 0 "their history gives their rows"
cust-log export >"$tmp/export"
run cust-log init --desk "$tmp/mistakes2"
run cust-log import --desk "$tmp/mistakes2" "$tmp/export"
rc_is 0 "an export carries what was struck"
is "$(cust-log export --desk "$tmp/mistakes2")" "$(cat "$tmp/export")" "whole"
is "$(cust-followup --desk "$tmp/mistakes2" kind:meeting)" "$(cust-followup kind:meeting)" "with the same due time"
run cust-log verify --desk "$tmp/mistakes2"
rc_is 0 "into a store that verifies"
run cust-log new -c Angry I am furious, this is the third time
run cust-log resolve 2 sent again
run cust-log confirm 2 yes
like "$(cust-followup kind:callback)" "^c2/1	" "(a friendly call comes of a yes)"
run cust-log undo wrong one
is "$(cust-followup kind:callback 2>/dev/null)" "" "and goes when the yes is taken back"
run cust-log verify
rc_is 0 "all of it verifies"
unset CUST_DESK

# --- are they satisfied? ----------------------------------------------------------------------------------------

run cust-log resolve 2 a new lamp was sent
run cust-followup "status:resolved"
like "$out" "^2/3	check	open	.*	anna	Bert	ask whether they are satisfied$" "who resolves is asked to check"
run cust-followup "done" 2 nobody answered
like "$out" "^2/3	check	kept" "asked"
run cust-followup "status:resolved"
like "$out" "^2/4	check	open" "it is asked again"
run cust-followup "done" 2 nobody answered again
run cust-followup "status:resolved"
is "$out" "" "once"
run cust-log confirm 2 no it flickers
run cust-log resolve 2 another lamp was sent
run cust-followup "status:resolved"
like "$out" "check	open" "a matter that came back is checked anew"
run cust-log confirm 2 yes now it shines
run cust-followup kind:check state:kept customer:bert
like "$out" "^2/[0-9]+	check	kept" "a yes is the answer to the question"
run cust-followup customer:bert state:open
like "$out" "^c2/1	callback	open	.*	anna	Bert	a friendly call: is all well since 2\?$" "whom it was hard to please is rung once more, later"
run cust-log undo wrong one
run cust-followup customer:bert kind:check state:open
like "$out" "check	open" "taking the yes back asks again"
run cust-log resolve 1 sent
run cust-log undo wrong one
run cust-followup kind:check state:open customer:acme
is "$out" "" "taking a resolve back takes its question back"
run cust-log verify
rc_is 0 "all of it verifies"

# --- words that look like verbs ---------------------------------------------------------------------------------

run cust-followup list
rc_is 64 "a verb that another tool has is no word to look for"
like "$err" "no verb 'list' here: without a verb it lists; cust-report list" "what to type is said"
run cust-followup show 1
like "$err" "cust-report show REF shows one" "for others too"
run cust-triage list
rc_is 64 "as in the queue"
run cust-followup snoze 1
like "$err" "did you mean snooze\?" "a slip of the finger is understood"
run cust-followup -- list
rc_is 1 "behind -- it is a word"
like "$err" "no follow-up matches" "that nobody said"

# --- a deadline is the desk's -----------------------------------------------------------------------------------

run cust-followup "done" 1/1
rc_is 65 "a deadline is not ticked off"
run cust-followup snooze 1/2 --due "+2d" we have no time
rc_is 65 "nor put off"

# --- on a terminal ----------------------------------------------------------------------------------------------

if command -v script >/dev/null; then
    run cust-log new -c Cleo where is my parcel
    run cust-log new -c Dora where is mine
    run cust-followup add 4 --due +1d ring back
    run cust-followup snooze 4 --due +2d they are out
    on_terminal cust-followup >"$tmp/shown"
    shown=$(cat "$tmp/shown")
    like "$shown" "^SOON" "groups stand under their names"
    like "$shown" "^c1/3 .*\+44 20 7946 0000.*ring them" "with the number to ring"
    like "$shown" "ring back \(moved once\)" "and how often a promise was moved"
    like "$shown" "^NO NEXT STEP 1 3$" "then who was promised nothing"
    like "$shown" "^TOTAL .* without next step" "and the counts"
    is "$(on_terminal "cust-followup --format=tsv" | grep -c SOON)" 0 "who asks for another form gets it"
    run sh -c "grep '^4/' '$tmp/shown' | cust-followup add - --due +3d write"
    like "$out" "^4/[0-9]+	promise	open" "its lines can be piped on"
else
    skip "groups stand under their names" "script(1) is not here"
fi
run cust-followup
is "$(printf '%s\n' "$out" | grep -cE '^(LATE|TODAY|SOON|NO NEXT)')" 0 "off a terminal there are bare lines only"

# --- whom to ask, and when --------------------------------------------------------------------------------------

run cust-log new -c late --when "10 days ago" the tap drips
late=${out%%	*}
run cust-log resolve "$late" --when "9 days ago" a new washer
run cust-followup kind:check customer:late
like "$out" "^$late/[0-9]+	check	open" "who was resolved long ago and written down today is asked too, at once"
run cust-log new -c payer no money came
payer=${out%%	*}
run cust-log set "$payer" invoice-amount=100.00
run cust-log resolve "$payer" given to the lawyer
run cust-followup kind:check customer:payer
is "$out" "" "who has not paid is not asked whether they are satisfied"
run cust-log reopen "$payer" they dispute it
run cust-log set "$payer" disputed="it was never delivered"
run cust-log resolve "$payer" explained
run cust-followup kind:check customer:payer
like "$out" "^$payer/[0-9]+	check	open" "who disputes the invoice is"

run sh -c "printf 'junk line\n1/77\n' | cust-followup done -"
rc_is 65 "a bad line and a follow-up that is not there are both bad records"
like "$err" "2 records were refused; the rest is done" "and counted"

done_testing
