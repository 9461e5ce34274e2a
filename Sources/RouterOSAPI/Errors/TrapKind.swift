/// What a trap means to a program, judged by the router's text, since the category is often absent.
///
/// The texts are those that public clients and their tests recorded from real routers; one that is not known is ``other``.
public enum TrapKind: String, Sendable, Hashable, CaseIterable {
    /// The thing exists already: `failure: already have user with this name for this server`, `failure: entry already exists`.
    case alreadyHave = "already_have"
    /// The row is not there (any more): `no such item`, `no such item (4)`.
    case noSuchItem = "no_such_item"
    /// The menu or verb is not there, for instance because a package is missing: `no such command or directory (wireless)`.
    case noSuchCommand = "no_such_command"
    /// The account's group lacks a policy: `not enough permissions (9)`, `user's policy does not allow to set such script policy`.
    case notEnoughPermissions = "not_enough_permissions"
    /// The account may not use the API: `std failure: not allowed (9)`.
    case notAllowed = "not_allowed"
    /// This version's command knows no such argument: `unknown parameter x`.
    case unknownParameter = "unknown_parameter"
    /// A value refers to a thing that is not there: `input does not match any value of profile`.
    case noSuchReference = "no_such_reference"
    /// A value could not be read or is out of range: `invalid value for argument x`, `value of x out of range (1..254)`.
    case invalidValue = "invalid_value"
    /// A required argument is missing: `missing =.id=`.
    case missingArgument = "missing_argument"
    /// Device-mode does not allow the feature: `failure: not allowed by device-mode`.
    case deviceModeForbids = "device_mode_forbids"
    /// The router's storage is full: `not enough space`, `no space left`.
    ///
    /// No public source has the exact text.
    case noSpace = "no_space"
    /// User name or password is wrong: `invalid user name or password (6)`, before 6.43 `cannot log in`.
    case invalidCredentials = "invalid_credentials"
    /// The command was cancelled: `interrupted`.
    case interrupted
    /// The router gave up waiting for something: `timeout`.
    case timedOut = "timed_out"
    /// Anything else.
    case other
}

extension TrapKind {
    /// What an operator can do about it, where that is always the same; nil where it is not.
    public var remedy: String? {
        switch self {
        case .notEnoughPermissions: "give the account's group the policies read, write and policy: /user/group"
        case .notAllowed: "give the account's group the policy api: /user/group"
        case .deviceModeForbids: "allow the feature at the device itself: /system/device-mode/update"
        case .invalidCredentials: "check the user name and the password"
        case .noSpace: "remove files and packages that nobody needs: /file, /system/package"
        case .alreadyHave, .noSuchItem, .noSuchCommand, .unknownParameter, .noSuchReference, .invalidValue,
            .missingArgument, .interrupted, .timedOut, .other:
            nil
        }
    }
}

extension Trap {
    /// What the trap means to a program.
    public var kind: TrapKind {
        let text = self.message.lowercased()
        for (part, kind) in Self.knownTexts where text.contains(part) {
            return kind
        }
        return self.category == .interrupted ? .interrupted : .other
    }

    /// In this order: a text with several of these parts is the first kind.
    private static let knownTexts: [(String, TrapKind)] = [
        ("device-mode", .deviceModeForbids),
        ("device mode", .deviceModeForbids),
        ("not enough permissions", .notEnoughPermissions),
        ("policy does not allow", .notEnoughPermissions),
        ("not allowed (9)", .notAllowed),
        ("already have", .alreadyHave),
        ("already exists", .alreadyHave),
        ("no such item", .noSuchItem),
        ("no such command", .noSuchCommand),
        ("unknown parameter", .unknownParameter),
        ("bad parameter", .unknownParameter),
        ("input does not match any value of", .noSuchReference),
        ("invalid value", .invalidValue),
        ("out of range", .invalidValue),
        ("missing =", .missingArgument),
        ("not enough space", .noSpace),
        ("no space left", .noSpace),
        ("not enough disk", .noSpace),
        ("invalid user name or password", .invalidCredentials),
        ("cannot log in", .invalidCredentials),
        ("interrupted", .interrupted),
        ("timeout", .timedOut),
        ("timed out", .timedOut),
    ]
}
