#ifndef GARDENGATE_CCLOCK_H
#define GARDENGATE_CCLOCK_H

#include <sys/timex.h>

/* Whether the kernel holds this machine's clock for synchronized: what `timedatectl` shows as "System clock synchronized".
 * A time server's daemon says so; whoever sets the clock by hand takes it back (do_settimeofday64 of Linux calls ntp_clear).
 * Swift's own module of the C library does not have this header. */
static inline int gg_clock_is_synchronized(void) {
    struct timex state = {0};
    int answer = adjtimex(&state);
    return answer >= 0 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

#endif
