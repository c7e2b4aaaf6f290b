#!/bin/sh
# Triage of what stands in the store: rules and models together, reasons in the customer's words, the order of the queue.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init 2>/dev/null

# The terms of an explanation, added up.
sum() { printf '%s\n' "$1" | sed -nE '2,$s/.* x +[0-9]+ = +([0-9]+)( .*)?$/\1/p' | awk '{s += $1} END {print s + 0}'; }
points() { printf '%s\n' "$1" | sed -nE '1s/.*, ([0-9]+) points.*/\1/p'; }

cust-log new -c ann "The lid came off and I burned my hand." >/dev/null
cust-log new -c bob "Ugh, so annoying. You ruined my day again." >/dev/null
cust-log new -c cem "Ich werde Sie verklagen, das ist eine Frechheit und ich bin sehr wuetend auf Sie." >/dev/null
run cust-triage explain 1
like "$out" '^safety .*"burned my hand" 1@1  rule safety' "a rule is named with the words that it found"
is "$(sum "$out")" "$(points "$out")" "the terms add up to the points"
run cust-triage explain 2
like "$out" '^anger .*" 2@1  model' "what only a model found says so, in their words"
is "$(sum "$out")" "$(points "$out")" "and the terms add up"
run cust-triage explain 3
like "$out" '^3 P4, 0 points' "another language is not judged"
like "$out" '^language\?' "and the reason says so"

cust-log heard 3 "My hand was burned by your kettle and I will sue you." >/dev/null
like "$(cust-triage explain 3)" '^legal .*"I will sue' "the next message in English is"

# The same noise each time, of all bytes.
perl -e 'srand 20261122; print pack "C*", map { int rand 256 } 1 .. 100000' >"$tmp/noise"
cust-log init --desk "$tmp/noisy" 2>/dev/null
cust-log new --desk "$tmp/noisy" -c eve -F "$tmp/noise" >/dev/null 2>&1
cust-log mail --desk "$tmp/noisy" <"$tmp/noise" >/dev/null 2>&1
{ printf 'From: fay@example.com\nSubject: hi\nMessage-ID: <9@example.com>\n\n' && cat "$tmp/noise"; } |
    cust-log mail --desk "$tmp/noisy" >/dev/null 2>&1
run cust-triage explain --desk "$tmp/noisy" 1,2,3
is "$(printf '%s\n' "$out" | grep -c '^[123] P4, 0 points')" 3 "bytes that are no text are not judged, however they come in"
is "$(printf '%s\n' "$out" | grep -c '^text?  [123]@[0-9]* is bytes that are no text')" 3 "and the reason says so, too"
is "$(printf '%s\n' "$out" | grep -c 'English')" 0 "noise is in no language"

printf 'From: dora@example.com\nSubject: kettle\nDate: Mon, 03 Mar 2025 08:00:00 +0000\nMessage-ID: <1@example.com>\n\nAll fine here.\n\n> I burned my hand and I will sue you\n' |
    cust-log mail >/dev/null 2>&1
is "$(points "$(cust-triage explain 4)")" 0 "what a mail quotes scores nothing"

# --- the order ---------------------------------------------------------------------------------------------------

queue=$(cust-triage --fields=priority,due,ref)
is "$queue" "$(printf '%s\n' "$queue" | sort -s -k1,2)" "the queue goes by priority, then due"
sqlite3 "$CUST_DESK/cust.db" "UPDATE complaint SET due = 2000000000, priority = 1"
is "$(cust-triage --fields=ref)" "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT id FROM complaint ORDER BY points DESC, id')" \
    "what is due at the same time goes by points"

# --- next --------------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/next
cust-log init 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do
    cust-log new -c "customer $i" "The kettle number $i leaks." >/dev/null
done
cust-log heard 7 "My hand was burned by it and I will sue you." >/dev/null
cust-log assign 3 --to anna >/dev/null
run cust-triage next
is "$(printf '%s\n' "$out" | cut -f1,5)" "7	$(id -un)" "next takes the most urgent one and prints its line"
cust-log wait 1 >/dev/null
for i in 1 2 3 4 5 6 7 8; do
    cust-triage next --fields=ref >"$tmp/next.$i" 2>&1 &
done
wait
is "$(cat "$tmp"/next.? | sort -n | tr '\n' ' ')" "cust-triage: nothing is without an owner 2 4 5 6 8 9 10 " \
    "eight at once never get the same one, and what waits or has an owner is left alone"
run cust-triage next
rc_is 1 "nothing left to take says so by 1"
cust-log resume 1 >/dev/null
run cust-triage next customer:nobody
rc_is 1 "next takes only what matches"
is "$(cust-triage next "customer:customer 1" --fields=ref)" 1 "and takes what does"
run cust-log verify
rc_is 0 "every history replays to its rows"

# --- set ---------------------------------------------------------------------------------------------------------

