#include "judge/pattern.h"

#include <string.h>

#include "judge/phrase.h"
#include "judge/token.h"

static const struct pattern_class classes[] = {
    [PATTERN_CAPS] = {"caps", NULL, NULL},
    [PATTERN_NUMBER] = {"number", NULL, NULL},
    {"self", "i we ourselves myself", NULL},
    {"my", "my our", NULL},
    {"me", "me us myself ourselves", NULL},
    {"kin",
     "husband wife partner spouse son daughter child children kid kids baby toddler infant mother mum mom "
     "dad father "
     "parents grandmother grandfather grandma grandpa nan gran sister brother family girlfriend boyfriend "
     "fiance "
     "fiancee wife's husband's mother's father's son's daughter's nephew niece grandson granddaughter uncle "
     "aunt",
     NULL},
    {"you",
     "you u y'all yourselves yourself they them company store shop bank firm business airline supplier "
     "provider "
     "dealer dealership seller retailer landlord carrier hotel agency organisation organization team "
     "management",
     NULL},
    {"your", "your ur their this these those the that", NULL},
    {"staff",
     "agent* advisor* adviser* representative* rep reps manager* supervisor* operator* driver* engineer* "
     "technician* "
     "cashier* assistant* clerk* receptionist* employee* staff colleague* team courier* steward* attendant* "
     "salesman salesperson saleswoman installer* builder* mechanic* handler*",
     NULL},
    {"not",
     "not never no cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't "
     "shouldn't "
     "haven't hasn't hadn't dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt "
     "havent hasnt "
     "hadnt",
     NULL},
    {"very",
     "very so absolutely extremely totally utterly really completely beyond incredibly truly thoroughly "
     "seriously "
     "deeply quite fucking bloody damn super pretty more most too just now still highly particularly "
     "severely",
     NULL},
    {"be",
     "is are was were am be been being it's its that's thats isn't i'm im we're you're they're gets got get",
     NULL},
    {"body",
     "hand hands finger fingers thumb arm arms elbow wrist leg legs knee foot feet toe toes ankle face eye "
     "eyes skin "
     "head back neck mouth tongue lip lips throat chest stomach shoulder hip spine tooth teeth ribs nose "
     "hair ear",
     NULL},
    {"lawyer",
     "lawyer lawyers attorney attorneys solicitor solicitors barrister counsel lawyer's attorney's "
     "solicitor's",
     NULL},
    {"day",
     "today tonight tomorrow monday tuesday wednesday thursday friday saturday sunday morning noon midday "
     "afternoon "
     "evening midnight weekend christmas easter thanksgiving",
     NULL},
    {"ill",
     "disabled blind deaf autistic paralysed paralyzed epileptic diabetic asthmatic pregnant bedridden "
     "housebound "
     "widowed homeless suicidal elderly infirm immunocompromised",
     NULL},
    {"now", "now today tonight immediately asap instantly straightaway", NULL},
    {"will", "will shall must should may might would can could", NULL},
    {"go",
     "going about planning intending prepared ready forced considering obliged compelled thinking looking",
     NULL},
    {"regulator", NULL,
     "(ombudsm*|fos|cfpb|fca|fcc|ftc|finra|sec|occ|bbb|better business bureau|trading standards|attorney* "
     "general|regulator*|"
     "ofcom|ofgem|ofwat|ofsted|financial conduct authority|financial ombudsman|consumer protection|consumer "
     "affairs|"
     "consumer financial protection|federal trade commission|department of "
     "transportation|dot|caa|faa|nhtsa|cpsc|icc|"
     "civil aviation|citizens advice|insurance commissioner|banking commission*|public utilit* commission|"
     "information commissioner*|accc|watchdog*|health department|environmental health|hud|osha|consumer "
     "council|ccpc|comreg|fspo|data protection commission*|dpc|ico|hse|health and safety "
     "executive|competition and "
     "markets authority|advertising standards|bafin|verbraucherzentrale|european consumer centre|afca|fair "
     "trading|commerce commission|fcac|ccts|crtc|competition bureau|financial services commission)"},
    {"i", NULL, "(<self>|<my> <kin>|the family)"},
    {"i'm", NULL,
     "(i'm|im|i am|we're|we are|i was|we were|i've been|i have been|we've been|we have been|i feel|<i> feel*|"
     "<my> <kin> (is|was|are|were))"},
    {"i've", NULL, "(i've|ive|i have|we've|we have|i had|we had|<my> <kin> (has|had)|i)"},
    {"i'll", NULL,
     "(i'll|we'll|i'd|we'd|<i> <very>? <will> (now|then|also|definitely|certainly|be forced to|have to|have "
     "no choice but to|"
     "have no option but to|need to|not hesitate to)?|(i'm|im|i am|we're|we are|i was|we were|<my> <kin> is) "
     "<very>? <go> "
     "(to|of|on)|<i> (have|am left with|had|plan|intend|want|need|wish|mean) <very>? (no choice but|no "
     "option but|no other choice but|"
     "no other option but|every intention)? (to|of))"},
    {"we'll", NULL,
     "(i'll|we'll|(i|we) (will|shall)|(i'm|we're|i am|we are) going to|(i|we) promise to|you have my word "
     "that <self> will)"},
};

