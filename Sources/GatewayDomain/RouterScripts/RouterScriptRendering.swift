/// A template on its way to a router: `{{gateway}}` and its like become values, and what stands between `{{#reporting}}` and
/// `{{/reporting}}` is left out where nothing is reported.
///
/// What is put in is not looked at again.
struct RouterScriptRendering {
    let scripts: RouterScripts

    /// The script.
    ///
    /// - Parameter source: the template.
    /// - Returns: its text, without the last line's end.
    func text(of source: String) -> String {
        var lines: [String] = []
        var isLeftOut = false
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            switch line {
            case "{{#reporting}}": isLeftOut = scripts.reporting == nil
            case "{{/reporting}}": isLeftOut = false
            default: if !isLeftOut { lines.append(fill(line)) }
            }
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private func fill(_ line: Substring) -> String {
        var filled = ""
        var rest = line
        while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
            filled += rest[..<opening.lowerBound] + value(rest[opening.upperBound..<closing.lowerBound])
            rest = rest[closing.upperBound...]
        }
        return filled + rest
    }

    private func value(_ name: Substring) -> String {
        switch name {
        case "gateway": scripts.gateway.rawValue
        case "url": Self.quoted(scripts.reporting?.url ?? "")
        case "token": Self.quoted(scripts.reporting?.token.revealed ?? "")
        case "check": (scripts.reporting?.check ?? .yes).rawValue
        default: ""
        }
    }

    /// A value within quotes; what cannot stand there is left out, as neither an address nor a token has it.
    private static func quoted(_ value: String) -> String {
        String(
            decoding: value.utf8.filter { byte in
                (0x21...0x7E).contains(byte) && !"\"\\$".utf8.contains(byte)
            },
            as: UTF8.self
        )
    }
}
