#!/bin/sh
# What a drafted letter says to the customer, and what it must never tell them.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
me=$(id -un)
desk=$HOME/.local/share/cust
at() {
    when=$1
    shift
    run faketime -f "$when" "$@"
}
# letter: the draft down to the cut line, on one line.
letter() {
    printf '%s\n' "$out" | sed '/^-- *8<\|^-* >8/,$d' | tr '\n' ' '
}
profile="$root/examples/profiles/fca-disp.yaml"

# --- what is ours alone -------------------------------------------------------------------------------------------

at "2026-11-09 09:00:00" cust-log new -c "Jane Doe <jane@example.com>" -k mail the kettle leaks
at "2026-11-09 09:05:00" cust-log said 1 I have your letter on my desk
at "2026-11-09 09:10:00" cust-followup add 1 --due "2026-11-09 12:00" ask the lawyer whether we are liable
at "2026-11-09 09:15:00" cust-log abuse 1 --of cleo she screamed at cleo
at "2026-11-11 10:00:00" cust-log draft 1
case $(letter) in
*lawyer* | *cleo*) fail "no work among us stands in a letter" "$(letter)" ;;
*"Jane Doe"*) pass "no work among us stands in a letter" ;;
*) fail "the letter is there" "$out" ;;
esac
like "$out" "^Late [-0-9: ]* UTC: ask the lawyer whether we are liable$" "below the cut line the author sees it, as no promise"

like "$out" "late with 1/3, ask the lawyer whether we are liable\\.$" "and is not told to say it to them"

at "2026-11-11 10:05:00" cust-log said 1 "I will send the new lid by noon on Thursday"
at "2026-11-16 10:00:00" cust-log draft 1
like "$(letter)" "I will send the new lid by noon on Thursday" "what they were promised and did not get stands in it"
like "$out" "^Late .*, promised: I will send the new lid" "and below the line it is a promise"

printf '%s\n' 'it still leaks' '! 2026-11-17 12:00 ring with an answer' >"$tmp/lines"
at "2026-11-16 10:20:00" cust-log new -c "Carl <carl@example.com>" -k mail --when 2026-11-16T09:00:00Z one more kettle
call() {
    faketime -f "2026-11-16 10:30:00" cust-log call --on 2 carl@example.com <"$tmp/lines" >/dev/null 2>"$tmp/err"
}
call
at "2026-11-18 10:00:00" cust-log draft 2
like "$(letter)" "ring with an answer" "and so does what was promised at the phone"

at "2026-11-18 10:10:00" cust-log new -c "Jane Doe <jane@example.com>" -k mail the lid is the wrong one
at "2026-11-18 10:11:00" cust-log merge 1 --into 3
at "2026-11-18 10:20:00" cust-log draft 3
like "$(letter)" "I will send the new lid by noon on Thursday" "a promise that a merge brought along stays one"
case $(letter) in
*lawyer* | *cleo*) fail "and work among us does not become one" "$(letter)" ;;
*) pass "and work among us does not become one" ;;
esac

at "2026-11-18 11:00:00" cust-log export
cp "$tmp/out" "$tmp/all.jsonl"
is "$(grep -c '"told":true' "$tmp/all.jsonl")" 2 "an export says which promises were told"
CUST_DESK=$tmp/other cust-log init >/dev/null 2>&1
CUST_DESK=$tmp/other cust-log import "$tmp/all.jsonl" >/dev/null 2>&1
CUST_DESK=$tmp/other at "2026-11-18 11:30:00" cust-log draft 2
like "$(letter)" "ring with an answer" "and another desk knows it then"

# --- the date that it names ------------------------------------------------------------------------------------------

