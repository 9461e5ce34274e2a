#include "COpenAPIDocument.h"

/* In C, since `#embed` (C23) takes a file as it is. SwiftPM's `embedInCode` writes an array literal with an element a byte, and with 200 kB of
 * them the Swift compiler is busy for two minutes on one core while the others wait. */
static const unsigned char document[] = {
#embed "../GatewayHTTP/OpenAPI/openapi.yaml"
};

const unsigned char *gg_openapi_document(void) { return document; }

size_t gg_openapi_document_size(void) { return sizeof document; }
