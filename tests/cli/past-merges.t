#!/bin/sh
# What a desk said of an instant it says again of it, byte for byte, whoever was merged or told apart since.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
CUST_DESK=$tmp/desk
export CUST_DESK
day=1
at() { # COMMAND...: an hour of the next day
    faketime -f "2026-03-$(printf %02d "$day") 10:00:00" "$@" >/dev/null 2>"$tmp/said" || {
        fail "$*" "$(cat "$tmp/said")"
    }
    day=$((day + 1))
}

views() { # DAY
    then=2026-03-$(printf %02d "$1")T20:00:00Z
    for c in 1 2 3 4; do
        cust-report customer c$c --as-of "$then"
        cust-report customer c$c --format=json --as-of "$then"
        cust-report customer c$c --all --format=jsonl --as-of "$then"
        cust-report list customer:c$c --as-of "$then"
    done
    for name in Ann bea@x.example "Cid Z" dee@x.example; do
        cust-report customer "$name" --as-of "$then"
    done
    n=1
    while [ $n -le "$complaints" ]; do
        cust-report show $n --all --as-of "$then"
        cust-report show $n --format=json --as-of "$then"
        cust-report show $n --format=jsonl --as-of "$then"
        cust-triage explain $n --as-of "$then"
        n=$((n + 1))
    done
    cust-triage --as-of "$then"
    cust-followup --as-of "$then"
    cust-report --period 2026-03 --as-of "$then" --format=json
    for table in customers promises deadlines staff causes remedies trend; do
        cust-report $table --period 2026-03 --as-of "$then"
    done
    cust-report customers --period 2026-03 --ids received --as-of "$then"
}

# Views of all instants so far; how often the desk was changed since one was seen first is in its name.
check() { # NAME
    d=1
    while [ $d -lt $day ]; do
        views $d >"$tmp/now" 2>&1
        if [ ! -f "$tmp/seen.$d" ]; then
            mv "$tmp/now" "$tmp/seen.$d"
        elif ! cmp -s "$tmp/seen.$d" "$tmp/now"; then
            fail "$1: day $d is as it was" "$(diff "$tmp/seen.$d" "$tmp/now" | head -20)"
            return
        fi
        d=$((d + 1))
    done
    pass "$1: the days before are as they were"
}

complaints=9
faketime -f "2026-02-20 10:00:00" cust-log init >/dev/null 2>&1
at cust-log new -c "Ann <ann@x.example>" this is an outrage, you thieves, I want my money back now
at cust-log new -c "Bea <bea@x.example>" please hurry, it is urgent, I need the kettle today
at cust-log heard 1 nobody answers, this is urgent, answer me now
at cust-log heard 1 still nobody answers, you useless liars
at cust-log new -c "Cid Z <cid@x.example>" the lid is loose
at cust-log new -c "Dee <dee@x.example>" where is my parcel
at cust-log said 1 --promise "in 2 days: the refund" we are sorry, we send the money
at cust-log resolve 1 the money was sent
at cust-log confirm 1 yes
check "as they were seen first"

at cust-log customer c1 merge --into c2 --yes
check "a merge"
at cust-log new -c "Ann <ann@x.example>" broken again, outrageous, I will sue you
at cust-log new -c "Cid Z <cid@x.example>" the lid is loose again and nobody cares
check "what came after it"
at cust-log customer c2 merge --into c3 --yes
check "a merge of merged ones"
merged=$(cust-report customer c1 --all --format=jsonl 2>/dev/null | sed -n 's/.*"ref": *"\(c1@[0-9]*\)".*"merged".*/\1/p' | head -1)
at cust-log strike "${merged:-c1@4}" they are two people
check "a merge that was struck"
at cust-log customer c4 merge --into c1 --yes
at cust-log merge 6 --into 2 --yes
check "another merge, and one of complaints"
at cust-log new -c "Dee <dee@x.example>" where is it, urgent, hurry up
at cust-log heard 4 where is it now
check "what came last"

# A customer with more complaints than are looked at: those that came later do not push out those of then.
at cust-log new -c "Eve <eve@x.example>" you thieves, you useless liars, I want my money back now
first=2026-03-$(printf %02d "$day")T20:00:00Z
at cust-log new -c "Eve <eve@x.example>" you idiots, you thieves, go to hell, all of you
page=$(cust-report customer eve@x.example --as-of "$first")
like "$page" "TRAITS" "what they wrote shows"
i=0
while [ $i -lt 45 ]; do
    echo "Eve <eve@x.example>	the lid is loose $i"
    i=$((i + 1))
done | while IFS='	' read -r who words; do
    faketime -f "2026-04-01 10:00:00" cust-log new -c "$who" "$words" >/dev/null 2>&1
done
is "$(cust-report customer eve@x.example --as-of "$first")" "$page" "and of that day it does after many more complaints, too"

done_testing
