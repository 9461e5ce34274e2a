/// A RouterOS version as three numbers, for example 7.22.3.
public struct RouterOSRelease: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first number.
    public var major: Int
    /// The second number.
    public var minor: Int
    /// The third number; 0 when the version names none.
    public var patch: Int

    /// The oldest version that the gateway writes to unless a device says otherwise: older ones are observed only.
    public static let oldestWritten = RouterOSRelease(7, 10)

    /// The oldest version that can be told to make a directory: before, `/file/add` knows no `type` (command trees of 7.12.2 and 7.16.2).
    static let knowsDirectories = RouterOSRelease(7, 16, 2)

    /// The oldest version that brings the certificates of authorities along, which others know by themselves (changelog of 7.19).
    static let oldestWithAuthorities = RouterOSRelease(7, 19)

    /// The oldest version whose language the gateway's scripts are written in.
    public static let oldestScripted = RouterOSRelease(7, 12)

    /// Makes a version.
    ///
    /// - Parameters:
    ///   - major: the first number.
    ///   - minor: the second number.
    ///   - patch: the third number.
    public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Orders by the three numbers.
    public static func < (left: RouterOSRelease, right: RouterOSRelease) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    /// The numbers with dots; a third number of 0 is left out, as RouterOS does.
    public var description: String {
        patch == 0 ? "\(major).\(minor)" : "\(major).\(minor).\(patch)"
    }
}
