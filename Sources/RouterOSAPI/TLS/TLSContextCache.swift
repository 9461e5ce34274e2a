import COpenSSL
import NIOConcurrencyHelpers

/// The contexts that clients of this process share.
///
/// A context costs far more memory than what a connection adds to it, and settings repeat over thousands of devices.
enum TLSContextCache {
    private enum Key: Hashable {
        case certificate(TLSVersion)
        case anonymous(TLSVersion)
        case authority(TLSVersion, contents: [UInt8])
    }

    private struct Entry {
        weak var context: TLSContext?
    }

    private static let entries = NIOLockedValueBox<[Key: Entry]>([:])

    /// The context for a kind of trust, as long as any connection uses it the same one.
    ///
    /// An authority's file is read anew each time, so that a changed one counts from the next connection on.
    static func context(for trust: TLSTrust, minimum: TLSVersion) throws(TLSError) -> TLSContext {
        let key: Key
        let kind: TLSContext.ClientKind
        switch trust {
        case .pinned, .observe:
            key = .certificate(minimum)
            kind = .certificate
        case .anonymous:
            key = .anonymous(minimum)
            kind = .anonymous
        case .authority(let path):
            let file = try PEMFile(path: path)
            key = .authority(minimum, contents: file.bytes)
            kind = .authority(file)
        }
        if let context = entries.withLockedValue({ $0[key]?.context }) { return context }
        // Made outside of the lock: two threads may make the same one once, and the later one is kept.
        let context = try TLSContext(client: kind, minimum: minimum)
        entries.withLockedValue { entries in
            entries = entries.filter { $0.value.context != nil }
            entries[key] = Entry(context: context)
        }
        return context
    }
}
