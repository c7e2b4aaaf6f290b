#!/bin/sh
# Files that belong to a complaint are kept byte for byte, wherever they come from, and their names never become paths.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cd "$tmp" || exit 1
desk=$HOME/.local/share/cust
store=$desk/cust.db
mkdir files
head -c 70000 "$build/cust-log" >files/photo.bin
printf '%%PDF-1.4 invoice of Jane\n' >files/invoice.pdf
: >files/nothing

cust-log new -c "Jane <jane@example.com>" the lamp is broken >/dev/null 2>&1
cust-log new -c "Kim <kim@example.com>" the kettle leaks >/dev/null 2>&1

# --- kept, listed, given back ---
run cust-log attach 1 files/photo.bin files/invoice.pdf
rc_is 0 "two files are attached at once"
like "$out" "^1	P.	received	" "and the complaint's line is printed"
run cust-report show 1
like "$out" "^FILE   1 photo.bin  application/octet-stream  70000 bytes  @[0-9]+$" "show lists each with number, name, type and size"
like "$out" "^FILE   2 invoice.pdf  application/pdf  25 bytes" "the type is what the bytes look like"
like "$out" "^@[0-9]+ .* attached invoice.pdf, application/pdf, 25 bytes" "and the history says when and by whom"
cust-report show 1 --attachment 1 >got
ok "a file comes back byte for byte" cmp got files/photo.bin
cust-report show 1 --attachment 2 >got
ok "so does the second" cmp got files/invoice.pdf
run cust-report show 1 --attachment 3
rc_is 66 "a number that there is not is said"
like "$err" "no attachment 3; cust-report show 1 lists 2" "with how many there are"
run cust-report show 2 --attachment 1
rc_is 66 "so is a complaint without any"
run cust-report show 1,2 --attachment 1
rc_is 64 "bytes of two complaints are not mixed"
run cust-report show 1 --attachment first
rc_is 64 "a number is asked for by a number"
run cust-log attach 1 files/nothing
rc_is 0 "an empty file is kept too"
run cust-report show 1 --attachment 3
is "$rc$out" 0 "and comes back empty"
if command -v script >/dev/null 2>&1; then
    script -qec "cust-report show 1 --attachment 1; echo code \$?" /dev/null </dev/null >screen 2>&1
    like "$(tr -d '\000' <screen)" "never|would send a stranger's bytes" "a terminal gets none of a file's bytes"
    like "$(tr -d '\r' <screen)" "^code 64" "and that is refused"
else
    skip "a terminal gets none of a file's bytes" "script(1) is not here"
fi

# --- what is no file ---
mkfifo pipe
run timeout 600 cust-log attach 1 pipe
rc_is 66 "a pipe that nobody writes to is not waited for"
run cust-log attach 1 files
rc_is 66 "a folder is refused"
like "$err" "is a folder, no file; .*--name" "and the way for other things is said"
run cust-log attach 1 files/none
rc_is 66 "a missing file is refused"
run cust-log attach 1 /dev/null
rc_is 66 "a device is refused"
run cust-log attach 1 files/invoice.pdf files/none
rc_is 66 "one missing file of two keeps both out"
is "$(cust-report show 1 | grep -c '^FILE')" 3 "nothing was attached by any of that"
truncate -s 26214401 big
run cust-log attach 1 big
rc_is 65 "a file of more than 25 MiB is refused"
like "$err" "big: is longer than 26214400 bytes, .*; send it in parts" "with the limit and what to do"
truncate -s 26214400 big
run cust-log attach 1 big
rc_is 0 "one of 25 MiB is kept"
rm big
run cust-log undo
rc_is 0 "and taken back"
run cust-log attach 9 files/invoice.pdf
rc_is 66 "a complaint that there is not is said"
run cust-log attach 1
rc_is 64 "a file must be named"

