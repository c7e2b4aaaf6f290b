#!/bin/sh
# Happy words for what is resolved leave it so; words that say anything else open it again.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
cust-log init 2>/dev/null

# after WORDS: the state of a resolved complaint that is told them.
after() {
    cust-log new -c "Pia Pond" The lid is loose >/dev/null 2>&1
    id=$(cust-report list customer:pia status:open | sort -n | tail -n 1 | cut -f1)
    cust-log resolve "$id" sent a new one >/dev/null 2>&1
    cust-log heard "$id" "$1" 2>/dev/null | cut -f3
}

while IFS= read -r words; do
    is "$(after "$words")" resolved "\"$words\" leaves it resolved"
done <<'END'
Thanks a lot Ben, the new lid fits. Much appreciated.
Great, it arrived today. Thanks for your help!
Brilliant service, will buy again
Received, thanks
OK
The new one came and it is perfect. Thank you so much!
END
is "$(cust-report list signal:safety | wc -l | tr -d ' ')" 0 "and none of it is a danger"
like "$(cust-report show "$(cust-report list customer:pia | sort -n | tail -n 1 | cut -f1)")" "praise: " "a note says what it is"

while IFS= read -r words; do
    like "$(after "$words")" '^(acknowledged|received)$' "\"$words\" opens it again"
done <<'END'
Thanks, but it still leaks
Thank you. The new lid burned my hand.
Great job losing my parcel, thanks
Great, thanks for ruining my week
Wonderful, now the lid leaks. Thanks!
I got the new one and I will sue you, great.
OK?
END

done_testing
