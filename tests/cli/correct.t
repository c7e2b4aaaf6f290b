#!/bin/sh
# People say what triage should have found: it decides for that text, the desk learns from it, and all of it can be
# taken back, moved and forgotten.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init 2>/dev/null

why() { cust-triage explain "$1" | tr -s ' '; }
points() { why "$1" | sed -nE '1s/.*, ([0-9]+) points.*/\1/p;1s/.*; ([0-9]+) points.*/\1/p'; }
sum() { cust-triage explain "$1" | sed -nE '2,$s/.* x +[0-9]+ = +([0-9]+)( .*)?$/\1/p' | awk '{s += $1} END {print s + 0}'; }
# All that was learned, byte for byte.
weights() {
    sqlite3 "${1:-$CUST_DESK}/cust.db" "SELECT n.text, hex(w.body) FROM weight w JOIN name n ON n.id = w.output ORDER BY 1"
}
joke() { echo "This $1 is a total joke, I am so annoyed with it every $2."; }

# --- it decides for that text --------------------------------------------------------------------------------------

cust-log new -c ann "$(joke kettle morning)" >/dev/null
like "$(cust-triage explain 1)" '^Wrong\? cust-triage correct 1 anger=no$' "explain ends with how to correct it"
before=$(points 1)
run cust-triage correct 1 anger=no category=delivery
rc_is 0 "a correction is taken"
is "$(printf '%s\n' "$out" | cut -f1,7,8)" "1	delivery	-" "its line is printed: the signal is gone, the category set"
ok "and its points" test "$(points 1)" -lt "$before"
like "$(why 1)" '^anger no in 1@1, corrected 1@[0-9]+$' "explain says that a person decided"
is "$(sum 1)" "$(points 1)" "and the terms add up"
cust-triage correct 1 safety=yes >/dev/null
like "$(why 1)" '^safety 1\.00 x 49 = 49 corrected 1@' "a yes counts whole, as a term"
is "$(cust-triage --fields=priority,signals 1)" "P1	safety" "at once, and in the queue"
is "$(sum 1)" "$(points 1)" "and the terms add up again"
cust-log heard 1 "My hand was burned by it." >/dev/null
cust-triage correct 1@1 safety=no >/dev/null
like "$(why 1)" '^safety .*"My hand was burned" 1@' "what is corrected in one message counts on in another"
like "$(cust-report show 1)" 'corrected @1 anger=no' "the history tells it"

# --- others are read by it -----------------------------------------------------------------------------------------

is "$(points 2 2>/dev/null)" "" "there is no other yet"
cust-log new -c bob "$(joke toaster evening)" >/dev/null
once=$(points 2)
ok "one that is much alike has fewer points" test "$once" -lt "$before"
cust-triage correct 2 anger=no category=delivery >/dev/null
cust-log new -c cem "$(joke mixer evening)" >/dev/null
ok "and after a second correction fewer still" test "$(points 3)" -lt "$before"
like "$(why 3)" '^anger .*rule anger\.' "but what a rule finds is never talked away"
is "$(cust-triage --fields=category 3)" delivery "the category that was named for such words is set"
like "$(cust-report show -a 3)" 'set category=delivery' "which the history tells"
cust-log new -c dan "The invoice has a wrong address on it." >/dev/null
is "$(cust-triage --fields=category 4)" - "and not for others"

for i in 1 2; do
    cust-log new -c "leaver $i" "Your rival across the road has a newer model $i than this one." >/dev/null
done
is "$(cust-triage --fields=signals 5)" - "a signal that nothing knew of is not shown"
cust-triage correct 5,6 churn=yes >/dev/null
cust-log new -c "leaver 3" "Your rival across the road has a newer model 3 than this one." >/dev/null
like "$(why 7)" '^churn ' "until people say what it is"
cust-log new -c "leaver 4" "Your rival across the road has a newer model 4 than this one." >/dev/null
like "$(why 8)" '^churn .*" 8@1 model, taught here$' "with the words, and that it was taught here"

for i in 1 2 3 4 5 6; do
    cust-log new -c "cook $i" "The pan number $i burned my hand, see you." >/dev/null
    cust-triage correct $((8 + i)) safety=no >/dev/null
done
cust-log new -c "cook 7" "The pan number 7 burned my hand, see you." >/dev/null
like "$(why 15)" '^safety 1\.00 x 49 = 49 "burned my hand"' "no correction of others takes from a danger that a rule finds"

cust-triage correct 4 complaint=no >/dev/null
like "$(why 4)" '^complaint no in 4@1, corrected' "that it is no complaint is said"
like "$(why 4)" '^perhaps no complaint \(0\.00\): cust-log void 4 WHY$' "and what to do about that"

mkdir "$tmp/spam"
cust-log init --desk "$tmp/spam" 2>/dev/null
for text in "The lid of my kettle fell off, and I was scalded by the water." "Where do you open on Sunday?" \
    "Win a prize: new pills and watches, click on our link now" "Win a prize: new bags and watches, click on our link"; do
    cust-log new --desk "$tmp/spam" -c "$text" "$text" >/dev/null
