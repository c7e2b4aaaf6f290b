#!/bin/sh
# Traits: what history shows of a customer, with its evidence, as of a time, and never for good.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

CUST_DESK=$tmp/desk
export CUST_DESK
# The desk's clock is the machine's: what is older is said to be older.
ago() {
    date -u -d "$1 ago" '+%Y-%m-%d %H:%M'
}
traits() {
    cust-report customer "$1" | sed -n '/^TRAITS/,/^PROMISES/p' | sed '/^PROMISES/d; s/^TRAITS *//; s/^ *//'
}
policy() {
    cat >"$CUST_DESK/policy.yaml"
    cust-log policy apply 2>/dev/null
}

run cust-log init

# --- impatient ---------------------------------------------------------------------------------------------------

cust-log new -c eve -k mail --when "$(ago '9 days')" "The kettle leaks." >/dev/null
is "$(traits eve)" "" "one complaint shows nothing"
cust-log heard 1 --when "$(ago '8 days')" "Are you there?" >/dev/null
cust-log heard 1 --when "$(ago '7 days')" "Hello?" >/dev/null
is "$(traits eve)" "" "two messages more are not enough"
cust-log heard 1 --when "$(ago '6 days')" "Hello??" >/dev/null
is "$(traits eve)" "impatient: wrote again before we answered, 3 times (1@11, 1@8, 1@6)" \
    "the third makes it, with where they stand"
run cust-report show 1
like "$out" "^THEY   impatient: wrote again" "the complaint's page has it while it is open"
cust-log strike 1@11 "typed on the wrong one" >/dev/null
is "$(traits eve)" "" "what is struck is no sign"
cust-log heard 1 --when "$(ago '5 days')" "Still there?" >/dev/null
like "$(traits eve)" "^impatient: .*3 times" "another one is"
cust-log resolve 1 "a new lid was sent" >/dev/null
cust-log confirm 1 yes >/dev/null
run cust-report show 1
is "$(printf '%s\n' "$out" | grep -c '^THEY')" 0 "a closed complaint's page stays as it is"

printf 'first\nsecond\nthird\nfourth\nfifth\n' | cust-log call "Ann Lee" >/dev/null 2>&1
is "$(traits "Ann Lee")" "" "the lines of one call are one time of getting in touch"

# --- they fade ---------------------------------------------------------------------------------------------------

policy <<'END'
traits:
  impatient: {within: 10 days}
END
is "$(traits eve)" "" "signs beyond half of the window weigh less"
policy <<'END'
traits:
  impatient: {times: 1, within: 10 days}
END
like "$(traits eve)" "^impatient: " "and the threshold is policy's"
policy <<'END'
traits:
  impatient: null
END
is "$(traits eve)" "" "a trait that is taken away is never given"
policy </dev/null

# --- the others --------------------------------------------------------------------------------------------------

for d in 80 60 40 20; do
    cust-log new -c bob -k mail --when "$(ago "$d days")" "The lamp is broken." >/dev/null
done
like "$(cust-report customer bob --format=json)" '"traits":\[\{"trait":"serial-complainer","why":"complained, 4 times' "programs are told too"
like "$(traits bob)" "^serial-complainer: complained, 4 times \([0-9]+, [0-9]+, [0-9]+, \.\.\.\)$" "four complaints in a row"
for d in 80 60; do
    cust-log new -c carl -k mail --category late-payment --when "$(ago "$d days")" "About the invoice." >/dev/null
done
like "$(traits carl)" "^late-payer: paid late, 2 times \([0-9]+, [0-9]+\)$" "late payments are none of those"
for d in 9 7 5 3; do
    cust-log new -c dora -k mail --category question --when "$(ago "$d days")" "How do I clean it?" >/dev/null
done
like "$(traits dora)" "^needy: got in touch, 4 times .*; had a question, 4 times" "questions and contacts make needy"
cust-log new --fields=ref -c fred "Where is my parcel?" >"$tmp/ref"
fred=$(cat "$tmp/ref")
cust-log abuse "$fred" root "shouted names at him" >/dev/null 2>&1
like "$(traits fred)" "^aggressive: abused a colleague \($fred@[0-9]+\)$" "abuse of a colleague is enough by itself"
cust-log new --fields=ref -c gina "I am furious, this is outrageous." >"$tmp/ref"
gina=$(cat "$tmp/ref")
cust-log resolve "$gina" "money back" >/dev/null
sleep 1.1
cust-log confirm "$gina" no >/dev/null
before=$(date -u '+%Y-%m-%dT%H:%M:%SZ')
sleep 1.1
is "$(traits gina)" "" "one no is no trait"
cust-log reopen "$gina" "it came back" >/dev/null 2>&1
cust-log resolve "$gina" "a new one" >/dev/null
cust-log confirm "$gina" no >/dev/null
like "$(traits gina)" "^high-expectations: was not satisfied with what was done, 2 times" "two are"
cust-log resolve "$gina" "a better one" >/dev/null
cust-log confirm "$gina" yes >/dev/null
like "$(traits gina)" "won-back: was difficult, and satisfied in the end \($gina\)" "who was difficult and left satisfied was won back"
is "$(cust-report customer gina --as-of "$before" | grep -c -e high-expectations -e won-back)" 0 "as of then they were not called so"
first=$(cust-report customer gina --as-of "$before")
cust-log heard "$gina" "thank you" >/dev/null
is "$(cust-report customer gina --as-of "$before")" "$first" "and what is said later changes nothing of it"

