/// How the gateway knows that it talks to the right router.
public enum DeviceTrust: Hashable, Sendable {
    /// The router's certificate has this SHA-256 fingerprint (64 lower-case hexadecimal digits).
    case pinned(String)
    /// The router's certificate was signed by an authority in this PEM file and names the host that we connect to.
    case authority(file: String)
    /// Nothing is checked: anonymous Diffie-Hellman, as a router without a certificate speaks. Insecure; asked for by name.
    case anonymous

    /// The trust in text form, as the command line takes it: `pin:HEX`, `ca:FILE` or `anonymous`.
    public var text: String {
        switch self {
        case .pinned(let fingerprint): "pin:\(fingerprint)"
        case .authority(let file): "ca:\(file)"
        case .anonymous: "anonymous"
        }
    }

    /// Reads the text form.
    ///
    /// - Parameter text: `pin:` and 64 hexadecimal digits (colons are ignored), `ca:` and a path, or `anonymous`; else nil.
    public init?(text: String) {
        if text == "anonymous" {
            self = .anonymous
        } else if text.hasPrefix("pin:") {
            let digits = text.dropFirst(4).filter { $0 != ":" }.lowercased()
            guard digits.utf8.count == 64, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
            self = .pinned(digits)
        } else if text.hasPrefix("ca:"), text.utf8.count > 3 {
            self = .authority(file: String(text.dropFirst(3)))
        } else {
            return nil
        }
    }
}
