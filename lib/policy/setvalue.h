/* setvalue: the types of single values: each reads one text and gives the one form in which it is kept.
 *
 * All have the shape of setting_value or setting_name (setting.h).  The readers below them turn a kept form into what
 * the rooms compute with; they give false for anything that is no kept form.
 */
#ifndef POLICY_SETVALUE_H
#define POLICY_SETVALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "policy/setting.h"

/* One line of text, at most `max` bytes; white space at the ends goes, runs of it become one space. */
setting_value setvalue_text;
/* A whole number, min..max. */
setting_value setvalue_number;
/* A fraction, 0 to 1 with at most three decimals, of at least `min` and at most `max` permille. */
setting_value setvalue_fraction;
/* An amount: 25 or 25.50; kept with two decimals. */
setting_value setvalue_money;
/* Percent, 0 to 1000 with at most three decimals: 11.75. */
setting_value setvalue_percent;
/* A piece of a day: 09:00-17:30; ends at 24:00 at the latest. */
setting_value setvalue_slot;
/* "local", or the name of a time zone by its letters; whether it exists is seen when the policy is loaded. */
setting_value setvalue_zone;
/* yes or no. */
setting_value setvalue_choice;
/* customer, speaker or anyone: whose doing a phrase must be, or whose words. */
setting_value setvalue_who;
/* response, update or resolution: which deadline a standard sets. */
setting_value setvalue_deadline;
/* late, signal:NAME or category:NAME: what a ladder starts on. */
setting_value setvalue_occasion;
/* received or acknowledged: when a standard's clock starts. */
setting_value setvalue_from;
/* desk or always: in which hours a clock runs. */
setting_value setvalue_clock;
/* A day: 2026-04-08. */
setting_value setvalue_date;
/* A word of the vocabulary `min` (enum word_set). */
setting_value setvalue_word;
/* The full path of a program, without blanks. */
setting_value setvalue_program;
/* A kind of finding of judge/tone.h. */
setting_value setvalue_finding;
/* A part of a letter (judge/letter.h). */
setting_value setvalue_part;
/* A pattern of judge/phrase.h. */
setting_value setvalue_pattern;
/* A name that stands elsewhere, in the policy or a vocabulary; that it does is seen over the whole policy
 * (policy_names.h). */
setting_value setvalue_named;
/* A span of time as rule/deadline.h reads it.  `min` has the bit 1 << unit of each enum deadline_unit that may be. */
setting_value setvalue_span;

/* A name of one's own: letters, digits, "-", "_", ".", at most 64 bytes, beginning with a letter or digit; letters
 * beyond ASCII too. */
setting_name setvalue_name;
/* The same, and "@" inside: a login. */
setting_name setvalue_login;
/* 2026-12-24, or 12-24 for every year. */
setting_name setvalue_name_day;

/* An amount, as setvalue_money: what a sum holds from. */
setting_name setvalue_name_money;

/* For types of other files: `known`, and when false why: the near name, or the page that has them all. */
bool setvalue_known(struct str text, const char *what, bool known, const char *near, struct buf *why);

bool setvalue_to_number(struct str kept, long *out);
bool setvalue_to_permille(struct str kept, int *out);
bool setvalue_to_money(struct str kept, int64_t *out);          /* hundredths */
bool setvalue_to_percent(struct str kept, int32_t *out);        /* thousandths of a percent */
bool setvalue_to_day(struct str kept, int *y, int *mo, int *d); /* y is 0 for a day of every year */

#endif
