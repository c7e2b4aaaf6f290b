#!/bin/sh
# A query finds what its words say, and what stands in the lines; what it was hardly meant to ask is said.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
command -v faketime >/dev/null || skip_all "faketime is not here"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init 2>/dev/null
f() {
    t=$1
    shift
    faketime "2026-11-0$t:00:00" "$@" >/dev/null 2>&1
}

# --- status: ---
f '2 09' cust-log new -c ann the kettle leaks
f '2 09' cust-log new -c bob the lid broke
f '2 09' cust-log new -c bob the cup broke
f '2 09' cust-log new -c cleo the pan is bent
f '2 09' cust-log new -c dan the pot is gone
f '2 09' cust-log new -c eve the jug is bent
f '2 10' cust-log said 1 --promise '2026-11-03 10:00 ring back' we ring you
f '2 10' cust-log resolve 1 sent one
f '2 10' cust-log confirm 1 yes
f '2 10' cust-log merge 3 --into 2
f '2 10' cust-log void 4 spam
f '2 11' cust-log offer 5 --remedy refund:5 we offer it
f '2 11' cust-log wait 5 for their photograph
f '2 11' cust-log said 6 --promise '2026-11-03 10:00 send it' it comes
f '2 12' cust-log resolve 6 sent it
for status in received acknowledged offered agreed resolved closed waiting void merged; do
    is "$(cust-report list "status:$status" --fields=status 2>/dev/null | grep -cvx "$status")" 0 \
        "status:$status finds none that says something else"
    is "$(cust-report list --fields=ref,status | grep -c "	$status$")" "$(cust-report list "status:$status" 2>/dev/null | grep -c .)" \
        "and all that say so"
done
is "$(cust-report list status:closed | cut -f 1)" 1 "what is void or goes on elsewhere is not closed as others are"
is "$(cust-report list status:open | cut -f 1 | xargs)" "2 5 6" "what waits is open"

# --- due:late ---
late() {
    faketime '2026-11-06 09:00:00' "$@" 2>/dev/null
}
is "$(late cust-report list due:late | cut -f 1 | xargs)" "2 6" "a closed complaint is not late, a resolved one may be"
is "$(late cust-report list due:late | grep -c .)" "$(late cust-report --period 2026-11-01..2026-11-06 | sed -n 's/^late at the end	\([0-9]*\).*/\1/p')" \
    "and the figure counts the same"
is "$(late cust-followup due:late kind:promise | cut -f 1 | xargs)" "1/3 6/3" "what was promised is late, whatever its complaint is"

# --- state: ---
f '3 09' cust-log new -c fay the lamp is bent
f '3 10' cust-log escalate 7 --to fay she is furious
f '3 12' cust-log resolve 7 sent one
step=$(cust-followup kind:escalation state:cancelled 2>/dev/null | cut -f 1,3)
like "$step" '^7/[0-9]+	cancelled$' "a step up that came due is cancelled when it is not needed any more"
is "$(cust-followup state:broken 2>/dev/null)" "" "and not broken: nobody promised it"
is "$(cust-report list kind:escalation state:cancelled | cut -f 1)" 7 "a list of complaints asks the same"
is "$(cust-report show 7 --format=jsonl 2>/dev/null | grep -c '"state":"broken"')" 0 "and so it is shown"
run cust-log verify
rc_is 0 "the histories replay"

# --- words that were meant as tests ---
advice() {
    run cust-report list "$@"
    printf '%s' "$rc $err"
}
is "$(advice P1)" "1 cust-report: no complaint matches; 'P1' was looked for as a word: priority:P1 asks for the priority" \
    "a priority alone is a word, and what asks for it is said"
is "$(advice status=open)" "1 cust-report: no complaint matches; 'status=open' was looked for as a word: status:open asks for the status" \
    "so is a test with ="
is "$(advice '!status:open')" "1 cust-report: no complaint matches; '!status:open' was looked for as a word: 'not status:open' asks for the opposite" \
    "and one with !"
is "$(advice late)" "1 cust-report: no complaint matches; 'late' was looked for as a word: due:late asks for what is due" "late is what is due"
is "$(advice zebra)" "1 cust-report: no complaint matches" "a word that is no value is only a word"
is "$(advice '"P1"')" "1 cust-report: no complaint matches" "and what stands in quotes was meant"
is "$(advice 'kett*')" "0 " "nothing is said of what is found"
run cust-triage P1
like "$err" "no open complaint matches; 'P1' was looked for" "the queue says it"
run cust-followup promise
like "$err" "no follow-up matches; 'promise' was looked for as a word: kind:promise asks for the kind of a follow-up" "and so does the list of what is due"