is "$(cust-triage set 2 priority=P1 --fields=ref,priority)" "2	P1" "a priority is set by hand"
like "$(cust-triage explain 2)" '^2 P1, set by hand; 0 points would be P4' "and explain says so"
run cust-triage set 2 amount=3
rc_is 64 "other fields are for cust-log set"
run cust-triage set 2 priority=P9
rc_is 65 "a priority that there is not is refused"

# --- history -----------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/history
cust-log init 2>/dev/null
why() { cust-triage explain "$1" | tr -s ' '; }
cust-log new -c eve "The kettle leaks." >/dev/null
is "$(why 1 | head -n 1)" "1 P4, 0 points (P3 from 6)" "a fresh complaint has no history"
cust-log heard 1 "And it is hot." >/dev/null
is "$(why 1 | head -n 1)" "1 P4, 0 points (P3 from 6)" "what follows in the same breath is none"
cust-log heard 1 -k mail "Are you there?" >/dev/null
cust-log heard 1 -k chat "Hello?" >/dev/null
like "$(why 1)" '^unanswered 1\.00 x 6 = 6 = 2 more messages before we answered' "messages that nobody answered count"
is "$(cust-triage --fields=priority)" P3 "and move the queue"
cust-log said 1 "We are on it." >/dev/null
is "$(why 1 | head -n 1)" "1 P4, 0 points (P3 from 6)" "until somebody answers"

cust-followup add 1 --due +1h "ring back" >/dev/null
ref=$(cust-followup kind:promise --fields=ref)
sqlite3 "$CUST_DESK/cust.db" "UPDATE followup SET due = 1000000000 WHERE kind = 0"
cust-followup "done" "$ref" >/dev/null
like "$(why 1)" "^broken 1\.00 x 6 = 6 = $ref late" "a promise that was kept late counts, and is named"
cust-log resolve 1 >/dev/null
cust-log confirm 1 no >/dev/null
run cust-triage explain 1
like "$(why 1)" '^reopened 1\.00 x 6 = 6 = 1 time$' "so does opening it again"
is "$(sum "$out")" "$(points "$out")" "and the terms add up"
cust-log new -c eve "Now the lid is loose." >/dev/null
like "$(why 2)" '^repeated 1\.00 x 2 = 2 = 1 other in 90 days' "and another complaint of theirs"
fits() { # NAME: the terms of complaint $ref add up
    run cust-triage explain "$ref"
    is "$(sum "$out")" "$(points "$out")" "$1"
}
cust-log new --fields=ref -c max "The hose is short." >"$tmp/ref"
ref=$(cat "$tmp/ref")
cust-log set "$ref" amount=99.99 >/dev/null
is "$(why "$ref" | head -n 1)" "$ref P4, 0 points (P3 from 6)" "a small sum is no stake"
cust-log set "$ref" amount=1000 >/dev/null
like "$(why "$ref")" '^money 1\.00 x 4 = 4 = 1000\.00$' "ten times the least stake counts twice"
cust-log set "$ref" vulnerability="recently bereaved" >/dev/null
like "$(why "$ref")" '^vulnerability 1\.00 x 6 = 6 = as it is set$' "so does a vulnerability that somebody wrote down"
fits "and they add up"
is "$(cust-triage run 2>&1 >/dev/null)" "cust-triage: $(cust-triage --fields=ref | wc -l | tr -d ' ') read, 0 changed" "nothing waits to be read again"
cust-log undo >/dev/null
is "$(why "$ref" | grep -c '^vulnerability')" 0 "undo takes it back"
cust-log set "$ref" amount= >/dev/null
is "$(why "$ref" | head -n 1)" "$ref P4, 0 points (P3 from 6)" "and a sum that is taken away counts no more"
cust-log new -c zoe --when "$(date -u -d '800 days ago' '+%Y-%m-%d %H:%M')" "The hose is short." >/dev/null
cust-log new --fields=ref -c zoe "The hose is short again." >"$tmp/ref"
ref=$(cat "$tmp/ref")
like "$(why "$ref")" '^tenure 1\.00 x 2 = 2 = 2 years a customer$' "each year as a customer counts"
cat >"$CUST_DESK/policy.yaml" <<'END'
ladders:
  angry:
    on: signal:anger
    steps:
      lead: {do: ring them}
END
cust-log policy apply 2>/dev/null
cust-log new -c tim "I am furious, this is outrageous." >/dev/null
cust-log new --fields=ref -c tim "And the lid is loose." >"$tmp/ref"
ref=$(cat "$tmp/ref")
like "$(why "$ref")" '^escalated 1\.00 x 2 = 2 = 1 step of a ladder in others of theirs$' "a ladder in another matter of theirs counts"
cust-log resolve 1 --cause lid-seal >/dev/null 2>&1
cust-log fix lid-seal --from "$(date -u -d '1 day ago' +%F)" new seals >/dev/null 2>&1
cust-log cause lid-seal "$ref" >/dev/null 2>&1
like "$(why "$ref")" '^recurrence 1\.00 x 15 = 15 = lid-seal$' "a recurrence counts by policy"
fits "all of it adds up"
cat >"$CUST_DESK/policy.yaml" <<'END'
triage:
  history: {recurrence: 25, escalated: 0}
  stake: 10
