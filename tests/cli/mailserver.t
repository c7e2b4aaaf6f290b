#!/bin/sh
# Mail comes in as safely as a mail server takes it: once, to the right complaint, and never lost.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

[ -x "$build/cust-mime" ] || skip_all "cust-mime is not built"

# letter FILE FROM SUBJECT ID [HEADER]: the text is on standard input.
letter() {
    {
        printf 'From: %s\nTo: care@shop.example\nSubject: %s\nDate: %s\n' "$2" "$3" "$(date -R)"
        [ -z "$4" ] || printf 'Message-ID: <%s>\n' "$4"
        [ -z "${5-}" ] || printf '%s\n' "$5"
        printf 'Content-Type: text/plain; charset=utf-8\n\n'
        cat
    } >"$tmp/$1"
}

deliver() {
    cust-log mail <"$tmp/$1" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

cust-log init >/dev/null 2>&1
echo "The lamp came in pieces." | letter a "Jane Doe <jane@example.com>" "Broken lamp" a1@example.com
deliver a
like "$out" "^1	P.	received	.*Jane Doe" "a mail is a complaint of its sender"

# --- 64 at once ---
echo "The kettle leaks." | letter b "Kim <kim@example.com>" "Kettle" b1@example.com
i=0
while [ $i -lt 64 ]; do
    sed "1i Received: from host$i by us; $(date -R)" "$tmp/b" >"$tmp/b.$i"
    (cust-log mail <"$tmp/b.$i" >/dev/null 2>&1 || echo "$?" >>"$tmp/codes") &
    i=$((i + 1))
done
wait
is "$(cat "$tmp/codes" 2>/dev/null)" "" "64 deliverers at once all end well"
run cust-log export
is "$(cust-report list customer:kim | wc -l)" 1 "and of one message by 64 routes there is one complaint"
echo "Something quite different." | letter c "Kim <kim@example.com>" "Other" b1@example.com
deliver c
like "$out" "^3	" "the same Message-ID with other content is another message"
echo "No name on this one." | letter d "Lee <lee@example.com>" "Nameless" ""
deliver d
deliver d
like "$err" "came before" "a message without Message-ID is known by its content"
is "$(cust-report list customer:lee | wc -l)" 1 "and kept once"

# --- the token ---
echo "Any news?" | letter e "jane@example.com" "Re: [cust #1] Broken lamp" e1@example.com
deliver e
like "$out" "^1	" "a token in the subject joins its complaint"
echo "I am not Jane." | letter f "mallory@example.net" "Re: [cust #1] Broken lamp" f1@example.net
deliver f
like "$out" "^5	.*mallory" "but not for somebody who does not belong to it"
cust-log set 1 contact="her son, Tom <TOM@example.org>" >/dev/null 2>&1
echo "I write for my mother." | letter g "Tom <tom@example.org>" "Fwd: [CUST #1]" g1@example.org
deliver g
like "$out" "^1	" "somebody named as its contact does"
echo "hello" | letter h "jane@example.com" "[cust #999] [cust #x] hm" h1@example.com
deliver h
like "$out" "^6	" "a token of no complaint begins a new one"

# --- thanks ---
cust-log resolve 1 a new lamp was sent >/dev/null 2>&1
printf 'Thank you so much!\n\nJane Doe\n\n> We sent a new lamp. Is it broken?\n' | letter i "Jane Doe <jane@example.com>" "Re: [cust #1]" i1@example.com
deliver i
like "$out" "^1	P.	resolved	" "a bare thanks does not open it again"
run cust-report show 1
like "$out" "praise: nothing but thanks" "and is kept as praise"
printf 'Thank you, but it is broken again.\n' | letter j "Jane Doe <jane@example.com>" "Re: [cust #1]" j1@example.com
deliver j
like "$out" "^1	P.	acknowledged	" "thanks with a but does"

# --- a maildir ---
mkdir -p "$tmp/box/new" "$tmp/box/cur" "$tmp/box/tmp"
i=1
while [ $i -le 20 ]; do
    echo "Matter $i" | letter "box/new/17000000$((10 + i)).M$i.host" "Bulk <bulk$i@example.com>" "Box $i" "box$i@example.com"
    i=$((i + 1))
done
printf '' >"$tmp/box/new/1800000000.empty.host"
cust-log mail --maildir "$tmp/box" >"$tmp/out1" 2>"$tmp/err1" &
one=$!
cust-log mail --maildir "$tmp/box" >"$tmp/out2" 2>"$tmp/err2"
rc=$?
wait "$one"
rc1=$?
is "$(cat "$tmp/out1" "$tmp/out2" | wc -l)" 20 "two sweeps at once store each message once"
is "$(find "$tmp/box/cur" -type f | wc -l)" 20 "and move it to cur"
is "$(ls "$tmp/box/new")" 1800000000.empty.host "what cannot be stored stays in new"
is "$((rc > rc1 ? rc : rc1))" 75 "and is said by 75"
is "$(cust-report list subject:Box 2>/dev/null | wc -l)$(cust-report list Box | wc -l)" "020" "each is a complaint"
rm "$tmp/box/new/1800000000.empty.host"
mv "$tmp"/box/cur/*.M7.* "$tmp/box/new/1700000099.M7.host"
run cust-log mail --maildir "$tmp/box"
rc_is 0 "a message that was stored and not moved"
like "$err" "came before" "is not stored again"
is "$(ls "$tmp/box/new")" "" "and moves"
run cust-log mail --maildir "$tmp/box"
is "$rc$out$err" 0 "an empty maildir is nothing to talk about"
run cust-log mail --maildir "$tmp/nowhere"
rc_is 75 "a maildir that is not there is said"

# --- procmail ---
if command -v procmail >/dev/null 2>&1; then
    { printf "PATH=%s\nHOME=%s\n" "$PATH" "$HOME"; cat "$root/examples/procmailrc"; } >"$tmp/procmailrc"
    chmod 600 "$tmp/procmailrc"
    echo "By procmail." | letter p "Pat <pat@example.com>" "Procmail" p1@example.com
    procmail -m "$tmp/procmailrc" <"$tmp/p" >"$tmp/out" 2>"$tmp/err"
    is $? 0 "procmail hands a mail over"
    run cust-report list customer:pat
    like "$out" "	Procmail$" "which is a complaint"
    mv "$HOME/.local/share/cust" "$tmp/away"
    echo "While the desk is away." | letter q "Quin <quin@example.com>" "Later" q1@example.com
    procmail -m "$tmp/procmailrc" <"$tmp/q" >"$tmp/out" 2>"$tmp/err"
    is $? 75 "procmail leaves a mail with the mail system when it could not be stored"
    mv "$tmp/away" "$HOME/.local/share/cust"
    procmail -m "$tmp/procmailrc" <"$tmp/q" >"$tmp/out" 2>"$tmp/err"
    is $? 0 "and the next try stores it"
    run cust-report list customer:quin
    like "$out" "	Later$" "once"
else
    skip "procmail hands a mail over" "procmail is not here"
fi

# --- a mail server's limits ---
echo "Beyond the limit." | letter big "Ria <ria@example.com>" "Limit" big1@example.com
run sh -c "ulimit -f 8; cust-log mail <'$tmp/big'"
rc_is 75 "a mail that a limit on files keeps out is tried again later"
cust-log mail <"$tmp/big" >"$tmp/out" 2>&1
run cust-report list customer:ria
like "$out" "	Limit$" "without the limit it comes in"

run cust-log verify
rc_is 0 "every history still replays to its row"
done_testing
