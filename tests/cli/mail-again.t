#!/bin/sh
# Mail that made no complaint can be seen and be made one; mail that could not be read is named, and mended once it can.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

[ -x "$build/cust-mime" ] || skip_all "cust-mime is not built"
cd "$tmp" || exit 1
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1
cp "$build/cust-log" "$build/cust-report" "$build/cust-mime" "$tmp/bin/"
PATH=$tmp/bin:$PATH

# letter FROM SUBJECT ID [HEADER]...: the text is on standard input.
letter() {
    printf 'From: %s\nTo: care@shop.example\nSubject: %s\nMessage-ID: <%s@example.com>\nDate: %s\n' "$1" "$2" "$3" "$(date -R)"
    shift 3
    for header; do
        printf '%s\n' "$header"
    done
    printf '\n'
    cat
}

# broken [MODE]: the helper fails on everything; whole: it is well again.
broken() {
    printf '#!/bin/sh\nhead -c 1 >/dev/null\nexit 70\n' >"$tmp/bin/cust-mime"
}
whole() {
    rm "$tmp/bin/cust-mime"
    cp "$build/cust-mime" "$tmp/bin/"
}

# --- what made no complaint ---
echo "I am away. My lamp is broken, too." | letter "Jane Doe <jane@example.com>" "Out of office" a1 "Auto-Submitted: auto-replied" | cust-log mail
echo "Our news." | letter "News <news@example.net>" "$(printf 'News\033[31m')" n1 "List-Id: <news.example.net>" | cust-log mail
is "$(cust-report list)" "" "automatic replies and lists make no complaint"
run cust-report mail
is "$(printf '%s\n' "$out" | cut -f1,2,4 | tr '\t' ' ')" "m1 auto-reply jane@example.com
m2 list news@example.net" "but they are listed, with what they are and whose"
like "$out" "^m1	auto-reply	20[0-9-]*T[0-9:]*Z	jane@example.com	Out of office$" "when they came and what about"
is "$(printf '%s' "$out" | tr -d '\n\t' | grep -c '[[:cntrl:]]')" 0 "with nothing that could steer a terminal"
like "$(cust-report mail --format=json)" '"mail":"m1","class":"auto-reply"' "as JSON too"
run cust-report mail m1
like "$out" "^m1 auto-reply, came today" "one is shown for reading"
like "$out" "^My lamp|My lamp is broken, too" "with its text"
cust-report mail m1 --raw >got
like "$(cat got)" "^Auto-Submitted: auto-replied$" "and byte for byte"
run cust-report mail m9
rc_is 66 "a mail that there is not is said"
run cust-report mail x
rc_is 64 "and a name that is none"
run cust-report mail --raw
rc_is 64 "--raw needs one"
run cust-report mail m1 --format=json
rc_is 64 "one mail has no other form"
run cust-report mail m1 --fields=mail
like "$err" "is of the list" "nor fields"

# --- of nobody ---
cust-log init --desk "$tmp/nobody" >/dev/null 2>&1
for n in 1 2 3; do
    printf 'To: care@shop.example\nSubject: lamp %s\nMessage-ID: <nobody%s@example.com>\n\nIt is broken.\n' $n $n |
        cust-log mail --desk "$tmp/nobody" >/dev/null 2>&1
done
is "$(cust-report list --desk "$tmp/nobody" --fields=customer | sort | uniq -c | tr -s ' ')" " 3 unknown sender" "mails without a sender are complaints"
run cust-report customer c1 --desk "$tmp/nobody"
is "$(printf '%s\n' "$out" | grep -o 'lamp [123]' | sort -u)" "lamp 1" "each of somebody else, with no history in common"

# --- accepted ---
then=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
cust-log export --as-of "$then" >then.jsonl
run cust-log mail --accept m1
rc_is 0 "one of them becomes a complaint"
like "$out" "^1	P.	received	.*	Jane Doe	.*	Out of office$" "of its sender, with its subject"
like "$(cust-report show 1 --all)" "^@1 .* heard mail" "and its words"
is "$(cust-report mail | cut -f1)" "m2" "and is not in the list any more"
is "$(cust-report mail --as-of "$then" | cut -f1 | tr '\n' ' ')" "m1 m2 " "but in that of the time before"
cust-log export --as-of "$then" >got
ok "and an export of that time says what it said" cmp then.jsonl got
run cust-log mail --accept m1
rc_is 65 "it becomes none a second time"
like "$err" "m1 is a person's mail already, in complaint 1" "and the reason is said"
echo "Still broken." | letter "Jane Doe <jane@example.com>" "Re: lamp" a2 "In-Reply-To: <a1@example.com>" | cust-log mail >out2 2>&1
like "$(cat out2)" "^1	" "an answer to it joins"
run cust-log mail --accept m77
rc_is 66 "one that there is not is said, by the usual exit code"
run cust-log mail --accept jane
rc_is 64 "so is what is no mail"
run cust-log mail --accept m1 --reparse all
rc_is 64 "two things at once are refused"
run sh -c "cust-report mail | cust-log mail --accept -"
rc_is 0 "several come from a pipe"
like "$out" "^2	.*News" "and become complaints"
run cust-log undo
rc_is 0 "accepting is undone"
is "$(cust-report list status:open | wc -l)" 1 "which voids what was made of it"
is "$(cust-report mail | cut -f1)" "m2" "and the mail is listed again"
run cust-log mail --accept m2
like "$out" "^3	.*News" "so that it can be accepted again"
cust-log void 3 no complaint >/dev/null 2>&1
is "$(cust-report mail | cut -f1)" "m2" "when it is void the mail is listed too"
run cust-log verify
is "$rc$out" 0 "every history replays"

