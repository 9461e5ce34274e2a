import Foundation

/// A colour, to reckon with: which of two can be read on it, and what lies between.
struct ThemeColor: Hashable, Sendable {
    /// Red, green and blue, each 0 to 255.
    let channels: [Double]

    static let white = ThemeColor(channels: [255, 255, 255])
    static let black = ThemeColor(channels: [0, 0, 0])
    static let ink = ThemeColor(channels: [22, 24, 29])

    init(channels: [Double]) {
        self.channels = channels
    }

    /// Reads `#0396d5` or `#09d`; nil for anything else.
    init?(_ text: String) {
        var digits = text.dropFirst().compactMap(\.hexDigitValue)
        guard text.first == "#", digits.count + 1 == text.count else { return nil }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 else { return nil }
        channels = stride(from: 0, to: 6, by: 2).map { Double(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// As a style sheet names it.
    var text: String {
        "#"
            + channels.map { channel in
                let hex = String(Int(channel.rounded()), radix: 16)
                return hex.count == 1 ? "0" + hex : hex
            }.joined()
    }

    /// How light it is, 0 to 1 (relative luminance of WCAG 2.2).
    var luminance: Double {
        let linear = channels.map { channel in
            let part = channel / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The contrast ratio of WCAG 2.2: 1 to 21.
    func contrast(with other: ThemeColor) -> Double {
        let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }

    /// What can be read on this colour best: white or ink, and on a middling colour, where neither can, black.
    var opposite: ThemeColor {
        let softer = contrast(with: .ink) > contrast(with: .white) ? ThemeColor.ink : .white
        return contrast(with: softer) >= 4.5 ? softer : contrast(with: .white) >= 4.5 ? .white : .black
    }

    /// What lies between this colour and another: 0 is this one, 1 the other.
    func mixed(with other: ThemeColor, _ share: Double) -> ThemeColor {
        ThemeColor(channels: zip(channels, other.channels).map { $0 + ($1 - $0) * share })
    }

    /// This colour, moved towards another no further than it takes to be read on a ground.
    func readable(on ground: ThemeColor, towards other: ThemeColor, contrast minimum: Double) -> ThemeColor {
        for step in 0...20 {
            let candidate = mixed(with: other, Double(step) / 20)
            if candidate.contrast(with: ground) >= minimum { return candidate }
        }
        return other
    }
}
