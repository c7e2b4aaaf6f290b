/* known: the customers that an import met lately, and what they brought in it, so that the store is not asked again for
 * each row of theirs.
 *
 * Holds only while nobody else writes: an import into an empty store has the writers' turn from end to end (db_bulk.h).
 * Any other one forgets all between transactions, and so does who takes something back.  Memory is bounded: beyond
 * KNOWN_BYTES all is forgotten, and the store is asked again. */
#ifndef DESK_KNOWN_H
#define DESK_KNOWN_H

#include "base/str.h"
#include "rule/matter.h"
#include "store/db_complaint.h"

enum { KNOWN_BYTES = 10 * 1024 * 1024 };

struct known;
struct known_customer;

struct known *known_new(void);
void known_free(struct known *k);
void known_forget(struct known *k);

/* Who a row meant by these very words before; NULL: nobody yet. */
struct known_customer *known_find(const struct known *k, struct str words);
int64_t known_id(const struct known_customer *c);
struct str known_name(const struct known_customer *c); /* as lines show it; lives until all is forgotten */

/* What is known of a customer once rows have words for them. */
struct known_fact {
    int64_t id;
    struct str name; /* as lines show it */
    bool made;       /* by this import: what known_brought() tells is all that they ever brought */
    bool name_alone; /* the words are no address, so they may come to mean several */
};

/* From now on these words mean this customer. */
struct known_customer *known_add(struct known *k, struct str words, const struct known_fact *fact);

/* A customer was made who has a name and an address: words that are a name alone may mean them too. */
void known_made_another(struct known *k);

/* Who was made just now, for words that nobody will use again: not remembered, and nothing was brought before. */
struct known_customer *known_newcomer(struct known *k);

/* This complaint, settled, is theirs. */
void known_brought(struct known *k, struct known_customer *c, const struct matter *m);

/* What db_complaint_before() would say of their next complaint, for `most` up to KNOWN_COMPLAINTS; false: only the
 * store knows. */
enum { KNOWN_COMPLAINTS = 20 };
bool known_before(const struct known_customer *c, size_t most, instant since, struct db_before *out);

#endif
