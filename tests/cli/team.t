#!/bin/sh
# A desk with staff and categories of its own: policy decides who may be named, what is asked, and whose mail is ours.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log init 2>/dev/null
cat >"$HOME/.local/share/cust/policy.yaml" <<'YAML'
desk: Harbour Kettles
zone: Europe/Berlin
staff:
  anna:
    name: Anna Berg
    address: anna@shop.example
categories:
  allergy:
    label: Food and allergies
    ask:
      - Does anybody need a doctor?
YAML

run cust-triage
like "$err" "policy.yaml is not what is in force" "a policy that nobody applied is said"
run cust-log policy check
rc_is 0 "it is sound"
run cust-log policy apply
rc_is 0 "and can be applied"
like "$err" "policy 1 is in force" "under its number"
run cust-triage
is "$(printf '%s' "$err" | grep -c policy)" 0 "then nothing is said any more"

run cust-log new -c acme --category allergy nuts in the soup
rc_is 0 "a category of the desk's own is known"
run cust-log new -c acme --category alergy nuts
rc_is 64 "another is refused"
like "$err" "did you mean allergy\?" "with the near one"
run cust-report show 1
like "$out" "^ABOUT  Food and allergies$" "show says what it is about, as people call it"
like "$out" "^ASK    Does anybody need a doctor\?$" "and what is still to be asked"
run cust-log assign 1 --to ana
rc_is 64 "nobody is given to who does not work here"
like "$err" "did you mean anna\?" "with the near one"
run cust-followup add 1 --due +2h --owner zoe call
rc_is 64 "nor a promise"
run cust-log assign 1 --to anna
run cust-report show 1
like "$out" "^1 nuts in the soup  .*  Anna Berg  " "a colleague is shown by their name"
run cust-report --format=table
like "$out" "^TOTAL for Harbour Kettles, " "the report bears the desk's"

mail() { # FROM ID HEADERS
    printf 'From: %s\nTo: desk@shop.example\nDate: %s\nMessage-ID: <%s@test>\nSubject: soup\n%s\n\nwords of %s\n' \
        "$1" "$(date -R)" "$2" "$3" "$2"
}
mail "jo@example.com" first "X-A: b" | cust-log mail >"$tmp/out"
is "$(cut -f1,3 "$tmp/out")" "2	received" "a customer's mail is a complaint"
mail "Anna <ANNA@shop.example>" ours "In-Reply-To: <first@test>" | cust-log mail >"$tmp/out"
is "$(cut -f1,3 "$tmp/out")" "2	acknowledged" "a colleague's answer to it is ours"
run cust-followup kind:response state:kept
like "$out" "^2/1	" "and meets the deadline"
mail "jo@example.com" second "In-Reply-To: <ours@test>" | cust-log mail >"$tmp/out"
is "$(cut -f1 "$tmp/out")" 2 "what answers that joins them"

# --- a colleague begins a thread ---
ours() { # ID TO
    printf 'From: Anna <anna@shop.example>\nTo: %s\nCc: desk@shop.example\nDate: %s\nMessage-ID: <%s@test>\nSubject: Your jug\n\nIt left today.\n' "$2" "$(date -R)" "$1" |
        cust-log mail >"$tmp/out" 2>"$tmp/err"
    err=$(cat "$tmp/err")
}
cust-log new -c "Pia <pia@home.example>" the jug is cracked >/dev/null 2>&1
ours jug1 "Pia <PIA@home.example>"
is "$(cut -f1,3 "$tmp/out")" "3	acknowledged" "a colleague's letter to a customer with one open matter is said there"
ours jug2 "Someone <else@home.example>"
is "$(cat "$tmp/out")" "" "one to nobody that the desk knows is no complaint of the colleague's"
like "$err" "from a colleague, to nobody with one open matter; cust-report mail lists it" "which is said"
cust-log new -c "Pia <pia@home.example>" and the lid >/dev/null 2>&1
ours jug3 "Pia <pia@home.example>"
is "$(cat "$tmp/out")" "" "nor one to a customer with several"
is "$(cust-report list --fields=customer | grep -ci anna)" 0 "colleagues are no customers"
is "$(cust-report mail | cut -f2,4,5)" "staff	anna@shop.example	Your jug
staff	anna@shop.example	Your jug" "both are kept for people to look at"
m=$(cust-report mail | cut -f1 | tail -n 1)
run cust-log mail --accept "$m"
rc_is 65 "whose it is nobody can guess"
like "$err" "$m is a colleague's; --to REF says which complaint it belongs to" "and the way is said"
run cust-log mail --accept "$m" --to 4
is "$(printf '%s\n' "$out" | cut -f1,3)" "4	acknowledged" "they say it"
is "$(cust-report mail | wc -l | tr -d ' ')" 1 "then it is listed no more"
run cust-log resolve 2 a new soup
mail "jo@example.com" third "References: <first@test> <second@test>" | cust-log mail >"$tmp/out"
is "$(cut -f1,3 "$tmp/out")" "2	acknowledged" "an answer after resolving opens it again"

