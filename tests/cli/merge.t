#!/bin/sh
# Two complaints that are one matter: it goes on in one of them, nothing is lost or counted twice, and a strike parts them.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

db=$HOME/.local/share/cust/cust.db
field() { cust-report list --fields="$2" "$1" 2>/dev/null; }
# The rows as they are, without what a history only ever adds to.
rows() {
    sqlite3 "$db" "SELECT id, customer, owner, category, cause, subject, status, waiting, voided, by_hand, satisfied,
        priority, points, signals, channel, steps, reopened, received, heard, acknowledged, resolved, closed, due
        FROM complaint ORDER BY id;
        SELECT subject, no, kind, state, owner, moved, made, due, first_due, ended FROM followup
        WHERE subject < 3 AND no < 6 ORDER BY 1, 2"
}

cust-log new -c "Acme <mail@acme.example>" --when "3 days ago" the kettle leaks >/dev/null 2>&1
cust-log said 1 --when "2 days ago" --as ack --promise "2099-03-02 16:00 ring back" we look into it >/dev/null 2>&1
cust-followup add 1 --kind expected --due 2099-03-05 the receipt >/dev/null 2>&1
cust-followup snooze 1/3 --due "2099-03-03 10:00" they were away >/dev/null 2>&1
cust-log new -c mail@acme.example my solicitor will hear of this kettle >/dev/null 2>&1
cust-log new -c bolt the lamp flickers >/dev/null 2>&1
before=$(rows)
first=$(sqlite3 "$db" "SELECT received FROM complaint WHERE id = 1")
answer=$(sqlite3 "$db" "SELECT acknowledged FROM complaint WHERE id = 1")

# --- what is refused
run cust-log merge 1
rc_is 64 "merge says where to"
like "$err" "--into" "and names the option"
run cust-log merge 1 --into 1
rc_is 64 "not into itself"
run cust-log merge 1 --into 99
rc_is 66 "not into nowhere"
run cust-log merge 1 --into c1
rc_is 64 "not into a customer"
run cust-log merge 1 --into 3
rc_is 65 "not into another customer's"
like "$err" "cust-log customer c1 merge --into c2" "and it says what comes first if they are one"
is "$(rows)" "$before" "what was refused changed nothing"

# --- the merge
run cust-log merge 1 --into 2 the same kettle
rc_is 0 "one goes on in the other"
is "$(printf '%s\n' "$out" | cut -f1,3 | tr '\t\n' '  ')" "1 merged 2 acknowledged " "both lines are printed, the one that goes on last"
like "$err" "cust-log strike 1@[0-9]+ parts them" "with what parts them"
strike=$(printf '%s\n' "$err" | sed -n 's/.*cust-log strike \(1@[0-9]*\) .*/\1/p')
like "$out" "^2	P2	.*legal" "the one that goes on is read again, with the answer that was given"
is "$(sqlite3 "$db" "SELECT received = $first, acknowledged = $answer FROM complaint WHERE id = 2")" "1|1" \
    "the earlier receipt and its answer count"
is "$(sqlite3 "$db" "SELECT count(*) FROM followup WHERE subject = 1 AND state IN (0, 3)")" 0 \
    "no clock of what was merged runs on or counts as broken"
is "$(sqlite3 "$db" "SELECT state FROM followup WHERE subject = 2 AND kind = 5")" 4 \
    "the answer that was given is not owed again"
is "$(sqlite3 "$db" "SELECT made = $first FROM followup WHERE subject = 2 AND kind = 7")" 1 \
    "the clock of the resolution runs from the earlier receipt"
is "$(cust-followup customer:acme kind:promise | cut -f1,2,4,7)" "2/3	promise	2099-03-03T10:00:00Z	ring back" \
    "an open promise goes along, as it was due"
is "$(cust-followup customer:acme kind:expected | cut -f1,7)" "2/4	the receipt" "and so does what they owe us"
is "$(sqlite3 "$db" "SELECT moved, first_due < due FROM followup WHERE subject = 2 AND no = 3")" "$(sqlite3 "$db" \
    "SELECT moved, first_due < due FROM followup WHERE subject = 1 AND no = 3")" "it was moved as often as it was"

