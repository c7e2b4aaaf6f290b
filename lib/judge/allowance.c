#include "judge/allowance.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool begins(struct str text, size_t at, struct str name)
{
    if (name.n == 0 || name.n > text.n - at || (at > 0 && is_letter(text.p[at - 1])))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = lower(name.p[i]), t = lower(text.p[at + i]);
        bool gap = (c == '-' || c == '_') && (t == ' ' || t == '-' || t == '\n');
        if (c != t && !gap)
            return false;
    }
    return true;
}

/* How far the remedy's name stands from the sum; false: it is not in the sentence. */
static bool distance(struct str sentence, size_t at, struct str remedy, size_t *out)
{
    bool found = false;

    for (size_t i = 0; i < sentence.n; i++) {
        size_t far = i < at ? at - i : i - at;
        if (!begins(sentence, i, remedy))
            continue;
        if (!found || far < *out)
            *out = far;
        found = true;
    }
    return found;
}

static bool is_granted(const struct allowance *a, struct str sentence, size_t at, int64_t sum)
{
    size_t far;

    for (size_t i = 0; i < a->ngranted; i++)
        if (sum == a->granted[i].most ||
            (sum < a->granted[i].most && distance(sentence, at, a->granted[i].remedy, &far)))
            return true;
    return false;
}

bool allowance_covers(const struct allowance *a, struct str sentence, size_t at, int64_t hundredths)
{
    int64_t most = a->other;
    size_t nearest = SIZE_MAX, far = 0;

    if (!a->limited || is_granted(a, sentence, at, hundredths))
        return true;
    for (size_t i = 0; i < a->nlimits; i++)
        if (distance(sentence, at, a->limit[i].remedy, &far) && far < nearest) {
            nearest = far;
            most = a->limit[i].most;
        }
    return hundredths <= most && hundredths <= a->left;
}
