/* word: the desk's words (cust(7), WORDS) as numbers and names.
 *
 * Every closed vocabulary is a `word_set`; a value is its place in the set, from 0, and is what the store
 * holds: so new words go to the end and none is ever taken out or moved.  One word for one thing, in code,
 * commands and pages.
 */
#ifndef RULE_WORD_H
#define RULE_WORD_H

#include "base/str.h"

enum word_set {
    WORD_STATUS,
    WORD_PRIORITY,
    WORD_KIND,
    WORD_STATE,
    WORD_SIGNAL,
    WORD_CHANNEL,
    WORD_ANSWER,
    WORD_EVENT,
    WORD_FIELD,
    WORD_ADDRESS,
    WORD_TRAIT,
    WORD_STEP,
    WORD_OUTPUT,
    WORD_SETS
};

/* What a complaint is at (ISO 10002:2018 section 7 gives the road).  Open means before STATUS_CLOSED. */
enum status {
    STATUS_RECEIVED,
    STATUS_ACKNOWLEDGED,
    STATUS_OFFERED,
    STATUS_AGREED,
    STATUS_RESOLVED,
    STATUS_CLOSED
};

enum priority { PRIORITY_P1, PRIORITY_P2, PRIORITY_P3, PRIORITY_P4 };

/* Kinds of follow-up.  event_kind_is_deadline() (event.h) tells the clocks that run by themselves from what a person
 * promised. */
enum kind {
    KIND_PROMISE,
    KIND_CALLBACK,
    KIND_MEETING,
    KIND_CHECK,      /* ask whether they are satisfied */
    KIND_EXPECTED,   /* something that the customer owes us */
    KIND_RESPONSE,   /* deadline: first answer */
    KIND_UPDATE,     /* deadline: a word in between */
    KIND_RESOLUTION, /* deadline: final answer */
    KIND_ESCALATION, /* a ladder's step */
    KINDS
};

/* What became of a follow-up.  An open one whose due time has passed is late; that is a matter of the clock.
 */
enum state {
    STATE_OPEN,
    STATE_KEPT,      /* done by its due time */
    STATE_LATE,      /* done after it */
    STATE_BROKEN,    /* given up after it was due */
    STATE_CANCELLED, /* given up before it was due */
    STATES
};

enum signal {
    SIGNAL_ANGER,
    SIGNAL_HOSTILITY,
    SIGNAL_SAFETY,
    SIGNAL_LEGAL,
    SIGNAL_CHURN,
    SIGNAL_URGENCY,
    SIGNAL_PUBLICITY,
    SIGNAL_VULNERABLE,
    SIGNALS
};

enum channel {
    CHANNEL_PHONE,
    CHANNEL_MAIL,
    CHANNEL_WEB,
    CHANNEL_CHAT,
    CHANNEL_LETTER,
    CHANNEL_PERSON, /* face to face */
    CHANNEL_SOCIAL,
    CHANNEL_OTHER
};

/* What an answer to the customer is.  Only a final or summary one stops a regulator's clock (FCA
 * DISP 1.6.2R). */
enum answer { ANSWER_PLAIN, ANSWER_ACK, ANSWER_HOLDING, ANSWER_FINAL, ANSWER_SUMMARY };

/* Kinds of event: event.h says what each one carries. */
enum event_kind {
    EVENT_HEARD,
    EVENT_SAID,
    EVENT_NOTE,
    EVENT_SET,
    EVENT_OFFERED,
    EVENT_AGREED,
    EVENT_RESOLVED,
    EVENT_CONFIRMED,
    EVENT_CLOSED,
    EVENT_REOPENED,
    EVENT_VOIDED,
    EVENT_WAITING,
    EVENT_RESUMED,
    EVENT_ASSIGNED,
    EVENT_TRIAGED,
    EVENT_ADDED,     /* a follow-up */
    EVENT_DONE,      /* a follow-up */
    EVENT_MOVED,     /* a follow-up's due time */
    EVENT_CANCELLED, /* a follow-up */
    EVENT_STRUCK,
    EVENT_CREATED,   /* a customer */
    EVENT_ADDRESSED, /* a customer's address came in */
    EVENT_NAMED,     /* a customer's name */
    EVENT_APPROVED,  /* an offer that went beyond its author's authority */
    EVENT_ABUSED,    /* a colleague was */
    EVENT_HANDED,    /* a letter left the desk's hands; `said` follows once it is known to be sent */
    EVENT_ATTACHED,  /* a file: kept by itself, or part of a mail that is kept */
    EVENT_MERGED,    /* it goes on in another one */
    EVENT_JOINED,    /* another one was merged into it */
    EVENT_CORRECTED, /* triage was wrong about something */
    EVENTS
};

