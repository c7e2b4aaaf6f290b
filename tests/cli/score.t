#!/bin/sh
# score, train and eval: filters of texts that touch no desk.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
cd "$tmp" || exit 1
tab=$(printf '\t')
nl='
'

# --- score -----------------------------------------------------------------------------------------------------

printf '%s\n' 'My hand was burned by the kettle' '' 'Thank you so much, lovely shop!' 'I will sue you' >texts
got=$(cust-triage score <texts)
is "$(printf '%s\n' "$got" | wc -l | tr -d ' ')" 4 "a line comes out for each that went in, an empty one too"
is "$(printf '%s\n' "$got" | awk -F "$tab" '{print NF}' | sort -u)" 13 "each has thirteen fields"
is "$(printf '%s\n' "$got" | sed -n 2p | cut -f 1-2)" "P4${tab}0" "an empty text is nothing to hurry for"
is "$(printf '%s\n' "$got" | cut -f 5 | awk '{print ($1 >= 0.4)}' | tr '\n' ' ')" "1 0 0 0 " "a burn is a matter of safety, in its line"
is "$(printf '%s\n' "$got" | cut -f 6 | awk '{print ($1 >= 0.4)}' | tr '\n' ' ')" "0 0 0 1 " "a threat to sue is a legal matter, in its line"
like "$(printf '%s\n' "$got" | sed -n 1p | cut -f 13)" 'safety "hand was burned"|safety "[^"]*burned' "the reason is in the customer's words"
is "$(cust-triage score --fields=legal,priority <texts | sed -n 4p | cut -f 2)" P1 "--fields picks fields in its order"
is "$(ls "$HOME")" "" "no desk is made"
is "$(cust-triage score --format=jsonl <texts | grep -cE '"score":[0-9]+,"anger":[01]\.[0-9]{4},.*"safety":[01]\.[0-9]{4},.*"complaint":[01]\.[0-9]{4},')" \
    4 "in JSON every figure is a number, the strengths too"

is "$(printf 'I am angry\\n> I will sue you\n' | cust-triage score --fields=reasons | grep -c legal)" 0 \
    "what is quoted on a line of its own, behind an escape, scores nothing"
is "$(printf 'thank you \\_(o)_/\n' | cust-triage score --fields=priority)" P4 "a backslash that is no escape is read as it stands"
awk 'BEGIN { for (i = 0; i < 10000000; i++) printf "a"; print ""; print "I will sue you" }' >long
got=$(cust-triage score --fields=priority <long | tr '\n' ' ')
is "$got" "P4 P1 " "10 MB of one word harm nothing"
printf '\377\376\200\n' | cust-triage score --fields=priority >got
is "$(cat got)" P4 "bytes that are no text are read too"

is "$(printf 'Ich bin sehr b\303\266se und das Paket ist nicht da, lawsuit\n' | cust-triage score --fields=priority,legal,reasons)" \
    "P4${tab}0.0000${tab}language?" "another language is said, not judged"

is "$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "%c", 1 + i % 8 }' | cust-triage score --fields=priority,complaint,reasons)" \
    "P4${tab}0.5000${tab}text?" "bytes that are no text are said to be none"

# --- train and eval --------------------------------------------------------------------------------------------

for n in 1 2 3 4 5 6 7 8; do
    printf 'yes\tthis is terrible, number %s is broken again\n' "$n"
    printf 'no\tlovely, number %s works, thank you\n' "$n"
done >labelled
cust-triage train anger <labelled >one 2>said
like "$(cat said)" '^cust-triage: anger: 16 texts, 8 ' "train says how many texts there were"
cust-triage train anger <labelled >two 2>/dev/null
ok "equal texts give equal bytes" cmp one two
is "$(cust-triage eval anger --model one <labelled)" "16${tab}8${tab}1.0000${tab}1.0000${tab}1.0000" "a model knows what it learned"
like "$(cust-triage eval anger <labelled)" "^16${tab}8${tab}[01]\\.[0-9]{4}" "eval without a model measures what score says"
is "$(printf 'no\tlovely day\nyes\tterrible and broken\n' | cust-triage eval anger --model one --fields=auc)" 1.0000 \
    "a model goes for texts that it has not seen"

sed 's/^yes/billing/; s/^no/praise/' labelled >classes
cust-triage train category <classes >kinds 2>/dev/null
is "$(cust-triage eval category --model kinds <classes)" "16${tab}1.0000${tab}1.0000" "categories are learned too"

run sh -c 'printf "maybe\tthis\nyes\n" | cust-triage eval anger --model one'
rc_is 65 "a bad label makes the exit status 65"
like "$err" 'standard input:1: the label .maybe. is neither yes nor no' "a bad label is said with its line"
like "$err" 'standard input:2: there is no text' "a missing text is said with its line"

for damage in 'head -c 1000 one' "tr '\\001' '\\002' <one" 'cat one one' 'printf hello' ':'; do
    sh -c "$damage" >bad
    run cust-triage eval anger --model bad
    rc_is 65 "a damaged model is refused: $damage"
done
(head -c 40000 one; printf '\001\002'; tail -c +40003 one) >bad
run cust-triage eval anger --model bad
rc_is 65 "two bytes changed in a model are found"
like "$err" 'bad: the model is damaged' "and said, with the file"
run cust-triage eval legal --model one
rc_is 65 "a model of another signal is refused"
run cust-triage eval anger --model nowhere
rc_is 66 "a missing model is no input"
run cust-triage train angr
rc_is 64 "an unknown signal is a wrong command line"
like "$err" 'anger' "and the near one is named"
printf 'yes\tonly one\n' >few
run sh -c 'cust-triage train anger <few >/dev/null'
rc_is 65 "too few texts are refused"

is "$nl$(printf 'a\tb' | cust-triage score --fields=priority)" "${nl}P4" "a last line without its end counts"

# What is shown of a text counts in its points and has a reason, and the other way round.
cat >texts <<'END'
asshole
bitch
nobody was hurt
terrible
thank you
ok
I am not angry
I'm not angry, just asking
I won't be taking legal action
I am furious
END
cust-triage score --fields=score,anger,hostility,safety,legal,reasons <texts >said
is "$(awk -F "$tab" '{ shown = $2 >= 0.4 || $3 >= 0.4 || $4 >= 0.4 || $5 >= 0.4 }
    shown && ($1 == 0 || $6 == "-") || ($1 > 0) != ($6 != "-")' said)" "" "what is shown counts, and has its reason"
is "$(sed -n '7,9p' said | awk -F "$tab" '$1 > 0 || $6 != "-"')" "" "what is denied is not shown"
like "$(sed -n 1p said)" 'anger "asshole"$' "one word that is sure counts"
like "$(sed -n 10p said)" 'anger "furious"$' "and what is not denied"

done_testing
