import Synchronization

/// A configuration that may change while work goes on; whoever begins something reads it, and keeps what was read until that ends.
final class LiveConfiguration: Sendable {
    private let value: Mutex<SyncConfiguration>

    init(_ configuration: SyncConfiguration) {
        value = Mutex(configuration)
    }

    /// What holds now.
    var current: SyncConfiguration { value.withLock(\.self) }

    /// Puts another one in its place.
    ///
    /// - Parameter configuration: what holds from now on.
    /// - Returns: what held until now.
    func replace(by configuration: SyncConfiguration) -> SyncConfiguration {
        value.withLock { value in
            defer { value = configuration }
            return value
        }
    }
}