done
cust-triage correct --desk "$tmp/spam" 3 complaint=no >/dev/null
cust-triage run --desk "$tmp/spam" >/dev/null 2>&1
is "$(cust-triage explain --desk "$tmp/spam" 1 | grep -c perhaps)" 0 "a danger is not advised to be voided for what spam taught"
is "$(cust-triage explain --desk "$tmp/spam" 2 | grep -c perhaps)" 0 "nor is what has no word of it"
like "$(cust-triage explain --desk "$tmp/spam" 4)" '^perhaps no complaint \(0\.[0-4][0-9]\): cust-log void 4' "but more spam is"

# --- which text ----------------------------------------------------------------------------------------------------

cust-log heard 4 "And the total joke of a reply made me furious." >/dev/null
cust-triage correct 4 anger=no >/dev/null
like "$(why 4)" "anger no in 4@$(cust-report show 4 | sed -n 's/^@\([0-9]*\) .*heard.*/\1/p' | tail -n 1)," \
    "a signal is corrected where it was found"
n=$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM event')
run cust-triage correct 4 anger=no
rc_is 0 "said again it is fine"
is "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT max(e.seq) = max(t.seq) FROM event e, tx t')" 1 "and leaves no trace"

run cust-triage correct 4@2 anger=no
rc_is 65 "only what the customer said can be corrected"
like "$err" '4@2 is nothing that the customer said' "which is said"
run cust-triage correct 4/1 anger=no
rc_is 64 "a follow-up cannot"
for bad in anger angry=no anger=perhaps category= category=nothing-like-it priority=P1; do
    run cust-triage correct 4 "$bad"
    rc_is 64 "$bad is refused"
done
run cust-triage correct 4 angr=no
like "$err" 'did you mean anger\?' "the near name is suggested"
run cust-triage correct 999 anger=no
rc_is 66 "so is a complaint that there is not"
is "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM event')" "$n" "and nothing was written by any of that"

# --- taken back ----------------------------------------------------------------------------------------------------

run cust-log verify
rc_is 0 "verify learns all again and finds the same"
was=$(weights)
row=$(cust-triage --fields=priority,signals,category 3)
cust-triage correct 3 anger=yes hostility=yes category=billing vulnerable=no >/dev/null
ok "a correction changes what is known" test "$(weights)" != "$was"
cust-log undo >/dev/null
is "$(weights)" "$was" "undone, what is known is as before, byte for byte"
is "$(cust-triage --fields=priority,signals,category 3)" "$row" "and so is the complaint"
no=$(cust-report show 2 | sed -n 's/^@\([0-9]*\) .*corrected.* anger=no.*/\1/p')
cust-log strike "2@$no" "it was anger" >/dev/null
ok "an early correction can be struck" test "$(weights)" != "$was"
like "$(cust-triage --fields=signals 2)" anger "its text is read again"
run cust-log verify
rc_is 0 "and what is known is what the others teach"
strike=$(cust-report show 2 | sed -n 's/^@\([0-9]*\) .*struck.*/\1/p' | tail -n 1)
cust-log strike "2@$strike" >/dev/null
is "$(weights)" "$was" "the strike struck, all is as before"
cust-triage correct 2 anger=yes >/dev/null
run cust-log verify
rc_is 0 "another word on the same text replaces the first"
cust-triage correct 2 anger=no >/dev/null

mkdir "$tmp/earlier"
cp "$CUST_DESK/cust.db" "$tmp/earlier"
sqlite3 "$tmp/earlier/cust.db" "UPDATE tx SET at = at - 7200 WHERE seq = 1"
is "$(cust-triage explain 1 --desk "$tmp/earlier" --as-of "$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%M:%SZ)" | grep -c ', corrected')" 0 \
    "explain as of earlier knows of no correction"

# --- whatever is said and taken back -------------------------------------------------------------------------------

CUST_DESK=$tmp/any
cust-log init 2>/dev/null
for i in 1 2 3 4; do cust-log new -c "any $i" "The parcel $i came late and broken, and nobody answers." >/dev/null; done
# Sixty corrections, strikes and strikes of strikes, each with a number in front.
awk 'function any(n) { seed = (seed * 48271) % 2147483647; return int(seed / 7) % n }
    BEGIN {
        seed = 11
        split("anger safety churn complaint", signal)
        split("delivery billing product", category)
        for (i = 1; i <= 60; i++) {
            ref = any(4) + 1
            if (any(3) == 0) print i, "strike", ref, any(100)
            else if (any(3) == 0) print i, "correct", ref, "category=" category[any(3) + 1]
            else print i, "correct", ref, signal[any(4) + 1] "=" (any(2) ? "yes" : "no")
        }
    }' /dev/null >"$tmp/ops"
wrong=0
while read -r n what ref arg; do
    if [ "$what" = correct ]; then
        cust-triage correct "$ref" "$arg" >/dev/null 2>&1 || wrong=$((wrong + 1))
    else # one of those that were typed, whatever it was
        no=$(cust-report show "$ref" | sed -nE 's/^@([0-9]+) .* (corrected|struck) .*/\1/p' |
            awk -v k="$arg" '{ a[NR] = $1 } END { if (NR) print a[k % NR + 1] }')
        [ -z "$no" ] || cust-log strike "$ref@$no" >/dev/null 2>&1 || :
    fi
    [ $((n % 10)) -ne 0 ] || cust-log verify >/dev/null 2>&1 || wrong=$((wrong + 1))