cat >"$HOME/.local/share/cust/policy.yaml" <<'YAML'
hours:
  mon: 25:00-26:00
respons: 1 hour
YAML
run cust-log policy apply
rc_is 78 "a policy with mistakes is not applied"
like "$err" "policy.yaml:2:8: " "each mistake has its line and column"
like "$err" "policy.yaml:3:1: .*respons" "all of them at once"
run cust-log verify
rc_is 0 "every history replays to its rows"

# --- an import ---
printf 'customer,owner,text\nann,zoe,one\nbob,ana,two\ncleo,anna,three\ndora,,four\n' >"$tmp/rows.csv"
run cust-log --desk "$HOME/.local/share/cust" import "$tmp/rows.csv"
rc_is 65 "a row of an import whose owner does not work here is refused"
like "$err" "rows.csv:2: owner: 'zoe' does not work here" "which is said with its line"
like "$err" "rows.csv:3: owner: .*did you mean anna" "and the near one"
like "$err" "2 imported" "the others go in"

# --- a policy of several files ---
desk=$HOME/.local/share/cust
policy=$desk/policy.yaml
printf 'categories:\n  allergy:\n    label: Food and allergies\n' >"$tmp/was.yaml"
cat "$tmp/was.yaml" "$root/examples/profiles/fca-disp.yaml" >"$policy"
run cust-triage
like "$err" "policy.yaml is not what is in force, and cannot be: .*policy.yaml:[0-9]+:1: .categories. stands twice" "a file that cannot be applied is said with its first mistake"
is "$(printf '%s\n' "$err" | grep -c "policy apply")" 0 "and not with the advice to apply it"
cp "$tmp/was.yaml" "$policy"
echo "include: [$root/examples/profiles/fca-disp.yaml, sub/ours.yaml]" >>"$policy"
mkdir "$desk/sub"
printf 'standards:\n  disp-final:\n    within: 7 weeks\ncategories:\n  allergy: {label: As the file that is included has it}\n' >"$desk/sub/ours.yaml"
run cust-log policy apply
rc_is 0 "a policy that has categories already can include a profile that has some, too"
run cust-log policy show
like "$out" "within: 7 weeks" "each file lies over the one before it"
like "$out" "label: Food and allergies" "and policy.yaml over all"
like "$out" "disp-payment:" "which stay beside each other"
cust-log policy show >"$tmp/whole.yaml"
ok "what is shown is a policy without them" cust-log policy check "$tmp/whole.yaml"
run cust-triage
is "$(printf '%s' "$err" | grep -c policy)" 0 "and nothing is said any more"
printf 'standards:\n  disp-final:\n    withn: 7 weeks\n' >"$desk/sub/ours.yaml"
run cust-log policy check
rc_is 78 "a file that is included must be sound"
like "$err" "sub/ours.yaml:3:5: unknown key 'withn'" "and its mistakes have its own name and place"
printf 'include: more.yaml\nholidays-from: more.ics\n' >"$desk/sub/ours.yaml"
run cust-log policy check
like "$err" "sub/ours.yaml:1:1: no other file can be included here" "it includes no other"
like "$err" "sub/ours.yaml:2:1: no calendar can be named here" "and names no calendars"
rm "$desk/sub/ours.yaml"
run cust-log policy check
like "$err" "policy.yaml:[0-9]+:[0-9]+: .*sub/ours.yaml: .*No such file" "one that is not there is said where it is named"
{ cat "$tmp/was.yaml"; echo "include: {a: b}"; } >"$policy"
run cust-log policy check
like "$err" "this must be a list of files" "a map includes nothing"
{ cat "$tmp/was.yaml"; echo "include: [[a]]"; } >"$policy"
run cust-log policy check
like "$err" "the name of a file must stand here" "nor does a list in the list"
done_testing
