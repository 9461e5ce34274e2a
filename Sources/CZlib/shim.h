#ifndef GARDENGATE_CZLIB_H
#define GARDENGATE_CZLIB_H

#include <zlib.h>

/* What zlib offers only as a macro, which Swift does not import: 15 is the largest window, 16 more means gzip. */
static inline int gg_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

#endif
