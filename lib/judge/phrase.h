/* phrase: rules that find what a customer says, by their words.
 *
 * A rule has a name ("safety.burn"), a signal, a strength and patterns; it fires where one of them stands in the
 * text.  The language of a pattern (cust-policy(5)):
 *
 *   caught fire          these words, in this order, in one sentence; capitals do not count, nor does the way an
 *                        apostrophe is written; "don't" finds "dont" too
 *   burn*                a word that begins so (three letters at least)
 *   sue ... court        a gap: up to 4 words between, in the same sentence; ...8 up to 8 (1 to 12)
 *   (a|b c|d)            one of these; groups nest three deep
 *   <very>? angry        ? behind a word, class or group: it may be missing
 *   <i'll> sue           a class of words, below
 *   !!                   two or more exclamation marks in a row
 *
 * Classes: <i> the customer's side: I, we, or my/our and a relative; <i'm> I am, we were, ...; <i've> I have, ...;
 * <i'll> I will, we are going to, I have no choice but to, ...; <me> me, us; <my> my, our; <kin> a relative; <you>
 * you, they, the company, this shop; <your> your, their, this; <staff> an agent, manager, driver; <lawyer>;
 * <regulator> an authority or ombudsman; <body> a part of the body; <ill> disabled, pregnant, ...; <day> today,
 * friday, christmas, ...; <now> now, today, at once; <not> a word of negation; <very> very, so, absolutely; <be> is,
 * was, been, ...; <will> will, shall, may, ...; <go> going, about, planning, ...; <caps> a word of four letters or
 * more all in capitals; <number> a number; <we'll> I will, we shall, we are going to.
 *
 * Who does it is said with classes: "<i'll> sue" finds "we are going to sue", not "you were sued".
 *
 * Negation: a rule does not fire when a negator stands before the match in its clause, near enough: not, -n't,
 * never and cannot reach over 5 words, no, nor, neither, without over 3.  A negator in a gap counts too.  A clause
 * also starts at "and", "but", "because", "when" and their like.  "not only" and "not just" negate nothing.  A
 * negation that the pattern itself names is its own; a rule with `negated_ok` does not care.
 *
 * Doers: a rule with `customer` does not fire when the nearest doer before the match in its clause is somebody else:
 * you, they, he, she, who, a company, a bank; I, we, me, us and relatives are the customer.  "They are taking legal
 * action" does not fire; "you force me to take legal action" and "legal action will follow" do.
 *
 * Reports: a rule with `speaker` does not fire behind "told" and its kin in its clause, unless it is somebody else who is
 * told: "he told me to get lost" does not, "I told you to get lost" does.
 *
 * Pure and read-only after compiling: one `struct phrases` serves any number of readers at once.  Matching is
 * linear in the text and allocates nothing.
 */
#ifndef JUDGE_PHRASE_H
#define JUDGE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "judge/token.h"

enum {
    PHRASE_RULES_MAX = 4096,
    PHRASE_STRENGTH_MAX = 1000,
    PHRASE_LENGTH_MAX = 1000, /* bytes of one pattern */
    PHRASE_GAP = 4,
    PHRASE_GAP_MAX = 12
};

/* A rule as policy gives it.  All memory is borrowed and must outlive what is compiled from it. */
struct phrase_rule {
    const char *name;
    int signal;      /* 0 to 7: the numbers of enum signal (rule/word.h) */
    int strength;    /* permille, 1 to 1000 */
    bool negated_ok; /* fires under a negation too */
    bool speaker;    /* does not fire in what somebody was told in its clause */
    bool customer;   /* does not fire when the nearest doer before it in its clause is somebody else */
    const char *const *patterns;
    size_t npatterns;
};

struct phrases;

/* Checks one pattern.  ERR_POLICY with the place of the mistake, bytes from the pattern's start, in *off. */
struct err *phrase_check(const char *pattern, size_t *off) ERR_CHECK;

/* Compiles rules; the caller frees *out with phrase_free().  ERR_POLICY for the first bad pattern or
 * strength; the error's `where` is the rule's name. */
struct err *phrase_compile(const struct phrase_rule *rules, size_t n, struct phrases **out) ERR_CHECK;
void phrase_free(struct phrases *p);

/* The compiled form as bytes, for keeping; phrase_unpack() takes a tenth of the time of phrase_compile().  It holds
 * neither names, strengths nor whose doing counts: those stay with the rules. */
void phrase_pack(const struct phrases *p, struct buf *out);

/* Reads such bytes where they lie (they must outlive it), for the same rules.  NULL when they are of other patterns,
 * of another version or kind of machine, or damaged: then compile.  Bytes that do not begin on a multiple of eight are
 * copied. */
struct phrases *phrase_unpack(struct str bytes, const struct phrase_rule *rules, size_t n);

/* The rules that it was made of, in their order. */
size_t phrase_count(const struct phrases *p);
const struct phrase_rule *phrase_rule(const struct phrases *p, size_t i);

struct phrase_hit {
    uint32_t rule;     /* phrase_rule(p, rule) */
    uint32_t off, len; /* the words, in the text */
    bool negated;      /* a negator reaches it and the rule minds, or it is not for whom the rule is */
    bool speech;       /* stands between quotation marks */
};

typedef void phrase_fn(void *ctx, const struct phrase_hit *hit);

/* Calls fn for every hit, in the order of their ends; negated ones too.  Quoted mail (lines that start with
 * '>') is not read.  One rule may hit overlapping words. */
void phrase_match(const struct phrases *p, struct str text, phrase_fn *fn, void *ctx);

/* Matches begun and not ended at one time; what begins beyond them is not found. */
enum { PHRASE_THREADS = 96 };

/* The same in pieces, for a caller that feeds the tokens to another reader too.  The fields are private. */
struct phrase_thread {
    uint32_t off;   /* where the match began */
    uint32_t until; /* the last word that may go on with it */
    uint16_t state;
    bool negated, other, told, speech;
    bool skips; /* behind the gap stands what may be missing */
};

struct phrase_before {
    uint32_t word;           /* number of its entry in the lexicon; 0: none */
    uint32_t n;              /* symbols */
    const uint16_t *symbols; /* in the lexicon, or `own` of one that is a number or capitals besides */
    struct phrase_thread begin;
    uint16_t own[16];
};

struct phrase_reader {
    const struct phrases *p;
    struct str text;
    phrase_fn *fn;
    void *ctx;
    /* Words are counted from 1; a gap or a negator that ends by itself is not visited to be ended. */
    uint32_t at;      /* this word */
    uint32_t reach;   /* the last word that the last negator reaches over */
    uint32_t negator; /* that negator */
    uint32_t teller;  /* the last word that tells */
    bool other;       /* the last doer of this clause is not the customer */
    bool told;        /* what stands here is what somebody was told */
    uint32_t set;     /* which of two is the word before's; the other is being filled */
    /* The word before: what it begins is looked at with the next word; this one. */
    struct phrase_before before[2];
    struct phrase_hit last;
    uint64_t gaps; /* what threads wait in: graph_gap_bit() */
    uint32_t soon; /* a thread waits for this very word */
    uint32_t read; /* the last word that all threads were moved over */
    uint32_t nthreads;
    struct phrase_thread threads[PHRASE_THREADS];
};

/* The text must be the one that the tokens are of. */
void phrase_start(struct phrase_reader *r, const struct phrases *p, struct str text, phrase_fn *fn,
                  void *ctx);
void phrase_feed(struct phrase_reader *r, const struct token *tokens, size_t n);

#endif