# --- in letters --------------------------------------------------------------------------------------------------

draft() { # CUSTOMER
    cust-log draft "$(cust-triage "customer:$1" --fields=ref | sort -n | head -n 1)" --wording 1
}
policy <<'END'
traits:
  serial-complainer: null
  loyal: {times: 1}
END
cust-log new -c "hal@example.com" -k mail --when "$(ago '9 days')" "The lamp flickers." >/dev/null
for d in 8 7 6; do
    cust-log heard "$(cust-triage customer:hal@example.com --fields=ref)" --when "$(ago "$d days")" "Hello?" >/dev/null
done
like "$(draft hal@example.com | tr '\n' ' ')" "In short, you have an answer from me by " "to the impatient the date comes first"
like "$(draft hal@example.com)" "^They are impatient: wrote again before we answered, 3 times" "and their author knows why"
like "$(draft hal@example.com)" "^First: The answer first, then the date" "with the playbook's advice"
for d in 9 7 5 3; do
    cust-log new -c kim@example.com -k mail --category question --when "$(ago "$d days")" "How do I clean it?" >/dev/null
done
like "$(draft kim@example.com | tr '\n' ' ')" "all of them together in one call; would \[\[day and time\]\] suit you" "the needy are offered one meeting for all questions"
cust-log new -c lou@example.com -k mail "The lid is loose." >/dev/null
cust-log resolve "$(cust-triage customer:lou@example.com --fields=ref)" "a new lid" >/dev/null
cust-log confirm "$(cust-triage customer:lou@example.com --fields=ref)" yes >/dev/null
cust-log new -c lou@example.com -k mail "The base is loose." >/dev/null
like "$(draft lou@example.com | tr '\n' ' ')" "You have been with us for a long time, and we thank you for it" "the loyal are thanked"
cust-log new -c moe@example.com -k mail "You are all idiots and liars, you stupid morons." >/dev/null
like "$(draft moe@example.com | tr '\n' ' ')" "ask that we speak to each other with respect" "the hostile are told the boundary, calmly"
policy <<'END'
wordings:
  greeting.first: {part: greeting, when: acknowledge, say: "Good morning {name},"}
  greeting.offer: {part: greeting, when: offer, say: "Good news for you, {name},"}
END
cust-log new -c nan@example.com -k mail "The lid is loose." >/dev/null
like "$(draft nan@example.com)" "^Good morning customer,$" "a wording can be for the step that is next"
cust-log said "$(cust-triage customer:nan@example.com --fields=ref)" "We have it." >/dev/null
like "$(draft nan@example.com)" "^Good news for you, customer,$" "and for the one behind it"
bad() { # YAML PATTERN NAME
    printf '%b' "$1" >"$tmp/bad.yaml"
    run cust-log policy check "$tmp/bad.yaml"
    like "$rc $err$out" "$2" "$3"
}
bad 'wordings:\n  x: {part: next, when: neady, say: hello}\n' '^78 .*:2:25: .*did you mean "needy"' "an occasion that there is not is refused, with the near one"
bad 'wordings:\n  x: {part: next, when: biling, say: hello}\n' '^78 .*did you mean "billing"' "so is a category"
bad 'categories: {allergy: {label: Food}}\nwordings:\n  x: {part: next, when: allergy, say: hello}\n' '^0 ' "one of your own is known"
bad 'categories: {late-payment: null}\n' '^0 ' "and one can be taken away although ours speak of it"
bad 'traits: {needy: {category: questoin}}\n' '^78 .*did you mean "question"' "a trait's category must be one too"

policy </dev/null

# --- in a call, and in policy ------------------------------------------------------------------------------------

echo "hello" | cust-log call bob >/dev/null 2>"$tmp/err"
like "$(cat "$tmp/err")" "  they are serial-complainer: complained" "who rings is shown with their traits"
printf 'traits:\n  impatint: {times: 1}\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "an unknown trait is refused"
like "$err$out" 'did you mean "impatient"' "with the near one"
printf 'traits:\n  needy: {within: 2 working days}\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "a window is counted by the clock"

done_testing
