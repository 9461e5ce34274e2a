#ifndef GARDENGATE_COPENAPIDOCUMENT_H
#define GARDENGATE_COPENAPIDOCUMENT_H

#include <stddef.h>

/* The OpenAPI document that the binary carries: `gg_openapi_document_size` bytes of UTF-8 without an end mark, there as long as the process
 * is. */
const unsigned char *gg_openapi_document(void);
size_t gg_openapi_document_size(void);

#endif
