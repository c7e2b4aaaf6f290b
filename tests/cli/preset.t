#!/bin/sh
# The tables of other systems come in as they are written.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log init >/dev/null 2>&1
head='Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company public response,Company,State,ZIP code,Tags,Consumer consent provided?,Submitted via,Date sent to company,Company response to consumer,Timely response?,Consumer disputed?,Complaint ID'
{
    echo "$head"
    echo '2024-03-02,Mortgage,Conventional,Trouble during payment,Escrow,"They lost my payment, and now they charge a fee.",,A BANK,TX,750XX,Older American,Consent provided,Web,2024-03-03,Closed with explanation,Yes,N/A,8450001'
    echo '2024-03-04,Credit card,,Fees,,,,B BANK,CA,900XX,,,Phone,2024-03-04,Closed,Yes,N/A,8450002'
} >"$tmp/complaints.csv"

run cust-log import --preset cfpb "$tmp/complaints.csv"
rc_is 65 "rows without a narrative are refused"
like "$err" "complaints.csv:3: " "each with its place"
like "$out" "^1	P.	.*They lost my payment" "the others come in"
run cust-report show --all 1
like "$out" "2 Mar 2024|2024-03-02" "at their date"
like "$out" "set product=Mortgage" "with their product"
like "$out" "set issue=Trouble during payment" "their issue"
like "$out" "set vulnerability=Older American" "what makes the person vulnerable"
like "$out" "set basis=Closed with explanation" "how it ended there"
like "$out" "set source-id=8450001" "and their number"
cp "$tmp/complaints.csv" "$tmp/again.csv"
run cust-log import --preset cfpb "$tmp/again.csv"
like "$err" "0 imported, 1 known already, 1 refused" "another download knows them again"
run cust-log import --preset cfbp "$tmp/complaints.csv"
rc_is 64 "an unknown preset is refused"
like "$err" "cfpb" "with the near one"
echo "a,b" >"$tmp/other.csv"
run cust-log import --preset cfpb "$tmp/other.csv"
rc_is 65 "a table of another kind is refused"

done_testing
