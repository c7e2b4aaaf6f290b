#!/bin/sh
# The whole path on real input: every mail that other mail programs test themselves with, real complaints by mail, and
# 7,005 real narratives by import; then queue, follow-ups, report and pipelines on them.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
if ! [ -d "$data/triage/e2e" ] || ! [ -d "$data/mail" ]; then
    skip_all "the real mails and complaints are not at hand"
fi

CUST_DESK=$tmp/desk
export CUST_DESK
store=$CUST_DESK/cust.db
cust-log init 2>/dev/null

# --- mail ---
find "$data/triage/e2e" "$data/mail" -type f -size +0 ! -name '*.tsv' | LC_ALL=C sort >"$tmp/mails"
refused=0
again=0
while IFS= read -r mail; do
    if cust-log mail <"$mail" >>"$tmp/lines" 2>"$tmp/err"; then
        grep -q 'came before' "$tmp/err" && again=$((again + 1))
    else
        refused=$((refused + 1))
        echo "# refused: $mail: $(cat "$tmp/err")"
    fi
done <"$tmp/mails"
n=$(wc -l <"$tmp/mails")
is "$refused" 0 "none of $n mails is refused"
is "$(sqlite3 "$store" 'SELECT count(*) FROM mail')" "$((n - again))" "each is kept once ($again had come before)"

mkdir "$tmp/raw"
sqlite3 "$store" "SELECT writefile('$tmp/raw/' || id, raw) FROM mail" >/dev/null
while IFS= read -r mail; do sha256sum <"$mail"; done <"$tmp/mails" | sort -u >"$tmp/in"
cat /dev/null >"$tmp/kept"
for raw in "$tmp/raw"/*; do sha256sum <"$raw"; done | sort -u >"$tmp/kept"
is "$(comm -13 "$tmp/in" "$tmp/kept" | wc -l)" 0 "what is kept is byte for byte what came"
lost=$(comm -23 "$tmp/in" "$tmp/kept" | wc -l)
ok "and nothing that came is lost but copies of the same message" test "$lost" -le "$again"

run sh -c ': | cust-log mail'
rc_is 75 "an empty input is for the mail system to keep"
run cust-log mail --nonsense
rc_is 75 "and so is whatever is wrong with the command"

e2e=$(sqlite3 "$store" "SELECT count(*) FROM mail WHERE class = 0 AND subject > 0")
ok "people's mails became complaints" test "$e2e" -ge 120
run cust-log verify
rc_is 0 "every history replays to its rows"
is "$out$err" "" "without a difference"

# --- narratives ---
CUST_DESK=$tmp/desk2
store=$CUST_DESK/cust.db
cust-log init 2>/dev/null
cfpb=$data/triage/cfpb_product.tsv
run cust-log import --map id=source-id --map fold= --map source=product --map product=category --source cfpb "$cfpb"
rc_is 0 "7,005 narratives come in"
is "$(printf '%s\n' "$out" | wc -l)" 7005 "each gives its line"
is "$(printf '%s\n' "$out" | cut -f1 | sort -un | wc -l)" 7005 "and its own number"
run cust-log import --map id=source-id --map fold= --map source=product --map product=category --source cfpb "$cfpb"
is "$out" "" "twice gives nothing new"

is "$(cust-triage | wc -l)" 7005 "the queue holds them all"
cust-triage | cut -f2 >"$tmp/p"
ok "most urgent first" sort -c "$tmp/p"
is "$(cust-triage | head -n 3 | wc -l)" 3 "a reader that stops early harms nobody"
cust-triage --fields=priority,due >"$tmp/p"
ok "and within a priority by due time" sort -c "$tmp/p"

cust-triage signal:legal | head -n 3 | cust-followup add - --due +2h legal support looks at it >"$tmp/added" 2>"$tmp/err"
is "$(wc -l <"$tmp/added")" 3 "a pipeline gives the three most urgent legal threats a promise"
is "$(cut -f2,3,7 "$tmp/added" | sort -u)" "promise	open	legal support looks at it" "with its words"
is "$(cust-followup kind:promise | cut -f1 | sort)" "$(cut -f1 "$tmp/added" | sort)" "and follow-up lists them"
is "$(cust-triage signal:legal | head -n 3 | cut -f1 | sort)" "$(cut -f1 "$tmp/added" | cut -d/ -f1 | sort)" \
    "for the ones that the queue shows"
cut -f1 "$tmp/added" | cust-followup "done" - >"$tmp/done" 2>&1
is "$(cut -f3 "$tmp/done" | sort -u)" "kept" "done takes them from the pipe again"

first=$(cust-triage --fields=ref | head -n 1)
run cust-triage explain "$first"
sum=$(printf '%s\n' "$out" | sed -nE '2,$s/.* = +([0-9]+)( .*)?$/\1/p' | awk '{s += $1} END {print s + 0}')
is "$sum" "$(printf '%s\n' "$out" | sed -nE '1s/.*, ([0-9]+) points.*/\1/p')" "the terms add up to the points"

run cust-report --format=tsv
like "$out" "^received	7005	" "the summary counts them"
run cust-report search "identity theft"
rc_is 0 "search finds what was said"
like "$out" "\[identity\] \[theft\]|\[Identity\] \[Theft\]" "and marks it"
run cust-log verify
rc_is 0 "and every history replays to its rows"

done_testing
