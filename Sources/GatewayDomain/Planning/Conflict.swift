/// A foreign row that stands where one of ours should be.
///
/// We never touch it; somebody has to decide.
public struct Conflict: Hashable, Sendable {
    /// What is in the way.
    public enum Cause: Hashable, Sendable {
        /// A user of this name that carries no mark.
        case foreignUser
        /// A user of this name that carries the mark of another gateway.
        case otherGateway(GatewayID)
    }

    /// The user's name.
    public var name: String
    /// What is in the way.
    public var cause: Cause

    /// Makes a conflict.
    ///
    /// - Parameters:
    ///   - name: the user's name.
    ///   - cause: what is in the way.
    public init(name: String, cause: Cause) {
        self.name = name
        self.cause = cause
    }
}
