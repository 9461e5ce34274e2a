import Synchronization

/// For whom a store writes, and whether the claim of that request is already its own.
final class Attribution: Sendable {
    let note: WriteNote
    private let isClaimed = Atomic<Bool>(false)

    init(note: WriteNote) {
        self.note = note
    }

    /// The claim that the next change has to keep: none after the first one, for a request may consist of several changes.
    var openClaim: IdempotencyClaim? {
        isClaimed.load(ordering: .acquiring) ? nil : note.claim
    }

    /// A change with the claim was committed.
    func markClaimed() {
        isClaimed.store(true, ordering: .releasing)
    }
}
