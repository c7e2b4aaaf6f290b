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
done_testing