# --- one matter, not two
is "$(cust-triage 2>/dev/null | cut -f1 | sort | tr '\n' ' ')" "2 3 " "the queue has it once"
is "$(field status:merged ref)" 1 "status:merged finds what was merged"
is "$(field status:void ref)" "" "which is not void"
is "$(cust-report | sed -n 's/^received	//p' | cut -f1)" 2 "the summary counts it once"
is "$(cust-report | sed -n 's/^void	//p' | cut -f1)" 0 "and not as void"
is "$(cust-report customers | sed -n 's/^c1	//p' | cut -f2)" 1 "so do the tables"
like "$(cust-report customer acme)" "MATTERS +1, 1 open" "and the customer's page"
is "$(field solicitor ref | tr '\n' ' ')" "2 " "words of the one that goes on find it"
is "$(cust-report list status:open leaks --fields=ref)" 2 "words of what was merged find the one that goes on"

# --- told in both
run cust-report show 2
like "$out" "joined 1, first heard" "the one that goes on says what was merged into it"
like "$out" "the kettle leaks" "with its customer's words"
like "$out" "  1@[0-9]+ .* said" "and ours"
run cust-report show 1
like "$out" "MERGED it goes on in 2" "what was merged says where it goes on"
like "$out" "the kettle leaks" "and its history stays whole"
like "$err" "1 was merged into 2" "and standard error points there"

# --- the old number is an alias
run cust-log heard 1 it still leaks
rc_is 0 "what is heard of what was merged is kept"
is "$(printf '%s\n' "$out" | cut -f1)" 2 "in the one that goes on"
like "$err" "1 was merged into 2" "with a word"
run cust-log set 1/1 category=product
rc_is 64 "a follow-up is still no complaint"
run cust-followup 'done' 1/2 we rang
like "$err" "is cancelled already|1 was merged|add a new one" "a clock that ended stays ended"
run cust-log call acme --on 1 <<EOT
and the lid is loose
EOT
printf 'and the lid is loose\n' | cust-log call acme --on 1 >/dev/null 2>"$tmp/err"
like "$(cust-report show 2)" "and the lid is loose" "a call about it goes on there"
run cust-log merge 1 --into 2
rc_is 65 "it cannot be merged twice"
run cust-log merge 2 --into 1
rc_is 65 "nor can anything be merged into it"
like "$err" "1 was merged into 2 itself" "which it says"
run cust-log void 1 a duplicate
rc_is 65 "to void what was merged voids nothing"
like "$err" "1 was merged into 2" "and says why"
run cust-log reopen 1 once more
like "$out" "^$" "what was merged is not opened again"
run cust-log verify
rc_is 0 "every history replays to its row"
is "$out" "" "with nothing to find"

# --- as of before
then=$(sqlite3 "$db" "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') FROM tx WHERE seq = (SELECT min(seq) FROM merged)")
sqlite3 "$db" "UPDATE tx SET at = at - 60 WHERE seq < (SELECT min(seq) FROM merged)"
before_then=$(date -u -d "$then - 30 seconds" +%Y-%m-%dT%H:%M:%SZ)
is "$(cust-report list --as-of "$before_then" --fields=ref,status | head -2 | tr '\t\n' '  ')" "1 acknowledged 2 received " \
    "as of before the merge they are two"
run cust-report show 1 --as-of "$before_then"
is "$(printf '%s\n' "$out$err" | grep -c -i merged)" 0 "and nothing is told of it"
is "$(cust-report list leaks --as-of "$before_then" --fields=ref | tr '\n' ' ')" "1 " "nor are words found in the other"

# --- parted again
run cust-log strike "$strike" they are two kettles
rc_is 0 "a strike of the merge parts them"
is "$(printf '%s\n' "$out" | cut -f1 | sort | tr '\n' ' ')" "1 2 " "and prints both"
is "$(field status:merged ref)" "" "nothing is merged any more"
is "$(cust-followup customer:acme kind:promise | cut -f1)" 1/3 "the promise is due where it was made"
run cust-log verify
rc_is 0 "every history replays to its row after the strike"
run cust-log strike "$strike"
rc_is 65 "it cannot be struck twice"

