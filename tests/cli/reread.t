#!/bin/sh
# Many complaints read again at once, read ahead in batches and by a second thread, are read as each would be alone.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
command -v faketime >/dev/null || skip_all "faketime is not here"

customers=60
then="2026-11-02 09:00:00"
now="2026-11-02 12:00:00"

# Ten complaints of each customer, spread over the file; a few texts of every kind.
awk -v n="$customers" 'BEGIN {
    print "source-id\tcustomer\treceived\ttext"
    for (i = 0; i < 10 * n; i++) {
        text = "the kettle that I bought is late again, order " i
        if (i % 7 == 2) text = "the lid wobbles and nobody of you answers me, order " i
        if (i % 13 == 5) text = "Wo bleibt mein Paket, ich warte nun schon seit drei Wochen und habe nichts von Ihnen geh\303\266rt"
        if (i % 11 == 3) text = "it burned my hand and I want my money back now, order " i
        printf "r%d\tcustomer %d\t2026-%02d-%02dT08:00:00Z\t%s\n", i, i * 7 % n, 8 + i % 3, 1 + i % 28, text
    }
}' >"$tmp/rows.tsv"
CUST_DESK=$tmp/one
export CUST_DESK
cust-log init >/dev/null 2>&1
ok "complaints of several kinds come in" faketime -f "$then" cust-log import "$tmp/rows.tsv"
cat >"$CUST_DESK/policy.yaml" <<'END'
phrases:
  lid.wobbles:
    signal: legal
    strength: 1
    patterns: [wobbles]
triage:
  history: {escalated: 9, repeated: 5}
ladders:
  legal:
    on: signal:legal
    steps: {support: {who: carla, do: legal support reads this}}
END
faketime -f "$then" cust-log policy apply >/dev/null 2>&1
cp -R "$tmp/one" "$tmp/all"

all() { # DESK: what triage and the clocks made of every complaint
    CUST_DESK=$1 cust-report list --fields=ref,priority,status,due,signals
    sqlite3 "$1/cust.db" 'SELECT subject, strengths, terms FROM triage ORDER BY subject, no;
        SELECT subject, no, kind, state, due FROM followup ORDER BY subject, no;
        SELECT id, points, events FROM complaint ORDER BY id'
}

i=0
while [ $i -lt $customers ]; do
    i=$((i + 1))
    faketime -f "$now" cust-triage run customer:c$i
done >"$tmp/one.out" 2>/dev/null
CUST_DESK=$tmp/all
run faketime -f "$now" cust-triage run
rc_is 0 "all are read again"
like "$err" "$((10 * customers)) read" "each of them"
is "$(printf '%s\n' "$out" | cut -f1 | sort -n | cksum)" "$(cut -f1 "$tmp/one.out" | sort -n | cksum)" \
    "the same ones change as when each customer's are read alone"
is "$(all "$tmp/all" | cksum)" "$(all "$tmp/one" | cksum)" "and to the same"
is "$(sqlite3 "$tmp/all/cust.db" "SELECT count(*) > 20 FROM triage WHERE terms LIKE '%escalated%'")" 1 \
    "steps of ladders that came in on the way count in later ones"
is "$(cust-triage run 2>&1)" "cust-triage: $((10 * customers)) read, 0 changed" "read once more nothing differs"

# Colleagues who write meanwhile.
sed -i 's/escalated: 9, repeated: 5/escalated: 4, repeated: 3/' "$CUST_DESK/policy.yaml"
cust-log policy apply >/dev/null 2>&1
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    cust-log new -c "customer $i" the lid wobbles, this is the second time that I write
done >/dev/null 2>"$tmp/new.err" &
cust-triage run >/dev/null 2>&1
wait
is "$(sed '/today\|tomorrow/d' "$tmp/new.err")" "" "others write meanwhile"
is "$(cust-triage run 2>&1)" "cust-triage: $((10 * customers + 12)) read, 0 changed" "and all was read as it stands then"
run cust-log verify
rc_is 0 "every history replays to its row"

done_testing
