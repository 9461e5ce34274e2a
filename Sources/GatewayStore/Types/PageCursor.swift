/// Where a page of a list ended: the key of its last element.
///
/// It names a key and no count, so pages neither repeat nor skip an element when others come or go meanwhile.
public protocol PageCursor: Hashable, Sendable {
    /// The key as texts, for clients that hand it back as they got it.
    var keys: [String] { get }

    /// Reads a key.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    init?(keys: [String])
}
