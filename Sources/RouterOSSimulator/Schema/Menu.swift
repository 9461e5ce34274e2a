import RouterOSAPI

/// A menu of the command tree as data: its verbs, its properties, and the rules that the executor needs.
///
/// The argument names of each verb follow from this, per version; they equal those of RouterOS's own command trees
/// (`/console/inspect` output of 7.10.2 to 7.24, collected by tikoci/restraml). A version between two trees behaves as
/// the older one, a version before the first as the first.
struct Menu: Sendable {
    enum Form: Sendable {
        /// Rows with ids.
        case table
        /// One row without an id; it cannot be listened to.
        case singleton
    }

    let path: String
    let form: Form
    /// The versions that have this menu at all.
    let isKnown: VersionedName
    /// The verbs, `print` and `get` included.
    let verbs: [VersionedName]
    let properties: [Property]
    /// Arguments of `print` that only this menu has.
    let printExtras: [VersionedName]
    /// Arguments of `print` that every other table has and this one has not.
    let printLacks: Set<String>
    /// Arguments of verbs that only this menu has.
    let ownVerbs: [String: [VersionedName]]
    /// Properties without which `add` answers `missing =x=`.
    let required: [String]
    /// Whether rows have a place that `move` and `place-before` change.
    let isOrdered: Bool
    /// The property that ids' place may be taken by, and that must be unique, if any.
    let nameProperty: String?

    private let propertyIndex: [String: Int]

    init(
        _ path: String,
        form: Form = .table,
        isKnown: VersionedName = "menu",
        verbs: [VersionedName],
        properties: [Property],
        printExtras: [VersionedName] = [],
        printLacks: Set<String> = [],
        ownVerbs: [String: [VersionedName]] = [:],
        required: [String] = [],
        isOrdered: Bool = false,
        nameProperty: String? = nil
    ) {
        self.path = path
        self.form = form
        self.isKnown = isKnown
        self.verbs = verbs
        self.properties = properties
        self.printExtras = printExtras
        self.printLacks = printLacks
        self.ownVerbs = ownVerbs
        self.required = required
        self.isOrdered = isOrdered
        self.nameProperty = nameProperty
        self.propertyIndex = Dictionary(
            properties.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func property(_ name: String, version: RouterOSVersion) -> Property? {
        guard let index = self.propertyIndex[name] else { return nil }
        let property = self.properties[index]
        return property.versions.isKnown(to: version) ? property : nil
    }

    func properties(knownTo version: RouterOSVersion) -> [Property] {
        self.properties.filter { $0.versions.isKnown(to: version) }
    }
}
