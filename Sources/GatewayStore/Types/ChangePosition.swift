/// How far the changes that concern a device were read.
public struct ChangePosition: Hashable, Sendable {
    let revision: Int64
    let position: Int64

    init(revision: Int64, position: Int64) {
        self.revision = revision
        self.position = position
    }

    /// Behind all changes of a revision.
    init(behindRevision revision: Int64) {
        self.init(revision: revision, position: .max)
    }
}