# --- standard input, and names ---
cust-log attach 2 - --name "scan $(printf '\033')[31m$(printf '\342\200\256')
x" <files/invoice.pdf >/dev/null 2>&1
run cust-report show 2
like "$out" '^FILE   1 scan \\x1B\[31m\\u202E\\nx  application/pdf' "a name is shown as one line with its controls escaped"
is "$(find . -name 'x*' -o -name 'scan*')" "" "and makes no file anywhere"
cust-report show 2 --attachment 1 >got
ok "standard input is kept byte for byte" cmp got files/invoice.pdf
run cust-log attach 2 -
rc_is 64 "standard input needs a name"
run cust-log attach - -
rc_is 64 "and cannot be references and a file at once"
run cust-log attach 2 files/invoice.pdf files/photo.bin --name x
rc_is 64 "one name is no name for two files"
run cust-log attach 2 files/invoice.pdf --name " "
rc_is 64 "an empty name is none"
ln -s invoice.pdf files/link
run cust-log attach 2 files/link --name "bill.pdf"
rc_is 0 "a file that a link names may be called otherwise"
like "$(cust-report search bill)" "^2@" "its name is found by search"

# --- taken back, moved ---
run cust-log undo
rc_is 0 "the last file is taken back"
is "$(cust-report show 2 | grep -c '^FILE')" 1 "and not listed any more"
like "$(cust-report show 2)" "attached bill.pdf, .*STRUCK" "the history still says that it was there"
cust-log attach 2 files/photo.bin >/dev/null 2>&1
like "$(cust-report show 2)" "^FILE   3 photo.bin" "its number is not given to another"
no=$(cust-report show 2 | sed -n 's/^FILE   3 .*@\([0-9]*\)$/\1/p')
run cust-log move "2@$no" --to 1
rc_is 0 "a file that was attached to the wrong complaint is moved"
like "$(cust-report show 1)" "^FILE   5 photo.bin" "to the right one"
is "$(cust-report show 2 | grep -c '^FILE')" 1 "and is gone from where it was"
cust-report show 1 --attachment 5 >got
ok "byte for byte" cmp got files/photo.bin
run cust-log verify
is "$rc$out" 0 "every history still replays"

# --- by mail ---
if [ -x "$build/cust-mime" ]; then
    mail() {
        printf 'From: Lee <lee@example.com>\nSubject: %s\nMessage-ID: <%s@example.com>\nDate: %s\n' "$1" "$2" "$(date -R)"
        [ -z "${3-}" ] || printf 'In-Reply-To: <%s@example.com>\n' "$3"
        printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe pan burnt %s.\n' "$2"
        printf -- '--b\nContent-Type: application/jane-doe; name="../../%s"\nContent-Transfer-Encoding: base64\n\n' "$2"
        base64 <files/photo.bin
        printf -- '--b\nContent-Type: message/rfc822\n\nSubject: inner one\n\nhello\n--b--\n'
    }
    mail Pan pan1 | cust-log mail >/dev/null 2>&1
    run cust-report show 3
    like "$out" "^FILE   1 ../../pan1  application/octet-stream  70000 bytes  @1, by mail" \
        "what came with a mail is listed, and a type of the sender's own making is none of ours"
    like "$out" "^FILE   2 inner one  message/rfc822  [0-9]+ bytes  @1, by mail" "an enclosed message too"
    cust-report show 3 --attachment 1 >got
    ok "and given back byte for byte" cmp got files/photo.bin
    is "$(cust-report show 3 --attachment 2)" "Subject: inner one

hello" "so is the message"
    size=$(wc -c <"$store")
    [ "$size" -lt 2000000 ]
    mail "Re: Pan" pan2 pan1 | cust-log mail >/dev/null 2>&1
    like "$(cust-report show 3)" "^FILE   3 ../../pan2 " "an answer's attachments are numbered on"
    no=$(cust-report show 3 | sed -n 's/^FILE   3 .*@\([0-9]*\), by mail$/\1/p')
    run cust-log move "3@$((no + 1))" --to 1
    like "$err" "is part of a mail; move the mail|neither heard" "a part of a mail is not moved alone"
    run cust-log move "3@$no" --to 2
    rc_is 0 "a mail is moved with what came with it"
    like "$(cust-report show 2)" "^FILE   4 ../../pan2 .* by mail" "which is listed where it went"
    is "$(cust-report show 3 | grep -c pan2)" "$(cust-report show 3 | grep -c 'pan2.*\|The pan burnt pan2')" "and struck where it was"
    cust-report show 2 --attachment 4 >got
    ok "and still there byte for byte" cmp got files/photo.bin
    mail "Re: Pan" pan3 pan2 >letter
    run cust-log mail
    cust-log mail <letter >out2 2>&1
    like "$(cat out2)" "^2	" "an answer to a moved mail joins it where it went"
    run cust-log strike "2@$(cust-report show 2 | sed -n 's/^FILE   4 .*@\([0-9]*\), by mail$/\1/p')"
    is "$(cust-report show 2 | grep -c '^FILE   4')" 0 "a struck mail's attachments are listed no more"
