#!/bin/sh
# The first five minutes of somebody who has never used it, and a whole matter from first word to last.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

run cust-triage
rc_is 66 "without a desk, the queue says so by its exit code"
like "$err" "cust-log new -c" "and says what to type"
like "$err" "no desk yet at $HOME/.local/share/cust;" "and where it looked"

nothing_made() {
    rc_is 64 "$1"
    ok "and makes no desk" test ! -e "$HOME/.local/share/cust"
}
export TMPDIR="$tmp"
run cust-log new -c acme
nothing_made "a first complaint without words is refused"
run cust-log new -c acme --when soonish the kettle leaks
nothing_made "so is one of a time that nobody can read"
like "$err" "the words were: the kettle leaks$" "whose words are said again"
run cust-log new -c acme --promise "soonish ring back" the kettle leaks
nothing_made "so is one whose promise has no time"
run cust-log new -c acme --category kettles the kettle leaks
nothing_made "and one of a category that is none"
unset TMPDIR

run cust-log new -c acme the kettle leaks
rc_is 0 "the first complaint needs nothing set up"
like "$err" "made a desk in $HOME/.local/share/cust" "it says where the desk was made"
like "$out" "^1	P[1-4]	received	20..-..-..T..:..:..Z	-	acme	-	[^	]*	the kettle leaks$" "and prints the complaint's line"
is "$(stat -c %a "$HOME/.local/share/cust")" 700 "nobody else can look into the folder"
is "$(stat -c %a "$HOME/.local/share/cust/cust.db")" 600 "nor into the store"

run cust-triage
rc_is 0 "the queue answers"
like "$out" "^1	" "and holds it"

run cust-triage explain 1
rc_is 0 "explain answers"
like "$out" "^1 P[1-4], [0-9]+ points" "with priority and points"

run cust-followup add 1 --due 16:00 ring back
rc_is 0 "a promise is kept in mind"
like "$out" "^1/3	promise	open	20..-..-..T16:00:00Z	-	acme	ring back$" "with its own reference, its time in UTC and its words"
promise=${out%%	*}

run cust-followup
like "$out" "^1/1	response	open" "the deadlines of policy are there too"
like "$out" "^1/3	promise	open" "beside what was promised"

run cust-followup "done" "$promise"
rc_is 0 "done takes the reference as it was printed"
like "$out" "^1/3	promise	kept" "and says that it was kept"

run cust-followup "done" "$promise"
rc_is 65 "done twice is refused"
like "$err" "1/3 is .*add a new one" "with what to do instead"

run cust-report show 1
rc_is 0 "show answers"
like "$out" "^1 the kettle leaks  P[1-4]  RECEIVED  unowned  open(, just in| [1-9] min)$" "at a glance first"
like "$out" "^@1 today .* heard phone" "then every event"
like "$out" "^    the kettle leaks" "with their own words"

# --- the whole road ---
run cust-log said 1 --promise "tomorrow 10:00 send a new lid" we are sorry and send a new lid
like "$out" "^1	P.	acknowledged" "our first answer acknowledges it"
run cust-followup state:kept kind:response
like "$out" "^1/1	response	kept" "and meets the response deadline by itself"

run cust-log confirm 1 yes
rc_is 65 "what is not resolved cannot be confirmed"
like "$err" "cust-log: 1: cannot confirm: it is acknowledged; resolve it first" "and the refusal says what is possible"

run cust-log resolve 1 --cause lid-seal a new lid was sent
like "$out" "^1	P.	resolved" "the short road resolves it"
run cust-report show --all 1
like "$out" "offered  \(" "the steps passed over are recorded as implied"
run cust-report show 1
if printf '%s\n' "$out" | grep -q '^@[0-9]* .* offered'; then fail "but are not shown unasked" "$out"; else pass "but are not shown unasked"; fi

run cust-log confirm 1 no
like "$out" "^1	P.	acknowledged" "a no opens it again"
like "$err" "it is not said why they are not satisfied; cust-log heard REF WORDS adds it" "and wants to know why"
cust-log undo >/dev/null
run cust-log confirm 1 no it leaks again
like "$out" "^1	P.	acknowledged" "a no with its reason opens it again"
is "$err" "" "and nothing is missing"
run cust-followup kind:resolution state:open
like "$out" "^1/[0-9]+	resolution	open" "with a new clock"
run cust-log resolve 1 another lid
run cust-log confirm 1 yes --score 5 they laughed
like "$out" "^1	P.	closed" "a yes closes it"
run cust-triage
is "$out" "" "and the queue is empty"
rc_is 0 "which is no failure of a daily job"
like "$err" "nothing is open" "and is said"

# --- mistakes ---
run cust-log reopen 1 they rang
run cust-log undo wrong number
like "$out" "^1	P.	closed" "undo takes the last thing back"
run cust-report show 1
like "$out" "reopened .*STRUCK" "and the history keeps both"
run cust-log verify
rc_is 0 "and every history still replays to its row"
is "$out$err" "" "of which verify says nothing when all is well"

