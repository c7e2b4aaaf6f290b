/* sealwords: what people wrote, in the rows of a return that is sealed.
 *
 * A seal stays for good, and words must not.  So a cell with words is kept as the event that brought them and a hash:
 * {42@7 <SHA-256>}.  When the seal is opened the words are put back; once they were erased, the cell says so.  What is
 * hashed begins with the first words of the complaint, which are erased with all others: so nobody finds out a short
 * text by hashing guesses.  Where the complaint has too few words for that, {42@7 -} has no hash.
 */
#ifndef DESK_SEALWORDS_H
#define DESK_SEALWORDS_H

#include "base/buf.h"
#include "desk/desk.h"

/* Appends the cell of a text that event `no` of the complaint brought; nothing for an empty one. */
struct err *sealwords_cell(struct desk *d, subject of, uint32_t no, struct str text,
                           struct buf *csv) ERR_CHECK;

/* The rows as they are printed: words in place of such cells.  `gone` gets the names of those events whose words were
 * erased, apart by ", ". */
struct err *sealwords_open(struct desk *d, struct str rows, struct buf *csv, struct buf *gone) ERR_CHECK;

#endif
