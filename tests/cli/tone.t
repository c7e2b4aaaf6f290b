#!/bin/sh
# The tone check, from the outside: what editors and pipes see.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

check() {
    "$@" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

printf 'Calm down.\n\nAs per company policy we keep the money!!\n' >"$tmp/bad"
check cust-log check <"$tmp/bad"
rc_is 1 "warnings are findings"
like "$out" '^draft:1:1: warning: "Calm down" .* \[belittling\]$' "a warning has line and column, the words, advice and its kind"
like "$out" '^draft:3:1: warning: "As per company policy" .* \[robotic\]$' "and its own line"
like "$out" '^draft:3:40: warning: "!!" .* \[shouting\]$' "columns are bytes from 1"
like "$out" '^draft:1:1: warning: .* \[no-apology\]$' "what the whole lacks is said too"
like "$err" '^cust-log: [0-9]+ warnings$' "and how many there are"
ok "it needs no desk, and makes none" test ! -e "$HOME/.local"
cp "$tmp/out" "$tmp/first"
check cust-log check -F "$tmp/bad"
is "$(sed "s|^$tmp/bad|draft|" "$tmp/out")" "$(cat "$tmp/first")" "a file gives the same warnings under its own name"

cat >"$tmp/good" <<'END'
To: Jane <jane@example.com>
Subject: Re: the kettle leaks

Dear Jane,

I am sorry that the kettle leaks. I understand how annoying that is.
I will send you a new one; it will be with you by Friday.

> YOU SHOULD BE ASHAMED!!
-- >8 -- nothing below this line is sent --
calm down, idiots
END
check cust-log check <"$tmp/good"
rc_is 0 "a good answer passes"
is "$out$err" "" "without a word"

check cust-log check </dev/null
rc_is 1 "an empty answer lacks everything"
like "$(printf 'a\377b' | cust-log check 2>&1)" "no-apology" "any bytes can be checked"
check cust-log check nosuch <"$tmp/good"
rc_is 64 "an operand is a reference"
check cust-log check 7 <"$tmp/good"
rc_is 66 "which needs its desk"
check cust-log check --as finl <"$tmp/good"
rc_is 64 "a kind of answer is one of five"
like "$err" "final" "and the near one is suggested"

# --- what the desk knows ---
run cust-log new -c jane@example.com "The toaster burns every slice of bread."
check cust-log check 1 <"$tmp/good"
like "$out" "\[no-restatement\]" "with a reference, their own terms are looked for"
sed 's/the kettle leaks\. I/the toaster burns your bread. I/' "$tmp/good" >"$tmp/terms"
check cust-log check 1 <"$tmp/terms"
rc_is 0 "and two of them are enough"
printf 'X-Cust-Seen: 1@2\n\nHello' >"$tmp/seen"
check cust-log check <"$tmp/seen"
like "$out" "^draft:3:1: .*\[no-restatement\]" "a draft says itself whose it is, and lines count from its head"
printf 'We admit liability.\n' >"$tmp/law"
check cust-log check 1 <"$tmp/law"
is "$(grep -c liability "$tmp/out")" 0 "an admission is none of our business before they speak of law"
run cust-log heard 1 "My lawyer will sue you in court."
check cust-log check 1 <"$tmp/law"
like "$out" "\[liability\]" "and is warned of after"

# --- policy ---
mkdir -p "$HOME/.local/share/cust"
cat >"$HOME/.local/share/cust/policy.yaml" <<'END'
tone:
  apology.sorry: null
  robotic.ours:
    finding: robotic
    strength: 0.5
    say: is what the old form letter said
    patterns:
      - in receipt of
END
run cust-log policy apply --owner
rc_is 0 "policy can have tone rules of its own"
printf 'We are in receipt of your letter.\n' >"$tmp/ours"
check cust-log check <"$tmp/ours"
like "$out" '"in receipt of" is what the old form letter said \[robotic\]' "which are found"
is "$(grep -c no-apology "$tmp/out")" 0 "and what it took away is not asked for"
cat >"$HOME/.local/share/cust/policy.yaml" <<END
roles:
  agent:
    rank: 1
    offer: 50
    month: 80
staff:
  $(id -un):
    role: agent
END
run cust-log policy apply --owner
printf 'We can refund you 60 EUR.\nWe can refund you 40 EUR.\n' >"$tmp/sums"
check cust-log check 1 <"$tmp/sums"
is "$(grep over-authority "$tmp/out")" 'draft:1:19: warning: "60 EUR" is more than you may offer yourself; have it approved first [over-authority]' "a sum above one's own limit is warned of"
cat >"$HOME/.local/share/cust/policy.yaml" <<END
roles:
  agent:
    rank: 1
    offer: 50
    month: 80
    limits: {discount: 10}
  lead:
    rank: 2
staff:
  $(id -un):
    role: agent
  lena:
    role: lead
END
run cust-log policy apply --owner
printf 'We can give you a discount of 20 EUR.\nWe can refund you 20 EUR.\n' >"$tmp/sums"
check cust-log check 1 <"$tmp/sums"
like "$(grep over-authority "$tmp/out")" '^draft:1:.*"20 EUR"' "a remedy has a limit of its own"
is "$(grep -c over-authority "$tmp/out")" 1 "and another one does not share it"
run cust-log offer 1 --remedy refund:45
printf 'We can refund you 45 EUR.\nWe can send a voucher worth 40 EUR.\n' >"$tmp/sums"
check cust-log check 1 <"$tmp/sums"
like "$(grep over-authority "$tmp/out")" '^draft:2:.*"40 EUR"' "what is left of the month counts: 80 less the 45 that were offered"
is "$(grep -c over-authority "$tmp/out")" 1 "but what was offered may be told"
# Whether a final answer must name the ombudsman is the standard's in force.
cat >"$HOME/.local/share/cust/policy.yaml" <<'END'
standards:
  house:
    deadline: resolution
    within: 8 weeks
    category: billing
  portal:
    deadline: resolution
    within: 60 days
    category: delivery
    signpost: no
  first:
    deadline: response
    within: 5 days
END
run cust-log policy apply --owner
signpost() { # CATEGORY
    cust-log set 1 category="$1" >/dev/null
    printf 'X-Cust-As: final\n\nDear Jane,\nthis is our decision.\n' >"$tmp/final"
    check cust-log check 1 <"$tmp/final"
    grep -c no-signpost "$tmp/out"
}
is "$(signpost billing)" 1 "a final answer under a standard must name the ombudsman"
is "$(signpost delivery)" 0 "under one that asks for none it need not"
is "$(signpost product)" 0 "nor where no standard holds"
printf 'tone:\n  x.z:\n    finding: over-authority\n    strength: 0.5\n    patterns:\n      - x y\n' >"$tmp/broken.yaml"
run cust-log policy check "$tmp/broken.yaml"
rc_is 78 "a kind that has no phrases takes none"
printf 'tone:\n  x.y:\n    finding: robotik\n    strength: 0.5\n    patterns:\n      - (open\n' >"$tmp/broken.yaml"
run cust-log policy check "$tmp/broken.yaml"
rc_is 78 "a wrong finding is refused"
like "$err$out" 'broken.yaml:3:14: .*did you mean "robotic"' "with its place and the near one"
like "$err$out" 'broken.yaml:6:' "and a wrong pattern with it"

done_testing
