import COpenSSL

/// A version of TLS.
///
/// The lowest that is spoken is ``v12`` unless a setting names an older one.
///
/// RouterOS accepts 1.2 everywhere; a device of RouterOS 6 may also offer 1.0 and 1.1, which are broken and only for
/// devices that speak nothing better. Whether RouterOS serves its API over TLS 1.3 is not known: it is allowed here, never required.
public enum TLSVersion: Int, Sendable, Hashable, Comparable, CaseIterable, CustomStringConvertible {
    /// TLS 1.0 (1999). Chosen as the minimum, it also lowers what OpenSSL asks of keys and digests.
    case v10 = 0x0301
    /// TLS 1.1 (2006). Chosen as the minimum, it also lowers what OpenSSL asks of keys and digests.
    case v11 = 0x0302
    /// TLS 1.2 (2008), the default minimum.
    case v12 = 0x0303
    /// TLS 1.3 (2018).
    case v13 = 0x0304

    /// The older version is the lesser one.
    public static func < (older: TLSVersion, newer: TLSVersion) -> Bool { older.rawValue < newer.rawValue }

    /// The usual name, as `TLS 1.2`.
    public var description: String { "TLS 1.\(rawValue - 0x0301)" }

    /// OpenSSL's level of demands on keys and digests: 2 (112 bits) is today's, and 0 is what TLS 1.0 and 1.1 need,
    /// because they sign with SHA-1.
    var securityLevel: Int { self < .v12 ? 0 : 2 }
}
