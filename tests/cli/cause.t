#!/bin/sh
# Causes, lessons and fixes; the same cause after its fix is said loudly, recorded, and raised.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log new -c acme --when "3 days ago" the lamp came in pieces >/dev/null 2>&1
cust-log new -c bolt another lamp in pieces >/dev/null 2>&1
run cust-log fix transit-damage new boxes
rc_is 66 "what never was a cause cannot be fixed"
run cust-log cause "transit damage" 1
rc_is 64 "a cause is one word"
run cust-log cause transit-damage
rc_is 64 "a cause needs its complaint or a lesson"
run cust-log cause transit-damage 1 --lesson "the boxes are too thin"
rc_is 0 "a cause and its lesson are kept"
like "$out" "^1	P.	received	" "with the complaint's line"
is "$err" "" "before a fix nothing is a recurrence"
run cust-report show 1
like "$out" "cause=transit-damage" "the complaint has its cause"
run cust-log cause transit-damge 2
like "$err" "there is 'transit-damage' already" "a near name is suggested"
run cust-log undo
run cust-log fix transit-damge thick boxes
rc_is 0 "undo leaves the name known"
run cust-log fix transit-dmage thick boxes
rc_is 66 "an unknown cause is refused"
like "$err" "transit-dam" "with the near one"
run cust-log fix transit-damage
rc_is 64 "a fix says what was done"
run cust-log fix transit-damage --from yesterday thick boxes
rc_is 0 "a fix holds from a day on"
like "$err" "transit-damage is fixed from 20..-..-.. on" "which is read back"

run cust-log cause transit-damage 1
if printf '%s\n' "$err" | grep -q AGAIN; then fail "what came before the fix is no recurrence" "$err"; else pass "what came before the fix is no recurrence"; fi
run cust-log cause transit-damage 2
like "$err" "^cust-log: 2: IT HAPPENED AGAIN: transit-damage was fixed from 20..-..-.. on .thick boxes." "what comes after it is said loudly"
like "$out" "^2	P[12]	" "and raised"
run cust-triage explain 2
like "$out" "recurrence.*transit-damage" "with its reason"
run cust-log export
like "$out" "recurrence|\"triaged\"" "and recorded"

cust-log new -c cord a third one broken in transit >/dev/null 2>&1
run cust-log resolve 3 --cause transit-damage a new lamp
like "$err" "3: IT HAPPENED AGAIN" "resolve says it too"
cust-log new -c dale a fourth >/dev/null 2>&1
run cust-log set 4 cause=transit-damage
like "$err" "4: IT HAPPENED AGAIN" "and so does set"
run cust-log set 4 cause=
run cust-triage explain 4
if printf '%s\n' "$out" | grep -q recurrence; then fail "without the cause it is none" "$out"; else pass "without the cause it is none"; fi
run cust-log fix transit-damage --from "in 3 days" even thicker boxes
rc_is 0 "a fix may lie ahead"
cust-log new -c earl a fifth >/dev/null 2>&1
run cust-log cause transit-damage 5
like "$err" "thick boxes" "until then the one before counts"
run cust-log cause transit-damage 1 --lesson use 2 boxes
rc_is 0 "a lesson needs no quotes"
like "$(cust-report show 1)" "^LESSON use 2 boxes$" "and is all that stands behind"
run cust-log cause transit-damage --lesson foam helps --format=json
rc_is 64 "an option among its words is refused"
run cust-log cause transit-damage 1 foam helps
rc_is 64 "words without it are refused"
like "$err" "write what we learned behind --lesson" "with how to write them"
run cust-log cause transit-damage --lesson "foam helps" 1
like "$out" "^1	" "one in quotes may stand before the complaint"
run cust-log cause transit-damage --lesson "drop tests before every season"
rc_is 0 "a lesson can stand alone"
is "$out" "" "and makes no line"
run cust-report show 5
like "$out" "^CAUSE  transit-damage, fixed .*: even thicker boxes" "a complaint tells what was done about its cause"
like "$out" "^LESSON drop tests before every season" "and the lesson that holds"
sleep 1.1
then=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
cust-log cause transit-damage --lesson "glue the corners" >/dev/null
run cust-report show 5
like "$out" "^LESSON glue the corners" "a later lesson takes its place"
run cust-report show 5 --as-of "$then"
like "$out" "^LESSON drop tests before every season" "and does not rewrite what held then"

cust-log new -c fred --when "3 days ago" the page was wrong >/dev/null 2>&1
cust-log new -c gwen the page is wrong >/dev/null 2>&1
cust-log cause fees 6,7 >/dev/null 2>&1
run cust-log fix fees --from yesterday a new page
like "$err" "1 open complaint of it came after that: IT HAPPENED AGAIN" "a fix says what it does not hold for"
run cust-triage "$(printf '%s\n' "$err" | sed -n 's/.*; cust-triage \(.*\) lists what is open$/\1/p')"
rc_is 0 "and names the query that lists it"
run cust-triage explain 7
like "$out" "^recurrence .*fees" "and that is raised at once"
run cust-triage explain 6
if printf '%s\n' "$out" | grep -q recurrence; then fail "what came before it is not" "$out"; else pass "what came before it is not"; fi
cust-log set 7 cause=other >/dev/null 2>&1
set_at=$(cust-report show 7 | sed -n 's/^@\([0-9]*\) .*set cause=other.*/\1/p')
run cust-log strike "7@$set_at"
like "$out" "^7	P2	" "a cause brought back by a strike counts again"
cust-log new -c hugh the page is wrong >/dev/null 2>&1
run cust-log cause fees 8
like "$out" "^8	P2	" "the same of one that is said by mistake"
run cust-log undo
like "$out" "^8	P4	" "is gone with undo"
run cust-triage run
like "$err" "read, 0 changed" "so that nothing is left to be read again"
run cust-log verify
rc_is 0 "every history still replays to its row"
run cust-log backup "$tmp/copy.db"
rc_is 0 "backups hold causes and fixes"

# --- nothing of a name steers a terminal ---
esc=$(printf 'bad\033[31mX\007')
cust-log new -c ida leaks >/dev/null 2>&1
run cust-log cause "$esc" 9
rc_is 65 "a cause with control characters is refused"
run cust-log set 9 "product=$esc"
rc_is 65 "and so is every other name"
cust-log new -c "jo@example.com" leaks >/dev/null 2>&1
cust-log said 10 --promise "+1s $esc" hello >/dev/null 2>&1
sleep 1.1
for as in ack holding final; do
    run cust-log draft 10 --as "$as"
    if printf '%s' "$out" | tr -d '\n' | grep -q '[[:cntrl:]]'; then fail "a draft ($as) holds no controls" "$out"; else pass "a draft ($as) holds no controls"; fi
done

done_testing
