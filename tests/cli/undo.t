#!/bin/sh
# undo takes back the very last thing that was done, or says what it was and leaves all as it is.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

# A desk with a mail's complaint 1, one of somebody else 2, and a note on 2 that nothing but its own undo may take.
n=0
fresh() {
    n=$((n + 1))
    CUST_DESK=$tmp/desk$n
    export CUST_DESK
    {
        cust-log init
        printf 'From: pia@home.example\nTo: us@shop.example\nSubject: smoke\nMessage-ID: <a1@home.example>\n\nMy house burns.\n' | cust-log mail
        cust-log new -c acme the kettle leaks
        cust-log note 2 precious note
    } >/dev/null 2>&1
}
note_stands() {
    if cust-report show --all 2 | grep -q '^@6 .*STRUCK'; then
        fail "$1" "$(cust-report show --all 2)"
    else
        pass "$1"
    fi
}
refused() { # NAME, what it was
    run cust-log undo
    rc_is 65 "$1 is not taken back"
    like "$err" "the last thing you did was $2, which undo does not take back; before that: 2@[0-9]+ note, which cust-log strike 2@[0-9]+ takes back" \
        "$1: it is named, and what was before it"
    note_stands "$1: and what was before it stays"
}

fresh
cust-log move 1@1 --to 2 >/dev/null 2>&1
run cust-log undo
rc_is 0 "a mail that was moved is moved back"
like "$(cust-report list 1 --fields=status)" received "where it stands again"
note_stands "and the note before it stays"
fresh
cust-log move 1@1 --to new >/dev/null 2>&1
run cust-log undo
like "$out" '^3	P4	void' "so is one that began a complaint of its own"
note_stands "with what was before it left alone"
fresh
echo kettle >"$tmp/picture.txt"
cust-log attach 1 "$tmp/picture.txt" >/dev/null 2>&1
no=$(cust-report show --all 1 | sed -n 's/^@\([0-9]*\) .*attached.*/\1/p')
cust-log move "1@$no" --to 2 >/dev/null 2>&1
run cust-log undo
rc_is 0 "a file that was moved is moved back"
is "$(cust-report show 1 | grep 'attached picture' | grep -vc STRUCK)$(cust-report show 2 | grep 'attached picture' | grep -vc STRUCK)" 10 "to where it was attached"

fresh
cust-log policy show >"$CUST_DESK/policy.yaml"
echo '# ours' >>"$CUST_DESK/policy.yaml"
cust-log policy apply >/dev/null 2>&1
refused "a policy" "to put a policy in force"
fresh
cust-log cause transit --lesson "pack it twice" >/dev/null 2>&1
refused "a lesson" "to write down a cause's lesson or fix"
fresh
cust-log cause transit 1 >/dev/null 2>&1
cust-log note 2 another >/dev/null 2>&1
cust-log fix transit --from 2026-01-01 boxes with foam >/dev/null 2>&1
refused "a fix" "to write down a cause's lesson or fix"
fresh
printf 'customer,text\nann,one\n' >"$tmp/one.csv"
cust-log import "$tmp/one.csv" >/dev/null 2>&1
refused "an import of one row" "an import"
is "$(cust-report list status:void)" "" "nor made void"
cust-log export 3 >"$tmp/one.jsonl"
fresh
cust-log import "$tmp/one.jsonl" >/dev/null 2>&1
refused "an import of one record" "an import"
fresh
cust-log customer c1 note likes tea >/dev/null 2>&1
refused "a note on a customer" "a note on c1"
fresh
cust-log customer c1 add pia@work.example >/dev/null 2>&1
refused "a customer's address" "to say by what c1 is found"
fresh
cust-log customer c1 erase --yes >/dev/null 2>&1
refused "an erasure" "to erase c1"
is "$(cust-log undo 2>&1 | grep -c 'nothing of yours')" 0 "which is not nothing"
fresh
cp "$root/examples/profiles/fca-disp.yaml" "$CUST_DESK/policy.yaml"
cust-log policy apply >/dev/null 2>&1
cust-log note 2 another >/dev/null 2>&1
cust-report return fca-disp --period 2026H1 --seal >/dev/null 2>&1
refused "a sealed return" "to seal a return"

fresh
cust-log draft 1 2>/dev/null | sed 's/^Kind regards.*/I will call you tomorrow at 10.\n\n&/' >"$tmp/letter"
grep -q 'I will call you' "$tmp/letter" || echo 'I will call you tomorrow at 10.' >>"$tmp/letter"
cust-log reply 1 <"$tmp/letter" >/dev/null 2>"$tmp/said"
like "$(cust-report show 1)" 'handed' "a letter that was handed out is in the history"
run cust-log undo
rc_is 0 "and is what undo takes back"
like "$(cust-report show --all 1)" 'handed.*STRUCK' "it is struck"
is "$(cust-followup kind:promise state:open)" "" "and with it what it promised"
note_stands "and the note before it stays"
cust-log reply 1 <"$tmp/letter" >/dev/null 2>&1
is "$(cust-report show --all 1 | grep -c handed)" 2 "handed out again it is another letter than the one that was taken back"
run cust-log verify
rc_is 0 "histories and rows agree"
done_testing
