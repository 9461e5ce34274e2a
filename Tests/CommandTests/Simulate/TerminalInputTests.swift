import Testing

@testable import gardengate

/// What is typed at a simulated router's terminal is taken apart into commands.
@Suite struct TerminalInputTests {
    private static func commands(_ text: String) -> (whole: [String], rest: Bool) {
        var input = TerminalInput()
        let whole = text.split(separator: "\n", omittingEmptySubsequences: false)
            .compactMap { input.command(after: String($0)) }
        return (whole.map { $0.trimmingPrefix("\n").split(separator: "\n").joined(separator: "|") }, !input.isEmpty)
    }

    @Test(arguments: [
        ("/ip/hotspot/print\n\n:put 1", ["/ip/hotspot/print", ":put 1"]),
        ("{\n:put 1\n}\n:put 2", ["{|:put 1|}", ":put 2"]),
        (":put \"{\"\n:put \"a\\\"(\"", [":put \"{\"", ":put \"a\\\"(\""]),
        ("/user/add name=a \\\n  group=b\n:put 1", ["/user/add name=a \\|  group=b", ":put 1"]),
        (":put \"two\nlines\"", [":put \"two|lines\""]),
        ("# a \"comment {\n{\n  # another (\n:put 1\n}", ["# a \"comment {", "{|  # another (|:put 1|}"]),
    ])
    func `a command ends with its last line`(text: String, expected: [String]) {
        let (whole, rest) = Self.commands(text)
        #expect(whole == expected && !rest)
    }

    @Test(arguments: ["{", ":put \"", "[:len (", "/user/add \\"])
    func `what is open waits for more`(text: String) {
        let (whole, rest) = Self.commands(text)
        #expect(whole.isEmpty && rest)
    }
}
