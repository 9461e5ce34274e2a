import ArgumentParser
import Foundation
import GatewayDomain

/// The settings of an instance that `add` and `set` share.
///
/// What is not given stays as it is.
struct InstanceSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long access lasts after a coupon is redeemed, 20m to 7d, as 12h or in seconds.",
            valueName: "duration"
        )
    )
    var sessionTtl: DurationArgument?

    @Option(help: ArgumentHelp("Characters of a coupon's code, 6 to 12.", valueName: "n"))
    var codeLength: Int?

    @Option(
        help: ArgumentHelp(
            "What a guest types as password of a coupon: the code again, or nothing (a router's stock login page).",
            valueName: "code|empty"
        ),
        transform: Self.couponPassword
    )
    var couponPassword: Instance.CouponPassword?

    @Option(
        help: ArgumentHelp(
            "Which devices may use a coupon: first_device, newest_wins, or shared:N for up to N at once.",
            valueName: "policy"
        ),
        transform: Self.devicePolicy
    )
    var devicePolicy: DevicePolicy?

    @Option(
        help: ArgumentHelp(
            "Speed limit per guest in RouterOS form, upload/download as 5M/20M; none for no limit.",
            valueName: "rx/tx"
        ),
        transform: Self.rateLimit
    )
    var rateLimit: RateLimit?

    @Option(
        help: ArgumentHelp(
            "A file with the terms that guests accept by connecting; empty for no terms.",
            valueName: "path"
        ),
        transform: Self.terms
    )
    var termsFile: Terms?

    @Option(
        name: .customLong("theme"),
        help: ArgumentHelp(
            """
            A part of what guests' pages look like, such as accent_color=#7a1f3d; text_color, secondary_text_color, background_color, \
            border_color, box_color, accent_text, logo and icon are the others. May be given several times; nothing behind = for the \
            page's own.
            """,
            valueName: "part=value"
        ),
        transform: Self.theme
    )
    var theme: [ThemePart] = []

    /// What guests agree to, or nothing.
    struct Terms: Hashable {
        /// The text; nil for none.
        let text: String?
    }

    /// A part of a theme.
    struct ThemePart: Hashable {
        /// Which one.
        let part: Theme.Part
        /// What it becomes; nil for the page's own.
        let value: String?
    }

    /// A speed limit, or none.
    struct RateLimit: Hashable {
        /// In RouterOS form; nil for no limit.
        let text: String?
    }

    mutating func validate() throws {
        let seconds = Instance.sessionSecondsBounds
        if let sessionTtl, !seconds.contains(sessionTtl.seconds) {
            throw ValidationError("--session-ttl \(sessionTtl.text) is outside of 20m to 7d")
        }
        let length = Instance.codeLengthBounds
        if let codeLength, !length.contains(codeLength) {
            throw ValidationError(
                "--code-length \(codeLength) is outside of \(length.lowerBound) to \(length.upperBound)"
            )
        }
    }

    /// Whether anything was given.
    var isEmpty: Bool {
        sessionTtl == nil && codeLength == nil && couponPassword == nil && devicePolicy == nil && rateLimit == nil
            && termsFile == nil && theme.isEmpty
    }

    /// Puts what was given into an instance.
    func apply(to instance: inout Instance) {
        if let sessionTtl { instance.sessionSeconds = sessionTtl.seconds }
        if let codeLength { instance.codeLength = codeLength }
        if let couponPassword { instance.couponPassword = couponPassword }
        if let devicePolicy { instance.devicePolicy = devicePolicy }
        if let rateLimit { instance.rateLimit = rateLimit.text }
        if let termsFile { instance.termsText = termsFile.text }
        for change in theme { instance.theme[change.part] = change.value }
    }

    private static func couponPassword(_ text: String) throws -> Instance.CouponPassword {
        guard let value = Instance.CouponPassword(rawValue: text) else {
            throw ValidationError("give code or empty")
        }
        return value
    }

    private static func devicePolicy(_ text: String) throws -> DevicePolicy {
        guard let policy = DevicePolicy(text: text) else {
            throw ValidationError("give first_device, newest_wins, or shared:N with N from 2 to 100")
        }
        return policy
    }

    private static func terms(_ path: String) throws -> Terms {
        guard let data = FileManager.default.contents(atPath: path), data.count <= Instance.termsBytesMaximum else {
            throw ValidationError("cannot be read, or has more than \(Instance.termsBytesMaximum) bytes")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw ValidationError("is not UTF-8") }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return Terms(text: trimmed.isEmpty ? nil : trimmed)
    }

    private static func theme(_ text: String) throws -> ThemePart {
        let name = text.prefix { $0 != "=" }
        guard let part = Theme.Part(rawValue: String(name)), name.count < text.count else {
            throw ValidationError("give a part and its value, such as accent_color=#7a1f3d")
        }
        let value = String(text.dropFirst(name.count + 1))
        return ThemePart(part: part, value: value.isEmpty ? nil : value)
    }

    private static func rateLimit(_ text: String) throws -> RateLimit {
        if text == "none" { return RateLimit(text: nil) }
        let isPlausible = text.first?.isNumber == true && text.allSatisfy { "0123456789kMG/ ".contains($0) }
        guard isPlausible else { throw ValidationError("give upload/download as 5M/20M, or none") }
        return RateLimit(text: text)
    }
}
