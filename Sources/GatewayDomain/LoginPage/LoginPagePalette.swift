/// The colours of a login page: the theme's where it has some, and what can be read beside them.
///
/// A theme that chooses a ground (background, boxes or text) is shown as it is, by day and by night. One that does not is
/// light or dark as the guest's device asks. Contrast follows WCAG 2.2: 4.5 for text, 3 for the edges of what can be touched;
/// a theme's colour that falls short is moved until it does not.
struct LoginPagePalette: Hashable, Sendable {
    /// The colours of one mode.
    struct Mode: Hashable, Sendable {
        var background: ThemeColor
        var box: ThemeColor
        var text: ThemeColor
        var dim: ThemeColor
        var line: ThemeColor
        var edge: ThemeColor
        var accent: ThemeColor
        var onAccent: ThemeColor
        var link: ThemeColor
        var bad: ThemeColor
        var wash: ThemeColor
    }

    /// What is shown, the first by default.
    let light: Mode
    /// What is shown to a device in dark mode; nil for the same.
    let dark: Mode?

    init(_ theme: Theme) {
        let grounds: [Theme.Part] = [.backgroundColor, .boxColor, .textColor]
        if grounds.contains(where: { theme[$0] != nil }) {
            let background = Self.color(theme, .backgroundColor)
            let isDark = (background ?? Self.color(theme, .boxColor)).map { $0.luminance < 0.18 } ?? false
            light = Self.mode(theme, isDark: isDark)
            dark = nil
        } else {
            light = Self.mode(theme, isDark: false)
            dark = Self.mode(theme, isDark: true)
        }
    }

    /// What a page tells the browser about its colours, so that fields and scroll bars fit.
    var scheme: String {
        if dark != nil { return "light dark" }
        return light.background.luminance < 0.18 ? "dark" : "light"
    }

    /// The colours as variables of a style sheet.
    var css: String {
        let day = ":root{\(Self.css(light))}"
        guard let dark else { return day }
        return day + "\n@media(prefers-color-scheme:dark){:root{\(Self.css(dark))}}"
    }

    private static func color(_ theme: Theme, _ part: Theme.Part) -> ThemeColor? {
        theme[part].flatMap { ThemeColor($0) }
    }

    private static func mode(_ theme: Theme, isDark: Bool) -> Mode {
        let background =
            color(theme, .backgroundColor) ?? ThemeColor(channels: isDark ? [15, 17, 21] : [246, 245, 242])
        let box =
            color(theme, .boxColor)
            ?? (theme[.backgroundColor] != nil
                ? background.mixed(with: .white, isDark ? 0.06 : 0.7)
                : isDark ? ThemeColor(channels: [26, 29, 35]) : .white)
        let best = box.opposite
        let text = (color(theme, .textColor) ?? best).readable(on: box, towards: best, contrast: 4.5)
        let accent = color(theme, .accentColor) ?? ThemeColor(channels: isDark ? [111, 168, 220] : [31, 78, 121])
        let onAccent = color(theme, .accentText) ?? accent.opposite
        let bad = ThemeColor(channels: isDark ? [255, 140, 130] : [176, 32, 32])
        let wash = box.mixed(with: bad, 0.1)
        return Mode(
            background: background,
            box: box,
            text: text,
            dim: (color(theme, .secondaryTextColor) ?? text.mixed(with: box, 0.35))
                .readable(on: box, towards: text, contrast: 4.5),
            line: color(theme, .borderColor) ?? box.mixed(with: text, 0.1),
            edge: (color(theme, .borderColor) ?? box.mixed(with: text, 0.45))
                .readable(on: box, towards: text, contrast: 3),
            accent: accent,
            onAccent: onAccent.readable(on: accent, towards: accent.opposite, contrast: 4.5),
            link: accent.readable(on: box, towards: best, contrast: 4.5),
            bad: bad.readable(on: wash, towards: wash.opposite, contrast: 4.5),
            wash: wash
        )
    }

    private static func css(_ mode: Mode) -> String {
        let values: [(String, ThemeColor)] = [
            ("bg", mode.background), ("box", mode.box), ("text", mode.text), ("dim", mode.dim), ("line", mode.line),
            ("edge", mode.edge), ("accent", mode.accent), ("on", mode.onAccent), ("link", mode.link), ("bad", mode.bad),
            ("wash", mode.wash),
        ]
        return values.map { "--\($0.0):\($0.1.text)" }.joined(separator: ";")
    }
}
