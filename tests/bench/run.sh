#!/bin/sh
# run.sh BUILD: how fast, as ratios against bare C programs and the sqlite3 shell in the same run, and as instructions.
#
# CUST_BENCH_N complaints (1,000,000) are made once in CUST_BENCH_DIR and kept for the next run.
set -eu

build=$(cd "$1" && pwd)
bench=$build/tests/bench
n=${CUST_BENCH_N:-1000000}
dir=${CUST_BENCH_DIR:-$build/bench}
PATH=$build:$bench:$PATH
export PATH TZ=UTC
unset CUST_DESK || :
mkdir -p "$dir"
tab=$(printf '\t')

row() { # NAME LIMIT MEASURE...
    printf '%-44s%s%s%s' "$1" "$tab" "$2" "$tab"
    shift 2
    "$@"
}

instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        sed -nE 's/^==.*Collected : ([0-9]+).*/\1/p'
}

counted() { # NAME LIMIT COMMAND... -- COMMAND...
    name=$1
    limit=$2
    shift 2
    first=
    while [ "$1" != -- ]; do
        first="$first '$1'"
        shift
    done
    shift
    b=$(instructions "$@")
    a=$(eval "instructions $first")
    printf '%-44s%s%s%s%s%s%s%s%s%s\n' "$name" "$tab" "$limit" "$tab" "$a" "$tab" "$b" "$tab" \
        "$(awk "BEGIN {printf \"%.2f\", $a / $b}")" "$tab-"
}

# Commands that change what they find: each run begins with what PREPARE makes; best of three, in turn.
prepared() { # NAME LIMIT PREPARE OURS FLOOR
    ours=
    floor=
    for _ in 1 2 3; do
        a=$(milliseconds "$3" "$4")
        b=$(milliseconds "$3" "$5")
        [ "${ours:-$a}" -lt "$a" ] || ours=$a
        [ "${floor:-$b}" -lt "$b" ] || floor=$b
    done
    printf '%-44s%s%s%s%s%s%s%s%s%s-\n' "$1" "$tab" "$2" "$tab" "$ours" "$tab" "$floor" "$tab" \
        "$(awk "BEGIN {printf \"%.2f\", $ours / ($floor + 0.001)}")" "$tab"
}

milliseconds() { # PREPARE COMMAND
    eval "$1" >/dev/null 2>&1
    start=$(date +%s%N)
    eval "$2" >/dev/null 2>&1 || echo "failed: $2" >&2
    echo $((($(date +%s%N) - start) / 1000000))
}

fill() { # NAME COUNT
    [ -f "$dir/$1/cust.db" ] || bench_fill "$dir/$1" "$2" >/dev/null
}

rm -rf "$dir/empty"
bench_fill "$dir/empty" 1 >/dev/null
fill full "$n"

# A customer that both stores know, under a name that only they have.
known="Bench Customer"
cust-log new --desk "$dir/empty" -c "$known" hello >/dev/null 2>&1
cust-log new --desk "$dir/full" -c "$known" hello >/dev/null 2>&1
said="the kettle that I bought last week leaks at the base and nobody answers"

printf '%-44s%s%s\n' "what (ms; or instructions)" "$tab" "limit${tab}ours${tab}floor${tab}ratio${tab}MB"
row "new, empty store / bare C" 1.5 bench_pair 60 cust-log new --desk "$dir/empty" -c "$known" "$said" -- \
    bench_new_floor "$dir/empty" "$known" "$said"
row "new, $n / bare C" 1.5 bench_pair 60 cust-log new --desk "$dir/full" -c "$known" "$said" -- \
    bench_new_floor "$dir/full" "$known" "$said"
row "new, $n / empty store" 1.15 bench_pair 60 cust-log new --desk "$dir/full" -c "$known" "$said" -- \
    cust-log new --desk "$dir/empty" -c "$known" "$said"
row "queue, first 20 of $n / bare C" 1.4 bench_pair 200 cust-triage --desk "$dir/full" -n 20 -- \
    bench_queue_floor "$dir/full"
queue=$(bench_queue_floor --sql)
row "queue, first 20 of $n / sqlite3 shell" 0.9 bench_pair 200 cust-triage --desk "$dir/full" -n 20 -- \
    sqlite3 "$dir/full/cust.db" "$queue"
row "all that is due of $n / bare C" 1.3 bench_pair 3 cust-followup --desk "$dir/full" -- bench_due_floor "$dir/full"
row "all that is due of $n / sqlite3 shell" 1.0 bench_pair 3 cust-followup --desk "$dir/full" -- \
    sqlite3 "$dir/full/cust.db" "$(bench_due_floor --sql)"
cust-followup remind --deliver --within 4w --desk "$dir/empty" >/dev/null
fill late 1000
cust-followup remind --deliver --within 4w --desk "$dir/late" >/dev/null 2>&1
row "remind, 1,776 late ones told before (ms)" - bench_pair 100 cust-followup remind --deliver --desk "$dir/late" -- \
    cust-followup --version
row "remind, nothing due (ms; 3 above the start)" - bench_pair 100 cust-followup remind --deliver --desk "$dir/empty" -- \
    cust-followup --version
