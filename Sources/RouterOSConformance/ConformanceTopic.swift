/// What a check is about.
public enum ConformanceTopic: String, Sendable, Hashable, CaseIterable {
    /// Login, and what every connection does.
    case session
    /// Adding, changing and removing rows, and how values come back.
    case rows
    /// Queries, counts and lists of properties.
    case queries
    /// The ordered lists of the walled garden.
    case garden
    /// What is told as it happens.
    case streams
    /// Scripts that the router runs.
    case scripts
    /// How long things take.
    case speed
    /// What is seen of guests, without their names.
    case guests
}