/* What `set` can set.  Together with the events these hold the union of what FCA DISP 1.9 and 1.10, Ofgem
 * SI 2008/1898 regulation 4 and the CFPB's complaint record ask for; cust-format(5) lists which is which. */
enum field {
    FIELD_SUBJECT,
    FIELD_CATEGORY,
    FIELD_PRIORITY, /* by hand: triage then leaves it alone; "auto" gives it back */
    FIELD_CHANNEL,
    FIELD_REPRESENTATIVE, /* who speaks for the customer */
    FIELD_CONTACT,        /* how to reach the complainant in this matter */
    FIELD_ACCOUNT,
    FIELD_CONSENT,
    FIELD_VULNERABILITY,
    FIELD_VULNERABILITY_SOURCE,
    FIELD_PRODUCT,
    FIELD_ISSUE,
    FIELD_REMEDY_SOUGHT,
    FIELD_STAGE,
    FIELD_CAUSE,
    FIELD_DECISION, /* upheld, upheld-in-part, rejected, rejected-with-goodwill */
    FIELD_REASONS,
    FIELD_REMEDY,
    FIELD_AMOUNT,
    FIELD_CURRENCY,
    FIELD_REMEDY_ACCEPTED, /* a date */
    FIELD_REMEDY_PAID,     /* a date */
    FIELD_OUTSTANDING,     /* what is still to be done */
    FIELD_BASIS,           /* on which basis it counts as resolved */
    FIELD_REFERRAL,        /* to whom it was referred: ombudsman, court, regulator */
    FIELD_REFERRED,        /* a date */
    FIELD_SATISFACTION,    /* 1 to 5 */
    FIELD_HOLD,            /* why this record must not be erased */
    FIELD_RETAIN_UNTIL,    /* a date */
    FIELD_SOURCE,          /* the store or system that it was imported from */
    FIELD_SOURCE_ID,       /* its number there */
    FIELD_INVOICE,         /* of a late payment: the invoice's number */
    FIELD_INVOICE_AMOUNT,
    FIELD_INVOICE_DUE, /* a date */
    FIELD_PAID,        /* a payment that came in; the one field whose values add up */
    FIELD_DISPUTED,    /* why the customer does not owe it, they say */
    FIELDS
};

/* What a customer's history shows of them (trait.h). */
enum trait {
    TRAIT_IMPATIENT,
    TRAIT_HIGH_EXPECTATIONS,
    TRAIT_SERIAL_COMPLAINER,
    TRAIT_AGGRESSIVE,
    TRAIT_LATE_PAYER,
    TRAIT_NEEDY,
    TRAIT_LOYAL,
    TRAIT_WON_BACK,
    TRAITS
};

/* The way of working, step by step (cust(7)). */
enum way { STEP_LISTEN, STEP_ACKNOWLEDGE, STEP_OFFER, STEP_AGREE, STEP_ACT, STEP_CONFIRM, STEP_LEARN, STEPS };

/* What triage says of a text, and people can correct: each signal (numbered as those), whether it is a complaint at all,
 * and what it is about. */
enum output { OUTPUT_COMPLAINT = SIGNALS, OUTPUT_CATEGORY, OUTPUTS };

enum address_kind { ADDRESS_EMAIL, ADDRESS_PHONE, ADDRESS_HANDLE, ADDRESS_POST };

/* The name of a value; "?" when the set has no such value. */
const char *word_name(enum word_set set, int value);

/* The value of a name (ASCII case does not count), or -1. */
int word_find(enum word_set set, struct str name);

/* How many words a set has. */
int word_count(enum word_set set);

/* The word of the set that was probably meant, or NULL. */
const char *word_near(enum word_set set, struct str name);

/* What the set is called in a message: "status", "kind", ... */
const char *word_set_name(enum word_set set);

#endif
