/// That a row of a menu changed, for those who listen.
struct Change: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Added, or changed: a listener gets the whole row.
        case written
        /// Gone: a listener gets `.id` and `.dead=true`.
        case removed
    }

    let menu: String
    let id: RowID
    let kind: Kind
}