run cust-log set 1 account=A-17 category=billing
run cust-log undo
run cust-report list status:closed --fields=category
is "$out" "-" "undo takes a field back"
is "$(sqlite3 "$HOME/.local/share/cust/cust.db" 'SELECT count(*) FROM field WHERE field IN (0, 1, 6)')" 0 "and leaves none beside the row"
run cust-log verify
rc_is 0 "and every history still replays to its row"

# --- several records, pipes ---
run cust-log new -c "Jane Doe <jane@example.com>" -k mail second matter
run cust-log new -c jane@example.com third matter
like "$out" "	Jane Doe	" "an address finds its customer again"
cust-triage | cust-log assign - --to anna >"$tmp/out" 2>"$tmp/err"
is "$(cut -f1,5 "$tmp/out" | LC_ALL=C sort | tr '\n\t' ' =')" "2=anna 3=anna " "a queue can be piped into a verb"
cust-triage --format=table | cust-log note - looked at >"$tmp/out"
is "$(cut -f1 "$tmp/out" | sort | tr '\n' ' ')" "2 3 " "an aligned table reads back as well"
run cust-log note 2,99,3 hello
rc_is 65 "a bad record among good ones makes 65"
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "2 3 " "and the good ones are done"
like "$err" "cust-log: 99: " "and the bad one is named"
run cust-triage owner:anna status:open
is "$(printf '%s\n' "$out" | cut -f1 | sort | tr '\n' ' ')" "2 3 " "a query picks"
run cust-triage owner:nobody-such
rc_is 1 "a query that matches nothing says so by 1"

# --- wrong words ---
run cust-log nwe -c acme x
rc_is 64 "a wrong verb is a mistake of usage"
like "$err" "new" "and the near one is suggested"
run cust-log said 2 --chanel phone hello
rc_is 64 "a wrong option too"
like "$err" "channel" "with the near one"
run cust-log new some words
rc_is 64 "a complaint needs its customer"
like "$err" "-c WHO" "and is told how"
run cust-followup add 2 --due 03/04/2026 call
rc_is 64 "an ambiguous date is refused"
run cust-followup add 2 --due "2026-02-31" call
rc_is 64 "an impossible one too"
run cust-followup add 2 --due "2020-01-01" call
rc_is 64 "a due time cannot be past"
run cust-log said 2 --when "2999-01-01" hello
rc_is 64 "what happened cannot lie ahead"
run cust-log set 2 categry=billing
like "$err" "category" "a wrong field suggests the near one"
run cust-log void 2
rc_is 64 "void wants a reason"
run cust-report show c1
rc_is 64 "a customer is no complaint"
run cust-report show 999
rc_is 66 "a complaint that is not there is no input"

# --- what a first week stumbled over ---
run cust-log new -c Sub -s "a wrong subject" nine
sub=${out%%	*}
run cust-log strike "$sub@2" wrong subject
run cust-followup "$sub" state:open
is "$(printf '%s\n' "$out" | cut -f2 | sort | tr '\n' ' ')" "resolution response " "striking a subject leaves the deadlines alone"
run cust-log strike "$sub@2"
rc_is 65 "what is struck already is not struck again"
like "$err" "cust-log strike $sub@[0-9]+ brings it back" "and it is said how it comes back"
run cust-log set "$sub" priority=P1
run cust-log set "$sub" priority=auto
like "$out" "^$sub	P4" "a priority given back is triage's again at once"
run cust-log note "$sub" one
run cust-log undo
run cust-log undo
rc_is 65 "undo does not undo itself"
like "$err" "takes that back" "and says what does"
run cust-log said "$sub" sorry --promise "+2h ring"
rc_is 64 "an option among the words is no word"
like "$err" "put it before them" "and is told where it goes"
run cust-log said "$sub" -- we use --promise in our shop
rc_is 0 "but may be one"
run cust-triage explain 999,"$sub"
rc_is 65 "one bad reference does not stop a reader"
like "$out" "^$sub P" "from showing the others"
run cust-log set "$sub" account=A-17 satisfaction=4
sqlite3 "$HOME/.local/share/cust/cust.db" "UPDATE field SET num = 5 WHERE complaint = $sub AND field = (SELECT max(field) FROM field WHERE complaint = $sub)"
run cust-log verify
rc_is 65 "a field that is not what its history says"
like "$out" "^$sub satisfaction: number is 5, its history says 4" "is found and named"
run cust-log set "$sub" satisfaction=5
run cust-log verify
rc_is 0 "and setting it mends it"
run cust-log --frobnicate
like "$err" "an option stands behind its verb" "an option without a verb is told its place"
run cust-log void "$sub" a test

# What is shown in every line must fit into one.
cust-log new -c Lia a loose lid >/dev/null
for login in "$(printf 'a\nb')" "$(printf 'x\033[31m')" "$(head -c 300 /dev/zero | tr '\0' a)"; do
    run cust-log assign 1 --to "$login"
    rc_is 64 "a login is a short label of one line"
done
like "$err" "is no login; write a name of one line, at most 200 bytes" "and how to write one is said"

if [ -c /dev/full ]; then
    run sh -c "echo 'calm down' | cust-log check >/dev/full"
    rc_is 74 "warnings that cannot be printed are an error, not a finding"
else
    skip "warnings that cannot be printed are an error, not a finding" "there is no /dev/full"
fi

done_testing
