import Synchronization

/// For whom a store writes, and whether the claim of that request is already its own.
final class Attribution: Sendable {
    let note: WriteNote
    private let claimed = Atomic<Bool>(false)

    init(note: WriteNote) {
        self.note = note
    }

    /// The claim that the next change has to keep: none after the first one, for a request may consist of several changes.
    var openClaim: IdempotencyClaim? {
        isClaimed ? nil : note.claim
    }

    /// Whether a change with the claim was committed.
    var isClaimed: Bool { claimed.load(ordering: .acquiring) }

    /// A change with the claim was committed.
    func markClaimed() {
        claimed.store(true, ordering: .releasing)
    }
}