# --- lists of our own ---
printf 'mail:\n  lists: [Support.Shop.Example]\n' >"$tmp/p.yaml"
cust-log policy apply "$tmp/p.yaml" >/dev/null 2>&1
echo "My pan burnt." | letter "Lee via Support <support@shop.example>" "Pan" l1 "Reply-To: Lee Ray <lee@example.com>" \
    "List-Id: Our customers <support.shop.example>" "Precedence: list" | cust-log mail >out2 2>&1
like "$(cat out2)" "^4	.*	Lee Ray	.*	Pan$" "what comes by a list of our own is a complaint, of who wrote it"
like "$(cust-report customer lee)" "lee@example.com" "whose own address is known"
cust-log heard 4 it burnt again >/dev/null 2>&1
like "$(cust-report show 4)" "^@[0-9]+ .* heard phone" "what is typed on a complaint that came by mail was said on the phone"
cust-log heard 4 -k mail and once more >/dev/null 2>&1
is "$(cust-report show 4 | grep -c ' heard mail ')" 2 "unless it says otherwise"
echo "More news." | letter "News <news@example.net>" "More" n2 "List-Id: <news.example.net>" | cust-log mail >out2 2>&1
is "$(cat out2)" "" "what comes by another list is none still"
echo "away" | letter "Lee <lee@example.com>" "away" l2 "List-Id: <support.shop.example>" "Auto-Submitted: auto-replied" | cust-log mail >out2 2>&1
is "$(cat out2)" "" "nor is an automatic reply by our own"
printf 'mail:\n  lists: {support: yes}\n' >"$tmp/p.yaml"
run cust-log policy check "$tmp/p.yaml"
rc_is 78 "a policy whose lists are no list is refused"

# --- what could not be read ---
echo "The kettle leaks." | letter "Kim <kim@example.com>" "Kettle" k1 >k1.eml
echo "It leaks still." | letter "Kim <kim@example.com>" "Re: Kettle" k2 "In-Reply-To: <k1@example.com>" >k2.eml
broken
run sh -c "cust-log mail <k1.eml"
like "$out" "	unknown sender	.*	A mail that could not be read$" "a mail that nobody can read is a complaint of nobody"
run sh -c "cust-log mail <k2.eml"
run cust-report mail --partial
is "$(printf '%s\n' "$out" | cut -f1)" "5@1
6@1" "both are listed as such"
run cust-log mail --reparse all
rc_is 0 "as long as they cannot be read"
is "$out" "" "nothing is made of them"
like "$err" "2 still cannot be read whole; cust-report mail --partial lists them" "and that is said"
before=$(cust-log export)
run cust-log mail --reparse 5
like "$err" "still cannot be read whole; it stays as it is" "so of one alone"
is "$(cust-log export)" "$before" "and nothing was written"
whole
then=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
run cust-log mail --reparse all
rc_is 0 "once they can be read"
like "$out" "^7	P.	received	.*	Kim	.*	Kettle$" "the first becomes what it should have been"
is "$(printf '%s\n' "$out" | cut -f1,6 | tr '\t' ' ')" "7 Kim
7 Kim" "and the second joins it"
like "$(cust-report show 5)" "read again: it is 7" "what stood for it is void and says where it went"
like "$(cust-report list 5)" "^5	P.	void" "with that status"
like "$(cust-report show 7)" "The kettle leaks" "the words are there"
is "$(cust-report show 7 | grep -c "heard mail")" 2 "of both"
is "$(cust-report mail --partial --as-of "$then" | cut -f1 | tr '\n' ' ')" "5@1 6@1 " "the list of the time before names both still"
run cust-log mail --reparse 5
rc_is 65 "what was read again is not made twice"
like "$err" "stands in complaint 7 since it was read again" "and where it is is said"
run cust-log undo
rc_is 65 "undo leaves what was read again"
like "$err" "a mail that was read again, which undo does not take back" "and says so"
is "$(cust-report mail --partial)" "" "none is left to mend"
before=$(cust-log export)
run cust-log mail --reparse all
is "$rc$out$err" 0 "doing it again finds nothing to do"
run cust-log mail --reparse 7
like "$err" "reads as it did; it stays as it is" "nor with a name"
is "$(cust-log export)" "$before" "and writes nothing"
run sh -c "cust-log mail <k1.eml"
like "$err" "came before" "the same message that comes again is known by what was read now"

