#!/bin/sh
# shellcheck disable=SC2016 # awk is to expand them
# train.sh CUST-TRIAGE DATA OUT: learns the models that come with the program.  Equal texts give equal bytes.
#
# DATA holds the texts that may be learned from: cfpb_product, nhtsa_safety, goemotions, davidson, legal_windows (TSV with
# a header line; the text is the last column; its fold, where there is one, the second).  Only what is of the fold train
# is read.  OUT gets NAME.model.
set -eu
triage=$1
data=$2
out=$3
LC_ALL=C
export LC_ALL
tab=$(printf '\t')

# rows FILE LABEL: the training rows as LABEL TAB TEXT; LABEL is an awk expression over the columns.  Empty: not taken.
rows() {
    awk -F "$tab" -v OFS="$tab" 'FNR > 1 && $2 == "train" { label = '"$2"'; if (label != "") print label, $NF }' \
        "$data/$1.tsv"
}

# Every nth line.
every() {
    awk -v n="$1" 'NR % n == 0'
}

# The end of long texts, about as long as a message, from a blank on: there it is said what is wrong and wanted.
ends() {
    awk -F "$tab" -v OFS="$tab" -v want=200 '{
        n = length($2)
        if (n > want) { $2 = substr($2, n - want); sub(/^[^ ]* +/, "", $2) }
        print $1, $2
    }'
}

# The lines of all in one mixed order that stays the same.
mixed() {
    awk '{ h = (NR * 48271) % 2147483647; printf "%010d\t%s\n", (h * 16807) % 2147483647, $0 }' | sort | cut -f 2-
}

learn() {
    "$triage" train "$1" >"$out/$1.model.new"
    mv "$out/$1.model.new" "$out/$1.model"
}

rows goemotions '$3 == 1 ? "yes" : "no"' | mixed | learn anger
rows davidson '$3 == "neither" ? "no" : "yes"' | mixed | learn hostility
{
    rows nhtsa_safety '$3 == 1 ? "yes" : "no"'
    rows cfpb_product '"no"' | every 8
    rows goemotions '"no"' | every 20
} | mixed | learn safety
# The windows were cut around words of the law; most talk has none of them, nor do most letters about money.
law='sue|suing|lawyer|attorney|solicitor|legal|court|law|litigat|arbitrat|claim|damages|rights|violat|illegal|act|fcra|fdcpa|cfpb'
{
    awk -F "$tab" -v OFS="$tab" 'FNR > 1 && $2 != "?" { print $2 == 1 ? "yes" : "no", $NF }' "$data/legal_windows.tsv"
    rows goemotions '"no"' | every 80
    rows nhtsa_safety '"no"' | every 20
    rows cfpb_product '"no"' | ends | grep -viE "$law" | every 10
} | mixed | learn legal
# What is upset or written to a regulator, against thanks, praise and other good talk.
good='/admiration|gratitude|joy|love|excitement|approval|optimism|pride|relief|amusement|caring|desire/'
{
    rows goemotions "\$3 == 1 ? \"yes\" : \$5 ~ $good ? \"no\" : \"\""
    rows cfpb_product '"yes"' | ends
    rows nhtsa_safety '"yes"' | ends
} | mixed | learn complaint
{
    rows cfpb_product '$3'
    rows nhtsa_safety '"vehicle"' | every 2
    rows goemotions '"none"' | every 10
    rows davidson '$3 == "neither" ? "none" : ""' | every 5
} | mixed | learn category