#define NCLASSES ((int)(sizeof classes / sizeof classes[0]))

const struct pattern_class *pattern_class(int i)
{
    return i >= 0 && i < NCLASSES ? &classes[i] : NULL;
}

/* What is known while reading. */
struct parse {
    struct str s;
    size_t at;
    size_t bad; /* where a mistake stands */
    struct pattern *out;
    size_t depth;
    struct {
        size_t open; /* index of the OPEN item */
        bool filled; /* this sequence has an item that must be there */
    } level[PATTERN_DEPTH + 1];
};

#define BAD(ps, place, ...) ((ps)->bad = (place), err_new(ERR_POLICY, NULL, __VA_ARGS__))

static struct err *add(struct parse *ps, struct pattern_item item)
{
    if (ps->out->n == PATTERN_ITEMS)
        return BAD(ps, ps->at, "the pattern has more than %d parts; make two of it", PATTERN_ITEMS);
    ps->out->item[ps->out->n++] = item;
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char peek(const struct parse *ps)
{
    if (ps->at >= ps->s.n)
        return '\0';
    return ps->s.p[ps->at];
}

static bool last_is(const struct parse *ps, enum pattern_kind kind)
{
    return ps->out->n != 0 && ps->out->item[ps->out->n - 1].kind == kind;
}

/* Whether a sequence has just begun. */
static bool at_start(const struct parse *ps)
{
    return ps->out->n == 0 || last_is(ps, PATTERN_OPEN) || last_is(ps, PATTERN_BAR);
}

/* A sequence ends here: it must not end with a gap and must have something that is not optional. */
static struct err *end_sequence(struct parse *ps)
{
    if (at_start(ps))
        return BAD(ps, ps->at, "nothing stands here; write a word, or leave the sign out");
    if (last_is(ps, PATTERN_GAP))
        return BAD(ps, ps->at, "a gap stands at the end; write the word that follows it");
    if (!ps->level[ps->depth].filled)
        return BAD(ps, ps->at, "everything here may be missing; take one '?' away");
    ps->level[ps->depth].filled = false;
    return NULL;
}

/* A '?' behind what was just read. */
static bool optional(struct parse *ps)
{
    if (peek(ps) != '?') {
        ps->level[ps->depth].filled = true;
        return false;
    }
    ps->at++;
    return true;
}

static struct err *read_open(struct parse *ps)
{
    if (ps->depth == PATTERN_DEPTH)
        return BAD(ps, ps->at, "groups nest more than %d deep; make two patterns of it", PATTERN_DEPTH);
    ps->depth++;
    ps->level[ps->depth].open = ps->out->n;
    ps->level[ps->depth].filled = false;
    ps->at++;
    return add(ps, (struct pattern_item){.kind = PATTERN_OPEN});
}

static struct err *read_bar(struct parse *ps)
{
    if (ps->depth == 0)
        return BAD(ps, ps->at, "'|' stands outside a group; put ( ) around the alternatives");
    struct err *e = end_sequence(ps);
    if (e != NULL)
        return e;
    ps->at++;
    return add(ps, (struct pattern_item){.kind = PATTERN_BAR});
}

static struct err *read_close(struct parse *ps)
{
    if (ps->depth == 0)
        return BAD(ps, ps->at, "')' closes no group; take it away");
    struct err *e = end_sequence(ps);
    if (e != NULL)
        return e;
    size_t open = ps->level[ps->depth--].open;
    ps->at++;
    ps->out->item[open].arg = (uint16_t)(ps->out->n - open);
    ps->out->item[open].optional = optional(ps);
    return add(ps, (struct pattern_item){.kind = PATTERN_CLOSE});
}

static struct err *read_gap(struct parse *ps)
{
    size_t start = ps->at;
    int words = 0;

    if (at_start(ps) || last_is(ps, PATTERN_GAP))
        return BAD(ps, start, "a gap stands between two words; write the word before it");
    ps->at += 3;
    while (peek(ps) >= '0' && peek(ps) <= '9' && words <= PHRASE_GAP_MAX)
        words = words * 10 + (ps->s.p[ps->at++] - '0');
    if (words == 0 && ps->at == start + 3)
        words = PHRASE_GAP;
    if (words < 1 || words > PHRASE_GAP_MAX)
        return BAD(ps, start, "a gap is 1 to %d words long", PHRASE_GAP_MAX);
    return add(ps, (struct pattern_item){.kind = PATTERN_GAP, .arg = (uint16_t)words});
}

static struct err *read_class(struct parse *ps)
{
    size_t start = ps->at;
    const char *end = memchr(ps->s.p + start, '>', ps->s.n - start);
    const char *names[NCLASSES];