{
    echo "desk: Lamps"
    cat "$profile"
} >"$desk/policy.yaml"
at "2026-11-18 12:00:00" cust-log policy apply
rc_is 0 "a standard of eight weeks is in force"
at "2026-11-18 12:05:00" cust-log new -c "Dora <dora@example.com>" -k mail the lamp caught fire and my hand is burnt
at "2026-12-05 10:00:00" cust-log draft 4
case $(letter) in
*January*) fail "the law's last day is not what a letter promises" "$(letter)" ;;
*"[[date]]"*) pass "the law's last day is not what a letter promises" ;;
*) fail "a date is left to the author" "$(letter)" ;;
esac
at "2026-12-05 10:05:00" cust-log said 4 "I will ring you on Monday at 10:00"
at "2026-12-05 10:06:00" cust-log draft 4 --as plain
like "$(letter)" "by Monday, 7 December 2026, 10:00|By Monday, 7 December 2026, 10:00" "what we promised is"

# --- their own words -----------------------------------------------------------------------------------------------------

printf 'Dear Sir or Madam,\n\nThe shade of my lamp is torn.\n' >"$tmp/words"
at "2026-12-05 11:00:00" cust-log new -c "Emil <emil@example.com>" -k mail -F "$tmp/words"
like "$out" "	The shade of my lamp is torn\.$" "a greeting is no subject"
at "2026-12-05 11:05:00" cust-log draft 5
like "$(letter)" "\"The shade of my lamp is torn\.\"" "their words are what stands behind the greeting"
like "$(cust-report customer emil@example.com)" "The shade of my lamp is torn" "also where their words are listed"
case $(cust-report customer emil@example.com) in
*"Dear Sir"*) fail "in place of the greeting" ;;
*) pass "in place of the greeting" ;;
esac

# --- the summary ------------------------------------------------------------------------------------------------------------

at "2026-12-06 10:00:00" cust-log resolve 5 a new shade was sent
at "2026-12-06 10:05:00" cust-log draft 5 --wording 1
like "$(letter)" "I hope that it is settled now\\." "nobody claims for the customer that it is settled"
like "$(letter)" "\\[\\[the ombudsman" "under a standard it says where they can go"
at "2026-12-06 10:10:00" cust-log confirm 5 yes
at "2026-12-06 10:15:00" cust-log draft 5 --as summary --wording 1
like "$(letter)" "You told us that it is settled" "who said so is told so"
echo "desk: Lamps" >"$desk/policy.yaml"
at "2026-12-06 10:20:00" cust-log policy apply
at "2026-12-06 10:25:00" cust-log draft 5 --as summary
case $(letter) in
*ombudsman*) fail "without a standard there is no such gap" "$(letter)" ;;
*"answer this letter"*) pass "without a standard there is no such gap" ;;
*) fail "a summary says what comes next" "$(letter)" ;;
esac
at "2026-12-06 10:30:00" cust-log draft 5 --as final
like "$(letter)" "answer this letter" "in a final answer neither"

# --- how they are called -------------------------------------------------------------------------------------------------------

at "2026-12-06 11:00:00" cust-log new -c bob@x.example -k mail my lamp is dark
at "2026-12-06 11:05:00" cust-log draft 6 --wording 1
like "$out" "^Dear customer,$" "who has no name is not called by their address"

# --- whose promise it is -----------------------------------------------------------------------------------------------------

like "$(cust-followup --fields=kind,owner 2)" "^promise	$me$" "a promise on a complaint of nobody belongs to who made it"
at "2026-12-06 12:00:00" cust-log new -c gus my lamp hums
at "2026-12-06 12:05:00" cust-log resolve 7 a new one was sent
like "$out" "	$me	gus	" "what somebody resolves that nobody has is theirs"
like "$(cust-followup --fields=kind,owner 7)" "^check	$me$" "and so is asking whether they are satisfied"
at "2026-12-06 12:05:30" cust-report staff --period 7d
like "$out" "^$me	[0-9]+	[0-9]+	[0-9]+	2	" "the report on staff says who resolved"
is "$(printf '%s\n' "$out" | grep -c "^-	[0-9]*	[0-9]*	[0-9]*	[1-9]")" 0 "and nobody else did"
at "2026-12-06 12:06:00" cust-log undo
like "$(cust-report list customer:gus)" "	received	[^	]*	-	gus	" "taken back, nobody has it"
done_testing
