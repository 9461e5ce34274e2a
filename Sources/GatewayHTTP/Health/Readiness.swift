/// Whether the gateway can do its work right now, as `/readyz` tells it.
public enum Readiness: Hashable, Sendable {
    /// The store can be read and the sync has begun.
    case ready
    /// It cannot. The reason is one line for people, without secrets: whoever reaches the port may read it.
    case unavailable(reason: String)
}