# --- the law: merge, then strike, and the rows are those of before
for way in "1 2" "2 1"; do
    from=${way% *} into=${way#* }
    CUST_DESK=$tmp/law$from && export CUST_DESK && db=$CUST_DESK/cust.db
    cust-log init >/dev/null 2>&1
    cust-log new -c acme --when "3 days ago" the kettle leaks >/dev/null 2>&1
    cust-log new -c acme --when "2 days ago" it smells of smoke and sparks fly out >/dev/null 2>&1
    cust-log set 1 category=product >/dev/null 2>&1
    cust-log assign 2 --to ann >/dev/null 2>&1
    cust-followup add 1 --due 2099-03-02 ring back >/dev/null 2>&1
    before=$(rows)
    cust-log merge "$from" --into "$into" >/dev/null 2>"$tmp/err"
    like "$(cust-report list "$into" --fields=owner,category)" "^ann	product$" "an owner and a category go along ($way)"
    is "$([ "$(rows)" = "$before" ] && echo the same)" "" "the merge changes rows ($way)"
    run cust-log undo
    rc_is 0 "undo parts what was merged ($way)"
    is "$(printf '%s\n' "$out" | cut -f1 | sort | tr '\n' ' ')" "1 2 " "and prints both ($way)"
    is "$(rows)" "$before" "merge and undo leave the rows as they were ($way)"
    no=$(cust-report show --all "$from" | sed -n 's/^@\([0-9]*\) .* merged into.*/\1/p')
    run cust-log strike "$from@$((no + 1))" it was right after all
    rc_is 0 "a strike of the strike merges them again ($way)"
    like "$(cust-report list status:merged --fields=ref)" "^$from$" "as they were ($way)"
    no=$(cust-report show --all "$into" | sed -n 's/^@\([0-9]*\) .* joined .*/\1/p')
    run cust-log strike "$into@$no" no, two kettles
    rc_is 0 "the other half parts them as well ($way)"
    is "$(rows)" "$before" "merge, part, merge, part leave the rows as they were ($way)"
    run cust-log verify
    is "$rc$out" 0 "and all of it replays ($way)"
done

# --- in a row, never in a circle
CUST_DESK=$tmp/row && export CUST_DESK && db=$CUST_DESK/cust.db
cust-log init >/dev/null 2>&1
for words in "the kettle leaks" "it leaks again" "and again it leaks"; do
    cust-log new -c "acme <mail@acme.example>" "$words" >/dev/null 2>&1
done
cust-followup add 3 --due 2099-03-02 ring back >/dev/null 2>&1
cust-log merge 3 --into 2 >/dev/null 2>&1
cust-log merge 2 --into 1 >/dev/null 2>"$tmp/err"
run cust-log heard 3 still leaking
is "$(printf '%s\n' "$out" | cut -f1)" 1 "the way is followed to its end"
run cust-report show 1
like "$out" "and again it leaks" "with all histories on it"
old=$(cust-followup state:cancelled --fields=ref | sort | grep '^3/' | tail -1)
run cust-followup 'done' "$old" rang
is "$(printf '%s\n' "$out" | cut -f1,3)" "1/$(printf '%s\n' "$out" | sed 's|^1/\([0-9]*\).*|\1|')	kept" "a follow-up goes by its old number too"
like "$err" "$old goes on as 1/" "which is said"
no=$(cust-report show --all 2 | sed -n 's/^@\([0-9]*\) .* merged into.*/\1/p')
run cust-log strike "2@$no"
rc_is 65 "a merge that later events stand on is not struck"
like "$err" "1@[0-9]+ .done. could not stand" "and they are named"
cust-log new -c acme two >/dev/null 2>&1
cust-log new -c acme three >/dev/null 2>&1
cust-log merge 4 --into 5 >/dev/null 2>&1
cust-log undo >/dev/null 2>&1
cust-log merge 5 --into 4 >/dev/null 2>&1
no=$(cust-report show --all 4 | sed -n 's/^@\([0-9]*\) .* struck .*/\1/p' | head -1)
run cust-log strike "4@$no"
rc_is 65 "a strike brings no circle about"
cust-report list status:merged --fields=ref >"$tmp/list"
is "$(tr '\n' ' ' <"$tmp/list")" "2 3 5 " "and nothing of it stays"

# --- what is read, and what stays
CUST_DESK=$tmp/read && export CUST_DESK && db=$CUST_DESK/cust.db
cust-log init >/dev/null 2>&1
cust-log new -c acme the kettle leaks >/dev/null 2>&1
cust-log heard 1 it smells of smoke and sparks fly out >/dev/null 2>&1
no=$(cust-report show 1 | sed -n 's/^@\([0-9]*\) .* heard .*/\1/p' | tail -1)
cust-log new -c acme this kettle of mine >/dev/null 2>&1
cust-log merge 1 --into 2 >/dev/null 2>&1
like "$(cust-report list 2 --fields=priority,signals)" "^P1	safety" "what was said in the one is read in the other"
cust-log strike "1@$no" it was the toaster >/dev/null 2>&1
like "$(cust-report list 2 --fields=priority,signals)" "^P4	-" "and what is struck in the one is read no more"
cust-log new -c acme --invoice 4711 --amount 120.50 --invoice-due yesterday not paid >/dev/null 2>&1
run cust-log merge 3 --into 2
rc_is 65 "an invoice stays where it is"
like "$err" "cust-log merge 2 --into 3" "which says the other way"
cust-log new -c "acme <mail@acme.example>" the mixer hums >/dev/null 2>&1
cust-log new -c mail@acme.example that mixer of mine >/dev/null 2>&1
cust-log draft 4 2>/dev/null | sed "s/^I am looking into it myself/I have your mixer here/" >"$tmp/draft"
cust-log reply 4 <"$tmp/draft" >/dev/null 2>"$tmp/err"
cust-log merge 4 --into 5 >/dev/null 2>&1
run cust-log reply 4 --sent
rc_is 0 "a letter that had left is known to be sent"
like "$(cust-report list 5 --fields=status)" "^acknowledged$" "and answers the one that goes on"
run cust-log verify
is "$rc$out" 0 "all of it replays"
CUST_DESK=$tmp/row && export CUST_DESK && db=$CUST_DESK/cust.db

# --- several at once
CUST_DESK=$tmp/many && export CUST_DESK && db=$CUST_DESK/cust.db
cust-log init >/dev/null 2>&1
for words in one two three four; do cust-log new -c acme "$words" >/dev/null 2>&1; done
cust-log new -c bolt five >/dev/null 2>&1
run cust-log merge 2,5,3 --into 1 all about it
rc_is 65 "of several one may be refused"
is "$(printf '%s\n' "$out" | cut -f1,3 | tr '\t\n' '  ')" "2 merged 3 merged 1 received " "the others are merged, and the one that they go on in has one line"
like "$err" "5.*is c2.s" "and it is said which was not"
run sh -c 'cust-report list four | cust-log merge - --into 1'
is "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" "4 1 " "a pipe can say which"
is "$(cust-report list status:merged --fields=ref | tr '\n' ' ')" "2 3 4 " "all of them"
like "$(cust-report show 1)" "three" "with their words in one page"
CUST_DESK=$tmp/row && export CUST_DESK && db=$CUST_DESK/cust.db

# --- mail
printf 'From: mail@acme.example\nTo: desk@us.example\nMessage-ID: <a1@acme>\nSubject: the drill\n\nThe drill stopped.\n' | cust-log mail >/dev/null 2>&1
printf 'From: mail@acme.example\nTo: desk@us.example\nMessage-ID: <a2@acme>\nSubject: my drill\n\nMy drill stopped, I wrote.\n' | cust-log mail >/dev/null 2>&1
cust-log merge 7 --into 6 >/dev/null 2>&1
run sh -c 'printf "From: mail@acme.example\nTo: desk@us.example\nIn-Reply-To: <a2@acme>\nMessage-ID: <a3@acme>\nSubject: Re: my drill\n\nAny news of it?\n" | cust-log mail'
is "$(printf '%s\n' "$out" | cut -f1)" 6 "an answer in the thread of what was merged goes on in the other"
run sh -c 'printf "From: mail@acme.example\nTo: desk@us.example\nMessage-ID: <a4@acme>\nSubject: Re: [cust #7] my drill\n\nHello?\n" | cust-log mail'
is "$(printf '%s\n' "$out" | cut -f1)" 6 "and so does one with its token"

# --- out and in
cust-log export >"$tmp/one.jsonl" 2>/dev/null
cust-log init --desk "$tmp/again" >/dev/null 2>&1
run cust-log import "$tmp/one.jsonl" --desk "$tmp/again"
rc_is 0 "an empty desk takes the export"
cust-log export --desk "$tmp/again" >"$tmp/two.jsonl" 2>/dev/null
ok "and gives an identical one" cmp "$tmp/one.jsonl" "$tmp/two.jsonl"
is "$(sqlite3 "$tmp/again/cust.db" "SELECT * FROM merged ORDER BY 1, 2")" "$(sqlite3 "$db" "SELECT * FROM merged ORDER BY 1, 2")" \
    "what goes on where is known as of any time there, too"
run cust-log verify --desk "$tmp/again"
is "$rc$out" 0 "and it verifies"

cust-log init --desk "$tmp/other" >/dev/null 2>&1
cust-log new --desk "$tmp/other" -c somebody hello >/dev/null 2>&1
run cust-log import "$tmp/one.jsonl" --desk "$tmp/other"
rc_is 0 "another desk takes it under numbers of its own"
is "$(sqlite3 "$tmp/other/cust.db" "SELECT subject - 1, into_subject - 1 FROM merged WHERE to_seq > 9e18 ORDER BY 1")" \
    "$(sqlite3 "$db" "SELECT subject, into_subject FROM merged WHERE to_seq > 9e18 ORDER BY 1")" "what goes on where goes by these"
run cust-log heard --desk "$tmp/other" 4 still leaking
is "$(printf '%s\n' "$out" | cut -f1)" 2 "and the alias is one there too"
run cust-log verify --desk "$tmp/other"
is "$rc$out" 0 "which verifies"
deadlines() { sqlite3 "$tmp/other/cust.db" "SELECT count(*) FROM followup WHERE subject = 7 AND kind IN (5, 6, 7)"; }
clocks=$(deadlines)
no=$(cust-report show --desk "$tmp/other" --all 8 2>/dev/null | sed -n 's/^@\([0-9]*\) .* merged into.*/\1/p')
run cust-log strike --desk "$tmp/other" "8@$no" they are two
is "$rc $(deadlines)" "0 $clocks" "they can be parted, and the clocks that were there before stay"
run cust-log verify --desk "$tmp/other"
is "$rc$out" 0 "which verifies as well"

# --- damage is found
CUST_DESK=$tmp/words
cust-log init >/dev/null 2>&1
cust-log new -c ann@home.example the shelf is bent >/dev/null 2>&1
cust-log new -c ann@home.example the screws are missing too >/dev/null 2>&1
cust-log merge 2 --into 1 >/dev/null 2>&1
run cust-log draft 1
like "$out" 'You write: "the screws are missing too"' "a draft answers what they said last, in whichever of both"
is "$(printf '%s\n' "$out" | tail -1)" "the screws are missing too" "and shows it to the author"

for way in "2 1" "1 2"; do
    from=${way% *} into=${way#* }
    CUST_DESK=$tmp/read$from
    cust-log init --desk "$tmp/read$from" >/dev/null 2>&1
    cust-log new -c acme the shelf is bent >/dev/null 2>&1
    cust-log new -c acme I am furious, you charged me twice >/dev/null 2>&1
    [ "$from" = 2 ] || cust-log heard 1 I am furious, you are thieves >/dev/null 2>&1
    cust-log merge "$from" --into "$into" >/dev/null 2>&1
    cust-log export >"$tmp/joined.jsonl" 2>/dev/null
    was=$(cust-triage explain "$into" | sed 1q | cut -d' ' -f2-)
    clocks="SELECT no, due, moved FROM followup WHERE subject ="
    due=$(sqlite3 "$CUST_DESK/cust.db" "$clocks $into ORDER BY no")
    cust-log init --desk "$tmp/taken$from" >/dev/null 2>&1
    CUST_DESK=$tmp/taken$from
    cust-log new -c somebody hello >/dev/null 2>&1
    cust-log import "$tmp/joined.jsonl" >/dev/null 2>&1
    is "$(cust-triage explain $((into + 1)) | sed 1q | cut -d' ' -f2-)" "$was" "$from in $into: words of both are read where they go on"
    is "$(sqlite3 "$CUST_DESK/cust.db" "$clocks $((into + 1)) ORDER BY no")" "$due" "and deadlines stay as they came"
    run cust-triage run
    like "$err" "read, 0 changed" "so that nothing is left to be read"
    run cust-log verify
    is "$rc$out" 0 "and it verifies"
done
CUST_DESK=$tmp/row

sqlite3 "$db" "DELETE FROM merged WHERE subject = 5"
run cust-log verify
rc_is 65 "verify finds a merge that only the history knows"
like "$out" "^5: into" "and names it"
# --- a part of a desk, without the one that the matter goes on in
CUST_DESK=$tmp/whole
cust-log init >/dev/null 2>&1
cust-log new -c Ann the kettle leaks >/dev/null 2>&1
cust-log new -c Ann the kettle drips >/dev/null 2>&1
cust-log merge 1 --into 2 >/dev/null 2>&1
cust-log export 1 >"$tmp/first.jsonl"
cust-log export >"$tmp/both.jsonl"
CUST_DESK=$tmp/part
cust-log init >/dev/null 2>&1
cust-log import "$tmp/first.jsonl" >/dev/null 2>&1
run cust-log verify
is "$rc$out" 0 "what was merged into one that an export left out verifies"
is "$(cust-log new -c Bo the lamp flickers 2>/dev/null | cut -f1)" 3 "the other one's number goes to nobody else"
run cust-log heard 1 it still leaks
rc_is 66 "nor do words"
CUST_DESK=$tmp/later
cust-log init >/dev/null 2>&1
cust-log import "$tmp/first.jsonl" >/dev/null 2>&1
cust-log import "$tmp/both.jsonl" >/dev/null 2>&1
ok "once the rest comes in it is as it was" sh -c "cust-log export | cmp - '$tmp/both.jsonl'"
done_testing
