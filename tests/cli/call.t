#!/bin/sh
# At the phone: each line is kept at once, and whatever ends the call loses none.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

talk() {
    printf '%b' "$2" >"$tmp/talk"
    # shellcheck disable=SC2086 # the options
    cust-log call $1 <"$tmp/talk" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

talk "Jane Doe" 'the lamp arrived broken\n> I am sorry, a new one leaves today\n! tomorrow 16:00 ring back\n# sounded tired\n > and she said this\nlast line'
rc_is 0 "a call can come from a pipe"
like "$err" "Jane Doe is new here" "somebody new is said to be new"
like "$err" "complaint 1, P" "the number is said as soon as there is one"
like "$err" "promised for 20..-..-.. 16:00 UTC" "a promise is read back with its time"
like "$out" "^1	P.	acknowledged	.*	Jane Doe	.*	the lamp arrived broken$" "the line of what was made ends the call"
like "$err" "mistake. cust-log undo" "with how to mend a mistake"
run cust-report show 1
like "$out" "^    I am sorry, a new one leaves today$" "what stands behind > is what we said"
like "$out" "^    sounded tired" "behind # a note"
like "$out" "^    > and she said this$" "a line that begins with a space is theirs, whatever follows"
like "$out" "^    last line$" "the last line needs no end"
run cust-followup kind:promise
like "$out" "^1/4	promise	open	.*T16:00:00Z	$(id -un)	Jane Doe	ring back$" "behind ! a promise with its reference"

talk "Jane Doe" '@new\n! 26:99 ring back\n'
like "$err" "no promise yet, kept as a note" "a promise that cannot be read is said"
run cust-report show 2
like "$out" "! 26:99 ring back" "and its words are kept"
like "$out" "^2 \(on the phone\)" "a call that begins with ours has a complaint too"
run cust-log undo
talk "--on 2 jane doe" 'the box was empty\n'
like "$err" "^Jane Doe  c1" "a known customer is shown"
like "$err" "open: 1  P.  acknowledged  the lamp arrived broken" "with what is open"
like "$out" "^2	" "--on goes on with a complaint"

talk "Jane Doe" '@1\nstill broken\n@new\nand the other thing\n@99\n@1\n# one more\n'
is "$(cut -f1 "$tmp/out" | tr '\n' ' ')" "1 3 " "@ turns to another complaint and to a new one"
like "$err" "there is no complaint 99" "a turn to nowhere is said"
run cust-report show 1
like "$out" "one more" "and the talk goes on"
talk "--on 1 Jane Doe" '@\n@1x\n@nobody\n@-1\n@0\n# and on\n'
is "$(printf '%s\n' "$err" | grep -c "is no complaint such as @42, nor @new; what follows stays where it was$")" 5 "a turn that is mistyped is said"
like "$err" "^\"?'?@1x" "with what was typed"
run cust-report show 1
is "$(printf '%s\n' "$out" | grep -c '^    @')" 0 "and is nobody's words"
cust-log new -c other thing >/dev/null 2>&1
talk "Jane Doe" '@4\nfor another\n'
like "$err" "4 is another customer's complaint" "nobody else's complaint can be turned to"
is "$(cut -f1 "$tmp/out")" 5 "their words begin a new one then"

talk "--on 1 Jane Doe" '@shop it broke\n'
run cust-report show 1
like "$out" "^    @shop it broke$" "words behind an @ and a name are theirs"

talk "jane" 'x\n'
rc_is 65 "a part of a name is not taken for granted"
like "$err" "1  Jane Doe  c1, " "those who fit are listed"
like "$err" "c1, or --new" "with how to say it"
is "$out" "" "and nothing is made"
talk "--new jane" 'x\n'
like "$err" "jane is new here" "--new makes another one"
talk "c1" ''
rc_is 0 "an empty call is none"
like "$err" "nothing was said and nothing made" "and is said"
run cust-log call
rc_is 64 "a call needs its customer"
run cust-log call --on xyz c1
rc_is 64 "a complaint is a number"
run cust-log call --on 4 c1
rc_is 65 "--on another customer's is refused"

# --- what we promise in passing, and advice ---
talk "Pia Holm" 'my kettle came broken and I am furious\n> I will ring you tomorrow at 10\n> we send nice kettles\n> and, as I said, I will ring you tomorrow at 10\n'
ref=$(cut -f1 "$tmp/out")
like "$err" "^you promised: $ref/[0-9]+ callback, 20..-..-.. 10:00 UTC; cust-followup cancel" "a promise in what we said is kept in mind, and said"
is "$(cust-followup kind:callback "customer:pia holm" --fields=kind,text)" "callback	I will ring you tomorrow at 10" "once, however often it is said"
talk "--on $ref Pia Holm" '> I will call you on 2031-03-03 at 11:00\n'
is "$(cust-followup kind:callback "customer:pia holm" | wc -l | tr -d ' ')" 2 "another day is another promise"
cust-log undo >/dev/null
is "$(cust-followup kind:callback "customer:pia holm" | wc -l | tr -d ' ')" 1 "undo takes it back with its line"
talk "Pia Holm" '@new\n> you will have it by tomorrow at noon, and I will call you tomorrow at 16:00\n'
is "$(printf '%s\n' "$err" | grep -c "^you promised: ")" 2 "each of two, also where the call begins with ours"
talk "Quin Holm" '> We will call you tomorrow at 10 and again at 16:00\n> and I will call you tomorrow\n'
is "$(cust-followup kind:callback "customer:quin holm" --fields=due | sed 's/.*T//')" "10:00:00Z
16:00:00Z" "two clock times of one day are two promises, and the day alone is none more"
talk "Pia Holm" '@new\n?\nmy other kettle burned my hand\n?\n? why does it do that\n'
like "$err" "^nothing is written down yet" "advice before a word was said is to listen"
like "$err" "^FIRST +Ask whether anybody is hurt" "? gives advice for what was typed so far"
like "$err" "^NOT +Ask whether they used it correctly" "with what not to say"
run cust-report show "$(cut -f1 "$tmp/out")"
like "$out" "^    \? why does it do that$" "a question of theirs is theirs"
is "$(printf '%s\n' "$out" | grep -c '^    ?$')" 0 "and ? is nobody's words"

# --- thanks for what is resolved ---
cust-log new -c "Tess Tern" the samovar leaks >/dev/null 2>&1
thanked=$(cust-report list samovar | cut -f1)
cust-log resolve "$thanked" sent a new one >/dev/null 2>&1
run cust-log heard "$thanked" Thank you very much, Tess
like "$out" "^$thanked	P.	resolved	" "thanks that somebody types leave what is resolved so"
like "$err" "$thanked stays resolved: they only thank; cust-log confirm $thanked yes" "and the next step is named"
like "$(cust-report show "$thanked")" "praise: nothing but thanks" "as they do in a mail"
talk "Tess Tern" "@$thanked\nmany thanks\n"
like "$err" "$thanked stays resolved: they only thank" "at the phone too"
run cust-log undo
rc_is 0 "they are taken back as any words"
cust-log confirm "$thanked" yes >/dev/null 2>&1
run cust-log heard "$thanked" thanks
like "$out$err" "	closed	.*$thanked stays closed: they only thank$" "what is closed stays closed"
run cust-log heard "$thanked" thanks but it leaks again
like "$out" "^$thanked	P.	acknowledged	" "anything besides opens it again"
is "$err" "" "without a word"

# --- killed in mid-call ---
mkfifo "$tmp/line"
cust-log call "Kim Long" <"$tmp/line" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 3>"$tmp/line"
echo "first words of kim" >&3
wait_until grep -q complaint "$tmp/err"
kill -9 "$pid"
wait "$pid" 2>/dev/null
exec 3>&-
run cust-report list customer:kim
like "$out" "Kim Long	.*first words of kim" "a line is in the store although the program was killed right behind it"

cust-log call "Kim Long" <"$tmp/line" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 3>"$tmp/line"
printf "@new\nsecond words of kim\n" >&3
wait_until grep -q "^complaint" "$tmp/err"
kill -TERM "$pid"
wait "$pid"
rc=$?
exec 3>&-
rc_is 0 "a signal ends the call as an end of file does"
like "$(cat "$tmp/out")" "second words of kim" "with the line of what was made"

# --- one open matter
cust-log new -c "Tadhg Daly" the lamp hums >/dev/null 2>&1
n=$(cust-log new -c "Tadhg Daly" the shade is torn | cut -f 1)
cust-log resolve "$n" a new one is sent >/dev/null 2>&1
n=$((n - 1))
talk "Tadhg Daly" 'it hums still\n'
like "$err" "2 open" "(two are open, and one of them is resolved)"
cust-log undo >/dev/null 2>&1
cust-log close $((n + 1)) >/dev/null 2>&1
talk "Tadhg Daly" 'it hums still\n'
is "$(cut -f1 "$tmp/out")" "$n" "who has exactly one open matter goes on in it"
like "$err" "what they say goes on in $n; @new begins another complaint" "which is said, with the way to another one"
talk "Tadhg Daly" '@new\nthe switch is broken\n'
is "$(cut -f1 "$tmp/out")" $((n + 3)) "@new begins another one"
cust-log undo >/dev/null 2>&1
talk "--subject plug Tadhg Daly" 'the plug is broken\n'
is "$(cut -f1 "$tmp/out")" $((n + 4)) "so does a subject of its own"
cust-log resolve "$n" it is mended >/dev/null 2>&1
cust-log void $((n + 4)) no >/dev/null
talk "Tadhg Daly" 'the bulb is broken\n'
is "$(cut -f1 "$tmp/out")" $((n + 5)) "what is resolved is not opened again by a call about something else"

run cust-log verify
rc_is 0 "every history still replays to its row"

# --- a person at a dumb terminal ---
if command -v tmux >/dev/null 2>&1; then
    screen() {
        SHELL=/bin/sh tmux -S "$tmp/tmux" "$@" </dev/null 2>/dev/null # whatever one's own is: some log nobody in
    }
    # shellcheck disable=SC2317 # wait_until calls it
    is_told() {
        cust-report show "$1" | grep -q "$2"
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
    if screen -f /dev/null new-session -d -x 100 -y 50 "env TERM=dumb PS1='ready ' PATH='$PATH' HOME='$HOME' sh"; then
        screen send-keys "cust-log call doe" Enter
        shows "which. a number" "a part of a name asks which one"
        screen send-keys "7" Enter "it drips on the floor" Enter
        shows "that waits until you have chosen" "what is typed meanwhile is kept for then"
        screen send-keys "8" Enter
        shows "'8' is none of them: 1 to [0-9]+, n for somebody new" "a wrong answer is said to be one"
        screen send-keys Enter
        shows "nobody is chosen yet: 1 to [0-9]+" "and so is none"
        screen send-keys "1" Enter
        shows "each line is theirs and kept at once" "what to type is one line"
        screen send-keys "it smells of smoke and sparks fly out" Enter
        shows "[0-9]+(,| is) P1.*safety" "danger is said at once"
        like "$(cust-report list "drips on the floor" "smells of smoke" --fields=ref | grep -c .)" 1 "and stands behind what was typed before"
        screen send-keys "half a line" C-c
        shows "mistake. cust-log undo" "an interrupt ends the call with its lines"
        shows "REF +PRI" "which are a table here"
        ref=$(cust-report list "smells of smoke" | cut -f1)
        screen send-keys "clear; cust-log resolve $ref sent; cust-log confirm $ref no" Enter
        shows "why not, in their words" "who is not satisfied is asked why"
        screen send-keys "it burns still" Enter
        wait_until is_told "$ref" "it burns still"
        like "$(cust-report show "$ref")" "it burns still" "and their words are kept"
        like "$(cust-report list "$ref")" "	acknowledged	" "of a matter that is open again"
        cust-log new -c "Ida Moe, 086 555 0199" the fan rattles >/dev/null 2>&1
        screen send-keys "clear; cust-log call +353 86 555 0199" Enter
        shows "same number but for its country's code" "a number that is alike is asked about"
        screen send-keys "1" Enter
        shows "can be found by .353 86 555 0199 from now on" "and learnt once somebody chose"
        screen send-keys C-d
        like "$(printf '' | cust-log call "+353 86 555 0199" 2>&1)" "^Ida Moe" "so that it is asked about once"
        screen kill-server
    else
        skip "a person at a dumb terminal" "tmux cannot start here"
    fi
else
    skip "a person at a dumb terminal" "tmux is not here"
fi

# --- a promise that is overdue
if command -v faketime >/dev/null; then
    CUST_DESK=$tmp/overdue
    export CUST_DESK
    faketime -f "2026-11-16 08:00:00" cust-log init >/dev/null 2>&1
    n=$(faketime -f "2026-11-16 09:00:00" cust-log new -c "Una Bly" the lamp flickers | cut -f 1)
    faketime -f "2026-11-16 10:00:00" cust-followup add "$n" --due "2026-11-16 16:00" ring back >/dev/null
    say() { faketime -f "$1" cust-log heard "$n" "$2" >/dev/null 2>&1; }
    say "2026-11-16 12:00:00" "are you there"
    is "$(cust-triage explain "$n" | grep -c overdue)" 0 "a promise whose time is to come counts for nothing"
    say "2026-11-17 12:00:00" "you promised to ring me and nobody did"
    like "$(cust-triage explain "$n")" "broken.*$n/[0-9]+ overdue" "one that is overdue when they speak was broken to them"
    faketime -f "2026-11-17 13:00:00" cust-followup "done" "$n/3" rang them >/dev/null
    say "2026-11-17 14:00:00" "thanks for ringing"
    like "$(cust-triage explain "$n")" "broken.*$n/3 late" "and stays late once it is kept"
fi

done_testing
