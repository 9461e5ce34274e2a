#ifndef GARDENGATE_COPENSSL_H
#define GARDENGATE_COPENSSL_H
#include <openssl/ssl.h>
#endif
