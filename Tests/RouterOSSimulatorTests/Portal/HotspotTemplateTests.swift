import Testing

@testable import RouterOSSimulator

/// Variables and conditions of the hotspot's pages.
@Suite struct HotspotTemplateTests {
    private func text(_ page: String, _ variables: [String: String] = [:]) -> String {
        String(decoding: HotspotTemplate.render(page.utf8) { variables[$0] ?? "" }.body, as: UTF8.self)
    }

    @Test func `a variable is replaced, also where it stands twice, and an unknown one is nothing`() {
        #expect(text("$(a)-$(a)-$(b).", ["a": "x"]) == "x-x-.")
    }

    @Test func `the manual's example shows exactly one of its parts`() {
        let page =
            "<$(if username == john)J$(elif username == dizzy)D$(elif ip == 10.1.2.3)I$(elif mac == 00:01:02:03:04:05)M$(else)E$(endif)>"
        #expect(text(page, ["username": "john", "ip": "10.1.2.3"]) == "<J>")
        #expect(text(page, ["username": "dizzy", "ip": "10.1.2.3"]) == "<D>")
        #expect(text(page, ["ip": "10.1.2.3", "mac": "00:01:02:03:04:05"]) == "<I>")
        #expect(text(page, ["mac": "00:01:02:03:04:05"]) == "<M>")
        #expect(text(page) == "<E>")
    }

    @Test func `a condition without a value asks whether there is one, and quotes belong to nobody`() {
        #expect(text("$(if error)bad$(endif)$(if fine)good$(endif)", ["error": "x"]) == "bad")
        #expect(text(#"$(if a == "x")1$(endif)$(if a == 'x')2$(endif)$(if a != "y")3$(endif)"#, ["a": "x"]) == "123")
    }

    @Test func `a bracket between quotes does not end the condition`() {
        #expect(text(#"$(if user-agent == "M (A; B) C" )yes$(else)no$(endif)"#, ["user-agent": "M (A; B) C"]) == "yes")
    }

    @Test func `a value for a URL is escaped as the manual shows`() {
        #expect(text("$(username-esc)", ["username": "123&456=1 2"]) == "123%26456%3D1+2")
    }

    @Test func `a condition on the status or a header sets it, with variables in it, and shows nothing`() {
        let page =
            #"a$(if http-status == 302)Hotspot login required$(endif)b$(if http-header == "Location")$(to)$(endif)c"#
        let output = HotspotTemplate.render(page.utf8) { $0 == "to" ? "http://10.5.50.1/login" : "" }
        #expect(output.status == "302 Hotspot login required")
        #expect(output.headers.map(\.name) == ["Location"])
        #expect(output.headers.map(\.value) == ["http://10.5.50.1/login"])
        #expect(output.body == Array("abc".utf8))
    }

    @Test func `the last header of a name counts, and one under a false condition does not`() {
        let page =
            "$(if http-header == X)1$(endif)$(if http-header == X)2$(endif)$(if no)$(if http-header == X)3$(endif)$(endif)"
        #expect(HotspotTemplate.render(page.utf8) { _ in "" }.headers.map(\.value) == ["2"])
    }

    @Test func `conditions within conditions, and what is not closed, are taken as they come`() {
        #expect(text("$(if a)x$(if b)y$(else)z$(endif)$(endif)w", ["a": "1"]) == "xzw")
        #expect(text("$(if a)x$(if b)y$(endif)$(endif)w", ["b": "1"]) == "w")
        #expect(text("$(if a)shown", ["a": "1"]) == "shown")
        #expect(text("5 $ and $x and $(open") == "5 $ and $x and $(open")
        #expect(text("$(endif)$(else)a") == "a")
    }

    @Test func `random pages never stop the router`() {
        var generator = SeededGenerator(seed: 7)
        let words = [
            "$(", ")", "if ", "elif ", "else", "endif", "a", " == ", "\"", "'", "$", "http-status", "http-header",
            "-esc", "\u{FFFD}",
        ]
        for _ in 0..<2000 {
            let page = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }.joined()
            let output = HotspotTemplate.render(page.utf8) { $0.isEmpty ? "" : "v" }
            #expect(output.body.count <= page.utf8.count * 3)
        }
    }
}