else
    skip "what came with a mail is listed" "cust-mime is not here"
fi

# --- out and in, backup, verify ---
cust-log export >all.jsonl
export CUST_DESK="$tmp/second"
cust-log init >/dev/null 2>&1
run cust-log import all.jsonl
rc_is 0 "an export with files is imported"
cust-log export >again.jsonl
ok "and gives the same export" cmp all.jsonl again.jsonl
cust-report show 1 --attachment 1 >got
ok "with the same bytes" cmp got files/photo.bin
run cust-log verify
is "$rc$out" 0 "and replays"
unset CUST_DESK
broken() {
    rm -rf "$tmp/third"
    CUST_DESK=$tmp/third cust-log init >/dev/null 2>&1
    run env CUST_DESK="$tmp/third" cust-log import "$1"
    is "$rc" 65 "$2"
    like "$err" "$3" "and says so"
}
grep '"ref":"c1"\|"ref":"1"' all.jsonl | sed 's/,"file_base64":"JVBER[^"]*"//' >b1.jsonl
broken b1.jsonl "an attached file that is missing is refused" "the attached file is missing"
grep '"ref":"c1"\|"ref":"1"' all.jsonl | sed 's/,"file_base64":"JVBER[^"]*"/,"file_base64":"JVBERg=="/' >b2.jsonl
broken b2.jsonl "a file that is not as long as its event says is refused" "has 4 bytes, not 25"
grep '"ref":"c1"\|"ref":"1"' all.jsonl | sed '/"kind":"note"\|"kind":"heard"/s/}$/,"file_base64":"JVBERg=="}/' >b3.jsonl
broken b3.jsonl "a file behind another event is refused" "no file belongs to this event"
cust-log backup copy.db
is "$(sqlite3 copy.db 'SELECT count(*) FROM attachment' 2>/dev/null)" "$(sqlite3 "$store" 'SELECT count(*) FROM attachment')" "a backup has every file"
cp -R "$desk" damaged
sqlite3 damaged/cust.db "DELETE FROM attachment WHERE length(body) = 25 AND subject = 1" 2>/dev/null
run env CUST_DESK="$tmp/damaged" cust-log verify
is "$rc" 65 "verify finds a file that is gone"
like "$out" "the attached file has 0 bytes, its history says 25" "and says which"
sqlite3 damaged/cust.db "INSERT INTO attachment (subject, no, seq, name, body) VALUES (1, 1, 1, 0, x'78')" 2>/dev/null
run env CUST_DESK="$tmp/damaged" cust-log verify
like "$out" "1 attached files belong to no event" "and one that nobody attached"

# --- forgotten ---
printf 'qzplantedinafile17xvq\n' >files/secretqzname18xvq.txt
cust-log attach 1 files/secretqzname18xvq.txt >/dev/null 2>&1
ok "the planted strings are there" grep -aq qzplantedinafile17xvq "$store"
cust-log --yes customer c1 erase >/dev/null 2>err || cust-log customer c1 erase --yes >/dev/null 2>err
like "$(cat err)" "is erased: .* files" "a customer is erased with their files"
is "$(cat "$desk"/cust.db* | grep -ac 'qzplantedinafile17xvq\|inafile17xvq\|qzname18xvq')" 0 "no byte of a file or its name is left"
run cust-report show 1 --attachment 1
rc_is 66 "an erased file is not given back"
like "$err" "was erased" "and the reason is said"
like "$(cust-report show 1)" "^FILE   2 \(erased\)  application/pdf  25 bytes" "that there was one is still known"
cust-log export >erased.jsonl
export CUST_DESK="$tmp/fourth"
cust-log init >/dev/null 2>&1
run cust-log import erased.jsonl
rc_is 0 "an export after that is imported"
cust-log export >again.jsonl
ok "and gives the same" cmp erased.jsonl again.jsonl
run cust-log verify
is "$rc$out" 0 "and replays too"
echo deep >"$tmp/deep"
run cust-log attach 1 "$tmp/deep" --name ../../../deeper.txt
rc_is 0 "a name may be a path"
is "$(cust-report show 1 | grep -c '\.\./')" 0 "of which the last part is the name"
like "$(cust-report show 1)" "deeper.txt" "and shown"

done_testing
