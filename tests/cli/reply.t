#!/bin/sh
# An answer from draft to message: what a draft holds, what may leave, what is recorded.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

# reply FILE OPTIONS...: cust-log reply 1 < FILE
reply() {
    file=$1
    shift
    cust-log reply 1 "$@" <"$file" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

events() {
    cust-report show --all 1 | grep -c '^@'
}

cust-log init 2>/dev/null
cust-log mail <"$root/examples/inbox/01-leaking-kettle.eml" >/dev/null 2>&1 || skip_all "mail does not work here"

# --- the draft ---
run cust-log draft 1
rc_is 0 "a draft is written"
cp "$tmp/out" "$tmp/draft"
like "$out" "^To: Ruth Abel <.*@.*>$" "to the customer"
like "$out" "^Subject: Re: New kettle leaks, order HK-2041 \[cust #1\]$" "with their subject and the matter's token"
like "$out" "^In-Reply-To: <[^ ]+@[^ ]+>$" "as an answer to their mail"
like "$out" "^References: <" "within its thread"
like "$out" "^X-Cust-Seen: 1@[0-9]+$" "it says what its author knew"
like "$out" "^X-Cust-As: ack$" "the first answer acknowledges"
like "$out" "You write: \"|I have read|in your words" "it restates"
like "$out" "sorry|apologise" "it apologises"
like "$out" "by [A-Z][a-z]+day, [0-9]+ [A-Z][a-z]+ [0-9]{4}, [0-9:]{5}" "it names the next date in words"
like "$out" "^-- >8 -- nothing below this line is sent --$" "and has a cut line"
is "$(cust-log draft 1 | cksum)" "$(cksum <"$tmp/draft")" "the same matter gives the same draft"
is "$(cust-log draft 1 --wording 2 | grep -c '^Hello Ruth Abel,$')" 1 "another wording can be chosen by number"
like "$(cust-log draft 1 --as final)" "^X-Cust-As: final$" "and the kind of answer"
run cust-log draft 1 --as finl
rc_is 64 "which must be one"

# --- what may not leave ---
before=$(events)
reply "$tmp/draft"
rc_is 65 "an unchanged draft is refused"
like "$err" "as it was drafted" "and says why"
like "$err" "the words are kept in " "what was typed is kept"
cust-log draft 1 --as final >"$tmp/final"
reply "$tmp/final"
rc_is 65 "a gap that is left is refused"
like "$err" "\[\[the decision" "and named"
sed 's/^I am looking into it myself/I have your kettle on my desk and am looking into it/' "$tmp/draft" >"$tmp/good"
refused() { # NAME SED-SCRIPT
    sed "$2" "$tmp/good" >"$tmp/bad"
    reply "$tmp/bad"
    rc_is 65 "$1 is refused"
}
refused "Bcc" '1i Bcc: eve@example.com'
refused "Return-Path" '1i Return-Path: <eve@example.com>'
refused "Content-Type" '1i Content-Type: text/html'
refused "From" '1i From: eve@example.com'
refused "a folded line" 's/^To: /To: \n /'
refused "a header twice" '1i To: eve@example.com'
refused "an address that is an option" 's/^To: .*/To: -oQ\/tmp@example.com/'
refused "an address that is an option in brackets" 's/^To: .*/To: X <-oQ@example.com>/'
refused "an address that is an option in quotation marks" 's/^To: .*/To: "-oQ\/tmp\/x"@example.com/'
like "$err" "begins with \"-\"" "for that reason"
refused "an address with brackets in it" 's/^To: .*/To: <<-oQ@example.com>>/'
refused "an address with a route" 's/^To: .*/To: <@a.example:-oQ@example.com>/'
refused "an address with a backslash" 's/^To: .*/To: \\-oQ@example.com/'
refused "a line's end that is none in ASCII" "s/^Subject: .*/Subject: a$(printf '\342\200\250')Bcc: eve@example.com/"
refused "a control character that is none in ASCII" "s/^To: .*/To: a@example.com$(printf '\302\205')Bcc: eve@example.com/"
refused "an address without a domain" 's/^To: .*/To: root/'
refused "a missing Subject" '/^Subject:/d'
refused "a CR in a header" 's/^Subject: .*/Subject: a\rBcc: eve@example.com/'
like "$err" "draft:2: " "with the line"
refused "a NUL in a header" 's/^Subject: .*/Subject: a\x00b/'
refused "a NUL in the letter" 's/^Dear .*/Dear\x00/'
refused "a draft of another matter" 's/^X-Cust-Seen: 1@/X-Cust-Seen: 2@/'
refused "an unknown kind of answer" 's/^X-Cust-As: .*/X-Cust-As: finl/'
sed '/^$/,$d' "$tmp/good" >"$tmp/bad"
reply "$tmp/bad"
rc_is 65 "no letter is refused"
printf 'just words\n' >"$tmp/bad"
reply "$tmp/bad"
rc_is 65 "text without a head is refused"
reply /dev/null
rc_is 65 "nothing is refused"
is "$(events)" "$before" "and nothing of all that was recorded"

# --- what is said of it ---
sed 's/^I have your kettle.*/Calm down. As per company policy I have your kettle./' "$tmp/good" >"$tmp/rude"
reply "$tmp/rude" --strict
rc_is 65 "--strict refuses on warnings"
like "$err" "^draft:[0-9]+:[0-9]+: warning: .*belittling" "and says them"
reply "$tmp/good" --promises=fail
rc_is 65 "--promises=fail refuses what promises something"
is "$(events)" "$before" "nothing of that was recorded either"

# --- leaving ---
sed '1a Cc: Bob <bob@example.com>' "$tmp/good" >"$tmp/cc"
reply "$tmp/cc"
rc_is 0 "a letter of one's own is made into a message"
like "$out" "^To: Ruth Abel <" "to them"
like "$out" "^Cc: Bob <bob@example.com>$" "with a copy, if one was added"
like "$out" "^Message-Id: <cust\.1\..*@.*>$" "with a Message-ID"
like "$out" "^In-Reply-To: <" "and the thread"
is "$(printf '%s\n' "$out" | grep -ci '^x-cust')" 0 "internal headers never leave"
is "$(printf '%s\n' "$out" | grep -c '>8\|They wrote last')" 0 "nor what stands below the cut line"
like "$err" "^cust-log: promise 20..-..-.. ..:.. UTC: " "what it promises is said with its time"
like "$(cust-followup kind:promise 2>/dev/null)" "promise	open	.*You will hear from me" "and kept in mind"
run cust-report show 1
like "$out" "handed-out mail as ack" "it is recorded as handed out"
like "$(cust-triage)" "^1	P.	received" "which stops no clock"
reply "$tmp/good"
id=$(sed -n 's/^Message-Id: //p' "$tmp/out")
rc_is 0 "one's own letter is no news to oneself"
printf 'From: Ruth <ruth@elsewhere.example>\nTo: us@example.com\nSubject: an answer\nMessage-ID: <answer@example.com>\nIn-Reply-To: %s\n\nIt still drips.\n' "$id" >"$tmp/answer"
cust-log mail <"$tmp/answer" >"$tmp/line" 2>/dev/null
like "$(cat "$tmp/line")" "^1	" "an answer finds the matter by the letter's Message-ID"
run cust-log reply 1 --sent
rc_is 0 "once it is sent, that is recorded"
like "$(cust-triage)" "^1	P.	acknowledged" "and acknowledges"
run cust-report show 1
like "$out" "said mail as ack, the letter @[0-9]+" "as the letter that it was"
run cust-log reply 1 --sent
rc_is 65 "which can be said once"

# --- others wrote meanwhile ---
cust-log draft 1 --as holding | perl -0pe 's/\[\[.*?\]\]/the seal is worn/sg' >"$tmp/second"
cust-log heard 1 "And now the handle is loose too." >/dev/null
reply "$tmp/second"
rc_is 65 "what they wrote since the draft stops it"
like "$err" "1@[0-9]+ heard" "and is named"
reply "$tmp/second" --anyway --promises=no
rc_is 0 "--anyway sends it all the same"
like "$err" "not kept in mind|^draft|no promise made|^$" "--promises=no says what is not kept in mind"
run cust-log verify
is "$out$err" "" "every history still replays to its row"

# --- a matter that no mail can answer ---
cust-log new -c "+44 7700 900123" my lamp flickers >/dev/null 2>&1
run cust-log draft 2
rc_is 65 "a customer without a mail address has no draft"
run cust-log draft 99
rc_is 66 "nor has a matter that is not there"
run cust-log draft c1
rc_is 64 "nor a customer"

# --- promises in what was said ---
run cust-log said 2 "Sorry about the lamp. I will call you tomorrow at 10."
like "$err" "^cust-log: callback 20..-..-.. 10:00 UTC: I will call you tomorrow at 10$" "a promise in what we said is said with its time"
run cust-followup kind:callback
like "$out" "^2/[0-9]+	callback	open	20..-..-..T10:00:00Z	" "and kept in mind"
n=$(cust-followup kind:callback | wc -l)
run cust-log said 2 "As I said: I will call you tomorrow at 10."
is "$(cust-followup kind:callback | wc -l)" "$n" "one that is in mind already is not kept twice"
run cust-log said 2 --promise "in 3 days send the bulb" "I will send you a bulb in 3 days."
is "$(cust-followup kind:promise | grep -c bulb)" 1 "nor one that --promise gave"
run cust-log said 2 --promises=fail "We will refund it next week."
rc_is 65 "--promises=fail refuses"
like "$err" "the words were: We will refund it next week" "and repeats the words"
run cust-log said 2 --promises=no "We will refund it by Friday next week."
is "$(cust-followup kind:promise | grep -c refund)" 0 "--promises=no leaves it at saying so"
run cust-log said 2 --promises=maybe "hello"
rc_is 64 "anything else is no choice"
cust-log --desk "$tmp/early" init >/dev/null 2>&1
cust-log --desk "$tmp/early" new -c ann --when "2 hours ago" the lamp broke >/dev/null 2>&1
run cust-log --desk "$tmp/early" said 1 --when "1 hour ago" "I will call you on Monday at 11:00."
is "$err" "" "what was said earlier is not looked through"

# --- names from outside ---
cust-log new -c "Doe, J. <jd@example.com>" -k mail -s "$(printf 'a\nBcc: eve@example.com')" the mug is cracked >/dev/null 2>&1
run cust-log draft 3
is "$(printf '%s\n' "$out" | sed '/^$/,$d' | grep -c '^Bcc')" 0 "a subject cannot bring a header in"
like "$out" "^To: \"Doe, J.\" <jd@example.com>$" "a name with a comma stays one address"

# --- an export and back ---
cust-log export >"$tmp/all.jsonl"
cust-log --desk "$tmp/two" init 2>/dev/null
cust-log --desk "$tmp/two" import "$tmp/all.jsonl" >/dev/null 2>&1
cust-log --desk "$tmp/two" export >"$tmp/again.jsonl"
ok "letters survive an export" cmp "$tmp/all.jsonl" "$tmp/again.jsonl"

# --- a person at a dumb terminal ---
if command -v tmux >/dev/null 2>&1; then
    screen() {
        SHELL=/bin/sh tmux -S "$tmp/tmux" "$@" </dev/null 2>/dev/null # whatever one's own is: some log nobody in
    }
    # Waits until the screen shows it.
    # shellcheck disable=SC2317 # wait_until calls it
    on_screen() {
        screen capture-pane -p -S - | grep -Eq -- "$1"
    }
    shows() {
        wait_until on_screen "$1"
        like "$(screen capture-pane -p -S -)" "$1" "$2"
    }
    printf '#!/bin/sh\ncat >"%s"\n' "$tmp/left" >"$tmp/bin/sendmail"
    # shellcheck disable=SC2016 # the editor expands it
    printf '#!/bin/sh\nsed "s/^-- >8/I have it here.\\\\n&/; s/\\[\\[[^]]*]]/the seal/" "$1" >"%s" && cat "%s" >"$1"\n' "$tmp/edited" "$tmp/edited" >"$tmp/bin/edit"
    chmod +x "$tmp/bin/sendmail" "$tmp/bin/edit"
    printf 'mail: {sendmail: %s}\n' "$tmp/bin/sendmail" >"$HOME/.local/share/cust/policy.yaml"
    run cust-log policy apply
    cust-log mail <"$root/examples/inbox/02-lamp-arrived-broken.eml" >"$tmp/line" 2>/dev/null
    ref=$(cut -f1 "$tmp/line")
    if screen -f /dev/null new-session -d -x 150 -y 60 "env TERM=dumb PS1='ready ' EDITOR='$tmp/bin/edit' PATH='$PATH' HOME='$HOME' sh"; then
        screen send-keys "clear; cust-log reply $ref --as ack --promises=no" Enter
        shows "dit again, .s.end, " "what to do with a letter is asked"
        screen send-keys "x" Enter
        shows "^cust-log: e opens the editor again, s sends the letter, p prints it as a message, k keeps" "a wrong key says what each does"
        screen send-keys "s" Enter
        shows "^cust-log: sent to .+@.+, recorded as $ref@[0-9]+$" "who sent a letter reads to whom and where it is recorded"
        like "$(cat "$tmp/left" 2>/dev/null)" "^Subject: " "when sendmail has it"
        screen send-keys "clear; cust-log draft $ref --as ack | sed 's/^-- >8/I have that one here.\\n&/' | cust-log reply $ref --promises=no >/dev/null; cust-log reply $ref --sent" Enter
        shows "^cust-log: $ref: recorded as said$" "and who recorded one as sent that it is"
        screen kill-server
    else
        skip "a person at a dumb terminal" "tmux cannot start here"
    fi
else
    skip "a person at a dumb terminal" "tmux is not here"
fi

done_testing
