/* event: one entry in a history; append-only, the source of truth.
 *
 * An event holds numbers only.  The words it brought, names and addresses live in tables of their own and are
 * named here by number, so that erasing a person leaves every history whole (cust-store(5)).
 *
 * What the columns carry, by kind ("-" is 0):
 *
 *   kind       code           ref        num                    who            words
 *   heard      channel        1 praise   customer on @1, else - -              what they said
 *   said       channel        answer     handed-out event or 0  -              what we said
 *   handed-out channel        answer     -                      -              the letter
 *   note       -              -          -                      -              the note
 *   attached   part, or 0     mail's     size in bytes          media type     what the file is called
 *              (a file)       event
 *   set        field          -          number or instant      name           text (event_field_type says which)
 *   offered    1 waits        option no  cost in hundredths     remedy name    words ("waits": for approved)
 *   agreed     -              option no  -                      -              words
 *   approved   -              option no  -                      -              words
 *   abused     -              the talk   -                      the colleague  what happened (the talk: the follow-up
 *              that supports them, 0 none)
 *   resolved   -              -          -                      cause name     words
 *   confirmed  -              -          1 yes, 0 no            -              words
 *   closed, reopened, voided, waiting, resumed                  -              why
 *   assigned   -              -          -                      owner, 0 none  why
 *   triaged    priority       signals    points                 -              -
 *   added      follow-up kind follow-up  due                    owner          text
 *   done, cancelled  -        follow-up  -                      -              why
 *   moved      -              follow-up  new due                -              why
 *   struck     -              event no   -                      -              why
 *   merged     -              into which -                      -              why (of a complaint: a complaint's
 *                                                                              number; of a customer: a customer's)
 *   joined     seconds from   which one  when that one was      -              - (customers: the number only, the
 *              its receipt to            received                              time is INSTANT_NONE)
 *              the answer, or 0
 *   corrected  output         text's     1 yes, 0 no;           category       - (output: enum output; the text: the event that
 *                             event      category: 0                          brought the words)
 *   created    -              -          -                      -              -          (customers)
 *   addressed  address kind   -          1 added, 0 taken away  -              the address (customers)
 *   named      -              -          -                      -              the name    (customers)
 */
#ifndef RULE_EVENT_H
#define RULE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "rule/word.h"

/* Whose history: a complaint's number, or minus a customer's. */
typedef int64_t subject;

/* A `said` that is both implied and automatic was put by a strike where an answer was struck (desk/strike_answer.h). */
enum {
    EVENT_IMPLIED = 1, /* nobody typed it: it follows from another event of the same transaction */
    EVENT_AUTO = 2,    /* made by policy: a deadline, a reading by triage */
    EVENT_TOLD = 4     /* of `added`: we promised it to the customer */
};

struct event {
    subject of;
    uint32_t no;      /* 1, 2, 3, ... within its history: 42@17 */
    int64_t seq;      /* the transaction that recorded it */
    instant recorded; /* when; of the transaction */
    instant happened; /* what people say; never later than recorded */
    int64_t actor;    /* name number of the login that did it; of the transaction */
    enum event_kind kind;
    uint32_t flags;
    int32_t code;
    uint32_t ref;
    int64_t num;
    int64_t who;
    int64_t words;
};

/* What a field's value is, and where a set event carries it: a text in words, a name in who, the rest in num.
 */
enum field_type {
    FIELD_IS_TEXT,
    FIELD_IS_NAME,
    FIELD_IS_DATE,
    FIELD_IS_MONEY,
    FIELD_IS_NUMBER,
    FIELD_IS_WORD
};
enum field_type event_field_type(enum field f);

/* Whether a kind of follow-up is a clock that policy started (response, update, resolution, escalation). */
bool event_kind_is_deadline(enum kind k);

#endif
