/* bare: search keys without accents, for people who type "grainne" and mean Gráinne. */
#ifndef BASE_BARE_H
#define BASE_BARE_H

#include "base/buf.h"
#include "base/str.h"

/* Appends a key that text_fold() made without the combining marks U+0300 to U+036F of its characters' decomposition
 * (UAX #15): "gráinne" is "grainne".  Letters that no accent makes (ø, ł) stay.  Done again it changes nothing. */
void bare_key(struct str key, struct buf *out);

#endif
