import TestSeeds
import Testing

@testable import GatewayDomain

/// The colours of the login page can be read, whatever a theme says.
struct LoginPagePaletteTests {
    private func check(_ palette: LoginPagePalette, _ name: String) {
        for mode in [palette.light, palette.dark].compactMap({ $0 }) {
            #expect(mode.text.contrast(with: mode.box) >= 4.5, "text: \(name)")
            #expect(mode.dim.contrast(with: mode.box) >= 4.5, "less important text: \(name)")
            #expect(mode.link.contrast(with: mode.box) >= 4.5, "links: \(name)")
            #expect(mode.onAccent.contrast(with: mode.accent) >= 4.5, "buttons: \(name)")
            #expect(mode.bad.contrast(with: mode.wash) >= 4.5, "errors: \(name)")
            #expect(mode.edge.contrast(with: mode.box) >= 3, "fields: \(name)")
        }
    }

    @Test func `the page's own colours can be read, by day and by night`() {
        let palette = LoginPagePalette(Theme())
        check(palette, "none")
        #expect(palette.scheme == "light dark")
        #expect(palette.css.contains("prefers-color-scheme:dark"))
    }

    @Test func `so can those of any theme`() {
        var generator = SeededGenerator(seed: Seed.base)
        for _ in 0..<500 {
            var theme = Theme()
            for part in Theme.Part.allCases where !part.isAddress && Bool.random(using: &generator) {
                let digits = String(UInt32.random(in: 0...0xFF_FFFF, using: &generator), radix: 16)
                theme[part] = "#" + String(repeating: "0", count: 6 - digits.count) + digits
            }
            check(LoginPagePalette(theme), "\(theme.values)")
        }
    }

    @Test func `a theme with a ground of its own looks the same at night`() {
        var theme = Theme()
        theme[.backgroundColor] = "#0b2230"
        let palette = LoginPagePalette(theme)
        #expect(palette.dark == nil)
        #expect(palette.scheme == "dark")
        #expect(palette.css.contains("--bg:#0b2230"))
    }

    @Test func `a colour that can be read is taken as it is`() {
        var theme = Theme()
        theme[.accentColor] = "#7a1f3d"
        theme[.accentText] = "#fe9"
        let palette = LoginPagePalette(theme)
        #expect(palette.css.contains("--accent:#7a1f3d;--on:#ffee99"))
    }
}
