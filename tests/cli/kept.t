#!/bin/sh
# kept/: what was typed is there while it is needed, and gone once it has served.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

desk=$HOME/.local/share/cust
kept() {
    find "$desk/kept" -type f 2>/dev/null | wc -l | tr -d ' '
}

run cust-log new -c acme the kettle leaks
run cust-log said 9 not needed
rc_is 66 "a command that fails with few words"
like "$(printf '%s\n' "$err" | tail -n 1)" "^cust-log: the words were: not needed$" "repeats them, behind why it failed"
is "$(kept)" 0 "and keeps no file of them"
run cust-log said 9 "ok
then"
is "$(kept)" 1 "two lines are kept"
rm -f "$desk"/kept/*
more="because it took a while to find them, and to put them so that they are right"
# shellcheck disable=SC2086 # they are words
run cust-log said 9 many words that nobody wants to type again $more
rc_is 66 "a command that fails"
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
ok "keeps its words in a file" test -s "$file"
like "$file" "^$desk/kept/" "of the desk"
run cust-log said 9 -F "$file"
rc_is 66 "one that fails again with them"
ok "leaves them where they are" test -s "$file"
run cust-log said 1 -F "$file"
rc_is 0 "one that succeeds"
ok "has no more need of the file" test ! -e "$file"
like "$(cust-report show 1)" "many words that nobody wants to type again" "since the words are in the history"

# shellcheck disable=SC2086
run cust-log said 9 more words $more
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
run sh -c "cd '$desk/kept' && cust-log said 1 -F '${file##*/}'"
ok "whatever the folder that one is in" test ! -e "$file"

echo "words of one's own" >"$tmp/mine"
run cust-log note 1 -F "$tmp/mine"
ok "a file that lies elsewhere stays" test -s "$tmp/mine"
mkdir "$tmp/kept"
echo "a folder of that name" >"$tmp/kept/mine"
run cust-log note 1 -F "$tmp/kept/mine"
ok "in whatever folder" test -s "$tmp/kept/mine"

run cust-log said 1 --as nope words before a mistake was seen "$more"
rc_is 64 "an option whose value is wrong"
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
is "$(cat "$file")" "words before a mistake was seen $more" "does not lose the words"
rm -f "$file"
run sh -c "printf 'typed into a pipe\n' | cust-log new -c anna --category nothing-like-it -F -"
rc_is 64 "nor does one"
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
is "$(cat "$file")" "typed into a pipe" "those of a pipe"
rm -f "$file"
run cust-log note 1 -F "$tmp/mine" words twice "$more"
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
is "$(cat "$file")" "words twice $more" "nor one that has words twice"
rm -f "$file"
run sh -c "cd '$tmp' && cust-log --desk '$tmp/nowhere' heard 1 words without a desk $more"
file=$(printf '%s\n' "$err" | sed -n 's/.*the words are kept in \(.*\); -F takes them from there$/\1/p')
is "$(cat "$file")" "words without a desk $more" "nor one without a desk"
ok "which makes none" test ! -e "$tmp/nowhere"
rm -f "$file"

if [ -c /dev/full ]; then
    before=$(kept)
    run sh -c "cust-log heard 1 words whose line cannot be printed >/dev/full"
    rc_is 74 "a line that cannot be printed is an error"
    like "$err" "the words are in the store; only their line could not be printed" "which says that the words are in the store"
    is "$(cust-report show 1 | grep -c 'words whose line')" 1 "where they are"
    is "$(kept)" "$before" "so they are not kept to be entered twice"
else
    skip "a line that cannot be printed does not have words entered twice" "there is no /dev/full"
fi

# --- letters ----------------------------------------------------------------------------------------------------

printf '#!/bin/sh\ncat >/dev/null\n' >"$tmp/sendmail"
chmod +x "$tmp/sendmail"
printf 'mail:\n  address: care@shop.example\n  sendmail: %s\n' "$tmp/sendmail" >"$desk/policy.yaml"
run cust-log policy apply
run cust-log new -c "Bert <bert@example.org>" -k mail the lamp is broken
run sh -c "printf 'To: nobody else\n\nx\n' | cust-log reply 2 --send"
rc_is 65 "a letter that is refused"
is "$(kept)" 1 "is kept"
like "$(printf '%s\n' "$err" | tail -n 1)" "the words are kept in" "which is said behind why"
printf 'To: nobody else\n\nx\n' >"$tmp/letter"
run cust-log reply 2 --send -F "$tmp/letter"
rc_is 65 "one from a file"
is "$(kept)" 1 "is there still, and not kept twice"
run cust-log said 9 words of another matter "$more"
cust-log draft 2 --wording 1 --as ack | perl -0pe 's/\[\[.*?\]\]/a new lamp/sg; s/looking into it/on it/' >"$tmp/draft"
run sh -c "cust-log reply 2 --send <'$tmp/draft'"
rc_is 0 "once another one has left"
is "$(find "$desk/kept" -name 'reply-*' | wc -l | tr -d ' ')" 0 "it is gone"
is "$(kept)" 1 "and what is of another matter is there"

for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    run cust-log said 9 again "$more"
done
run cust-log said 9 again "$more"
like "$err" "the words are kept in .*, where 22 files are; -F takes them from there" "many that nobody came back for are said"

# --- no file can be opened any more ---
codes=
for files in 4 5 6 7 8 9 10; do
    run sh -c "ulimit -n $files; exec cust-log note 1 many files"
    case $rc in
        0 | 75) codes="$codes $rc" ;;
        127) ;; # the program itself was not loaded
        *) codes="$codes $rc ($err)" ;;
    esac
done
is "$(printf '%s\n' "$codes" | tr ' ' '\n' | sort -u | tr '\n' ' ')" " 0 75 " "who may open no more files is told to try again, wherever that is met"

done_testing