# One that somebody has worked on stays where it is.
echo "The toaster smokes." | letter "Pat <pat@example.com>" "Toaster" t1 >t1.eml
broken
run sh -c "cust-log mail <t1.eml"
no=$(printf '%s\n' "$out" | cut -f1)
cust-log said "$no" we will look at your mail >/dev/null 2>&1
whole
run cust-log mail --reparse "$no@1"
rc_is 0 "one that somebody has worked on is read again too"
like "$out" "^$no	P.	acknowledged" "and keeps its number"
like "$(cust-report show "$no")" "The toaster smokes" "with the words that can be read now"
is "$(cust-report mail --partial)" "" "it is mended"
run cust-log verify
is "$rc$out" 0 "every history replays still"
run cust-log undo
rc_is 0 "undo takes back what reading again added to one complaint"
is "$(cust-report mail --partial | cut -f1)" "$no@1" "so the mail is to be mended again"
cust-log mail --reparse "$no@1" >/dev/null 2>&1
like "$(cust-report show "$no")" "The toaster smokes" "and can be"

# --- out and in ---
is "$(cust-report mail | wc -l)" 3 "three mails made no complaint"
cust-log export >all.jsonl
export CUST_DESK="$tmp/second"
cust-log init >/dev/null 2>&1
run cust-log import all.jsonl
rc_is 0 "they go along in an export"
cust-log export >again.jsonl
ok "and give the same one" cmp all.jsonl again.jsonl
is "$(cust-report mail | cut -f2-)" "$(CUST_DESK=$tmp/desk cust-report mail | cut -f2-)" "and the same list"
run cust-log import all.jsonl
is "$(cust-report mail | wc -l)" 3 "twice gives nothing new"
grep '"kind":"mail"' all.jsonl | head -1 | sed 's/"mail":{/"mail":{"colour":"red",/' >bad.jsonl
run cust-log import bad.jsonl
rc_is 65 "a message with an unknown key is refused"
grep '"kind":"mail"' all.jsonl | head -1 | sed 's/,"mail":{.*}/}/' >bad.jsonl
run cust-log import bad.jsonl
like "$err" '"mail" is missing' "so is a line without its message"
export CUST_DESK="$tmp/third"
cust-log init >/dev/null 2>&1
cust-log new -c Ann something of our own >/dev/null 2>&1
run cust-log import all.jsonl
rc_is 0 "another desk takes them too"
is "$(cust-report mail | wc -l)" 3 "as its own"
run cust-log verify
is "$rc$out" 0 "and replays"

# --- erased everywhere ---
export CUST_DESK="$tmp/gone"
cust-log init >/dev/null 2>&1
echo "Wombat lamp." | letter "Zed <zed@example.com>" "Away" z1 "Auto-Submitted: auto-replied" | cust-log mail
cust-log mail --accept m1 >/dev/null 2>&1
echo "Wombat kettle." | letter "Zed <zed@example.com>" "Kettle" z2 >z2.eml
broken
cust-log mail <z2.eml >/dev/null 2>&1
whole
cust-log mail --reparse all >/dev/null 2>&1
cust-log customer zed@example.com erase --yes wish >/dev/null 2>&1
is "$(grep -c -a -i wombat "$CUST_DESK/cust.db")" 0 "with their sender mails go from every place where they stood"

# --- our own letters are not theirs ---
CUST_DESK=$tmp/ours
cust-log init >/dev/null 2>&1
cust-log new -c gil@example.com the lamp broke >/dev/null 2>&1
cust-log draft 1 | sed 's/^I am looking/We are looking/;s/\[\[[^]]*\]\]/soon/g' >ours.txt
cust-log reply 1 <ours.txt >ours.eml 2>err2
like "$(head -1 ours.eml)" "^[A-Z][A-Za-z-]*: " "a letter is handed out"
before=$(cust-log export)
run cust-log mail --reparse 1
rc_is 0 "a letter of ours is passed over when its complaint is read again"
like "$err" "is a letter of ours; it stays as it is" "with a word"
is "$out$(cust-log export)" "$before" "and nothing is written"
run cust-log mail --reparse m1
like "$err" "m1: is a letter of ours" "so by its number"
cust-log reply 1 --sent >/dev/null 2>&1
before=$(cust-log export)
run cust-log mail --reparse 1
is "$out$(cust-log export)" "$before" "and once it was sent"

done_testing
