import COpenSSL

/// What OpenSSL noted about the last call that failed on this thread.
struct OpenSSLFailure {
    /// The reason in OpenSSL's SSL library (`SSL_R_…`); `nil` when another of its libraries failed.
    let sslReason: Int32?
    /// OpenSSL's words for it.
    let text: String

    /// The alert that the peer sent, when that is what failed the call.
    var alert: Int? {
        guard let sslReason, sslReason >= SSL_AD_REASON_OFFSET, sslReason < SSL_AD_REASON_OFFSET + 256 else {
            return nil
        }
        return Int(sslReason - SSL_AD_REASON_OFFSET)
    }

    /// Takes everything off the thread's queue, which must not be left for the next call to find.
    ///
    /// The oldest entry of the SSL library is the cause; later ones tell who passed it on.
    static func take() -> OpenSSLFailure {
        var first: UInt = 0
        var cause: UInt = 0
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            if first == 0 { first = code }
            if cause == 0, gg_error_library(code) == ERR_LIB_SSL { cause = code }
        }
        guard first != 0 else { return OpenSSLFailure(sslReason: nil, text: "OpenSSL gave no reason") }
        let code = cause == 0 ? first : cause
        let text =
            ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(String(code, radix: 16))"
        return OpenSSLFailure(sslReason: cause == 0 ? nil : gg_error_reason(cause), text: text)
    }
}