done <"$tmp/ops"
is "$wrong" 0 "what is known is what the log teaches, through sixty corrections and strikes"
cust-log export >"$tmp/any.jsonl"
cust-log init --desk "$tmp/any-copy" 2>/dev/null
cust-log import --desk "$tmp/any-copy" "$tmp/any.jsonl" >/dev/null 2>&1
is "$(weights "$tmp/any-copy")" "$(weights)" "and learned at one go it is the same"
ok "something is known at all" test -n "$(weights)"
CUST_DESK=$tmp/desk

# --- moved ---------------------------------------------------------------------------------------------------------

cust-log heard 4 "A joke of an answer, I am furious." >/dev/null
cust-triage correct 4 anger=no >/dev/null
no=$(cust-report show 4 | sed -n 's/^@\([0-9]*\) .*heard.*/\1/p' | tail -n 1)
cust-log move "4@$no" --to 2 >/dev/null
to=$(cust-report show 2 | sed -n 's/^@\([0-9]*\) .*heard.*/\1/p' | tail -n 1)
like "$(why 2)" "^anger no in 2@$to, corrected 2@" "words that are moved take along what was said of them"
ok "and it is not said of them where they were" sh -c "! cust-triage explain 4 | grep -q '4@$no,'"
run cust-log verify
rc_is 0 "which teaches once"
moved=$(weights)
cust-log undo >/dev/null
like "$(why 4)" "^anger no in 4@$no, corrected 4@" "undone, it is said where they were"
is "$(cust-triage explain 2 | grep -c "2@$to,")" 0 "and there only"
is "$(weights)" "$moved" "and what is known is the same"
cust-log strike "4@$no" "not theirs" >/dev/null
ok "words that are struck teach nothing" test "$(weights)" != "$moved"
run cust-log verify
rc_is 0 "as verify knows"

# --- damaged -------------------------------------------------------------------------------------------------------

mkdir "$tmp/damaged"
cp "$CUST_DESK/cust.db" "$tmp/damaged"
sqlite3 "$tmp/damaged/cust.db" "UPDATE weight SET body = zeroblob(9)"
run cust-log verify --desk "$tmp/damaged"
rc_is 65 "verify finds weights that are not what was taught"
run cust-log new --desk "$tmp/damaged" -c zoe "Nothing works."
rc_is 0 "a complaint comes in all the same"
run cust-triage run --dry-run --desk "$tmp/damaged"
rc_is 65 "a dry run cannot learn"
like "$err" 'cust-triage run learns it again' "and says what does"
cust-triage run --desk "$tmp/damaged" >/dev/null 2>&1
run cust-log verify --desk "$tmp/damaged"
rc_is 0 "run learns them again"

# --- elsewhere -----------------------------------------------------------------------------------------------------

was=$(weights)
cust-log export >"$tmp/desk.jsonl"
cust-log init --desk "$tmp/copy" 2>/dev/null
cust-log import --desk "$tmp/copy" "$tmp/desk.jsonl" >/dev/null 2>&1
is "$(weights "$tmp/copy")" "$was" "an export brings the corrections along, and what they teach"
is "$(cust-log export --desk "$tmp/copy" | cmp - "$tmp/desk.jsonl" && echo same)" same "and comes out the same"
run cust-log verify --desk "$tmp/copy"
rc_is 0 "and verifies"
cust-log init --desk "$tmp/other" 2>/dev/null
cust-log new --desk "$tmp/other" -c own "Our own one." >/dev/null
cust-log import --desk "$tmp/other" "$tmp/desk.jsonl" >/dev/null 2>&1
ok "another desk learns from them too" test -n "$(weights "$tmp/other")"
run cust-log verify --desk "$tmp/other"
rc_is 0 "and verifies"

# --- forgotten -----------------------------------------------------------------------------------------------------

cust-log init --desk "$tmp/one" 2>/dev/null
cust-log init --desk "$tmp/two" 2>/dev/null
for d in one two; do
    cust-log new --desk "$tmp/$d" -c stays "$(joke kettle morning)" >/dev/null
    cust-triage correct --desk "$tmp/$d" 1 anger=no category=billing >/dev/null
done
cust-log new --desk "$tmp/two" -c leaves "The qwzkrzlmtov is a zjvqwoolly thing." >/dev/null
cust-triage correct --desk "$tmp/two" 2 anger=yes category=delivery >/dev/null
cust-log customer c2 erase --desk "$tmp/two" --yes >/dev/null 2>&1
is "$(weights "$tmp/two")" "$(weights "$tmp/one")" "erased words teach nothing any more, as if they had never been"
is "$(grep -acE 'rzlmtov|jvqwool' "$tmp/two/cust.db")" 0 "and are in no byte"
run cust-log verify --desk "$tmp/two"
rc_is 0 "which verify agrees to"

done_testing