row "summary of $n, two periods / bare C pass" 1.5 bench_pair 3 cust-report --desk "$dir/full" --period 2025 -- \
    bench_report_floor "$dir/full"
# DuckDB computes the same figures from tables of its own, in one thread; the whole process counts.
told="kind = 4 OR kind = 7 OR kind = 9 OR kind = 19 OR kind = 24 OR kind > 26 OR (kind = 0 AND ref <> 0)
    OR (kind = 3 AND (code = 17 OR code = 18 OR code = 26 OR code > 30))" # the condition of the index event_told
duck_table() { # NAME TABLE CONDITION
    columns=$(sqlite3 "$dir/full/cust.db" "SELECT '\"' || name || '\" BIGINT' FROM pragma_table_info('$2')" | paste -sd , -)
    names=$(sqlite3 "$dir/full/cust.db" "SELECT name FROM pragma_table_info('$2')" | paste -sd , -)
    duckdb "$dir/full.duckdb" "CREATE TABLE $1 ($columns)" >/dev/null
    sqlite3 -csv "$dir/full/cust.db" "SELECT $names FROM $2 WHERE $3" >"$dir/duck.csv"
    [ ! -s "$dir/duck.csv" ] || duckdb "$dir/full.duckdb" "COPY $1 FROM '$dir/duck.csv'" >/dev/null
    rm "$dir/duck.csv"
}
if command -v duckdb >/dev/null 2>&1; then
    if [ ! -f "$dir/full.duckdb" ]; then
        for t in complaint complaint_past followup merged fix tx; do duck_table "$t" "$t" 1; done
        duck_table told event "$told"
    fi
    row "summary of $n, two periods / DuckDB" 0.8 bench_pair 3 cust-report --desk "$dir/full" --period 2025 -- \
        duckdb "$dir/full.duckdb" "$(cat "$(dirname "$0")/summary.sql")"
else
    echo "summary / DuckDB: skipped, duckdb is not installed"
fi
row "html of $n (ms; not above 10000) / bare C pass" - bench_pair 3 cust-report html --desk "$dir/full" --period 2025 -- \
    bench_report_floor "$dir/full"
row "search, first 20 / sqlite3 shell" 1.5 bench_pair 20 cust-report search --desk "$dir/full" -n 20 refund -- \
    sqlite3 "$dir/full/cust.db" \
    "SELECT rowid, snippet(words_index, 0, '[', ']', '...', 24) FROM words_index WHERE words_index MATCH 'refund' ORDER BY rank LIMIT 20"
row "show 1 of $n (ms)" "10 ms" bench_pair 20 cust-report show --desk "$dir/full" $((n / 2)) -- \
    cust-report show --desk "$dir/empty" 1
row "customer, 1 of $n (ms)" "10 ms" bench_pair 20 cust-report customer --desk "$dir/full" c$((n / 6)) -- \
    cust-report customer --desk "$dir/empty" c1
some=$((n / 10))
[ -f "$dir/rows.tsv" ] || bench_import_floor --rows "$some" >"$dir/rows.tsv"
new_desk="rm -rf '$dir/import' && cust-log init --desk '$dir/import'"
import="cust-log import --desk '$dir/import' '$dir/rows.tsv'"
prepared "import of $some / bare inserts" 1.33 "$new_desk" "$import" \
    "bench_import_floor '$dir/rows.tsv' '$dir/import'"
prepared "the same / bare inserts, texts read too" - "$new_desk" "$import" \
    "bench_import_floor --read '$dir/rows.tsv' '$dir/import'"
fill some "$some"
prepared "run over $some, all differ / bare C" 1.5 "rm -rf '$dir/run' && cp -R '$dir/some' '$dir/run'" \
    "cust-triage run --desk '$dir/run'" "bench_run_floor '$dir/run'"
# A standard that is new: every open complaint gets two deadlines more, and words with each.
new_rules="rm -rf '$dir/rules' && cp -R '$dir/some' '$dir/rules' &&
    cp '$(dirname "$0")/../../examples/profiles/fca-disp.yaml' '$dir/rules/policy.yaml'"
apply="cust-log policy apply --desk '$dir/rules'"
prepared "policy apply to $some, all move / run's bare C" - "$new_rules" "$apply" "bench_run_floor '$dir/rules'"
counted "new, instructions / bare C" - cust-log new --desk "$dir/empty" -c "$known" "$said" -- \
    bench_new_floor "$dir/empty" "$known" "$said"
counted "queue, instructions / bare C" - cust-triage --desk "$dir/full" -n 20 -- bench_queue_floor "$dir/full"

