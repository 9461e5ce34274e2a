#ifndef GARDENGATE_CREFERENCECOUNTS_H
#define GARDENGATE_CREFERENCECOUNTS_H

#include <stdint.h>

/* Counts how often Swift code of this program retains and releases references, by standing before the runtime's functions: a
 * program's symbols come before those of the libraries that it is linked with. What the runtime does within itself is not counted.
 *
 * The runtime has a way of its own to replace these functions, but with Swift 6.3.1 it breaks on small strings: the function that
 * stands in for swift_retain takes the upper bits off before anything looks whether they say that there is nothing to retain. */

/* Whether they are counted here: the ways to call them that are known keep no registers for the caller on x86-64 only. */
static inline int gg_counts_references(void) {
#if defined(__x86_64__) && defined(__linux__)
    return 1;
#else
    return 0;
#endif
}

/* How many retains and releases this thread has made. */
uint64_t gg_reference_operations(void);

#endif
