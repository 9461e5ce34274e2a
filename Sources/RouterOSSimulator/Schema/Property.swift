import RouterOSAPI

/// One property of a menu: who may write it, what it may hold, and how it looks when nobody wrote it.
struct Property: Sendable {
    /// Who gives a property its value.
    enum Access: Sendable {
        /// `add`, `set` and `reset` take it.
        case settable
        /// Only the router; `add` and `set` answer `unknown parameter`.
        case readOnly
    }

    /// What a print shows of a property that was never written, or was written with its neutral value.
    enum Absence: Sendable {
        /// Nothing: the property is missing from the row.
        case absent
        /// This value.
        case shown(WordBytes)
    }

    let versions: VersionedName
    let kind: PropertyKind
    let access: Access
    let absence: Absence
    /// Values that mean "not set": they are kept as if the property had never been written.
    let neutral: [WordBytes]
    let isSensitive: Bool
    /// Never shown to anybody.
    let isWriteOnly: Bool

    var name: String {
        self.versions.name
    }

    init(
        _ versions: VersionedName,
        _ kind: PropertyKind = .text,
        shown: WordBytes? = nil,
        neutral: [WordBytes] = [],
        access: Access = .settable,
        isSensitive: Bool = false,
        isWriteOnly: Bool = false
    ) {
        self.versions = versions
        self.kind = kind
        self.access = access
        self.absence = shown.map { .shown($0) } ?? .absent
        self.neutral = neutral
        self.isSensitive = isSensitive
        self.isWriteOnly = isWriteOnly
    }

    static func readOnly(_ versions: VersionedName, _ kind: PropertyKind = .text, shown: WordBytes? = nil) -> Property {
        Property(versions, kind, shown: shown, access: .readOnly)
    }
}
