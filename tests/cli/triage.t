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

printf 'From: dora@example.com\nSubject: kettle\nDate: Mon, 03 Mar 2025 08:00:00 +0000\nMessage-ID: <1@example.com>\n\nAll fine here.\n\n> I burned my hand and I will sue you\n' |
    cust-log mail >/dev/null 2>&1
is "$(points "$(cust-triage explain 4)")" 0 "what a mail quotes scores nothing"

# --- the order ---------------------------------------------------------------------------------------------------

queue=$(cust-triage --fields=priority,due,ref)
is "$queue" "$(printf '%s\n' "$queue" | sort -s -k1,2)" "the queue goes by priority, then due"
sqlite3 "$CUST_DESK/cust.db" "UPDATE complaint SET due = 2000000000, priority = 1"
is "$(cust-triage --fields=ref)" "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT id FROM complaint ORDER BY points DESC, id')" \
    "what is due at the same time goes by points"

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
    ok "the first twenty of 120 real mails are those that a person would take" awk '{ exit !($1 >= 0.75) }' "$tmp/ndcg"
else
    skip "the first twenty of 120 real mails are those that a person would take" "they are not at hand"
fi

done_testing
