#!/bin/sh
# What is printed as a probability holds: of the texts that get 0.8 about eight in ten are what it says.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
if ! [ -d "$data/triage" ]; then
    skip_all "the labelled texts are not at hand"
fi
cd "$tmp" || exit 1
LC_ALL=C
export LC_ALL
tab=$(printf '\t')

# said FILE COLUMN YES: the test texts of a set as LABEL PROBABILITY; YES matches the labels that are yes.
said() {
    awk -F "$tab" 'FNR > 1 && $2 == "test" { print $NF }' "$data/triage/$1.tsv" |
        cust-triage score --fields="$2" >"$tmp/out"
    awk -F "$tab" -v yes="^($3)\$" 'FNR > 1 && $2 == "test" { print $3 ~ yes }' "$data/triage/$1.tsv" |
        paste - "$tmp/out"
}

# off FROM: how far the mean of what was said and the share of what was right lie apart, in thousandths: the mean over ten
# bins, of the texts with FROM or more.
off() {
    awk -v from="$1" '$2 >= from { b = int($2 * 10); if (b > 9) b = 9; n++; said[b] += $2; right[b] += $1 }
        END { for (b in said) off += said[b] > right[b] ? said[b] - right[b] : right[b] - said[b]; printf "%d\n", 1000 * off / n }'
}

# sure FROM: the same of all of them together, and with its sign: above 0 it was too sure.
sure() {
    awk -v from="$1" '$2 >= from { n++; said += $2; right += $1 } END { printf "%d\n", 1000 * (said - right) / n }'
}

# shellcheck disable=SC2317 # ok calls it
within() { test "$1" -ge "-$2" && test "$1" -le "$2"; }

said goemotions anger 1 >anger.said
ok "the probability of anger holds within one in a hundred ($(off 0 <anger.said) thousandths)" within "$(off 0 <anger.said)" 10
ok "and where it is sure, nearly ($(sure 0.7 <anger.said) thousandths)" within "$(sure 0.7 <anger.said)" 65

# Sets that nothing was learned from, of which more are complaints (64 of 100) and fewer (38).
said airline complaint negative >airline.said
said complaint_tweets complaint complaint >tweets.said
ok "that of a complaint holds for talk of another kind too ($(off 0 <airline.said) thousandths)" within "$(off 0 <airline.said)" 75
ok "where fewer complain too ($(off 0 <tweets.said) thousandths)" within "$(off 0 <tweets.said)" 100
ok "and where it is sure ($(sure 0.7 <tweets.said) thousandths)" within "$(sure 0.7 <tweets.said)" 140

# Phrases of safety are about danger, which most reports of incidents are no labels for: here a person read 120 messages.
awk -F "$tab" 'FNR > 1 { print $2 ":" $3 "\t" $10 }' "$data/triage/e2e/labels.tsv" | sort >labels
awk -F "$tab" '{ print $1 }' labels | cut -d : -f 1 | sort -u | while IFS= read -r set; do
    awk -F "$tab" -v OFS="$tab" -v set="$set" 'FNR > 1 { print set ":" $1, $NF }' "$data/triage/$set.tsv"
done | sort | join -t "$tab" labels - >mails
cut -f 3- mails | cust-triage score --fields=safety | paste mails - | awk -F "$tab" '{ print $2 "\t" $NF }' >safety.said
ok "there are as many as were read" test "$(wc -l <safety.said)" -ge 110
is "$(awk '$2 >= 0.3' safety.said | cut -f 1 | sort | uniq -c | tr -s ' \n' ' ')" " 15 1 " \
    "what shows as danger a person calls danger, each time"
is "$(awk '$2 < 0.3 && $1 == 1' safety.said | wc -l | tr -d ' ')" 1 "and one in sixteen is missed"

# A model that is trained here holds by itself.
for fold in train test; do
    awk -F "$tab" -v OFS="$tab" -v fold=$fold 'FNR > 1 && $2 == fold { print ($3 == "OFF" ? "yes" : "no"), $NF }' \
        "$data/triage/olid.tsv" >olid.$fold
done
cust-triage train hostility <olid.train >model 2>/dev/null
is "$(cust-triage eval hostility --model model --fields=auc <olid.test | cut -c 1-4)" 0.81 "a curve costs no order"
done_testing
