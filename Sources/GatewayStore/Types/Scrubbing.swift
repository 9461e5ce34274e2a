/// How far the database's files were freed from what was erased.
public enum Scrubbing: Hashable, Sendable {
    /// Nothing of it is left.
    case complete
    /// The database is too large to be written anew while it is in use; a few copies may be left in unused parts of its pages.
    case tooLarge(bytes: Int64)
}
