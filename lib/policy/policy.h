/* policy: all settings of a desk, from YAML (cust-policy(5)) to what rule and judge compute with.
 *
 * Three forms.  YAML is what people write, and holds only what differs from the default.  The compiled text is whole
 * and flat; the store keeps it under a version.  struct policy is loaded from it by every command, without reading
 * YAML.  Nothing here reads the environment: where zones lie and what "local" means are arguments.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"
#include "judge/phrase.h"
#include "judge/triage.h"
#include "policy/policy_errors.h"
#include "rule/authority.h"
#include "rule/calendar.h"
#include "rule/deadline.h"
#include "rule/debt.h"
#include "rule/tally.h"
#include "rule/trait.h"
#include "rule/word.h"

/* What a complaint can be about. */
struct policy_category {
    const char *name;  /* what commands and queries say: "delivery" */
    const char *label; /* what people read; the name when policy gives none */
    int impact; /* 0 to 7: points that it adds to a score: a triage term of strength 1000, this weight */
    const char *const *ask; /* what to find out before an offer is made */
    size_t nask;
};

struct policy_person {
    const char *login;
    const char *name;                  /* the login when policy gives none */
    const char *address;               /* "" when policy gives none */
    const struct authority_role *role; /* NULL when policy gives none */
};

/* How satisfaction is asked for; a span of amount 0: not. */
struct policy_check {
    struct deadline_span after;    /* after resolving: ask whether they are satisfied */
    struct deadline_span again;    /* after asking without an answer: once more */
    struct deadline_span friendly; /* after a difficult matter ended well: a friendly call */
    const char *letter;            /* that asks, one of `letters`; "": a person does */
};

/* What the desk writes to customers by itself (desk/notice.h). */
struct policy_letter {
    const char *name;
    const char *subject;    /* with {name} and the like, as all of it */
    const char *const *say; /* paragraphs */
    size_t nsay;
};

/* Who is told when a matter does not come to its end, one step after the other. */
struct policy_rung {
    const char *name;
    struct deadline_span after; /* the step before, or the occasion; amount 0: at once */
    const char *who;            /* login; "": the complaint's owner */
    const char *what;           /* to do; the name when policy says nothing */
    const char *letter;         /* to the customer, one of `letters`; "": none */
};
struct policy_ladder {
    const char *name;
    bool late;            /* the occasion: the final answer is late; else */
    int signal;           /* the signal shows; -1: */
    const char *category; /* it has this category */
    const char *hold;     /* why nothing of the complaint may be erased from then on; NULL: it may */
    const struct policy_rung *rungs;
    size_t nrungs;
};

/* Read-only once loaded.  Every text lives as long as the policy. */
struct policy {
    const char *desk; /* the name under which we write */
    const struct zone *zone;
    const struct calendar *calendar;
    const struct deadline_rule *deadlines; /* for deadline_pick() */
    size_t ndeadlines;
    const struct deadline_standard *standards; /* for deadline_standards() */
    size_t nstandards;
    const struct tally_profile *returns;
    size_t nreturns;
    struct policy_check check;
    const struct policy_ladder *ladders;
    size_t nladders;
    struct debt_terms interest; /* on what is paid late */
    const struct policy_letter *letters;
    size_t nletters;
    int64_t soon;   /* seconds */
    int64_t reopen; /* seconds after closing within which a customer's words reopen; 0 never */
    const struct policy_category *categories;
    size_t ncategories;
    const struct policy_person *staff;
    size_t nstaff;
    const struct authority_role *roles;
    size_t nroles;
    bool authority;           /* somebody of the staff has a role: limits are kept */
    const char *address;      /* that letters come from; "" when policy gives none */
    const char *const *lists; /* List-Ids of our own mailing lists: what comes by one is a customer's */
    size_t nlists;
    const char *sendmail; /* the program that takes them */
    struct triage_settings triage;
    struct trait_rule traits[TRAITS];
    struct str tone, wordings, playbook; /* compiled text, for policy/answers.h */
    struct str phrases;                  /* the same, of what policy_phrases() gives */
    struct policy_memory *memory;        /* private */
};

/* Where the desk stands. */
struct policy_place {
    const char *zone_dirs; /* as zone_load() takes them; NULL: ZONE_DIRS */
    const char *local;     /* the name of the zone that "local" means; NULL: UTC */
};

/* Loads a compiled text.  ERR_POLICY for one that is damaged, of another version, or whose zone is not there. */
struct err *policy_load(struct str compiled, const struct policy_place *at, struct policy **out) ERR_CHECK;
/* The built-in default. */
struct err *policy_default(const struct policy_place *at, struct policy **out) ERR_CHECK;
struct str policy_default_text(void);
void policy_free(struct policy *p);

/* The phrases for triage_judge().  Compiled when they are first asked for, since that costs more than all else here
 * and most commands never read a customer's words.  ERR_POLICY when the compiled text was damaged. */
struct err *policy_phrases(const struct policy *p, const struct phrases **out) ERR_CHECK;

/* Whether triage reads alike by both: the same phrases, weights, thresholds and categories' impacts. */
bool policy_reads_alike(const struct policy *a, const struct policy *b);

/* Whether both have the same roles, and the same staff in them. */
bool policy_same_authority(const struct policy *a, const struct policy *b);

/* By name; NULL when there is none. */
const struct policy_category *policy_category(const struct policy *p, struct str name);
const struct policy_person *policy_person(const struct policy *p, struct str login);
const struct policy_letter *policy_letter(const struct policy *p, struct str name);
/* The colleague who writes from this address (ASCII case does not count); NULL when it is nobody's. */
const struct policy_person *policy_person_at(const struct policy *p, struct str address);
/* Whether a mailing list's List-Id (ASCII case aside) is one of ours. */
bool policy_list_ours(const struct policy *p, struct str list_id);
/* The name that was probably meant, or NULL. */
const char *policy_category_near(const struct policy *p, struct str name);

#endif