    if (end == NULL)
        return BAD(ps, start, "'<' opens a class that no '>' closes");
    struct str name = {ps->s.p + start + 1, (size_t)(end - ps->s.p) - start - 1};
    ps->at += name.n + 2;
    for (int i = 0; i < NCLASSES; i++) {
        names[i] = classes[i].name;
        if (str_is(name, names[i]))
            return add(ps, (struct pattern_item){
                               .kind = PATTERN_CLASS, .arg = (uint16_t)i, .optional = optional(ps)});
    }
    const char *near = str_near(name, names, (size_t)NCLASSES);
    return BAD(ps, start, "there is no class <%.*s>%s%s%s", (int)(name.n < 30 ? name.n : 30), name.p,
               near != NULL ? "; did you mean <" : "", near != NULL ? near : "", near != NULL ? ">?" : "");
}

uint64_t pattern_bare(struct str word)
{
    char folded[32];

    if (word.n < 4 || (word.p[word.n - 1] | 0x20) != 't')
        return 0;
    size_t n = token_fold(word, folded, sizeof folded);
    if (n == sizeof folded || memcmp(folded + n - 3, "n't", 3) != 0)
        return 0;
    folded[n - 2] = 't';
    return token_hash((struct str){folded, n - 1});
}

static struct err *add_prefix(struct parse *ps, size_t start, struct str word, uint64_t hash)
{
    char folded[PATTERN_PREFIX_MAX + 1];
    size_t n = token_fold(word, folded, sizeof folded);

    if (n < PATTERN_PREFIX_MIN)
        return BAD(ps, start, "a '*' needs at least %d letters before it", PATTERN_PREFIX_MIN);
    if (n > PATTERN_PREFIX_MAX)
        return BAD(ps, start, "more than %d letters stand before the '*'; shorten it", PATTERN_PREFIX_MAX);
    ps->at++;
    if (peek(ps) != '\0' && strchr(" \t|)?", peek(ps)) == NULL)
        return BAD(ps, ps->at, "a '*' ends a word; put a blank behind it");
    return add(ps, (struct pattern_item){
                       .kind = PATTERN_PREFIX, .hash = hash, .text = word, .optional = optional(ps)});
}

/* How long the run of bytes is that may be a word. */
static size_t word_run(struct str s, size_t at)
{
    size_t i = at;

    while (i < s.n && !is_blank(s.p[i]) && strchr("()|<>*?", s.p[i]) == NULL && (uint8_t)s.p[i] > ' ')
        i++;
    return i - at;
}

/* One run of bytes: a word, or several joined by hyphens.  Nothing of it may be lost in reading. */
static struct err *read_words(struct parse *ps)
{
    size_t start = ps->at, n = word_run(ps->s, start), covered = 0;
    struct str run = {ps->s.p + start, n};
    struct token_reader r;
    struct token t;
    struct err *e = NULL;

    token_start(&r,
                (struct str){run.p, ps->s.n - start}); /* longer than the run: what follows cannot join it */
    while (e == NULL && covered < n && token_read(&r, &t, 1) == 1 && t.off < n) {
        struct str word = {run.p + t.off, t.len};

        if (t.off != covered && !(t.off == covered + 1 && covered != 0 && run.p[covered] == '-'))
            break;
        covered = t.off + t.len;
        ps->at = start + covered;
        if (covered == n && peek(ps) == '*')
            return add_prefix(ps, start + t.off, word, t.hash);
        e = add(ps, (struct pattern_item){.kind = PATTERN_WORD,
                                          .hash = t.hash,
                                          .text = word,
                                          .optional = covered == n && optional(ps)});
        if (covered != n)
            ps->level[ps->depth].filled = true;
    }
    if (e == NULL && (covered != n || n == 0))
        return BAD(ps, start + covered,
                   "this sign cannot be looked for; patterns are words, * ... ( | ) < > ? and !!");
    return e;
}

static struct err *read_item(struct parse *ps)
{
    switch (peek(ps)) {
    case '(':
        return read_open(ps);
    case '|':
        return read_bar(ps);
    case ')':
        return read_close(ps);
    case '<':
        return read_class(ps);
    default:
        if (ps->s.n - ps->at >= 3 && memcmp(ps->s.p + ps->at, "...", 3) == 0)
            return read_gap(ps);
        return read_words(ps);
    }
}

struct err *pattern_parse(struct str s, struct pattern *out, size_t *off)
{
    struct parse ps = {.s = s, .out = out};
    struct err *e = NULL;

    out->n = 0;
    while (e == NULL && ps.at < s.n) {
        if (is_blank(s.p[ps.at]))
            ps.at++;
        else
            e = read_item(&ps);
    }
    if (e == NULL && ps.depth != 0)
        e = BAD(&ps, s.n, "a group is not closed; write ')'");
    if (e == NULL)
        e = end_sequence(&ps);
    *off = ps.bad;
    return e;
}
