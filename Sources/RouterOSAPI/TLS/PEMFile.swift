import COpenSSL

/// A text file of certificates or keys, read whole.
///
/// Only regular text of bounded size is meant; a file beyond the bound is refused rather than read.
struct PEMFile: Equatable {
    /// Bytes that a file may have: the authorities that a Linux distribution trusts take a quarter of this.
    static let bytesMaximum = 1 << 20

    let path: String
    let bytes: [UInt8]

    /// A text that was read already; `path` is what errors call it.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    init(path: String) throws(TLSError) {
        ERR_clear_error()
        guard let file = BIO_new_file(path, "r") else {
            _ = OpenSSLFailure.take()
            throw .configuration("\(path) cannot be opened: check the path and its permissions")
        }
        defer { BIO_free(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Int(BIO_read(file, &chunk, Int32(chunk.count)))
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= Self.bytesMaximum else {
                throw .configuration(
                    "\(path) is larger than \(Self.bytesMaximum) bytes, which no PEM file of certificates is"
                )
            }
        }
        ERR_clear_error()
        self.path = path
        self.bytes = bytes
    }

    /// All certificates, in their order; at least one.
    func certificates() throws(TLSError) -> [OpenSSLCertificate] {
        let found = parse { bio in
            var found: [OpenSSLCertificate] = []
            while let certificate = gg_pem_read_certificate(bio) {
                found.append(OpenSSLCertificate(owning: certificate))
            }
            return found
        }
        guard let found, !found.isEmpty else {
            throw .configuration("\(path) holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")
        }
        return found
    }

    /// The first private key.
    func key() throws(TLSError) -> OpenSSLKey {
        guard let key = parse({ gg_pem_read_key($0) }) ?? nil else {
            throw .configuration("\(path) holds no private key in PEM form without a passphrase")
        }
        return OpenSSLKey(owning: key)
    }

    private func parse<Found>(_ read: (OpaquePointer) -> Found) -> Found? {
        // SAFETY: the BIO reads the bytes in place and is freed before the call that lends them ends.
        bytes.withUnsafeBytes { bytes -> Found? in
            guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
            defer {
                BIO_free(bio)
                // The end of the file is an error in OpenSSL's eyes.
                ERR_clear_error()
            }
            return read(bio)
        }
    }
}
