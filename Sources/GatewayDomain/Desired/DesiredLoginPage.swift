/// The login page that a router should show to an instance's guests.
public struct DesiredLoginPage: Hashable, Sendable {
    /// The directory of its files, ours alone: `gg-<gateway id>-<short id>`.
    public var directory: String
    /// What should be in it.
    public var files: [LoginPage.File]

    /// Describes the page of an instance.
    ///
    /// - Parameters:
    ///   - page: what it shows.
    ///   - directory: the directory of its files.
    public init(_ page: LoginPage, directory: String) {
        self.directory = directory
        self.files = page.files
    }

    /// Whether a directory is one of a gateway, wherever it lies.
    ///
    /// - Parameters:
    ///   - directory: as `html-directory-override` names it.
    ///   - gateway: whose it may be.
    /// - Returns: true for one that the gateway made.
    public static func isOwn(_ directory: String, of gateway: GatewayID) -> Bool {
        (directory.split(separator: "/").last ?? "").hasPrefix(DesiredProfile.namePrefix(of: gateway))
    }
}
