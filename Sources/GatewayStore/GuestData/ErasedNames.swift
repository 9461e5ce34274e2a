/// What stands in the place of names that may have been erased, for those who look for records by name.
struct ErasedNames: Sendable {
    private var names: [String: String] = [:]
    private var digests: [String: String] = [:]

    /// Prepares names.
    ///
    /// - Parameters:
    ///   - users: the names; those of coupons need not be among them, since a code is never erased.
    ///   - sealing: makes the digests.
    init(_ users: Set<String>, sealing: SecretSealing) {
        for user in users {
            let digest = sealing.erasedName(user)
            names[digest] = user
            digests[user] = digest
        }
    }

    /// How a name may stand on record.
    func spellings(of user: String) -> [String] { [user] + (digests[user].map { [$0] } ?? []) }

    /// The name that stands behind what is on record, as far as it is one of these.
    func known(_ text: String) -> String { names[text] ?? text }
}
