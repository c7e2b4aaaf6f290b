/* sandbox: what a helper may still do once it reads a stranger's bytes: compute, and write its answer.
 *
 * After sandbox_close() the process can read descriptor 0, write descriptors 1 and 2, use memory up to a limit, and
 * end.  No file can be opened, no socket made, no program run, no memory made executable (seccomp(2): such calls
 * fail with EPERM; landlock(7) denies all files, and TCP and signals where the kernel knows these).
 */
#ifndef HELPER_SANDBOX_H
#define HELPER_SANDBOX_H

#include <stddef.h>

/* Address Sanitizer maps terabytes of shadow: with it a limit of address space means nothing. */
#if defined __SANITIZE_ADDRESS__
#define SANDBOX_SHADOWED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define SANDBOX_SHADOWED 1
#endif
#endif
#ifndef SANDBOX_SHADOWED
#define SANDBOX_SHADOWED 0
#endif

enum { SANDBOX_NO_LANDLOCK = 1, SANDBOX_NO_SECCOMP = 2 };

/* Closes the sandbox around this process, for good.  `memory` is how many bytes it may map beyond what it has now;
 * `seconds` how much CPU time it may use.  Gives the set of the parts that this kernel lacks; 0 when all stand. */
unsigned sandbox_close(size_t memory, unsigned seconds);

#endif