# --- names that are not there ---
cust-log new -c "Near Name" the gasket is worn >/dev/null
near=$(cust-report list "customer:near name" --fields=ref)
cust-log assign "$near" --to annabel >/dev/null
cust-log set "$near" category=delivery >/dev/null
cust-log cause moth-eaten "$near" >/dev/null
is "$(advice owner:annabell)" "1 cust-report: no complaint matches; did you mean owner:annabel?" "an owner who is not there is told the near one"
is "$(advice gasket 'category:delivry' or status:offered)" "1 cust-report: no complaint matches; did you mean category:delivery?" "so is a category, among other tests"
is "$(advice cause:moth-eatn)" "1 cust-report: no complaint matches; did you mean cause:moth-eaten?" "and a cause"
is "$(advice cause:annabell)" "1 cust-report: no complaint matches" "who has complaints is no near cause"
is "$(advice owner:zzzzzz)" "1 cust-report: no complaint matches" "what is near nothing is told nothing"
is "$(advice owner:annabel category:question)" "1 cust-report: no complaint matches" "nor is a name that is there"
is "$(advice gasket not owner:annabell status:offered)" "1 cust-report: no complaint matches" "nor one that is not to be there"
run cust-triage owner:anabel
like "$err" "no open complaint matches; did you mean owner:annabel[?]" "the queue says it"
cust-followup add "$near" --due +2h ring back >/dev/null
run cust-followup owner:anabel
like "$err" "no follow-up matches; did you mean owner:annabel[?]" "and the list of what is due"
cust-log assign "$near" --to "Mary Ann" >/dev/null
is "$(advice 'owner:Marry Ann')" "1 cust-report: no complaint matches; did you mean 'owner:Mary Ann'?" "a name with a space is told as it is typed"
is "$(cust-report list 'owner:Mary Ann' --fields=ref)" "$near" "and that finds it"

# --- search ---
run cust-report search refund or furious
like "$err" "^cust-report: nobody said that; words alone are looked for here: cust-report list refund or furious takes a query$" \
    "a query is no words"
run cust-report search status:open kettle
like "$err" "cust-report list status:open kettle takes a query" "nor is a test"
run cust-report search nothing such
is "$err" "cust-report: nobody said that" "of words alone nothing is added"
for empty in '' ' ' '""' '*'; do
    run cust-report search "$empty"
    rc_is 64 "nothing to look for is a mistake: '$empty'"
done
cust-log said 2 we send a zebra >/dev/null
cust-log note 2 a zebra, of all things >/dev/null
run cust-log strike "2@$(cust-report show 2 | sed -n 's/^@\([0-9]*\) .* said .*/\1/p')" never sent
is "$(cust-report search zebra | cut -f 5 | sort | xargs)" "(struck) we send a [zebra] a [zebra], of all things" "what was struck is found, and marked"
is "$(cust-report search zebra | cut -f 1 | cut -d @ -f 1 | xargs)" "2 2" "each text is a line"

# --- a customer by a number ---
run cust-report customer 8
is "$err" "cust-report: no customer is called '8'; c8 names one by its number" "a number alone is no customer"
run cust-report customer -
like "$err" "no customer is called '-', and none is read from standard input; name one, such as c8" "nor is -"
run cust-report customer zebra
like "$err" "no customer is called 'zebra'; cust-report search finds them by their words" "a name is looked for by its words"

# --- list - ---
is "$(cust-report search zebra | cust-report list -)" "$(cust-report list 2)" "what is found becomes one line for each complaint"
is "$(printf '5\n1@3\n3/1\n5/1\n' | cust-report list - | cut -f 1 | xargs)" "5 1 3" "in the order that came in"
is "$(cust-report list | cust-report list - status:waiting customer:dan | cut -f 1)" 5 "a query may stand behind it"
is "$(cust-report list | cust-report list - -n 2 | cut -f 1 | xargs)" "1 2" "and a limit"
is "$(cust-report list --format=table | cust-report list -)" "$(cust-report list)" "a table is read, too"
printf '1\n99\n' >"$tmp/refs"
cust-report list - <"$tmp/refs" >"$tmp/out" 2>"$tmp/err"
is "$? $(cut -f 1 "$tmp/out")" "65 1" "one that is not there is counted, and the rest is listed"
like "$(cat "$tmp/err")" "99: there is no complaint 99" "and said"
echo c1 | cust-report list - >"$tmp/out" 2>"$tmp/err"
is "$?" 64 "a customer is no complaint"
like "$(cat "$tmp/err")" "cust-report list c1 has their complaints" "what has theirs is said"
printf '1\n' | cust-report list - customer:dan >"$tmp/out" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "1 cust-report: no complaint matches" "none of them may match"
done_testing
