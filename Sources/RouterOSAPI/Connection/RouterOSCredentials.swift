/// Who logs in.
///
/// The password is never shown by `description`, `dump` or reflection.
public struct RouterOSCredentials: Sendable {
    /// The user's name on the router.
    public let user: String

    /// The password.
    ///
    /// May be empty, as on a router in its factory state.
    let password: String

    /// Makes credentials.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - password: the password.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

extension RouterOSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The user, and that there is a password.
    public var description: String {
        "\(self.user):<redacted>"
    }

    /// The same as ``description``.
    public var debugDescription: String {
        self.description
    }

    /// Shows no password either.
    public var customMirror: Mirror {
        Mirror(self, children: ["user": self.user, "password": "<redacted>"])
    }
}