echo
echo "memory of what streams (MB of the first column; ms beside a run on the empty store)"
row "queue, all $n" "flat" bench_pair 1 cust-triage --desk "$dir/full" -- cust-triage --desk "$dir/empty"
row "follow-ups, all" "flat" bench_pair 1 cust-followup --desk "$dir/full" state:open -- cust-triage --desk "$dir/empty"
row "list, all" "flat" bench_pair 1 cust-report list --desk "$dir/full" -- cust-triage --desk "$dir/empty"
row "summary" "flat" bench_pair 1 cust-report --desk "$dir/full" --period 2025 -- cust-triage --desk "$dir/empty"
row "customers, all" "flat" bench_pair 1 cust-report customers --desk "$dir/full" --period 2025 -- cust-triage --desk "$dir/empty"
row "import of $some" "flat" bench_pair 1 sh -c "$new_desk && $import" -- cust-triage --desk "$dir/empty"
row "policy apply to $some" "flat" bench_pair 1 sh -c "$new_rules && $apply" -- cust-triage --desk "$dir/empty"
row "ical of $some" "flat" bench_pair 1 cust-followup ical --desk "$dir/some" -- cust-triage --desk "$dir/empty"
row "run over $some" "flat" bench_pair 1 cust-triage run --desk "$dir/run" -- cust-triage --desk "$dir/empty"
row "export" "flat" bench_pair 1 cust-log export --desk "$dir/full" -- cust-triage --desk "$dir/empty"
row "verify" "flat" bench_pair 1 cust-log verify --desk "$dir/full" -- cust-triage --desk "$dir/empty"

# What follows writes, and the store is to be the same for the next run.
rm -rf "$dir/busy"
cp -r "$dir/full" "$dir/busy"
# A return's profile, by the policy of another desk: to apply it here would move the deadlines of a million complaints.
sed -n '/^returns:/,$p' "$(dirname "$0")/../../examples/profiles/cfpb.yaml" >"$dir/empty/policy.yaml"
cust-log policy apply --desk "$dir/empty" >/dev/null 2>&1
sqlite3 "$dir/busy/cust.db" "ATTACH '$dir/empty/cust.db' AS other; INSERT INTO policy SELECT version,
    (SELECT max(seq) FROM tx), source, text FROM other.policy WHERE true ON CONFLICT DO NOTHING"

# How long each reading verb keeps others from committing, at most, while eight of them do (locks.c).
echo
printf '%-44s%s\n' "longest lock while 8 writers add" "limit${tab}ms"
writers=
write_to() { # DESK
    desk=$1
    for i in 1 2 3 4 5 6 7 8; do
        while :; do cust-log new --desk "$desk" -c "$known" "$said $i"; done >/dev/null 2>&1 &
        writers="$writers $!"
    done
}
written() {
    # shellcheck disable=SC2086
    kill $writers
    wait
    writers=
}
locked() { # NAME COMMAND...
    name=$1
    shift
    echo - >"$dir/locks"
    LD_PRELOAD=$bench/locks.so CUST_LOCKS=$dir/locks "$@" --desk "$desk" >/dev/null 2>&1
    printf '%-44s%s%s\n' "$name" "250$tab" "$(cat "$dir/locks")"
}
write_to "$dir/busy"
locked "summary" cust-report --period 2025
for verb in promises deadlines staff customers causes remedies trend html; do
    locked "$verb" cust-report "$verb" --period 2025
done
locked "ids of a figure" cust-report --period 2025 --ids closed
locked "summary as of a year before" cust-report --period 2025-03 --as-of 2025-06-01
locked "return" cust-report return cfpb --period 2025
locked "list, all" cust-report list
locked "list of a query" cust-report list refund status:open signal:legal
locked "list as of a year before" cust-report list -n 100000 --as-of 2025-06-01
locked "search" cust-report search refund
locked "similar" cust-report similar 1
locked "show" cust-report show $((n / 2))
locked "customer" cust-report customer "Bench Customer"
locked "customer --all" cust-report customer "Bench Customer" --all --format=jsonl
locked "mail" cust-report mail
locked "queue, all" cust-triage
locked "queue as of a year before" cust-triage -n 100000 --as-of 2025-06-01
locked "explain" cust-triage explain $((n / 2))
locked "advise" cust-triage advise $((n / 2))
locked "follow-ups, all" cust-followup
locked "proof" cust-followup proof $((n / 2))
locked "ical" cust-followup ical owner:owner1 priority:P1
locked "export" cust-log export
written
rm -rf "$dir/busy"
# And those that write to many.
eval "$new_rules"
write_to "$dir/rules"
locked "policy apply to $some" cust-log policy apply
locked "remind, the first time, of $some" cust-followup remind --deliver
locked "run over $some" cust-triage run
written

tweets=$(dirname "$0")/../../../shared/data/triage/airline.tsv
if [ -f "$tweets" ]; then
    for _ in 1 2 3 4 5 6 7; do awk -F "$tab" 'FNR > 1 {print $NF}' "$tweets"; done >"$dir/tweets.txt"
    echo
    awk -v ms="$(milliseconds : "cust-triage score <'$dir/tweets.txt'")" -v texts="$(wc -l <"$dir/tweets.txt")" \
        'BEGIN {printf "score, tweets: %.0f texts a second (50000 is the floor)\n", texts * 1000 / ms}'
fi

echo
(cd "$(dirname "$0")/../.." && bench_tone test && bench_phrases)

echo
if [ -d ../shared/data/triage ]; then
    bench_model
else
    echo "how well texts are read: skipped, ../shared/data/triage is not here"
fi
