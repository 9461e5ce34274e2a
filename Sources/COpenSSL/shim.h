#ifndef GARDENGATE_COPENSSL_H
#define GARDENGATE_COPENSSL_H

#include <openssl/bio.h>
#include <openssl/dh.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* What OpenSSL offers only as a macro or as a variadic function, which Swift does not import. */

static inline int gg_ctx_set_min_version(SSL_CTX *ctx, int version) {
    return (int)SSL_CTX_set_min_proto_version(ctx, version);
}

static inline int gg_ctx_set_max_version(SSL_CTX *ctx, int version) {
    return (int)SSL_CTX_set_max_proto_version(ctx, version);
}

/* The modes, options and caches that every context here shares:
 * - records are encrypted straight into our buffer, and OpenSSL's own 34 KiB are given back between records;
 * - no session is ever resumed: a connection lives for hours, and a resumed one would show no certificate;
 * - a peer cannot renegotiate, which would let it swap its certificate after it was checked. */
static inline void gg_ctx_configure(SSL_CTX *ctx) {
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_num_tickets(ctx, 0);
}

static inline int gg_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline void gg_bio_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

static inline void gg_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline BIO_METHOD *gg_bio_method_new(const char *name) {
    return BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, name);
}

static inline EVP_PKEY *gg_rsa_generate(size_t bits) { return EVP_RSA_gen(bits); }

/* The parameters of the 2048-bit group of RFC 7919, a named group: nothing is searched for. */
static inline EVP_PKEY *gg_ffdhe2048(void) {
    EVP_PKEY *parameters = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
    if (ctx == NULL) return NULL;
    if (EVP_PKEY_paramgen_init(ctx) > 0 && EVP_PKEY_CTX_set_group_name(ctx, "ffdhe2048") > 0) {
        (void)EVP_PKEY_paramgen(ctx, &parameters);
    }
    EVP_PKEY_CTX_free(ctx);
    return parameters;
}

/* Adds one extension in the textual form of x509v3_config(5). The caller has checked that the value holds no comma. */
static inline int gg_x509_add_extension(X509 *certificate, int nid, const char *value) {
    X509V3_CTX ctx;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

static inline int gg_error_library(unsigned long code) { return ERR_GET_LIB(code); }

static inline int gg_error_reason(unsigned long code) { return ERR_GET_REASON(code); }

/* A key file with a passphrase must not make OpenSSL ask on the terminal. */
static inline int gg_no_passphrase(char *buffer, int size, int writing, void *data) {
    (void)buffer; (void)size; (void)writing; (void)data;
    return -1;
}

static inline EVP_PKEY *gg_pem_read_key(BIO *bio) {
    return PEM_read_bio_PrivateKey(bio, NULL, gg_no_passphrase, NULL);
}

static inline X509 *gg_pem_read_certificate(BIO *bio) {
    return PEM_read_bio_X509(bio, NULL, gg_no_passphrase, NULL);
}

/* Takes its own reference to the certificate. */
static inline int gg_ctx_add_chain(SSL_CTX *ctx, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(ctx, certificate);
}

#endif
