/// A file of `routeros-scripts/hotspot`, which is a part of this program.
enum LoginPageTemplate: Hashable, Sendable {
    case login, status, logout, error, redirect, api

    /// The file as it was written.
    var source: String {
        switch self {
        case .login: Self.text(PackageResources.login_html)
        case .status: Self.text(PackageResources.status_html)
        case .logout: Self.text(PackageResources.logout_html)
        case .error: Self.text(PackageResources.error_html)
        case .redirect: Self.text(PackageResources.redirect_html)
        case .api: Self.text(PackageResources.api_json)
        }
    }

    /// The style sheet of all pages.
    static var style: String { text(PackageResources.style_css) }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// A file without comments and indentation, which a router would send to every guest.
    static func lean(_ source: String) -> String {
        var text = source
        for (begin, end) in [("<!--", "-->\n"), ("/*", "*/\n")] {
            while let opening = text.firstRange(of: begin),
                let closing = text[opening.upperBound...].firstRange(of: end)
            {
                text.removeSubrange(opening.lowerBound..<closing.upperBound)
            }
        }
        return text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n") + "\n"
    }
}
