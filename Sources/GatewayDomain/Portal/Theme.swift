/// What the portal's page looks like: nine parts, each of which may be left to the page.
public struct Theme: Hashable, Sendable {
    /// What can be chosen, in the names of the portal's API.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// The address of an image.
        case logo
        /// The address of a small square image.
        case icon
        /// The colour of text on the accent colour.
        case accentText = "accent_text"
        /// The colour of buttons and links.
        case accentColor = "accent_color"
        /// The colour of text.
        case textColor = "text_color"
        /// The colour of less important text.
        case secondaryTextColor = "secondary_text_color"
        /// The colour behind everything.
        case backgroundColor = "background_color"
        /// The colour of lines.
        case borderColor = "border_color"
        /// The colour of boxes.
        case boxColor = "box_color"

        /// Whether it is the address of an image, and not a colour.
        public var isAddress: Bool { self == .logo || self == .icon }
    }

    /// How long the address of an image may be, in bytes.
    public static let addressBytesMaximum = 2048

    /// What was chosen.
    public private(set) var values: [Part: String]

    /// Makes a theme that leaves everything to the page.
    public init() {
        values = [:]
    }

    /// What was chosen for a part; nil leaves it to the page.
    public subscript(part: Part) -> String? {
        get { values[part] }
        set { values[part] = newValue }
    }

    /// Checks what somebody gave.
    ///
    /// - Throws: the first part that is wrong, in the order of ``Part``.
    public func validate() throws(PortalValueError) {
        for part in Part.allCases {
            guard let value = values[part] else { continue }
            if part.isAddress {
                guard value.utf8.count <= Self.addressBytesMaximum else {
                    throw .tooLong(part.field, bytesMaximum: Self.addressBytesMaximum)
                }
                guard Self.isAddress(value) else {
                    throw .unreadable(part.field, value: value, expected: "an address that begins with https://")
                }
            } else if !Self.isColor(value) {
                throw .unreadable(part.field, value: value, expected: "a colour as #0396d5 or #09d")
            }
        }
    }

    /// Whether a browser takes it as the address of an image: `http` or `https`, and only characters that a URL may have (RFC 3986).
    private static func isAddress(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return false }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        return !rest.isEmpty && rest.allSatisfy { (0x21...0x7E).contains($0) && !forbidden.contains($0) }
    }

    private static let forbidden = Set("\"<>\\^`{|}".utf8)

    private static func isColor(_ text: String) -> Bool {
        guard text.first == "#", text.utf8.count == 4 || text.utf8.count == 7 else { return false }
        return text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

extension Theme.Part {
    /// The part as errors name it.
    fileprivate var field: PortalValueError.Field {
        switch self {
        case .logo: .logo
        case .icon: .icon
        case .accentText: .accentText
        case .accentColor: .accentColor
        case .textColor: .textColor
        case .secondaryTextColor: .secondaryTextColor
        case .backgroundColor: .backgroundColor
        case .borderColor: .borderColor
        case .boxColor: .boxColor
        }
    }
}