END
cust-log policy apply 2>/dev/null
cust-log set "$ref" amount=25 >/dev/null
is "$(why "$ref" | sed 1d | grep -v -e '^repeated' -e within -e '^Wrong' | cut -d' ' -f1-6)" "recurrence 1.00 x 25 = 25
money 1.00 x 2 = 2" "which says what each is worth"
fits "in which they add up too"
printf 'triage:\n  history:\n    reopened: 0\n    broken: 20\n' >"$CUST_DESK/policy.yaml"
cust-log policy apply 2>/dev/null
cust-triage run >/dev/null 2>&1
is "$(why 1 | cut -d' ' -f1-6 | sed -n 2p)" "broken 1.00 x 20 = 20" "policy says what each kind is worth"

# --- run ---------------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/next
run cust-triage run
rc_is 0 "run reads all again"
is "$out" "" "nothing differs at first"
like "$err" '10 read, 0 changed' "and says how many it read"
before=$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM tx')
cust-triage run 2>/dev/null
is "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM tx')" "$before" "which leaves no trace"
cat >"$CUST_DESK/policy.yaml" <<'END'
phrases:
  kettle.leaks:
    signal: safety
    strength: 1
    patterns: [leaks]
END
like "$(cust-log policy apply 2>&1)" 'cust-triage run reads what is open again' "a policy that reads otherwise says so"
printf 'desk: The corner shop\n' >>"$CUST_DESK/policy.yaml"
is "$(cust-log policy apply 2>&1 | grep -c 'cust-triage run')" 0 "and one that does not, not"
before=$(sqlite3 "$CUST_DESK/cust.db" .dump | cksum)
queue=$(cust-triage)
run cust-triage run --dry-run
rc_is 0 "a dry run finds what was read by other rules"
is "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 9 "and prints the line of each"
is "$(printf '%s\n' "$out" | grep -v -x -F "$queue")" "" "as it stands"
like "$err" '10 read, 9 would change' "and says how many"
is "$(sqlite3 "$CUST_DESK/cust.db" .dump | cksum)" "$before" "but writes nothing"
run cust-triage run -n customer:nobody
rc_is 1 "nor is nothing found otherwise"
run cust-triage run "customer:customer 4"
is "$(printf '%s\n' "$out" | cut -f1,2)" "4	P1" "after a change of policy it prints what changed"
like "$err" '1 read, 1 changed' "of what matches"
cust-triage run >/dev/null 2>"$tmp/err"
like "$(cat "$tmp/err")" '10 read, 8 changed' "and then the rest, but for one where danger was plain already"
like "$(cust-triage explain 9)" '"leaks" 9@1  rule kettle.leaks' "by the new rule"
is "$(cust-triage --fields=priority | sort | uniq -c | tr -s ' ')" " 10 P1" "and the queue follows"
run cust-triage run --dry-run
is "$out" "" "then a dry run finds nothing"
like "$err" '10 read, 0 would change' "and says so"
run cust-triage run customer:nobody
rc_is 1 "a query that matches nothing says so by 1"
run cust-log verify
rc_is 0 "every history still replays to its rows"

# --- real mails --------------------------------------------------------------------------------------------------

if [ -d "$data/triage/e2e" ]; then
    CUST_DESK=$tmp/e2e
    cust-log init 2>/dev/null
    for mail in "$data"/triage/e2e/*.eml; do cust-log mail <"$mail" >/dev/null 2>&1; done
    cust-triage --fields=customer | awk -F'\t' '
        NR == FNR { if (FNR == 1) { for (i = 1; i <= NF; i++) if ($i == "gain") g = i } else { gain[substr($1, 1, 4)] = $g; n[$g]++ } next }
        FNR <= 20 { match($1, /c[0-9][0-9][0-9]/); got += (2 ^ gain[substr($1, RSTART, 4)] - 1) / log(FNR + 1) }
        END { for (g = 3; g > 0; g--) for (i = 0; i < n[g] && at < 20; i++) best += (2 ^ g - 1) / log(++at + 1); printf "%.3f\n", got / best }
    ' "$data/triage/e2e/labels.tsv" - >"$tmp/ndcg"
    echo "# NDCG@20 of the queue: $(cat "$tmp/ndcg")"
# shellcheck disable=SC2016 # for the inner shell
    ok "the first twenty of 120 real mails are those that a person would take" awk '{ exit !($1 >= 0.75) }' "$tmp/ndcg"
else
    skip "the first twenty of 120 real mails are those that a person would take" "they are not at hand"
fi

done_testing
