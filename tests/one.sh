#!/bin/sh
# one.sh TEST: runs one test program for prove, and mends what cmocka prints for a skipped test ("not ok 3 # SKIP"),
# which TAP reads as a failure.
{
    code=$({
        {
            "$@"
            echo $? >&3
        } | sed -u 's/^not ok \([0-9][0-9]*\) # SKIP/ok \1 # SKIP/' >&4
    } 3>&1)
} 4>&1
exit "$code"
