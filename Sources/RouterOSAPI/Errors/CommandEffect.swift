/// Whether the router carried out a command that failed.
public enum CommandEffect: Sendable, Hashable, CaseIterable {
    /// It did not: the command never left, was refused, or only reads.
    case none

    /// It did, although its caller sees an error.
    case applied

    /// Nobody can tell, for instance because the connection ended before the answer. Never repeat such a command blindly: read what
    /// the router has, and decide again.
    case unknown
}
